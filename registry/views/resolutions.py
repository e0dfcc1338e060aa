from django.db.models import F, QuerySet

from ..models import Body, Meeting, Resolution
from ..vocabulary import ResolutionStatus
from .days import happened_by
from .filters import Among, InYear, OneOf, Order
from .pages import PublicList, PublicPage, only_public


def last_first() -> QuerySet[Resolution]:
    """With their bodies; those without a date at the end."""
    adopted = F("adopted_first").desc(nulls_last=True)
    return Resolution.objects.public().select_related("body").order_by(adopted, "key")


class ResolutionList(PublicList):
    model = Resolution
    filters = (
        Among("body", "Of the body", Body, "body"),
        InYear("Adopted in the year", "adopted_first", "adopted_last"),
        OneOf("status", "Status", ResolutionStatus),
    )
    orders = {
        "newest": Order("The last first"),
        "oldest": Order("The first first", (F("adopted_first").asc(nulls_last=True), "key")),
        "title": Order("Title", ("title", "key")),
    }

    def rows(self):
        return last_first().filter(happened_by(self.day, "adopted_first"))


class ResolutionPage(PublicPage):
    model = Resolution

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related("body")
            .prefetch_related(
                only_public("meeting", Meeting.objects),
                only_public("replaced_by", Resolution.objects),
                only_public("replaces", Resolution.objects),
            )
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(sources=self.sources(), **kwargs)

from django.db.models import OuterRef, QuerySet, Subquery

from ..models import Agency, Body, Edition, FactSheet
from ..text import same_but_for_article
from .agencies import with_names
from .pages import PublicList, PublicPage, only_public


def issued() -> QuerySet[FactSheet]:
    """The public sheets under the title of their newest edition: the sheet's own may be
    on its way to the next."""
    newest = Edition.objects.filter(sheet=OuterRef("pk")).order_by("-number")
    return FactSheet.objects.public().annotate(
        issued_title=Subquery(newest.values("title")[:1])
    )


def as_printed(edition: Edition) -> list[dict]:
    """The facts that the edition prints otherwise than the record had them then."""
    return [
        fact
        for fact in edition.facts
        if fact["printed"] and not same_but_for_article(fact["printed"], fact["value"])
    ]


class SheetList(PublicList):
    model = FactSheet

    def get_queryset(self):
        agencies = only_public("issuing_agency", with_names(Agency.objects))
        return issued().filter(dated_on__lte=self.day).prefetch_related(agencies)


class SheetPage(PublicPage):
    model = FactSheet
    context_object_name = "sheet"

    def get_queryset(self):
        return super().get_queryset().prefetch_related(only_public("bodies", Body.objects))

    def get_context_data(self, **kwargs):
        edition = self.object.editions.latest("number")
        return super().get_context_data(
            edition=edition,
            as_printed=as_printed(edition),
            sources=self.sources(),
            **kwargs,
        )

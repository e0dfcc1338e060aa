from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from ..models import Body, LegalBasis, LegalInstrument
from ..vocabulary import Effect, InstrumentKind
from .days import happened_by
from .filters import Among, InYear, OneOf, Order, Through
from .pages import PublicList, PublicPage


def effects_in_order() -> QuerySet[LegalBasis]:
    """What laws did to bodies, the first first; each is dated `since` its own day, or else
    since the law was signed."""
    since = Coalesce("happened_first", "instrument__signed_first")
    return (
        LegalBasis.objects.public()
        .select_related("instrument", "body")
        .annotate(since=since)
        .order_by(F("since").asc(nulls_last=True), "key")
    )


class LawList(PublicList):
    model = LegalInstrument
    filters = (
        OneOf("kind", "Kind", InstrumentKind),
        Among("body", "About the body", Body, "body", Through(LegalBasis, "instrument")),
        OneOf("effect", "Effect", Effect, through=Through(LegalBasis, "instrument")),
        InYear("Signed in the year", "signed_first", "signed_last"),
    )
    orders = {
        "oldest": Order("The first signed first"),
        "newest": Order(
            "The last signed first", (F("signed_first").desc(nulls_last=True), "title", "key")
        ),
        "title": Order("Title", ("title_folded", "key")),
    }

    def rows(self):
        signed = super().rows().filter(happened_by(self.day, "signed_first"))
        return signed.order_by(F("signed_first").asc(nulls_last=True), "title", "key")


class LawPage(PublicPage):
    model = LegalInstrument
    context_object_name = "law"

    def get_context_data(self, **kwargs):
        effects = effects_in_order().filter(instrument=self.object)
        return super().get_context_data(
            effects=effects, sources=self.sources(*effects), **kwargs
        )

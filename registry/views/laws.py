from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from ..models import LegalBasis, LegalInstrument
from .days import happened_by
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

    def get_queryset(self):
        signed = super().get_queryset().filter(happened_by(self.day, "signed_first"))
        return signed.order_by(F("signed_first").asc(nulls_last=True), "title", "key")


class LawPage(PublicPage):
    model = LegalInstrument
    context_object_name = "law"

    def get_context_data(self, **kwargs):
        effects = effects_in_order().filter(instrument=self.object)
        return super().get_context_data(
            effects=effects, sources=self.sources(*effects), **kwargs
        )

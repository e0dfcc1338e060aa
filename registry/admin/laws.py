from django.contrib import admin

from ..models import LegalBasis, LegalInstrument
from .base import PartAdmin, RegistryAdmin
from .filters import SourceFilter
from .reviewing import Reviewing
from .rows import Inline
from .words import date_column


class Effects(Inline):
    model = LegalBasis
    fields = ["body", "effect", "clause", "happened_on"]
    verbose_name_plural = "what it did to bodies"


@admin.register(LegalInstrument)
class LegalInstrumentAdmin(Reviewing, RegistryAdmin):
    list_display = [
        "title",
        "acronym",
        "kind",
        "citation",
        date_column("signed_on", "signed on", "signed_first"),
        "has_source",
    ]
    list_filter = ["kind", SourceFilter, "is_public"]
    search_fields = ["title_folded", "acronym", "citation", "key"]
    search_help_text = "Title, acronym or citation."
    fieldsets = [
        (None, {"fields": [("title", "acronym"), "kind", "citation", "signed_on", "website"]})
    ]
    inlines = [Effects]


@admin.register(LegalBasis)
class LegalBasisAdmin(PartAdmin):
    list_display = [
        "instrument",
        "effect",
        "body",
        "clause",
        date_column("happened_on", "since", "happened_first"),
        "has_source",
    ]
    list_filter = ["effect", SourceFilter]
    list_select_related = ["instrument", "body"]
    search_fields = ["instrument__title_folded", "body__name_folded", "body__acronym_folded"]
    fieldsets = [(None, {"fields": ["instrument", "effect", "body", "clause", "happened_on"]})]

from django.contrib import admin

from ..models import Resolution
from .base import RegistryAdmin
from .filters import SourceFilter
from .reviewing import Reviewing
from .words import date_column


@admin.register(Resolution)
class ResolutionAdmin(Reviewing, RegistryAdmin):
    list_display = [
        "title",
        "number",
        "body",
        date_column("adopted_on", "adopted on", "adopted_first"),
        "status",
        "has_source",
    ]
    list_filter = ["status", SourceFilter, "is_public"]
    list_select_related = ["body", "meeting"]
    search_fields = ["title", "number", "body__name_folded", "body__acronym_folded", "key"]
    search_help_text = "Title, number or body."
    fieldsets = [
        (None, {"fields": ["body", "meeting", "number", "title", "printed_title", "heading"]}),
        ("Text", {"fields": ["text"]}),
        ("Fate", {"fields": ["status", "adopted_on", "replaced_by"]}),
    ]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "text":
            field.widget.attrs["rows"] = 20
        return field

from django.contrib import admin
from django.utils.html import format_html

from ..models import Citation, Source
from .base import PartAdmin, RegistryAdmin, change_address
from .rows import citable_fields
from .words import date_column


@admin.register(Source)
class SourceAdmin(RegistryAdmin):
    list_display = [
        "title",
        "publisher",
        date_column("published_on", "published on"),
        "accessed_on",
    ]
    list_filter = ["is_public"]
    search_fields = ["title_folded", "publisher", "website", "key"]
    search_help_text = "Title, publisher, address or key."
    fieldsets = [
        (None, {"fields": ["title", "publisher", "published_on"]}),
        ("Where it is", {"fields": ["website", "archived", "accessed_on", "license"]}),
    ]
    has_citations = False


@admin.register(Citation)
class CitationAdmin(PartAdmin):
    """Citations are made on the page of the record that they bear out."""

    list_display = ["source", "of_record", "bears_out", "page"]
    list_select_related = ["source"]
    search_fields = ["source__title_folded", "quotation", "key"]
    readonly_fields = ["of_record", "bears_out"]
    fieldsets = [(None, {"fields": ["source", "of_record", "bears_out", "page", "quotation"]})]
    has_citations = False

    def has_add_permission(self, request):
        return False

    def page_prefetch(self):
        return ["record"]

    @admin.display(description="record")
    def of_record(self, citation):
        record = citation.record
        return format_html('<a href="{}">{}</a>', change_address(record), record)

    @admin.display(description="bears out")
    def bears_out(self, citation):
        fields = dict(citable_fields(type(citation.record)))
        return fields.get(citation.field, citation.field) or "the whole record"

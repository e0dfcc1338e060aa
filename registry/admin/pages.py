from django.contrib import admin
from django.core.exceptions import ValidationError

from ..models import Page
from ..prose import ProseError, check_page
from .base import RecordForm, RegistryAdmin


class PageForm(RecordForm):
    def clean_text(self):
        text = self.cleaned_data["text"]
        try:
            check_page(text)
        except ProseError as error:
            raise ValidationError(str(error)) from None
        return text


@admin.register(Page)
class PageAdmin(RegistryAdmin):
    form = PageForm
    list_display = ["title", "key", "is_public"]
    search_fields = ["title", "key"]
    fieldsets = [(None, {"fields": ["title", "text"]})]
    has_citations = False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "text":
            field.widget.attrs |= {"rows": 30, "spellcheck": "true"}
        return field

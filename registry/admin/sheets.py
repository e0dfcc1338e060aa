from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils import timezone

from ..acts.issue import issue
from ..models import Edition, FactSheet
from ..prose import ProseError, render
from ..text import slug
from ..vocabulary import EditionKind
from .base import RecordForm, RegistryAdmin, change_address
from .filters import Question, SourceFilter


class Editions(admin.TabularInline):
    """As issued; never changed and never deleted."""

    model = Edition
    fields = readonly_fields = ["number", "kind", "issued_at", "issued_by", "note"]
    extra = 0
    view_on_site = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("sheet", "issued_by")

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("registry.view_factsheet")

    def has_add_permission(self, request, obj=None):
        return False

    has_change_permission = has_delete_permission = has_add_permission


class IssuedFilter(Question):
    title, parameter_name = "issued", "issued"
    answers = {"yes": ("yes", "issued"), "no": ("not yet", "not_issued")}

    def issued(self, sheets):
        return sheets.filter(pk__in=Edition.objects.values("sheet"))

    def not_issued(self, sheets):
        return sheets.exclude(pk__in=Edition.objects.values("sheet"))


class FactSheetForm(RecordForm):
    previewing = False

    def is_valid(self):
        """A preview shows what was typed and saves nothing."""
        return super().is_valid() and not self.previewing


@admin.register(FactSheet)
class FactSheetAdmin(RegistryAdmin):
    form = FactSheetForm
    list_display = ["title", "kind", "issuing_agency", "dated_on", "issued", "has_source"]
    list_filter = [IssuedFilter, "kind", SourceFilter, "is_public"]
    list_select_related = ["issuing_agency"]
    search_fields = [
        "title",
        "key",
        "bodies__name_folded",
        "bodies__acronym_folded",
        "subjects__name_folded",
    ]
    search_help_text = "Title, body, subject or key."
    date_hierarchy = "dated_on"
    fieldsets = [
        (None, {"fields": ["kind", "title", "issuing_agency", ("place", "dated_on")]}),
        ("About", {"fields": ["bodies", "subjects"]}),
        ("Text", {"fields": ["text"]}),
    ]
    inlines = [Editions]

    def page_prefetch(self):
        return ["editions", *super().page_prefetch()]

    @admin.display(description="issued", empty_value="not yet")
    def issued(self, sheet):
        editions = sheet.editions.all()
        return f"edition {editions[0].number}" if editions else None

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "text":
            field.widget.attrs |= {"rows": 40, "class": "fact-sheet-text", "spellcheck": "true"}
        return field

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.previewing = "_preview" in request.POST
        return form

    def key_stem(self, form):
        bodies = form.cleaned_data.get("bodies") or ()
        if not bodies:
            return ""
        return slug(" ".join([*(body.key for body in bodies[:3]), str(form.instance.dated_on)]))

    # Preview

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        form = context["adminform"].form
        context["can_type"] = self.has_change_permission(request, obj) or not obj
        if form.is_bound:
            if form.previewing and not form.errors:
                context |= preview(lambda: render_typed(form))
        elif obj:
            context |= preview(lambda: render(obj))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if error := preview(lambda: render(form.instance)).get("prose_error"):
            self.message_user(
                request, f"Saved, but the text can't be shown yet. {error}", messages.WARNING
            )

    # Issuing

    def get_urls(self):
        view = self.admin_site.admin_view(self.issue_view)
        name = "registry_factsheet_issue"
        return [path("<int:object_id>/issue/", view, name=name), *super().get_urls()]

    def issue_view(self, request, object_id):
        sheet = self.get_object(request, str(object_id))
        if sheet is None:
            raise Http404
        if not self.has_change_permission(request, sheet):
            raise PermissionDenied
        again = sheet.editions.exists()
        form = IssueForm(request.POST or None, again=again)
        if request.method == "POST" and form.is_valid():
            try:
                edition = issue(sheet, by=request.user, at=timezone.now(), **form.cleaned_data)
            except ProseError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"Edition {edition.number} is issued.")
                return HttpResponseRedirect(change_address(sheet))
        context = {
            "title": "Issue another edition" if again else "Issue",
            "subtitle": str(sheet),
            "form": form,
            **preview(lambda: render(sheet)),
        }
        return self.render_extra_page(request, "issue", sheet, context)


class IssueForm(forms.ModelForm):
    class Meta:
        model = Edition
        fields = ["kind", "note"]
        help_texts = {
            "kind": "Update: the world changed. Correction: we were wrong.",
            "note": "What readers are told about this edition: “Corrects the name of the "
            "Office of the Director of National Intelligence.”",
        }

    def __init__(self, *args, again, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [EditionKind.UPDATE, EditionKind.CORRECTION] if again else [EditionKind.FIRST]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].initial = kinds[0]


def preview(rendered) -> dict:
    """For the page: how a sheet reads, or why it can't be read yet."""
    try:
        return {"rendering": rendered()}
    except ProseError as error:
        return {"prose_error": error}


def render_typed(form):
    """How the sheet would read if what stands in a valid form were saved. It is saved
    for the moment of reading, since facts are read from the record, and put back."""
    sheet = form.instance
    before = (sheet.pk, sheet.key, sheet._state.adding)
    try:
        with transaction.atomic():
            form.save()
            rendering = render(sheet)
            transaction.set_rollback(True)
        return rendering
    finally:
        sheet.pk, sheet.key, sheet._state.adding = before

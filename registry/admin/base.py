"""What the admin pages of all records share."""

from hashlib import sha256

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten_fieldsets, lookup_spawns_duplicates, unquote
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import DataError, IntegrityError
from django.db.models import Q, prefetch_related_objects
from django.forms.widgets import Script
from django.http import FileResponse, Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from import_export.admin import ExportActionMixin
from import_export.forms import ExportForm
from import_export.signals import post_export
from simple_history.admin import SimpleHistoryAdmin

from ..acts.accept import accept
from ..exports.files import written
from ..exports.resources import RESOURCES, SHEET_FORMATS
from ..exports.tables import table_of
from ..facts.warnings import warnings_of
from ..fields import ProseField
from ..models import Acceptance
from ..text import fold
from . import once
from .deletion import what_rests_on
from .desks import Desks, others
from .history import tell_changes
from .importing import Importing
from .links import Linking, id_of
from .lists import SoundList
from .rows import Citations, is_deleted
from .together import SEEN, differences, take_theirs, version
from .words import in_words

DATES = ("Dates", {"fields": [("started_on", "ended_on"), ("seen_from", "seen_until")]})
LIFE = ("Established and abolished", DATES[1])
PUBLICATION = (
    "Publication and remarks",
    {"classes": ["collapse"], "fields": ["key", "is_public", "remarks"]},
)


class RecordList(SoundList):
    def get_results(self, request):
        super().get_results(request)
        prefetch_related_objects(self.result_list, *self.model_admin.page_prefetch())


class RecordForm(forms.ModelForm):
    refusal = ""

    def clean(self):
        if self.refusal:
            raise ValidationError(self.refusal)
        return super().clean()


class RegistryAdmin(Importing, Linking, Desks, ExportActionMixin, SimpleHistoryAdmin):
    """One kind of record. Subclasses say `fieldsets` without the last, which all share,
    and in `list_select_related` what the names and columns of a record are made of."""

    form = RecordForm
    list_per_page = 50
    list_select_related: list[str] = []
    show_full_result_count = False
    save_on_top = True
    has_citations = True

    change_form_template = None
    object_history_template = "admin/registry/history.html"
    object_history_list_template = "admin/registry/history_list.html"
    show_change_form_export = False
    export_form_class = ExportForm
    export_formats = SHEET_FORMATS

    class Media:
        css = {"all": ["registry/admin.css"]}
        js = [Script("registry/admin.js", defer=True)]

    # Reading

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.list_select_related)

    def get_changelist(self, request, **kwargs):
        return RecordList

    def lookup_allowed(self, lookup, value, request=None):
        # The databases fail on a pattern that is none, and each in its own way.
        return not lookup.endswith("regex") and super().lookup_allowed(lookup, value, request)

    def page_prefetch(self) -> list:
        """What the columns of a list read beside its rows, fetched for one page."""
        return ["citations"] if "has_source" in self.list_display else []

    @admin.display(description="dates", ordering="earliest_start")
    def dates(self, record):
        return record.span.words

    @admin.display(description="source", boolean=True)
    def has_source(self, record):
        return bool(record.citations.all())

    def get_search_results(self, request, queryset, search_term):
        """Each word is somewhere, leaving aside accents, case and typography in the
        columns that are kept folded."""
        names = self.get_search_fields(request)
        for word in search_term.split()[:10]:
            somewhere = Q()
            for name in names:
                if name.endswith("_folded"):
                    somewhere |= Q(**{f"{name}__contains": fold(word)})
                else:
                    somewhere |= Q(**{f"{name}__icontains": word})
            queryset = queryset.filter(somewhere)
        return queryset, any(lookup_spawns_duplicates(self.opts, name) for name in names)

    def view_on_site(self, record):
        """The public page, if the record has one and readers may see it."""
        if not hasattr(record, "get_absolute_url"):
            return None
        # As stored: what is typed just now may be wrong.
        stored = self.model.objects.public().filter(pk=record.pk).first()
        return stored and stored.get_absolute_url()

    # The form

    def changeform_view(self, request, *args, **kwargs):
        """What only the database refuses is an error on the page too, and nothing typed is
        lost: two rows that change places, or two people who save the same at once."""
        if request.method == "POST":
            request.POST = take_theirs(request.POST)
            if done := self.done_before(request):
                return done
            request.refusal = once.doubt(request)
        elif object_id := args[0] if args else kwargs.get("object_id"):
            request.seen = self._version_before(request, object_id)
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (IntegrityError, DataError):
            if done := self.done_before(request):
                return done
            request.refusal = (
                "The database refused this, and nothing is saved. Somebody else may have "
                "saved the same just now, or two rows change places: let one row go first, "
                "save, and then change the other."
            )
            return super().changeform_view(request, *args, **kwargs)

    def _version_before(self, request, object_id) -> str:
        """The version of a record before its page is read. One that is saved in between
        then counts as saved later: read afterwards, it would pass for seen."""
        record = self.get_object(request, unquote(object_id))
        return record and version(record, self.get_inline_instances(request, record))

    def done_before(self, request):
        """Where the form led when the same was sent before; else None."""
        form = once.earlier(request)
        if form is None or not once.is_same(form, request):
            return None
        messages.info(request, f"This form was sent before, and counts once: {form.made}")
        return HttpResponseRedirect(form.address)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if change and request.method == "POST" and self.is_overtaken(request, obj):
            request.overtaken = True
            request.refusal = (
                "Somebody else saved this record while you were typing. Nothing is saved "
                "yet, and nothing that you typed is lost: see below what differs, choose, "
                "and save again."
            )
        form.refusal = getattr(request, "refusal", "")
        return form

    def is_overtaken(self, request, record) -> bool:
        """Has anybody saved the record, or a row of it, since this page was opened? The
        record is locked until this request ends, so nobody can slip in between."""
        seen = request.POST.get(SEEN)
        if seen is None or "_preview" in request.POST:
            return False
        type(record)._base_manager.select_for_update().filter(pk=record.pk).first()
        return seen != version(record, self.get_inline_instances(request, record))

    def get_fieldsets(self, request, obj=None):
        parts = [*self.fieldsets, PUBLICATION]
        if obj is None or self.has_change_permission(request, obj):
            return parts
        return [
            (title, part | {"fields": in_words(self.model, part["fields"])})
            for title, part in parts
        ]

    def get_readonly_fields(self, request, obj=None):
        told = flatten_fieldsets(self.get_fieldsets(request, obj))
        return [*super().get_readonly_fields(request, obj), *filter(callable, told)]

    def get_inlines(self, request, obj):
        return [*self.inlines, Citations] if self.has_citations else self.inlines

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, ProseField):
            field.widget.attrs["rows"] = 4
        return field

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["error_links"] = error_links(context)
        if obj is None:
            context["once"], context["again"] = once.token(), getattr(request, "refusal", "")
        if obj and self.has_change_permission(request, obj):
            context |= self._others(request, context, obj)
        if obj:
            found = warnings_of(obj)
            context["open_warnings"] = [
                (one, f"{_accept_address(obj)}?warning={fingerprint(one)}")
                for one in found
                if not one.accepted
            ]
            context["accepted_warnings"] = [one for one in found if one.accepted]
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _others(self, request, context, record) -> dict:
        """The version that this page shows, and what differs from what others saved."""
        stored = self.model._base_manager.get(pk=record.pk)
        told = {
            "seen": getattr(request, "seen", None)
            or version(stored, self.get_inline_instances(request, record)),
            "here": reverse(f"admin:registry_{self.opts.model_name}_here", args=[record.pk]),
            "others": others(record, request.user),
        }
        if getattr(request, "overtaken", False):
            formsets = [inline.formset for inline in context["inline_admin_formsets"]]
            seen = request.POST.get(SEEN, "")
            form = context["adminform"].form
            told["differences"] = differences(form, formsets, seen)
            last = stored.history.select_related("history_user").first()
            told["last_saved"] = last
        return told

    def save_model(self, request, obj, form, change):
        if not obj.key and (stem := self.key_stem(form)):
            obj.key_parts = lambda: stem  # its lists, which the key is made of, come later
        super().save_model(request, obj, form, change)

    def key_stem(self, form) -> str:
        """What to make a blank key of, where the model itself can't tell."""
        return ""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            made = f"{form.instance} was added."
            once.note(request, made, change_address(form.instance))
        for warning in [one for one in warnings_of(form.instance) if not one.accepted][:10]:
            self.message_user(request, warning.message, messages.WARNING)

    # Warnings

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_accept"
        view = self.admin_site.admin_view(self.accept_view)
        return [path("<int:object_id>/accept/", view, name=name), *super().get_urls()]

    def accept_view(self, request, object_id):
        """Let one warning of a record stand, for a reason."""
        record = self.get_object(request, str(object_id))
        if record is None:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        back = HttpResponseRedirect(change_address(record))
        wanted = request.GET.get("warning")
        found = [one for one in warnings_of(record) if fingerprint(one) == wanted]
        if not found or found[0].accepted:
            messages.info(request, "This warning does not stand any more.")
            return back
        form = AcceptForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            accept(
                found[0].record,
                found[0].code,
                found[0].message,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, "The warning is accepted.")
            return back
        context = {
            "title": "Accept a warning",
            "subtitle": str(record),
            "form": form,
            "warning": found[0],
        }
        return self.render_extra_page(request, "accept", record, context)

    def render_extra_page(self, request, name, record, context):
        """A page of its own about one record, beside those that Django knows."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "back": change_address(record),
            "media": self.media,
            **context,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/registry/{name}.html", context)

    # History, deletion, sheets

    def history_view(self, request, object_id, extra_context=None):
        if id_of(unquote(object_id)) is None:
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        if id_of(unquote(object_id)) is None or id_of(version_id) is None:
            raise Http404
        if request.method == "POST":  # the library would save it, whoever may look
            return HttpResponseNotAllowed(["GET"])
        return super().history_form_view(request, object_id, version_id, extra_context)

    def set_history_delta_changes(self, request, historical_records, **kwargs):
        page = historical_records
        rest = page.paginator.object_list[page.end_index() : page.end_index() + 1]
        tell_changes(self.model, list(page), next(iter(rest), None), self._labelled(request))

    def _labelled(self, request):
        def labelled(model):
            if self.admin_site.is_registered(model):
                return self.admin_site.get_model_admin(model).get_queryset(request)
            return model._default_manager.all()

        return labelled

    def get_deleted_objects(self, objs, request):
        if rests := what_rests_on(objs, self.admin_site, request):
            return [], {}, set(), rests
        return super().get_deleted_objects(objs, request)

    def get_resource_classes(self, request):
        return [RESOURCES[self.model]]

    def export_action(self, request):
        try:
            return super().export_action(request)
        except (IncorrectLookupParameters, OverflowError):
            return HttpResponseRedirect(f"../?{ERROR_FLAG}=1")

    def _do_file_export(self, file_format, request, queryset, export_form=None):
        """The library would hold the whole list in memory, twice."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        file = written(file_format.get_extension(), [table_of(queryset)])
        name = self.get_export_filename(request, queryset, file_format)
        post_export.send(sender=None, model=self.model)
        return FileResponse(
            file,
            as_attachment=True,
            filename=name,
            content_type=file_format.get_content_type(),
        )


class PartAdmin(RegistryAdmin):
    """A record that hangs on another: reached from there, and not on the first page."""

    def get_model_perms(self, request):
        return {}


class AcceptForm(forms.ModelForm):
    class Meta:
        model = Acceptance
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3, "cols": 60})}
        help_texts = {"reason": "“Both held it that day: the oath was taken twice.”"}


def fingerprint(warning) -> str:
    """What tells a warning from the others of its page, in an address."""
    record = warning.record
    said = f"{record._meta.label} {record.pk} {warning.code} {warning.message}"
    return sha256(said.encode()).hexdigest()[:16]


def change_address(record) -> str:
    return reverse(f"admin:registry_{record._meta.model_name}_change", args=[record.pk])


def _accept_address(record) -> str:
    return reverse(f"admin:registry_{record._meta.model_name}_accept", args=[record.pk])


def error_links(context) -> list[tuple[str, str, str]]:
    """Every error of a form and its rows: where (an id on the page, or ""), of what, and
    what is wrong."""
    told = list(_errors_of(context["adminform"].form))
    for inline in context["inline_admin_formsets"]:
        formset, title = inline.formset, capfirst(inline.opts.verbose_name_plural)
        for message in formset.non_form_errors():
            told.append((f"{formset.prefix}-group", title, message))
        for number, row in enumerate(formset.forms, start=1):
            if not is_deleted(row):
                of_row = f"{title}, row {number}"
                told += _errors_of(row, of_row, f"{formset.prefix}-{number - 1}")
    return told


def _errors_of(form, prefix="", place=""):
    for name, found in form.errors.items():
        for message in found:
            if name == NON_FIELD_ERRORS or name not in form.fields:
                yield place, prefix, message
            else:
                label = capfirst(form[name].label)
                yield (
                    form[name].id_for_label,
                    f"{prefix}, {label}" if prefix else label,
                    message,
                )

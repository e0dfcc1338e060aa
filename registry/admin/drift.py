from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from ..acts import drift as acts
from ..acts import sheets
from ..models import Drift
from ..vocabulary import EditionKind, SheetAct
from .sheets import act_address

PER_PAGE = 100


class AcceptForm(forms.Form):
    reason = forms.CharField(
        label="Why the sheet can stand as it is",
        max_length=500,
        widget=forms.TextInput({"size": 70}),
    )
    look_again_on = forms.DateField(
        label="Look again on", required=False, widget=forms.DateInput({"type": "date"})
    )


@admin.register(Drift)
class DriftAdmin(admin.ModelAdmin):
    """Where the record has moved on from what live sheets say. Looked through anew at
    each visit."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("registry.view_factsheet")

    def get_urls(self):
        def page(address, view, name):
            return path(
                address, self.admin_site.admin_view(view), name=f"registry_drift_{name}"
            )

        return [
            page("<int:drift_id>/accept/", self.accept_view, "accept"),
            page("<int:drift_id>/propose/", self.propose_view, "propose"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = timezone.now()
        acts.look(at=now)
        found = Drift.objects.to_see(on=timezone.localdate(now)).select_related(
            "fact__edition__sheet", "fact__kind", "caused_by"
        )
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Where the record has moved on from live fact sheets",
            "opts": self.opts,
            "page": page,
            "may_accept": request.user.has_perm(sheets.WAYS[SheetAct.ACCEPT].permission),
            "may_write": request.user.has_perm(sheets.WAYS[SheetAct.SEND].permission),
        }
        return TemplateResponse(request, "admin/registry/drift/dashboard.html", context)

    def _drift(self, drift_id) -> Drift:
        found = Drift.objects.select_related("fact__edition__sheet", "fact__kind")
        drift = found.filter(pk=drift_id).first()
        if drift is None:
            raise Http404
        return drift

    def accept_view(self, request, drift_id):
        """Let a sheet stand although the record says otherwise."""
        if not request.user.has_perm(sheets.WAYS[SheetAct.ACCEPT].permission):
            raise PermissionDenied
        drift = self._drift(drift_id)
        form = AcceptForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            acts.accept(drift, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "The difference is accepted.")
            return HttpResponseRedirect(reverse("admin:registry_drift_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Accept a difference",
            "opts": self.opts,
            "drift": drift,
            "form": form,
        }
        return TemplateResponse(request, "admin/registry/drift/accept.html", context)

    def propose_view(self, request, drift_id):
        """Send the sheet to review as it would read now, with the note half written."""
        if not request.user.has_perm(sheets.WAYS[SheetAct.SEND].permission):
            raise PermissionDenied
        drift = self._drift(drift_id)
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:registry_drift_changelist"))
        sheet, now = drift.fact.edition.sheet, timezone.now()
        kind = request.POST.get("kind")
        kind = kind if kind in (EditionKind.UPDATE, EditionKind.CORRECTION) else ""
        note = note_for(drift, kind)
        try:
            if sheets.why_not(SheetAct.ISSUE, sheet, request.user, now):
                sheets.send(sheet, by=request.user, at=now, text=note)
        except (sheets.NotAllowed, ValidationError) as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:registry_drift_changelist"))
        messages.success(request, "The sheet is in review, to be issued again.")
        address = act_address(sheet, SheetAct.ISSUE)
        if not request.user.has_perm(sheets.WAYS[SheetAct.ISSUE].permission):
            return HttpResponseRedirect(reverse("admin:registry_drift_changelist"))
        return HttpResponseRedirect(f"{address}?{urlencode({'kind': kind, 'note': note})}")


def note_for(drift: Drift, kind: str) -> str:
    """A note for readers, half written: staff finish it."""
    field = drift.fact.field.replace("_", " ")
    verb = "Corrects" if kind == EditionKind.CORRECTION else "Updates"
    return f"{verb} {field} from “{drift.fact.value[:120]}” to “{drift.value[:120]}”."

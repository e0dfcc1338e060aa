from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from ..acts import sheets as acts
from ..dates import words_of
from ..models import DraftLink, Edition, FactSheet
from ..prose import ProseError, render
from ..text import slug
from ..vocabulary import EditionKind, Manner, SheetAct
from . import once
from .base import RecordForm, RegistryAdmin, change_address
from .filters import Question, SourceFilter
from .reviewing import Reviewing


class Editions(admin.TabularInline):
    """As issued; never changed and never deleted."""

    model = Edition
    fields = readonly_fields = ["number", "kind", "live_at", "issued_by", "note", "reason"]
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
class FactSheetAdmin(Reviewing, RegistryAdmin):
    form = FactSheetForm
    list_display = ["title", "issuing_agency", "dated_on", "stage_now", "issued", "has_source"]
    list_filter = [IssuedFilter, "stage", "kind", SourceFilter, "is_public"]
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

    @admin.display(description="stage", ordering="stage")
    def stage_now(self, sheet):
        return sheet.stage_at(timezone.now()).label

    @admin.display(description="issued", empty_value="not yet")
    def issued(self, sheet):
        editions = sheet.editions.all()
        return f"edition {editions[0].number}" if editions else None

    def has_change_permission(self, request, obj=None):
        """Under review and once scheduled, the text rests."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or acts.may_edit(obj, request.user, timezone.now()))

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
        if obj:
            context |= self._where_it_stands(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _where_it_stands(self, request, sheet) -> dict:
        now = timezone.now()
        open_acts = acts.open_acts(sheet, request.user, now)
        links = DraftLink.objects.filter(sheet=sheet, revoked_at=None, expires_at__gt=now)
        return {
            "stage": sheet.stage_at(now),
            "acts": [
                (act_address(sheet, act), BUTTONS[act])
                for act in open_acts
                if act in BUTTONS and not (act == SheetAct.SCHEDULE)
            ],
            # As stored: the key typed just now may be wrong.
            "draft_address": reverse("draft", args=[stored_key(sheet)]),
            "log": sheet.events.select_related("by", "edition"),
            "draft_links": [
                (link, request.build_absolute_uri(link.get_absolute_url())) for link in links
            ],
            "can_revoke": SheetAct.REVOKE in open_acts,
        }

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.has_changed() or not change:
            acts.edited(form.instance, by=request.user, at=timezone.now())
        if error := preview(lambda: render(form.instance)).get("prose_error"):
            self.message_user(
                request, f"Saved, but the text can't be shown yet. {error}", messages.WARNING
            )

    # Acts

    def get_urls(self):
        return [
            path(
                f"<int:object_id>/{act_slug(act)}/",
                self.admin_site.admin_view(self._view_of(act)),
                name=f"registry_factsheet_{act_slug(act)}",
            )
            for act in FORMS
        ] + [
            path(
                "revoke/<int:link_id>/",
                self.admin_site.admin_view(self.revoke_view),
                name="registry_factsheet_revoke",
            ),
            *super().get_urls(),
        ]

    def _view_of(self, act):
        return lambda request, object_id: self.act_view(request, object_id, act)

    def act_view(self, request, object_id, act):
        """One act on a sheet: what stands in the way, a form, and what comes of it."""
        sheet = self.get_object(request, str(object_id))
        if sheet is None:
            raise Http404
        if not request.user.has_perm(acts.WAYS[act].permission):
            raise PermissionDenied
        back, now = HttpResponseRedirect(change_address(sheet)), timezone.now()
        if done := self.done_before(request):
            return done
        if reason := acts.why_not(act, sheet, request.user, now):
            messages.error(request, reason)
            return back
        sent = request.POST if request.method == "POST" else None
        form = FORMS[act](sent, sheet=sheet, initial=request.GET.dict())
        stays = acts.WAYS[act].after is None
        doubt = once.doubt(request, could_repeat=stays) if form.is_bound else ""
        if doubt:
            form.add_error(None, doubt)
        if form.is_valid():
            try:
                said, to = self._once(request, form, sheet, now)
            except ValidationError as error:
                form.add_errors(error)
            except ProseError as error:
                form.add_error(None, str(error))
            except acts.NotAllowed as error:
                messages.error(request, str(error))
                return back
            except IntegrityError:  # the same form was quicker
                if done := self.done_before(request):
                    return done
                raise
            else:
                messages.success(request, said)
                return HttpResponseRedirect(to)
        context = {
            "title": BUTTONS[act],
            "subtitle": str(sheet),
            "form": form,
            "once": once.token(),
            "again": doubt,
            **(self._doubts(sheet, request.user) if act == SheetAct.ISSUE else {}),
            **preview(lambda: render(sheet)),
        }
        return self.render_extra_page(request, "act", sheet, context)

    @transaction.atomic
    def _once(self, request, form, sheet, at) -> tuple[str, str]:
        """What to say, and where to go."""
        said, to = form.act(sheet, request.user, at)
        to = to or change_address(sheet)
        once.note(request, said, to)
        return said, to

    def _doubts(self, sheet, by) -> dict:
        try:
            found = acts.standing_in_the_way(sheet, by)
        except ProseError:
            return {}
        return {
            "doubts": [
                (doubt, change_address(doubt.record) if _has_page(doubt.record) else "")
                for doubt in found
            ]
        }

    def revoke_view(self, request, link_id):
        link = DraftLink.objects.select_related("sheet").filter(pk=link_id).first()
        if link is None:
            raise Http404
        if not request.user.has_perm(acts.WAYS[SheetAct.REVOKE].permission):
            raise PermissionDenied
        if request.method == "POST":
            acts.revoke(link, by=request.user, at=timezone.now())
            messages.success(request, "The link opens nothing any more.")
        return HttpResponseRedirect(change_address(link.sheet))


def stored_key(sheet) -> str:
    return FactSheet.objects.values_list("key", flat=True).get(pk=sheet.pk)


def _has_page(record) -> bool:
    return record is not None and admin.site.is_registered(type(record))


def act_slug(act: SheetAct) -> str:
    return act.value.replace(" ", "-")


def act_address(sheet, act: SheetAct) -> str:
    return reverse(f"admin:registry_factsheet_{act_slug(act)}", args=[sheet.pk])


BUTTONS = {
    SheetAct.SEND: "Send to review",
    SheetAct.SEND_BACK: "Send back",
    SheetAct.ISSUE: "Issue",
    SheetAct.CANCEL: "Cancel the scheduled edition",
    SheetAct.DISCARD: "Throw the draft away",
    SheetAct.WITHDRAW: "Withdraw",
    SheetAct.SHARE: "Share the draft",
    SheetAct.COPY: "Copy for another day",
    SheetAct.REMARK: "Remark",
}


class ActForm(forms.Form):
    """What an act asks for. `act` does it and answers what to say and where to go."""

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = sheet

    def add_errors(self, error: ValidationError):
        for name, found in error.message_dict.items():
            for message in found:
                self.add_error(name if name in self.fields else None, message)


def words(label, **kwargs) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "cols": 70})
    return forms.CharField(label=label, widget=widget, **kwargs)


class RemarkForm(ActForm):
    remark = words("Remark", help_text="For colleagues; it stays in the log.")

    def act(self, sheet, by, at):
        acts.remark(sheet, by=by, at=at, text=self.cleaned_data["remark"])
        return "Your remark is in the log.", None


class SendForm(ActForm):
    remark = words("For the reviewer", required=False)

    def act(self, sheet, by, at):
        acts.send(sheet, by=by, at=at, text=self.cleaned_data["remark"])
        return "The sheet is in review; its text rests meanwhile.", None


class SendBackForm(ActForm):
    remark = words("What should be changed")

    def act(self, sheet, by, at):
        acts.send_back(sheet, by=by, at=at, text=self.cleaned_data["remark"])
        return "The sheet is sent back.", None


class Moment(forms.DateTimeField):
    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class IssueForm(ActForm):
    kind = forms.ChoiceField(
        required=False,
        help_text="Update: the world changed. Correction: we were wrong.",
    )
    note = forms.CharField(
        label="What changed, for readers",
        required=False,
        max_length=500,
        widget=forms.TextInput({"size": 80}),
        help_text="“Corrects the name of the Office of the Director of National "
        "Intelligence.” Required from the second edition on, unless the change is minor.",
    )
    is_minor = forms.BooleanField(label="A minor change, without a note", required=False)
    live_at = Moment(
        label="Live from",
        required=False,
        help_text="In Washington time. Blank: at once. Later: it is frozen now and shown then.",
    )
    expires_at = Moment(label="Live until", required=False, help_text="Blank: until replaced.")
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=500,
        widget=forms.TextInput({"size": 80}),
        help_text="Why it goes out although something above is doubtful, or although you "
        "wrote it yourself. It stays on the record.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        again = self.sheet.editions.exists()
        kinds = [EditionKind.UPDATE, EditionKind.CORRECTION] if again else [EditionKind.FIRST]
        choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].choices = [("", "—"), *choices] if again else choices

    def act(self, sheet, by, at):
        edition = acts.issue(sheet, by=by, at=at, **self.cleaned_data)
        if edition.live_at > at:
            moment = timezone.localtime(edition.live_at)
            when = f"{moment:%B} {moment.day}, {moment.year}, {moment:%H:%M}"
            return f"Edition {edition.number} is frozen and goes live on {when}.", None
        return f"Edition {edition.number} is issued.", None


class CancelForm(ActForm):
    reason = forms.CharField(required=False, max_length=500)

    def act(self, sheet, by, at):
        acts.cancel(sheet, by=by, at=at, reason=self.cleaned_data["reason"])
        return "The scheduled edition will not go live.", None


class DiscardForm(ActForm):
    def act(self, sheet, by, at):
        acts.discard(sheet, by=by, at=at)
        return "The text is again that of the live edition.", None


class WithdrawForm(ActForm):
    manner = forms.ChoiceField(choices=Manner.choices, initial=Manner.NOTICE)
    replaced_by = forms.CharField(
        label="Key of the sheet that replaces it", required=False, max_length=200
    )
    reason = words("Reason, for readers")

    def clean_replaced_by(self):
        key = self.cleaned_data["replaced_by"].strip()
        if not key:
            return None
        found = FactSheet.objects.filter(key=key).first()
        if found is None:
            raise ValidationError(f"There is no fact sheet with the key “{key}”.")
        return found

    def act(self, sheet, by, at):
        acts.withdraw(sheet, by=by, at=at, **self.cleaned_data)
        return "The sheet is withdrawn.", None


class ShareForm(ActForm):
    for_whom = forms.CharField(label="For whom", required=False, max_length=200)

    def act(self, sheet, by, at):
        acts.share(sheet, by=by, at=at, for_whom=self.cleaned_data["for_whom"])
        return "The link stands on the sheet’s page. It is open for thirty days.", None


class CopyForm(ActForm):
    dated_on = forms.DateField(
        label="Date of the new sheet",
        help_text="“2008-07-23”: the same words, with the facts as of this day.",
    )

    def act(self, sheet, by, at):
        made = acts.copy(sheet, dated_on=self.cleaned_data["dated_on"], by=by, at=at)
        day = words_of(str(made.dated_on))
        said = f"This is the copy: a draft, whose facts are read as of {day}."
        return said, change_address(made)


FORMS: dict[SheetAct, type[ActForm]] = {
    SheetAct.REMARK: RemarkForm,
    SheetAct.SEND: SendForm,
    SheetAct.SEND_BACK: SendBackForm,
    SheetAct.ISSUE: IssueForm,
    SheetAct.CANCEL: CancelForm,
    SheetAct.DISCARD: DiscardForm,
    SheetAct.WITHDRAW: WithdrawForm,
    SheetAct.SHARE: ShareForm,
    SheetAct.COPY: CopyForm,
}


def preview(rendered) -> dict:
    """For the page: how a sheet reads, or why it can't be read yet."""
    try:
        return {"rendering": rendered()}
    except ProseError as error:
        return {"prose_error": error}


def render_typed(form):
    """How the sheet would read if what stands in a valid form were saved. Facts are read
    from the record, so it is saved for the moment of reading, and taken back."""
    with transaction.atomic():
        form.save()
        rendering = render(form.instance)
        transaction.set_rollback(True)
    return rendering

"""Sheets in: sent, understood, decided, looked at, applied, and undone if need be; all of it
on the page of the batch."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from ..exports.files import FORMATS, kept
from ..exports.refused import write_refused
from ..imports.batches import (
    begin,
    choose_columns,
    decide,
    kinds_of,
    leave_out,
    read_anew,
    rows_in,
    send_again,
)
from ..imports.files import and_more
from ..imports.kept import forget_plan
from ..imports.kinds import KINDS
from ..imports.parts import (
    drop_what_waits,
    forget_unapplied,
    open_rows,
    unpacked,
)
from ..imports.rights import may, may_import_something, may_see, may_see_all, not_allowed
from ..imports.rows import OF_ONE_IMPORT, Refused
from ..imports.sent import Options
from ..imports.work import ask, cancel, carry_on, is_interrupted
from ..models import ImportBatch, ImportPart, ImportWork
from ..tasks import work_on_import
from ..vocabulary import ImportDeed, ImportOutcome, ImportState, Verdict
from .files import (
    WHOLE_RECORD,
    blank_names,
    blank_sheet,
    may_see_whole_record,
    whole_record,
)
from .import_forms import CorrectedForm, ReadingForm, SheetForm
from .import_lists import ImportList, titled
from .import_questions import (
    columns_told,
    is_known_not_to_be,
    questions_of,
    records_called,
    what_stops,
)
from .previews import in_words, kind_in_words, lines_of, page_of, tabs_of


@admin.register(ImportBatch)
class ImportBatchAdmin(admin.ModelAdmin):
    list_display = ["files", "stands", "rows", "sent_at", "sent_by"]
    list_filter = [
        "state",
        ("created_at", titled(admin.DateFieldListFilter, "day of sending")),
        ("created_by", titled(admin.RelatedOnlyFieldListFilter, "sender")),
    ]
    list_select_related = ["created_by", "work"]
    list_per_page = 50
    change_list_template = "admin/registry/imports/list.html"
    search_fields = ["name", "parts__name"]
    search_help_text = "Name of a file"
    show_full_result_count = False

    class Media:
        css = {"all": ["registry/admin.css"]}

    def get_changelist(self, request, **kwargs):
        return ImportList

    @admin.display(description="files", ordering="name")
    def files(self, batch):
        return and_more([part.name for part in batch.parts.all()], most=3)

    @admin.display(description="state", ordering="state")
    def stands(self, batch):
        """What is being done with it just now comes first."""
        if hasattr(batch, "work"):
            return f"{batch.work.get_deed_display()} …"
        return batch.get_state_display()

    def rows(self, batch):
        told = [f"{count:,} {words}" for words, count in batch.counts.items() if count]
        return ", ".join(told) or "none"

    @admin.display(description="sent", ordering="created_at")
    def sent_at(self, batch):
        return batch.created_at

    @admin.display(description="by", ordering="created_by", empty_value="the shell")
    def sent_by(self, batch):
        return batch.created_by

    def get_queryset(self, request):
        batches = super().get_queryset(request).defer("report")
        if not may_see_all(request.user):
            batches = batches.filter(created_by=request.user.pk)
        return batches

    # Who may

    def has_add_permission(self, request):
        return may_import_something(request.user)

    def has_view_permission(self, request, obj=None):
        return super().has_view_permission(request, obj) or self.has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False  # what came in, when and from whom stays told

    def get_urls(self):
        def own(name, view):
            return path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"registry_importbatch_{name}",
            )

        return [
            own("reading", self.reading_view),
            own("columns", self.columns_view),
            own("leave-out", self.leave_out_view),
            own("decide", self.decide_view),
            own("by-hand", self.by_hand_view),
            own("apply", self.apply_view),
            own("correct", self.correct_view),
            own("cancel", self.cancel_view),
            own("again", self.again_view),
            own("discard", self.discard_view),
            own("undo", self.undo_view),
            own("refused", self.refused_view),
            path(
                "blank/",
                self.admin_site.admin_view(blank_sheet),
                name="registry_importbatch_blank",
            ),
            path(
                "record.<slug:ending>",
                self.admin_site.admin_view(whole_record),
                name="registry_importbatch_record",
            ),
            *super().get_urls(),
        ]

    # Sending a sheet

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        initial = {"kind": request.GET.get("kind", "")}
        form = SheetForm(
            request.POST or None, request.FILES or None, user=request.user, initial=initial
        )
        status = 200
        if request.method == "POST" and form.is_valid():
            try:
                batch = self._begin(request, form)
            except PermissionDenied as denied:
                status = 403
                form.add_error("file", str(denied))
            else:
                if batch.digest or hasattr(batch, "work"):
                    return HttpResponseRedirect(batch_address(batch))
                batch.delete()
                forget_unapplied(oldest())
                for sentence in batch.said.splitlines():
                    form.add_error("file", sentence)
        context = {"title": "Load a sheet", "form": form, "blanks": blank_names(request.user)}
        return self._page(request, "upload", context, status=status)

    def _begin(self, request, form) -> ImportBatch:
        forget_unapplied(oldest())
        with on_disk(form.cleaned_data["file"]) as files:
            batch = begin(
                files, options=Options(**form.reading), by=request.user, at=timezone.now()
            )
        try:
            self._do(request, batch, ImportDeed.PLAN)
        except PermissionDenied:
            batch.delete()
            raise
        return ImportBatch.objects.get(pk=batch.pk)

    def _do(self, request, batch, deed, **options):
        """Do it now, or have it done if it will take long. What comes of it, the batch
        says. Raises Refused while something else is being done with the batch."""
        work = ask(batch, deed, by=request.user, at=timezone.now(), **options)
        if rows_of(batch, deed) > settings.IMPORT_ROWS_AT_ONCE:
            work_on_import.enqueue(work.pk)
        else:
            carry_on(work.pk, at=timezone.now(), today=timezone.localdate())

    def _do_and_show(self, request, batch, deed, **options):
        try:
            self._do(request, batch, deed, **options)
        except Refused as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(batch_address(batch))

    # The page of a batch

    def change_view(self, request, object_id, form_url="", extra_context=None):
        batch = self._batch(request, object_id)
        context = {
            "title": batch.name,
            "batch": batch,
            "parts": parts_of(batch),
            "may_apply": may(request.user, "apply", batch.kinds),
            "may_not_apply": not_allowed(request.user, "apply", batch.kinds),
            "may_undo": may(request.user, "undo", batch.kinds),
        }
        work = ImportWork.objects.filter(batch=batch).first()
        if work is not None:
            context |= {"work": work, "interrupted": is_interrupted(work)}
            return self._page(request, "work", context)
        first = batch.settled if batch.waits else 0
        sheets = batch.report.get("sheets", [])[first:]
        rows = batch.rows.filter(sheet__gte=first)
        refused = rows.filter(outcome=ImportOutcome.REFUSED).count()
        tabs = tabs_of(batch, sheets, refused)
        shown = request.GET.get("show", "")
        if shown not in tabs:
            full = (one for one, tab in tabs.items() if tab.count or tab.along)
            shown = next(full, ImportOutcome.NEW.value)
        rows, forward, backward = page_of(rows, shown, request.GET)
        could_go = [n for n, one in enumerate(sheets) if one["kind"] or one.get("left_out")]
        could_go = could_go if batch.waits and len(could_go) > 1 else []
        stopped = [one for one in sheets if one["refused"] and not one["rows"]]
        context |= {
            "sheets": [
                one
                | {
                    "place": first + number,
                    "may_go": number in could_go,
                    "kind_words": KINDS[one["kind"]].label if one["kind"] else "",
                    "ignored": and_more([str(row) for row in one.get("ignored_rows", ())], 10),
                    "along_new": in_words(one.get("also_new", {})),
                    "along_changed": in_words(one.get("also_changed", {})),
                }
                for number, one in enumerate(sheets)
            ],
            "may_leave_out": bool(could_go),
            "files": files_of([sheets[number] for number in could_go]),
            "tabs": tabs.values(),
            "shown": tabs[shown],
            "rows": rows,
            "lines": lines_of(request, batch, rows),
            "forward": forward,
            "backward": backward,
            "questions": questions_of(batch) if batch.waits else [],
            "stopped": stopped,
            "nothing": not any(one.get(name) for one in sheets for name in DOES_SOMETHING),
            "kept_by_hand": sum(one.get("kept_by_hand", 0) for one in sheets),
            "overwrites": batch.options.get("overwrite", False),
            "to_correct": open_rows(batch).exists(),
            "takes_corrections": batch.waits or batch.state == ImportState.PARTIAL,
            "refused_count": refused,
            "review_count": tabs[ImportOutcome.REVIEW].count,
        }
        return self._page(request, "batch", context)

    def changelist_view(self, request, extra_context=None):
        links = {
            "title": "Imports",
            "settled": [
                (name, reverse(f"admin:registry_{model}_changelist"))
                for name, model in (("texts", "decision"), ("headers", "columnmeaning"))
                if request.user.has_perm(f"registry.view_{model}")
            ],
            "whole_record": WHOLE_RECORD if may_see_whole_record(request.user) else (),
        }
        return super().changelist_view(request, links | (extra_context or {}))

    def ways_on_first_page(self, request) -> list[tuple[str, str]]:
        """The whole record is for who may see it, also where they load no sheets."""
        if not may_see_whole_record(request.user):
            return []
        return [
            (
                f"The whole record as {FORMATS[ending].name}",
                reverse("admin:registry_importbatch_record", args=[ending]),
            )
            for ending in WHOLE_RECORD
        ]

    def _batch(self, request, pk, deed="import") -> ImportBatch:
        """The batch, for who sent it or may see all, if they may do this with all its kinds;
        to others it is not there."""
        try:
            who = ("created_by", "applied_by", "undone_by")
            batch = ImportBatch.objects.select_related(*who).filter(pk=int(pk)).first()
        except (ValueError, OverflowError):
            batch = None
        if batch is None or not may_import_something(request.user):
            raise Http404
        batch.kinds = kinds_of(batch)
        if not (may_see(request.user, batch) and may(request.user, "import", batch.kinds)):
            raise Http404
        if deed != "import" and not may(request.user, deed, batch.kinds):
            raise PermissionDenied
        return batch

    def _page(self, request, name, context, status=200):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "has_view_permission": True,
            **context,
        }
        request.current_app = self.admin_site.name
        name = f"admin/registry/imports/{name}.html"
        return TemplateResponse(request, name, context, status=status)

    def _refuse_if_busy(self, request, batch) -> bool:
        """Answers may not change under a work that goes by them."""
        work = ImportWork.objects.filter(batch=batch).exists()
        if work:
            messages.error(request, "This import is being worked on: wait, or cancel that.")
        return work

    # What staff say of it

    def reading_view(self, request, pk):
        """How the files are read, said anew: what was sent need not be sent once more."""
        batch = self._batch(request, pk)
        if batch.state != ImportState.PLANNED:
            return HttpResponseRedirect(batch_address(batch))
        told = batch.options
        initial = told | {"fixed": "\n".join(map("=".join, told.get("fixed", {}).items()))}
        form = ReadingForm(request.POST or None, user=request.user, initial=initial)
        if request.method == "POST" and form.is_valid():
            if not self._refuse_if_busy(request, batch):
                read_anew(batch, form.reading)
                return self._do_and_show(request, batch, ImportDeed.PLAN)
        context = {"title": "How it is read", "batch": batch, "form": form}
        return self._page(request, "reading", context)

    def by_hand_view(self, request, pk):
        """Whether what was edited by hand since the last import gives way to the sheet."""
        batch = self._batch(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not batch.waits or self._refuse_if_busy(request, batch):
            return HttpResponseRedirect(batch_address(batch))
        batch.options["overwrite"] = "overwrite" in request.POST
        batch.save(update_fields=["options"])
        return self._do_and_show(request, batch, ImportDeed.PLAN)

    def columns_view(self, request, pk):
        """Which column is which. What would stop a sheet is told here and not kept: it would
        be remembered, and stop the next sheet of these headers too."""
        batch = self._batch(request, pk)
        sheets = [
            columns_told(batch, place)
            for place, sheet in enumerate(batch.report.get("sheets", []))
            if place >= batch.settled and sheet["kind"]
        ]
        if request.method == "POST" and not (
            self._refuse_if_busy(request, batch) or not batch.waits
        ):
            wrong = []
            for number, sheet in enumerate(sheets):
                for place, column in enumerate(sheet["columns"]):
                    said = request.POST.get(f"{number}-{place}", column["field"])
                    if said == "" or said in dict(sheet["fields"]):
                        column["said"] = said
                sheet["chosen"] = {
                    column["header"]: column["said"]
                    for column in sheet["columns"]
                    if column["said"] != column["field"]
                }
                stops = what_stops(sheet, batch.options.get("fixed", {}))
                if sheet["chosen"] and stops:
                    wrong.append(f"Sheet “{sheet['name']}”: {stops}")
            if not wrong:
                for sheet in filter(lambda one: one["chosen"], sheets):
                    choose_columns(batch, sheet["place"], sheet["chosen"])
                return self._do_and_show(request, batch, ImportDeed.PLAN)
            for sentence in wrong:
                messages.error(request, sentence)
        return self._page(
            request, "columns", {"title": "Columns", "batch": batch, "sheets": sheets}
        )

    def leave_out_view(self, request, pk):
        """A sheet, or all sheets of a file, that is not to be taken in, or is after all."""
        batch = self._batch(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        said = request.POST
        sheets = {
            place
            for place, one in enumerate(batch.report.get("sheets", []))
            if place >= batch.settled
            and (str(place) == said.get("sheet") or str(one["part"]) == said.get("file"))
        }
        if sheets and batch.waits and not self._refuse_if_busy(request, batch):
            try:
                leave_out(batch, sheets, out="again" not in said)
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                return self._do_and_show(request, batch, ImportDeed.PLAN)
        return HttpResponseRedirect(batch_address(batch))

    def decide_view(self, request, pk):
        """Answers to the questions: one settles every cell with that text."""
        batch = self._batch(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        answers, wrong, none_of = {}, [], []
        for number, one in enumerate(questions_of(batch)):
            named = one["named"]
            if request.POST.get(f"asked-{number}", named) != named:
                continue  # the page is older than these questions
            said = request.POST.get(f"answer-{number}", "")
            key = request.POST.get(f"key-{number}", "").strip()
            if one["kind"] in OF_ONE_IMPORT:
                if said in {str(pk) for pk, _, _ in one["candidates"]}:
                    answers[named] = (Verdict.IS, int(said))
            elif key:
                found = records_called(one["kind"], key)
                word = kind_in_words(one["kind"])
                if len(found) == 1:
                    answers[named] = (Verdict.IS, found[0])
                elif found:
                    wrong.append(f"More than one {word} is called “{key}”: write its key.")
                else:
                    wrong.append(f"“{key}” is neither key nor name of a record ({word}).")
            elif said == "new" and one["may_be_new"]:
                answers[named] = (Verdict.CREATE, None)
            elif said == "leave out":
                answers[named] = (Verdict.LEAVE_OUT, None)
            elif said == "none":
                none_of += [(named, pk) for pk, _, _ in one["candidates"]]
            elif said in {str(pk) for pk, _, _ in one["candidates"]}:
                answers[named] = (Verdict.IS, int(said))
        for sentence in wrong:
            messages.error(request, sentence)
        nothing = not answers and not none_of
        if nothing or not batch.waits or self._refuse_if_busy(request, batch):
            return HttpResponseRedirect(batch_address(batch))
        decide(batch, answers, by=request.user, at=timezone.now())
        for named, pk in none_of:
            if not is_known_not_to_be(named, pk):
                answer = {named: (Verdict.IS_NOT, pk)}
                decide(batch, answer, by=request.user, at=timezone.now())
        answers |= dict(none_of)
        lasting = [one for one in answers if one.partition(":")[0] not in OF_ONE_IMPORT]
        remembered = ", and remembered" if lasting else ""
        messages.success(request, f"{len(answers)} settled{remembered}.")
        return self._do_and_show(request, batch, ImportDeed.PLAN)

    def apply_view(self, request, pk):
        batch = self._batch(request, pk, "apply")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return self._do_and_show(
            request,
            batch,
            ImportDeed.APPLY,
            digest=request.POST.get("digest", ""),
            partial="partial" in request.POST,
        )

    def undo_view(self, request, pk):
        batch = self._batch(request, pk, "undo")
        if request.method != "POST":
            if not batch.is_undoable:
                return HttpResponseRedirect(batch_address(batch))
            sheets = batch.report["sheets"][: batch.settled]
            did = {
                "new": sum(one["new"] for one in sheets),
                "changed": sum(one["changed"] for one in sheets),
                "along": sum(sum(one[name].values()) for one in sheets for name in ALONG),
            }
            context = {"title": "Undo this import?", "batch": batch} | did
            return self._page(request, "undo", context)
        return self._do_and_show(request, batch, ImportDeed.UNDO)

    def correct_view(self, request, pk):
        """Rows that were not taken in come back, and go on in this batch."""
        batch = self._batch(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = CorrectedForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, "Choose the corrected sheet first.")
        elif not self._refuse_if_busy(request, batch):
            with on_disk([form.cleaned_data["file"]]) as [(path, name)]:
                try:
                    send_again(batch, path, name, by=request.user, at=timezone.now())
                except Refused as refused:
                    messages.error(request, str(refused))
                else:
                    return self._do_and_show(request, batch, ImportDeed.PLAN)
        return HttpResponseRedirect(batch_address(batch))

    def cancel_view(self, request, pk):
        batch = self._batch(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        work = ImportWork.objects.filter(batch=batch).first()
        if work is None:
            messages.info(request, "Nothing is being done with this import.")
        else:
            messages.info(request, cancel(work))
        return HttpResponseRedirect(batch_address(batch))

    def again_view(self, request, pk):
        """Begin anew what was interrupted or waits in vain, or read files that were not read
        to the end."""
        batch = self._batch(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        work = ImportWork.objects.filter(batch=batch).first()
        deed = work.deed if work else ImportDeed.PLAN
        if deed != ImportDeed.PLAN:
            self._batch(request, pk, deed)
        if not work and not batch.waits:
            return HttpResponseRedirect(batch_address(batch))
        options = work.options if work else {}
        return self._do_and_show(request, batch, deed, again=True, **options)

    def discard_view(self, request, pk):
        batch = self._batch(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if batch.waits and not self._refuse_if_busy(request, batch):
            with transaction.atomic():
                batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
                if batch.state == ImportState.CONTINUED:
                    drop_what_waits(batch)
                    batch.said = "The rest is discarded. What was applied before stays."
                elif batch.waits:
                    forget_plan(batch)
                    batch.state = ImportState.DISCARDED
                    batch.said = "Discarded. Nothing was changed."
                batch.save()
        return HttpResponseRedirect(batch_address(batch))

    def refused_view(self, request, pk):
        """The rows that were not taken in, as a sheet like the one that came, with what is
        wrong in the first column. Corrected, it can be loaded as it is."""
        batch = self._batch(request, pk)
        file = kept(lambda file: write_refused(batch, file))
        name = f"{Path(batch.name).stem} - to correct.xlsx"
        return FileResponse(file, as_attachment=True, filename=name)


# What the report counts of a sheet that writes: its own records, and those that come along.
ALONG = ("also_new", "also_changed")
DOES_SOMETHING = ("new", "changed", *ALONG)


def batch_address(batch) -> str:
    return reverse("admin:registry_importbatch_change", args=[batch.pk])


def rows_of(batch, deed) -> int:
    """About how many rows there are to go through."""
    batch.refresh_from_db(fields=["digest"])  # a corrected file takes it away
    if deed == ImportDeed.PLAN and not batch.digest:  # nobody has counted them yet
        rows = 0
        for part in batch.parts.filter(is_applied=False).select_related("file"):
            with unpacked(part) as path:
                rows += rows_in(path)
        return rows
    first = 0 if deed == ImportDeed.UNDO else batch.settled
    return sum(one["rows"] for one in batch.report.get("sheets", [])[first:])


def oldest():
    """The moment before which an import that nobody applied is forgotten."""
    return timezone.now() - timedelta(days=settings.IMPORT_KEPT_DAYS)


@contextmanager
def on_disk(files) -> Iterator[list[tuple[Path, str]]]:
    """What was sent, as files with the names that they had."""
    with tempfile.TemporaryDirectory() as folder:
        held = []
        for number, sent in enumerate(files):
            path = Path(folder) / str(number)
            with open(path, "wb") as file:
                for chunk in sent.chunks():
                    file.write(chunk)
            held.append((path, Path(sent.name).name))
        yield held


def parts_of(batch) -> list[ImportPart]:
    """The files of a batch, each with whether something of it is taken in."""
    told = batch.report.get("sheets", [])
    taken_in = {one["part"] for one in told if not one.get("left_out")}
    left_out = {one["part"] for one in told} - taken_in
    parts = list(batch.parts.select_related("sent_by"))
    for part in parts:
        part.is_left_out = part.place in left_out
    return parts


def files_of(sheets: list[dict]) -> list[dict]:
    """Of several files those that have several of these sheets."""
    files = {}
    for one in sheets:
        file = files.setdefault(
            one["part"],
            {"part": one["part"], "name": one["file"], "sheets": 0, "left_out": True},
        )
        file["sheets"] += 1
        file["left_out"] &= one.get("left_out", False)
    return [one for one in files.values() if one["sheets"] > 1] if len(files) > 1 else []

"""An import from the file to the record: planned, shown, applied.

The one place that ties reading, planning, writing and the trace together; the command and
the admin both come through here.
"""

import gc
import logging
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from ..models import ColumnMeaning, Decision, ImportBatch, ImportFile, ImportPart
from ..vocabulary import ImportState, Verdict
from .apply import carry_out
from .columns import normal_header
from .kept import Kept, forget_plan, keep_plan, kept_plan, rests_on
from .kinds import KINDS
from .outcomes import Answers
from .parts import (
    drop_part,
    mark_gone_on,
    rows_that_went_on,
    unpacked,
    what_it_replaces,
)
from .plan import Planner
from .progress import SILENT, Progress
from .readers import FileRefused, Limits, SheetData, read
from .reports import report, why_nothing
from .rows import (
    DATE_ORDER,
    OF_ONE_IMPORT,
    ROWS_THAT_DIFFER,
    Refused,
    fixed_values,
    order_named,
)
from .sent import Options, Plan, Sent
from .trace import Trace
from .understanding import understand
from .write import alone, keep_others_out, stamp

logger = logging.getLogger(__name__)

TRIES = 3  # of applying what others may change meanwhile
MOVED = (
    "The record has changed since this was worked out, so nothing was applied. Below is what "
    "the sheet would do now."
)
CLASH = (
    "The database refused the changes, so nothing was applied: two records would have the "
    "same name or link for a moment. Load it in two steps."
)
BYTES_OF_A_ROW = 250  # in a workbook: a few short cells, each with its mark-up


@contextmanager
def uncollected():
    """Planning makes records by the ten thousand and no garbage: to look for it among
    them, again and again, costs a quarter of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@uncollected()
def plan_files(
    files: list[Sent], *, today: date, answers=None, sink=None, first=0, progress=SILENT
) -> Plan:
    """Read, understand and plan files together, the sheets of all in the order of their
    kinds; nothing is written but what `sink` writes. `first` is the place in the report of
    the first sheet. What is wrong with one file stops all."""
    plan, sent = Plan(), None
    try:
        for sent in files:
            _read(sent, plan)
        sent = None
        planner = plan.planner = Planner(
            today=today,
            answers=answers or Answers.remembered(),
            sink=sink or (lambda planner, outcomes: None),
        )
        planner.answers.overwrite |= any(one.options.overwrite for one in files)
        for one in files:
            planner.answers.questions |= frozenset(one.options.questions)
        progress.begin()
        for number in plan.order:
            sheet, (sent, _) = plan.sheets[number], plan.came[number]
            progress.count(sheet.sheet)
            fixed = dict(sent.options.fixed)
            planner.answers.date_order = order_named(fixed.pop(DATE_ORDER, None))
            planner.plan(first + number, sheet, fixed_values(sheet.kind, fixed, today))
    except (FileRefused, Refused) as refused:
        said = f"{sent.name}: {refused}" if sent and len(files) > 1 else str(refused)
        return Plan(file_refused=said, refused_part=sent.place if sent else None)
    return plan


def _read(sent: Sent, plan: Plan):
    options = sent.options
    workbook = read(
        sent.path,
        name=sent.name,
        limits=Limits.from_settings(),
        sheet=options.sheet,
        encoding=options.encoding,
        delimiter=options.delimiter,
    )
    for place, numbers in sent.went_on.items():
        leave_out_rows(workbook.sheets[place], numbers)
    plan.sheets += understand(workbook, options)
    plan.came += [(sent, workbook) for _ in workbook.sheets]
    plan.notices += workbook.notices


def leave_out_rows(sheet: SheetData, numbers: set[int]):
    read_rows = sheet.read_rows
    if read_rows is not None:
        sheet.read_rows = lambda one: (row for row in read_rows(one) if row[0] not in numbers)


@dataclass
class Result:
    plan: Plan
    batch: ImportBatch | None
    applied: bool
    moved: bool = False  # the record changed since it was shown; the plan is the new one

    @cached_property
    def report(self) -> dict:
        return report(self.plan, self.batch)


def import_files(
    files: Iterable[tuple[Path, str]], *, options: Options, by, at: datetime, today: date,
    partial=False, dry_run=False,
) -> Result:  # fmt: skip
    """Plan files, of which each has a path and a name, as one batch and apply it at once:
    all of it unless `partial`, or nothing.

    What is refused leaves a batch that is planned, to be looked at and decided. Nobody is
    kept from writing while the rows are gone through; if somebody did, that is done again.
    """
    files = list(files)
    if dry_run:
        sent = [Sent(Path(path), name, options) for path, name in files]
        return Result(plan_files(sent, today=today), None, False)
    with transaction.atomic():
        batch = begin(files, options=options, by=by, at=at)
        before = stamp()
        plan = _plan_parts(batch, today=today, sink=Trace(batch))
        keep_others_out()
        if stamp() != before:
            _forget_plan(batch)
            plan = _plan_parts(batch, today=today, sink=Trace(batch))
        if why_nothing(plan):
            transaction.set_rollback(True)
            return Result(plan, None, False)
        batch.digest, batch.report = plan.planner.digest, report(plan, batch)
        applied = False
        if partial or not plan.refused:
            plan.planner.forget_how_to_find()
            applied = write(plan.planner, batch, by, at)
            batch.report["file_refused"] = None if applied else CLASH
        batch.save()
    plan.file_refused = batch.report["file_refused"] or ""
    result = Result(plan, batch, applied)
    result.report = batch.report
    return result


def write(planned: Planner | Kept, batch: ImportBatch, by, at) -> bool:
    """Apply what was planned, all of it. What the database alone can see, two records that
    exchange their names, leaves everything as it was: then the answer is False."""
    try:
        with transaction.atomic():
            carry_out(planned, batch, by=by, at=at)
    except IntegrityError as error:
        logger.warning("Import %s was refused by the database: %s", batch.pk, error)
        return False
    mark_applied(batch, by, at)
    return True


def begin(files: Iterable[tuple[Path, str]], *, options: Options, by, at) -> ImportBatch:
    """Keep files as one batch, not yet looked into."""
    files = list(files)
    name = files[0][1] if len(files) == 1 else f"{files[0][1]} and {len(files) - 1} more"
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            name=name[-300:],
            options={key: value for key, value in vars(options).items() if value},
            created_at=at,
            created_by=by,
        )
        for path, name in files:
            add_part(batch, path, name, by=by, at=at)
    return batch


def add_part(batch: ImportBatch, path: Path, name: str, *, by, at, replaces=None):
    return ImportPart.objects.create(
        batch=batch,
        place=batch.parts.count(),
        file=ImportFile.keep(Path(path).read_bytes()),
        name=name[-300:],
        sent_at=at,
        sent_by=by,
        replaces=replaces or {},
    )


def send_again(batch: ImportBatch, path: Path, name: str, *, by, at) -> ImportPart:
    """Keep a file in which rows come back that were not taken in. Raises Refused if there
    are none, or the batch takes nothing any more."""
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if not (batch.waits or batch.state == ImportState.PARTIAL):
            raise Refused(
                "state",
                f"This import is {batch.get_state_display().lower()}: send the sheet as a new "
                "one.",
            )
        replaces = what_it_replaces(batch)
        if not replaces:
            raise Refused(
                "", "Every row of this import is taken in: send the sheet as a new one."
            )
        part = add_part(batch, path, name, by=by, at=at, replaces=replaces)
        mark_gone_on(batch, replaces)
        if batch.state == ImportState.PARTIAL:
            batch.state = ImportState.CONTINUED
        batch.digest = ""
        batch.save(update_fields=["state", "digest"])
    return part


def rows_in(path: Path) -> int:
    """About how many rows a file has, without reading it."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {one.filename: one.file_size for one in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        with open(path, "rb") as file:
            return sum(part.count(b"\n") for part in iter(lambda: file.read(2**20), b""))
    tables = [
        size
        for name, size in parts.items()
        if name.startswith("xl/worksheets/") or name == "content.xml"
    ]
    return sum(tables) // BYTES_OF_A_ROW


def _plan_parts(
    batch: ImportBatch, *, today, sink: Callable, progress: Progress = SILENT
) -> Plan:
    """Plan those files of the batch that are not applied yet."""
    with ExitStack() as stack:
        files = [
            Sent(
                path=stack.enter_context(unpacked(part)),
                name=part.name,
                options=options_of(batch, part),
                place=part.place,
                went_on=rows_that_went_on(batch, part),
            )
            for part in batch.parts.filter(is_applied=False)
        ]
        return plan_files(
            files,
            today=today,
            answers=answers_of(batch),
            sink=sink,
            first=batch.settled,
            progress=progress,
        )


def options_of(batch: ImportBatch, part: ImportPart) -> Options:
    """How the file is to be read. One that brings rows back is a workbook of our own
    making, or was saved from it: what was said of the first file's making is not so."""
    options = Options(**batch.options)
    options.columns = options.columns.get(str(part.place), {})
    options.left_out = options.left_out.get(str(part.place), [])
    if part.replaces:
        kinds = {one["kind"] for one in batch.report.get("sheets", ()) if one["kind"]}
        options.kind = options.kind or (kinds.pop() if len(kinds) == 1 else "")
        options.sheet = options.encoding = options.delimiter = None
    return options


def answers_of(batch: ImportBatch) -> Answers:
    """What earlier batches settled, and this one: {"official:rice": ["is", 7], …}"""
    answers = Answers.remembered()
    for named, (verdict, record_id) in batch.decisions.items():
        kind, _, text = named.partition(":")
        if verdict == Verdict.IS_NOT:
            answers.is_not.add((kind, text, record_id))
        else:
            answers.settled[kind, text] = (verdict, record_id)
    return answers


def plan_batch(
    batch: ImportBatch,
    *,
    today,
    progress: Progress = SILENT,
    said: str = "",
    forbidden: Callable[[set[str]], str] = lambda kinds: "",
) -> Result:
    """Plan what the batch has to decide, and keep in its trace what each row would do.

    Until the end the batch has no digest, so nothing of it can be applied. Of a file that
    can't be read, or holds nothing, `said` tells; a corrected one of that kind is dropped
    from the batch, which stands as before. Raises PermissionDenied where `forbidden` says
    why the kinds that the files touch must not be loaded.
    """
    ImportBatch.objects.filter(pk=batch.pk).update(digest="")
    batch.digest, before = "", batch.report
    _forget_plan(batch)
    basis = rests_on(batch, stamp(), today)
    plan = _plan_parts(batch, today=today, sink=Trace(batch, progress), progress=progress)
    nothing, denied = "\n".join(why_nothing(plan)), ""
    if plan.lacks_columns and not plan.file_refused:
        nothing = ""  # it waits for somebody to say which column is which
    if not nothing:
        tell_of_rows_that_stayed_away(batch, plan)
        batch.report = report(plan, batch)
        nothing = denied = forbidden(kinds_of(batch))
    if not nothing:
        plan.planner.forget_how_to_find()
        with transaction.atomic():
            keep_plan(batch, plan.planner, basis)
            batch.digest, batch.said = plan.planner.digest, said
            batch.save(update_fields=["digest", "said", "report"])
            progress.finish()
        return shown(plan, batch)
    plan.planner = None
    last = batch.parts.order_by("place").last()
    batch.report, batch.said = before, nothing
    with transaction.atomic():
        _forget_plan(batch)
        if last.replaces:
            drop_part(batch, last)
        batch.save(update_fields=["said", "state"])
        once_more = last.replaces and batch.waits
        if not once_more:
            progress.finish()
    if once_more:
        plan_batch(batch, today=today, progress=progress, said=nothing)
    if denied:
        raise PermissionDenied(denied)
    return Result(plan, batch, False)


def tell_of_rows_that_stayed_away(batch: ImportBatch, plan: Plan):
    for part in batch.parts.filter(is_applied=False).exclude(replaces={}):
        sent = sum(len(numbers) for numbers in part.replaces.values())
        sheets = [
            sheet
            for sheet, (file, _) in zip(plan.sheets, plan.came, strict=True)
            if file.place == part.place
        ]
        back = sum(one.rows for one in sheets)
        if back < sent:
            sheets[0].sheet.notices.append(
                f"Of {sent} rows that were not taken in {back} came back. The others are left "
                "out."
            )


def _forget_plan(batch: ImportBatch):
    batch.rows.filter(sheet__gte=batch.settled)._raw_delete("default")
    forget_plan(batch)


def shown(plan: Plan, batch: ImportBatch, *, moved=False) -> Result:
    """The result of planning alone: the planner, which holds all records, is let go."""
    result = Result(plan, batch, False, moved=moved)
    result.report = batch.report
    plan.planner.let_go()
    plan.planner = None
    return result


def confirm(
    batch: ImportBatch, *, by, at, today, partial=False, progress: Progress = SILENT
) -> Result:
    """Apply what was shown.

    Where the plan that was kept does not hold any more, the files are gone through once more
    before anybody is kept from writing. If they would now do something else, nothing is
    applied and the new plan is kept to be shown. If somebody wrote meanwhile, all that is
    done again. Raises Refused if the batch is not waiting to be applied, or rows are refused
    and the good ones were not asked for.
    """
    for _ in range(TRIES):
        batch.refresh_from_db()
        _must_wait(batch)
        before = stamp()
        progress.begin()
        planned = kept_plan(batch, rests_on(batch, before, today))
        if planned is None:
            plan = _plan_parts(
                batch,
                today=today,
                sink=lambda _, outcomes: progress.step(sum(one.is_main for one in outcomes)),
                progress=progress,
            )
            if plan.file_refused or plan.planner.digest != batch.digest:
                plan.planner = None
                planned = plan_batch(batch, today=today, progress=progress, said=MOVED)
                planned.moved = True
                return planned
            planned = plan.planner
            planned.forget_how_to_find()
        if batch.refuses and not partial:
            raise Refused(
                "", "Rows are refused, so nothing was applied. Or apply the good rows."
            )
        progress.write()
        with alone():
            batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
            _must_wait(batch)
            if stamp() != before:
                plan = planned = None
                continue
            applied = write(planned, batch, by, at)
            batch.said = "Applied." if applied else CLASH
            batch.save()
            progress.finish()
        result = Result(Plan(file_refused="" if applied else CLASH), batch, applied)
        result.report = batch.report
        return result
    raise Refused(
        "", "Others are changing the record just now, so nothing was applied. Try it again."
    )


def _must_wait(batch: ImportBatch):
    if not batch.waits:
        raise Refused(
            "state",
            f"This import is {batch.get_state_display().lower()} already, so there is "
            "nothing to apply.",
        )


def decide(batch: ImportBatch, answers: dict[str, tuple[str, int | None]], *, by, at):
    """Note answers, {"official:sec rice": ("is", 7)}, for this batch and for all to come."""
    for named, (verdict, record_id) in answers.items():
        kind, _, text = named.partition(":")
        batch.decisions[named] = [verdict, record_id]
        if kind in OF_ONE_IMPORT:
            continue
        Decision.objects.filter(kind=kind, text=text).exclude(verdict=Verdict.IS_NOT).delete()
        Decision.objects.create(
            kind=kind,
            text=text[:600],
            verdict=verdict,
            record_id=record_id,
            decided_by=by,
            decided_at=at,
        )
    batch.save(update_fields=["decisions"])


def choose_columns(batch: ImportBatch, sheet: int, chosen: dict[str, str]):
    """Note what headers of a sheet, given by its place in the report, mean: for this batch
    and for all to come."""
    told = batch.report["sheets"][sheet]
    of_file = batch.options.setdefault("columns", {}).setdefault(str(told["part"]), {})
    of_file[told["name"]] = of_file.get(told["name"], {}) | chosen
    _rows_say_otherwise(batch)
    batch.save(update_fields=["options", "decisions"])
    for header, field_name in chosen.items():
        ColumnMeaning.objects.update_or_create(
            kind=told["kind"],
            header=normal_header(header)[:300],
            defaults={"field": field_name},
        )


def leave_out(batch: ImportBatch, sheets: set[int], *, out: bool):
    """Note that sheets, given by their places in the report, are left out of this import or
    taken in again. Raises Refused if nothing would be left."""
    told = batch.report["sheets"]
    gone = {place for place, one in enumerate(told) if one.get("left_out")}
    gone = gone | sheets if out else gone - sheets
    if not any(
        (one["kind"] or one.get("left_out")) and place not in gone
        for place, one in enumerate(told)
        if place >= batch.settled
    ):
        raise Refused("", "Nothing would be left of this import. Discard it instead.")
    named = defaultdict(list)
    for place in sorted(gone):
        named[str(told[place]["part"])].append(told[place]["name"])
    batch.options["left_out"] = named
    batch.digest = ""  # the report counts no rows of what was left out
    _rows_say_otherwise(batch)
    batch.save(update_fields=["options", "decisions", "digest"])


def read_anew(batch: ImportBatch, reading: dict):
    """Note how the files are to be read; options are named as in `Options`."""
    batch.options = batch.options | reading
    _rows_say_otherwise(batch)
    batch.save(update_fields=["options", "decisions"])


def _rows_say_otherwise(batch: ImportBatch):
    """Which of two rows is right was said of what they said then: it is asked anew."""
    batch.decisions = {
        named: answer
        for named, answer in batch.decisions.items()
        if not named.startswith(f"{ROWS_THAT_DIFFER}:")
    }


def kinds_of(batch: ImportBatch) -> set[str]:
    """The kinds of record that the batch is about or touches, as permissions name them."""
    told = {
        KINDS[one["kind"]].model._meta.model_name
        for one in batch.report.get("sheets", ())
        if one["kind"]
    }
    return told | set(batch.report.get("kinds", ()))


def mark_applied(batch: ImportBatch, by, at):
    whole = not batch.refuses and not any(one["to_decide"] for one in batch.undecided)
    batch.state = ImportState.APPLIED if whole else ImportState.PARTIAL
    batch.applied_at, batch.applied_by = at, by
    batch.settled = len(batch.report["sheets"])
    batch.parts.update(is_applied=True)
    forget_plan(batch)

"""An import from the file to the record: planned, shown, applied.

The one place that ties reading, planning, writing and the trace together; the command and
the admin both come through here.
"""

import gc
import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from django.db import IntegrityError, connection, transaction

from ..models import ColumnMeaning, Decision, ImportBatch, ImportFile, ImportRow
from ..text import fold
from ..vocabulary import ImportState, Verdict
from .apply import carry_out
from .columns import detect_kind, normal_header, plan_columns
from .crosses import seats_of, with_fixed
from .kinds import KINDS, Kind
from .outcomes import REFUSED, REVIEW, Answers, Outcome, SheetPlan
from .plan import Planner
from .readers import FileRefused, Limits, Workbook, read
from .rows import COLUMN_OF_DATES, DATE_ORDER, Refused, cell_text, fixed_values, order_named

MANY = 10_000  # rows from which memory is worth a moment


@dataclass
class Options:
    """How a file is to be read."""

    kind: str = ""
    sheet: str | None = None
    fixed: dict[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    # sheet -> {header: field}, as staff chose it.
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    overwrite: bool = False
    questions: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """A file and all that it would do."""

    sheets: list[SheetPlan]
    hidden_sheets: list[str]
    notices: list[str]
    planner: Planner | None = None
    file_refused: str = ""

    @property
    def order(self) -> list[int]:
        """The sheets in the order of their kinds, each after those that it rests on."""
        kinds = list(KINDS)
        able = [n for n, one in enumerate(self.sheets) if one.kind and not one.refused]
        return sorted(able, key=lambda n: kinds.index(self.sheets[n].kind.name))

    def count(self, outcome: str) -> int:
        return sum(one.counts[outcome] for one in self.sheets)

    @property
    def refused(self) -> int:
        """Rows that are refused, and sheets."""
        return self.count(REFUSED) + sum(1 for one in self.sheets if one.refused)

    @property
    def changes_nothing(self) -> bool:
        return not self.planner or not (
            any(r.new or r.changed for r in self.planner.registers.values())
            or any(links.added for links in self.planner.lists.values())
        )


def kind_named(name: str) -> Kind:
    """The kind that staff mean by "officials", "official" or "Officials". Raises Refused."""
    wanted = name.strip().casefold().replace("-", "_").replace(" ", "_")
    for one in KINDS.values():
        model = one.model._meta
        names = {one.name, model.model_name, str(model.verbose_name).replace(" ", "_")}
        names.add(str(model.verbose_name_plural).replace(" ", "_"))
        if wanted in names:
            return one
    raise Refused("kind", f"“{name}” is no kind of sheet. There are: {', '.join(KINDS)}.")


def understand(workbook: Workbook, options: Options) -> list[SheetPlan]:
    """What each sheet is taken for, and which column for which field."""
    plans = []
    filled = [one for one in workbook.sheets if not one.empty]
    for sheet in workbook.sheets:
        plan = SheetPlan(sheet)
        plans.append(plan)
        if sheet.empty:
            continue
        told = kind_named(options.kind) if options.kind else None
        if told in (None, KINDS["memberships"]) and (seats := seats_of(sheet)):
            sheet = plan.sheet = seats
        plan.kind = told or detect_kind([*sheet.headers, *sheet.fixed], sheet.name)
        if plan.kind is None:
            if len(filled) == 1:
                plan.refused = (
                    "The headers tell of no kind of record. Say which it is (--kind), or name "
                    "the columns as in the template of that kind."
                )
            else:
                sheet.notices.append(
                    f"The sheet “{sheet.name}” is left out: its headers tell of no kind of "
                    "record."
                )
            continue
        sheet = plan.sheet = with_fixed(sheet, plan.kind)
        remembered = dict(
            ColumnMeaning.objects.filter(kind=plan.kind.name).values_list("header", "field")
        )
        chosen = options.columns.get(sheet.name, {})
        remembered |= {fold(header): field for header, field in chosen.items()}
        plan.columns = plan_columns(sheet.headers, plan.kind, remembered=remembered)
        plan.refused = columns_wrong(plan, options)
    return plans


def columns_wrong(plan: SheetPlan, options: Options) -> str:
    said = []
    for name, headers in plan.columns.doubled.items():
        shown = " and ".join(f"“{header}”" for header in headers)
        label = plan.kind.by_name[name].label if name in plan.kind.by_name else name
        said.append(f"Several columns are the {label}: {shown}. Keep one, or rename it.")
    missing = [name for name in plan.columns.missing if name not in options.fixed]
    if missing:
        labels = ", ".join(f"“{plan.kind.by_name[name].label}”" for name in missing)
        said.append(
            f"The sheet of {plan.kind.label} has no column for {labels}. Its columns are: "
            f"{', '.join(f'“{header}”' for header in plan.sheet.headers if header)}."
        )
    return " ".join(said)


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
def plan_file(
    path: Path, *, name: str, options: Options, today: date, answers=None, sink=None
) -> Plan:
    """Read, understand and plan a file; nothing is written but what `sink` writes."""
    try:
        workbook = read(
            path,
            name=name,
            limits=Limits.from_settings(),
            sheet=options.sheet,
            encoding=options.encoding,
            delimiter=options.delimiter,
        )
        plan = Plan(understand(workbook, options), workbook.hidden_sheets, workbook.notices)
        planner = plan.planner = Planner(
            today=today,
            answers=answers or Answers.remembered(),
            sink=sink or (lambda planner, outcomes: None),
        )
        planner.answers.date_order = order_named(options.fixed.get(DATE_ORDER))
        if options.overwrite:
            planner.answers.overwrite = True
        planner.answers.questions |= frozenset(options.questions)
        fixed = {name: said for name, said in options.fixed.items() if name != DATE_ORDER}
        for number in plan.order:
            sheet = plan.sheets[number]
            planner.plan(number, sheet, fixed_values(sheet.kind, fixed, today))
    except FileRefused as refused:
        return Plan([], [], [], file_refused=str(refused))
    except Refused as refused:
        return Plan([], [], [], file_refused=str(refused))
    return plan


def report(plan: Plan, batch: ImportBatch | None) -> dict:
    """The outcome as the command prints it and the batch keeps it."""
    sheets = []
    for one in plan.sheets:
        sheet, counts = one.sheet, one.counts
        refused = one.refusals
        if one.refused:
            refused = [
                {"row": sheet.header_row, "column": "", "value": "", "reason": one.refused}
            ]
        sheets.append(
            {
                "name": sheet.name,
                "kind": one.kind.name if one.kind else None,
                "header_row": sheet.header_row,
                "encoding": sheet.encoding,
                "delimiter": sheet.delimiter,
                "rows": one.rows,
                "new": counts["new"],
                "changed": counts["changed"],
                "unchanged": counts["unchanged"],
                "duplicates": counts["duplicate"],
                "to_decide": counts["review"],
                "also_new": dict(one.also),
                "also_changed": dict(one.also_changed),
                "kept_by_hand": one.kept,
                "ignored_rows": sorted({*sheet.ignored_rows, *one.left_out}),
                "refused": refused,
                "review": one.doubts,
                "duplicate_rows": one.duplicates,
                "hidden": {
                    "columns": sheet.hidden_columns,
                    "rows": sheet.hidden_rows,
                    "sheets": plan.hidden_sheets,
                },
                "headers": list(sheet.headers),
                "columns": _columns(one),
                "notices": _notices(one),
            }
        )
    return {
        "batch": batch.pk if batch else None,
        "sheets": sheets,
        "questions": [vars(one) for one in plan.planner.questions.values()]
        if plan.planner
        else [],
        "hidden_sheets": plan.hidden_sheets,
        "notices": plan.notices,
        "file_refused": plan.file_refused or None,
    }


def _columns(one: SheetPlan) -> dict:
    if not one.columns:
        return {"fields": {}, "unknown": [], "guessed": {}}
    headers = one.sheet.headers
    return {
        "fields": {headers[n]: name for n, name in sorted(one.columns.fields.items())},
        "unknown": one.columns.unknown,
        "guessed": {h: f for h, (f, _) in one.columns.guessed.items()},
    }


def _notices(one: SheetPlan) -> list[str]:
    said = list(one.sheet.notices)
    if one.sheet.empty:
        said.append("There is nothing to import: the sheet has no rows.")
    if one.columns:
        said += _not_kept(one)
    if one.columns and one.columns.unknown:
        names = ", ".join(f"“{header}”" for header in one.columns.unknown)
        said.append(f"Left out, since no field is known for it: {names}.")
    fields = set(one.columns.fields.values()) if one.columns else set()
    if (
        one.kind
        and one.kind.name == "officials"
        and fields & {"agency", "position"} == {"agency"}
    ):
        said.append(
            "The agency is not kept: what an official holds is told by a title beside it."
        )
    if one.kept:
        said.append(
            f"{one.kept} cells that were changed by hand since the last import are kept."
        )
    if one.unsourced:
        texts = ", ".join(f"“{text}”" for text in list(one.unsourced)[:10])
        said.append(
            f"No source of the record is called {texts}. What is loaded is cited from it once "
            "you have said which source it is, or that it is new."
        )
    still = one.counts["unchanged"] + one.counts["duplicate"]
    if one.rows and still == one.rows and not one.also and not one.also_changed:
        said.append("Everything in this sheet is in the record already.")
    return said


def _not_kept(one: SheetPlan) -> Iterator[str]:
    """Columns that are understood and yet have no place in the record."""
    for use, words in (
        ("told", "Left out, since the record has no place for it: {}."),
        ("file", "Files can't come in a sheet, so {} is left out: add them on the record's "
         "own page."),
    ):  # fmt: skip
        names = [
            f"“{one.sheet.headers[place]}”"
            for place, name in sorted(one.columns.fields.items())
            if one.kind.by_name[name].use == use
        ]
        if names:
            yield words.format(", ".join(names))


class Trace:
    """Writes what each row does, as it is planned, into the batch's trace."""

    def __init__(self, batch: ImportBatch):
        self.batch = batch

    def __call__(self, planner: Planner, outcomes: list[Outcome]):
        columns = (
            "batch_id, sheet, number, is_main, outcome, kind, record_id, changes, notes, "
            "cells, undone"
        )
        batch = self.batch.pk
        rows = [
            (
                batch, one.sheet, one.number, one.is_main, str(one.outcome), one.kind,
                one.record_id, self._changes(planner, one) if one.changes else "[]",
                json.dumps(one.notes, ensure_ascii=False) if one.notes else "[]",
                json.dumps([cell_text(c) for c in one.cells], ensure_ascii=False),
                "",
            )
            for one in outcomes
        ]  # fmt: skip
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {ImportRow._meta.db_table} ({columns}) "
                f"VALUES ({', '.join(['%s'] * 11)})",
                rows,
            )

    def _changes(self, planner: Planner, one: Outcome) -> str:
        """[[field, old and new as staff read them, old as it was stored], …]"""
        register, show = planner.registers[one.kind], planner.show
        return json.dumps(
            [
                [name, show(register, name, old), show(register, name, new), old]
                for name, old, new in one.changes
            ],
            ensure_ascii=False,
            default=str,
        )


@dataclass
class Result:
    plan: Plan
    batch: ImportBatch | None
    applied: bool
    moved: bool = False  # the record changed since it was shown; the plan is the new one

    @cached_property
    def report(self) -> dict:
        return report(self.plan, self.batch)


def import_file(
    path: Path, *, name, options: Options, by, at: datetime, today: date, partial=False,
    dry_run=False,
) -> Result:  # fmt: skip
    """Plan a file and apply it at once: all of it unless `partial`, or nothing.

    What is refused leaves a batch that is planned, to be looked at and decided.
    """
    if dry_run:
        return Result(plan_file(path, name=name, options=options, today=today), None, False)
    with transaction.atomic():
        batch = begin(path, name=name, options=options, by=by, at=at)
        plan = traced_plan(batch, path, options, today)
        if plan.file_refused or not plan.order:
            transaction.set_rollback(True)
            return Result(plan, None, False)
        ready = partial or not plan.refused
        if ready:
            ready = write(plan, batch, by, at)
        batch.report = report(plan, batch)
        batch.save()
    return Result(plan, batch, ready)


def write(plan: Plan, batch: ImportBatch, by, at) -> bool:
    """Apply the plan, all of it. What the database alone can see, two records that
    exchange their names, is told in words and leaves everything as it was."""
    try:
        with transaction.atomic():
            carry_out(plan.planner, batch, by=by, at=at)
    except IntegrityError as error:
        plan.file_refused = (
            "The database refused the changes, so nothing was applied: two records would "
            f"have the same name or link for a moment ({error}). Load it in two steps."
        )
        return False
    mark_applied(batch, plan, by, at)
    return True


def begin(path: Path, *, name, options: Options, by, at) -> ImportBatch:
    content = Path(path).read_bytes()
    file = ImportFile.keep(hashlib.sha256(content).hexdigest(), content)
    return ImportBatch.objects.create(
        file=file,
        name=name[:300],
        options={key: value for key, value in vars(options).items() if value},
        created_at=at,
        created_by=by,
    )


def traced_plan(batch: ImportBatch, path: Path, options: Options, today) -> Plan:
    """Plan the batch's file, and keep in its trace what each row would do."""
    batch.rows.all()._raw_delete("default")
    plan = plan_file(
        path,
        name=batch.name,
        options=options,
        today=today,
        answers=answers_of(batch),
        sink=Trace(batch),
    )
    batch.digest = plan.planner.digest if plan.planner else ""
    return plan


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


def start(path: Path, *, name, options: Options, by, at, today) -> Result:
    """Plan a file and keep the plan, to be looked at. Of a file that can't be read, or
    holds nothing, nothing is kept."""
    with transaction.atomic():
        batch = begin(path, name=name, options=options, by=by, at=at)
        plan = traced_plan(batch, path, options, today)
        if plan.file_refused or not plan.order:
            transaction.set_rollback(True)
            return Result(plan, None, False)
        batch.report = report(plan, batch)
        batch.save()
    return shown(plan, batch)


def shown(plan: Plan, batch: ImportBatch, *, moved=False) -> Result:
    """The result of planning alone: the planner, which holds all rows, is let go."""
    result = Result(plan, batch, False, moved=moved)
    result.report = batch.report
    plan.planner = None
    if sum(one.rows for one in plan.sheets) > MANY:
        gc.collect()  # registers and their rules know each other, so they go only so
    return result


def again(batch: ImportBatch, *, today) -> Result:
    """Plan the batch anew: something was decided, or the record moved on."""
    with transaction.atomic(), unpacked(batch) as path:
        plan = traced_plan(batch, path, Options(**batch.options), today)
        batch.report = report(plan, batch)
        batch.save()
    return shown(plan, batch)


def confirm(batch: ImportBatch, *, by, at, today, partial=False) -> Result:
    """Apply what was shown. If the record has moved on since, so that the same file would
    do something else, nothing is applied and the new plan is kept to be shown.

    Raises Refused if the batch is not waiting to be applied.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if batch.state != ImportState.PLANNED:
            raise Refused(
                "state",
                f"This import is {batch.get_state_display().lower()} already, so there is "
                "nothing to apply.",
            )
        with unpacked(batch) as path:
            plan = plan_file(
                path,
                name=batch.name,
                options=Options(**batch.options),
                today=today,
                answers=answers_of(batch),
            )
        if plan.file_refused or plan.planner.digest != batch.digest:
            plan.planner = None
            return shown(again(batch, today=today).plan, batch, moved=True)
        if plan.refused and not partial:
            return Result(plan, batch, False)
        applied = write(plan, batch, by, at)
        batch.save()
    return Result(plan, batch, applied)


def decide(batch: ImportBatch, answers: dict[str, tuple[str, int | None]], *, by, at):
    """Note answers, {"official:sec rice": ("is", 7)}, for this batch and for all to come."""
    for named, (verdict, record_id) in answers.items():
        kind, _, text = named.partition(":")
        batch.decisions[named] = [verdict, record_id]
        if kind == COLUMN_OF_DATES:
            continue  # holds for this file; the next may come from elsewhere
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


def choose_columns(batch: ImportBatch, sheet: str, chosen: dict[str, str]):
    """Note what each header of a sheet means, for this batch and for all to come."""
    [told] = [one for one in batch.report["sheets"] if one["name"] == sheet]
    batch.options.setdefault("columns", {})[sheet] = chosen
    batch.save(update_fields=["options"])
    for header, field_name in chosen.items():
        ColumnMeaning.objects.update_or_create(
            kind=told["kind"],
            header=normal_header(header)[:300],
            defaults={"field": field_name},
        )


def kinds_of(batch: ImportBatch) -> set[str]:
    """The kinds of record that the batch is about or touches, as permissions name them."""
    told = {
        KINDS[one["kind"]].model._meta.model_name
        for one in batch.report.get("sheets", ())
        if one["kind"]
    }
    touched = batch.rows.filter(outcome__in=["new", "changed"]).values_list("kind", flat=True)
    return told | set(touched.distinct().order_by())


@contextmanager
def unpacked(batch: ImportBatch) -> Iterator[Path]:
    """The batch's file on disk, for as long as it is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        path.write_bytes(batch.file.content)
        yield path


def mark_applied(batch: ImportBatch, plan: Plan, by, at):
    whole = not plan.refused and not plan.count(REVIEW)
    batch.state = ImportState.APPLIED if whole else ImportState.PARTIAL
    batch.applied_at, batch.applied_by = at, by

"""What a file would do to the record, row by row; nothing is written.

A row is new, changed (cell by cell), unchanged, a duplicate of another row, refused, or to
be decided. `recipes.py` says what a row of each kind makes of the record; here rows are
read, links found, rules asked and outcomes told. The work goes by chunks of rows: the
queries per thousand rows are the same for any length.
"""

import bisect
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from ..dates import OPEN, UNKNOWN
from ..fields import PartialDateField
from ..models import Appointment, Decision, FormerKey, Meeting, Record
from ..text import fold
from ..vocabulary import Capacity, ImportOutcome, Verdict
from . import recipes
from .columns import ColumnPlan
from .kinds import Kind
from .readers import SheetData
from .recipes import RECIPES, SCOPES, Recipe
from .registers import CHUNK, Register
from .rows import Held, LeftOut, Refused, Row, cell_text, read_rows
from .similar import is_vaguer, loose, may_be_meant

NEW, CHANGED, UNCHANGED = (
    ImportOutcome.NEW.value,
    ImportOutcome.CHANGED.value,
    ImportOutcome.UNCHANGED.value,
)
REVIEW, REFUSED, DUPLICATE = (
    ImportOutcome.REVIEW.value,
    ImportOutcome.REFUSED.value,
    ImportOutcome.DUPLICATE.value,
)
LEFT_OUT = ""
MOST_QUESTIONS = 500
LISTED = 10_000  # refusals and doubts that the report lists; the rest are in the trace


@dataclass(slots=True)
class Outcome:
    """What a row does to one record. A row may touch several; one is its main one."""

    sheet: int
    number: int
    is_main: bool
    outcome: str
    kind: str
    record_id: int | None
    changes: list
    notes: list
    cells: tuple


@dataclass
class SheetPlan:
    """A sheet, what it was taken for, and what became of its rows."""

    sheet: SheetData
    kind: Kind | None = None
    columns: ColumnPlan | None = None
    refused: str = ""  # why the whole sheet can't be taken in
    rows: int = 0
    counts: Counter = field(default_factory=Counter)
    also: Counter = field(default_factory=Counter)  # new records that rows bring along
    refusals: list[dict] = field(default_factory=list)
    doubts: list[dict] = field(default_factory=list)
    duplicates: list[dict] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    kept: int = 0  # cells changed by hand since the last import, which this one leaves


@dataclass
class Question:
    """A text that may mean several records, or none."""

    kind: str
    text: str
    row: int
    may_be_new: bool
    candidates: list[tuple[int, str, str]]
    times: int = 0


@dataclass
class Answers:
    """What staff have settled, for this batch or in earlier ones."""

    settled: dict[tuple[str, str], tuple[str, int | None]] = field(default_factory=dict)
    is_not: set[tuple[str, str, int]] = field(default_factory=set)
    questions: frozenset[str] = frozenset()  # whole columns settled: "date order", …
    overwrite: bool = False  # hand edits give way to the sheet

    @classmethod
    def remembered(cls) -> "Answers":
        known = cls()
        for one in Decision.objects.all():
            if one.verdict == Verdict.IS_NOT:
                known.is_not.add((one.kind, one.text, one.record_id))
            else:
                known.settled[one.kind, one.text] = (one.verdict, one.record_id)
        return known


class Planner:
    """Plans the sheets of one batch, in the order of their kinds."""

    def __init__(
        self,
        *,
        today: date,
        answers: Answers | None = None,
        sink: Callable[["Planner", list[Outcome]], None] = lambda planner, outcomes: None,
    ):
        self.today = today
        self.answers = answers or Answers()
        self.sink = sink
        self.registers: dict[str, Register] = {}  # by the name of their kind
        self.by_model: dict[type[Record], Register] = {}
        self.many = MeetingBodies()
        self.links: dict[tuple, int] = {}
        self.matches: dict[tuple, object] = {}
        self.lines = Lines(self)
        self.not_taken: dict[tuple[str, str], int] = {}
        self.journal: list[tuple[Register, int, list | None]] = []
        self.brought: list[Outcome] = []
        self.row: Row | None = None
        self.questions: dict[tuple[str, str], Question] = {}
        self.later_doubts: list[tuple[int, int, str, str]] = []
        self.linked: list[tuple[str, int]] = []
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        """Of all that would be done, old and new values included."""
        return self._hash.hexdigest()

    def register(self, model: type[Record]) -> Register:
        register = self.by_model.get(model)
        if register is None:
            kind = model._meta.model_name
            register = self.by_model[model] = Register(model, scope=SCOPES.get(kind))
            self.registers[kind] = register
            if register.scope is None:
                register.load()
        return register

    def forget_how_to_find(self):
        """What only planning needs takes as much room as the plan: let it go before the
        plan is written."""
        self.lines = Lines(self)
        self.links.clear()
        self.matches.clear()
        for register in self.registers.values():
            register.forget_how_to_find()

    # Sheets

    def plan(self, number: int, plan: SheetPlan, fixed: dict):
        """Plan every row of the sheet. `fixed` holds what is the same for all its rows."""
        recipe = RECIPES[plan.kind.name]
        rows = read_rows(
            plan.sheet,
            plan.kind,
            plan.columns,
            sheet_number=number,
            fixed=fixed,
            settled=self.answers.questions,
            today=self.today,
        )
        if recipe.up:
            rows = list(rows)
            self._prepare(recipe, rows)
            ways = Tree(recipe, rows)
            done = {}
            for place in ways.order:
                row = rows[place]
                if circle := ways.circles.get(place):
                    row.problems.append((recipe.up, circle))
                done[place] = self._take(recipe, row)
            self._finish(plan, recipe, [done[place] for place in sorted(done)])
            return
        while chunk := list(islice(rows, CHUNK)):
            self._prepare(recipe, chunk)
            self._finish(plan, recipe, [self._take(recipe, row) for row in chunk])

    def _prepare(self, recipe: Recipe, chunk: list[Row]):
        """Read from the record what this chunk may meet there."""
        self.row = None
        registers = [self.register(model) for model in (recipe.model, *recipe.beside)]
        registers = [one for one in registers if one.scope is not None]
        if registers:
            owners = set()
            for row in chunk:
                if not row.problems:
                    owners.update(recipe.owners(row, self))
            for register in registers:
                register.load(owners)

    def _take(self, recipe: Recipe, row: Row) -> list[Outcome]:
        """What one row does; of a row that is not taken in, nothing stays planned."""
        self.journal, self.brought, self.row, self.linked = [], [], row, []
        kind = recipe.model._meta.model_name
        if row.problems:
            return [self._not_taken(recipe, row, REFUSED, row.problems)]
        mains = []
        try:
            for values, found, *other in recipe.make(row, self):
                main = self._main(recipe, row, values, found, *other)
                mains.append(main)
                if recipe.after and main.record_id is not None:
                    recipe.after(row, self, main.record_id)
                if self.linked and main.outcome == UNCHANGED:
                    main.outcome = CHANGED
                    main.changes = [(name, None, other) for name, other in self.linked]
        except LeftOut as left:
            self._take_back()
            notes = row.said([(left.field, str(left))])
            return [
                Outcome(row.sheet, row.number, True, LEFT_OUT, kind, None, [], notes, row.cells)
            ]
        except Refused as refused:
            self._take_back()
            outcome = REVIEW if isinstance(refused, Held) else REFUSED
            return [self._not_taken(recipe, row, outcome, [(refused.field, str(refused))])]
        for register, record_id, before in self.journal:
            if before is None and (learn := LEARN.get(register.kind)):
                learn(self, register, record_id)
        if row.doubts:
            mains[0].notes = [*mains[0].notes, *row.said(row.doubts)]
        return [*self.brought, *mains]

    def _take_back(self):
        for register, record_id, before in reversed(self.journal):
            register.put_back(record_id, before)
            if before is None:
                self.many.forget(record_id)
        self.journal, self.brought = [], []
        self.links.clear()

    def _not_taken(self, recipe, row, outcome, found) -> Outcome:
        kind = recipe.model._meta.model_name
        for text in recipe.names(row):
            self.not_taken.setdefault((kind, fold(text)), row.number)
        notes = row.said([*found, *row.doubts])
        return Outcome(row.sheet, row.number, True, outcome, kind, None, [], notes, row.cells)

    def _main(self, recipe, row, values, found, model=None) -> Outcome:
        register = self.register(model or recipe.model)
        earlier = register.origin.get(found) if found is not None else None
        notes = []
        if earlier is None:
            strict = row.found_by in ("key", "external id")
            record_id, outcome, changes = self.put(register, values, found, loosely=not strict)
            register.origin[record_id] = (row.sheet, row.number, _mark_of(row.cells))
        else:
            record_id, outcome = found, DUPLICATE
            changes, notes = self._compare_rows(register, row, values, found, earlier, recipe)
        return Outcome(
            row.sheet, row.number, True, outcome, register.kind, record_id, changes, notes,
            row.cells,
        )  # fmt: skip

    def _compare_rows(self, register, row, values, found, earlier, recipe):
        """A second row for one record: the same again, a blank filled, or a contradiction,
        which somebody must settle since the order of rows says nothing."""
        _, number, cells = earlier
        changes = self.compare(register, found, values, loosely=True)
        against = [
            one
            for one in changes
            if one[1] not in (None, "", UNKNOWN) and one[0] not in recipe.may_differ
        ]
        if against:
            said = "; ".join(
                f"{name}: “{self.show(register, name, old)}” there, "
                f"“{self.show(register, name, new)}” here"
                for name, old, new in against
            )
            raise Held(
                _column_of(row, against[0][0]),
                f"Row {number} says otherwise of the same {register.model._meta.verbose_name}: "
                f"{said}. Say which is right.",
            )
        told = [one for one in changes if one[1] in (None, "", UNKNOWN) or one not in against]
        if told:
            only_more = all(name in recipe.may_differ for name, _, _ in told)
            kind = recipe.may_differ_words if only_more else "fills a blank"
            self._change(register, found, {name: new for name, _, new in told})
        else:
            kind = "exact" if cells == _mark_of(row.cells) else "near"
        return told, [["", "", f"The same as row {number} ({kind})."]]

    # Records

    def put(self, register, values: dict, found, *, loosely=True):
        """Plan a record of these values, new or found: (id, outcome, changes)."""
        row = self.row
        values = {name: value for name, value in values.items() if value is not None}
        if found is None:
            record_id = register.add(values)
            self.journal.append((register, record_id, None))
            outcome, changes = NEW, []
        else:
            record_id = found
            changes = self.compare(register, record_id, values, loosely=loosely)
            if not changes:
                return record_id, UNCHANGED, []
            outcome = CHANGED
            self._change(register, record_id, {name: new for name, _, new in changes})
        if problems := register.rules.problems(record_id):
            name, sentence = problems[0]
            raise Refused(_column_of(row, name), sentence)
        return record_id, outcome, changes

    def _change(self, register, record_id, values):
        self.journal.append((register, record_id, list(register.records[record_id])))
        register.change(record_id, values)

    def compare(self, register, record_id, values, *, loosely) -> list:
        """[(field, old, new)] of what these values would change. A vaguer date than the one
        known ("2007" beside "2007-10-25") changes nothing."""
        current = register.records[record_id]
        changes = []
        for name, new in values.items():
            if new is None:
                continue
            old = current[register.place[name]]
            if new == old:
                continue
            if isinstance(register.field_of[name], PartialDateField):
                if new == UNKNOWN or is_vaguer(new, than=old):
                    continue
            elif type(new) is str and old:
                # No sheet shows which blanks of a text do not break.
                if (loosely and loose(new) == loose(old)) or new.split() == old.split():
                    continue
            elif old is not None and _shows_less(name, new, old):
                continue
            changes.append((name, old, new))
        return changes

    def bring(self, model, values: dict, found=None) -> int:
        """Plan a record that the row brings along; one that is known is left as it is."""
        if found is not None:
            return found
        register = self.register(model)
        record_id, outcome, _ = self.put(register, values, None)
        row = self.row
        self.brought.append(
            Outcome(row.sheet, row.number, False, outcome, register.kind, record_id, [], [], ())
        )
        return record_id

    def show(self, register, name, value) -> str:
        """A value as staff know it: a linked record by its name."""
        if name == "bodies":
            return self.registers["body"].get(value, "key") if value else ""
        linked = register.field_of[name].related_model
        if linked is None or value is None:
            return "present" if value == OPEN else str(value if value is not None else "")
        return self.label(self.register(linked), value)

    def label(self, register, record_id) -> str:
        values = register.records.get(record_id)
        if values is None:
            return f"{register.model._meta.verbose_name} {record_id}"
        for name in ("name", "title", "key"):
            if name in register.place and values[register.place[name]]:
                return str(values[register.place[name]])
        return f"{register.model._meta.verbose_name} {record_id}"

    # Links

    def link(self, name: str, model, text: str, *, hint=None, on=None, make=None):
        """The record that a cell means. Without one: `make()` plans it, or the row is
        refused; where several may be meant, or one is near, the row waits.

        Returns None for a placeholder ("Vacant") and for what staff said to leave out.
        """
        register = self.register(model)
        known = (register.kind, text, hint)
        record_id = self.links.get(known)
        if record_id is not None:
            return record_id
        record_id = self._find_link(name, register, text, hint, on, make)
        if record_id is not None:
            self.links[known] = record_id
        return record_id

    def _find_link(self, name, register, text, hint, on, make):
        folded = fold(text)
        verdict, settled = self.answers.settled.get((register.kind, folded), (None, None))
        if verdict == Verdict.LEAVE_OUT:
            return None
        if verdict == Verdict.IS and settled in register.records:
            return settled
        match = self.match(register, text, hint=hint, on=on)
        if match.placeholder and not any(mark.isdigit() for mark in text):
            return None
        if match.record_id is not None:
            return match.record_id
        if verdict != Verdict.CREATE:
            self.ask_if_near(name, register, text, match, may_be_new=make is not None)
        number = self.not_taken.get((register.kind, folded))
        if number is not None:
            raise Held(
                name, f"“{text}” stands in row {number}, which is not taken in as it is."
            )
        if make is None and verdict == Verdict.CREATE and register.kind in recipes.MAKE:
            return recipes.MAKE[register.kind](self, text)
        if make is not None:
            return make()
        word = register.model._meta.verbose_name
        self._ask(register, text, match.candidates)
        raise Refused(
            name,
            f"“{text}” is no {word} in the record. Write its {_ways(register)}, or enter "
            f"it first.",
        )

    def match(self, register, text, *, hint=None, on=None):
        known = (register.kind, text, hint, on)
        match = self.matches.get(known)
        if match is None:
            match = register.matcher.match(text, hint=hint, on=on)
            if match.record_id is not None:  # what is not known yet may be learnt
                self.matches[known] = match
        return match

    def ask_if_near(self, name, register, text, match, *, may_be_new):
        """Raise Held where the text may mean a record, but nobody has said so."""
        word, folded = register.model._meta.verbose_name, fold(text)
        near = [
            one
            for one in match.candidates
            if (register.kind, folded, one.id) not in self.answers.is_not
            and (not may_be_new or may_be_meant(text, one.label, one.score, one.why))
        ]
        if near:
            self._ask(register, text, near)
            told = "; ".join(f"{one.label} ({one.why})" for one in near[:5])
            raise Held(name, f"“{text}” may be {told}. Say which {word} is meant.")

    def _ask(self, register, text, candidates):
        """Note what somebody must settle; one answer counts for every cell of that text."""
        if self.row is None:
            return  # looked for, but not yet told by a row that is taken
        known = (register.kind, fold(text))
        if known not in self.questions and len(self.questions) < MOST_QUESTIONS:
            self.questions[known] = Question(
                kind=register.kind,
                text=text,
                row=self.row.number,
                may_be_new=register.kind in recipes.MAKE,
                candidates=[(one.id, one.label, one.why) for one in candidates if one.id > 0],
            )
        if known in self.questions:
            self.questions[known].times += 1

    def link_many(self, meeting: int, body: int):
        if self.many.add(meeting, body):
            self.linked.append(("bodies", body))

    def doubt_earlier(self, register, record_id, name, sentence):
        """A doubt about a row that was taken before this one."""
        self.later_doubts.append((*register.origin[record_id][:2], name, sentence))

    # After a chunk

    def _finish(self, plan: SheetPlan, recipe: Recipe, taken: list[list[Outcome]]):
        self._keep_hand_edits(plan, taken)
        if recipe.check:
            recipe.check(self, [one for outcomes in taken for one in outcomes if one.is_main])
        for sheet, number, name, sentence in self.later_doubts:
            for outcomes in taken:
                if outcomes[-1].number == number and outcomes[-1].sheet == sheet:
                    outcomes[-1].notes = [*outcomes[-1].notes, [name, "", sentence]]
        self.later_doubts = []
        self._check_keys(recipe, taken)
        outcomes = []
        for row_outcomes in taken:
            plan.rows += 1
            for one in row_outcomes:
                self._count(plan, one)
                if one.outcome != LEFT_OUT:
                    outcomes.append(one)
                    self._hash.update(self._fingerprint(one))
        self.sink(self, outcomes)

    def _count(self, plan: SheetPlan, one: Outcome):
        if not one.is_main:
            plan.also[one.kind] += 1
            return
        if one.outcome == LEFT_OUT:
            plan.left_out.append(one.number)
            plan.rows -= 1
            return
        plan.counts[one.outcome] += 1
        if one.outcome == REFUSED:
            _list(plan.refusals, one, one.notes)
        elif one.outcome == DUPLICATE:
            said = one.notes[0][2]
            plan.duplicates.append({"row": one.number, "what": said})
            _list(plan.doubts, one, one.notes[1:])
        else:
            _list(plan.doubts, one, one.notes)

    def _fingerprint(self, one: Outcome) -> bytes:
        new = None
        if one.outcome == NEW:
            new = self.registers[one.kind].records.get(one.record_id)
        return repr(
            (one.sheet, one.number, one.outcome, one.kind, one.record_id, one.changes, new)
        ).encode()

    def _keep_hand_edits(self, plan, taken):
        """Of changed cells, keep what staff changed by hand since the last import."""
        if self.answers.overwrite:
            return
        changed: dict[str, dict[int, Outcome]] = defaultdict(dict)
        for outcomes in taken:
            for one in outcomes:
                if one.outcome == CHANGED and one.record_id > 0:
                    changed[one.kind][one.record_id] = one
        for kind, by_id in changed.items():
            register = self.registers[kind]
            for record_id, left in last_imported(register, list(by_id)).items():
                one, kept = by_id[record_id], {}
                for name, old, new in one.changes:
                    field_name = register.field_of[name].attname
                    if field_name in left and left[field_name] != old:
                        kept[name] = (old, new)
                if not kept:
                    continue
                register.change(record_id, {name: old for name, (old, _) in kept.items()})
                one.changes = [cell for cell in one.changes if cell[0] not in kept]
                if not one.changes:
                    one.outcome = UNCHANGED
                plan.kept += len(kept)
                one.notes = one.notes + [
                    [name, self.show(register, name, new),
                     f"“{self.show(register, name, old)}” was entered by hand since the last "
                     "import and is kept; choose “overwrite hand edits” to take the sheet’s."]
                    for name, (old, new) in kept.items()
                ]  # fmt: skip

    def _check_keys(self, recipe, taken):
        """A key that the sheet gives must not be one that led to another record."""
        register = self.register(recipe.model)
        keys = {}
        for outcomes in taken:
            for one in outcomes:
                if one.is_main and one.outcome == NEW:
                    if key := register.get(one.record_id, "key"):
                        keys[key] = one
        if not keys:
            return
        former = FormerKey.objects.filter(kind=register.kind, key__in=list(keys))
        for key in former.values_list("key", flat=True):
            one = keys[key]
            register.put_back(one.record_id, None)
            one.outcome, one.record_id = REFUSED, None
            one.notes = [["key", key, f"“{key}” was the key of another record, and its "
                          "address still leads there. Choose another key."]]  # fmt: skip


def _list(listed: list, one: Outcome, notes):
    if len(listed) < LISTED:
        listed += [
            {"row": one.number, "column": column, "value": value, "reason": reason}
            for column, value, reason in notes
        ]


def _column_of(row: Row, name: str) -> str:
    """The field whose column tells of `name`: itself, or the one that stands for it."""
    if row.has_column(name):
        return name
    for other in row.columns.header_of:
        if other.startswith(name) or name.startswith(other):
            return other
    return name


def _shows_less(name, new, old) -> bool:
    """Was it seen on these days already, and on more?"""
    return (name == "seen_from" and new > old) or (name == "seen_until" and new < old)


def _mark_of(cells: tuple) -> int:
    """What tells the cells of one row from those of another, in little room."""
    return hash(tuple([cell_text(cell) for cell in cells]))


def _ways(register) -> str:
    ways = [name for name in ("acronym", "name", "title") if name in register.place]
    return " or ".join(["key", *ways]) if ways else "key"


def last_imported(register: Register, ids: list[int]) -> dict[int, dict]:
    """Of records that an import last wrote, then left to staff: the values that it left."""
    history = register.model.history.model
    left = {}
    rows = history.objects.filter(id__in=ids, import_batch__isnull=False)
    for one in rows.order_by("history_id").values("id", *register.names[1:]):
        left[one["id"]] = one
    return left


class MeetingBodies:
    """Which meeting is of which bodies: stored, and planned."""

    def __init__(self):
        self._bodies: dict[int, list[int]] | None = None
        self.meetings: dict[int, list[int]] = defaultdict(list)
        self.added: list[tuple[int, int]] = []

    @property
    def bodies(self) -> dict[int, list[int]]:
        if self._bodies is None:
            self._bodies = defaultdict(list)
            through = Meeting.bodies.through.objects
            for meeting, body in through.values_list("meeting_id", "body_id").order_by("id"):
                self._bodies[meeting].append(body)
                self.meetings[body].append(meeting)
        return self._bodies

    def add(self, meeting: int, body: int) -> bool:
        if body in self.bodies[meeting]:
            return False
        self.bodies[meeting].append(body)
        self.meetings[body].append(meeting)
        self.added.append((meeting, body))
        return True

    def of(self, body: int) -> list[int]:
        self.bodies  # noqa: B018 (reads what is stored)
        return self.meetings[body]

    def forget(self, meeting: int):
        """Of a meeting that is planned no more."""
        if self._bodies is None or not self._bodies.get(meeting):
            return
        for body in self._bodies.pop(meeting):
            self.meetings[body].remove(meeting)
        self.added = [one for one in self.added if one[0] != meeting]


class Lines:
    """The confirmed holders of positions that one holds at a time, to tell overlaps."""

    def __init__(self, planner: Planner):
        self.planner = planner
        self.lines: dict[int, list[tuple]] = {}

    def load(self, positions: set[int]):
        new = {one for one in positions if one not in self.lines}
        for one in new:
            self.lines[one] = []
        stored = Appointment.objects.filter(
            position__in={one for one in new if one > 0}, capacity=Capacity.CONFIRMED
        )
        for position, *line in stored.values_list(
            "position_id", "latest_start", "earliest_end", "id", "official_id"
        ):
            self.lines[position].append(tuple(line))
        for one in new:
            self.lines[one].sort()

    def put(self, position, start, end, record_id, official):
        """Put a holder into the line; returns those of others' that certainly overlap."""
        line = self.lines[position]
        line[:] = [one for one in line if one[2] != record_id]
        mine = (start, end, record_id, official)
        at = bisect.bisect(line, mine)
        line.insert(at, mine)
        near = [*line[max(0, at - 5) : at], *line[at + 1 : at + 2]]
        return [
            one
            for one in near
            # Who takes over on the last day of another does not overlap.
            if one[0] < end and start < one[1] and one[3] != official
        ]


class Tree:
    """The order in which rows that name each other as parents can be taken: parents first.
    A row in a circle is told which."""

    def __init__(self, recipe: Recipe, rows: list[Row]):
        self.rows, self.recipe = rows, recipe
        self.named: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(rows):
            for text in dict.fromkeys(loose(text) for text in recipe.names(row)):
                self.named[text].append(place)
        self.order: list[int] = []
        self.circles: dict[int, str] = {}
        state = [0] * len(rows)
        for start in range(len(rows)):
            stack = [start]
            while stack:
                place = stack[-1]
                if state[place] == 0:
                    state[place] = 1
                    for above in self.parents(place):
                        if state[above] == 0:
                            stack.append(above)
                        elif state[above] == 1 and above in stack:
                            self._circle(
                                [p for p in stack[stack.index(above) :] if state[p] == 1]
                            )
                else:
                    stack.pop()
                    if state[place] == 1:
                        state[place] = 2
                        self.order.append(place)

    def parents(self, place: int) -> list[int]:
        row = self.rows[place]
        text = row.get(self.recipe.up)
        if not text:
            return []
        found = self.named.get(loose(text), [])
        # Of several rows of that name another is meant; the top of a list may name itself.
        own_name = place in found and (len(found) > 1 or row.get("top_agency"))
        return [one for one in found if not (own_name and one == place)]

    def _circle(self, places: list[int]):
        labels = [self.recipe.label(self.rows[place]) for place in places]
        if len(places) == 1:
            self.circles[places[0]] = f"“{labels[0]}” names itself as its parent."
            return
        way = " → ".join([*labels, labels[0]])
        for place in places:
            self.circles[place] = f"The parents go in a circle: {way}."


def learn_agency(planner, register, record_id):
    _learn(register, record_id, acronym="acronym", within="parent")


def learn_official(planner, register, record_id):
    _learn(register, record_id)


def learn_position(planner, register, record_id):
    _learn(register, record_id, name="title", within="agency")


def learn_titled(planner, register, record_id):
    _learn(register, record_id, name="title")


def _learn(register, record_id, *, name="name", acronym="", within=""):
    def value(field):
        return register.get(record_id, field) if field else None

    register.matcher.learn(
        record_id,
        key=value("key") or "",
        name=value(name) or "",
        acronym=value(acronym) or "",
        within=value(within),
        label=value(name) or "",
    )


def learn_office_id_only(planner, register, record_id):
    """Meetings and seats are known by key and office id alone."""


LEARN = {
    "agency": learn_agency,
    "body": learn_agency,
    "official": learn_official,
    "position": learn_position,
    "legalinstrument": learn_titled,
    "subject": learn_official,
    "source": learn_titled,
}

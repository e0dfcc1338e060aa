"""What a file would do to the record, row by row; nothing is written.

A row is new, changed (cell by cell), unchanged, a duplicate of another row, refused, or to
be decided. `recipes/` says what a row of each kind makes of the record; here rows are
read, links found, rules asked and outcomes told. The work goes by chunks of rows: the
queries per thousand rows are the same for any length.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from itertools import islice

from django.contrib.contenttypes.models import ContentType

from ..dates import OPEN, UNKNOWN
from ..fields import PartialDateField
from ..models import Citation, FormerKey, Record, Source
from ..text import fold
from ..vocabulary import Verdict
from . import recipes
from .beside import Lines, Links
from .doubts import doubts
from .outcomes import (
    CHANGED,
    DUPLICATE,
    LEFT_OUT,
    NEW,
    REFUSED,
    REVIEW,
    UNCHANGED,
    Answers,
    Outcome,
    Questions,
    SheetPlan,
    list_notes,
    which_row,
)
from .recipes import RECIPES, Recipe
from .recipes.sources import cite, named_sources
from .registers import CHUNK, SCOPES, Register
from .rows import (
    CANT_BE_BLANK,
    COLUMN_OF_DATES,
    ROWS_THAT_DIFFER,
    Held,
    LeftOut,
    Refused,
    Row,
    read_rows,
)
from .similar import is_vaguer, loose, may_be_meant
from .tree import Tree

WAYS_TO_ORDER = [
    (1, "the month comes first", "07/08/2007 is July 8"),
    (2, "the day comes first", "07/08/2007 is August 7"),
]
NOTHING: dict = {}


class Registers(dict):
    """Of each model what is known of its records: made, and read unless it is read bit by
    bit, when it is first asked for. `by_kind` has them by the names of their kinds."""

    def __init__(self):
        super().__init__()
        self.by_kind: dict[str, Register] = {}

    def __missing__(self, model: type[Record]) -> Register:
        kind = model._meta.model_name
        register = self[model] = self.by_kind[kind] = Register(model, scope=SCOPES.get(kind))
        if register.scope is None:
            register.load()
        return register


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
        self.far_ahead = str(today.year + 50)
        self.answers = answers or Answers()
        self.wrong_rows = self.answers.wrong_rows
        self.sink = sink
        self.by_model = Registers()
        self.registers = self.by_model.by_kind
        # The register of a model. It is asked for several times in each row.
        self.register: Callable[[type[Record]], Register] = self.by_model.__getitem__
        self.lists: dict[tuple[str, str], Links] = {}  # by kind and field
        self.stored_keys: dict[type[Record], dict[str, int]] = {}
        self.links: dict[tuple, int] = {}
        self.matches: dict[tuple, object] = {}
        self.bare_names: set[str] = set()  # beside which nothing else stands in a cell
        self.foreseen: dict[str, int] = {}  # people by what rows will call them
        self.lines = Lines()
        self.former_keys: set[tuple[str, str]] = set()  # kind and key, of a chunk
        self.not_taken: dict[tuple[str, str], int] = {}
        self.journal: list[tuple[Register, int, list | None]] = []
        self.brought: list[Outcome] = []
        self.row: Row | None = None
        self.questions = Questions()
        self.later_doubts: list[tuple[int, int, str, str]] = []
        self.linked: list[tuple[str, int]] = []
        # Rows that name their sources, with these and what they did.
        self.cited: list[tuple[Row, list[int], list[Outcome]]] = []
        self.unsourced: dict[str, None] = {}
        # Officials on lists of whom it was told that they hold nothing.
        self.without_post: set[int] = set()
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        """Of all that would be done, old and new values included."""
        return self._hash.hexdigest()

    def forget_how_to_find(self):
        """What only planning needs takes as much room as the plan: let it go before the
        plan is written."""
        self.lines = Lines()
        self.links.clear()
        self.matches.clear()
        for register in self.registers.values():
            register.forget_how_to_find()

    def let_go(self):
        """Of all records. Registers and their rules know each other: to leave them for the
        collector, which walks through all that there is, takes longer than to plan a tenth
        of the rows."""
        for register in self.registers.values():
            register.records.clear()
            register.stored.clear()
            register.rules = None
        self.registers.clear()
        self.by_model.clear()

    # Sheets

    def plan(self, number: int, plan: SheetPlan, fixed: dict):
        """Plan every row of the sheet. `fixed` holds what is the same for all its rows."""
        recipe = RECIPES[plan.kind.name]
        self.unsourced = plan.unsourced
        rows = read_rows(
            plan.sheet,
            plan.kind,
            plan.columns,
            sheet_number=number,
            fixed=fixed,
            answers=self.answers,
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
                    row.refuse(recipe.up, circle)
                done[place] = self._take(recipe, row)
            self._finish(plan, recipe, [done[place] for place in sorted(done)])
            return
        while chunk := list(islice(rows, CHUNK)):
            self._prepare(recipe, chunk)
            self._finish(plan, recipe, [self._take(recipe, row) for row in chunk])

    def _prepare(self, recipe: Recipe, chunk: list[Row]):
        """Read from the record what this chunk may meet there."""
        self.row = None
        told = set().union(*[row.values for row in chunk])  # fields; most tell but a few

        def said(name) -> set:
            return {one for row in chunk if (one := row.get(name))} if name in told else set()

        for model, name in ((recipe.model, "key"), *recipe.keyed):
            self.register(model).load_keys(said(name))
        if keys := said("key"):
            former = FormerKey.objects.filter(key__in=keys)
            self.former_keys = set(former.values_list("kind", "key"))
        registers = [self.register(model) for model in (recipe.model, *recipe.beside)]
        registers = [one for one in registers if one.scope is not None]
        if registers:
            owners = set(recipe.owners([row for row in chunk if not row.problems], self))
            for register in registers:
                register.load(owners)
        self.register(recipe.model).load_numbers(said("external_id"))

    def _take(self, recipe: Recipe, row: Row) -> list[Outcome]:
        """What one row does; of a row that is not taken in, nothing stays planned."""
        self.journal, self.brought, self.row, self.linked = [], [], row, []
        kind = recipe.kind
        if self.wrong_rows and (row.sheet, row.number) in self.wrong_rows:
            return [
                Outcome(row.sheet, row.number, True, LEFT_OUT, kind, None, [], [], row.cells)
            ]
        for name in row.in_two_ways:
            self.questions.ask(COLUMN_OF_DATES, row.header(name), row, WAYS_TO_ORDER)
        if row.problems or row.waiting:
            outcome = REFUSED if row.problems else REVIEW
            return [self._not_taken(recipe, row, outcome, [*row.problems, *row.waiting])]
        mains = []
        try:
            for values, found, *other in recipe.make(row, self):
                main = self._main(recipe, row, values, found, *other)
                mains.append(main)
                if recipe.after and main.kind == kind and main.record_id is not None:
                    recipe.after(row, self, main.record_id)
                if self.linked and main.outcome == UNCHANGED:
                    main.outcome = CHANGED
                    main.changes = [(name, None, other) for name, other in self.linked]
            sources = named_sources(row, self) if row.get("source") else ()
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
        outcomes = [*self.brought, *mains]
        if sources and recipe.model not in (Source, Citation):
            self.cited.append((row, sources, outcomes))
        return outcomes

    def _take_back(self):
        for register, record_id, before in reversed(self.journal):
            register.put_back(record_id, before)
            if before is None:
                for links in self.lists.values():
                    if links.kind == register.kind:
                        links.forget(record_id)
        self.journal, self.brought = [], []
        self.links.clear()

    def _not_taken(self, recipe, row, outcome, found) -> Outcome:
        kind = recipe.kind
        for text in recipe.names(row):
            self.not_taken.setdefault((kind, fold(text)), row.number)
        notes = row.said([*found, *row.doubts])
        return Outcome(row.sheet, row.number, True, outcome, kind, None, [], notes, row.cells)

    def _main(self, recipe, row, values, found, model=None) -> Outcome:
        register = self.register(model or recipe.model)
        if found is not None and (key := values.get("key")):
            own = register.get(found, "key")
            if own and own != key and found in register.origin:
                found = None  # two keys are two records, however like they are
            elif own and own != key:
                values = {name: value for name, value in values.items() if name != "key"}
                row.doubt("key", f"It is in the record under the key “{own}”, which stays.")
        earlier = register.origin.get(found) if found is not None else None
        erased = blanks(register, row) if row.erased else NOTHING
        notes: list[list[str]] = []
        if earlier is None:
            strict = row.found_by == "key"
            record_id, outcome, changes = self.put(
                register, values, found, loosely=not strict, erased=erased
            )
            register.origin[record_id] = (row.sheet, row.number, _mark_of(row.cells))
        else:
            record_id, outcome = found, DUPLICATE
            changes = self.compare(register, found, values, loosely=True, erased=erased)
            notes = self._compare_rows(register, row, changes, found, earlier, recipe)
        return Outcome(
            row.sheet, row.number, True, outcome, register.kind, record_id, changes, notes,
            row.cells,
        )  # fmt: skip

    def _compare_rows(self, register, row, changes, found, earlier, recipe):
        """A second row for one record: the same again, a blank filled, or a contradiction,
        which somebody must settle since the order of rows says nothing."""
        sheet, number, cells = earlier
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
            self._ask_which_row(register, found, (sheet, number), against)
            raise Held(
                _column_of(row, against[0][0]),
                f"Row {number} says otherwise of the same {register.model._meta.verbose_name}: "
                f"{said}. Say which is right.",
            )
        if changes:
            only_more = all(name in recipe.may_differ for name, _, _ in changes)
            kind = recipe.may_differ_words if only_more else "fills a blank"
            self._change(register, found, {name: new for name, _, new in changes})
        else:
            kind = "exact" if cells == _mark_of(row.cells) else "near"
        return [["", "", f"The same as row {number} ({kind})."]]

    # Records

    def put(self, register, values: dict, found, *, loosely=True, erased=NOTHING):
        """Plan a record of these values, new or found: (id, outcome, changes). `erased`
        are blank values that the row says on purpose."""
        if found is None:
            values = {name: value for name, value in values.items() if value is not None}
            if (register.kind, values.get("key")) in self.former_keys:
                raise Refused(
                    "key",
                    f"“{values['key']}” was the key of another record, and its address still "
                    "leads there. Choose another key.",
                )
            record_id = register.add(values | erased)
            self.journal.append((register, record_id, None))
            outcome, changes = NEW, []
        else:
            record_id = found
            changes = self.compare(register, record_id, values, loosely=loosely, erased=erased)
            if not changes:
                return record_id, UNCHANGED, []
            outcome = CHANGED
            self._change(register, record_id, {name: new for name, _, new in changes})
        if problems := register.rules.problems(record_id):
            name, sentence = problems[0]
            raise Refused(_column_of(self.row, name), sentence)
        return record_id, outcome, changes

    def _change(self, register, record_id, values):
        self.journal.append((register, record_id, list(register.records[record_id])))
        register.change(record_id, values)

    def compare(self, register, record_id, values, *, loosely, erased=NOTHING) -> list:
        """[(field, old, new)] of what these values would change. A vaguer date than the one
        known ("2007" beside "2007-10-25") changes nothing."""
        current, place = register.records[record_id], register.place
        changes = []
        for name, new in values.items():
            old = current[place[name]]
            if new == old or new is None:
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
        for name, blank in erased.items():
            if (old := current[place[name]]) != blank:
                changes.append((name, old, blank))
        return changes

    def bring(self, model, values: dict, found=None) -> int:
        """Plan a record that the row brings along; one that is known is left as it is."""
        if found is not None:
            return found
        return self.set_right(model, values, None)

    def set_right(self, model, values: dict, found) -> int:
        """Plan a record that the row brings along, or what it changes in one."""
        register, row = self.register(model), self.row
        record_id, outcome, changes = self.put(register, values, found)
        if outcome != UNCHANGED:
            self.brought.append(
                Outcome(
                    row.sheet, row.number, False, outcome, register.kind, record_id, changes,
                    [], (),
                )
            )  # fmt: skip
        return record_id

    def show(self, register, name, value) -> str:
        """A value as staff know it: a linked record by its name."""
        if name not in register.field_of:  # a list of links: their keys
            other = self.lists[register.kind, name].other_kind
            return self.registers[other].get(value, "key") if value else ""
        linked = register.field_of[name].related_model
        if linked is ContentType and value:
            return ContentType.objects.get_for_id(value).model
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
        known = (model, text, hint)
        record_id = self.links.get(known)
        if record_id is None:
            record_id = self._find_link(name, self.register(model), text, hint, on, make)
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
        # A number alone is the office's own; "Vacant since 3/2007" is nobody.
        if match.placeholder and (
            any(map(str.isalpha, text)) or not any(map(str.isdigit, text))
        ):
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
        self.ask(register, text, match.candidates)
        raise Refused(
            name,
            f"“{text}” is no {word} in the record. Write its {_ways(register)}, or enter "
            f"it first.",
        )

    def known(self, model, text: str, *, hint=None) -> int | None:
        """The record that a text means, as staff settled it or by itself; nobody is asked."""
        register = self.register(model)
        if self.answers.settled:
            named = (register.kind, fold(text))
            verdict, settled = self.answers.settled.get(named, (None, None))
            if verdict == Verdict.IS and settled in register.records:
                return settled
        return self.match(register, text, hint=hint).record_id

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
            self.ask(register, text, near)
            told = "; ".join(f"{one.label} ({one.why})" for one in near[:5])
            raise Held(name, f"“{text}” may be {told}. Say which {word} is meant.")

    def ask(self, register, text, candidates):
        if self.row is None:
            return  # looked for, but not yet told by a row that is taken
        self.questions.ask(
            register.kind,
            text,
            self.row,
            [(one.id, one.label, one.why) for one in candidates if one.id > 0],
            may_be_new=register.kind in recipes.MAKE,
        )

    def _ask_which_row(self, register, record_id, earlier: tuple[int, int], against):
        """Ask which of two rows is right where they say different things of a record."""
        row, about = (self.row.sheet, self.row.number), register.model._meta.verbose_name
        if {"name", "title"} & register.place.keys():
            about = self.label(register, record_id)
        text = which_row(str(about), earlier, row)

        def said(place):
            values = [(one[0], self.show(register, one[0], one[place])) for one in against]
            return "; ".join(f"{name}: “{value}”" for name, value in values)

        candidates = [
            (1, f"row {earlier[1]} is right", said(1)),
            (2, f"row {row[1]} is right", said(2)),
        ]
        self.questions.ask(ROWS_THAT_DIFFER, text, self.row, candidates)

    def keys(self, model) -> dict[str, int]:
        """The ids of all stored records of a kind by their keys."""
        if model not in self.stored_keys:
            kept = model._base_manager.values_list("key", "pk")
            self.stored_keys[model] = dict(kept.iterator(chunk_size=CHUNK))
        return self.stored_keys[model]

    def list_of(self, model, name: str) -> Links:
        known = (model._meta.model_name, name)
        if known not in self.lists:
            self.lists[known] = Links(model, name)
        return self.lists[known]

    def lacks(self, model, name: str, one: int, others: list[int]) -> bool:
        """Is the record not linked to all of these yet?"""
        return not set(others) <= set(self.list_of(model, name).held[one])

    def link_many(self, model, name: str, one: int, other: int):
        """Plan that a record is linked to one more: a meeting to another body."""
        if self.list_of(model, name).add(one, other):
            self.linked.append((name, other))

    def doubt_earlier(self, register, record_id, name, sentence):
        """A doubt about a row that was taken before this one."""
        self.later_doubts.append((*register.origin[record_id][:2], name, sentence))

    # After a chunk

    def _finish(self, plan: SheetPlan, recipe: Recipe, taken: list[list[Outcome]]):
        self._cite()
        doing = [one for one in taken if len(one) > 1 or one[0].outcome in (NEW, CHANGED)]
        self._keep_hand_edits(plan, doing)
        if recipe.check:
            recipe.check(self, [one for outcomes in doing for one in outcomes if one.is_main])
        for sheet, number, name, sentence in self.later_doubts:
            for outcomes in taken:
                if outcomes[-1].number == number and outcomes[-1].sheet == sheet:
                    outcomes[-1].notes = [*outcomes[-1].notes, [name, "", sentence]]
        self.later_doubts = []
        self._doubt(doing)
        outcomes = [one for row_outcomes in taken for one in row_outcomes]
        as_it_is = 0  # most rows of a sheet that comes again
        for one in outcomes:
            if one.outcome == UNCHANGED and not one.notes and one.is_main:
                as_it_is += 1
                continue
            self._count(plan, one)
            if one.outcome != UNCHANGED:
                self._hash.update(self._fingerprint(one))
        plan.counts[UNCHANGED] += as_it_is
        plan.rows += len(taken)
        self.sink(self, [one for one in outcomes if one.outcome != LEFT_OUT])

    def _count(self, plan: SheetPlan, one: Outcome):
        if not one.is_main:
            if one.outcome == NEW:
                plan.also[one.kind] += 1
            elif one.outcome == CHANGED:
                plan.also_changed[one.kind] += 1
            return
        if one.outcome == LEFT_OUT:
            why = one.notes[0][2] if one.notes else "the other row is right, as was said"
            plan.left_out[one.number] = why.rstrip(".")
            plan.rows -= 1
            return
        plan.counts[one.outcome] += 1
        if one.outcome == REFUSED:
            list_notes(plan.refusals, one, one.notes)
        elif one.outcome == DUPLICATE:
            said = one.notes[0][2]
            plan.duplicates.append({"row": one.number, "what": said})
            list_notes(plan.doubts, one, one.notes[1:])
        else:
            list_notes(plan.doubts, one, one.notes)

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
                    field = register.field_of.get(name)  # none: a list of links
                    if field and field.attname in left and left[field.attname] != old:
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

    def _doubt(self, taken):
        """Tell what the record's own warnings say of what the rows of a chunk do."""
        rows: dict[tuple[str, int], Outcome] = {}
        touched: dict[type[Record], list[int]] = defaultdict(list)
        for outcomes in taken:
            for one in outcomes:
                if one.outcome in (NEW, CHANGED) and (one.kind, one.record_id) not in rows:
                    rows[one.kind, one.record_id] = outcomes[-1]
                    touched[self.registers[one.kind].model].append(one.record_id)
        for kind, record_id, sentence in doubts(self, touched):
            main = rows[kind, record_id]
            main.notes = [*main.notes, ["", "", sentence]]

    def _cite(self):
        """What the rows of a chunk say of their sources: each bears out the record that
        the row is about, and those that it brings along."""
        cited, self.cited = self.cited, []
        about = [
            [one for one in outcomes if one.record_id and (one.is_main or one.kind != "source")]
            for _, _, outcomes in cited
        ]
        if cited:
            register = self.register(Citation)
            register.load({one.record_id for found in about for one in found})
        for (row, sources, outcomes), records in zip(cited, about, strict=True):
            self.row, self.journal, self.brought = row, [], []
            said = {"page": row.get("source_page"), "quotation": row.get("source_words")}
            for one in records:
                for source in sources:
                    model = self.registers[one.kind].model
                    cite(self, model, one.record_id, source, said)
            outcomes[:0] = self.brought


def blanks(register, row: Row) -> dict:
    """What the fields hold that the row erases. Raises Refused for one that can't be
    blank."""
    found = {}
    for name in row.erased:
        field = register.field_of.get(name)
        if field is None or not (field.null or field.blank):
            raise Refused(name, CANT_BE_BLANK)
        found[name] = None if field.null else ""
    return found


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
    return hash(cells)


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


LEARN = {
    "agency": learn_agency,
    "body": learn_agency,
    "official": learn_official,
    "position": learn_position,
    "legalinstrument": learn_titled,
    "subject": learn_official,
    "source": learn_titled,
}

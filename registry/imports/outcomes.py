"""What became of a sheet and its rows, what is asked about it, and what is settled."""

import re
from collections import Counter
from dataclasses import dataclass, field

from ..models import Decision
from ..text import fold
from ..vocabulary import ImportOutcome, Verdict
from .columns import ColumnPlan
from .kinds import Kind
from .readers import SheetData
from .rows import COLUMN_OF_DATES, ORDERS, ROWS_THAT_DIFFER, Row

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
    first_cells: tuple = ()  # then those of its first row
    is_left_out: bool = False  # the whole sheet, as staff said
    rows: int = 0
    counts: Counter = field(default_factory=Counter)
    # Records that rows bring along: new ones, and those that they change, by kind.
    also: Counter = field(default_factory=Counter)
    also_changed: Counter = field(default_factory=Counter)
    refusals: list[dict] = field(default_factory=list)
    doubts: list[dict] = field(default_factory=list)
    duplicates: list[dict] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)  # rows, and why
    # What is named as a source and is none, in order.
    unsourced: dict[str, None] = field(default_factory=dict)
    kept: int = 0  # cells changed by hand since the last import, which this one leaves


MOST_QUESTIONS = 500


@dataclass
class Question:
    """A text that may mean several records, or none; and where it stands first."""

    kind: str
    text: str
    sheet: int
    row: int
    may_be_new: bool
    candidates: list[tuple[int, str, str]]
    times: int = 0


class Questions(dict[tuple[str, str], Question]):
    """What somebody must settle. One answer counts for every cell of that text."""

    def ask(self, kind: str, text: str, row: Row, candidates: list, *, may_be_new=False):
        """Each candidate is an id, what it is called, and why."""
        known = (kind, fold(text))
        # Without an answer about its order no row of a column of dates comes in.
        if known not in self and (len(self) < MOST_QUESTIONS or kind == COLUMN_OF_DATES):
            self[known] = Question(kind, text, row.sheet, row.number, may_be_new, candidates)
        if known in self:
            self[known].times += 1


def which_row(label: str, one: tuple[int, int], other: tuple[int, int]) -> str:
    """Asks which row is right, each a sheet's place in the report and a number."""
    rows = [f"row {number} of sheet {sheet + 1}" for sheet, number in (one, other)]
    return f"{label}: {rows[0]} or {rows[1]}"


@dataclass
class Answers:
    """What staff have settled, for this batch or in earlier ones."""

    settled: dict[tuple[str, str], tuple[str, int | None]] = field(default_factory=dict)
    is_not: set[tuple[str, str, int]] = field(default_factory=set)
    questions: frozenset[str] = frozenset()  # whole columns settled: "date order", …
    date_order: str | None = None  # "mdy" or "dmy" for every column of dates
    overwrite: bool = False  # hand edits give way to the sheet

    def order_of(self, header: str) -> str | None:
        """Whether month or day comes first in a column of dates, as staff said."""
        _, said = self.settled.get((COLUMN_OF_DATES, fold(header)), (None, None))
        return ORDERS.get(said, self.date_order)

    @property
    def wrong_rows(self) -> set[tuple[int, int]]:
        """Of two rows that say different things of one record, those that are not right."""
        wrong = set()
        for (kind, text), (_, right) in self.settled.items():
            if kind == ROWS_THAT_DIFFER:
                rows = re.findall(r"row (\d+) of sheet (\d+)", text)[-2:]
                number, sheet = rows[1 if right == 1 else 0]
                wrong.add((int(sheet) - 1, int(number)))
        return wrong

    @classmethod
    def remembered(cls) -> "Answers":
        known = cls()
        for one in Decision.objects.all():
            if one.verdict == Verdict.IS_NOT:
                known.is_not.add((one.kind, one.text, one.record_id))
            else:
                known.settled[one.kind, one.text] = (one.verdict, one.record_id)
        return known


def list_notes(listed: list, one: Outcome, notes):
    if len(listed) < LISTED:
        listed += [
            {"row": one.number, "column": column, "value": value, "reason": reason}
            for column, value, reason in notes
        ]

"""The attendance matrix: agencies by meetings."""

from dataclasses import dataclass

from ..facts.matrix import Came, Matrix
from ..models import Agency, Meeting
from .frame import Frame
from .labels import and_more, shortened

NAMES = 230  # the width of the column of names
HEAD = 96
CELL = 30
MOST_ROWS = 60
LONGEST_NAME = 26

# What is drawn from the middle of a cell, told apart by form.
SIGNS = {
    Came.PRESENT: "m-8-8h16v16h-16z",
    Came.EXCUSED: "m-8-8h16v16h-16zm0 16l16-16",
    Came.ABSENT: "m-7-7l14 14m0-14l-14 14",
    Came.NOT_KNOWN: "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0",
    Came.NO_SEAT: "m-3 0h6",
}
MEANINGS = {
    Came.PRESENT: "present",
    Came.EXCUSED: "excused",
    Came.ABSENT: "absent",
    Came.NOT_KNOWN: "not known: not on a list that may not be complete",
    Came.NO_SEAT: "had no seat then",
}


@dataclass(frozen=True)
class Column:
    x: int
    words: str
    title: str
    meeting: Meeting


@dataclass(frozen=True)
class Row:
    y: int
    name: str
    title: str
    agency: Agency
    signs: list[tuple[Came, str]]  # the path of all cells of that sign


@dataclass(frozen=True)
class Picture(Frame):
    columns: list[Column]
    rows: list[Row]
    more: str
    key: list[tuple[Came, str, str]]  # sign, its path in 28 by 18 pixels, meaning

    @property
    def head(self) -> int:
        return HEAD


def picture(found: Matrix, title: str) -> Picture | None:
    """Draws what `facts.matrix` found; None where no meeting or no agency is known."""
    if not found.meetings or not found.rows:
        return None
    columns = [
        Column(
            NAMES + number * CELL + CELL // 2,
            meeting.held_on,
            f"{meeting.label}: {_count(row.came[number] for row in found.rows)}",
            meeting,
        )
        for number, meeting in enumerate(found.meetings)
    ]
    shown = found.rows[:MOST_ROWS]
    rows = [_row(number, row, columns) for number, row in enumerate(shown)]
    used = {came for row in shown for came in row.came}
    return Picture(
        "attendance",
        title,
        f"{len(found.rows):,} agencies by {len(columns):,} meetings, the last meeting first. "
        "The table tells the same in words.",
        NAMES + CELL * len(columns) + 40,
        HEAD + CELL * len(rows) + 8,
        columns,
        rows,
        and_more(len(found.rows) - len(shown)),
        [(c, f"M14 9{SIGNS[c]}", MEANINGS[c]) for c in Came if c in used],
    )


def _row(number, row, columns) -> Row:
    y = HEAD + CELL * number + CELL // 2
    signs = []
    for came in Came:
        places = [
            column.x for column, one in zip(columns, row.came, strict=True) if one is came
        ]
        if places:
            signs.append((came, "".join(f"M{x} {y}{SIGNS[came]}" for x in places)))
    name = shortened(row.name, most=LONGEST_NAME)
    return Row(y, name, f"{row.name}: {_count(row.came)}", row.agency, signs)


def _count(came) -> str:
    """ "2 present, 1 not known"."""
    came = list(came)
    return ", ".join(f"{came.count(one)} {one}" for one in Came if one in came)

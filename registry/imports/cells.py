"""What a cell says. A reader takes the cell and its context and gives the value, or raises
CellRefused or CellDoubt, whose text is a sentence that quotes the cell."""

import re
from dataclasses import dataclass

from ..text import fold


class CellRefused(Exception):
    """The cell says nothing that the field can hold: what it says, what was wanted."""


class CellDoubt(Exception):
    """The cell can be read in more than one way, so somebody must be asked.

    `guess` is the likeliest reading, or None. `question` names what one answer settles for
    the whole column ("date order", "century"); "" where each cell is a question of its own.
    """

    def __init__(self, reason: str, guess=None, question: str = ""):
        super().__init__(reason)
        self.guess = guess
        self.question = question


@dataclass
class CellContext:
    """What the other cells of the column show, and what staff have settled about it."""

    field: object = None  # kinds.Field
    date_order: str | None = None  # "mdy" or "dmy"
    century: int | None = None  # the year about which two-digit years lie
    settled: frozenset[str] = frozenset()  # questions answered
    epoch_1904: bool = False
    longest: int = 32_767


def date_order(values) -> str | None:
    """ "mdy" or "dmy", as those cells of a column show that can be read in one order only;
    None where none can, or they disagree."""
    raise NotImplementedError


def normal(text: str) -> str:
    """A header or choice as it is compared: no case, accents, punctuation, doubled blanks.

    A mark that is all there is stays what it is: "✓", "-".
    """
    folded = fold(text)
    return " ".join(re.sub(r"[\W_]+", " ", re.sub(r"[.']", "", folded)).split()) or folded


def read_line(value, context: CellContext) -> str: ...
def read_prose(value, context: CellContext) -> str: ...
def read_key(value, context: CellContext) -> str: ...
def read_code(value, context: CellContext) -> str: ...
def read_link(value, context: CellContext) -> str: ...
def read_links(value, context: CellContext) -> list[str]: ...
def read_list(value, context: CellContext) -> list[str]: ...
def read_choice(value, context: CellContext) -> str: ...
def read_yes_no(value, context: CellContext) -> bool | None: ...
def read_integer(value, context: CellContext) -> int | None: ...
def read_ordinal(value, context: CellContext) -> int | None: ...
def read_year(value, context: CellContext) -> int | None: ...
def read_url(value, context: CellContext) -> str: ...
def read_time(value, context: CellContext): ...
def read_day(value, context: CellContext): ...
def read_partial_date(value, context: CellContext) -> str: ...
def read_seen(value, context: CellContext): ...
def read_cadence(value, context: CellContext): ...

"""What reading a file gives, and why a file is refused."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.conf import settings


class FileRefused(Exception):
    """The file can't be read. The text is a sentence for the person who sent it: what it
    is, what was wanted, what to do."""


@dataclass(frozen=True)
class CellError:
    """A cell in which the spreadsheet program reports an error ("#REF!"), or a formula
    whose result was never stored."""

    text: str

    def __str__(self):
        return self.text


@dataclass(frozen=True)
class Limits:
    """How much of a file is read. `IMPORT_LIMITS` in the settings changes any of them.

    `cells` counts the corner-to-corner area of a workbook's tables, blank cells included:
    that is what its reader takes memory for.
    """

    bytes: int = 20 * 1024 * 1024
    unpacked: int = 300 * 1024 * 1024
    rows: int = 200_000
    columns: int = 200
    cells: int = 5_000_000
    cell: int = 32_767
    seconds: int = 60
    members: int = 5_000

    @classmethod
    def from_settings(cls) -> "Limits":
        return cls(**getattr(settings, "IMPORT_LIMITS", {}))


class Clock:
    """Refuses the file once reading has taken longer than the limit allows."""

    def __init__(self, seconds: int):
        self.seconds = seconds
        self.until = time.monotonic() + seconds

    def check(self):
        if time.monotonic() > self.until:
            raise FileRefused(
                f"This file takes more than {self.seconds} seconds to read. "
                "Divide it into smaller files."
            )


@dataclass
class SheetData:
    """One table: its headers and, each time `rows()` is called, its rows.

    Row numbers count from 1 at the top of the sheet, as a person sees them; of a text file
    they count records, since cells may hold line breaks.

    `ignored_rows` (title lines, notes, repeated headers; in text files blank lines too),
    `group_rows`, `row_faults` and `notices` are complete once `rows()` has run through. A
    row with a fault ("has 6 cells where the header names 5") is handed on all the same,
    after its fault was noted.

    `fixed` holds what the sheet says once for all its rows, as label and value: "Body:
    PITF" above the table. `layout` is "table", "cross table" (a column for each meeting,
    handed on as a row for each mark) or "form" (labels beside values: one record). With a
    `fault` the sheet can't be read as it stands.
    """

    name: str
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    headers: list[str] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    ignored_rows: list[int] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    empty: bool = False
    hidden: bool = False
    layout: str = "table"
    titles: list[str] = field(default_factory=list)
    fixed: dict[str, object] = field(default_factory=dict)
    group_rows: list[int] = field(default_factory=list)
    row_faults: dict[int, str] = field(default_factory=dict)
    fault: str = ""
    epoch_1904: bool = False
    read_rows: Callable[["SheetData"], Iterator[tuple[int, tuple]]] | None = field(
        default=None, repr=False
    )

    def rows(self) -> Iterator[tuple[int, tuple]]:
        """Number and cells of each row of data, the cells in the order of `headers`."""
        return iter(()) if self.read_rows is None else self.read_rows(self)


@dataclass
class Workbook:
    sheets: list[SheetData]
    hidden_sheets: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


@dataclass
class Grid:
    """A sheet before its table is found: rows of cells as they stand, from any format.

    `rows` gives (number, cells) from the first row on, again at each call; blank rows may
    be left out. Columns and rows count from 0 in `merged`, rows from 1 elsewhere.
    """

    name: str
    rows: Callable[[], Iterator[tuple[int, list]]]
    hidden: bool = False
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: list[int] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    epoch_1904: bool = False
    encoding: str | None = None
    delimiter: str | None = None
    blank_rows_count: bool = False  # in a text file a blank line is a line
    row_faults: dict[int, str] = field(default_factory=dict)  # known once a row is read


def letters(column: int) -> str:
    """The name of a column that counts from 0: "A", "Z", "AA"."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def blank(cell) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def and_more(items: list[str], most: int = 5) -> str:
    """ "a, b, c and 4 more" """
    if len(items) <= most:
        return ", ".join(items)
    return f"{', '.join(items[:most])} and {len(items) - most:,} more"

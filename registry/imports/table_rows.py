"""The rows of a table, one after the other, and what among its lines is none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..text import EXAMPLE
from .files import Grid, SheetData, blank, letters
from .mends import Tell, mends_of
from .tables import (
    NO_MARK,
    NOTE,
    RATE,
    TOTAL,
    Table,
    another_table,
    lone_cell,
)

# How the first cell of a line begins that may be no row: with nothing, a total, an example.
MAY_BE_NO_ROW = re.compile(rf"\s*$|{TOTAL.pattern}|\s*{EXAMPLE}", re.I)
A_NUMBER = re.compile(r"[\s$€£(+-]*\d")


def _a_number(cell) -> bool:
    """A number, or a text that begins with one: "24 agencies"."""
    return not isinstance(cell, str) or bool(A_NUMBER.match(cell))


def _a_count(cell) -> bool:
    return type(cell) is int or (isinstance(cell, str) and cell.strip(" .)#").isdecimal())


@dataclass
class _Merges:
    """A merged cell counts for every row that it covers, in its first column."""

    waiting: list[tuple[int, int, int, int]]
    open: dict[int, tuple[int, object]] = field(default_factory=dict)

    @classmethod
    def of(cls, grid: Grid, header_row: int) -> "_Merges":
        tall = [area for area in grid.merged if area[2] > area[0] and area[2] + 1 > header_row]
        return cls(sorted(tall, reverse=True))

    def fill(self, number: int, cells: list) -> list:
        row = number - 1
        while self.waiting and self.waiting[-1][0] <= row:
            top, left, bottom, _ = self.waiting.pop()
            if top == row and left < len(cells) and not blank(cells[left]):
                self.open[left] = (bottom, cells[left])
        for column, (bottom, value) in list(self.open.items()):
            if bottom < row:
                del self.open[column]
            elif column < len(cells) and blank(cells[column]):
                cells[column] = value
        return cells


class Rows:
    """One reading of a table. What is not a row of it is noted on the sheet on the way."""

    def __init__(self, sheet: SheetData, grid: Grid, table: Table):
        self.sheet, self.grid, self.table = sheet, grid, table
        self.columns = table.columns
        self.width = len(table.columns)
        self.last = table.columns[-1] + 1 if table.columns else 0
        self.straight = table.columns == list(range(self.width))
        self.heads = [str(text).strip() for text in table.headers]
        self.unheaded = [at for at, text in enumerate(self.heads) if not text]
        self.can_be_record = table.makes_record
        self.merges = _Merges.of(grid, table.header_row)
        self.group = ""
        self.in_notes = 0  # the row of the last note of a list of notes
        self.tell = Tell(sheet)
        # Lines with one cell whose meaning shows only in what follows: rows, or nothing.
        self.groups: list[int] = []
        self.late: list[tuple[int, tuple]] = []

    def __iter__(self) -> Iterator[tuple[int, tuple]]:
        sheet, before, gap = self.sheet, self.table.header_row, False
        sheet.ignored_rows = list(self.table.above)
        sheet.group_rows, sheet.row_faults = [], {}
        another = ""  # another table has begun: why its rows are not read
        plain = not (self.table.dates or self.table.groups)  # a line is a row
        straight, width, odd = self.straight, self.width, MAY_BE_NO_ROW.match
        dates, faults = self.table.dates, self.grid.row_faults
        header = self.heads[0] if self.heads else ""
        merged, mends = bool(self.grid.merged), mends_of(self.table, self.tell)
        for number, cells in self.grid.rows():
            if number <= self.table.header_row:
                continue
            gap, before = gap or number > before + 1, number
            if merged and (self.merges.waiting or self.merges.open):
                cells = self.merges.fill(number, cells)
            if straight and len(cells) == width:
                row = tuple(cells)
            else:
                row = self._aligned(number, cells)
            first = row[0]
            if (
                width - row.count(None) - row.count("") < 3
                or first is None
                or dates
                or (type(first) is str and odd(first))
            ):
                if isinstance(first, str) and first.strip().startswith(EXAMPLE):
                    sheet.ignored_rows.append(number)
                    continue
                what = self._thin(number, row, gap)
                if what == "blank":
                    gap = True
                if what != "row":
                    continue
            if first == header and self._is_header(row):
                sheet.ignored_rows.append(number)
                another = ""
                continue
            if gap and (begins := another_table(cells)):
                another = begins
                sheet.ignored_rows += [line for line, _ in self.late]  # its titles
                self.late = []
            if another:
                sheet.row_faults[number] = another
            if number in faults:
                sheet.row_faults[number] = faults[number]
            gap = False
            if self.groups or self.late:
                yield from self._settled()
            for mend in mends:
                row = mend(number, row)
            for at in self.unheaded:
                self._tell_unheaded(number, row, at)
            if plain:
                yield number, row
            else:
                yield from self._handed_on(number, row)
        if self.can_be_record:
            yield from self._settled()
        sheet.ignored_rows += self.groups + [number for number, _ in self.late]
        sheet.ignored_rows.sort()

    def _aligned(self, number: int, cells: list) -> tuple:
        row = tuple(cells[at] if at < len(cells) else None for at in self.columns)
        if self.grid.blank_rows_count:
            if any(not blank(cell) for cell in cells[self.last :]):
                self.sheet.row_faults[number] = (
                    f"The row has {len(cells)} cells where the header names {self.last}; the "
                    f"first too many is “{str(cells[self.last])[:60]}”. If a cell holds the "
                    "delimiter, put it in quotation marks."
                )
            elif len(cells) < self.last:
                self._tell_swallowed(number, cells)
        return row

    def _tell_swallowed(self, number: int, cells: list):
        """A quotation mark at the wrong place makes one cell of several lines."""
        mark = {"tab": "\t"}.get(self.grid.delimiter, self.grid.delimiter or ",")
        for cell in cells:
            lines = cell.split("\n") if isinstance(cell, str) else []
            if len(lines) > 1 and sum(line.count(mark) >= self.last - 1 for line in lines[1:]):
                self.sheet.row_faults[number] = (
                    f"One cell holds {len(lines)} lines that look like rows, beginning with "
                    f"“{lines[0][:60]}”. Close or double the quotation mark in it."
                )

    def _thin(self, number: int, row: tuple, gap: bool) -> str:
        """What a row with hardly a cell is: "blank", "note", "group", "late" (wait and see)
        or a "row" after all."""
        sheet = self.sheet
        said = [cell for cell in row if not blank(cell)]
        if number in sheet.row_faults:
            return "row"
        if not said:
            if self.grid.blank_rows_count:
                sheet.ignored_rows.append(number)
            return "blank"
        text = said[0]
        if len(said) == 1 and self.width > 2 and not self.can_be_record and _a_count(text):
            sheet.ignored_rows.append(number)  # a numbered line that nobody filled in
            return "note"
        if not isinstance(text, str):
            return "row"
        counts = TOTAL.match(text) or (self.table.dates and RATE.match(text) and said[1:])
        if self.width > 1 and counts and all(map(_a_number, said[1:])):
            sheet.ignored_rows.append(number)
            return "note"
        if len(said) > 1 or self.width == 1:
            return "row"
        if NOTE.match(text) or (self.in_notes and number == self.in_notes + 1):
            sheet.ignored_rows.append(number)
            if text.rstrip().endswith(":") or self.in_notes:  # "Notes:", and they follow
                self.in_notes = number
            return "note"
        what = lone_cell(self.table, number, text) if row[0] is text else ""
        if what == "group" and self.table.groups:
            self.group = " ".join(text.split())
            self.groups.append(number)
            return "group"
        if what == "heading":
            self.group = ""
            sheet.ignored_rows.append(number)
            heading = text.strip()[:60]
            self.tell(number, f"Row {number}, “{heading}”, is taken for a heading.")
            return "note"
        if gap:
            self.late.append((number, row))
            return "late"
        return "row"

    def _settled(self) -> Iterator[tuple[int, tuple]]:
        """A row follows: so the lines before it were group lines, or rows themselves."""
        self.sheet.group_rows += self.groups
        self.groups = []
        late, self.late = self.late, []
        for number, row in late:
            yield from self._handed_on(number, row)

    def _is_header(self, row: tuple) -> bool:
        return [str(cell or "").strip() for cell in row] == self.heads

    def _tell_unheaded(self, number: int, row: tuple, at: int):
        if not blank(row[at]):
            self.unheaded.remove(at)
            self.tell(
                at,
                f"Column {letters(self.columns[at])} has no header, so its cells are not "
                f"read (the first is in row {number}).",
            )

    def _handed_on(self, number: int, row: tuple) -> Iterator[tuple[int, tuple]]:
        if self.table.dates:
            said = dict(zip(self.columns, row, strict=True))
            kept = tuple(
                said[column] for column in self.columns if column not in self.table.dates
            )
            headers = dict(zip(self.columns, self.heads, strict=True))
            for column in self.table.dates:
                mark = said[column]
                if not blank(mark) and str(mark).strip().lower() not in NO_MARK:
                    yield number, (*kept, headers[column], mark)
        elif self.table.groups:
            yield number, (*row, self.group)
        else:
            yield number, row

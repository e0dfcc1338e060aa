"""What is done to the cells of each row of a table before they are read. Whatever is read
otherwise than it stands is told, once of each thing."""

from collections.abc import Callable

from .files import SheetData, blank, letters
from .marks import a_ditto, without_entities, without_footnote
from .tables import Table
from .years import with_year, yearless

Mend = Callable[[int, tuple], tuple]  # of a row's number and its cells


class Tell:
    """Adds to the notices of a sheet, once of each thing; its rows may be read again."""

    def __init__(self, sheet: SheetData):
        self.sheet, self.told = sheet, set()

    def __call__(self, about, notice: str):
        if about not in self.told and notice not in self.sheet.notices:
            self.sheet.notices.append(notice)
        self.told.add(about)


def mends_of(table: Table, tell: Tell) -> list[Mend]:
    """Those that a table needs, in order; mostly none."""
    mends = (
        (table.entities, without_code),
        (table.footnotes is not None, without_footnotes),
        (table.yearless, with_years),
        (table.dittos, as_above),
        (table.said_once, as_said_once),
    )
    return [mend(table, tell) for is_needed, mend in mends if is_needed]


def in_cells(row: tuple, shown: Callable, places=None) -> tuple:
    """The row with what `shown` makes of a place and its cell; None leaves it."""
    cells = list(row)
    for at in range(len(row)) if places is None else places:
        if (other := shown(at, row[at])) is not None:
            cells[at] = other
    return tuple(cells)


def without_code(table: Table, tell: Tell) -> Mend:
    def mend(number, row):
        def shown(at, cell):
            if plain := without_entities(cell):
                tell(
                    "entities",
                    f"Some cells hold the code of a web page: “{cell.strip()[:60]}” is read as "
                    f"“{plain.strip()[:60]}” (first in row {number}).",
                )
            return plain or None

        return in_cells(row, shown)

    return mend


def without_footnotes(table: Table, tell: Tell) -> Mend:
    def mend(number, row):
        def shown(at, cell):
            found = without_footnote(cell, table.footnotes)
            if not found:
                return None
            plain, mark = found
            note = table.footnotes.get(mark)
            tell(
                mark,
                f"“{mark}” is read as the mark of a footnote and left out (first at "
                f"“{plain[:60]}” in row {number})"
                + (f"; its note is “{note[:120]}”." if note else "."),
            )
            return plain

        return in_cells(row, shown)

    return mend


def with_years(table: Table, tell: Tell) -> Mend:
    def mend(number, row):
        def shown(at, cell):
            if not yearless(cell):
                return None
            dated, header = with_year(cell, table.year), table.headers[at].strip()
            tell(
                header,
                f"Dates under “{header}” have no year, so that of the title is taken: "
                f"“{cell.strip()}” is read as {dated} (row {number}).",
            )
            return dated

        return in_cells(row, shown, table.yearless)

    return mend


def as_above(table: Table, tell: Tell) -> Mend:
    above: tuple = ()

    def mend(number, row):
        nonlocal above

        def shown(at, cell):
            if at >= len(above) or not a_ditto(cell):
                return None
            tell(
                "ditto",
                f"“{cell.strip()}” is read like the cell above (first in row {number}, "
                f"column {letters(table.columns[at])}: “{above[at]}”).",
            )
            return "" if above[at] is None else above[at]

        above = in_cells(row, shown)
        return above

    return mend


def as_said_once(table: Table, tell: Tell) -> Mend:
    above = None

    def mend(number, row):
        nonlocal above
        if not blank(row[0]):
            above = row[0]
            return row
        tell(
            "said once",
            f"The column “{table.headers[0].strip()}” has no value twice, so its blank cells "
            f"are read like the cell above them (first in row {number}: “{above}”).",
        )
        return (above, *row[1:])

    return mend

"""A row of a sheet as it is planned: what its cells say, and what is wrong with them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..dates import UNKNOWN
from ..text import fold, undefused
from .cells import ERASE, CellContext, CellDoubt, CellRefused
from .columns import ColumnPlan, field_named
from .days import SAID_UNKNOWN, date_order, read_partial_date
from .kinds import Field, Kind
from .readers import CellError, SheetData

DATE_ORDER = "date_order"  # given like a field that holds for every row
COLUMN_OF_DATES = "date order"  # the kind of question
ORDERS = {1: "mdy", 2: "dmy"}  # its answers
ROWS_THAT_DIFFER = "rows that differ"  # likewise: which of two is right
OF_ONE_IMPORT = {COLUMN_OF_DATES, ROWS_THAT_DIFFER}  # the answers hold for no other file
CENTURY_REACH = 60  # a two-digit year lies less than this behind


class Refused(Exception):
    """The row can't be taken in: which field, and a sentence."""

    def __init__(self, field: str, sentence: str):
        super().__init__(sentence)
        self.field = field


class Held(Refused):
    """The row waits until somebody decides."""


class LeftOut(Refused):
    """The row is about nothing that the record keeps: a vacancy in a list of people."""


@dataclass(slots=True)
class Row:
    sheet: int
    number: int
    cells: tuple
    values: dict  # field -> what its cell says; blank cells are not in it
    columns: "Columns"
    # Hardly any row has any of these, so they are made for those that do.
    problems: Sequence[tuple[str, str]] = ()  # field, sentence
    doubts: Sequence[tuple[str, str]] = ()
    # Dates that can be read in two ways, with or without a likelier one: field, sentence.
    waiting: Sequence[tuple[str, str]] = ()
    in_two_ways: Sequence[str] = ()
    erased: Sequence[str] = ()  # fields whose cells say "(none)"
    found_by: str = ""  # how its record was found: "key", "name", …
    get: Callable = field(init=False, repr=False)  # a cell's value by its field

    def __post_init__(self):
        self.get = self.values.get

    def only(self, *names) -> dict:
        """Those of the fields that the row tells."""
        return {name: self.values[name] for name in names if name in self.values}

    def header(self, name: str) -> str:
        return self.columns.header_of.get(name, "")

    def raw(self, name: str) -> str:
        place = self.columns.place_of.get(name)
        if place is None or place >= len(self.cells):
            return ""
        return cell_text(self.cells[place])[:500]

    def has_column(self, name: str) -> bool:
        return name in self.columns.header_of

    def refuse(self, name: str, sentence: str):
        self.problems = [*self.problems, (name, sentence)]

    def doubt(self, name: str, sentence: str):
        self.doubts = [*self.doubts, (name, sentence)]

    def said(self, found) -> list[list[str]]:
        """Sentences with the header and the cell that they are about."""
        return [[self.header(name), self.raw(name), sentence] for name, sentence in found]


class Columns:
    """How each column of a sheet is read; what a cell said once is not read again."""

    def __init__(self, sheet: SheetData, kind: Kind, plan: ColumnPlan, rows, answers, today):
        # With what cells said that say one thing and no more, and what others did.
        self.fields: list[tuple[int, Field, CellContext, dict, dict]] = []
        self.header_of, self.place_of = {}, {}
        orders: dict[int, str | None] = {}  # of the columns of dates
        for place, name in sorted(plan.fields.items()):
            one = kind.by_name[name]
            if one.use in ("told", "file"):
                continue
            context = CellContext(
                field=one,
                century=today.year - CENTURY_REACH,
                settled=answers.questions,
                epoch_1904=getattr(sheet, "epoch_1904", False),
            )
            if one.reader is read_partial_date:
                orders[place] = date_order(row[place] for _, row in rows if place < len(row))
                context.date_order = answers.order_of(sheet.headers[place]) or orders[place]
            self.fields.append((place, one, context, {}, {}))
            self.header_of[name] = sheet.headers[place]
            self.place_of[name] = place
        # A column that shows no order of its own is read like the others, and told.
        shown = {order.rstrip("?") for order in orders.values() if order}
        for place, _, context, *_ in self.fields:
            if place in orders and not context.date_order and len(shown) == 1:
                context.date_order = f"{next(iter(shown))}?"

    def read(self, sheet_number: int, number: int, cells: tuple, fixed: dict) -> Row:
        row = Row(sheet_number, number, cells, dict(fixed), self)
        values, width = row.values, len(cells)
        for place, one, context, plain, known in self.fields:
            cell = cells[place] if place < width else None
            if cell is None or cell == "":
                continue
            said = cell if type(cell) is str else (type(cell), cell)  # 1 is not True here
            value = plain.get(said)
            if value is not None:
                values[one.name] = value
                continue
            read = known.get(said)
            if read is None:
                read = read_cell(one, cell, context)
                keep = plain if is_plain(read) else known
                keep[said] = read[0] if keep is plain else read
                if len(keep) > 100_000:
                    keep.clear()
            value, problem, doubt, question = read
            if question == COLUMN_OF_DATES:
                row.in_two_ways = [*row.in_two_ways, one.name]
            if problem and question:
                row.waiting = [*row.waiting, (one.name, problem)]
            elif problem:
                row.refuse(one.name, problem)
            elif value is ERASED and one.required:
                row.refuse(one.name, CANT_BE_BLANK)
            elif value is ERASED:
                row.erased = [*row.erased, one.name]
            elif says_something(value):
                values[one.name] = value
            elif value == UNKNOWN and type(cell) is str and fold(cell) in SAID_UNKNOWN:
                values[one.name] = UNKNOWN
            if doubt:
                row.doubt(one.name, doubt)
        return row


def says_something(value) -> bool:
    return value is not None and value != "" and value != []


def is_plain(read: tuple) -> bool:
    """Is there a value and no more to say of it?"""
    return read[0] is not ERASED and says_something(read[0]) and not any(read[1:])


ERASED = object()
CANT_BE_BLANK = "This can't be taken away by a sheet: write what it is."


def read_cell(one: Field, cell, context: CellContext) -> tuple:
    """(value, what is wrong, what is doubtful, what one answer would settle)"""
    if type(cell) is str:
        cell = undefused(cell)
    if type(cell) is str and cell.strip().casefold() == ERASE:
        return (ERASED if one.use == "store" else None), "", "", ""
    if isinstance(cell, CellError):
        wrong = f"The cell holds an error of the spreadsheet, {cell}: mend it there."
        return None, wrong, "", ""
    try:
        return one.reader(cell, context), "", "", ""
    except CellRefused as error:
        return None, str(error), "", ""
    except CellDoubt as doubt:
        if doubt.guess is None:
            return None, str(doubt), "", doubt.question
        return doubt.guess, "", str(doubt), doubt.question


def order_named(text: str | None) -> str | None:
    """Raises Refused for what is neither "mdy" nor "dmy"."""
    if text and text not in ORDERS.values():
        raise Refused(DATE_ORDER, f"“{text}”: write mdy (month first) or dmy (day first).")
    return text or None


def fixed_values(kind: Kind, said: dict[str, str], today: date) -> dict:
    """What `--set field=value` gives to every row; a field is named as a header would name
    it. Raises Refused for a field that the kind has not, or a value that it can't hold."""
    values = {}
    for word, text in said.items():
        name = field_named(word, kind)
        if name is None:
            known = ", ".join(sorted(kind.by_name))
            raise Refused(word, f"“{word}” is no field of {kind.label}. Its fields: {known}.")
        one = kind.by_name[name]
        context = CellContext(field=one, century=today.year - CENTURY_REACH)
        value, problem, *_ = read_cell(one, text, context)
        if problem:
            raise Refused(word, f"{word}: {problem}")
        values[name] = value
    return values


def cell_text(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def read_rows(
    sheet: SheetData, kind: Kind, plan: ColumnPlan, *, sheet_number, fixed, answers, today
) -> Iterator[Row]:
    """The rows of the sheet, read. Equal cells are one string, so that long sheets are
    cheap to hold."""
    same: dict = {}
    rows = []
    for number, cells in sheet.rows():
        rows.append(
            (number, tuple([same.setdefault(c, c) if type(c) is str else c for c in cells]))
        )
    columns = Columns(sheet, kind, plan, rows, answers, today)
    rows.reverse()
    while rows:  # a row that was read is let go
        number, cells = rows.pop()
        row = columns.read(sheet_number, number, cells, fixed)
        if fault := sheet.row_faults.get(number):  # what its cells say is shifted
            row.problems, row.waiting, row.in_two_ways, row.doubts = [("", fault)], (), (), ()
        yield row

"""A row of a sheet as it is planned: what its cells say, and what is wrong with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import zip_longest

from ..dates import UNKNOWN
from ..text import fold, undefused
from .cells import ERASE, CellContext, CellDoubt, CellRefused
from .columns import ColumnPlan, field_named
from .days import SAID_UNKNOWN, date_order, read_partial_date
from .files import CellError, SheetData, blank
from .kinds import Field, Kind

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


class Row:
    # Hardly any row has any of these, so they are made for those that do.
    problems: Sequence[tuple[str, str]] = ()  # field, sentence
    doubts: Sequence[tuple[str, str]] = ()
    # Dates that can be read in two ways, with or without a likelier one: field, sentence.
    waiting: Sequence[tuple[str, str]] = ()
    in_two_ways: Sequence[str] = ()
    erased: Sequence[str] = ()  # fields whose cells say "(none)"
    found_by = ""  # how its record was found: "key", "name", …

    def __init__(self, sheet: int, number: int, cells: tuple, values: dict, columns: "Columns"):
        self.sheet, self.number, self.cells, self.columns = sheet, number, cells, columns
        self.values = values  # field -> what its cell says; blank cells are not in it
        self.get = values.get

    def only(self, *names) -> dict:
        """Those of the fields that the row tells."""
        values = self.values
        return {name: values[name] for name in names if name in values}

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


BLANK = {None: None, "": None}


@dataclass(slots=True)
class Column:
    """A column of a sheet: the field that it fills, and what its cells said so far."""

    place: int
    fills: Field
    context: CellContext
    # What cells say that say one thing and no more, as nearly all do; blank ones, None.
    plain: dict = field(default_factory=BLANK.copy)
    other: dict = field(default_factory=dict)  # what `read_cell` told of others

    def keep(self, said, read: tuple):
        for known in (self.plain, self.other):
            if len(known) > 100_000:
                known.clear()
        self.plain |= BLANK
        if is_plain(read):
            self.plain[said] = read[0]
        else:
            self.other[said] = read


UNREAD = object()
# Equal cells of these types are of one type: of the others, 1 is not True here.
PLAIN_TYPES = (str, date, datetime)


class Columns:
    """How each column of a sheet is read; what a cell said once is not read again."""

    def __init__(self, sheet: SheetData, kind: Kind, plan: ColumnPlan, rows, answers, today):
        self.all: list[Column] = []
        columns = dict(enumerate(zip_longest(*[cells for _, cells in rows])))
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
                orders[place] = date_order(columns.get(place, ()))
                context.date_order = answers.order_of(sheet.headers[place]) or orders[place]
            self.all.append(Column(place, one, context))
            self.header_of[name] = sheet.headers[place]
            self.place_of[name] = place
        # A column that shows no order of its own is read like the others, and told.
        shown = {order.rstrip("?") for order in orders.values() if order}
        for column in self.all:
            if column.place in orders and not column.context.date_order and len(shown) == 1:
                column.context.date_order = f"{next(iter(shown))}?"
        self.filled = {  # fields of which some cell is not blank
            column.fills.name
            for column in self.all
            if not all(map(blank, columns.get(column.place, ())))
        }
        self.names = [column.fills.name for column in self.all]
        self.plain = [(column.place, column.plain.get) for column in self.all]

    def read(self, sheet_number: int, number: int, cells: tuple, fixed: dict) -> Row:
        try:
            said = [plain(cells[place], UNREAD) for place, plain in self.plain]
        except IndexError:  # a short row
            said = [UNREAD]
        if UNREAD in said:
            return self._read(sheet_number, number, cells, fixed)
        values = dict(zip(self.names, said, strict=True))
        if None in said:
            values = {name: value for name, value in values.items() if value is not None}
        return Row(sheet_number, number, cells, fixed | values if fixed else values, self)

    def _read(self, sheet_number: int, number: int, cells: tuple, fixed: dict) -> Row:
        row = Row(sheet_number, number, cells, dict(fixed), self)
        values, width = row.values, len(cells)
        for column in self.all:
            one = column.fills
            cell = cells[column.place] if column.place < width else None
            if cell is None or cell == "":
                continue
            said = cell if type(cell) in PLAIN_TYPES else (type(cell), cell)
            if (value := column.plain.get(said)) is not None:
                values[one.name] = value
                continue
            read = column.other.get(said)
            if read is None:
                read = read_cell(one, cell, column.context)
                column.keep(said, read)
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
    same = {}.setdefault
    rows = []
    for number, cells in sheet.rows():
        if sheet.delimiter:  # a text file, in which all cells are texts
            cells = tuple(map(same, cells, cells))
        else:
            cells = tuple([same(one, one) if type(one) is str else one for one in cells])
        rows.append((number, cells))
    columns = Columns(sheet, kind, plan, rows, answers, today)
    rows.reverse()
    while rows:  # a row that was read is let go
        number, cells = rows.pop()
        row = columns.read(sheet_number, number, cells, fixed)
        if fault := sheet.row_faults.get(number):  # what its cells say is shifted
            row.problems, row.waiting, row.in_two_ways, row.doubts = [("", fault)], (), (), ()
        yield row

"""A grid of cells as headers and rows, whatever shape staff gave the sheet.

`tables.py` finds the table in it, `table_rows.py` reads what stands below the header.
"""

from .columns import GROUP_LINE, field_named, normal_header
from .files import Grid, SheetData, and_more, blank, letters
from .kinds import KINDS
from .table_rows import Rows
from .tables import (
    DATES,
    LOOK,
    MARK,
    MEETING_DATE,
    Table,
    columns_used,
    find_table,
    single_makes_record,
)


def sheet_of(grid: Grid, *, with_hidden_columns: bool = False) -> SheetData:
    """The table in the grid."""
    sheet = SheetData(
        name=grid.name,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        hidden_rows=list(grid.hidden_rows),
        notices=list(grid.notices),
        hidden=grid.hidden,
        epoch_1904=grid.epoch_1904,
    )
    head = _head(grid)
    if not head:
        sheet.empty = True
        return sheet
    table = find_table(head, grid, sheet.name)
    hidden = {column for column in grid.hidden_columns if column in columns_used(head)}
    sheet.hidden_columns = [letters(column) for column in sorted(hidden)]
    if not with_hidden_columns and hidden:
        _tell_hidden(sheet, table, hidden)
        kept = [at for at, column in enumerate(table.columns) if column not in hidden]
        table.headers = [table.headers[at] for at in kept]
        table.columns = [table.columns[at] for at in kept]
        table.dates = [column for column in table.dates if column not in hidden]
        table.makes_record = single_makes_record(table)
    if sheet.hidden_rows:
        count = len(sheet.hidden_rows)
        sheet.notices.append(
            f"{count:,} hidden row{'s are' if count > 1 else ' is'} read like the others "
            f"({and_more([str(row) for row in sheet.hidden_rows])})."
        )
    sheet.titles, sheet.fixed = table.titles, table.fixed
    sheet.notices += table.notices
    sheet.header_row, sheet.fault = table.header_row, table.fault
    sheet.ignored_rows = list(table.above)
    if table.form:
        return _form(sheet, table)
    sheet.headers = list(table.headers)
    if table.groups:
        sheet.headers.append(GROUP_LINE)
    if table.dates:
        sheet.layout = "cross table"
        _cross_headers(sheet, table)
    sheet.read_rows = lambda sheet: iter(Rows(sheet, grid, table))
    sheet.empty = next(sheet.rows(), None) is None
    return sheet


def _head(grid: Grid) -> list[tuple[int, list]]:
    """The first rows that hold something. Their blank cells are None."""
    head = []
    for number, cells in grid.rows():
        cells = [None if blank(cell) else cell for cell in cells]
        if cells.count(None) < len(cells):
            head.append((number, cells))
            if len(head) == LOOK:
                break
    return head


def _tell_hidden(sheet: SheetData, table: Table, hidden: set[int]):
    named = dict(zip(table.columns, table.headers, strict=True))
    words = [
        f"{letters(column)} (“{named[column]}”)" if named.get(column) else letters(column)
        for column in sorted(hidden)
    ]
    plural = "s" if len(words) > 1 else ""
    sheet.notices.append(
        f"The hidden column{plural} {and_more(words)} {'are' if plural else 'is'} not read. "
        f"Show {'them' if plural else 'it'} in the sheet if {'they are' if plural else 'it is'}"
        " to be imported."
    )


def _form(sheet: SheetData, table: Table) -> SheetData:
    sheet.layout = "form"
    sheet.headers = [label for _, label, _ in table.form]
    row = table.form[0][0]
    values = tuple(value for _, _, value in table.form)
    sheet.read_rows = lambda _: iter([(row, values)])
    sheet.notices.append("This sheet is a form: labels beside their values, for one record.")
    return sheet


def _cross_headers(sheet: SheetData, table: Table):
    said = dict(zip(table.columns, table.headers, strict=True))
    beside = [said[column] for column in table.columns if column not in table.dates]
    # "Date" before the dates is what they are, and stands over names; "# attended" behind
    # them counts the marks.
    sheet.headers = [
        "Name"
        if normal_header(one) in DATES
        else f"Count: {one}"
        if field_named(one, KINDS["attendance"]) == "presence"
        else one
        for one in beside
    ]
    sheet.headers += [MEETING_DATE, MARK]
    sheet.notices.append(
        f"A column for each meeting ({and_more([said[column] for column in table.dates], 3)}): "
        "each mark is read as one attendance; a blank cell says nothing."
    )

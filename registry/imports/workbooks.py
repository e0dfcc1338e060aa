"""Excel and OpenDocument workbooks: each sheet a grid of cells.

XLSX goes through python-calamine behind the guard; XLS through xlrd, which is plain Python
and so can't end the process; ODS through a reader of our own, because the others lose what
is hidden and expand repeats without a bound.
"""

import datetime
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat

import python_calamine
import xlrd

from .files import CellError, Clock, FileRefused, Grid, Limits, and_more, letters
from .guard import Archive, check_cells, check_extent, damaged, scan_workbook

WORKSHEET = python_calamine.SheetTypeEnum.WorkSheet
VISIBLE = python_calamine.SheetVisibleEnum.Visible


# ---- XLSX, XLSM


def read_xlsx(path: Path, limits: Limits, clock: Clock) -> tuple[list[Grid], list[str]]:
    scan = scan_workbook(Archive(path, limits, clock))
    part_of = {name: part for name, _, part in scan.names}
    grids, notices = [], []
    with sound_reader():
        book = python_calamine.CalamineWorkbook.from_path(path)
        for sheet in book.sheets_metadata:
            if sheet.typ != WORKSHEET:
                notices.append(f"“{sheet.name}” is a chart or dialog, not a table.")
                continue
            seen = scan.sheets.get(part_of.get(sheet.name, ""))
            if seen is None:
                raise damaged(f"the sheet “{sheet.name}” is missing")
            table = book.get_sheet_by_name(sheet.name)
            grids.append(
                Grid(
                    name=sheet.name,
                    rows=lambda table=table, errors=seen.errors: _xlsx_rows(table, errors),
                    hidden=sheet.visible != VISIBLE,
                    hidden_columns=seen.hidden_columns,
                    hidden_rows=[row + 1 for row in seen.hidden_rows],
                    merged=seen.merged,
                    notices=_said_of_errors(seen.errors) + _said_of_struck(seen.struck),
                    epoch_1904=scan.epoch_1904,
                )
            )
            clock.check()
    if words := list(dict.fromkeys(scan.struck_words)):
        texts = and_more([f"“{text[:60]}”" for text in words], 3)
        notices.append(
            f"A part of these cells is struck through, and read all the same: {texts}."
        )
    if scan.macros:
        notices.append("Its macros are not run and not kept.")
    if scan.comments:
        notices.append("Comments on cells are not read.")
    return grids, notices


@contextmanager
def sound_reader():
    """What the reader can't make sense of is damaged; even its panics are only that."""
    try:
        yield
    except python_calamine.PasswordError as error:
        raise password() from error
    except python_calamine.CalamineError as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise damaged() from error
        raise


def password() -> FileRefused:
    return FileRefused(
        "This workbook is protected with a password. Save it without one and send that."
    )


def _said_of_errors(errors: dict) -> list[str]:
    unsaved = [place for place, text in errors.items() if text.startswith("a formula")]
    notices = []
    if unsaved:
        places = and_more([f"{letters(column)}{row + 1}" for row, column in unsaved])
        notices.append(
            f"Formulas without a stored result can't be read ({places}). Open the workbook "
            "in the spreadsheet program and save it, then it stores the results."
        )
    if len(errors) > len(unsaved):
        wrong = {at: text for at, text in errors.items() if not text.startswith("a formula")}
        places = and_more([f"{letters(at[1])}{at[0] + 1} {text}" for at, text in wrong.items()])
        notices.append(f"Cells show errors: {places}.")
    return notices


def _said_of_struck(rows: set[int]) -> list[str]:
    """Rows count from 0. To strike something through is how people delete it by hand."""
    if not rows:
        return []
    places = and_more([str(row + 1) for row in sorted(rows)], 10)
    several = "s" if len(rows) > 1 else ""
    return [
        f"Cells in row{several} {places} are struck through, and read like the others. Delete "
        "what no longer holds, and send the sheet again."
    ]


def _xlsx_rows(table, errors: dict) -> Iterator[tuple[int, list]]:
    in_row: dict[int, list] = {}
    for (row, column), text in errors.items():
        in_row.setdefault(row, []).append((column, CellError(text)))
    # The reader gives all rows from the top, but no columns before the first that is used.
    before = [None] * (table.start[1] if table.start else 0)
    with sound_reader():
        for number, cells in enumerate(table.iter_rows()):
            cells = before + [cell if type(cell) is str else _plain(cell) for cell in cells]
            if number in in_row:
                cells = _with_errors(cells, in_row.pop(number))
            yield number + 1, cells
    for row in sorted(in_row):
        yield row + 1, _with_errors([], in_row[row])


def _with_errors(cells: list, errors: list) -> list:
    for column, error in errors:
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = error
    return cells


def _plain(cell):
    """A number without fraction as an integer; a duration as a time of day or words."""
    kind = type(cell)
    if kind is float:
        return int(cell) if cell.is_integer() and abs(cell) < 2**53 else cell
    if kind is datetime.timedelta:
        if datetime.timedelta(0) <= cell < datetime.timedelta(days=1):
            return (datetime.datetime.min + cell).time()
        return str(cell)
    return cell


# ---- XLS


def read_xls(path: Path, limits: Limits, clock: Clock) -> tuple[list[Grid], list[str]]:
    """Nothing in an XLS is packed, so the size of the file bounds what it can hold."""
    try:
        book = xlrd.open_workbook(
            path, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower() or "password" in str(error).lower():
            raise password() from error
        raise damaged() from error
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # what a damaged file makes of the reader is not foreseeable
        raise damaged() from error
    clock.check()
    grids, area = [], 0
    fonts = {number for number, font in enumerate(book.font_list) if font.struck_out}
    struck = {number for number, style in enumerate(book.xf_list) if style.font_index in fonts}
    for sheet in book.sheets():
        check_extent(limits, sheet.name, sheet.nrows, sheet.ncols)
        area += sheet.nrows * sheet.ncols
        hidden = {column for column, info in sheet.colinfo_map.items() if info.hidden}
        grids.append(
            Grid(
                name=sheet.name,
                rows=lambda sheet=sheet: _xls_rows(sheet, book.datemode),
                hidden=sheet.visibility != 0,
                hidden_columns={column for column in hidden if column < sheet.ncols},
                hidden_rows=[
                    row + 1
                    for row, info in sorted(sheet.rowinfo_map.items())
                    if info.hidden and row < sheet.nrows
                ],
                merged=[
                    (top, left, bottom - 1, right - 1)
                    for top, bottom, left, right in sheet.merged_cells
                ],
                notices=_said_of_struck(_struck_rows(sheet, struck) if struck else set()),
                epoch_1904=bool(book.datemode),
            )
        )
    check_cells(limits, area)
    return grids, []


def _xls_rows(sheet, datemode: int) -> Iterator[tuple[int, list]]:
    for row in range(sheet.nrows):
        yield row + 1, [_xls_cell(cell, datemode) for cell in sheet.row(row)]


def _struck_rows(sheet, struck: set[int]) -> set[int]:
    return {
        row
        for row in range(sheet.nrows)
        for cell in sheet.row(row)
        if cell.xf_index in struck
        and cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
    }


def _xls_cell(cell, datemode: int):
    kind, value = cell.ctype, cell.value
    if kind == xlrd.XL_CELL_TEXT:
        return value
    if kind == xlrd.XL_CELL_NUMBER:
        return _plain(value)
    if kind == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate_as_datetime(value, datemode)
        except (xlrd.XLDateError, ValueError, OverflowError):
            return _plain(value)
        if value < 1:
            return moment.time()
        return moment.date() if moment.time() == datetime.time() else moment
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return CellError(xlrd.error_text_from_code.get(value, "#ERROR!"))
    return None


# ---- ODS

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0 "
CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")
HIDDEN = ("collapse", "filter")


def read_ods(path: Path, limits: Limits, clock: Clock) -> tuple[list[Grid], list[str]]:
    archive = Archive(path, limits, clock)
    if "content.xml" not in archive.by_name:
        raise damaged("its content is missing")
    manifest = "META-INF/manifest.xml"
    for part in ("styles.xml", "meta.xml", "settings.xml", manifest):
        if part in archive.by_name:
            archive.parse(part, expat.ParserCreate())
    if manifest in archive.by_name and b"encryption-data" in b"".join(archive.unpack(manifest)):
        raise password()
    first = OdsPass(archive)
    for _ in first.rows():
        pass
    grids = []
    for sheet in first.sheets:
        grids.append(
            Grid(
                name=sheet["name"],
                rows=lambda index=sheet["index"]: (
                    (number, cells)
                    for at, number, cells in OdsPass(archive.again()).rows(index)
                    if at == index
                ),
                hidden=sheet["style"] in first.hidden_styles,
                hidden_columns={
                    column for column in sheet["hidden_columns"] if column < sheet["columns"]
                },
                hidden_rows=sheet["hidden_rows"],
                merged=sheet["merged"],
                notices=_said_of_struck(sheet["struck"]),
            )
        )
    check_cells(limits, sum(sheet["rows"] * sheet["columns"] for sheet in first.sheets))
    notices = ["Comments on cells are not read."] if first.annotations else []
    return grids, notices


class OdsPass:
    """One pass over content.xml. Repeated blank cells and rows are counted, never made; a
    repeated cell or row that holds something is made as often as the limits allow."""

    def __init__(self, archive: Archive):
        self.archive, self.limits = archive, archive.limits
        self.sheets: list[dict] = []
        self.hidden_styles: set[str] = set()
        self.struck_styles: set[str] = set()
        self.annotations = 0
        self.out: list[tuple[int, int, list]] = []
        self.cells: list = []
        self.text: list[str] = []
        self.depth = 0  # inside a note on a cell, whose text is not the cell's
        self.style = ""
        self.sheet: dict | None = None
        self.cell: dict | None = None
        self.row_repeat, self.row_hidden, self.nested = 1, False, 0

    def rows(self, only: int | None = None) -> Iterator[tuple[int, int, list]]:
        """Sheet, number and cells of each row that holds something."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.characters
        parser.buffer_text = True
        try:
            for _ in self.archive.feed("content.xml", parser):
                yield from self.out
                self.out.clear()
                if only is not None and len(self.sheets) > only + 1:
                    return
        except (KeyError, ValueError, AttributeError, TypeError) as error:
            raise damaged("in content.xml") from error
        yield from self.out
        self.out.clear()

    def start(self, tag, said):
        if tag in CELLS:
            if self.nested:
                return
            self.cell = said | {"covered": tag != CELLS[0]}
            self.text = []
        elif tag == TEXT + "p":
            if self.text and not self.depth:
                self.text.append("\n")
        elif tag == TEXT + "s" and not self.depth:
            self.text.append(" " * min(int(said.get(TEXT + "c", 1)), 1000))
        elif tag == TEXT + "tab" and not self.depth:
            self.text.append("\t")
        elif tag == TEXT + "line-break" and not self.depth:
            self.text.append("\n")
        elif tag == OFFICE + "annotation":
            self.depth += 1
            self.annotations += 1
        elif tag == TABLE + "table-row" and not self.nested:
            self.row_repeat = max(1, int(said.get(TABLE + "number-rows-repeated", 1)))
            self.row_hidden = said.get(TABLE + "visibility") in HIDDEN
            self.cells, self.width = [], 0
        elif tag == TABLE + "table-column" and not self.nested:
            self.column(said)
        elif tag == TABLE + "table":
            if self.sheet is not None:
                self.nested += 1
                return
            self.sheet = {
                "index": len(self.sheets),
                "name": said.get(TABLE + "name", ""),
                "style": said.get(TABLE + "style-name", ""),
                "hidden_columns": set(),
                "hidden_rows": [],
                "merged": [],
                "struck": set(),
                "at": 0,
                "column": 0,
                "rows": 0,
                "columns": 0,
            }
            self.sheets.append(self.sheet)
        elif tag == STYLE + "style":
            self.style = said.get(STYLE + "name", "")
        elif tag == STYLE + "table-properties" and said.get(TABLE + "display") == "false":
            self.hidden_styles.add(self.style)
        elif tag == STYLE + "text-properties":
            if said.get(STYLE + "text-line-through-style", "none") != "none":
                self.struck_styles.add(self.style)

    def column(self, said):
        repeat = int(said.get(TABLE + "number-columns-repeated", 1))
        at, self.sheet["column"] = self.sheet["column"], self.sheet["column"] + repeat
        if said.get(TABLE + "visibility") in HIDDEN:
            last = min(at + repeat, self.limits.columns + 1)
            self.sheet["hidden_columns"].update(range(at, last))

    def characters(self, text):
        if self.cell is not None and not self.depth and not self.nested:
            self.text.append(text)

    def end(self, tag):
        if tag in CELLS:
            if not self.nested:
                self.end_cell()
        elif tag == OFFICE + "annotation":
            self.depth -= 1
        elif tag == TABLE + "table-row" and not self.nested:
            self.end_row()
        elif tag == TABLE + "table":
            if self.nested:
                self.nested -= 1
            else:
                self.sheet = None

    def end_cell(self):
        said, self.cell = self.cell, None
        value = ods_value(said, "".join(self.text))
        repeat = max(1, int(said.get(TABLE + "number-columns-repeated", 1)))
        down = int(said.get(TABLE + "number-rows-spanned", 1))
        across = int(said.get(TABLE + "number-columns-spanned", 1))
        if down > 1 or across > 1:
            top, left = self.sheet["at"], self.width
            self.sheet["merged"].append((top, left, top + down - 1, left + across - 1))
        if value is not None and value != "" and not said["covered"]:
            check_extent(
                self.limits, self.sheet["name"], self.sheet["at"] + 1, self.width + repeat
            )
            self.cells.extend([None] * (self.width - len(self.cells)))
            self.cells.extend([value] * repeat)
            if said.get(TABLE + "style-name") in self.struck_styles:
                self.sheet["struck"].add(self.sheet["at"])
        self.width += repeat

    def end_row(self):
        sheet = self.sheet
        at, sheet["at"] = sheet["at"], sheet["at"] + self.row_repeat
        if self.row_hidden and (self.cells or self.row_repeat < 1000):
            last = min(sheet["at"], self.limits.rows + 1)
            sheet["hidden_rows"].extend(range(at + 1, last + 1))
        if not self.cells:
            return
        sheet["columns"] = max(sheet["columns"], len(self.cells))
        sheet["rows"] = sheet["at"]
        check_extent(self.limits, sheet["name"], sheet["at"], sheet["columns"])
        check_cells(self.limits, sheet["rows"] * sheet["columns"])
        for number in range(at + 1, sheet["at"] + 1):
            self.out.append((sheet["index"], number, list(self.cells)))


def ods_value(said: dict, text: str):
    """The value as it is stored, not as it is shown; the text where there is none."""
    kind = said.get(OFFICE + "value-type")
    stored = said.get(OFFICE + "value")
    error = text.startswith("#") or text.startswith("Err:")
    if said.get(TABLE + "formula") and error:
        return CellError(text.strip())
    if said.get(TABLE + "formula") and kind is None and not text:
        return CellError("a formula without a stored result")
    if kind in ("float", "percentage", "currency") and stored is not None:
        return _plain(float(stored))
    if kind == "date":
        moment = said.get(OFFICE + "date-value", "")
        try:
            if len(moment) == 10:
                return datetime.date.fromisoformat(moment)
            found = datetime.datetime.fromisoformat(moment[:19])
            return found.date() if found.time() == datetime.time() else found
        except ValueError:
            return moment or text
    if kind == "boolean":
        return said.get(OFFICE + "boolean-value") == "true"
    if kind == "time":
        return _ods_time(said.get(OFFICE + "time-value", "")) or text
    return text


def _ods_time(said: str) -> datetime.time | None:
    """ "PT15H00M00S" """
    try:
        hours, rest = said.removeprefix("PT").split("H")
        minutes, rest = rest.split("M")
        return datetime.time(int(hours), int(minutes), int(float(rest.rstrip("S") or 0)))
    except ValueError:
        return None

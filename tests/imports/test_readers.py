"""Files as offices send them, and files made to do harm."""

import csv
import datetime
import io
import json
import struct
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from registry.imports import guard, workbooks
from registry.imports.columns import detect_kind, plan_columns
from registry.imports.files import Clock
from registry.imports.readers import CellError, FileRefused, Limits, read

pytestmark = pytest.mark.one_database

MESSY = Path(__file__).parent / "data" / "messy"
EXPECTED = {one["file"]: one for one in json.loads((MESSY / "expected.json").read_text())}
SMALL = Limits(rows=1_000, columns=50, unpacked=5 * 2**20)


def sheet_of(path, name=None, **options):
    [sheet] = read(path, name=name or Path(path).name, limits=Limits(), **options).sheets
    return sheet


def refusal(path, name=None, limits=SMALL, **options):
    with pytest.raises(FileRefused) as refused:
        for sheet in read(path, name=name or Path(path).name, limits=limits, **options).sheets:
            list(sheet.rows())
    return str(refused.value)


@pytest.fixture
def text(tmp_path):
    """Write a file of text or bytes."""

    def write(content, name="sheet.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def xlsx(tmp_path):
    """Write a workbook: name of each sheet -> its rows."""

    def write(sheets, name="book.xlsx", **options):
        path = tmp_path / name
        with xlsxwriter.Workbook(path, options) as book:
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path

    return write


# ---- The messy files


@pytest.mark.parametrize("name", [n for n in EXPECTED if (MESSY / n).exists()])
def test_each_messy_file_is_read_as_it_should_be(name):
    expected = EXPECTED[name]
    if name.startswith("m20"):
        assert refusal(MESSY / name)
        return
    book = read(MESSY / name, name=name, limits=Limits())
    [sheet] = book.sheets
    rows = list(sheet.rows())
    if "data_rows" in expected:
        assert [rows[0][0], rows[-1][0]] == expected["data_rows"]
    for told in ("header_row", "ignored_rows", "delimiter", "hidden_rows", "hidden_columns"):
        if told in expected:
            assert getattr(sheet, told) == expected[told], told
    if "encoding" in expected and not (MESSY / name).read_bytes().isascii():
        assert sheet.encoding == expected["encoding"]
    assert book.hidden_sheets == expected.get("hidden_sheets", [])
    assert sheet.empty == name.startswith("m21")
    assert (sheet.row_faults, len(sheet.group_rows)) == ({}, expected.get("group_rows", 0))


def test_a_merged_cell_counts_for_every_row_that_it_covers():
    rows = list(sheet_of(MESSY / "m01-title-rows-merged.xlsx").rows())
    assert [row[0] for _, row in rows] == ["Member"] * 9 + ["Regular participant"] * 3
    assert rows[7][1][:4] == ("Member", "Office of Management & Budget", "OMB", "PITF & SPOG")


def test_windows_1252_is_found_and_told():
    sheet = sheet_of(MESSY / "m03-windows-1252.csv")
    rows = [row for _, row in sheet.rows()]
    assert rows[0] == (
        "Otero, María", "Under Secretary for Democracy and Global Affairs", "State", "“G” family",
    )  # fmt: skip
    assert "Windows-1252" in sheet.notices[0]


def test_a_byte_order_mark_is_no_part_of_the_first_header():
    sheet = sheet_of(MESSY / "m05-semicolon-bom.csv")
    assert sheet.headers == ["Name", "Position", "Agency", "From", "To"]
    assert next(sheet.rows()) == (
        2, ("Rice, Condoleezza", "Secretary of State", "State", "26.01.2005", "20.01.2009"),
    )  # fmt: skip


def test_hidden_columns_are_named_and_not_handed_on_unless_asked_for():
    sheet = sheet_of(MESSY / "m11-hidden.xlsx")
    assert sheet.headers == ["Name", "Title", "Agency"]
    assert not any("555" in str(cell) for _, row in sheet.rows() for cell in row)
    assert "D (“Home phone (internal)”)" in sheet.notices[0]
    assert "3 hidden rows are read like the others (4, 7, 11)." in sheet.notices
    asked = sheet_of(MESSY / "m11-hidden.xlsx", with_hidden_columns=True)
    assert len(asked.headers) == 5


def test_a_hidden_sheet_is_read_when_it_is_chosen():
    sheet = sheet_of(MESSY / "m11-hidden.xlsx", sheet="old 2006")
    assert [row[0] for _, row in sheet.rows()] == ["John R. Miller"]
    assert "has “Roster”, “Old 2006”, “_lists”" in refusal(MESSY / "m11-hidden.xlsx", sheet="X")


def test_a_group_line_sets_the_office_for_the_rows_below_it():
    sheet = sheet_of(MESSY / "m23-plum-book-state.tsv")
    rows = list(sheet.rows())
    assert (sheet.headers[-1], len(rows)) == ("Group line", 620)
    assert rows[0][1][1:3] == ("Secretary of State", "John Forbes Kerry")
    assert rows[0][1][-1] == "OFFICE OF THE SECRETARY"
    assert rows[17][1][-1] == "OFFICE OF THE COUNSELOR"


def test_what_is_no_spreadsheet_is_named():
    said = {n: refusal(MESSY / n) for n in EXPECTED if n.startswith("m20")}
    assert "a web page (HTML)" in said["m20-html-named.xls"]
    assert "not a workbook, though its name ends in .xlsx" in said["m20b-csv-named.xlsx"]
    assert "damaged or was cut off" in said["m20c-truncated.xlsx"]


def test_rows_can_be_read_again():
    for name in ("m01-title-rows-merged.xlsx", "m23-plum-book-state.tsv"):
        sheet = sheet_of(MESSY / name)
        first, told = list(sheet.rows()), (list(sheet.ignored_rows), list(sheet.group_rows))
        assert list(sheet.rows()) == first
        assert (sheet.ignored_rows, sheet.group_rows) == told


def test_a_long_list_of_attendance_is_read_row_by_row(text):
    head = "meeting_id,body_code,body,date,official_id,official,role,present"
    rows = [
        f'SSAF-{n},SSAF,"Senate Committee on Agriculture, Nutrition, and Forestry",'
        f"2025-01-{n % 28 + 1:02},B{n % 500:06},José Name {n % 500},Member,{'YNE'[n % 3]}"
        for n in range(1_000)
    ]
    rows[500], rows[700] = rows[500] + ",x", ""
    sheet = sheet_of(text("\n".join([head, *rows])))
    kind = detect_kind(sheet.headers)
    assert (kind.name, plan_columns(sheet.headers, kind).missing) == ("attendance", [])
    found = dict(sheet.rows())
    assert (min(found), max(found), len(found)) == (2, 1001, 999)
    assert found[2][2] == "Senate Committee on Agriculture, Nutrition, and Forestry"
    assert (sheet.ignored_rows, list(sheet.row_faults)) == ([702], [502])


# ---- Text


@pytest.mark.parametrize(
    ("content", "encoding", "found"),
    [
        ("name\nMaría\n", "utf-8", "utf-8"),
        ("name\nMaría\n", "utf-8-sig", "utf-8-sig"),
        ("name\nMaría\n", "utf-16", "utf-16"),
        ("name\nMaría\n", "utf-16-le", "utf-16-le"),
        ("name\nMaría\n", "utf-16-be", "utf-16-be"),
        ("name\nMaría\n", "cp1252", "windows-1252"),
        ("name\nPlain\n", "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_found(text, content, encoding, found):
    sheet = sheet_of(text(content, encoding=encoding))
    assert (sheet.encoding, next(sheet.rows())[1]) == (found, (content.split("\n")[1],))


def test_the_encoding_can_be_told(text):
    path = text("name\nMaría\n", encoding="mac-roman")
    assert next(sheet_of(path, encoding="mac-roman").rows())[1] == ("María",)
    assert "can't be read as utf-8" in refusal(path, encoding="utf-8")
    assert "There is no encoding “utf-9”" in refusal(path, encoding="utf-9")


@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_single_bytes_that_are_not_utf_8_leave_the_rest_as_it_is(text, start):
    rest = f"{start}name\nMaría Otero\nZoë Müller\n".encode()
    sheet = sheet_of(text(rest + b"Jos\xe9 Nu\xf1ez\n"))
    assert [row for _, row in sheet.rows()] == [
        ("María Otero",), ("Zoë Müller",), ("José Nuñez",)
    ]  # fmt: skip
    assert sheet.encoding == "utf-8"
    assert sheet.notices == [
        "The text is UTF-8, but for 2 bytes read as Windows-1252 (first in “José Nuñez”). Look "
        "whether the letters there are right."
    ]


@pytest.mark.parametrize(
    ("words", "ends", "encoding"),
    [
        ("José Nuñez, Zoë Müller", "\n", "mac-roman"),
        ("François Hébert, Élodie Ångström", "\r\n", "mac-roman"),
        ("“Acting” Director – Policy", "\n", "mac-roman"),
        ("María", "\r", "mac-roman"),  # “Mar’a” is a word too, but who ended lines like that?
        ("José Nuñez, Zoë Müller, Peter-John Ångström", "\n", "windows-1252"),
        ("“Acting” Director – Policy", "\n", "windows-1252"),
        ("Pat O’Brien", "\n", "windows-1252"),
    ],
)
def test_mac_roman_is_known_by_what_its_words_would_be_else(text, words, ends, encoding):
    sheet = sheet_of(text(f"name{ends}{words}{ends}", encoding=encoding), delimiter=";")
    assert (sheet.encoding, next(sheet.rows())[1]) == (encoding, (words,))
    assert "If letters with accents look wrong" in sheet.notices[0]


def test_letters_that_were_lost_before_are_told(text):
    assert sheet_of(text("name\nMar\ufffda\n")).notices == [
        "In 1 place “\ufffd” stands for a letter that was lost before the file came here. "
        "Write it again, or send an earlier copy."
    ]
    undefined = text(b"name\nFran\x81ois\n")
    assert "as cp1252, the byte at place 10 means nothing" in refusal(undefined)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_outside_quotes(text, mark):
    rows = [["name", "title", "agency"]]
    rows += [[f"Rice, Condoleezza; {n}", "a|b\tc,d", "State"] for n in range(5)]
    out = io.StringIO()
    csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(rows)
    sheet = sheet_of(text(out.getvalue()))
    assert sheet.delimiter == ("tab" if mark == "\t" else mark)
    assert sheet.headers == rows[0]
    assert [list(row) for _, row in sheet.rows()] == rows[1:]


def test_commas_in_quoted_cells_are_no_delimiters(text):
    lines = [
        '"name, in full, or not";"agency, office, bureau"',
        '"Rice, C., Dr.";"S, T, x"',
    ] * 3
    assert sheet_of(text("\n".join(lines))).delimiter == ";"


def test_the_delimiter_can_be_told(text):
    path = text("name:agency\nRice, C.:State\n")
    assert sheet_of(path, delimiter=":").headers == ["name", "agency"]
    assert sheet_of(text("name\tagency\nA\tB\n"), delimiter="tab").delimiter == "tab"
    assert "can't separate cells" in refusal(path, delimiter="::")


def test_one_cell_too_many_is_the_fault_of_its_row_alone(text):
    sheet = sheet_of(text("name,agency\nRice, Condoleezza,State\nTroy,HHS\nLew\n"))
    rows = dict(sheet.rows())
    assert rows == {2: ("Rice", " Condoleezza"), 3: ("Troy", "HHS"), 4: ("Lew", None)}
    assert list(sheet.row_faults) == [2]
    assert (
        "has 3 cells where the header names 2; the first too many is “State”"
        in (sheet.row_faults[2])
    )


def test_a_null_byte_is_refused_in_words(text):
    assert "a null byte" in refusal(text(b"name,agency\nRice\0,State\n"))


def test_a_quotation_mark_that_is_never_closed_is_refused(text):
    said = refusal(text('name,agency\nRice,State\n"Troy,HHS\nLew,State\n'))
    assert "In row 3 a quotation mark is opened and never closed, before “Troy,HHS”" in said


def test_a_stray_quotation_mark_inside_a_cell_is_text(text):
    sheet = sheet_of(text('name,note\nRice,5" pipe\nTroy,x\n'))
    assert [row for _, row in sheet.rows()] == [("Rice", '5" pipe'), ("Troy", "x")]


def test_quotation_marks_that_swallow_rows_between_them_are_the_fault_of_the_row(text):
    lines = [
        "name,title,agency",
        '"Rice,Secretary,State',
        "Troy,Deputy,HHS",
        'Lew,Deputy,State"',
    ]
    sheet = sheet_of(text("\n".join([*lines, "Fore,Administrator,USAID"])))
    assert [number for number, _ in sheet.rows()] == [2, 3]
    assert sheet.row_faults == {
        2: "One cell holds 3 lines that look like rows, beginning with “Rice,Secretary,State”. "
        "Close or double the quotation mark in it."
    }


def test_quotation_marks_in_a_quoted_cell_that_are_not_doubled_are_the_fault_of_the_row(text):
    lines = ['"name","title"', '"Ann "Annie" Able","Director"', '"Rice ""Condi""","5"" pipe"']
    sheet = sheet_of(
        text("\n".join([*lines, 'Troy,5" by 6" pipe', '"Lew","Aide,\n"Budget" office"']))
    )
    assert [number for number, _ in sheet.rows()] == [2, 3, 4, 5]
    assert list(sheet.row_faults) == [2, 5]
    assert sheet.row_faults[2].startswith("Quotation marks inside a cell that stands in quot")


def test_line_breaks_in_cells_do_not_shift_row_numbers():
    sheet = sheet_of(MESSY / "m18-hostile-cells.csv")
    rows = dict(sheet.rows())
    assert rows[6][1] == "Deputy Secretary of Health\nand Human Services"
    assert len(rows[8][3]) == 40_000
    assert rows[10][0] == "Simon, Raymond"


def test_too_many_rows_are_refused_with_numbers(text):
    said = refusal(text("name\n" + "x\n" * 2_000))
    assert said == "The file has 2,001 rows; at most 1,000 are read. Divide it."


def test_a_file_that_is_too_large_is_refused_before_it_is_opened(text):
    said = refusal(text("name\n" + "x" * 3_000_000), limits=Limits(bytes=2**20))
    assert "has 3 MB; at most 1 MB are read" in said


@pytest.mark.parametrize("content", ["", "\n\n", " \n", "name,agency\n", ",,\n,,\n", "\ufeff"])
def test_nothing_to_import_is_no_error(text, content):
    assert sheet_of(text(content)).empty


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n....", "a picture (PNG)"),
        (b"{\\rtf1\\ansi hello}", "a text document (RTF)"),
        (b"<!DOCTYPE html><html><body></body></html>", "a web page (HTML)"),
        ("<html><table></table></html>".encode("utf-16"), "a web page (HTML)"),
        (b"<?xml version='1.0'?><record/>", "a file in XML"),
        (b'[{"name": "Rice"}]', "a file in JSON"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "a packed file (GZIP)"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "a web page (MHTML)"),
        (b'ID;PWXL;N;E\nC;Y1;X1;K"Name"\nE\n', "a sheet in SYLK"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "a calendar"),
        (
            b"<?xml version='1.0'?><office:document office:mimetype='application/"
            b"vnd.oasis.opendocument.spreadsheet'/>",
            "OpenDocument sheet in flat XML",
        ),
        (bytes(range(256)) * 20, "a file of some other kind"),
    ],
)
def test_other_kinds_of_file_are_named(text, content, what):
    assert what in refusal(text(content, "table.csv"))


def test_a_table_in_text_may_be_called_xls(text):
    book = read(text("name\tagency\nRice\tState\n", "t.xls"), name="t.xls", limits=Limits())
    assert [row for _, row in book.sheets[0].rows()] == [("Rice", "State")]
    assert "though its name ends in .xls" in book.notices[0]


# ---- Workbooks


def test_every_visible_sheet_is_read_and_numbers_stay_numbers(xlsx):
    day = datetime.datetime(2007, 10, 25)
    path = xlsx(
        {"A": [["name", "order"], ["x", 1.0], ["y", 1.5]], "B": [["date", "name"], [day, "z"]]},
        default_date_format="yyyy-mm-dd",
    )
    book = read(path, name="book.xlsx", limits=Limits())
    assert [(s.name, list(s.rows())) for s in book.sheets] == [
        ("A", [(2, ("x", 1)), (3, ("y", 1.5))]),
        ("B", [(2, (day.date(), "z"))]),
    ]
    assert type(next(book.sheets[0].rows())[1][1]) is int


def test_a_workbook_is_known_by_its_content(xlsx):
    path = xlsx({"A": [["name"], ["Rice"]]}, name="table.csv")
    assert [row for _, row in sheet_of(path).rows()] == [("Rice",)]


def test_days_counted_from_1904_are_the_same_days(xlsx):
    day = datetime.datetime(2007, 10, 25)
    path = xlsx(
        {"A": [["name", "start"], ["x", day]]}, date_1904=True, default_date_format="dd/mm/yyyy"
    )
    sheet = sheet_of(path)
    assert (sheet.epoch_1904, next(sheet.rows())[1]) == (True, ("x", day.date()))


def test_cells_in_curly_quotation_marks_are_cells(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text("Name,“Agency”,Title\n“Rice, Condoleezza”,State,“Secretary”\n", "utf-8")
    sheet = sheet_of(path)
    assert sheet.headers == ["Name", "Agency", "Title"]
    assert list(sheet.rows()) == [(2, ("Rice, Condoleezza", "State", "Secretary"))]
    assert sheet.notices == ["Curly quotation marks around cells are read like straight ones."]
    for said in ("J. Michael “Mike” McConnell", "“She has begun.”"):
        path.write_text(f"Name,Remarks\n{said},“Fine”\n", "utf-8")
        assert next(sheet_of(path).rows())[1] == (said, "“Fine”")


def test_error_cells_and_formulas_without_a_result_are_named(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("A")
        sheet.write_row(0, 0, ["name", "agency", "order"])
        sheet.write_row(1, 0, ["Rice", "State"])
        sheet.write_formula(1, 2, "=1+1", None, 2)
        sheet.write_row(2, 0, ["Troy", "HHS"])
        sheet.write_formula(2, 2, "=A1/0", None, "#DIV/0!")
        sheet.write_row(3, 0, ["Lew", "State"])
        sheet.write_formula(3, 2, "=1+2", None, "GONE")
        sheet.write_row(4, 0, ["Fore", "State"])
        sheet.write_formula(4, 2, "=1+3", None, 77)
        sheet.write_row(5, 0, ["Lagon", "State"])
        sheet.write_formula(5, 2, '=""', None, "NOTHING")
    # The writer stores a result for every formula; programs that don't calculate store none,
    # or a blank one.
    change(path, "xl/worksheets/sheet1.xml", "<v>GONE</v>", "")
    change(path, "xl/worksheets/sheet1.xml", "<v>77</v>", "<v />\n")
    change(path, "xl/worksheets/sheet1.xml", "<v>NOTHING</v>", "<v></v>")
    sheet = sheet_of(path)
    missing = CellError("a formula without a stored result")
    assert [row[2] for _, row in sheet.rows()] == [
        2, CellError("#DIV/0!"), missing, missing, "",
    ]  # fmt: skip
    assert any("(C4, C5)" in notice and "stored result" in notice for notice in sheet.notices)
    assert "Cells show errors: C3 #DIV/0!." in sheet.notices


def test_a_table_may_stand_anywhere_in_the_sheet(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("A")
        sheet.write_row(4, 2, ["Acronym", "Agency name"])
        sheet.write_row(5, 2, ["DOL", "Department of Labor"])
    sheet = sheet_of(path)
    assert (sheet.header_row, sheet.headers) == (5, ["Acronym", "Agency name"])
    assert list(sheet.rows()) == [(6, ("DOL", "Department of Labor"))]


def test_a_column_without_a_header_is_told_once_it_holds_something(xlsx):
    path = xlsx({"A": [["name", "", "agency"], ["Rice", "", "State"], ["Troy", "?", "HHS"]]})
    sheet = sheet_of(path)
    list(sheet.rows())
    assert (
        "Column B has no header, so its cells are not read (the first is in row 3)."
        in sheet.notices
    )


def test_hidden_columns_and_rows_of_an_old_workbook_are_found(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Roster")
    style = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for column, header in enumerate(["Name", "Phone", "Start", "Order"]):
        sheet.write(0, column, header)
    for row, name in enumerate(["Rice", "Troy"], start=1):
        sheet.write(row, 0, name)
        sheet.write(row, 1, "555-0100")
        sheet.write(row, 2, datetime.date(2005, 1, 26), style)
        sheet.write(row, 3, row)
    sheet.col(1).hidden = True
    sheet.row(2).hidden = True
    hidden = book.add_sheet("Old")
    hidden.write(0, 0, "x")
    hidden.visibility = 1
    path = tmp_path / "book.xls"
    book.save(str(path))
    found = read(path, name="anything.dat", limits=Limits())
    [sheet] = found.sheets
    assert (sheet.hidden_columns, sheet.hidden_rows) == (["B"], [3])
    assert found.hidden_sheets == ["Old"]
    assert list(sheet.rows()) == [
        (2, ("Rice", datetime.date(2005, 1, 26), 1)),
        (3, ("Troy", datetime.date(2005, 1, 26), 2)),
    ]
    path.write_bytes(path.read_bytes()[:1_500])
    assert "damaged" in refusal(path)


def ods(path, table, styles=""):
    """An OpenDocument spreadsheet with the given rows of XML."""
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
            ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
            ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return path


def cell(text, attributes=""):
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def row(*cells, attributes=""):
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def test_an_opendocument_sheet_is_read_with_what_it_hides(tmp_path):
    repeated = 'table:number-rows-repeated="1048000"'
    wide = '<table:table-cell table:number-columns-repeated="16000"/>'
    path = ods(
        tmp_path / "book.ods",
        '<table:table table:name="Roster">'
        "<table:table-column/>"
        '<table:table-column table:visibility="collapse"/><table:table-column/>'
        + row(cell("Name"), cell("Phone"), cell("Start"), wide)
        + row(
            cell("Rice"),
            cell("555-0100"),
            cell("26/01/05", 'office:value-type="date" office:date-value="2005-01-26"'),
        )
        + row(
            cell("Troy<text:line-break/>Tevi"),
            cell("1"),
            cell("3", 'office:value-type="float" office:value="3"'),
            attributes='table:visibility="filter"',
        )
        + row(cell("Same", 'table:number-columns-repeated="3"'))
        + row(wide, attributes=repeated)
        + "</table:table>"
        '<table:table table:name="Old" table:style-name="ta2">'
        + row(cell("x"))
        + "</table:table>",
        '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>',
    )
    book = read(path, name="book.ods", limits=Limits())
    [sheet] = book.sheets
    assert (book.hidden_sheets, sheet.hidden_columns, sheet.hidden_rows) == (
        ["Old"],
        ["B"],
        [3],
    )
    assert sheet.headers == ["Name", "Start"]
    assert list(sheet.rows()) == [
        (2, ("Rice", datetime.date(2005, 1, 26))),
        (3, ("Troy\nTevi", 3)),
        (4, ("Same", "Same")),
    ]


STRUCK = (
    "Cells in row 3 are struck through, and read like the others. Delete what no longer holds, "
    "and send the sheet again."
)


def test_what_is_struck_through_is_told(tmp_path):
    rows = [["Agency", "Role"], ["DOL", "member"], ["DOT", "member"]]
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, struck = book.add_worksheet("A"), book.add_format({"font_strikeout": True})
        for number, said in enumerate(rows):
            sheet.write_row(number, 0, said, struck if number == 2 else None)
        sheet.write(9, 9, "", struck)  # nothing is in it
        sheet.write_rich_string(3, 0, struck, "DOI & HUD", "USDA")
    book = read(path, name="book.xlsx", limits=Limits())
    assert book.notices == [
        "A part of these cells is struck through, and read all the same: “DOI & HUDUSDA”."
    ]
    assert book.sheets[0].notices == [STRUCK]
    old = xlwt.Workbook()
    sheet, struck = old.add_sheet("A"), xlwt.easyxf("font: struck_out true")
    for number, said in enumerate(rows):
        for at, text in enumerate(said):
            sheet.write(number, at, text, struck if number == 2 else xlwt.Style.default_style)
    old.save(str(tmp_path / "book.xls"))
    assert sheet_of(tmp_path / "book.xls").notices == [STRUCK]
    path = ods(
        tmp_path / "book.ods",
        '<table:table table:name="A">'
        + row(cell("Agency"), cell("Role")) + row(cell("DOL"), cell("member"))
        + row(cell("DOT", 'table:style-name="c"'), cell("member")) + "</table:table>",
        '<style:style style:name="c"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>',
    )  # fmt: skip
    assert sheet_of(path).notices == [STRUCK]


# ---- Files made to do harm


def test_an_old_workbook_may_name_a_font_that_it_has_not(tmp_path, monkeypatch):
    old = xlwt.Workbook()
    old.add_sheet("A").write(0, 0, "Agency", xlwt.easyxf("font: struck_out true"))
    old.save(str(tmp_path / "book.xls"))
    opened = workbooks.xlrd.open_workbook

    def without_fonts(*given, **said):
        book = opened(*given, **said)
        book.font_list = []
        return book

    monkeypatch.setattr(workbooks.xlrd, "open_workbook", without_fonts)
    assert sheet_of(tmp_path / "book.xls").headers == ["Agency"]


def change(path, part, old, new):
    """Write the workbook again with one part changed."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    text = parts[part].decode()
    assert old in text
    parts[part] = text.replace(old, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return path


@pytest.mark.parametrize("far", ["XFD1048576", "A1048576", "XFD2", "ZZ3"])
def test_a_far_cell_is_refused_with_its_place_and_not_allocated(xlsx, far):
    path = xlsx({"A": [["name"], ["Rice"]]})
    change(path, "xl/worksheets/sheet1.xml", 'r="A2"', f'r="{far}"')
    started = time.process_time()
    said = refusal(path)
    assert "The sheet “A” has" in said and f"its last cell is {far}" in said.replace(
        "A1048576", far
    )
    assert time.process_time() - started < 2


FAR = 'r="XFD1048576"'
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    "cell",
    [
        f'<c {FAR} t="s"><v>1</v></c>',
        f'<c t="s" {FAR}><v>1</v></c>',
        "<c r='XFD1048576' t=\"s\"><v>1</v></c>",
        f'<c\n{FAR}><v>1</v></c>',
        f'<c {FAR} ><v>1</v></c>',
        '<c r="&#88;FD1048576"><v>1</v></c>',
        '<c r="XFD&#49;048576"><v>1</v></c>',
        f'<x:c xmlns:x="{SPREADSHEET}" {FAR}><x:v>1</x:v></x:c>',
        f'<!-- <c --><c {FAR}><v>1</v></c>',
        f'<c r="A3"><v>1</v></c><?x <c ?><c s="1" {FAR}><v>1</v></c>',
        f'<c {FAR} t="inlineStr"><is><t>x</t></is></c>',
        f'<c {FAR}><f>1+1</f></c>',
        f'<c {FAR} t="e"><v>#REF!</v></c>',
    ],
)  # fmt: skip
def test_a_far_cell_is_found_however_it_is_written(xlsx, cell):
    path = xlsx({"A": [["name"], ["Rice"]]})
    old = '<c r="A2" t="s"><v>1</v></c>'
    change(path, "xl/worksheets/sheet1.xml", old, old + cell)
    assert "its last cell is XFD1048576" in refusal(path)


def test_a_far_cell_is_found_in_any_encoding(xlsx):
    path = xlsx({"A": [["name"], ["Rice"]]})
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    sheet = parts[name].decode().replace("UTF-8", "UTF-16").replace('r="A2"', FAR)
    parts[name] = sheet.encode("utf-16")
    with zipfile.ZipFile(path, "w") as book:
        for one, content in parts.items():
            book.writestr(one, content)
    assert refusal(path)


def test_a_plain_sheet_is_skimmed_with_the_same_outcome_as_parsed(tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("A")
        for row in range(3, 900):
            sheet.write_row(row, 2, [f"x{row}", row, True, None])
            sheet.write_blank(row, 30, None, book.add_format({"bold": row == 3}))
        sheet.merge_range(10, 2, 12, 2, "merged")
        sheet.set_column(5, 6, 20)
    archive = guard.Archive(path, Limits(), Clock(60))
    skimmed = guard._skim_sheet(archive, "xl/worksheets/sheet1.xml")
    assert skimmed == guard._scan_sheet(archive, "xl/worksheets/sheet1.xml")
    assert (skimmed.first_row, skimmed.last_row, skimmed.last_column) == (3, 899, 4)
    assert (skimmed.merged, skimmed.shared_strings) == ([(10, 2, 12, 2)], 897)


def test_a_wide_and_long_table_of_few_cells_is_refused(xlsx):
    path = xlsx({"A": [["name"], ["Rice"]]})
    change(path, "xl/worksheets/sheet1.xml", 'r="A2"', 'r="GR200000"')
    assert "span 40,000,000 cells, blank ones included" in refusal(path, limits=Limits())


@pytest.mark.parametrize("place", ["A99999999999", "AAAA1", "1A", "A0"])
def test_a_cell_that_is_nowhere_is_damage(xlsx, place):
    path = xlsx({"A": [["name"], ["Rice"]]})
    change(path, "xl/worksheets/sheet1.xml", 'r="A2"', f'r="{place}"')
    assert refusal(path)


def test_megabytes_of_blanks_are_refused(xlsx):
    path = xlsx({"A": [["name"], ["Rice"]]})
    change(path, "xl/worksheets/sheet1.xml", "<sheetData>", " " * 20 * 2**20 + "<sheetData>")
    assert "goes on for megabytes without a tag" in refusal(path, limits=Limits())


def test_more_merged_cells_than_rows_are_refused(xlsx):
    path = xlsx({"A": [["name"], ["Rice"]]})
    merged = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(2, 1_100))
    end = "</sheetData>"
    change(path, "xl/worksheets/sheet1.xml", end, f"{end}<mergeCells>{merged}</mergeCells>")
    assert "more than 1,000 merged cells" in refusal(path)


def test_a_dimension_that_lies_costs_nothing(xlsx):
    path = xlsx({"A": [["name"], ["Rice"]]})
    change(path, "xl/worksheets/sheet1.xml", 'ref="A1:A2"', 'ref="A1:XFD1048576"')
    assert list(sheet_of(path).rows()) == [(2, ("Rice",))]


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/media/picture.emf", b"0" * 20 * 2**20)
    assert path.stat().st_size < 50_000
    assert "larger than 5 MB" in refusal(path)


def test_a_zip_bomb_that_declares_little_is_refused_by_what_comes(xlsx):
    path = xlsx({"A": [["name"], ["Rice"]]})
    change(path, "xl/worksheets/sheet1.xml", "<sheetData>", "<x/>" * 1_500_000 + "<sheetData>")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        honest = struct.pack("<I", book.getinfo("xl/worksheets/sheet1.xml").file_size)
    content = content.replace(honest, struct.pack("<I", 2_000))
    path.write_bytes(content)
    started = time.process_time()
    assert "larger than 5 MB" in refusal(path)
    assert time.process_time() - started < 2
    assert "not as long as the list of parts says" in refusal(path, limits=Limits())


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml",
             "[Content_Types].xml", "docProps/core.xml", "xl/styles.xml"],
)  # fmt: skip
def test_entities_and_dtds_are_refused_in_every_part(xlsx, part):
    path = xlsx({"A": [["name"], ["Rice"]]})
    bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<'
    with zipfile.ZipFile(path) as book:
        first = book.read(part).decode().split("?>", 1)[1].lstrip()[:20]
    change(path, part, first, bomb + first[1:])
    assert "document type definition" in refusal(path)


def test_one_long_text_pointed_to_by_many_cells_is_refused(xlsx):
    path = xlsx({"A": [["name"]] + [["x" * 30_000]] * 900})
    assert path.stat().st_size < 100_000
    assert "larger than 5 MB" in refusal(path)


def test_many_parts_or_two_of_one_name_are_refused(xlsx):
    path = xlsx({"A": [["name"], ["Rice"]]})
    with zipfile.ZipFile(path, "a") as book:
        for number in range(6_000):
            book.writestr(f"x/{number}", "")
    assert "packed from 6," in refusal(path)
    path = xlsx({"A": [["name"], ["Rice"]]}, name="two.xlsx")
    with pytest.warns(UserWarning), zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/workbook.xml", "<x/>")
    assert "two of its parts have one name" in refusal(path)


def test_255_sheets_are_read_in_order(xlsx):
    path = xlsx({f"S{n}": [["name", "agency"], [f"P{n}", "State"]] for n in range(255)})
    sheets = read(path, name="b.xlsx", limits=Limits()).sheets
    assert [next(sheet.rows())[1][0] for sheet in sheets] == [f"P{n}" for n in range(255)]


def test_a_workbook_cut_off_anywhere_is_refused_in_words(xlsx):
    path = xlsx({"A": [["name", "agency"]] + [[f"P{n}", "State"] for n in range(300)]})
    whole = path.read_bytes()
    for length in (30, 100, 1_000, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:length])
        assert "damaged" in refusal(path)


def test_flipped_bytes_never_bring_more_than_a_refusal(xlsx):
    path = xlsx({"A": [["name", "agency"]] + [[f"P{n}", "State"] for n in range(50)]})
    whole = path.read_bytes()
    for place in range(0, len(whole), 97):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            for sheet in read(path, name="b.xlsx", limits=SMALL).sheets:
                list(sheet.rows())
        except FileRefused as refused:
            assert len(str(refused)) > 20


def test_repeats_of_opendocument_are_bounded(tmp_path):
    start = '<table:table table:name="A">' + row(cell("Name"), cell("Agency"))
    rows = row(cell("x"), attributes='table:number-rows-repeated="1000000000"')
    said = refusal(ods(tmp_path / "r.ods", start + rows + "</table:table>"))
    assert "has 1,000,000,001 rows" in said
    columns = row(cell("x", 'table:number-columns-repeated="1000000000"'))
    assert "1,000,000,000 columns" in refusal(
        ods(tmp_path / "c.ods", start + columns + "</table:table>")
    )
    far = row('<table:table-cell table:number-columns-repeated="99999"/>', cell("x"))
    assert "100,000 columns" in refusal(ods(tmp_path / "f.ods", start + far + "</table:table>"))
    spaces = row(cell('<text:s text:c="2000000000"/>x'))
    assert not sheet_of(ods(tmp_path / "s.ods", start + spaces + "</table:table>")).empty


def test_packed_files_that_hold_no_workbook_are_named(tmp_path):
    for parts, what in (
        ({"word/document.xml": "x", "[Content_Types].xml": "x"}, "a text document"),
        ({"ppt/presentation.xml": "x"}, "a presentation"),
        ({"xl/workbook.bin": "x"}, "Excel binary workbook (.xlsb)"),
        ({"table.csv": "name\nRice\n"}, "a ZIP archive"),
        ({"Index/Document.iwa": "x"}, "an Apple Numbers"),
        ({"../../settings.py": "x"}, "a ZIP archive"),
    ):
        path = tmp_path / "thing.zip"
        with zipfile.ZipFile(path, "w") as book:
            for name, content in parts.items():
                book.writestr(name, content)
        assert what in refusal(path)


def test_a_workbook_with_a_password_says_so(text):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    content += "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    assert "protected with a password" in refusal(text(content, "secret.xlsx"))
    word = content.replace(
        "EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le")
    )
    assert "a text document (Word)" in refusal(text(word, "letter.xls"))


def test_macros_are_not_run_and_told(xlsx):
    path = xlsx({"A": [["name"], ["Rice"]]}, name="book.xlsm")
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/vbaProject.bin", b"\0" * 100)
    found = read(path, name="book.xlsm", limits=Limits())
    assert found.notices == ["Its macros are not run and not kept."]


def test_time_is_limited(xlsx):
    path = xlsx({"A": [["name"], ["Rice"]]})
    assert "takes more than 0 seconds" in refusal(path, limits=Limits(seconds=0))


def test_limits_come_from_the_settings(settings):
    assert Limits.from_settings() == Limits()
    settings.IMPORT_LIMITS = {"rows": 7}
    assert Limits.from_settings() == Limits(rows=7)

"""What offices put around and into their tables."""

import datetime

import pytest

from registry.imports.columns import detect_kind, plan_columns
from registry.imports.files import Grid, letters
from registry.imports.layouts import sheet_of

pytestmark = pytest.mark.one_database


def read(*rows, merged=(), name="Sheet1", text=False):
    """The sheet made of the given rows; None and "" are blank."""
    held = list(enumerate([list(row) for row in rows], start=1))
    return sheet_of(
        Grid(
            name=name,
            rows=lambda: ((number, list(cells)) for number, cells in held),
            merged=list(merged),
            blank_rows_count=text,
        )
    )


HEAD = ["Name", "Title", "Agency"]
RICE = ["Condoleezza Rice", "Secretary of State", "State"]
TROY = ["Tevi Troy", "Deputy Secretary", "HHS"]


@pytest.mark.parametrize(
    "above",
    [
        [],
        [["ROSTER"]],
        [["Roster of the Task Force"], ["as of December 20, 2007"], []],
        [["Roster", "", "DRAFT"], []],
        [["For official use only"], ["Office of the Secretary", "", "Page 1"], ["a", "b"]],
    ],
)
def test_the_header_is_found_under_whatever_stands_above(above):
    sheet = read(*above, HEAD, RICE, TROY)
    assert (sheet.header_row, sheet.headers) == (len(above) + 1, HEAD)
    assert [row for _, row in sheet.rows()] == [tuple(RICE), tuple(TROY)]
    assert sheet.ignored_rows == list(range(1, len(above) + 1))


def test_a_header_may_stand_in_two_rows():
    sheet = read(
        ["Roster"], ["Official", "Position", "Term", ""], ["", "", "From", "To"],
        ["Rice", "Secretary of State", "2005", "2009"],
        merged=[(1, 2, 1, 3), (1, 0, 2, 0), (1, 1, 2, 1)],
    )  # fmt: skip
    assert (sheet.header_row, sheet.headers) == (3, ["Official", "Position", "From", "To"])
    assert [number for number, _ in sheet.rows()] == [4]
    assert (sheet.titles, sheet.ignored_rows) == (["Roster"], [1, 2])


def test_doubled_headers_are_told_apart_by_the_words_above_them():
    sheet = read(
        ["Body", "Agency", "", "Representative", "", "Term", ""],
        ["", "Acronym", "Name", "Name", "Title", "From", "To"],
        ["PITF", "State", "Department of State", "Rice", "Secretary", "2005", "2009"],
    )
    assert sheet.headers == [
        *("Body", "Agency Acronym", "Agency Name", "Representative", "Title", "From", "To")
    ]
    single = read(
        ["Official", "Position", "Term", "", "Agency", ""],
        ["", "", "From", "To", "Acronym", "Name"],
        ["Rice", "Secretary of State", "2005", "2009", "State", "Department of State"],
    )
    assert single.headers[-2:] == ["Agency Acronym", "Agency Name"]
    doubled = read(["Roster"], ["Name", "Agency", "Name"], ["Rice", "State", "Powell"])
    assert doubled.headers == ["Name", "Agency", "Name"]  # nothing above tells them apart


@pytest.mark.parametrize("merged", [(), [(1, 0, 3, 0), (1, 1, 1, 4), (1, 5, 3, 5)]])
def test_a_header_may_stand_in_three_rows(merged):
    top = ["Agency", "Representatives" if merged else "", "", "", "", "Since"]
    sheet = read(
        ["SPOG roster"], top, ["", "Principal", "", "Alternate", "", ""],
        ["", "Name", "Title", "Name", "Title", ""],
        ["State", "Lagon", "Ambassador", "Roe", "Deputy", "2007"], merged=merged,
    )  # fmt: skip
    assert sheet.headers == [
        *("Agency", "Principal", "Title", "Alternate Name", "Alternate Title", "Since")
    ]
    assert (sheet.header_row, sheet.titles, sheet.fixed) == (4, ["SPOG roster"], {})


def test_a_second_table_in_a_sheet_is_told_and_not_read():
    second = [["Body", "Agency", "Role"], ["PITF", "AAA", "member"], ["PITF", "BBB", "member"]]
    sheet = read(["Acronym", "Name", "Parent"], ["AAA", "Agency A", "State"], [], *second)
    assert [number for number, _ in sheet.rows()] == [2, 4, 5, 6]  # each is refused
    assert sheet.row_faults == dict.fromkeys(
        (4, 5, 6),
        "Another table begins here (“Body”, “Agency”, “Role”), and of a sheet one table is "
        "read. Put it on a sheet of its own.",
    )


def test_a_second_table_that_looks_more_like_one_does_not_hide_the_first():
    sheet = read(
        ["Members"], ["Agency", "Participation"], ["State", "chair"], ["DOL", "member"], [],
        ["Meetings"], ["Date", "Body", "Place"], ["2007-10-25", "PITF", "State"],
    )  # fmt: skip
    assert (sheet.header_row, sheet.headers) == (2, ["Agency", "Participation"])
    assert [number for number, _ in sheet.rows()] == [3, 4, 7, 8]
    assert (list(sheet.row_faults), sheet.ignored_rows) == ([7, 8], [1, 6])
    assert not sheet.fixed


def test_two_tables_side_by_side_are_not_taken_for_one():
    rows = [
        ["Members", "", "", "", "Meetings"],
        ["Agency", "Official", "Role", "", "Date", "Body", "Place"],
        ["DOL", "Chao", "member", "", "10/24/2007", "SPOG", "State"],
        ["DOJ", "Keisler", "member", "", "1/17/2007", "SPOG", "State"],
    ]
    assert read(*rows).fault == (
        "Two tables stand side by side here: “Agency”, “Official”, “Role” from column A on, "
        "“Date”, “Body”, “Place” from column E on. Of a sheet one table is read: put each on a "
        "sheet of its own."
    )
    spaced = ["Body", "Agency", "Role", "", "Official", "Title"]  # a blank column within one
    assert not read(spaced, ["PITF", "DOL", "member", "", "Chao", "Secretary"]).fault


def test_a_table_with_a_column_for_each_record_is_told():
    sheet = read(
        ["Name", "Ann Able", "Ben Baker"], ["Title", "Director", "Chief"],
        ["Agency", "DOL", "DOJ"], ["Start", "2005", "2006"],
    )  # fmt: skip
    assert sheet.fault == (
        "Each record has a column here: “Name”, “Title”, “Agency”, “Start” stand below each "
        "other. Turn the table (copy it, then Paste Special, Transpose), so that each record "
        "has a row."
    )
    roles = read(["Role", "DOL", "DOJ"], ["Chair", "x", ""], ["Member", "", "x"])
    explained = read(
        ["Column", "What it is", "Needed"], ["Name", "of the official", "yes"],
        ["Title", "as printed", "no"], ["Agency", "or its acronym", "no"],
    )  # fmt: skip
    assert not (roles.fault or explained.fault)


def test_a_row_of_values_after_a_gap_is_no_second_table():
    sheet = read(HEAD, RICE, [], TROY, [], ["Chair", "Member", "State"])
    assert [number for number, _ in sheet.rows()] == [2, 4, 6]
    assert sheet.row_faults == {}


def test_values_of_a_closed_list_are_no_header():
    sheet = read(
        ["Agency", "PITF", "SPOG", "NSC"], ["State", "Chair", "Member", ""],
        ["DOL", "Member", "Member", ""],
    )  # fmt: skip
    assert sheet.header_row == 1


def test_a_first_line_that_names_the_delimiter_is_no_title():
    sheet = read(["sep=;"], HEAD, RICE)
    assert (sheet.header_row, sheet.titles) == (2, [])


def test_headers_that_nobody_knows_are_found_by_their_shape():
    sheet = read(["A list of things"], ["Foo", "Bar", "Baz"], ["x", 1, 2], ["y", 3, 4])
    assert (sheet.header_row, sheet.headers) == (2, ["Foo", "Bar", "Baz"])


def test_headers_stay_as_they_were_written():
    assert read([" Name", "Title ", "AGENCY"], RICE).headers == [" Name", "Title ", "AGENCY"]


def test_notes_and_totals_below_are_no_rows():
    sheet = read(
        HEAD, RICE, TROY, [],
        ["Total: 2"], ["Source: Fact Sheet, December 20, 2007"], ["* DPC joined in 2008"],
    )  # fmt: skip
    assert [number for number, _ in sheet.rows()] == [2, 3]
    assert sheet.ignored_rows == [5, 6, 7]


def test_what_follows_a_line_that_says_notes_is_a_note():
    sheet = read(
        HEAD, RICE, ["Notes:"], ["1. joined in 2003"], ["2. left"], [], ["Holder"], TROY
    )
    assert [number for number, _ in sheet.rows()] == [2, 7, 8]
    assert sheet.ignored_rows == [3, 4, 5]


def test_the_code_of_a_web_page_in_a_cell_is_read_as_it_would_show():
    sheet = read(["Name", "Acronym"], ["Women&#39;s Health", "R&amp;D"], ["A & B; C", "AT&T;"])
    assert [row for _, row in sheet.rows()] == [
        ("Women's Health", "R&D"),
        ("A & B; C", "AT&T;"),
    ]
    assert sheet.notices == [
        "Some cells hold the code of a web page: “Women&#39;s Health” is read as “Women's "
        "Health” (first in row 2)."
    ]
    ours = read(["Key", "Name"], ["x", "R&amp;D"])
    assert [row[1] for _, row in ours.rows()] == ["R&amp;D"]


def test_a_row_of_totals_is_told_by_its_numbers_however_many():
    head = ["Name", "Agency", "Jan 17, 2007", "Apr 18, 2007", "Present"]
    sheet = read(head, ["Lagon", "State", "x", "x", 2], ["Total present", None, 1, "1", 2])
    assert {number for number, _ in sheet.rows()} == {2}
    assert sheet.ignored_rows == [3]
    sheet = read(["Acronym", "Name"], ["TFO", "Total Force Office"], ["Total", "1 office"])
    assert [number for number, _ in sheet.rows()] == [2]
    sheet = read(["Name", "Acronym"], ["Total Force Office", "TFO"])
    assert [number for number, _ in sheet.rows()] == [2]


def test_a_ditto_mark_is_the_cell_above_and_told():
    sheet = read(
        ["Body", "Agency", "Role"], ["PITF", "State", "chair"], ["″", "DOJ", "member"],
        ["ditto", "DOL", "Same as above"], ["SPOG", "do.", '"'],
    )  # fmt: skip
    assert [row for _, row in sheet.rows()] == [
        ("PITF", "State", "chair"), ("PITF", "DOJ", "member"), ("PITF", "DOL", "member"),
        ("SPOG", "DOL", "member"),
    ]  # fmt: skip
    assert sheet.notices == [
        "“″” is read like the cell above (first in row 3, column A: “PITF”)."
    ]


@pytest.mark.parametrize("mark", ['-"-', '--"--', '" "', "do", "-do-", "(same)", "(ditto)"])
def test_a_ditto_mark_may_have_dashes_about_it(mark):
    sheet = read(["Body", "Agency", "Role"], ["PITF", "State", "chair"], [mark, "DOJ", "chair"])
    assert [row[0] for _, row in sheet.rows()] == ["PITF", "PITF"]


def test_a_ditto_mark_below_a_blank_cell_is_blank():
    sheet = read(
        ["Body", "Agency", "Role"], ["PITF", "State", ""], ["PITF", "DOJ", '"'],
        ["PITF", "DOL", None], ["PITF", "HHS", '"'],
    )  # fmt: skip
    assert not any(row[2] for _, row in sheet.rows())


@pytest.mark.parametrize("cell", ["DO", "Same", "-", "Dodo"])
def test_what_is_like_a_ditto_mark_is_none(cell):
    sheet = read(["Body", "Agency", "Role"], ["PITF", "State", "chair"], [cell, "DOJ", "chair"])
    assert [row[0] for _, row in sheet.rows()] == ["PITF", cell]


def test_marks_of_footnotes_are_no_part_of_a_cell_and_told_with_their_notes():
    sheet = read(
        HEAD, ["Rice*", "Secretary of State (1)", "State"], ["† Troy", "Deputy (A)", "HHS¹"],
        ["Lagon", "Director (2)", "*"], [], ["* Chair"], ["(1) through 2009"],
    )  # fmt: skip
    assert [row for _, row in sheet.rows()] == [
        ("Rice", "Secretary of State", "State"), ("Troy", "Deputy (A)", "HHS"),
        ("Lagon", "Director (2)", "*"),
    ]  # fmt: skip
    assert sheet.notices == [
        "“*” is read as the mark of a footnote and left out (first at “Rice” in row 2); its "
        "note is “Chair”.",
        "“(1)” is read as the mark of a footnote and left out (first at “Secretary of State” in "
        "row 2); its note is “through 2009”.",
        "“†” is read as the mark of a footnote and left out (first at “Troy” in row 3).",
        "“¹” is read as the mark of a footnote and left out (first at “HHS” in row 3).",
    ]
    ours = read(["Key", *HEAD], ["rice", "Rice*", "", ""])  # has texts as the record has them
    assert [row[1] for _, row in ours.rows()] == ["Rice*"]


def test_a_first_column_may_say_each_value_once():
    head = ["Agency", "Official", "Position"]
    rows = [["DOL", "Chao", "Secretary"], ["", "Law", "Deputy"], ["DOJ", "Keisler", "Acting"]]
    sheet = read(head, *rows, [None, "Simon", "Chief"])
    assert [row[0] for _, row in sheet.rows()] == ["DOL", "DOL", "DOJ", "DOJ"]
    assert sheet.notices == [
        "The column “Agency” has no value twice, so its blank cells are read like the cell "
        "above them (first in row 3: “DOL”)."
    ]
    for more in (["DOJ", "Simon", "Chief"], ["DOI", "Kempthorne", "Secretary"]):
        sheet = read(head, *rows, more, more[:1] + ["Orr", "Aide"])  # blank where not known
        assert [row[0] for _, row in sheet.rows()][1] == ""


def test_a_numbered_line_that_nobody_filled_in_is_no_row():
    head = ["No.", "Name", "Agency", "Meeting date"]
    sheet = read(head, [1, "Rice", "State", "2007"], [2, None, None, None], ["3.", "", "", ""])
    assert [number for number, _ in sheet.rows()] == [2]
    assert sheet.ignored_rows == [3, 4]


def test_a_row_of_blanks_is_blank_in_whatever_they_were_typed():
    sheet = read(HEAD, RICE, ["  ", "\u00a0", " "], TROY, text=True)
    assert [number for number, _ in sheet.rows()] == [2, 4]
    assert sheet.ignored_rows == [3]


def test_a_lone_name_is_a_row_where_a_name_is_all_that_is_needed():
    sheet = read(HEAD, RICE, ["Holder"], TROY)
    assert [row for _, row in sheet.rows()][1] == ("Holder", None, None)
    assert (sheet.group_rows, sheet.ignored_rows) == ([], [])


def test_a_header_that_is_repeated_on_each_page_is_no_row():
    sheet = read(HEAD, RICE, HEAD, TROY)
    assert [number for number, _ in sheet.rows()] == [2, 4]
    assert sheet.ignored_rows == [3]


def test_blank_lines_of_a_text_file_are_told_and_those_of_a_workbook_are_not():
    rows = [HEAD, RICE, ["", "", ""], TROY, []]
    assert read(*rows).ignored_rows == []
    sheet = read(*rows, text=True)
    assert [number for number, _ in sheet.rows()] == [2, 4]
    assert sheet.ignored_rows == [3, 5]


def test_group_lines_hold_for_the_rows_below_them():
    head = ["Location", "Position Title", "Name of Incumbent", "Pay Plan"]
    post = ["Washington, DC", "Chief of Staff", "Vacant", "EX"]
    sheet = read(
        ["2016 PLUM BOOK"], head, ["OFFICE OF THE SECRETARY"], post, post,
        ["DEPUTY SECRETARY"], ["OFFICE OF THE COUNSELOR"], post, ["Printed in 2016"],
    )  # fmt: skip
    assert [(number, row[-1]) for number, row in sheet.rows()] == [
        (4, "OFFICE OF THE SECRETARY"), (5, "OFFICE OF THE SECRETARY"),
        (8, "OFFICE OF THE COUNSELOR"),
    ]  # fmt: skip
    assert (sheet.group_rows, sheet.ignored_rows) == ([3, 6, 7], [1, 9])
    plan = plan_columns(sheet.headers, detect_kind(sheet.headers))
    assert plan.fields[4] == "agency"  # as no other column names it


def test_in_a_list_of_people_a_line_merged_over_it_or_an_office_alone_is_no_person():
    sheet = read(
        ["Name", "Title", "Biography"], ["DEPARTMENT OF LABOR"], ["Chao", "Secretary", "x"],
        ["Office of the Solicitor", "", ""], ["Scalia", "Solicitor", "y"], ["Holder"],
        ["Our guests"], ["Rice", "Secretary", "z"], ["WHITE HOUSE STAFF"], ["Troy", "Aide", ""],
        ["CHAIRS"], ["Simon", "Chair", ""],
        merged=[(6, 0, 6, 2)],
    )  # fmt: skip
    assert [(number, row[0], row[-1]) for number, row in sheet.rows()] == [
        (3, "Chao", "DEPARTMENT OF LABOR"), (5, "Scalia", "Office of the Solicitor"),
        (6, "Holder", "Office of the Solicitor"), (8, "Rice", ""),
        (10, "Troy", "WHITE HOUSE STAFF"), (12, "Simon", ""),
    ]  # fmt: skip
    assert (sheet.group_rows, sheet.ignored_rows) == ([2, 4, 9], [7, 11])
    assert sheet.notices == [
        "Row 7, “Our guests”, is taken for a heading.",
        "Row 11, “CHAIRS”, is taken for a heading.",
    ]
    agencies = read(
        ["Name", "Acronym", "Website"], ["Cabinet departments"], ["Labor", "DOL", ""],
        ["Office of X", "", ""], merged=[(1, 0, 1, 2)],
    )  # fmt: skip
    assert [number for number, _ in agencies.rows()] == [3, 4]


def test_a_merged_cell_fills_down_and_not_across():
    sheet = read(
        ["Body", "Agency", "Role"], ["PITF", "State", "member"], ["", "DOJ", "member"],
        ["SPOG", "", "member"], merged=[(1, 0, 2, 0), (3, 0, 3, 1)],
    )  # fmt: skip
    assert [row for _, row in sheet.rows()] == [
        ("PITF", "State", "member"), ("PITF", "DOJ", "member"), ("SPOG", "", "member"),
    ]  # fmt: skip


def test_a_million_merged_cells_cost_little():
    areas = [(n, 0, n + 1, 0) for n in range(1, 200_000, 2)]
    sheet = read(["Name", "Agency"], *([f"P{n}", "State"] for n in range(50)), merged=areas)
    assert len(list(sheet.rows())) == 50


def test_what_is_said_once_above_the_table_is_kept_for_the_whole_sheet():
    sheet = read(
        ["SIGN-IN SHEET"], ["Body:", "PITF"], ["Meeting date: October 25, 2007"],
        ["Place", "Benjamin Franklin Room"], [], [*HEAD, "Present"], [*RICE, "x"],
    )  # fmt: skip
    assert sheet.fixed == {
        "Body": "PITF",
        "Meeting date": "October 25, 2007",
        "Place": "Benjamin Franklin Room",
    }
    assert (sheet.titles, sheet.header_row) == (["SIGN-IN SHEET"], 6)
    assert detect_kind([*sheet.headers, *sheet.fixed], sheet.name).name == "attendance"


def test_labels_with_their_values_side_by_side_are_no_header():
    sheet = read(
        ["MEETING RECORD"], ["Body", "SPOG", "Date", "October 24, 2007"],
        ["Place", "Room 7516", "Time", "2:00 p.m."], [], ["Attendee", "Agency", "Present"],
        ["Chao", "DOL", "Y"], ["Troy", "HHS", "N"],
    )  # fmt: skip
    assert (sheet.header_row, sheet.headers) == (5, ["Attendee", "Agency", "Present"])
    assert sheet.fixed == {
        "Body": "SPOG", "Date": "October 24, 2007", "Place": "Room 7516", "Time": "2:00 p.m.",
    }  # fmt: skip


def test_a_form_is_one_record():
    sheet = read(
        ["MEETING RECORD"], ["Body", "PITF"], ["Date", datetime.date(2007, 10, 25)],
        ["Time", "15:00"], ["Place", "Jefferson Room"], ["Status", "held"],
    )  # fmt: skip
    assert sheet.layout == "form"
    assert sheet.headers == ["Body", "Date", "Time", "Place", "Status"]
    assert list(sheet.rows()) == [
        (2, ("PITF", datetime.date(2007, 10, 25), "15:00", "Jefferson Room", "held"))
    ]
    assert detect_kind(sheet.headers).name == "meetings"


def test_a_form_may_have_labels_that_nobody_knows_and_several_in_a_row():
    sheet = read(
        ["Nomination form"], [], ["Last name:", "Quill"], ["First name:", "Anna"],
        ["Agency:", "DOL"], ["E-mail:", "a@dol.example"],
    )  # fmt: skip
    assert (sheet.layout, sheet.header_row, sheet.ignored_rows) == ("form", 3, [1, 2])
    assert sheet.headers == ["Last name", "First name", "Agency", "E-mail"]
    assert list(sheet.rows()) == [(3, ("Quill", "Anna", "DOL", "a@dol.example"))]
    wide = read(
        ["Body", "PITF", "Date", "2007-10-25"], ["Time", "15:00", "Place", "Room 1"],
        ["Status", "held", "Ordinal", "5th"],
    )  # fmt: skip
    assert wide.headers == ["Body", "Date", "Time", "Place", "Status", "Ordinal"]
    table = read(
        ["Role", "Agency"], ["Chair", "State"], ["Lead writer", "DOL"], ["Aide", "HHS"]
    )
    assert table.layout == "table"


def test_what_counts_the_marks_of_a_cross_table_is_no_mark():
    sheet = read(
        ["SPOG attendance"], ["Official", "1/17/2007", "4/18/2007", "# attended"],
        ["Lagon", "Y", "N", 1], ["Attendance rate", 1, 0, None],
    )  # fmt: skip
    assert sheet.headers == ["Official", "Count: # attended", "Meeting date", "Mark"]
    assert [row[0] for _, row in sheet.rows()] == ["Lagon", "Lagon"]
    assert sheet.ignored_rows == [1, 4]


def test_a_cross_table_of_people_by_meetings_is_a_row_for_each_mark():
    sheet = read(
        ["PITF attendance"],
        ["Name", "Agency", datetime.date(2007, 10, 25), "2010-02-03", "Feb 1, 2011"],
        ["Rice", "State", "x", "", "no"],
        ["Lew", "State", None, "Y", ""],
    )
    assert (sheet.layout, sheet.headers) == (
        "cross table", ["Name", "Agency", "Meeting date", "Mark"],
    )  # fmt: skip
    assert list(sheet.rows()) == [
        (3, ("Rice", "State", "2007-10-25", "x")),
        (3, ("Rice", "State", "Feb 1, 2011", "no")),
        (4, ("Lew", "State", "2010-02-03", "Y")),
    ]
    kind = detect_kind(sheet.headers)
    assert kind.name == "attendance"
    assert plan_columns(sheet.headers, kind).fields == {
        0: "official", 1: "agency", 2: "meeting_date", 3: "presence",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("above", "header", "dates"),
    [
        (
            ["SPOG attendance 2007"],
            ["17-Jan", "Wed, Oct. 24"],
            ["Jan 17, 2007", "Oct 24, 2007"],
        ),
        (["Attendance, FY 2008"], ["Oct 24", "Jan 16th"], ["Oct 24, 2007", "Jan 16, 2008"]),
        (["Attendance", "", 2007, ""], ["1/17", "10/24"], ["1/17/2007", "10/24/2007"]),
        (["", "", "2007", "CY 2008"], ["Oct 24", "Jan 16"], ["Oct 24, 2007", "Jan 16, 2008"]),
        (["Attendance"], ["Oct 24", "Jan 16"], ["Oct 24", "Jan 16"]),  # each mark is refused
    ],
)
def test_dates_over_columns_have_their_year_from_the_title_or_the_row_above(
    above, header, dates
):
    sheet = read(above, ["Name", "Agency", *header], ["Rice", "State", "x", "n"])
    assert sheet.layout == "cross table"
    assert [row[2] for _, row in sheet.rows()] == dates
    told = "The dates over the columns have their year from above"
    assert any(told in notice for notice in sheet.notices) == (dates != header)


@pytest.mark.parametrize(
    "rows",
    [
        (["Report 2007"], ["Agency", "Jan 07", "Feb 07"], ["State", "x", "x"]),  # months
        (["List 2007"], ["Agency", "Jan 17", "Feb 18"], ["State", "sent to Congress", "x"]),
        (["Share"], ["Agency", "1/2", "1/3"], ["State", "x", "x"]),
    ],
)
def test_what_is_like_a_date_without_a_year_is_no_meeting(rows):
    assert read(*rows).layout == "table"


def test_dates_in_cells_have_their_year_from_the_title():
    head, rows = (
        ["Body", "Date", "Place"],
        [["SPOG", "Wed, Jan 17", "State"], ["SPOG", "TBD", "x"]],
    )
    sheet = read(head, *rows, ["SPOG", "10/24/2007", "x"], name="Meetings_2007")
    assert [row[1] for _, row in sheet.rows()] == ["Jan 17, 2007", "TBD", "10/24/2007"]
    assert sheet.notices == [
        "Dates under “Date” have no year, so that of the title is taken: “Wed, Jan 17” is read "
        "as Jan 17, 2007 (row 2)."
    ]
    for name, more in (("Meetings", []), ("Meetings 2007", [["SPOG", "10/24/2006", "x"]])):
        sheet = read(head, *rows, *more, name=name)
        assert next(sheet.rows())[1][1] == "Wed, Jan 17"


def test_years_over_columns_are_no_meetings():
    sheet = read(["Agency", "2006", "2007"], ["State", "x", "x"])
    assert sheet.layout == "table"


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (16383, "XFD")])
def test_columns_are_named_as_spreadsheets_name_them(column, name):
    assert letters(column) == name

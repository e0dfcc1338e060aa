"""What cells say, in all the forms in which people and programs write."""

import datetime
import json
import time
from pathlib import Path

import pytest

from registry.dates import OPEN, UNKNOWN
from registry.imports import cells, days
from registry.imports.cells import CellContext, CellDoubt, CellRefused
from registry.imports.columns import plan_columns
from registry.imports.kinds import KINDS
from registry.imports.names import parse_person
from registry.imports.readers import CellError, Limits, read

MESSY = Path(__file__).parent / "data" / "messy"
EXPECTED = {one["file"]: one for one in json.loads((MESSY / "expected.json").read_text())}
END = KINDS["appointments"].by_name["ended_on"]
START = KINDS["appointments"].by_name["started_on"]


def said(reader, value, **context):
    """The value, or ("refused", sentence), or ("doubt", guess, sentence)."""
    try:
        return reader(value, CellContext(**context))
    except CellRefused as refused:
        return "refused", str(refused)
    except CellDoubt as doubt:
        return "doubt", doubt.guess, str(doubt)


def a_date(value, **context):
    return said(days.read_partial_date, value, **{"field": END, **context})


def column_of(file, header):
    [sheet] = read(MESSY / file, name=file, limits=Limits()).sheets
    place = sheet.headers.index(header)
    column = {number: row[place] for number, row in sheet.rows()}
    plan = plan_columns(sheet.headers, KINDS["appointments"])
    context = {
        "field": KINDS["appointments"].by_name[plan.fields[place]],
        "date_order": days.date_order(column.values()),
        "century": days.century(column.values()),
    }
    return {number: a_date(value, **context) for number, value in column.items()}


# ---- Whole columns


def test_dates_of_m06_come_out_as_expected():
    starts = column_of("m06-mixed-dates.xlsx", "Start")
    ends = column_of("m06-mixed-dates.xlsx", "End")
    for one in EXPECTED["m06-mixed-dates.xlsx"]["expected_values"]:
        row = one["row"]
        if row not in (10, 11, 12):
            assert starts[row] == one["start"]
        assert ends[row] == (one["end"] or {8: OPEN, 9: OPEN}.get(row, UNKNOWN))
    assert starts[10][:2] == ("doubt", "2007-07-08")
    assert starts[10][2] == (
        "“07/08/2007” could be July 8, 2007 or August 7, 2007. As other dates of the "
        "sheet have the month first, it is read as July 8, 2007."
    )
    assert starts[11] == (
        "doubt",
        "2006-01~",
        "“circa Jan 2006” is kept as “about January 2006”.",
    )
    assert starts[12] == (
        "refused", "“31/02/2005”: There is no day 31 in February 2005: it has 28 days.",
    )  # fmt: skip


def test_dates_of_m16_come_out_as_expected():
    starts = column_of("m16-dates-contradict.csv", "Start")
    ends = column_of("m16-dates-contradict.csv", "End")
    for one in EXPECTED["m16-dates-contradict.csv"]["expected_values"]:
        assert (starts[one["row"]], ends[one["row"]]) == (one["start"], one["end"])
    assert starts[11] == (
        "refused", "“2007-02-29”: There is no day 29 in February 2007: it has 28 days.",
    )  # fmt: skip
    assert [row for row, one in {**ends, **starts}.items() if type(one) is tuple] == [11]


def test_german_dates_have_the_day_first():
    assert column_of("m05-semicolon-bom.csv", "From")[2] == "2005-01-26"
    assert a_date("05.06.2007") == "2007-06-05"


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["2/13/2007", "3/17/22", "07/08/2007"], "mdy"),
        (["13/2/2007", "17/3/2022", None, 5, "x"], "dmy"),
        (["2/13/2007 00:00", "3/17/2022"], "mdy"),
        (["2/13/2007"], "mdy?"),  # one swallow
        (["2/13/2007*", "3/17/2022 (acting)"], "mdy"),
        (["2/13/2007", "3/17/22", "31/02/2005"], "mdy?"),  # one looks the other way
        (["2/13/2007", "3/17/2022", "4/30/2001", "25/12/2007"], "mdy?"),
        (["2/13/2007", "25/12/2007"], None),
        (["07/08/2007", "5/5/2007"], None),
        (["26.01.2005"], None),
        ([], None),
    ],
)
def test_a_column_shows_the_order_of_its_dates(values, order):
    assert days.date_order(values) == order


def test_an_ambiguous_date_is_asked_and_once_settled_not_again():
    both = "“07/08/2007” could be July 8, 2007 or August 7, 2007."
    assert a_date("07/08/2007") == (
        "doubt", None, f"{both} Say which comes first in this column, month or day.",
    )  # fmt: skip
    assert a_date("07/08/2007", date_order="dmy?")[:2] == ("doubt", "2007-08-07")
    assert a_date("07/08/2007", date_order="dmy") == "2007-08-07"
    settled = frozenset(["date order"])
    assert a_date("07/08/2007", date_order="mdy?", settled=settled) == "2007-07-08"
    assert a_date("08/08/2007") == "2007-08-08"
    assert a_date("25/12/2007", date_order="mdy") == "2007-12-25"


@pytest.mark.parametrize(
    ("start", "year"), [(1966, 2022), (1923, 1922 + 100), (1922, 1922), (1850, 1922)]
)
def test_a_two_digit_year_lies_in_the_hundred_years_of_its_column(start, year):
    assert a_date("3/17/22", century=start) == f"{year}-03-17"


def test_a_two_digit_year_is_asked_where_the_column_shows_none():
    assert a_date("3/17/22") == (
        "doubt", "2022-03-17",
        "“3/17/22” has a year of two digits, read as 2022. Write the year in four.",
    )  # fmt: skip
    assert a_date("3/17/22", settled=frozenset(["century"])) == "2022-03-17"
    assert a_date("20-Jan-77", century=1966) == "1977-01-20"
    assert a_date("Jan '09", century=1966) == "2009-01"
    assert days.century(["1/2/03", "2001", "2005-01-26", datetime.date(2009, 1, 1)]) == 1955
    assert days.century(["1/2/03", "2001"]) is None


# ---- Single cells


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        (datetime.date(2007, 10, 25), "2007-10-25"),
        (datetime.datetime(2007, 10, 25, 14, 30), "2007-10-25"),
        (36920, "2001-01-29"),
        (36920.75, "2001-01-29"),
        (2007, "2007"),
        (200705, "2007-05"),
        (20090120, "2009-01-20"),
        ("20090120", "2009-01-20"),
        ("2007-11-14T00:00:00", "2007-11-14"),
        ("2007-11-14T00:00:00Z", "2007-11-14"),
        ("2009-01-20 00:00", "2009-01-20"),
        ("1/20/2009 12:00:00 AM", "2009-01-20"),
        ("October 25, 2007 at 3:00 p.m.", "2007-10-25"),
        ("Thursday, October 25, 2007", "2007-10-25"),
        (" 2006-07-11\u00a0", "2006-07-11"),
        ("Sept. 2007", "2007-09"),
        ("25Oct2007", "2007-10-25"),
        ("about 2006", "2006~"),
        ("2006~", "2006~"),
        ("present", OPEN),
        ("Still in office", OPEN),
        ("Jan.26,2005", "2005-01-26"),
        ("JANUARY 26 , 2005", "2005-01-26"),
        ("Oct-2007", "2007-10"),
        ("26-Jan-2005 00:00:00", "2005-01-26"),
        ("until 2009", "2009"),
        ("thru Jan. 2009", "2009-01"),
        ("1/20/2009 †", "2009-01-20"),
        ("--", UNKNOWN),
        ("Incumbent*", OPEN),
        ("12/31/9999", OPEN),
        (datetime.date(9999, 12, 31), OPEN),
        ("n/a", UNKNOWN),
        ("TBD.", UNKNOWN),
        ("0000-00-00", UNKNOWN),
        ("", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_a_date_is_read_whatever_its_form(cell, date):
    assert a_date(cell) == date


def test_serial_numbers_count_from_1904_where_the_workbook_does():
    assert a_date(36920 - 1462, epoch_1904=True) == "2001-01-29"


@pytest.mark.parametrize(
    ("cell", "guess"),
    [
        ("c. 2006", "2006~"),
        ("2007-10-25 (est.)", "2007-10-25~"),
        ("2007?", "2007~"),
        (datetime.datetime(1900, 1, 1), UNKNOWN),
        ("1/20/2009 (resigned)", "2009-01-20"),
        ("Present (as of 10/07)", OPEN),
        ("Spring 2007", "2007"),
        ("mid-2007", "2007"),
        ("FY2008", "2008"),
        ("36920", "2001-01-29"),
        (9000, "1924-08-21"),
        ("seen 2007-10-25", UNKNOWN),
    ],
)
def test_what_is_read_with_a_grain_of_salt_is_told(cell, guess):
    assert a_date(cell)[:2] == ("doubt", guess)


@pytest.mark.parametrize(
    "cell",
    ["Resigned", "February 29, 2007", "2007-13", "May 5", True, 12, "1/1/0001", "12/31/20075",
     "before 2007", datetime.time(9, 30), "vacant", 123456789012],
)  # fmt: skip
def test_what_is_no_date_is_refused_and_quoted(cell):
    verdict, sentence = a_date(cell)
    assert verdict == "refused"
    assert cells.quoted(cells.as_text(cell))[1:-1] in sentence


@pytest.mark.parametrize("cell", ["Oct 25", "May 5", "25-Oct"])
def test_a_month_and_a_number_are_no_date(cell):
    assert a_date(cell, century=1966) == (
        "refused",
        f"“{cell}” has no year, or one of two digits. Write the year in four, like 25 October "
        "2007 or October 2007.",
    )


def test_a_refusal_quotes_the_whole_cell():
    assert a_date("until 2o09 (resigned)")[1].startswith("“until 2o09 (resigned)” is not a")
    assert a_date("since 2005", field=START) == "2005"
    assert a_date("until 2005", field=START)[0] == "refused"  # no beginning


@pytest.mark.parametrize("cell", ["2005-2006", "1/20/2001-1/20/2009"])
def test_two_dates_without_blanks_between_them_are_two(cell):
    assert "holds two dates" in a_date(cell)[1]


def test_two_dates_in_one_cell_are_refused_in_words():
    assert a_date("Jan 26, 2005 - Jan 20, 2009") == (
        "refused",
        "“Jan 26, 2005 - Jan 20, 2009” holds two dates. Put the first and the last day into "
        "columns of their own.",
    )


def test_a_beginning_can_not_be_open():
    assert a_date("present", field=START) == (
        "refused", "“present” can stand only for the end of a span. Write a date.",
    )  # fmt: skip


def test_an_error_cell_is_refused_by_name():
    for reader in (cells.read_line, days.read_partial_date, cells.read_integer):
        verdict, sentence = said(reader, CellError("#REF!"), field=END)
        assert (verdict, "#REF!" in sentence) == ("refused", True)


D = datetime.date


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("seen 2007-10-25", (D(2007, 10, 25), D(2007, 10, 25))),
        ("seen 2021-07-20 to 2023-02-01", (D(2021, 7, 20), D(2023, 2, 1))),
        ("in office when the source was made (14 Feb 2019)", (D(2019, 2, 14), D(2019, 2, 14))),
        (D(2007, 10, 25), (D(2007, 10, 25), D(2007, 10, 25))),
        (39380, (D(2007, 10, 25), D(2007, 10, 25))),
        ("n/a", None),
    ],
)
def test_a_note_tells_when_somebody_was_seen(cell, seen):
    assert said(days.read_seen, cell) == seen


def test_a_day_in_a_title_may_have_a_short_year_where_month_and_day_are_sure():
    titles = ["PITF 10-25-07 attendees", "10/25/95", "25.10.2007", "07-08-07", "2007-10-25"]
    assert [days.days_in(one) for one in titles] == [
        ["2007-10-25"], ["1995-10-25"], ["2007-10-25"], [], ["2007-10-25"]
    ]  # fmt: skip


def test_a_note_that_tells_no_day_is_left_out_and_told():
    assert said(days.read_seen, "no end date in source")[:2] == ("doubt", "")


@pytest.mark.parametrize(
    ("cell", "span"),
    [
        ("January 26, 2005 – January 20, 2009", ("2005-01-26", "2009-01-20")),
        ("2001-2009", ("2001", "2009")),
        ("2001–09", ("2001", "2009")),
        ("2021–", ("2021", OPEN)),
        ("Mar 2021 to present", ("2021-03", OPEN)),
        ("since 2010", ("2010", OPEN)),
        ("1/20/2001-1/20/2009", ("2001-01-20", "2009-01-20")),
        ("Jan 2001-Jan 2009", ("2001-01", "2009-01")),
        ("2001-present", ("2001", OPEN)),
        ("2005-Jan", ("2005-01", "2005-01")),
        ("current", (UNKNOWN, OPEN)),
        ("until 2010", (UNKNOWN, "2010")),
        ("2007-10-25", ("2007-10-25", "2007-10-25")),
    ],
)
def test_a_first_and_a_last_day_may_stand_in_one_cell(cell, span):
    assert said(days.read_span, cell) == span


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("019", "019"),
        (19, "19"),
        (19.0, "19"),
        (1.5, "1.5"),
        (True, "yes"),
        (None, ""),
        ("  a \u00a0 b\n c\t", "a b c"),
        ("Immigration\u00a0and  Customs", "Immigration and Customs"),
        (datetime.datetime(2007, 10, 25), "2007-10-25"),
    ],
)
def test_text_is_tidied_and_codes_stay_codes(value, text):
    assert said(cells.read_code, value) == text


def test_what_nobody_can_see_is_taken_out_and_told():
    assert said(cells.read_line, "zero\u200bwidth and \u202ertl") == (
        "doubt", "zerowidth and rtl",
        "In “zerowidth and rtl” there was a zero-width space, which nobody can see. It is "
        "taken out.",
    )  # fmt: skip
    assert said(cells.read_line, "a\x07b")[:2] == ("doubt", "ab")


def test_text_over_its_limit_is_never_cut_in_silence():
    remarks = KINDS["officials"].by_name["remarks"]
    verdict, guess, sentence = said(cells.read_prose, "x" * 40_000, field=remarks)
    assert (verdict, guess) == ("doubt", "")
    assert "is 40,000 characters long; at most 20,000 are kept, so this is left out" in sentence
    name = KINDS["officials"].by_name["name"]
    assert said(cells.read_line, "x" * 301, field=name)[0] == "refused"


@pytest.mark.parametrize(
    ("cell", "flag"),
    [("yes", True), ("Y", True), ("x", True), ("✓", True), (1, True), (1.0, True), (True, True),
     ("TRUE", True), ("No", False), ("n", False), (0, False), ("✗", False), (False, False),
     ("", None), ("n/a", None), (None, None)],
)  # fmt: skip
def test_yes_and_no_in_all_their_forms(cell, flag):
    assert said(cells.read_yes_no, cell) is flag


def test_what_is_neither_yes_nor_no_is_never_guessed():
    assert said(cells.read_yes_no, "perhaps") == (
        "refused", "“perhaps” is neither yes nor no. Write “yes” or “no”.",
    )  # fmt: skip
    acting = KINDS["appointments"].by_name["acting"]
    assert said(cells.read_yes_no, "Acting", field=acting) is True


def a_choice(kind, field, cell):
    return said(cells.read_choice, cell, field=KINDS[kind].by_name[field])


@pytest.mark.parametrize(
    ("kind", "field", "cell", "value"),
    [
        ("bodies", "kind", "operating group", "operating group"),
        ("bodies", "kind", "TASK-FORCE", "task force"),
        ("memberships", "role", "regular participant", "regular participant"),
        ("memberships", "role", "Regular participants", "regular participant"),
        ("memberships", "role", "member by office", "member"),
        ("memberships", "role", "Chairman", "chair"),
        ("attendance", "role", "agency represented", "participant"),
        ("attendance", "role", "external", "guest"),
        ("attendance", "presence", "Y", "present"),
        ("attendance", "presence", "E", "excused"),
        ("attendance", "presence", True, "present"),
        ("attendance", "presence", "✓", "present"),
        ("meetings", "status", "Canceled", "cancelled"),
        ("laws", "kind", "E.O.", "executive order"),
        ("agencies", "kind", "Dept.", "department"),
        ("agencies", "kind", "", ""),
    ],
)
def test_a_value_of_a_closed_list_is_known_by_value_label_or_synonym(kind, field, cell, value):
    assert a_choice(kind, field, cell) == value


def test_a_value_outside_the_list_is_refused_with_what_was_wanted():
    assert a_choice("attendance", "presence", "?") == (
        "refused", "“?” is none of the values of presence: present, absent, excused.",
    )  # fmt: skip
    assert a_choice("bodies", "kind", "comittee") == (
        "doubt", "committee", "“comittee” is read as “committee”.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("B-PITF; B-SPOG", ["B-PITF", "B-SPOG"]),
        ("a|b\nc", ["a", "b", "c"]),
        ("Rice, Condoleezza; Rice, Susan;", ["Rice, Condoleezza", "Rice, Susan"]),
        ("• a\n• b", ["a", "b"]),
        ("", []),
    ],
)
def test_a_list_is_divided_by_semicolons_bars_and_lines(cell, items):
    assert said(cells.read_list, cell) == items


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("www.state.gov", "https://www.state.gov"),
        ("ice.gov", "https://ice.gov"),
        ("http://www.state.gov/g/tip", "http://www.state.gov/g/tip"),
        ("HTTPS://dni.gov", "HTTPS://dni.gov"),
        ("n/a", ""),
    ],
)
def test_an_address_may_lack_its_scheme(cell, address):
    assert said(cells.read_url, cell) == address


@pytest.mark.parametrize(
    "cell", ["javascript:alert(1)", "see file", "C:\\sheet.xls", "mailto:a@b.c"]
)
def test_what_is_no_address_is_refused(cell):
    assert said(cells.read_url, cell)[0] == "refused"


@pytest.mark.parametrize(
    ("cell", "time"),
    [("15:00", (15, 0)), ("3 p.m.", (15, 0)), ("3:30 PM", (15, 30)), ("10.15", (10, 15)),
     ("noon", (12, 0)), ("12 am", (0, 0)), ("1500 hrs", (15, 0)), (0.625, (15, 0)),
     (datetime.time(9, 45), (9, 45)), ("9:45 a.m. EST", (9, 45))],
)  # fmt: skip
def test_a_time_of_day(cell, time):
    assert said(days.read_time, cell) == datetime.time(*time)


@pytest.mark.parametrize(
    ("cell", "start"),
    [("2:00-3:30 PM", (14, 0)), ("11:00-1:00 PM", (11, 0)), ("9-5 pm", (9, 0)),
     ("12-1 pm", (12, 0)), ("2:00 PM to 3:00 PM", (14, 0)), ("10-11:30 a.m. ET", (10, 0)),
     ("14:00-15:30", (14, 0))],
)  # fmt: skip
def test_of_two_times_the_first_is_kept_in_the_half_of_the_day_that_is_meant(cell, start):
    assert said(days.read_time, cell)[:2] == ("doubt", datetime.time(*start))


def test_what_is_no_time_is_refused():
    for cell in ("25:00", "afternoon", "7"):
        assert said(days.read_time, cell)[0] == "refused"


@pytest.mark.parametrize(
    ("cell", "cadence"),
    [("at least once a year", (1, "year")), ("quarterly", (1, "quarter")),
     ("four times a year", (4, "year")), ("2 times per year", (2, "year")),
     ("Monthly", (1, "month")), ("semi-annually", (2, "year")), ("annually", (1, "year"))],
)  # fmt: skip
def test_how_often_a_body_must_meet(cell, cadence):
    assert said(cells.read_cadence, cell) == cadence


def test_a_cadence_of_something_else_is_left_out_and_told():
    assert said(cells.read_cadence, "biannual report")[:2] == ("doubt", "")


def test_what_is_doubtful_of_a_day_is_doubtful_of_the_span():
    context = CellContext(field=END)
    with pytest.raises(CellDoubt, match="is kept as 2007") as doubt:
        days.read_span("FY2007", context)
    assert doubt.value.guess == ("2007", "2007")
    with pytest.raises(CellDoubt) as doubt:
        days.read_span("circa 2006 – present", context)
    assert doubt.value.guess == ("2006~", OPEN)


def test_no_cell_takes_long_to_read():
    hostile = ["T" * 32_000, " " * 32_000 + "x", "(" * 32_000, "1/" * 16_000, "a1 " * 10_000]
    hostile += ["'" * 32_000, "9" * 32_000, "²" * 32_000, "\u202e" * 32_000]
    started = time.process_time()
    days.date_order(hostile)
    days.century(hostile)
    for kind in KINDS.values():
        for one in kind.fields:
            for text in hostile if one.name in ("official", "started_on", "status") else ():
                said(one.reader, text, field=one)
    for reader in (cells.read_line, days.read_span, days.read_seen, days.read_time):
        for text in hostile:
            said(reader, text, field=END)
    for text in hostile:
        parse_person(text[:300])
    assert time.process_time() - started < 5


def test_numbers():
    assert said(cells.read_integer, "1,640") == 1640
    assert [said(cells.read_integer, one) for one in ("1.", "2)", "# 3")] == [1, 2, 3]
    assert said(cells.read_integer, 3.0) == 3
    assert said(cells.read_integer, "2.5")[0] == "refused"
    assert said(cells.read_integer, True)[0] == "refused"
    assert [said(cells.read_ordinal, one) for one in ("2nd", "Third", "IV", 5, "inaugural")] == [
        2, 3, 4, 5, 1,
    ]  # fmt: skip
    assert said(days.read_year, "1958-10-13") == 1958
    assert said(days.read_year, D(1958, 10, 13)) == 1958
    assert said(days.read_year, "") is None
    assert said(cells.read_key, "Rice, C.")[0] == "refused"
    assert said(cells.read_key, "rice-condoleezza") == "rice-condoleezza"

"""What pictures lay out, as plain data."""

from datetime import date

import pytest

from registry.dates import UNKNOWN, Holds, Span
from registry.facts.cadence import cadence
from registry.facts.matrix import Came, matrix
from registry.facts.succession import line
from registry.facts.trees import tree
from registry.models import Attendance, Body
from registry.pictures import cadence as cadence_pictures
from registry.pictures.labels import shortened, width_of
from registry.pictures.positions import line_of_holders
from registry.pictures.scale import Scale, extent
from registry.pictures.timeline import Entry, Group, Look, pieces_of, timeline
from registry.pictures.trees import picture as picture_of_tree

from ..cast import THE_DAY

pytestmark = pytest.mark.one_database

TODAY = date(2010, 6, 1)
TEN_YEARS = Scale(date(2000, 1, 1), date(2009, 12, 31), 0, 3653)  # a pixel a day


def pieces(*span):
    return [
        (piece.x, piece.width, piece.certainty)
        for piece in pieces_of(Span(*span), Look.SOLID, TEN_YEARS, 0)
    ]


@pytest.mark.parametrize(
    "span, drawn",
    [
        (("2000-01-11", "2000-01-20"), [(10, 10, Holds.CERTAINLY)]),
        (("2000-01-11", "2000-01-11"), [(10, 3, Holds.CERTAINLY)]),
        (
            ("2000-01", "2000-02-29"),
            [(0, 30, Holds.POSSIBLY), (30, 30, Holds.CERTAINLY)],
        ),
        (("2001", "2001"), [(366, 365, Holds.POSSIBLY)]),
        (
            ("", "", date(2000, 1, 11)),
            [
                (0, 10, Holds.POSSIBLY),
                (10, 3, Holds.CERTAINLY),
                (11, 3642, Holds.POSSIBLY),
            ],
        ),
        (("1990", "1999"), []),
        (("2009-12-31", ".."), [(3650, 3, Holds.CERTAINLY)]),
    ],
)
def test_what_is_only_possible_is_drawn_apart_from_what_is_certain(span, drawn):
    assert pieces(*span) == drawn


def test_a_line_ends_where_nothing_more_is_known_however_far_the_reader_looks():
    spans = [Span("2001-02-03", "2005"), Span("2004", "..")]
    assert extent(spans, on=date(9000, 1, 1), today=TODAY) == (date(2001, 2, 3), TODAY)
    assert extent(spans, on=THE_DAY, today=TODAY) == (date(2001, 2, 3), THE_DAY)


def test_where_all_is_over_the_line_ends_with_it():
    over = [Span("2001-02-03", "2005-01-25"), Span("2005-01-26", "2009-01-20")]
    ended = date(2009, 1, 20)
    assert extent(over, on=TODAY, today=TODAY) == (date(2001, 2, 3), ended)
    assert extent([*over, Span("2003", UNKNOWN)], on=TODAY, today=TODAY)[1] == TODAY
    assert extent(over, on=THE_DAY, today=TODAY)[1] == min(THE_DAY, ended)


def test_years_are_named_at_even_steps_and_months_on_a_short_line():
    words = [tick.words for tick in TEN_YEARS.ticks()]
    assert words == [str(year) for year in range(2000, 2010)]
    long = Scale(date(1789, 3, 4), date(2010, 1, 1), 0, 880)
    assert [tick.words for tick in long.ticks()] == ["1800", "1850", "1900", "1950", "2000"]
    short = Scale(date(2007, 1, 1), date(2007, 12, 31), 0, 880)
    assert [tick.words for tick in short.ticks()][:2] == ["Jan 2007", "Apr 2007"]
    cut = Scale(date(2005, 1, 26), date(2009, 1, 20), 0, 800)
    assert [tick.words for tick in cut.ticks()] == ["2006", "2007", "2008", ""]


def test_a_long_name_is_cut_before_no_accent_of_its_own():
    assert shortened("Rice", most=4) == "Rice"
    assert shortened("n" * 200, most=10) == "n" * 9 + "…"
    assert shortened("ab" + "e\u0301" * 5, most=4) == "ab…"
    assert width_of("漢字") == 30 and width_of("e\u0301") == 8


def test_of_many_the_last_are_drawn_and_the_rest_is_told():
    entries = [Entry(f"Jo Doe {n}", "", Span("2001", "2002"), Look.SOLID) for n in range(310)]
    groups = [Group("Seats", entries), Group("Meetings", entries, as_marks=True)]
    drawn = timeline("x", "X", groups, meanings={}, on=THE_DAY, today=TODAY)
    seats, meetings = drawn.sections
    assert (len(seats.bars), seats.more) == (60, "and 250 more, in the table")
    assert (len(meetings.marks), meetings.more) == (100, "and 210 more, in the table")
    assert seats.bars[-1].name == "Jo Doe 309"
    assert (
        timeline("x", "X", [Group("Seats", [])], meanings={}, on=THE_DAY, today=TODAY) is None
    )


@pytest.mark.django_db
def test_acting_vacant_and_unknown_look_otherwise_than_a_full_holder(cast):
    def looks(position, day):
        entries = line(position, on=day).entries
        drawn = line_of_holders(position, entries, on=day, today=TODAY)
        return [(bar.name, bar.pieces[0].look) for bar in drawn.sections[0].bars]

    assert looks(cast.attorney, THE_DAY) == [
        ("Alberto Gonzales", Look.SOLID),
        ("Peter Keisler", Look.STRIPED),
    ]
    assert looks(cast.labor_secretary, date(2009, 2, 1))[1] == ("vacant", Look.EMPTY)
    assert looks(cast.deputy, THE_DAY) == [("holder not known", Look.DOTTED)]


@pytest.mark.django_db
def test_the_matrix_tells_absent_from_not_known_and_from_no_seat(cast):
    def rows():
        found = matrix(cast.pitf, on=THE_DAY)
        return {row.name: row.came for row in found.rows}

    assert rows() == {
        "Department of State": [Came.PRESENT],
        "Department of Justice": [Came.PRESENT],
        "Department of Labor": [Came.PRESENT],
        "Department of Homeland Security": [Came.NOT_KNOWN],
        "Department of Education": [Came.PRESENT],
        "Office to Monitor and Combat Trafficking in Persons": [Came.PRESENT],
    }
    cast.meeting.attendance_complete = True
    cast.meeting.save()
    Attendance.objects.filter(official=cast.chao).update(presence="excused")
    cast.agency_only.delete()
    assert rows() | {} == {
        "Department of State": [Came.PRESENT],
        "Department of Justice": [Came.PRESENT],
        "Department of Labor": [Came.EXCUSED],
        "Department of Homeland Security": [Came.ABSENT],
        "Department of Education": [Came.NOT_KNOWN],  # perhaps it had no seat yet
        "Office to Monitor and Combat Trafficking in Persons": [Came.PRESENT],
    }


@pytest.mark.django_db
def test_the_tree_goes_up_and_down_and_a_circle_ends(cast):
    def told(body, day=THE_DAY):
        return [(b.record.key, b.above, b.depth) for b in tree(body, on=day).branches]

    Body.objects.create(key="sub", name="A group", kind="council", parent=cast.spog)
    whole = [("pitf", None, 0), ("spog", 0, 1), ("sub", 1, 2)]
    assert told(cast.pitf) == told(cast.spog) == whole
    assert told(cast.pitf, date(2003, 1, 1)) == [("pitf", None, 0)]
    drawn = picture_of_tree(tree(cast.spog, on=THE_DAY), cast.spog, "Reporting line")
    assert [node.is_asked for node in drawn.nodes] == [False, True, False]
    assert drawn.description.startswith("1 above it and 1 below it.")
    Body.objects.filter(key="pitf").update(parent=Body.objects.get(key="sub"))
    assert len(told(cast.spog)) == 3


@pytest.mark.django_db
def test_the_rule_is_drawn_by_period_missed_told_from_not_known(cast):
    drawn = cadence_pictures.picture(
        cast.pitf, cadence(cast.pitf, cast.pitf.meetings.all(), on=THE_DAY)
    )
    signs = {year.words: [b.sign for b in year.fields[0].boxes] for year in drawn.years}
    assert signs == {
        "2007": ["held"],
        "2006": ["missed"],
        "2005": ["not known"],
        "2004": ["not known"],
        "2003": ["possible"],
        "2002": ["not known"],
    }

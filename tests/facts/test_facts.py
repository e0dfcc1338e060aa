"""The answers, on the days around each change; and that each costs the same at any size."""

from datetime import date

import pytest

from registry.dates import Holds, Span
from registry.facts.agencies import agency_on
from registry.facts.attendance import Capacity, attendance
from registry.facts.cadence import cadence
from registry.facts.changes import changes
from registry.facts.citations import citations, sources
from registry.facts.holders import Absence, holding
from registry.facts.meetings import last_held, meetings
from registry.facts.officials import career
from registry.facts.rosters import chairs, line_of_chairs, roster
from registry.facts.succession import Gap, line
from registry.models import Agency, Appointment, Attendance, Meeting, Official, Seat, Vacancy

from ..cast import THE_DAY, appoint, official


def who_sat(body, day):
    """Each seat as (agency, role, certainty, holders or why there is none)."""
    return [
        (
            seat.agency_name,
            str(seat.seat.role),
            str(seat.certainty),
            [f"{'acting ' if one.acting else ''}{one.official.name}" for one in seat.holders]
            or (str(seat.holding.absence) if seat.holding else None),
        )
        for seat in roster(body, on=day)
    ]


def test_the_roster_tells_each_seat_its_agency_role_and_holder(cast):
    assert who_sat(cast.pitf, THE_DAY) == [
        ("Department of State", "chair", "certainly", ["Condoleezza Rice"]),
        ("Department of Justice", "member", "certainly", ["acting Peter Keisler"]),
        ("Department of Labor", "member", "certainly", ["Elaine Chao"]),
        ("Department of Homeland Security", "member", "certainly", None),
        ("Department of Education", "regular participant", "possibly", None),
    ]


def test_a_seat_appears_on_its_first_day_and_not_the_day_before(cast):
    def names(day):
        return [seat.agency_name for seat in roster(cast.pitf, on=day)]

    assert "Domestic Policy Council" not in names(date(2007, 12, 31))
    assert "Domestic Policy Council" in names(date(2008, 1, 1))
    assert "Department of Education" in names(date(2007, 12, 31))
    assert "Department of Education" not in names(date(2008, 1, 1))
    assert names(date(2002, 2, 12)) == []


def test_a_seat_without_a_position_tells_who_is_designated(cast):
    (homeland,) = [s for s in roster(cast.pitf, on=THE_DAY) if s.agency == cast.homeland]
    assert [one.official for one in homeland.principals] == [cast.park]


@pytest.mark.parametrize(
    ("day", "holders", "absence"),
    [
        (date(2009, 1, 20), ["Elaine Chao"], None),
        (date(2009, 1, 21), [], Absence.VACANT),
        (date(2009, 2, 23), [], Absence.VACANT),
        (date(2009, 2, 24), [], Absence.NOT_ENTERED),
    ],
)
def test_vacant_and_not_yet_entered_are_told_apart(cast, day, holders, absence):
    answer = holding(cast.labor_secretary, on=day)
    assert [one.official.name for one in answer.holders] == holders
    assert answer.absence == absence


def test_a_holder_who_is_not_known_is_a_third_thing(cast):
    assert holding(cast.deputy, on=THE_DAY).absence == Absence.UNKNOWN
    assert holding(cast.deputy, on=date(2008, 1, 1)).absence == Absence.NOT_ENTERED


def test_on_the_day_of_handover_both_held_and_the_confirmed_one_comes_first(cast):
    answer = holding(cast.attorney, on=date(2007, 11, 9))
    assert [(one.official.name, one.acting) for one in answer.holders] == [
        ("Michael Mukasey", False),
        ("Peter Keisler", True),
    ]


def test_one_who_is_merely_possible_is_not_named_beside_one_who_is_certain(cast):
    appoint(official("Paul", "Possible"), cast.attorney, "2007", "", "acting")
    answer = holding(cast.attorney, on=date(2008, 1, 1))
    assert [one.official for one in answer.holders] == [cast.mukasey]
    answer = holding(cast.attorney, on=date(2010, 1, 1))
    assert [(one.official.name, str(one.certainty)) for one in answer.holders] == [
        ("Paul Possible", "possibly")
    ]


def test_one_who_was_seen_on_another_day_is_not_named_on_this_one(cast):
    seen = date(2011, 5, 6)
    appoint(official("Ed", "Seen"), cast.attorney, "", "", seen_from=seen)
    assert [one.official.name for one in holding(cast.attorney, on=seen).holders] == ["Ed Seen"]
    answer = holding(cast.attorney, on=date(2011, 5, 7))
    assert (answer.holders, answer.absence) == ((), Absence.NOT_ENTERED)


def test_a_holder_who_is_only_possible_does_not_hide_a_vacancy(cast):
    nominee = official("Hilda", "Solis")
    appoint(nominee, cast.labor_secretary, "2009", "2013-01-22")
    answer = holding(cast.labor_secretary, on=date(2009, 2, 1))
    assert [one.certainty for one in answer.holders] == [Holds.POSSIBLY]
    assert answer.absence == Absence.VACANT


def test_an_agency_sits_under_the_name_that_it_bore_then(cast):
    Seat.objects.create(body=cast.pitf, agency=cast.health, started_on="1970", order=9)
    in_1975 = roster(cast.pitf, on=date(1975, 6, 1))
    assert [one.agency_name for one in in_1975] == [
        "Department of Health, Education, and Welfare"
    ]
    assert agency_on(cast.health, on=date(1980, 5, 3)).name.endswith("and Welfare")
    assert agency_on(cast.health, on=date(1980, 5, 4)).name == cast.health.name


@pytest.mark.parametrize(
    ("day", "chair"),
    [
        (date(2005, 1, 25), "Colin Powell"),
        (date(2005, 1, 26), "Condoleezza Rice"),
        (date(2009, 1, 20), "Condoleezza Rice"),
        (date(2009, 1, 21), "Hillary Clinton"),
    ],
)
def test_the_chair_follows_from_who_holds_the_position(cast, day, chair):
    (seat,) = chairs(cast.pitf, on=day)
    assert [one.official.name for one in seat.holders] == [chair]


def test_the_line_of_chairs_begins_with_the_body(cast):
    assert [
        (term.appointment.official.name, term.span)
        for term in line_of_chairs(cast.pitf, on=date(2015, 1, 1))
    ] == [
        ("Colin Powell", Span("2002-02-13", "2005-01-25")),
        ("Condoleezza Rice", Span("2005-01-26", "2009-01-20")),
        ("Hillary Clinton", Span("2009-01-21", "2013-02-01")),
    ]


def test_the_line_of_holders_tells_gaps_and_vacancies(cast):
    appoint(official("Thomas", "Perez"), cast.labor_secretary, "2013-07-23", "2017-01-20")
    entries = line(cast.labor_secretary, on=date(2020, 1, 1)).entries
    chao, vacancy, gap, perez = entries
    assert (chao.official.name, perez.official.name) == ("Elaine Chao", "Thomas Perez")
    assert isinstance(vacancy, Vacancy)
    assert gap == Gap(date(2009, 2, 24), date(2013, 7, 22))


def test_the_lines_end_with_the_day_asked(cast):
    before, after = date(2009, 1, 20), date(2009, 1, 21)
    for day, last in ((before, "Condoleezza Rice"), (after, "Hillary Clinton")):
        assert line(cast.secretary, on=day).entries[-1].official.name == last
        assert line_of_chairs(cast.pitf, on=day)[-1].appointment.official.name == last


def test_one_whose_start_is_not_known_stands_where_it_was_under_way(cast):
    appoint(official("Ed", "Seen"), cast.attorney, "", "", "acting", seen_from=date(2006, 1, 1))
    names = [one.official.name for one in line(cast.attorney, on=date(2010, 1, 1)).entries]
    assert names == ["Alberto Gonzales", "Ed Seen", "Peter Keisler", "Michael Mukasey"]


def test_a_meeting_of_unpublished_bodies_shows_nowhere(cast):
    for body in (cast.pitf, cast.spog):
        body.is_public = False
        body.save()
    assert career(cast.rice, on=date(2010, 1, 1)).attendances == []
    assert attendance(cast.meeting) == []


def test_two_confirmed_holders_at_once_overlap_and_an_acting_one_does_not(cast):
    assert line(cast.attorney, on=date(2010, 1, 1)).overlaps == []
    appoint(official("James", "Comey"), cast.attorney, "2008-06-01", "2008-08-01")
    (overlap,) = line(cast.attorney, on=date(2010, 1, 1)).overlaps
    assert overlap.earlier.official == cast.mukasey
    assert overlap.later.official.name == "James Comey"
    assert overlap.certainty is Holds.CERTAINLY


def test_an_official_has_posts_designations_and_meetings(cast):
    (post,) = career(cast.keisler, on=date(2010, 1, 1)).posts
    assert (post.appointment.position, post.agency_name, post.certainty) == (
        cast.attorney,
        "Department of Justice",
        Holds.NO,
    )
    assert career(cast.keisler, on=date(2007, 9, 16)).posts == []
    rice = career(cast.rice, on=THE_DAY)
    assert [one.meeting for one in rice.attendances] == [cast.meeting]
    assert career(cast.rice, on=date(2007, 10, 24)).attendances == []
    ((designation, certainty),) = career(cast.park, on=date(2008, 1, 1)).designations
    assert (designation.seat, certainty) == (cast.homeland_seat, Holds.CERTAINLY)


def test_an_agency_has_seats_positions_and_parts(cast):
    answer = agency_on(cast.state, on=THE_DAY)
    assert [(seat.body, str(held)) for seat, held in answer.seats] == [
        (cast.pitf, "certainly"),
        (cast.spog, "certainly"),
    ]
    assert [position for position, _ in answer.positions] == [cast.secretary, cast.deputy]
    assert answer.parts == [cast.tip]


def test_attendance_checks_each_capacity_against_the_appointments(cast):
    cast.keisler.appointments.update(note="x")
    answers = [
        (one.title, one.acting, one.capacity, one.agency_name)
        for one in attendance(cast.meeting)
    ]
    assert answers == [
        ("Secretary of State", False, Capacity.CERTAIN, "Department of State"),
        ("Secretary of Labor", False, Capacity.CERTAIN, "Department of Labor"),
        ("Attorney General", True, Capacity.CERTAIN, "Department of Justice"),
        ("the Director of the Office", False, Capacity.CERTAIN, str(cast.tip.name)),
        ("", False, Capacity.NOT_STATED, "Department of Education"),
    ]


@pytest.mark.parametrize(
    ("start", "end", "capacity"),
    [
        ("2007-10-26", "2009", Capacity.UNCOVERED),
        ("2007-10", "2009", Capacity.POSSIBLE),
        ("2007-10-25", "2007-10-25", Capacity.CERTAIN),
        ("2006", "2007-10-24", Capacity.UNCOVERED),
    ],
)
def test_an_appointment_covers_a_meeting_from_its_first_to_its_last_day(
    cast, start, end, capacity
):
    term = Appointment.objects.get(official=cast.rice)
    term.started_on, term.ended_on = start, end
    term.save()
    assert attendance(cast.meeting)[0].capacity is capacity


def test_the_last_meeting_is_one_that_was_certainly_held_by_then(cast):
    assert last_held(cast.pitf, on=date(2007, 10, 24)) is None
    assert last_held(cast.pitf, on=THE_DAY) == cast.meeting
    assert last_held(cast.pitf, on=date(2009, 12, 30)) == cast.meeting
    assert last_held(cast.pitf, on=date(2009, 12, 31)) == cast.partial_meeting
    assert [one.key for one in meetings(cast.pitf, on=date(2009, 6, 1))] == [
        "pitf-2009",
        "pitf-2007-10-25",
        "pitf-2003-12-08",
    ]


def kept(body, *, on):
    return cadence(body, meetings(body, on=on), on=on)


def test_cadence_tells_met_missed_not_yet_due_and_not_known(cast):
    verdicts = {one.name: str(one.verdict) for one in kept(cast.pitf, on=date(2010, 1, 1))}
    assert verdicts == {
        "2010": "not yet due",
        "2009": "met",  # some day of 2009 is in 2009
        "2008": "missed",
        "2007": "met",
        "2006": "missed",
        "2005": "not known",
        "2004": "not known",
        "2003": "not known",
        "2002": "not known",
    }


def test_a_period_that_runs_counts_as_met_only_with_what_was_held_by_then(cast):
    (of_2007, *_) = kept(cast.pitf, on=date(2007, 10, 24))
    assert (of_2007.name, str(of_2007.verdict)) == ("2007", "not yet due")
    (of_2007, *_) = kept(cast.pitf, on=THE_DAY)
    assert (str(of_2007.verdict), of_2007.held) == ("met", [cast.meeting])


def test_quarters_have_their_own_bounds_and_a_body_without_a_rule_has_none(cast):
    quarters = kept(cast.spog, on=date(2004, 4, 1))
    assert [(one.name, one.first, one.last) for one in quarters] == [
        ("2004, quarter 2", date(2004, 4, 1), date(2004, 6, 30)),
        ("2004, quarter 1", date(2004, 1, 1), date(2004, 3, 31)),
        ("2003, quarter 4", date(2003, 10, 1), date(2003, 12, 31)),
    ]
    cast.spog.cadence_times, cast.spog.cadence_period = None, ""
    assert kept(cast.spog, on=date(2004, 4, 1)) == []


def test_changes_tell_what_happened_between_two_days(cast):
    found = changes(first=date(2007, 9, 1), last=date(2007, 11, 9))
    told = [(str(c.event), str(c.certainty), c.words, c.record.key) for c in found]
    assert told == [
        ("began", "possibly", "2007", "pitf-ed"),
        ("ended", "possibly", "2007", "pitf-ed"),
        ("began", "certainly", "September 17, 2007", "keisler-peter-attorney-general"),
        ("ended", "certainly", "September 17, 2007", "gonzales-alberto-attorney-general"),
        ("met", "certainly", "October 25, 2007", "pitf-2007-10-25"),
        ("was adopted", "certainly", "October 25, 2007", "pitf-2007-10-25-resolution"),
        ("began", "certainly", "November 9, 2007", "mukasey-michael-attorney-general"),
        ("ended", "certainly", "November 9, 2007", "keisler-peter-attorney-general"),
    ]
    assert changes(first=date(2007, 10, 26), last=date(2007, 11, 8)) == [
        c for c in found if c.record.key == "pitf-ed"
    ]


def test_citations_come_with_their_sources(cast):
    (found,) = sources(citations(cast.meeting, cast.pitf))
    assert found[0] == cast.source
    assert [one.quotation for one in found[1]] == ["on October 25, 2007"]
    cast.source.is_public = False
    cast.source.save()
    assert citations(cast.meeting) == []


def test_what_is_not_published_is_in_no_answer(cast):
    for record in (cast.keisler, cast.labor, cast.photo, cast.council):
        record.is_public = False
        record.save()
    told = who_sat(cast.pitf, THE_DAY)
    assert ("Department of Justice", "member", "certainly", "not yet entered") in told
    assert "Department of Labor" not in str(told)
    assert "Keisler" not in str(told)
    assert [one.attendance.official for one in attendance(cast.meeting)] == [
        cast.rice,
        cast.lagon,
        None,
    ]


@pytest.mark.parametrize("size", [3, 300])
def test_every_answer_costs_the_same_at_any_size(cast, size, django_assert_num_queries):
    people = Official.objects.bulk_create(
        Official(given_name="N", family_name=f"Person{n}", name=f"N Person{n}")
        for n in range(size)
    )
    agencies = Agency.objects.bulk_create(Agency(name=f"Agency {n}") for n in range(size))
    Seat.objects.bulk_create(Seat(body=cast.pitf, agency=one, order=9) for one in agencies)
    Attendance.objects.bulk_create(
        Attendance(meeting=cast.meeting, official=one, agency=two)
        for one, two in zip(people, agencies, strict=True)
    )
    Appointment.objects.bulk_create(
        Appointment(official=one, position=cast.secretary, capacity="acting") for one in people
    )
    many = Meeting.objects.bulk_create(Meeting(held_on=f"20{10 + n % 9}") for n in range(size))
    cast.pitf.meetings.add(*many)
    day = date(2015, 1, 1)
    for queries, answer in [
        (5, lambda: roster(cast.pitf, on=day)),
        (2, lambda: line_of_chairs(cast.pitf, on=day)),
        (2, lambda: line(cast.secretary, on=day)),
        (3, lambda: attendance(cast.meeting)),
        (1, lambda: kept(cast.pitf, on=day)),
        (14, lambda: changes(first=date(2000, 1, 1), last=day)),
    ]:
        with django_assert_num_queries(queries):
            assert answer()

"""What readers are told of changes, and what they are never told.

The cast was entered long ago: each test looks at what came after.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from registry.facts.what_changed import last_change, what_changed
from registry.models import (
    Agency,
    Appointment,
    Body,
    Meeting,
    Official,
    Resolution,
    Seat,
    Withdrawal,
)

from ..cast import ENTERED_AT
from ..office import issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """Time goes on by an hour at each step."""
    moment = [datetime(2026, 3, 1, 12, tzinfo=UTC)]
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment[0])

    def step():
        moment[0] += timedelta(hours=1)
        return moment[0]

    return step


def told(since, **more):
    events = what_changed(until=timezone.now(), since=since, **more)
    return [(one.what.value, one.kind, one.name, one.address, one.words) for one in events]


def begin(clock):
    start = timezone.now()
    clock()
    return start


def test_new_and_changed_records_are_told_by_the_fields_that_changed(clock, cast):
    start = begin(clock)
    cast.meeting.place, cast.meeting.summary = "Old Executive Office Building", "They met."
    cast.meeting.save()
    clock()
    who = Official.objects.create(given_name="Hilda", family_name="Solis")
    clock()
    Appointment.objects.create(official=who, position=cast.labor_secretary, started_on="2009")
    assert told(start) == [
        (
            *("new", "appointment", "Hilda Solis, Secretary of Labor"),
            *("/positions/secretary-of-labor/#the_line_of_holders", ""),
        ),
        ("new", "official", "Hilda Solis", "/officials/solis-hilda/", ""),
        (
            *("changed", "meeting", "Meeting, October 25, 2007", "/meetings/pitf-2007-10-25/"),
            "place, summary",
        ),
    ]


def test_what_readers_do_not_see_is_no_change(clock, cast):
    start = begin(clock)
    cast.pitf.remarks = "Call Justice back."
    cast.pitf.save()
    cast.pitf.save()
    cast.pitf.meetings_complete_until = None
    cast.pitf.meetings_complete_from = None
    cast.pitf.save()
    assert told(start) == []


def test_what_is_not_published_is_never_told(clock, cast):
    start = begin(clock)
    cast.meeting.place = "A secret place"
    cast.meeting.save()
    secret = Agency.objects.create(name="Secret Office", is_public=False)
    Seat.objects.create(body=cast.pitf, agency=secret)
    cast.pitf.parent = Body.objects.create(name="Secret Body", kind="council", is_public=False)
    cast.pitf.save()
    assert [one[:2] for one in told(start)] == [("changed", "meeting")]
    clock()
    cast.meeting.is_public = False
    cast.meeting.save()
    assert told(start) == []


def test_publication_is_told_and_what_was_done_before_in_private_is_not(clock, cast):
    start = begin(clock)
    council = Body.objects.create(name="Council", kind="council", is_public=False)
    clock()
    council.purpose = "to plan in private"
    council.save()
    seat = Seat.objects.create(body=council, agency=cast.labor)
    meeting = Meeting.objects.create(held_on="2026-03-02")
    meeting.bodies.add(council)
    Resolution.objects.create(body=council, title="In private")
    clock()
    council.is_public = True
    council.save()
    published = ("new", "body", "Council", "/bodies/council/", "")
    assert told(start) == [published]
    clock()
    seat.clause = "sec. 1"
    seat.save()
    address = "/bodies/council/#the_roster"
    changed = ("changed", "seat", "Council, Department of Labor", address, "clause")
    assert told(start) == [changed, published]


def test_a_stretch_out_of_sight_is_not_told_when_it_is_over(clock, cast):
    start = begin(clock)
    for purpose, is_public in [("one", True), ("two", False), ("three", False), ("four", True)]:
        cast.pitf.purpose, cast.pitf.is_public = purpose, is_public
        cast.pitf.save()
        clock()
    name = (
        "President's Interagency Task Force to Monitor and Combat Trafficking in Persons (PITF)"
    )
    assert told(start) == [
        ("new", "body", name, "/bodies/pitf/", ""),
        ("changed", "body", name, "/bodies/pitf/", "purpose"),
    ]


def test_a_record_takes_the_name_and_the_address_of_today(clock, cast):
    start = begin(clock)
    cast.rice.biography = "Born in Birmingham."
    cast.rice.save()
    clock()
    cast.rice.name, cast.rice.key = "Condi Rice", "rice"
    cast.rice.save()
    assert told(start) == [
        ("changed", "official", "Condi Rice", "/officials/rice/", "name as printed"),
        ("changed", "official", "Condi Rice", "/officials/rice/", "biography"),
    ]


def test_editions_are_told_when_they_go_live_and_when_they_are_withdrawn(clock, cast):
    start = begin(clock)
    sheet = cast.sheet
    base, title = "/fact-sheets/pitf-2007-12-20/", "The President's Interagency Task Force"
    issue(sheet, at=timezone.now())
    clock()
    issue(sheet, at=timezone.now(), kind="correction", note="We erred.")
    issue(
        sheet,
        at=timezone.now(),
        kind="update",
        note="To come.",
        live_at=timezone.now() + timedelta(days=1),
    )
    assert told(start) == [
        ("corrected", "edition", title, f"{base}editions/2/", "We erred."),
        ("issued", "edition", title, f"{base}editions/1/", ""),
    ]
    sheet.is_public = False
    sheet.save()
    assert told(start) == []


@pytest.mark.parametrize("manner", ["notice", "gone"])
def test_a_withdrawal_is_told_unless_the_sheet_was_published_by_error(clock, cast, manner):
    start = begin(clock)
    edition = issue(cast.sheet, at=timezone.now())
    clock()
    edition.withdrawal = Withdrawal.objects.create(
        edition=edition, manner=manner, reason="It named two chairs.", at=timezone.now()
    )
    kinds = [(one[0], one[4]) for one in told(start)]
    withdrawn = [("withdrawn", "It named two chairs."), ("issued", "")]
    assert kinds == (withdrawn if manner == "notice" else [])


def test_events_come_in_pieces_and_at_a_fixed_cost(clock, cast, django_assert_num_queries):
    start = begin(clock)
    for number in range(7):
        Agency.objects.create(name=f"Agency {number}")
        clock()
    with django_assert_num_queries(4):
        names = [one[2] for one in told(start)]
    assert names == [f"Agency {number}" for number in range(6, -1, -1)]
    assert [one[2] for one in told(start, skip=2, most=3)] == names[2:5]
    assert told(start, kinds=(Body,)) == []


def test_the_dates_of_a_page_reach_to_what_stands_on_it(clock, cast, django_assert_num_queries):
    first = ENTERED_AT
    assert last_change(cast.pitf, until=timezone.now()) == (first, first)
    clock()
    cast.pitf.remarks = "Seen by nobody."
    cast.pitf.save()
    clock()
    cast.labor_seat.order = 7
    cast.labor_seat.save()
    with django_assert_num_queries(1):
        assert last_change(cast.pitf, until=timezone.now()) == (first, timezone.now())
    assert last_change(cast.spog, until=timezone.now()) == (first, first)
    cast.pitf.history.all().delete()
    assert last_change(cast.pitf, until=timezone.now()) is None

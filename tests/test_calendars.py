"""Meetings as calendars, read back by the library."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from registry.models import Meeting

from .views.conftest import Reader

pytestmark = pytest.mark.django_db


def read(address: str) -> Calendar:
    answer = Reader().get(address)
    assert answer.status_code == 200, answer.body
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.body)


def events(address: str) -> dict:
    return {str(one["uid"]): one for one in read(address).walk("VEVENT")}


def test_the_calendars_hold_the_meetings_of_which_the_day_is_known(cast):
    days = {
        "pitf-2003-12-08@testserver": date(2003, 12, 8),
        "pitf-2007-10-25@testserver": date(2007, 10, 25),
        "pitf-2010-02-03@testserver": date(2010, 2, 3),
    }
    for address in ("/meetings.ics", "/bodies/pitf/meetings.ics"):
        assert {uid: one["dtstart"].dt for uid, one in events(address).items()} == days
    assert events("/bodies/spog/meetings.ics") == {}
    assert list(events("/meetings/pitf-2007-10-25/meeting.ics")) == [
        "pitf-2007-10-25@testserver"
    ]


def test_a_meeting_of_a_partial_date_is_left_out_and_said_to_be(cast):
    assert str(read("/meetings.ics")["x-wr-caldesc"]) == (
        "Left out: 1 of which the record does not know the very day. See "
        "http://testserver/meetings/"
    )
    assert events("/meetings/pitf-2009/meeting.ics") == {}


def test_a_meeting_without_a_time_takes_the_day_and_no_more(cast):
    (one,) = events("/meetings/pitf-2007-10-25/meeting.ics").values()
    assert (one["dtstart"].dt, one["dtend"].dt) == (date(2007, 10, 25), date(2007, 10, 26))
    assert str(one["summary"]) == "PITF: Meeting of October 25, 2007"
    assert str(one["location"]) == "Washington"
    assert str(one["url"]) == "http://testserver/meetings/pitf-2007-10-25/"


def test_a_meeting_starts_at_its_time_in_its_own_zone(cast):
    cast.meeting.starts_at, cast.meeting.zone = "15:00", "America/New_York"
    cast.meeting.save()
    made = read("/meetings/pitf-2007-10-25/meeting.ics")
    (one,) = made.walk("VEVENT")
    moment = datetime(2007, 10, 25, 15, tzinfo=ZoneInfo("America/New_York"))
    assert one["dtstart"].dt == moment
    assert one["dtstart"].dt.utcoffset() == timedelta(hours=-4)
    assert [str(zone["tzid"]) for zone in made.walk("VTIMEZONE")] == ["America/New_York"]


@pytest.mark.parametrize("zone", ["", "Washington time", "../../etc/passwd", "America"])
def test_a_time_in_a_zone_that_is_not_known_is_told_in_words_only(cast, zone):
    cast.meeting.starts_at, cast.meeting.zone = "15:00", zone
    cast.meeting.save()
    (one,) = events("/meetings/pitf-2007-10-25/meeting.ics").values()
    assert one["dtstart"].dt == date(2007, 10, 25)
    assert f"Starts at 15:00 {zone or '(time zone not known)'}." in str(one["description"])


@pytest.mark.parametrize(
    "status, told, summary",
    [
        ("announced", "TENTATIVE", "PITF: Meeting of October 25, 2007"),
        ("held", "CONFIRMED", "PITF: Meeting of October 25, 2007"),
        ("postponed", "CANCELLED", "Postponed: PITF: Meeting of October 25, 2007"),
        ("cancelled", "CANCELLED", "Cancelled: PITF: Meeting of October 25, 2007"),
    ],
)
def test_what_is_cancelled_or_moved_is_told_as_such(cast, status, told, summary):
    cast.meeting.status = status
    cast.meeting.save()
    (one,) = events("/meetings/pitf-2007-10-25/meeting.ics").values()
    assert (str(one["status"]), str(one["summary"])) == (told, summary)
    assert str(one["description"]).startswith(f"Status: {status}.")


def test_each_change_that_readers_see_counts_and_the_id_stays(cast):
    address = "/meetings/{}/meeting.ics"
    (before,) = events(address.format("pitf-2007-10-25")).values()
    cast.meeting.key = "another-key"
    cast.meeting.save()
    moved = Reader().get(address.format("pitf-2007-10-25"))
    assert (moved.status_code, moved["Location"]) == (301, address.format("another-key"))
    cast.meeting.place = "Paris"
    cast.meeting.save()
    cast.meeting.remarks = "Of this readers know nothing."
    cast.meeting.save()
    (after,) = events(address.format("another-key")).values()
    assert after["uid"] == before["uid"] == "pitf-2007-10-25@testserver"
    assert after["sequence"] == before["sequence"] + 1
    last = cast.meeting.history.latest().history_date
    assert after["last-modified"].dt == after["dtstamp"].dt == last.replace(microsecond=0)


def test_what_is_not_published_is_in_no_calendar(cast):
    Meeting.objects.filter(pk=cast.meeting.pk).update(is_public=False)
    assert "pitf-2007-10-25@testserver" not in events("/meetings.ics")
    assert Reader().get("/meetings/pitf-2007-10-25/meeting.ics").status_code == 404
    assert Reader().get("/bodies/nobody/meetings.ics").status_code == 404


def test_text_of_any_kind_stands_in_one_event(cast):
    cast.meeting.title = "END:VEVENT; a, b \\ “c” " + "é" * 200
    cast.meeting.save()
    made = read("/meetings/pitf-2007-10-25/meeting.ics")
    (one,) = made.walk("VEVENT")
    assert str(one["summary"]) == f"PITF: {cast.meeting.title}"
    # The library neither escapes nor reads what it does not know.
    said = f"PITF: END:VEVENT\\; a\\, b \\\\ “c” {'é' * 200}"
    assert made["x-wr-calname"].to_ical().decode() == said


def test_who_follows_a_body_is_not_busy_when_it_meets(cast):
    assert {str(one["transp"]) for one in events("/meetings.ics").values()} == {"TRANSPARENT"}


def test_a_calendar_costs_the_same_at_any_size(cast, django_assert_max_num_queries):
    Meeting.objects.bulk_create(
        Meeting(held_on="2007-10-25", status="held", title=f"No. {n}") for n in range(100)
    )
    cast.pitf.meetings.add(*Meeting.objects.filter(title__startswith="No."))
    with django_assert_max_num_queries(5):
        assert len(events("/bodies/pitf/meetings.ics")) == 103

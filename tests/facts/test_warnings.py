"""What is doubtful is told, can be accepted with a reason, and is never a wall."""

from datetime import UTC, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management import call_command

from registry.acts.accept import accept
from registry.facts.warnings import all_warnings, warnings_of
from registry.models import Alias, Appointment, Attendance, Body, Seat

from ..cast import appoint, official

NOW = datetime(2026, 1, 2, 3, tzinfo=UTC)


def told(record):
    return [(one.code, one.message) for one in warnings_of(record) if not one.accepted]


def test_the_cast_gives_no_cause_for_doubt(cast):
    assert all_warnings() == []


def test_two_confirmed_holders_at_once_are_told_at_both(cast):
    rival = appoint(official("Jo", "Rival"), cast.secretary, "2006", "2007-06-30")
    rice = Appointment.objects.get(official=cast.rice)
    assert told(rival) == [
        (
            "overlap",
            "Jo Rival (2006 – June 30, 2007) and Condoleezza Rice (January 26, 2005 – "
            "January 20, 2009) are both confirmed as Secretary of State at the same time.",
        )
    ]
    assert [code for code, _ in told(rice)] == ["overlap"]
    assert [code for code, _ in told(cast.rice)] == ["overlap"]
    rival.capacity = "acting"
    rival.save()
    assert told(rival) == []


def test_a_position_of_several_holders_has_no_overlap(cast):
    cast.secretary.holders = "several"
    cast.secretary.save()
    assert told(appoint(official("Jo", "Rival"), cast.secretary, "2006", "2007")) == []


def test_an_attendance_that_no_appointment_covers_is_told(cast):
    row = Attendance.objects.get(official=cast.chao)
    term = Appointment.objects.get(official=cast.chao)
    term.ended_on = "2007-10-24"
    term.save()
    expected = (
        "not covered",
        "Elaine Chao is listed as Secretary of Labor on October 25, 2007, but no "
        "appointment in the record covers that day.",
    )
    assert told(row) == [expected]
    assert told(cast.meeting) == [expected]
    term.ended_on = "2007-10-25"
    term.save()
    assert told(row) == []


def test_a_meeting_outside_the_life_of_its_body_is_told(cast):
    cast.pitf.ended_on = "2009-06-30"
    cast.pitf.save()
    assert ("outside body" in dict(told(cast.later_meeting))) is True
    assert told(cast.partial_meeting) == []  # some day of 2009 may lie in it


def test_a_seat_outside_its_body_and_a_second_chair_are_told(cast):
    early = Seat.objects.create(
        body=cast.pitf, agency=cast.health, started_on="1990", ended_on="1991"
    )
    assert [code for code, _ in told(early)] == ["outside body"]
    Seat.objects.create(
        body=cast.pitf, agency=cast.labor, role="chair", started_on="2003-01-01"
    )
    assert [code for code, _ in told(cast.chair_seat)] == ["two chairs"]


def test_an_appointment_outside_its_position_is_told(cast):
    early = appoint(official("John", "Jay"), cast.secretary, "1784", "1788")
    assert [code for code, _ in told(early)] == ["outside position"]


def test_a_position_of_another_agency_is_told(cast):
    row = Attendance.objects.get(official=cast.chao)
    row.agency = cast.state
    row.save()
    assert [code for code, _ in told(row)] == ["other agency"]


def test_an_alias_that_is_the_name_of_another_is_told(cast):
    alias = Alias.objects.create(official=cast.rice, name="colin powell")
    assert [code for code, _ in told(alias)] == ["name of another"]


def test_an_accepted_warning_rests_until_it_says_something_else(cast):
    rival = appoint(official("Jo", "Rival"), cast.secretary, "2006", "2007-06-30")
    ((code, message),) = told(rival)
    with pytest.raises(ValidationError):
        accept(rival, code, message, reason=" ", by=None, at=NOW)
    accept(rival, code, message, reason="Both had commissions.", by=None, at=NOW)
    assert told(rival) == []
    (one,) = warnings_of(rival)
    assert one.accepted.reason == "Both had commissions."
    rival.ended_on = "2007-07-31"
    rival.save()
    assert [code for code, _ in told(rival)] == ["overlap"]


def test_check_record_lists_what_is_not_accepted(cast, capsys):
    rival = appoint(official("Jo", "Rival"), cast.secretary, "2006", "2007-06-30")
    call_command("check_record")
    out = capsys.readouterr().out
    assert f"appointment {rival.key}: Jo Rival" in out
    assert "2 to look at, 0 accepted." in out
    with pytest.raises(SystemExit):
        call_command("check_record", "--strict")
    for one in all_warnings():
        accept(one.record, one.code, one.message, reason="Looked up.", by=None, at=NOW)
    capsys.readouterr()
    call_command("check_record", "--strict")
    assert capsys.readouterr().out == "0 to look at, 2 accepted.\n"
    call_command("check_record", "--all")
    assert "accepted: Looked up." in capsys.readouterr().out


@pytest.mark.parametrize("size", [3, 300])
def test_checking_costs_the_same_at_any_size(cast, size, django_assert_num_queries):
    Body.objects.bulk_create(
        Body(name=f"Body {n}", kind="council", started_on="2000") for n in range(size)
    )
    Seat.objects.bulk_create(
        Seat(body=body, agency=cast.state, started_on="1990", ended_on="1991")
        for body in Body.objects.filter(kind="council")
    )
    ContentType.objects.clear_cache()
    with django_assert_num_queries(15):
        assert len(all_warnings()) == size

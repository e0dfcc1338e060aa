"""One question, in SQL and in Python: does this hold on that day?"""

from datetime import date

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings

from registry.dates import OPEN, UNKNOWN, Holds, Span
from registry.models import Agency, Appointment, Meeting, Official, Position

from ..test_dates import few_days, spans

pytestmark = pytest.mark.django_db


@pytest.fixture
def position():
    agency = Agency.objects.create(name="Department of State")
    return Position.objects.create(title="Secretary of State", agency=agency)


@pytest.fixture
def official():
    return Official.objects.create(given_name="Condoleezza", family_name="Rice")


def sql_answer(record, day) -> Holds:
    same = type(record).objects.filter(pk=record.pk)
    if same.certainly_on(day).exists():
        return Holds.CERTAINLY
    return Holds.POSSIBLY if same.on(day).exists() else Holds.NO


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(span=spans, day=few_days)
def test_sql_and_python_give_the_same_answer(span, day, position, official):
    with transaction.atomic():
        record = Appointment.objects.create(
            official=official,
            position=position,
            started_on=span.started,
            ended_on=span.ended,
            seen_from=span.seen_from,
            seen_until=span.seen_until,
        )
        assert sql_answer(record, day) == record.on(day) == span.on(day)
        transaction.set_rollback(True)


def bounds(record):
    """The bounds as the database has them."""
    return (
        Appointment.objects.filter(pk=record.pk)
        .values_list("earliest_start", "latest_start", "earliest_end", "latest_end")
        .get()
    )


OF_2003 = (date(2003, 1, 1), date(2003, 12, 31), date(2003, 1, 1), date(2003, 12, 31))


def appointment(official, position, **dates):
    return Appointment(official=official, position=position, **dates)


def test_bounds_are_right_under_save_in_every_form(official, position):
    record = appointment(official, position, started_on="2001", ended_on="2001")
    record.save()
    record.started_on = record.ended_on = "2003"
    record.save(update_fields=["started_on", "ended_on"])
    assert bounds(record) == OF_2003

    record, _ = Appointment.objects.update_or_create(
        pk=record.pk, defaults={"ended_on": "2004-05-06"}
    )
    assert bounds(record)[3] == date(2004, 5, 6)

    partly_loaded = Appointment.objects.only("started_on").get(pk=record.pk)
    partly_loaded.started_on = "2002-02"
    partly_loaded.save()
    assert bounds(record)[:2] == (date(2002, 2, 1), date(2002, 2, 28))


def test_bounds_are_right_under_bulk_writes(official, position):
    one, two = Appointment.objects.bulk_create(
        [
            appointment(official, position, started_on="2003", ended_on="2003"),
            appointment(official, position, started_on="2004", ended_on=OPEN),
        ]
    )
    assert bounds(one) == OF_2003
    one.ended_on = "2003-02-01"
    two.started_on = UNKNOWN
    Appointment.objects.bulk_update([one, two], ["started_on", "ended_on"])
    assert bounds(one)[3] == date(2003, 2, 1)
    assert bounds(two)[0] == date(1, 1, 1)
    assert one.key == "rice-condoleezza-secretary-of-state"
    assert two.key == "rice-condoleezza-secretary-of-state-2"


def test_bounds_are_right_under_fixtures(official, position):
    record = appointment(official, position, started_on="2003", ended_on="2003")
    record.save()
    told = serializers.serialize("json", [record], use_natural_foreign_keys=True)
    assert "earliest_start" not in told
    Appointment.objects.all().delete()
    for loaded in serializers.deserialize("json", told):
        loaded.save()
    assert bounds(record) == OF_2003


def test_an_update_that_would_leave_the_bounds_behind_is_refused(official, position):
    appointment(official, position).save()
    with pytest.raises(TypeError, match=r"earliest_start.* follow from started_on"):
        Appointment.objects.update(started_on="2003")
    with pytest.raises(TypeError, match="A key changes through save"):
        Appointment.objects.update(key="other")
    assert Appointment.objects.update(note="harmless") == 1


def test_the_database_itself_refuses_an_end_before_the_start(official, position):
    record = appointment(official, position, started_on="2003", ended_on="2002")
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    assert refused.value.message_dict == {
        "ended_on": ["It ends (2002) before it starts (2003)."]
    }


def test_a_date_of_one_day_or_month_has_bounds_too():
    meeting = Meeting.objects.create(held_on="2007-10")
    assert (meeting.held_first, meeting.held_last) == (
        date(2007, 10, 1),
        date(2007, 10, 31),
    )
    assert list(Meeting.objects.until(date(2007, 10, 30))) == []
    assert list(Meeting.objects.until(date(2007, 10, 31))) == [meeting]


def test_a_date_that_is_none_is_refused_everywhere(official, position):
    with pytest.raises(ValidationError):
        appointment(official, position, started_on="soon").full_clean()
    with pytest.raises(ValidationError, match="“soon” is not a date"):
        appointment(official, position, started_on="soon").save()


def test_history_keeps_what_was_written_and_no_bounds(official, position):
    record = appointment(official, position, started_on="2003", ended_on="2003")
    record.save()
    told = record.history.get()
    assert (told.started_on, told.ended_on) == ("2003", "2003")
    assert not hasattr(told, "earliest_start")
    assert told.instance.span == Span("2003", "2003")

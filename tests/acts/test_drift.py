"""When the record moves on, the sheets that said otherwise are listed, and no others."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from simple_history.utils import bulk_update_with_history

from registry.acts.drift import accept, look
from registry.acts.issue import freeze
from registry.acts.sheets import copy
from registry.models import (
    Agency,
    Appointment,
    Attendance,
    Body,
    Drift,
    FactSheet,
    Meeting,
    Official,
    Position,
    Seat,
)
from registry.prose import render

NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)


@pytest.fixture
def sheet(demonstration):
    look(at=NOW)
    return FactSheet.objects.get(key="pitf-spog-2007-12-20")


def drifts():
    """Each difference as (record, field, words as issued, words as they would be now)."""
    look(at=NOW)
    found = Drift.objects.select_related("fact__kind").order_by("fact__order")
    return [
        (f"{d.fact.kind.model} {d.fact.key}", d.fact.field, d.fact.value, d.value)
        for d in found
    ]


def correct(model, key, **fields):
    record = model.objects.get(key=key)
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()
    return record


def test_nothing_has_drifted_from_a_sheet_just_issued(sheet):
    assert drifts() == []


def test_the_real_sheet_stays_when_later_things_happen(sheet):
    """The Council joins in 2008, and the task force meets in 2008: the day before, nothing."""
    council, pitf = Agency.objects.get(key="dpc"), Body.objects.get(key="pitf")
    Seat.objects.filter(agency=council).delete()
    assert drifts() == []
    Seat.objects.create(
        body=pitf, agency=council, role="regular participant", order=14, started_on="2008-01-01"
    )
    Seat.objects.create(
        body=Body.objects.get(key="spog"),
        agency=council,
        role="regular participant",
        order=14,
        started_on="2008-01-01",
    )
    meeting = Meeting.objects.create(key="pitf-2008", held_on="2008-06-03", status="held")
    meeting.bodies.add(pitf)
    assert drifts() == []

    correct(Official, "zinsmeister-karl", name="Karl Zinsmeyster")
    assert drifts() == [
        ("official zinsmeister-karl", "name", "Karl Zinsmeister", "Karl Zinsmeyster")
    ]

    by = get_user_model().objects.create_superuser("ed", password="x")
    successor = copy(sheet, dated_on=date(2008, 7, 23), by=by, at=NOW)
    assert (successor.key, successor.text) == ("pitf-spog-2008-07-23", sheet.text)
    paragraphs = render(successor).text.split("\n\n")
    assert paragraphs[3] == "July 23, 2008"
    assert paragraphs[8].endswith(
        "Department of Education, and the Domestic Policy Council also regularly participate."
    )
    assert paragraphs[9:] == ["The most recent PITF meeting was held on June 3, 2008."]


def test_a_successor_does_not_drift_a_sheet_about_the_day_before(sheet):
    Appointment.objects.create(
        official=Official.objects.create(given_name="New", family_name="Secretary"),
        position=Position.objects.get(key="secretary-of-state"),
        started_on="2026-01-01",
    )
    assert drifts() == []


@pytest.mark.parametrize(
    ("model", "key", "fields", "expected"),
    [
        (
            Agency,
            "dol",
            {"name": "Department of Labour"},
            ("agency dol", "name", "Department of Labor", "Department of Labour"),
        ),
        (
            Body,
            "spog",
            {"cadence_period": "month"},
            ("body spog", "cadence", "quarterly", "monthly"),
        ),
        (
            Position,
            "secretary-of-state",
            {"title": "Secretary of the State"},
            (
                "position secretary-of-state",
                "title",
                "Secretary of State",
                "Secretary of the State",
            ),
        ),
        (
            Attendance,
            "pitf-2007-10-25-chao-elaine",
            {"printed_honorific": "Ms."},
            None,
        ),
        (
            Meeting,
            "pitf-2007-10-25",
            {"held_on": "2007-10-26"},
            ("meeting pitf-2007-10-25", "date", "October 25, 2007", "October 26, 2007"),
        ),
        (
            Official,
            "rice-condoleezza",
            {"is_public": False},
            ("official rice-condoleezza", "name", "Condoleezza Rice", "(no longer published)"),
        ),
        (Agency, "dol", {"remarks": "Nothing that the sheet read."}, None),
        (Agency, "treas", {"name": "Not in the sheet"}, None),
    ],
)
def test_what_the_sheet_read_drifts_and_what_it_did_not_read_does_not(
    sheet, model, key, fields, expected
):
    if not model.objects.filter(key=key).exists():
        model.objects.create(key=key, name="New")
    correct(model, key, **fields)
    found = drifts()
    assert (expected in found) if expected else found == []


def test_an_attendance_that_turns_out_acting_drifts(sheet):
    term = Appointment.objects.get(official__key="keisler-peter")
    term.capacity = "confirmed"
    term.save()
    assert drifts() == [("attendance pitf-2007-10-25-keisler-peter", "acting", "True", "False")]


def test_a_seat_that_is_added_or_ended_before_the_day_drifts_the_list(sheet):
    Seat.objects.create(
        body=Body.objects.get(key="pitf"),
        agency=Agency.objects.get(key="usda"),
        order=20,
        started_on="2005",
        key="pitf-usda",
    )
    ((record, field, before, after),) = drifts()
    assert (record, field) == ("body pitf", "members")
    assert after == f"{before}, pitf-usda"
    seat = Seat.objects.get(key="pitf-usda")
    seat.delete()
    assert drifts() == []


def test_what_changed_it_who_and_when_are_told(sheet):
    user = get_user_model().objects.create_user("jo")
    official = Official.objects.get(key="zinsmeister-karl")
    official.name = "Karl Z."
    official._history_user = user
    official.save()
    look(at=NOW)
    drift = Drift.objects.get()
    history = official.history.first()
    assert (drift.cause_kind, drift.cause_id) == ("official", history.history_id)
    assert (drift.caused_by, drift.caused_at) == (user, history.history_date)


def test_a_change_that_is_taken_back_is_listed_no_more(sheet):
    correct(Official, "zinsmeister-karl", name="Karl Z.")
    assert len(drifts()) == 1
    correct(Official, "zinsmeister-karl", name="Karl Zinsmeister")
    assert drifts() == []


def test_a_change_in_bulk_is_seen_when_its_history_is_written(sheet):
    officials = list(Official.objects.filter(key__in=["chao-elaine", "troy-tevi"]))
    for official in officials:
        official.name += " II"
    bulk_update_with_history(officials, Official, ["name"])
    assert len(drifts()) == 2


def test_an_accepted_difference_rests_until_the_record_says_something_else(sheet):
    by = get_user_model().objects.create_superuser("pat", password="x")
    correct(Official, "zinsmeister-karl", name="Karl Z.")
    look(at=NOW)
    accept(Drift.objects.get(), reason="A nickname.", by=by, at=NOW)
    assert Drift.objects.to_see(on=date(2026, 3, 4)).count() == 0
    correct(Official, "zinsmeister-karl", name="Karl Zed")
    look(at=NOW)
    assert Drift.objects.to_see(on=date(2026, 3, 4)).count() == 1


def test_an_accepted_difference_comes_back_on_the_day_that_was_set(sheet):
    by = get_user_model().objects.create_superuser("pat", password="x")
    correct(Official, "zinsmeister-karl", name="Karl Z.")
    look(at=NOW)
    accept(Drift.objects.get(), reason="Soon.", by=by, at=NOW, look_again_on=date(2026, 5, 1))
    assert Drift.objects.to_see(on=date(2026, 4, 30)).count() == 0
    assert Drift.objects.to_see(on=date(2026, 5, 1)).count() == 1


def test_a_new_edition_ends_the_drift_and_a_scheduled_one_is_looked_at_when_live(sheet):
    correct(Official, "zinsmeister-karl", name="Karl Z.")
    assert len(drifts()) == 1
    tomorrow = NOW + timedelta(days=1)
    freeze(sheet, render(sheet), by=None, at=NOW, live_at=tomorrow)
    assert len(drifts()) == 1  # the old edition is still live
    correct(Official, "zinsmeister-karl", name="Karl Zed")
    look(at=tomorrow)
    (drift,) = Drift.objects.select_related("fact__edition")
    assert (drift.fact.edition.number, drift.fact.value, drift.value) == (
        2,
        "Karl Z.",
        "Karl Zed",
    )


@pytest.mark.parametrize("sheets", [1, 40])
def test_saving_a_record_costs_the_same_with_any_number_of_live_sheets(
    cast, sheets, django_assert_num_queries
):
    for n in range(sheets):
        made = FactSheet.objects.create(
            key=f"s{n}",
            title=f"S{n}",
            issuing_agency=cast.tip,
            dated_on=date(2007, 1, 1) + timedelta(days=n),
            text="{{ agencies.dol.name }} {{ positions.secretary-of-state.holder.name }}",
        )
        freeze(made, render(made), by=None, at=NOW)
    look(at=NOW)
    # Five to save it, and twenty to let search read it and what names it.
    with django_assert_num_queries(25):
        cast.labor.name = "Department of Labour"
        cast.labor.save()
    look(at=NOW)
    assert Drift.objects.count() == sheets

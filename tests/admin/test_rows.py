"""Inlines with hundreds of rows cost the same few queries, and save without an error."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import (
    Agency,
    Attendance,
    Body,
    Citation,
    Designation,
    Meeting,
    Official,
    Position,
    Resolution,
    Seat,
)

from .browser import CITATIONS, add_row, address, errors, fill, typed, words


@pytest.fixture
def grow(db):
    """A body with so many seats and a meeting with so many attendances, each of an
    agency, a position and an official of its own."""

    def grow(rows, name="Large"):
        agencies = Agency.objects.bulk_create(
            Agency(name=f"{name} agency {n}") for n in range(rows)
        )
        positions = Position.objects.bulk_create(
            Position(title=f"Head {n}", agency=agency) for n, agency in enumerate(agencies)
        )
        officials = [Official(given_name=name, family_name=f"No{n}") for n in range(rows)]
        for official in officials:
            official.fill_names()
        Official.objects.bulk_create(officials)
        body = Body.objects.create(name=f"{name} body", kind="council")
        meeting = Meeting.objects.create(held_on="2007-10-25", key=name.lower())
        meeting.bodies.set([body])
        Seat.objects.bulk_create(
            Seat(body=body, agency=position.agency, position=position) for position in positions
        )
        Attendance.objects.bulk_create(
            Attendance(
                meeting=meeting,
                official=official,
                position=position,
                agency=position.agency,
                role="guest",
            )
            for official, position in zip(officials, positions, strict=True)
        )
        return {Body: body, Meeting: meeting, Official: officials[0]}

    return grow


def queries(staff, page) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert staff.get(page).status_code == 200
    return len(asked)


@pytest.mark.parametrize(("kind", "most"), [(Body, 20), (Meeting, 28)])
def test_a_page_costs_the_same_few_queries_with_3_rows_and_with_300(kind, most, staff, grow):
    few, many = grow(3, "Small")[kind], grow(300)[kind]
    queries(staff, address(few))  # the first one also learns the kinds of records
    cost = queries(staff, address(few))
    assert queries(staff, address(many)) == cost <= most


@pytest.mark.parametrize(
    "kind", [Agency, Body, Meeting, Official, Position, Seat, Attendance, Resolution]
)
def test_a_list_costs_the_same_few_queries_at_any_length(kind, staff, cast, grow):
    queries(staff, address(kind, "changelist"))
    cost = queries(staff, address(kind, "changelist"))
    for n in range(3):
        meeting = grow(20, f"Large{n}")[Meeting]
        Resolution.objects.create(body=meeting.bodies.get(), meeting=meeting, title="Resolved")
    assert queries(staff, address(kind, "changelist")) == cost <= 9


def test_300_seats_are_typed_and_saved_at_once(staff, cast, grow):
    grow(300)
    data = typed(staff.get(address(cast.spog)))
    for position in Position.objects.filter(title__startswith="Head"):
        add_row(
            data,
            "seats",
            agency=position.agency,
            position=position,
            order=7,
            role="member",
            started_on="2003",
            ended_on="present",
        )
    page = staff.post(address(cast.spog), data)
    assert page.status_code == 302, errors(page)
    assert cast.spog.seats.count() == 302
    assert set(cast.spog.seats.values_list("order", flat=True)) == {1, 2, 7}


def test_300_rows_that_nobody_touched_cost_nothing_to_save(staff, grow):
    few, many = grow(3, "Small")[Body], grow(300)[Body]
    cost = {}
    for body in (few, many):
        data = typed(staff.get(address(body)))
        with CaptureQueriesContext(connection) as asked:
            assert staff.post(address(body), data | {"short_name": "Body"}).status_code == 302
        cost[body] = len(asked)
    assert cost[many] == cost[few]


def test_one_of_300_rows_is_changed_and_only_it_has_history(staff, grow):
    body = grow(300)[Body]
    assert fill(staff, body, **{"seats-250-order": "7"}).status_code == 302
    changed = body.seats.get(order=7)
    assert Seat.history.count() == 1 == changed.history.count()


@pytest.mark.one_database
def test_the_errors_of_300_rows_each_lead_to_their_field(staff, grow):
    meeting = grow(300)[Meeting]
    wrong = {f"attendances-{n}-order": "first" for n in range(300)}
    found = errors(fill(staff, meeting, **wrong))
    assert len(found) == 300
    assert found[299] == (
        "id_attendances-299-order",
        "Attendance, row 300, Order",
        "Enter a whole number.",
    )


def test_what_is_wrong_with_a_row_that_goes_is_of_no_account(staff, cast):
    gone = {"attendances-4-order": "last", "attendances-4-DELETE": "on"}
    page = fill(staff, cast.meeting, **gone, held_on="")
    assert errors(page) == [("id_held_on", "Date", "This field is required.")]
    assert fill(staff, cast.meeting, **gone).status_code == 302
    assert cast.meeting.attendances.count() == 4


def test_a_link_to_what_is_no_record_is_an_error_and_not_a_fault(staff, cast):
    for junk in ("x", "99999999999999999999", "-1", "\0", "1,2"):
        wrong = {"seats-0-agency": junk, "parent": junk}
        places = [place for place, _, _ in errors(fill(staff, cast.pitf, **wrong))]
        assert places == ["id_parent", "id_seats-0-agency"]
        assert errors(fill(staff, cast.meeting, bodies=[junk]))[0][0] == "id_bodies"


def test_two_equal_rows_typed_at_once_are_told_at_the_second(staff, cast):
    data = typed(staff.get(address(Official, "add"))) | {"family_name": "O’Neill"}
    add_row(data, "aliases", name="Paul O’Neill")
    add_row(data, "aliases", name="Paul H. O'Neill")
    add_row(data, "aliases", name="PAUL O'NEILL")
    page = staff.post(address(Official, "add"), data)
    assert errors(page) == [
        ("id_aliases-2-name", "Aliases, row 3, Also written", "This form is listed already.")
    ]
    assert "PAUL O&#x27;NEILL" in words(page)


def test_two_seats_of_one_agency_are_equal_only_without_a_position(staff, cast):
    data = typed(staff.get(address(cast.spog)))
    row = {"agency": cast.justice, "role": "member", "order": 9, "ended_on": "present"}
    add_row(data, "seats", **row, position=cast.attorney)
    add_row(data, "seats", **row, position=cast.deputy)
    assert staff.post(address(cast.spog), data).status_code == 302
    data = typed(staff.get(address(cast.spog)))
    add_row(data, "seats", **row)
    add_row(data, "seats", **row)
    assert errors(staff.post(address(cast.spog), data)) == [
        (
            "id_seats-5-agency",
            "Seats, row 6, Agency",
            "This seat is in the record already: the same body, agency, role and first day.",
        )
    ]


def test_a_source_is_cited_once_for_a_field_and_page(staff, cast):
    data = typed(staff.get(address(cast.meeting)))
    add_row(data, CITATIONS, source=cast.source, field="held_on")
    assert errors(staff.post(address(cast.meeting), data)) == [
        (
            f"id_{CITATIONS}-1-source",
            "Sources of this record, row 2, Source",
            "This source is cited here already for the same field and page.",
        )
    ]
    data[f"{CITATIONS}-1-field"] = "place"
    assert staff.post(address(cast.meeting), data).status_code == 302
    assert Citation.objects.filter(record_id=cast.meeting.pk, field="place").exists()


def test_only_fields_of_the_record_can_be_borne_out(staff, cast):
    page = staff.get(address(cast.meeting))
    choices = page.context["inline_admin_formsets"][-1].formset.empty_form.fields["field"]
    assert choices.choices[:4] == [
        ("", "the whole record"),
        ("held_on", "Date"),
        ("starts_at", "Starts at"),
        ("zone", "Time zone"),
    ]
    assert choices.choices[-1] == ("bodies", "Bodies")


def test_a_seat_on_which_a_designation_rests_is_not_deleted_with_its_row(staff, cast):
    assert Designation.objects.filter(seat=cast.homeland_seat).exists()
    page = fill(staff, cast.pitf, **{"seats-3-DELETE": "on"})
    assert [place for place, _, _ in errors(page)] == ["seats-group"]
    assert "designation Kim Park for PITF" in errors(page)[0][2]
    assert Seat.objects.filter(pk=cast.homeland_seat.pk).exists()


def test_an_agency_does_not_follow_itself(staff, cast):
    data = typed(staff.get(address(cast.health)))
    add_row(data, "successions_in", predecessor=cast.health, kind="renamed")
    page = staff.post(address(cast.health), data)
    assert [place for place, _, _ in errors(page)] == ["successions_in-0"]
    assert "An agency can't succeed itself" in errors(page)[0][2]


def test_numbers_of_resolutions_are_kept_apart_on_the_page_of_a_meeting(staff, cast):
    Resolution.objects.create(body=cast.pitf, title="Earlier", number="1")
    page = fill(staff, cast.meeting, **{"resolutions-0-number": "1"})
    assert errors(page) == [
        (
            "id_resolutions-0-number",
            "Resolutions, row 1, Number",
            "The body has a resolution of this number.",
        )
    ]


def test_two_rows_that_change_places_are_told_and_stay_as_typed(staff, cast):
    rows = {
        "attendances-0-official": cast.chao.pk,
        "attendances-1-official": cast.rice.pk,
        "place": "Room 7",
    }
    page = fill(staff, cast.meeting, **rows)
    assert [(place, label) for place, label, _ in errors(page)] == [("", "")]
    assert "The database refused this, and nothing is saved." in words(page)
    sent = typed(page)
    assert {name: sent[name] for name in rows} == {n: str(value) for n, value in rows.items()}
    cast.meeting.refresh_from_db()
    assert cast.meeting.place == "Washington"

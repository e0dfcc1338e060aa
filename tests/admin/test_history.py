"""The history of a record tells who changed what, in words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import Appointment, Seat

from .browser import address, fill, words


def told(page) -> list[list]:
    return [entry.changes for entry in page.context["page_obj"]]


def test_it_tells_field_old_and_new_in_words(staff, cast):
    rice = Appointment.objects.get(official=cast.rice)
    fill(staff, rice, capacity="acting", started_on="Feb 2005", ended_on="present")
    fill(staff, rice, official=cast.powell, is_public="")
    page = staff.get(address(rice, "history"))
    assert told(page) == [
        [
            ("Published", "yes", "no"),
            ("Official", "Condoleezza Rice", "Colin Powell"),
        ],
        [
            ("First day", "January 26, 2005", "February 2005"),
            ("Last day", "January 20, 2009", "present"),
            ("Capacity", "Confirmed or appointed", "Acting"),
        ],
        [],
    ]
    assert "<td>ada</td>" in words(page)
    assert "<strong>Capacity:</strong> <del>Confirmed or appointed</del> →" in words(page)


def test_it_tells_what_was_added_to_a_list(staff, cast):
    fill(staff, cast.meeting, bodies=[cast.pitf.pk, cast.spog.pk])
    page = staff.get(address(cast.meeting, "history"))
    assert [("Bodies", f"{cast.pitf}", f"{cast.pitf}; {cast.spog}")] in told(page)


def test_it_says_so_where_nothing_changed(staff, cast):
    fill(staff, cast.tip)
    assert "Saved without a change" in words(staff.get(address(cast.tip, "history")))


def test_a_record_that_is_gone_is_named_as_such(staff, cast):
    seat = Seat.objects.get(agency=cast.council)
    fill(staff, seat, agency=cast.health)
    cast.council.delete()
    assert [("Agency", "a deleted agency", str(cast.health))] in told(
        staff.get(address(seat, "history"))
    )


def test_the_last_entry_of_a_page_is_compared_with_the_next_page(staff, cast):
    for number in range(101):
        cast.tip.website = f"https://example.org/{number}"
        cast.tip.save()
    page = staff.get(address(cast.tip, "history"))
    assert len(told(page)) == 100
    assert told(page)[-1] == [
        ("Website", "https://example.org/0", "https://example.org/1"),
    ]


@pytest.mark.parametrize("entries", [3, 90])
def test_it_costs_the_same_few_queries_at_any_length(staff, cast, entries):
    for number in range(entries):
        other = [cast.pitf, cast.spog][number % 2]
        cast.meeting.bodies.set([other])
        cast.sheet.issuing_agency = [cast.tip, cast.state][number % 2]
        cast.sheet.save()
    for record, most in ((cast.meeting, 8), (cast.sheet, 11)):
        staff.get(address(record, "history"))
        with CaptureQueriesContext(connection) as asked:
            staff.get(address(record, "history"))
        assert len(asked) <= most


def test_each_version_can_be_looked_at_and_not_be_written(staff, cast):
    version = f"{address(cast.tip, 'history')}{cast.tip.history.first().pk}/"
    assert cast.tip.name in words(staff.get(version))
    assert staff.post(version, {"name": "Changed"}).status_code == 405

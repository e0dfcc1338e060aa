"""Sheets out of the admin: keys instead of ids, and nothing that runs as a formula."""

import csv
import io
import json

import pytest

from registry.exports.resources import RESOURCES, SHEET_FORMATS
from registry.models import RECORDS, Appointment, Citation, Meeting, Official, Seat

from .browser import address

ENDINGS = [one.ending for one in SHEET_FORMATS]


def exported(browser, kind, query="", ending="csv") -> bytes:
    data = {"format": ENDINGS.index(ending), "resource": 0}
    page = browser.post(address(kind, "export") + query, data)
    assert page["Content-Disposition"].endswith(f'.{ending}"')
    return page.getvalue()


def rows(browser, kind, query="") -> list[dict]:
    return list(csv.DictReader(io.StringIO(exported(browser, kind, query).decode())))


def test_links_are_told_by_key(staff, cast):
    (row,) = rows(staff, Appointment, "?q=rice")
    assert row == {
        "key": "rice-condoleezza-secretary-of-state",
        "official": "rice-condoleezza",
        "position": "secretary-of-state",
        "capacity": "confirmed",
        "authority": "",
        "note": "",
        "started_on": "2005-01-26",
        "ended_on": "2009-01-20",
        "seen_from": "",
        "seen_until": "",
        "is_public": "yes",
        "remarks": "",
    }


def test_lists_are_told_by_keys_and_citations_by_their_record(staff, cast):
    cast.meeting.bodies.add(cast.spog)
    assert rows(staff, Meeting, "?q=2007-10-25")[0]["bodies"] == "pitf; spog"
    (row,) = rows(staff, Citation)
    assert (row["kind"], row["record"]) == ("meeting", "pitf-2007-10-25")


def test_the_filters_of_the_list_hold_for_the_sheet(staff, cast):
    assert len(rows(staff, Seat, f"?body__id__exact={cast.spog.pk}")) == 2


def test_json_tells_the_same(staff, cast):
    told = json.loads(exported(staff, Official, "?q=rice", ending="json"))
    assert [row["key"] for row in told] == ["rice-condoleezza"]


@pytest.mark.parametrize("kind", RECORDS)
def test_no_sheet_has_an_id_or_what_follows_from_other_columns(kind):
    columns = RESOURCES[kind]().get_export_headers()
    assert columns[0] == "key" and columns[-2:] == ["is_public", "remarks"]
    assert "id" not in columns and "record_id" not in columns
    assert not [one for one in columns if one.endswith(("_folded", "_first", "_last"))]
    assert "earliest_start" not in columns


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("number", [1, 30])
def test_a_list_costs_the_same_few_queries_at_any_length(
    staff, cast, django_assert_max_num_queries, ending, number
):
    Official.objects.bulk_create(
        Official(family_name="Doe", name=f"Jo Doe {n}") for n in range(number)
    )
    with django_assert_max_num_queries(5):
        assert exported(staff, Official, "?q=doe", ending=ending)


def test_what_was_ticked_comes_alone(staff, cast):
    data = {"action": "export_admin_action", "_selected_action": [cast.rice.pk]}
    page = staff.post(address(Official, "changelist"), data)
    data = {"format": ENDINGS.index("csv"), "resource": 0, "export_items": [cast.rice.pk]}
    page = staff.post(address(Official, "export"), data)
    assert [row["key"] for row in csv.DictReader(io.StringIO(page.getvalue().decode()))] == [
        "rice-condoleezza"
    ]


def test_a_formula_in_the_record_leaves_it_as_text(staff, cast):
    Official.objects.filter(pk=cast.rice.pk).update(honorific='=HYPERLINK("x")')
    assert rows(staff, Official, "?q=rice")[0]["honorific"] == '\'=HYPERLINK("x")'


def test_who_may_look_gets_it(looker, cast):
    assert rows(looker, Official, "?q=rice") != []


def test_who_has_no_right_gets_no_sheet(intern, cast):
    page = intern.post(address(Official, "export"), {"format": 0, "resource": 0})
    assert page.status_code == 403

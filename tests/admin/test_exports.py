"""Sheets out of the admin: keys instead of ids, and nothing that runs as a formula."""

import csv
import io
import json

import pytest

from registry.exports import RESOURCES, defused
from registry.models import RECORDS, Appointment, Citation, Meeting, Official, Seat

from .browser import address


def exported(browser, kind, query="", format=0):
    page = browser.post(address(kind, "export") + query, {"format": format, "resource": 0})
    return page.content.decode()


def rows(browser, kind, query="") -> list[dict]:
    return list(csv.DictReader(io.StringIO(exported(browser, kind, query))))


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
        "is_public": "1",
        "remarks": "",
    }


def test_lists_are_told_by_keys_and_citations_by_their_record(staff, cast):
    cast.meeting.bodies.add(cast.spog)
    assert rows(staff, Meeting, "?q=2007-10-25")[0]["bodies"] == "pitf spog"
    (row,) = rows(staff, Citation)
    assert (row["kind"], row["record"]) == ("meeting", "pitf-2007-10-25")


def test_the_filters_of_the_list_hold_for_the_sheet(staff, cast):
    assert len(rows(staff, Seat, f"?body__id__exact={cast.spog.pk}")) == 2


def test_json_tells_the_same(staff, cast):
    told = json.loads(exported(staff, Official, "?q=rice", format=1))
    assert [row["key"] for row in told] == ["rice-condoleezza"]


@pytest.mark.parametrize("kind", RECORDS)
def test_no_sheet_has_an_id_or_what_follows_from_other_columns(kind):
    columns = RESOURCES[kind]().get_export_headers()
    assert columns[0] == "key" and columns[-2:] == ["is_public", "remarks"]
    assert "id" not in columns and "record_id" not in columns
    assert not [one for one in columns if one.endswith(("_folded", "_first", "_last"))]
    assert "earliest_start" not in columns


@pytest.mark.parametrize("kind", RECORDS)
def test_a_sheet_costs_the_same_few_queries_at_any_length(
    kind, staff, cast, django_assert_max_num_queries
):
    with django_assert_max_num_queries(8):
        assert exported(staff, kind)


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd", "'+cmd"),
        ("\tx", "'\tx"),
        ("-5", "-5"),
        ("+1.5", "+1.5"),
        ("– a dash", "– a dash"),
        ("", ""),
        (None, None),
        (-5, -5),
    ],
)
def test_a_formula_is_made_plain_text(cell, plain):
    assert defused(cell) == plain


def test_a_formula_in_the_record_leaves_it_as_text(staff, cast):
    Official.objects.filter(pk=cast.rice.pk).update(honorific='=HYPERLINK("x")')
    assert rows(staff, Official, "?q=rice")[0]["honorific"] == '\'=HYPERLINK("x")'


def test_who_may_look_gets_it(looker, cast):
    assert rows(looker, Official, "?q=rice") != []


def test_who_has_no_right_gets_no_sheet(intern, cast):
    page = intern.post(address(Official, "export"), {"format": 0, "resource": 0})
    assert page.status_code == 403

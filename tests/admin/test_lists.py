"""Lists answer the questions that staff ask; a look-up minds no typography."""

import json

import pytest
from django.contrib import admin
from django.urls import reverse

from registry.models import (
    Agency,
    Alias,
    Appointment,
    Body,
    FactSheet,
    Meeting,
    Official,
    Position,
    Seat,
)

from ..cast import appoint, official
from .browser import address, words

pytestmark = pytest.mark.one_database


def listed(staff, kind, query="") -> list[str]:
    page = staff.get(f"{address(kind, 'changelist')}?{query}")
    assert page.status_code == 200
    return sorted(record.key for record in page.context["cl"].result_list)


def suggested(staff, kind, field, term) -> list[str]:
    """What the box of a link offers while somebody types."""
    asked = {
        "app_label": "registry",
        "model_name": kind._meta.model_name,
        "field_name": field,
        "term": term,
    }
    answer = json.loads(staff.get(reverse("admin:autocomplete"), asked).content)
    return [one["text"] for one in answer["results"]]


@pytest.fixture
def neill(cast):
    neill = official("Paul", "O'Neill")
    Alias.objects.create(official=neill, name="Paul Henry O‘Neill")
    return neill


@pytest.mark.parametrize("said", ["O’Neill", "O'Neill", "o‘neill", "Ó`NEILL", "henry neill"])
def test_a_look_up_minds_no_typography(staff, neill, said):
    assert listed(staff, Official, f"q={said}") == ["oneill-paul"]
    assert suggested(staff, Appointment, "official", said) == ["Paul O'Neill"]


def test_two_words_with_apostrophes_are_two_words(staff, cast):
    assert listed(staff, Body, "q=force president's") == ["pitf"]
    assert listed(staff, Body, "q=president's force'") == []


def test_an_agency_is_found_by_a_former_name_once(staff, cast):
    assert listed(staff, Agency, "q=education, and WELFARE") == ["hhs"]


def test_a_hyphen_of_any_kind_and_a_no_break_space_are_found(staff, cast):
    Agency.objects.create(name="Anti\u2011Trafficking\u00a0Office")
    assert listed(staff, Agency, "q=anti-trafficking office") == ["anti-trafficking-office"]


def test_an_agency_is_offered_by_its_acronym(staff, cast):
    assert suggested(staff, Seat, "agency", "dol") == ["Department of Labor (DOL)"]


def test_who_is_in_office_today(staff, cast):
    appoint(cast.park, cast.director, "2020-01-01", "..", "acting")
    assert listed(staff, Official, "in_office=yes") == ["park-kim"]
    assert "rice-condoleezza" in listed(staff, Official, "in_office=no")
    page = words(staff.get(address(Official, "changelist") + "?in_office=yes"))
    assert f"{cast.director} (acting)" in page
    assert listed(staff, Appointment, "in_office=yes") == [
        "park-kim-director-of-the-office-to-monitor-and-combat-trafficking-in-persons"
    ]


def test_who_may_be_in_office_today(staff, cast):
    possible = appoint(cast.park, cast.director, "2020-01-01", "")
    assert listed(staff, Appointment, "in_office=maybe") == [possible.key]
    assert possible.key not in listed(staff, Appointment, "in_office=no")
    page = words(staff.get(address(Position, "changelist")))
    assert "Kim Park (possibly)" in page


def test_which_positions_have_no_holder_today(staff, cast):
    appoint(cast.park, cast.director, "2020-01-01", "..")
    cast.labor_secretary.vacancies.create(started_on="2020-01-01")
    assert listed(staff, Position, "holder=yes") == [cast.director.key]
    assert listed(staff, Position, "holder=vacant") == ["secretary-of-labor"]
    assert "secretary-of-labor" in listed(staff, Position, "holder=no")


def test_which_meetings_have_no_chair(staff, cast):
    assert listed(staff, Meeting, "attendance=no+chair") == ["pitf-2003-12-08", "pitf-2009"]
    cast.meeting.attendances.filter(role="chair").update(presence="absent")
    assert "pitf-2007-10-25" in listed(staff, Meeting, "attendance=no+chair")


def test_which_meetings_were_held_and_have_nobody(staff, cast):
    assert listed(staff, Meeting, "attendance=none") == ["pitf-2009"]


def test_a_meeting_shows_its_bodies_and_its_chair(staff, cast):
    page = words(staff.get(address(Meeting, "changelist") + "?q=2007-10-25"))
    assert "Condoleezza Rice" in page and ">PITF<" in page


def test_dates_are_told_in_words(staff, cast):
    page = words(staff.get(address(Meeting, "changelist") + "?q=2007-10-25"))
    assert f'<a href="{address(cast.meeting)}' in page and ">October 25, 2007</a>" in page
    page = words(staff.get(address(Appointment, "changelist") + "?q=rice"))
    assert ">January 26, 2005 – January 20, 2009<" in page


def test_who_chairs_a_body_today(staff, cast):
    page = words(staff.get(address(Body, "changelist") + "?q=pitf"))
    assert '<td class="field-chair_today">Secretary of State</td>' in page


def test_which_records_have_no_source(staff, cast):
    assert listed(staff, Meeting, "source=yes") == ["pitf-2007-10-25"]
    assert "pitf-2009" in listed(staff, Meeting, "source=no")
    for kind, its_admin in admin.site._registry.items():
        if "has_source" in its_admin.list_display:
            assert staff.get(f"{address(kind, 'changelist')}?source=no").status_code == 200


def test_seats_are_found_by_body_and_role(staff, cast):
    query = f"body__id__exact={cast.spog.pk}&role__exact=chair"
    assert [key.split("-")[0] for key in listed(staff, Seat, query)] == ["spog"]


def test_which_sheets_are_not_issued(staff, cast):
    assert listed(staff, FactSheet, "issued=no") == ["pitf-2007-12-20"]
    assert listed(staff, FactSheet, "issued=yes") == []


def test_the_public_page_is_a_click_away_unless_there_is_none(staff, cast):
    assert f'<a href="{cast.pitf.get_absolute_url()}" class="viewsitelink">' in words(
        staff.get(address(cast.pitf))
    )
    cast.pitf.is_public = False
    cast.pitf.save()
    for record in (cast.pitf, cast.meeting, cast.sheet, cast.source):
        assert "viewsitelink" not in words(staff.get(address(record)))

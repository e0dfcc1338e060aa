import pytest

from registry.models import Page

from .reading import section, table

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_the_home_page_tells_what_there_is(client, issued):
    page = client.get("/?on=2010-02-03")
    assert section(page, "Latest fact sheets") == (
        "December 20, 2007: The President's Interagency Task Force All fact sheets"
    )
    assert [row[:3] for row in table(page, "Bodies and who chairs them")] == [
        [
            "President's Interagency Task Force to Monitor and Combat Trafficking in Persons "
            "(PITF)",
            "Task force, cabinet-level",
            "Secretary of State: Hillary Clinton",
        ],
        [
            "Senior Policy Operating Group (SPOG) reports to PITF",
            "Operating group, senior working level",
            "Director of the Office to Monitor and Combat Trafficking in Persons: not yet "
            "entered",
        ],
    ]
    assert [row[0] for row in table(page, "Up to the day, the last first")] == [
        "Meeting of February 3, 2010",
        "Meeting of 2009",
        "Meeting of October 25, 2007",
        "Meeting of December 8, 2003",
    ]


def test_an_empty_record_has_a_home_page_too(client, db):
    page = client.get("/")
    assert section(page, "Latest fact sheets") == "None is issued yet. All fact sheets"
    assert section(page, "Recent meetings") == "None in the record. All meetings"
    assert section(page, "Bodies") == "None on this day is in the record. All bodies"
    assert section(page, "Next meetings") == "None is announced in the record."


def test_the_home_page_tells_changes_of_the_record_with_their_days(client, issued):
    Page.objects.create(key="terms", title="Terms", text="x")
    assert section(client.get("/"), "What changed").startswith(
        "December 20, 2007: Fact sheet The President's Interagency Task Force: issued "
        "January 1, 2007: "
    )

from datetime import UTC, datetime

import pytest

from registry.acts.issue import issue
from registry.models import Edition

from .reading import read, section, table, words

pytestmark = pytest.mark.django_db

SHEET = "/fact-sheets/pitf-2007-12-20/"


def test_a_sheet_that_was_not_issued_is_no_page(client, cast):
    assert client.get(SHEET).status_code == 404
    assert (
        table(client.get("/fact-sheets/"), "Fact sheets up to the day, the newest first") == []
    )


def test_readers_see_the_article_as_it_was_issued_and_nothing_in_it(client, issued):
    html = client.get(SHEET).content.decode()
    article = f'<article class="fact-sheet" lang="en">{issued.edition.html}</article>'
    assert html.count(article) == 1
    assert html.count("<h1>") == 1
    assert "The PITF is chaired by the Secretary of State." in words(client.get(SHEET))


def test_no_later_change_shows_until_the_next_edition(client, issued):
    before = client.get(f"{SHEET}?on=2007-12-20").content
    issued.sheet.title = issued.sheet.text = "A draft"
    issued.sheet.save()
    issued.pitf.acronym = "OTHER"
    issued.pitf.save()
    after = client.get(f"{SHEET}?on=2007-12-20").content
    assert before.replace(b"(PITF)", b"(OTHER)") == after  # the link to the body of today
    listed = "Fact sheets up to the day, the newest first"
    old_title = "The President's Interagency Task Force"
    assert table(client.get("/fact-sheets/"), listed)[0][0] == old_title
    issue(issued.sheet, by=None, at=datetime(2008, 1, 2, tzinfo=UTC), note="A new text.")
    said = words(client.get(SHEET))
    assert "Edition 2, issued on January 1, 2008. A new text." in said  # in Washington
    assert table(client.get("/fact-sheets/"), listed)[0][0] == "A draft"


def test_the_sheet_speaks_as_of_its_own_date_whatever_is_asked(client, issued):
    said = "The sheet speaks as of its own date, December 20, 2007. Edition 1, issued on "
    for day in ("", "?on=1990-01-01", "?on=2010-02-03"):
        assert said in words(client.get(SHEET + day))
    assert client.get(f"{SHEET}?on=2007").status_code == 400
    assert "/bodies/spog/?on=2010-02-03" in read(client.get(f"{SHEET}?on=2010-02-03")).links


def test_what_is_printed_otherwise_than_the_record_has_it_is_told_after_the_article(
    client, issued
):
    assert "As printed" not in words(client.get(SHEET))
    fact = {"record": "seat x", "field": "agency", "printed": ""}
    Edition.objects.update(
        facts=[
            fact | {"value": "same"},
            fact | {"value": "the Office", "printed": "Office"},
            fact | {"value": "the Director", "printed": "the <b>Directorate</b>"},
        ]
    )
    assert section(client.get(SHEET), "As printed") == (
        "The sheet prints “the <b>Directorate</b>”; the record says “the Director”."
    )


def test_the_list_goes_up_to_the_day(client, issued):
    listed = "Fact sheets up to the day, the newest first"
    assert table(client.get("/fact-sheets/?on=2007-12-20"), listed) == [
        [
            "The President's Interagency Task Force",
            "December 20, 2007",
            "Office to Monitor and Combat Trafficking in Persons",
        ]
    ]
    assert table(client.get("/fact-sheets/?on=2007-12-19"), listed) == []

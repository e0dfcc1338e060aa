from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.contrib.auth import get_user_model
from django.core import signing

from registry.models import DraftLink, EditionFact, FactSheet, Withdrawal

from ..office import issue
from .reading import read, section, table, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SHEET = "/fact-sheets/pitf-2007-12-20/"


def test_a_sheet_that_was_not_issued_is_no_page(client, cast):
    assert client.get(SHEET).status_code == 404
    assert read(client.get("/fact-sheets/")).tables == {}


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
    issue(issued.sheet, at=datetime(2008, 1, 2, tzinfo=UTC), note="A new text.")
    said = words(client.get(SHEET))
    assert "updated on January 1, 2008. Edition 2 of 2" in said  # in Washington
    assert table(client.get("/fact-sheets/"), listed)[0][0] == "A draft"


def test_the_sheet_speaks_as_of_its_own_date_whatever_is_asked(client, issued):
    said = "The sheet speaks as of its own date, December 20, 2007. Published on December 20"
    for day in ("", "?on=1990-01-01", "?on=2010-02-03"):
        assert said in words(client.get(SHEET + day))
    assert client.get(f"{SHEET}?on=2007").status_code == 400
    assert "/bodies/spog/?on=2010-02-03" in read(client.get(f"{SHEET}?on=2010-02-03")).links


def test_what_is_printed_otherwise_than_the_record_has_it_is_told_after_the_article(
    client, issued
):
    assert "As printed" not in words(client.get(SHEET))
    fact = EditionFact.objects.filter(edition=issued.edition).first()
    for order, (value, printed) in enumerate(
        [("the Office", "Office"), ("the Director", "the <b>Directorate</b>")], start=100
    ):
        EditionFact.objects.create(
            edition=issued.edition,
            order=order,
            kind=fact.kind,
            record_id=fact.record_id,
            key="x",
            field="agency",
            value=value,
            printed=printed,
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
    assert read(client.get("/fact-sheets/?on=2007-12-19")).tables == {}


def test_the_list_names_the_agency_that_issued_it_and_not_the_one_of_a_draft(client, issued):
    listed = "Fact sheets up to the day, the newest first"
    before = table(client.get("/fact-sheets/?on=2007-12-20"), listed)
    issued.sheet.issuing_agency = issued.labor
    issued.sheet.save()
    issued.tip.key = "g-tip"
    issued.tip.save()
    page = client.get("/fact-sheets/?on=2007-12-20")
    assert table(page, listed) == before
    assert b"/agencies/g-tip/" in page.body


# Editions


@pytest.fixture
def corrected(issued):
    """A second edition, of 2008, that corrects the first."""
    issued.sheet.text = (
        "The {{ pitf.acronym }} meets {{ pitf.cadence }}, led by {{ pitf.chair.title }}."
    )
    issued.sheet.save()
    issued.second = issue(
        issued.sheet,
        at=datetime(2008, 1, 2, 20, tzinfo=UTC),
        kind="correction",
        note="We erred.",
    )
    return issued


def test_an_old_edition_stays_and_leads_to_the_current_one(client, corrected):
    old = client.get(f"{SHEET}editions/1/")
    assert (
        "This is edition 1, of December 20, 2007. It was replaced: read the current edition"
        in words(old)
    )
    assert "is chaired by the Secretary of State." in words(old)
    assert SHEET in read(old).links
    live = words(client.get(SHEET))
    assert "Published on December 20, 2007; updated on January 2, 2008." in live
    assert "January 2, 2008, correction: We erred." in live
    assert "It was replaced" not in live
    assert words(client.get(f"{SHEET}editions/2/")) == live
    assert client.get(f"{SHEET}editions/3/").status_code == 404


def test_the_list_of_editions_tells_each_with_its_note(client, corrected):
    assert table(client.get(f"{SHEET}editions/"), "Editions, the newest first") == [
        ["Edition 2", "Correction", "January 2, 2008", "Live", "We erred."],
        [
            "Edition 1",
            "First edition",
            "December 20, 2007",
            "Superseded",
            "compared with the newest",
        ],
    ]


def test_what_changed_is_told_word_by_word_and_fact_by_fact(client, corrected):
    page = client.get(f"{SHEET}changes/1-2/")
    html = page.content.decode()
    assert (
        "<p>The PITF<del> is chaired</del><ins> meets at least once a year, led</ins> by<del> the</del> Secretary of State.</p>"
        in html
    )
    assert table(page, "Facts that differ between the two editions") == [
        ["body pitf", "cadence", "not read", "at least once a year"]
    ]
    for wrong in ("2-1", "1-1", "1-3", "0-1", "1-99999999999999999999"):
        assert client.get(f"{SHEET}changes/{wrong}/").status_code == 404


def test_corrections_are_listed_with_a_feed_and_updates_are_not(client, corrected):
    issue(corrected.sheet, at=datetime(2008, 2, 2, tzinfo=UTC), kind="update", note="New.")
    page = words(client.get("/corrections/"))
    assert (
        "January 2, 2008: The President's Interagency Task Force, edition 2. We erred." in page
    )
    assert "New." not in page
    feed = client.get("/corrections/feed/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(feed.content).findall("{http://www.w3.org/2005/Atom}entry")
    assert [one.find("{http://www.w3.org/2005/Atom}summary").text for one in entries] == [
        "We erred."
    ]


def test_a_scheduled_edition_shows_at_its_time(client, issued, now):
    issue(
        issued.sheet,
        at=datetime(2026, 3, 1, tzinfo=UTC),
        live_at=datetime(2026, 3, 8, 14, tzinfo=UTC),
        kind="update",
        note="Tomorrow’s words.",
    )
    now(2026, 3, 8, 13, 59, 59)
    assert "Tomorrow" not in words(client.get(SHEET))
    assert client.get(f"{SHEET}editions/2/").status_code == 404
    assert "Tomorrow" not in words(client.get(f"{SHEET}editions/"))
    now(2026, 3, 8, 14)
    assert "Tomorrow’s words." in words(client.get(SHEET))
    assert client.get(f"{SHEET}editions/2/").status_code == 200


def withdraw(issued, manner, replaced_by=None):
    Withdrawal.objects.create(
        edition=issued.edition,
        manner=manner,
        replaced_by=replaced_by,
        reason="It named two chairs.",
        at=datetime(2008, 3, 4, 20, tzinfo=UTC),
    )


def test_a_withdrawn_sheet_stays_under_a_dated_notice(client, issued):
    withdraw(issued, "notice")
    page = words(client.get(SHEET))
    assert "Withdrawn on March 4, 2008. It named two chairs." in page
    assert "is chaired by the Secretary of State." in page


def test_a_sheet_published_by_error_is_gone_at_every_address(client, issued):
    withdraw(issued, "gone")
    for address in (SHEET, f"{SHEET}editions/", f"{SHEET}editions/1/", f"{SHEET}changes/1-1/"):
        page = client.get(address)
        assert page.status_code == 410
        assert "It named two chairs." in words(page)
        assert "is chaired by" not in words(page)
        assert {"/fact-sheets/", "/what-changed/"} <= set(read(page).links)
    assert "The President" not in words(client.get("/fact-sheets/"))


def test_a_replaced_sheet_leads_to_its_successor(client, issued):
    successor = FactSheet.objects.create(
        key="successor",
        title="S",
        issuing_agency=issued.tip,
        dated_on=date(2008, 1, 1),
        text="x",
    )
    withdraw(issued, "replaced", successor)
    assert client.get(SHEET).status_code == 410  # the successor is a draft still
    issue(successor, at=datetime(2008, 4, 1, tzinfo=UTC))
    page = client.get(SHEET)
    assert (page.status_code, page["Location"]) == (301, "/fact-sheets/successor/")


def test_a_changed_key_leads_every_address_of_the_sheet(client, issued):
    issued.sheet.key = "renamed"
    issued.sheet.save()
    for rest in ("", "editions/", "editions/1/"):
        page = client.get(f"{SHEET}{rest}?on=2007-12-20")
        assert page.status_code == 301
        assert page["Location"] == f"/fact-sheets/renamed/{rest}?on=2007-12-20"


# Drafts


def draft_link(issued, **times):
    by = get_user_model().objects.create_user("ed")
    start = datetime(2026, 3, 1, tzinfo=UTC)
    return DraftLink.objects.create(
        sheet=issued.sheet,
        made_by=by,
        **{"made_at": start, "expires_at": start + timedelta(days=30), **times},
    )


def test_a_shared_draft_is_marked_and_never_kept(client, issued, now):
    now(2026, 3, 2)
    issued.sheet.text = "A draft about the {{ pitf.acronym }}."
    issued.sheet.save()
    link = draft_link(issued)
    address = f"/drafts/{signing.dumps(link.pk, salt='registry.draft-link')}/"
    page = client.get(address)
    assert "DRAFT. This text is not issued." in words(page)
    assert "A draft about the PITF." in words(page)
    assert "no-store" in page["Cache-Control"] and "private" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert "A draft about" not in words(client.get(SHEET))
    link.revoked_at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    link.save()
    assert client.get(address).status_code == 404


def test_a_shared_draft_is_closed_after_its_time_and_to_a_forged_address(client, issued, now):
    address = f"/drafts/{signing.dumps(draft_link(issued).pk, salt='registry.draft-link')}/"
    now(2026, 3, 30, 23, 59)
    assert client.get(address).status_code == 200
    now(2026, 3, 31)
    assert client.get(address).status_code == 404
    for forged in (
        "1",
        "x:y:z",
        signing.dumps(1, salt="other"),
        signing.dumps(999, salt="registry.draft-link"),
    ):
        assert client.get(f"/drafts/{forged}/").status_code == 404


def test_a_draft_page_is_for_staff_who_may_see_sheets(client, issued):
    assert client.get(f"{SHEET}draft/").status_code == 404
    client.force_login(get_user_model().objects.create_user("reader"))
    assert client.get(f"{SHEET}draft/").status_code == 404
    client.force_login(get_user_model().objects.create_superuser("ada"))
    assert "DRAFT." in words(client.get(f"{SHEET}draft/"))

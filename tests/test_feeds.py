"""The feeds, read as their readers do."""

import json
from datetime import UTC, datetime
from html import escape

import feedparser
import pytest

from registry.models import FactSheet, Withdrawal

from .office import issue
from .views.conftest import Reader

pytestmark = pytest.mark.django_db

FEEDS = [
    "/feed/",
    "/bodies/pitf/feed/",
    "/agencies/g-tip/feed/",
    "/subjects/human-trafficking/feed/",
    "/corrections/feed/",
]


def read(address: str):
    answer = Reader().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (
        200,
        "application/atom+xml; charset=utf-8",
    )
    feed = feedparser.parse(answer.body)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_without_entries_is_a_feed_and_stays_the_same(cast, address):
    feed = read(address)
    assert (feed.version, feed.entries) == ("atom10", [])
    assert feed.feed.updated == "2000-01-01T00:00:00+00:00"


def test_each_feed_tells_of_the_sheets_that_it_is_about(cast):
    issue(cast.sheet, at=datetime(2007, 12, 20, 20, tzinfo=UTC))
    for address in FEEDS[:4]:
        feed = read(address)
        assert [(one.title, one.link, one.updated) for one in feed.entries] == [
            (
                "The President's Interagency Task Force",
                "http://testserver/fact-sheets/pitf-2007-12-20/editions/1/",
                "2007-12-20T20:00:00+00:00",
            )
        ]
        # RFC 4287 wants an IRI: the permanent address of the edition is one.
        assert feed.entries[0].id == feed.entries[0].link
    assert read("/agencies/state/feed/").entries == []
    issue(
        cast.sheet,
        at=datetime(2008, 1, 2, tzinfo=UTC),
        kind="correction",
        note="A date was wrong.",
    )
    (one,) = read("/feed/").entries
    assert (one.title, one.summary) == (
        "Correction: The President's Interagency Task Force",
        "A date was wrong.",
    )


def test_each_feed_and_each_entry_says_whose_it_is(cast):
    """As RFC 4287 wants it; and a summary is never empty."""
    issue(cast.sheet, at=datetime(2007, 12, 20, 20, tzinfo=UTC))
    site = "Registry of Interagency Bodies"
    for address in (*FEEDS, "/what-changed/feed/"):
        assert read(address).feed.author == site, address
    (one,) = read("/feed/").entries
    assert (one.author, one.summary) == (cast.tip.name, "Dated December 20, 2007.")
    about, by = (read(f"/{of}/feed/").feed.subtitle for of in ("bodies/pitf", "agencies/g-tip"))
    assert about.startswith("Fact sheets on ") and by.endswith("issued, updated and corrected.")
    assert cast.tip.name in by


def test_what_staff_write_is_text_and_no_markup(cast):
    note = "One <b>date</b> & two names were wrong."
    at = datetime(2007, 12, 20, 20, tzinfo=UTC)
    issue(cast.sheet, at=at)
    issue(cast.sheet, at=at, kind="correction", note=note)
    for address in ("/feed/", "/corrections/feed/", "/what-changed/feed/"):
        assert escape(note) in [one.summary for one in read(address).entries], address


def test_a_sheet_that_was_withdrawn_is_told_to_who_has_it(cast):
    at = datetime(2007, 12, 20, 20, tzinfo=UTC)
    edition = issue(cast.sheet, at=at)
    Withdrawal.objects.create(edition=edition, reason="It was wrong.", at=at.replace(hour=22))
    (one,) = read("/feed/").entries
    assert one.title == "Withdrawn: The President's Interagency Task Force"
    assert (one.summary, one.updated) == ("It was wrong.", "2007-12-20T22:00:00+00:00")
    assert one.id.endswith("/editions/1/") and one.published == "2007-12-20T20:00:00+00:00"


def test_there_is_no_feed_of_what_is_not_published(cast):
    cast.pitf.is_public = False
    cast.pitf.save()
    assert Reader().get("/bodies/pitf/feed/").status_code == 404
    assert Reader().get("/subjects/nothing/feed/").status_code == 404


def test_the_feed_of_an_agency_has_what_it_issued_not_what_its_drafts_say(cast):
    issue(cast.sheet, at=datetime(2007, 12, 20, 20, tzinfo=UTC))
    FactSheet.objects.update(issuing_agency=cast.labor)
    reader, tip = Reader(), cast.tip
    assert len(read(f"/agencies/{tip.key}/feed/").entries) == 1
    assert read(f"/agencies/{cast.labor.key}/feed/").entries == []
    page = reader.get(cast.sheet.get_absolute_url()).body.decode()
    head = page.partition("</head>")[0]
    assert tip.name in head and cast.labor.name not in head
    listing = "/api/v1/fact-sheets/"
    (told,) = json.loads(reader.get(listing).body)["items"]
    assert told["issuing_agency"]["key"] == tip.key
    for agency, found in ((tip, 1), (cast.labor, 0)):
        answer = json.loads(reader.get(listing, {"agency": agency.key}).body)
        assert len(answer["items"]) == found


def test_the_feed_of_changes_tells_each_change_once(cast):
    assert read("/what-changed/feed/").entries
    cast.pitf.purpose = "Another purpose."
    cast.pitf.save()
    first, *others = read("/what-changed/feed/").entries
    assert first.title.startswith("Body President's Interagency Task Force")
    assert (first.title.endswith(": changed"), first.summary) == (True, "purpose")
    assert "Another purpose" not in Reader().get("/what-changed/feed/").body.decode()
    ids = [one.id for one in (first, *others)]
    assert len(set(ids)) == len(ids)


def test_a_former_key_leads_to_the_feed(cast):
    issue(cast.sheet, at=datetime(2007, 12, 20, 20, tzinfo=UTC))
    former = cast.pitf.key
    cast.pitf.key = "task-force"
    cast.pitf.save()
    answer = Reader().get(f"/bodies/{former}/feed/")
    assert (answer.status_code, answer["Location"]) == (301, "/bodies/task-force/feed/")
    assert len(read(answer["Location"]).entries) == 1

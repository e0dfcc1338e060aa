"""Fact sheets as PDF: what readers may have, and nothing that they may not."""

import io
import sys
from datetime import UTC, datetime

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from registry.models import Body, FactSheet, Meeting, Withdrawal
from registry.paper import LONGEST, engine

from ..office import issue
from ..pango import needs_engine
from ..test_checks import OFFICIAL
from ..test_demonstration import seed_text, without_blanks
from ..test_paper import against_pdf_ua, images
from .reading import read
from .test_pages import picture

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SHEET = "/fact-sheets/pitf-2007-12-20/"
PDF = f"{SHEET}pdf/"


@pytest.fixture(autouse=True)
def weasyprint():
    needs_engine()
    caches["pdf"].clear()


def words(answer) -> str:
    """The words of all pages, without the lines at their feet."""
    assert answer.status_code == 200
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.body)).pages]
    feet = [
        f"Registry of Interagency Bodies Page {number} of {len(pages)}"
        for number in range(1, len(pages) + 1)
    ]
    told = [" ".join(page.split()) for page in pages]
    assert all(page.endswith(foot) for page, foot in zip(told, feet, strict=True))
    told = [page.removesuffix(foot) for page, foot in zip(told, feet, strict=True)]
    return "".join(told).strip()


def test_a_sheet_on_paper_says_what_the_sheet_says(client, issued):
    answer = client.get(PDF)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == ('inline; filename="pitf-2007-12-20-edition-1.pdf"')
    # Where an address breaks depends on the fonts that are installed.
    assert without_blanks(words(answer)) == without_blanks(
        "Fact Sheet Office to Monitor and Combat Trafficking in Persons Washington, DC "
        "December 20, 2007 The President's Interagency Task Force "
        "The PITF is chaired by the Secretary of State. "
        "Edition 1, published on December 20, 2007 in the Registry of Interagency Bodies: "
        f"http://testserver{SHEET}editions/1/ "
        "The Registry is not an official website of a government."
    )
    told = PdfReader(io.BytesIO(answer.body)).metadata
    assert told.title == "The President's Interagency Task Force"
    assert told.author == "Office to Monitor and Combat Trafficking in Persons"
    assert told.creation_date == told.modification_date == issued.edition.live_at


def test_the_paper_of_an_official_site_does_not_say_that_it_is_none(client, issued, settings):
    settings.OFFICIAL_SITE = OFFICIAL
    assert words(client.get(PDF)).endswith("/editions/1/")


def test_the_sheet_of_2007_is_on_paper_word_for_word(client, db, tmp_path):
    call_command("loaddata", "demonstration", verbosity=0)
    answer = client.get("/fact-sheets/pitf-spog-2007-12-20/pdf/")
    assert without_blanks(seed_text()) in without_blanks(words(answer))
    assert len(answer.body) < 60_000
    assert against_pdf_ua(answer.body, tmp_path / "2007.pdf") == set()


def test_each_edition_has_its_own_and_an_old_one_says_so(client, issued):
    first = words(client.get(PDF))
    issued.sheet.text = "Other words."
    issued.sheet.save()
    assert words(client.get(PDF)) == first
    issue(issued.sheet, at=datetime(2008, 1, 2, 20, tzinfo=UTC), kind="update", note="New.")
    assert "Other words." in words(client.get(PDF))
    assert words(client.get(f"{SHEET}editions/2/pdf/")) == words(client.get(PDF))
    old = words(client.get(f"{SHEET}editions/1/pdf/"))
    assert without_blanks(old) == without_blanks(
        "This is edition 1. It was replaced: read the current edition at "
        f"http://testserver{SHEET}. {first}"
    )
    assert client.get(f"{SHEET}editions/3/pdf/").status_code == 404


def test_the_same_edition_gives_the_same_bytes(client, issued):
    first = client.get(PDF).body
    caches["pdf"].clear()
    assert client.get(f"{SHEET}editions/1/pdf/").body == first


def test_the_page_leads_to_the_pdf(client, issued):
    links = read(client.get(SHEET)).links
    assert f"{SHEET}editions/1/pdf/" in links
    assert client.get(f"{SHEET}editions/1/pdf/").status_code == 200


# What readers may not see.


def kept() -> list[str]:
    """What the cache holds, by its keys."""
    return [key.split(":")[-1] for key in caches["pdf"]._cache]


def test_a_draft_and_a_scheduled_edition_have_none(client, cast, now):
    assert FactSheet.objects.filter(key="pitf-2007-12-20").exists()
    unknown = client.get("/fact-sheets/no-such-sheet/pdf/")
    draft = client.get(PDF)
    assert draft.status_code == unknown.status_code == 404
    assert (draft.body, draft.headers) == (unknown.body, unknown.headers)
    issue(
        cast.sheet,
        at=datetime(2026, 3, 1, tzinfo=UTC),
        live_at=datetime(2026, 3, 8, 14, tzinfo=UTC),
    )
    now(2026, 3, 8, 13, 59, 59)
    for address in (PDF, f"{SHEET}editions/1/pdf/", f"{SHEET}draft/pdf/"):
        assert client.get(address).status_code == 404
    assert kept() == []
    now(2026, 3, 8, 14)
    assert "is chaired by" in words(client.get(PDF))


def test_what_was_made_is_kept_and_served_to_nobody_once_it_is_not_public(client, issued):
    client.get(PDF)
    [key] = kept()
    caches["pdf"].set(key, b"%PDF kept")
    assert client.get(PDF).body == client.get(f"{SHEET}editions/1/pdf/").body == b"%PDF kept"
    issued.sheet.is_public = False
    issued.sheet.save()
    assert client.get(PDF).status_code == 404
    issued.sheet.is_public = True
    issued.sheet.save()
    assert client.get(PDF).body == b"%PDF kept"
    Withdrawal.objects.create(
        edition=issued.edition,
        manner="gone",
        reason="In error.",
        at=datetime(2008, 3, 4, tzinfo=UTC),
    )
    for address in (PDF, f"{SHEET}editions/1/pdf/"):
        gone = client.get(address)
        assert gone.status_code == 410
        assert b"%PDF" not in gone.body
    assert kept() == [key]


def test_a_withdrawn_sheet_says_so_on_paper_although_it_was_made_before(client, issued):
    client.get(PDF)
    Withdrawal.objects.create(
        edition=issued.edition,
        manner="notice",
        reason="It named <b>two</b> chairs.",
        at=datetime(2008, 3, 4, 20, tzinfo=UTC),
    )
    assert words(client.get(PDF)).startswith(
        "Withdrawn on March 4, 2008. It named <b>two</b> chairs. Fact Sheet Office"
    )


@pytest.fixture
def pictured(cast):
    """The cast, with a picture in its sheet."""
    cast.photo.alternative_text = "They meet."
    cast.photo.image.save("meeting.png", ContentFile(picture()))
    cast.sheet.text = "Before.\n\n{% photo pitf.last_meeting.photo %}\n\nAfter."
    cast.sheet.save()
    cast.edition = issue(cast.sheet, at=datetime(2007, 12, 20, 20, tzinfo=UTC))
    assert cast.photo.get_absolute_url() in cast.edition.html
    return cast


def test_a_photo_is_on_paper_while_readers_may_see_it(client, pictured):
    def shown():
        answer = client.get(PDF)
        assert "Before. The task force meets. State Dept. photo After." in words(
            answer
        ).replace("They meet. ", "")
        return images(answer.body)

    assert shown() == 1
    pictured.photo.is_public = False
    pictured.photo.save()
    assert shown() == 0  # and not the PDF that was made while it could be seen
    pictured.photo.is_public = True
    pictured.photo.key = "renamed"
    pictured.photo.save()
    assert shown() == 1  # the text has the former key for ever
    Meeting.objects.update(is_public=False)
    assert shown() == 0
    Meeting.objects.update(is_public=True)
    assert shown() == 1
    pictured.meeting.bodies.set([pictured.spog])
    Body.objects.filter(pk=pictured.spog.pk).update(is_public=False)
    assert shown() == 0


def test_only_a_picture_that_readers_could_have_is_on_paper(client, pictured):
    image = pictured.photo.image
    for name in ("meeting.svg", "meeting.html", "meeting"):
        image.save(name, ContentFile(picture()))
        assert client.get(pictured.photo.get_absolute_url()).status_code == 404
        assert images(client.get(PDF).body) == 0
    image.save("meeting.png", ContentFile(picture()))
    assert images(client.get(PDF).body) == 1
    image.storage.delete(image.name)
    assert images(client.get(PDF).body) == 0


# Where there is none.


def test_a_long_sheet_has_none(client, issued):
    issued.sheet.text = "word " * (LONGEST // 5)
    issued.sheet.save()
    issue(issued.sheet, at=datetime(2008, 1, 2, 20, tzinfo=UTC), kind="update", note="New.")
    assert client.get(PDF).status_code == 404
    assert f"{SHEET}editions/2/pdf/" not in read(client.get(SHEET)).links
    assert f"{SHEET}editions/1/pdf/" in read(client.get(f"{SHEET}editions/1/")).links


@pytest.mark.parametrize("error", ["OSError('no library pango')", "ImportError('no module')"])
def test_without_its_libraries_the_site_does_without(
    client, issued, monkeypatch, tmp_path, error
):
    (tmp_path / "weasyprint.py").write_text(f"raise {error}")
    monkeypatch.delitem(sys.modules, "weasyprint")
    monkeypatch.syspath_prepend(tmp_path)
    engine.cache_clear()
    try:
        page = client.get(SHEET)
        assert page.status_code == 200
        assert not [one for one in read(page).links if "/pdf/" in one]
        assert client.get(PDF).status_code == 404
        assert client.get(f"{SHEET}editions/1/pdf/").status_code == 404
    finally:
        engine.cache_clear()


# What holds for all.


def test_a_pdf_costs_no_more_queries_than_its_page(client, pictured):
    with CaptureQueriesContext(connection) as of_page:
        client.get(SHEET)
    for _ in range(2):  # made, then from the cache
        with CaptureQueriesContext(connection) as of_pdf:
            client.get(PDF)
        assert len(of_pdf) == 7 <= len(of_page)


def test_a_pdf_is_found_by_former_keys_and_takes_nothing(client, issued):
    issued.sheet.key = "renamed"
    issued.sheet.save()
    moved = client.get(f"{SHEET}editions/1/pdf/")
    assert moved.status_code == 301
    assert moved["Location"] == "/fact-sheets/renamed/editions/1/pdf/"
    assert client.post("/fact-sheets/renamed/pdf/").status_code == 405
    assert client.head("/fact-sheets/renamed/pdf/").body == b""
    assert client.get("/fact-sheets/renamed/pdf/?on=2007").status_code == 400

"""The search page, and what a page that is not there offers."""

from datetime import UTC, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from registry.models import Agency, Official, Resolution
from registry.search.keep import make_anew

from ..office import issue
from ..views.conftest import Reader
from ..views.reading import read, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def client():
    return Reader()


@pytest.fixture
def issued(cast):
    issue(cast.sheet, at=datetime(2007, 12, 20, 20, tzinfo=UTC))
    return cast


def test_the_empty_page_shows_the_form_and_how_to_search(client, cast):
    for address in ("/search/", "/search/?q=", "/search/?q=%20%09"):
        page = client.get(address)
        assert page.status_code == 200
        assert "How to find something" in words(page)
        assert b'<label class="usa-label" for="search_text">' in page.body
        assert b"autofocus" not in page.body
        assert {"/officials/", "/bodies/"} <= set(read(page).links)
        assert "X-Robots-Tag" not in page.headers


def test_results_lead_to_their_pages_with_what_was_found_marked(client, issued):
    page = client.get("/search/?q=dna+testing")
    said = words(page)
    assert "1 result" in said
    assert "Meeting · of President's Interagency Task Force" in said
    assert "/meetings/pitf-2007-10-25/" in read(page).links
    assert "<bdi><mark>DNA</mark> <mark>testing</mark></bdi>" in page.content.decode()
    assert read(page).title == "Search: dna testing · Registry of Interagency Bodies"
    assert page["X-Robots-Tag"] == "noindex"
    said = words(client.get("/search/?q=health+welfare"))
    assert "formerly Department of Health, Education, and Welfare (" in said


def test_a_misspelt_name_is_told_as_it_is_meant(client, issued):
    said = words(client.get("/search/?q=Condoleeza+Rice"))
    assert (
        "Showing results for Condoleezza Rice. Nothing in the record has these words: "
        "Condoleeza Rice."
    ) in said


def test_where_nothing_is_found_there_is_what_to_try(client, issued):
    page = client.get("/search/?q=xyzzy")
    assert page.status_code == 200
    assert "Nothing in the record has these words: xyzzy." in words(page)
    assert "How to find something" in words(page)
    said = words(client.get("/search/?q=xyzzy+policy+group"))
    assert "Nothing in the record has all of these words. These have some" in said


def test_results_are_counted_and_narrowed_down(client, issued):
    page = client.get("/search/?q=PITF")
    assert "Kind Bodies (2) Fact sheets (1) Meetings (4) Resolutions (1) Laws (1)" in words(
        page
    )
    assert "Year 2010 (1) 2009 (1) 2007 (3) 2003 (1) 2000 (1) Body PITF (8) SPOG (2)" in words(
        page
    )
    assert "?q=PITF&kind=meeting" in read(page).links
    narrowed = client.get("/search/?q=PITF&kind=meeting&year=2007&body=pitf")
    assert "1 result" in words(narrowed)
    assert "Only: Meetings any kind; 2007 any year; PITF any body" in words(narrowed)
    assert {"?q=PITF&kind=meeting&year=2007", "?q=PITF"} <= set(read(narrowed).links)
    none = client.get("/search/?q=PITF&kind=official")
    assert "Nothing in the record has these words under these limits: PITF." in words(none)
    for link in read(page).links:
        if link.startswith("?"):
            assert client.get(f"/search/{link}").status_code == 200, link


@pytest.mark.parametrize(
    "query, reason",
    [
        ("kind=zebra", "“zebra” is no kind of record."),
        ("year=07", "“07” is not a year."),
        ("year=0000", "“0000” is not a year."),
        ("year=٢٠٠٧", "is not a year."),
        ("body=nobody", "There is no body with the key “nobody”."),
        ("on=2007", "is not one whole day."),
        (f"q={'a' * 201}", "is 201 characters long; at most 200 can be searched."),
    ],
)
def test_a_filter_that_is_none_is_refused_in_words(client, issued, query, reason):
    refused = client.get(f"/search/?{query}")
    assert refused.status_code == 400
    assert reason in words(refused)


def test_a_hidden_body_is_as_unknown_a_filter_as_an_unknown_one(client, issued):
    issued.spog.is_public = False
    issued.spog.save()
    hidden, unknown = client.get("/search/?body=spog"), client.get("/search/?body=none")
    assert hidden.status_code == unknown.status_code == 400
    assert hidden.body.replace(b"spog", b"none") == unknown.body


def test_results_come_twenty_a_page(client, db):
    for number in range(45):
        Official.objects.create(given_name=f"Jo {number:02}", family_name="Doe")
    first, third = (
        client.get("/search/?q=doe&kind=official"),
        client.get("/search/?q=doe&page=3"),
    )
    assert "45 results" in words(first) and "Page 1 of 3" in words(first)
    assert "?q=doe&kind=official&page=2" in read(first).links
    assert "Jo 40 Doe" in words(third) and b'start="41"' in third.body
    for page in ("0", "4", "x", "-1", "9" * 5000, "1.5"):
        assert client.get("/search/", {"q": "doe", "page": page}).status_code == 404


def test_links_keep_the_day_that_the_reader_named(client, issued):
    page = client.get("/search/?q=PITF&on=2007-10-25")
    assert "As of October 25, 2007: the pages behind the results open as of that day." in words(
        page
    )
    assert "/bodies/pitf/?on=2007-10-25" in read(page).links
    assert "?q=PITF&kind=meeting&on=2007-10-25" in read(page).links


def test_nineteen_of_one_acronym_are_told_apart_by_what_they_are_part_of(client, db):
    for number in range(19):
        parent = Agency.objects.create(name=f"Department {number:02}")
        Agency.objects.create(name="Office of Inspector General", acronym="OIG", parent=parent)
    said = words(client.get("/search/?q=OIG"))
    assert "19 results" in said
    for number in range(19):
        assert f"Agency · part of Department {number:02}" in said


def test_hostile_words_are_shown_as_text(client, cast):
    hostile = "<img src=x onerror=alert(1)> needle </mark><script>"
    Resolution.objects.create(body=cast.pitf, title=hostile, text=f"{hostile} again")
    for text in (hostile, "needle", "img src"):
        page = client.get("/search/", {"q": text})
        assert "needle" in words(page)
        assert b"<img" not in page.body
        (data,) = page.body.split(b"<script")[1:]
        assert data.startswith(b' type="application/ld+json">')
        assert b"<" not in data.partition(b">")[2].partition(b"</script>")[0]


TRAPS = [
    '"', '""', "NEAR(a b)", "rice*", "*", "words:rice", "-rice", "rice OR chao", "^rice", "(",
    "a:*", "&|!:*", "'", "''", "\\", "rice & !chao", "<->", "%%%___", "_", "k_official",
    "\x01", "\u200b", "\ufdfa" * 60, "ﷺ", "İ", "ß" * 200, "١٢٣", "𝓡𝓲𝓬𝓮", "e\u0301" * 50,
    "a " * 100, "rice " * 40, "=1+1", "{{7*7}}", "\ud7ff\ue000", "\U0010ffff",
]  # fmt: skip


@pytest.mark.parametrize("text", TRAPS)
def test_no_trap_is_more_than_words(client, cast, text):
    assert client.get("/search/", {"q": text}).status_code == 200
    assert client.get("/officials/" + "".join(c for c in text if c.isalnum()) + "/").status_code in (
        301, 400, 404,
    )  # fmt: skip


def test_the_marks_of_the_index_are_no_words(client, cast):
    for text in ("k_official", f"b_{cast.pitf.pk}", "w_x"):
        assert "Nothing found" in words(client.get("/search/", {"q": f"{text} xyzzy"}))


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    key=st.from_regex(r"[-a-zA-Z0-9_]{1,40}", fullmatch=True),
    filters=st.dictionaries(
        st.sampled_from(["kind", "year", "body", "page", "on"]),
        st.sampled_from(["official", "2007", "pitf", "1", "2"])
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
        max_size=2,
    ),
)
@example(text="rice", key="condoleeza-rice", filters={"kind": "official"})
def test_whatever_is_looked_for_there_is_a_plain_answer(client, cast, text, key, filters):
    assert client.get("/search/", {"q": text, **filters}).status_code in (200, 400, 404)
    assert client.get(f"/officials/{key}/").status_code in (200, 301, 404)


def test_many_words_are_cut_and_the_page_says_so(client, cast):
    text = " ".join(f"w{number}" for number in range(30))
    assert "Only the first 12 words count." in words(client.get("/search/", {"q": text}))


@pytest.mark.parametrize("rows", [3, 60])
def test_no_search_takes_more_than_fifteen_queries(client, issued, rows):
    Official.objects.bulk_create(
        Official(given_name="Jo", family_name=f"Doe{n}", name=f"Jo Doe{n}") for n in range(rows)
    )
    make_anew(at=datetime(2020, 1, 1, tzinfo=UTC))
    costs = {}
    for address in (
        "/search/",
        "/search/?q=PITF",
        "/search/?q=PITF&kind=meeting&year=2007&body=pitf",
        "/search/?q=Jo",
        "/search/?q=Condoleeza+Rice",
        "/search/?q=jo+zzz",
        "/officials/joo-dooe1/",
        "/nowhere/",
    ):
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        costs[address] = len(queries)
    assert costs == {
        "/search/": 0,
        "/search/?q=PITF": 6,
        "/search/?q=PITF&kind=meeting&year=2007&body=pitf": 6,
        "/search/?q=Jo": 5,
        "/search/?q=Condoleeza+Rice": 11,
        "/search/?q=jo+zzz": 6,
        "/officials/joo-dooe1/": 6,
        "/nowhere/": 0,
    }


# Pages that are not there.


def test_the_page_of_an_unknown_record_offers_the_nearest_of_its_kind(client, issued):
    missing = client.get("/officials/condoleeza-rice/")
    assert missing.status_code == 404
    assert "Did you mean one of these officials? Condoleezza Rice" in words(missing)
    assert "/officials/rice-condoleezza/" in read(missing).links
    assert "/search/" in read(missing).links
    assert "/bodies/spog/" in read(client.get("/bodies/senior-policy-group/")).links
    sheet = client.get("/fact-sheets/pitf-2007-12/")
    assert "/fact-sheets/pitf-2007-12-20/" in read(sheet).links
    assert (
        len(read(client.get("/meetings/pitf-2007-10-26/")).links)
        <= len(read(client.get("/bodies/nobody/")).links) + 5
    )


def test_any_other_missing_page_offers_search(client, issued):
    for address in ("/nowhere/", "/photos/x/", "/drafts/x/", "/fact-sheets/x/draft/", "/x.php"):
        missing = client.get(address)
        assert missing.status_code == 404
        assert "/search/" in read(missing).links
        assert "Did you mean" not in words(missing)

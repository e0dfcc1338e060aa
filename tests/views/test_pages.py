"""What holds for every public page."""

import io
import re
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from registry.models import (
    Agency,
    AgencyName,
    Appointment,
    Attendance,
    Body,
    Citation,
    Designation,
    Edition,
    FactSheet,
    FormerKey,
    LegalBasis,
    LegalInstrument,
    Meeting,
    Official,
    Page,
    Position,
    Resolution,
    Seat,
    Topic,
)
from registry.urls import urlpatterns

from .addresses import (
    CITATIONS,
    FEEDS,
    LISTS,
    OF_BODIES,
    OF_SHEETS,
    RECORD_PAGES,
    TAKEN_AWAY,
    TIMELESS,
    UNPAGED,
    all_addresses,
)
from .conftest import Reader
from .reading import read, words

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (2, 2)).save(made, "PNG")
    return made.getvalue()


@pytest.fixture
def everything(issued):
    """The cast with its sheet issued and a picture for its photo: each address answers."""
    issued.photo.image.save("meeting.png", ContentFile(picture()))
    return issued


def test_every_address_is_in_one_of_the_tables():
    keyed = len(RECORD_PAGES) + len(OF_SHEETS | OF_BODIES | TAKEN_AWAY | CITATIONS)
    known = len(LISTS) + len(FEEDS) + keyed
    assert known == len(urlpatterns)


def test_the_addresses_are_the_ones_that_were_promised():
    names = (
        "agencies bodies fact-sheets laws meetings officials positions resolutions subjects"
    ).split()
    others = ["a-z", "corrections", "data", "search", "what-changed", *Page.AT_TOP]
    assert sorted(LISTS) == ["/", *(f"/{name}/" for name in sorted([*names, *others]))]
    assert sorted(RECORD_PAGES) == sorted(
        [
            *(f"/{name}/{{}}/" for name in (*names, "pages", "photos")),
            *(f"/bodies/{{}}/{name}/" for name in ("attendance", "timeline", "tree")),
            "/agencies/{}/tree/",
        ]
    )


def test_every_address_answers_on_every_day(client, everything):
    for address in all_addresses():
        for day in ("", "?on=1950-01-01", "?on=2007-10-25", "?on=2100-01-01"):
            assert client.get(address + day).status_code == 200, address + day


@pytest.mark.one_database
def test_titles_are_unique_and_each_page_has_one_heading_of_the_first_rank(client, everything):
    titles = {}
    for address in all_addresses():
        if address.startswith("/photos/"):
            continue
        answer = client.get(address)
        html = answer.content.decode()
        assert html.count("<h1") == 1, address
        title = read(answer).title
        assert title.endswith(" · Registry of Interagency Bodies")
        assert title not in titles, (address, titles[title])
        titles[title] = address


def unlabelled(html: str) -> list[str]:
    """Rows that become cards on a phone without the words of their columns."""
    found = []
    for stacked in re.findall(r'<table class="[^"]*--stacked.*?</table>', html, re.DOTALL):
        names = re.findall(r'<th scope="col">(.*?)</th>', stacked)
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", stacked, re.DOTALL)[1:]:
            cells = re.findall(r'<t[dh](?: data-label="([^"]*)")?', row)
            if [said or name for said, name in zip(cells, names, strict=True)] != names:
                found.append(row)
            elif cells.count("") != 1:  # but for the cell that names the record
                found.append(row)
    return found


@pytest.mark.one_database
def test_pages_have_what_every_reader_needs_and_no_script_but_one(client, everything):
    for address in all_addresses():
        if address.startswith("/photos/"):
            continue
        answer = client.get(address)
        html = answer.content.decode()
        assert html.startswith('<!doctype html>\n<html lang="en">'), address
        assert '<a class="usa-skipnav" href="#main_content">' in html
        assert "This is not an official website of a government." in html
        html = html.replace('<script type="application/ld+json">', "")  # data
        html = html.replace('<script src="/static/registry/page.js" defer>', "")
        assert re.findall(r"<script|<style|\sstyle=|\son[a-z]+=\"", html) == [], address
        tables = html.count("<table ")
        assert tables == html.count("<caption>")
        assert tables == html.count(
            '<div class="usa-table-container--scrollable" role="region"'
        )
        assert '<th scope="' in html or not tables
        assert unlabelled(html) == [], address
        assert "<th>" not in html
        ids = read(answer).ids
        assert len(ids) == len(set(ids)), address


def test_every_page_says_as_of_which_day_it_speaks(client, everything):
    for address in all_addresses():
        if not address.startswith("/photos/") and address not in TIMELESS:
            assert "As of October 25, 2007" in words(client.get(f"{address}?on=2007-10-25"))


@pytest.mark.one_database
def test_pages_are_the_same_for_staff_and_touch_no_cookie(client, everything):
    User.objects.create_superuser("boss", password="x")
    staff = Reader()
    staff.login(username="boss", password="x")
    for address in all_addresses():
        plain, signed_in = client.get(address), staff.get(address)
        assert plain.body == signed_in.body, address
        assert plain.headers == signed_in.headers
        assert not plain.cookies and not signed_in.cookies
        assert "Cookie" not in plain.headers.get("Vary", "")


def test_pages_answer_head_and_take_nothing(everything):
    reader = Reader(enforce_csrf_checks=True)
    for address in all_addresses():
        answer = reader.head(address)
        assert (answer.status_code, answer.body) == (200, b""), address
        for method in (reader.post, reader.put, reader.patch, reader.delete):
            refused = method(address)
            assert refused.status_code == 405, address
            assert refused["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "address",
    [
        *("/feed/", "/bodies/pitf/feed/", "/meetings.ics", "/bodies/pitf/meetings.ics"),
        *("/sitemap.xml", "/robots.txt", "/opensearch.xml", "/data/popolo.json"),
        *("/tables/bodies.csv", "/bodies/pitf/cite.bib"),
    ],
)
def test_what_only_programs_read_takes_nothing_either(cast, address):
    reader = Reader(enforce_csrf_checks=True)
    assert reader.head(address).status_code == 200
    for method in (reader.post, reader.put, reader.delete, reader.trace):
        refused = method(address)
        assert (refused.status_code, refused["Allow"][:9]) == (405, "GET, HEAD"), method


# Keys.


@pytest.mark.parametrize("page, model", RECORD_PAGES.items())
def test_a_former_key_leads_to_the_present_address_for_ever(client, everything, page, model):
    record = model.objects.public().first()
    first, record.key = record.key, "second-key"
    record.save()
    record.key = "third-key"
    record.save()
    for key in (first, "second-key"):
        moved = client.get(page.format(key) + "?on=2007-10-25&x=%26")
        assert (moved.status_code, moved["Location"]) == (
            301,
            page.format("third-key") + "?on=2007-10-25&x=%26",
        )
    assert client.get(page.format(first))["Location"] == page.format("third-key")
    assert client.get(page.format("third-key")).status_code == 200


@pytest.mark.parametrize("page, model", RECORD_PAGES.items())
def test_what_is_not_published_is_as_unknown_as_an_unknown_key(client, everything, page, model):
    record = model.objects.public().first()
    first, record.key = record.key, "second-key"
    record.save()
    assert client.get(page.format(first)).status_code == 301
    record.is_public = False
    record.save()
    hidden = [client.get(page.format(key)) for key in (first, "second-key")]
    FormerKey.objects.all().delete()
    model._base_manager.filter(pk=record.pk).update(key="no-such-key")
    unknown = [client.get(page.format(key)) for key in (first, "second-key")]
    for one, other in zip(hidden, unknown, strict=True):
        assert one.status_code == other.status_code == 404
        assert (one.content, one.headers) == (other.content, other.headers)


def test_a_former_key_of_another_kind_leads_nowhere(client, cast):
    FormerKey.objects.create(kind="agency", key="old", record_id=cast.pitf.pk)
    assert client.get("/bodies/old/").status_code == 404


def test_an_unknown_page_offers_the_lists(client, db):
    missing = client.get("/bodies/nobody/?on=2007-10-25")
    assert missing.status_code == 404
    assert "There is no such page" in words(missing)
    assert set(LISTS) <= set(read(missing).links)
    assert "nobody" not in missing.content.decode()


# Pages of lists.


def test_a_long_list_comes_in_pages_of_a_hundred(client, db):
    Official.objects.bulk_create(
        Official(given_name=f"{n:03}", family_name="Long", name=f"Long {n:03}")
        for n in range(101)
    )
    first, second = client.get("/officials/?on=2007-10-25"), client.get("/officials/?page=2")
    assert len(read(first).tables["Officials, by family name"]) == 101
    assert read(second).tables["Officials, by family name"][1:] == [
        ["Long 100", "nothing in the record"]
    ]
    assert "?on=2007-10-25&page=2" in read(first).links
    assert "?page=1" in read(second).links
    assert read(second).title.startswith("Officials (page 2) · ")


@pytest.mark.one_database
@pytest.mark.parametrize(
    "page", ["0", "-1", "2", "99999999999999999999", "9" * 5000, "x", "1.5", "1e3", "1;2", "%"]
)
@pytest.mark.parametrize("address", sorted(set(LISTS) - UNPAGED))
def test_a_page_that_a_list_does_not_have_is_no_page(client, cast, address, page):
    missing = client.get(address, {"page": page})
    assert missing.status_code == 404
    assert "There is no such page" in words(missing)


# What costs.


# How many queries each page takes on a running server, which remembers the kinds of
# records.
COSTS = {
    "/": 15,
    "/agencies/": 7,
    "/bodies/": 10,
    "/corrections/": 1,
    "/agencies/state/tree/": 6,
    "/bodies/pitf/attendance/": 7,
    "/bodies/pitf/timeline/": 7,
    "/bodies/pitf/tree/": 4,
    "/fact-sheets/": 7,
    "/laws/": 3,
    "/meetings/": 7,
    "/officials/": 7,
    "/positions/": 8,
    "/resolutions/": 3,
    "/a-z/": 1,
    "/data/": 0,
    "/subjects/": 2,
    "/what-changed/": 4,
    "/about/": 3,
    "/pages/style/": 2,
    "/subjects/human-trafficking/": 6,
    "/bodies/pitf/compare/": 14,
    "/agencies/state/": 12,
    "/bodies/pitf/": 15,
    "/fact-sheets/pitf-2007-12-20/": 10,
    "/laws/tvpa-2000/": 4,
    "/meetings/pitf-2007-10-25/": 12,
    "/officials/rice-condoleezza/": 11,
    "/positions/secretary-of-state/": 10,
    "/resolutions/pitf-2007-10-25-resolution/": 5,
}


def grow(cast, number):
    """`number` more of everything that hangs on one body, agency, official, position and
    meeting, each with a former name and a designation of its own."""

    def many(model, of=range(number), /, **given):
        """A record for each of `of`; a function among the values makes each its own."""
        return model.objects.bulk_create(
            model(**{name: v(one) if callable(v) else v for name, v in given.items()})
            for one in of
        )

    agencies = many(Agency, name=lambda n: f"Agency {n}", parent=cast.state)
    officials = many(Official, family_name="Doe", name=lambda n: f"Jo Doe {n}")
    positions = many(Position, title=lambda n: f"Head {n}", agency=cast.state)
    bodies = many(Body, name=lambda n: f"Body {n}", kind="council", parent=cast.pitf)
    laws = many(LegalInstrument, title=lambda n: f"Act {n}", kind="statute")
    meetings = many(Meeting, held_on="2007-10-25", status="held", title=lambda n: f"No. {n}")
    sheets = many(
        FactSheet,
        title=lambda n: f"S {n}",
        issuing_agency=agencies[0],
        dated_on=date(2007, 10, 25),
    )
    cast.pitf.meetings.add(*meetings)
    cast.pitf.fact_sheets.add(*sheets)
    editions = many(
        Edition,
        sheets,
        sheet=lambda s: s,
        title=lambda s: s.title,
        source={},
        dated_on=date(2007, 10, 25),
        live_at=datetime(2006, 10, 25, tzinfo=UTC),  # before the rest was entered
        issued_at=datetime(2007, 10, 25, tzinfo=UTC),
    )
    cast.pitf.editions.add(*editions)
    many(AgencyName, agencies, agency=lambda a: a, name="Before", ended_on="1990")
    many(LegalBasis, laws, instrument=lambda law: law, body=cast.pitf, effect="amends")
    many(LegalBasis, bodies, instrument=cast.law, body=lambda b: b, effect="amends")
    many(Topic, meeting=cast.meeting, title="Topic", subject=cast.subject)
    many(Resolution, body=cast.pitf, meeting=cast.meeting, title=lambda n: f"R {n}")

    each = list(zip(agencies, officials, positions, bodies, meetings, strict=True))
    of_the_body = many(
        Seat, each, body=cast.pitf, agency=lambda e: e[0], position=lambda e: e[2]
    )
    many(Seat, bodies, body=lambda b: b, agency=cast.state, position=cast.secretary)
    many(
        Seat,
        each,
        body=lambda e: e[3],
        agency=lambda e: e[0],
        position=lambda e: e[2],
        role="chair",
    )
    many(Designation, of_the_body, seat=lambda s: s, official=officials[0])
    many(Designation, of_the_body, seat=lambda s: s, official=cast.rice, kind="alternate")
    many(Appointment, each, official=lambda e: e[1], position=lambda e: e[2])
    many(Appointment, officials, official=lambda o: o, position=cast.secretary)
    many(Appointment, positions, official=cast.rice, position=lambda p: p, started_on="2005")
    many(
        Attendance,
        each,
        meeting=cast.meeting,
        official=lambda e: e[1],
        position=lambda e: e[2],
        agency=lambda e: e[0],
    )
    many(Attendance, meetings, meeting=lambda m: m, official=cast.rice, position=cast.secretary)
    Citation.objects.bulk_create(
        Citation(key=f"{kind._meta.model_name}-{one.pk}", source=cast.source, record=one)
        for kind in (Seat, Attendance, Appointment, AgencyName, LegalBasis)
        for one in kind.objects.all()
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as PostgreSQL does of its own accord after a while


@pytest.mark.parametrize("rows", [3, 60])
def test_a_page_costs_the_same_with_few_rows_and_with_many(client, everything, rows):
    grow(everything, rows)
    client.get("/")  # SQLite is asked once what it knows of JSON
    ContentType.objects.get_for_models(*apps.get_app_config("registry").get_models())
    costs = {}
    for address in COSTS:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{address}?on=2007-12-20").status_code == 200
        costs[address] = len(queries)
    assert costs == COSTS
    assert max(costs.values()) <= 15


# Nonsense.

NONSENSE = [
    "%",
    "%00",
    "%0d%0aSet-Cookie:x=1",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "%f0%9f%92%a9",
    "%ff%fe",
    "%ED%A0%80",
    "' OR 1=1 --",
    "pitf'\"<svg onload=alert(1)>",
    "{{7*7}}",
    "a" * 4_000,
    "-",
    "_",
    "PITF",
    "pitf ",
    "٣",
]
ANSWERS = (200, 301, 400, 404)


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_no_nonsense_crashes_a_page(client, cast, nonsense):
    for page in RECORD_PAGES:
        assert client.get(page.format(nonsense)).status_code in (400, 404)
    for address in LISTS:
        for name in ("on", nonsense):
            answer = client.get(f"{address}?{name}={nonsense}")
            assert answer.status_code in ANSWERS, f"{address}?{name}={nonsense}"
            assert b"<svg" not in answer.content


def test_a_null_byte_is_a_bad_request_on_every_database(client, cast):
    for address in ("/bodies/pi%00tf/", "/bodies/%00/", "/laws/?page=%00", "/laws/?%00=1"):
        refused = client.get(address)
        assert refused.status_code == 400
        assert "The address contains a null byte." in words(refused)
        assert b"\0" not in refused.content


def test_an_error_page_leads_to_no_other_site(client, db):
    for address in ("//evil.example/%00", "//evil.example/?on=2007", "/\\evil.example/?on=x"):
        assert "evil.example" not in client.get(address).content.decode()


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    key=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
    query=st.dictionaries(
        st.sampled_from(["on", "page", "x"]) | st.text(max_size=5),
        st.text(max_size=20),
        max_size=3,
    ),
)
@example(key="pitf", query={"on": "2007-10-25", "page": "1"})
def test_whatever_is_asked_for_there_is_a_plain_answer(client, cast, key, query):
    query = {k: v for k, v in query.items() if _can_be_sent(k) and _can_be_sent(v)}
    assert client.get("/bodies/" + key.replace("/", "") + "/", query).status_code in ANSWERS
    assert client.get("/officials/", query).status_code in ANSWERS


def _can_be_sent(text):
    return not any("\ud800" <= mark <= "\udfff" for mark in text)


# Errors.


def test_what_we_did_not_refuse_ourselves_is_told_without_its_reason(client, db):
    refused = client.get("/", HTTP_HOST="evil.example")
    assert refused.status_code == 400
    assert "evil" not in refused.content.decode()
    assert "Something in the address or in what was sent is not as it must be." in words(
        refused
    )


def test_a_crash_says_that_the_fault_is_ours_and_nothing_else(client, db):

    def broken(*args):
        raise RuntimeError("the secret of the database")

    with connection.execute_wrapper(broken):
        crashed = client.get("/bodies/")
    assert crashed.status_code == 500
    assert "Something went wrong" in words(crashed)
    assert "secret" not in crashed.content.decode()


@pytest.mark.one_database
def test_hostile_text_is_shown_as_text(client, issued):
    hostile = '<img src=x onerror="alert(1)">'
    issued.rice.name = issued.state.name = issued.secretary.title = issued.pitf.name = hostile
    for record in (issued.rice, issued.state, issued.secretary, issued.pitf):
        record.save()
    for address in all_addresses():
        if not address.startswith("/photos/"):
            html = client.get(f"{address}?on=2007-10-25").content.decode()
            assert "<img src=x" not in html, address
    assert hostile in words(client.get("/officials/rice-condoleezza/"))


def test_only_an_address_of_the_web_becomes_a_link(client, cast):
    cast.source.website = "javascript:alert(1)"
    cast.source.save()
    page = client.get("/meetings/pitf-2007-10-25/")
    assert "Fact sheet of December 20, 2007, U.S. Department of State" in words(page)
    assert not [link for link in read(page).links if link.startswith("javascript")]

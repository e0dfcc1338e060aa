"""How the pages look, as far as a test without a browser can tell: what they weigh, of
what they are made, what they put first."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from registry.models import Citation, Seat, Source

from .addresses import LISTS
from .reading import section, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

STYLESHEET = "registry/site.css"
RECORDS = [
    "/agencies/state/",
    "/bodies/pitf/",
    "/fact-sheets/pitf-2007-12-20/",
    "/fact-sheets/pitf-2007-12-20/editions/",
    "/fact-sheets/pitf-2007-12-20/editions/1/",
    "/laws/tvpa-2000/",
    "/meetings/pitf-2007-10-25/",
    "/officials/rice-condoleezza/",
    "/positions/secretary-of-state/",
    "/resolutions/pitf-2007-10-25-resolution/",
]
ERRORS = ["/nowhere/", "/bodies/?on=nonsense"]
KILOBYTE = 1000


def weight(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def resources(html: str) -> list[str]:
    """What a browser fetches along with a page: stylesheets, icons, scripts, pictures."""
    tags = re.findall(r"<(?:link|script|img|source|iframe|object)\b[^>]*>", html)
    fetched = [
        t
        for t in tags
        if not t.startswith("<link")
        or re.search(r'rel="[^"]*(stylesheet|icon|preload|manifest)', t)
    ]
    return re.findall(r'\b(?:src|href|data)="([^"]*)"', " ".join(fetched))


def pictures_of_the_stylesheet() -> set[str]:
    css = Path(finders.find(STYLESHEET)).read_text()
    return set(re.findall(r"url\(([^)\"]+)\)", css))


@pytest.mark.parametrize("address", [*LISTS, *RECORDS, *ERRORS])
def test_a_page_stays_within_its_budget(client, issued, address):
    html = client.get(address).content.decode()
    assert weight(html.encode()) <= 12 * KILOBYTE
    fetched = resources(html)
    assert "/static/registry/site.css" in fetched
    assert all(one.startswith("/") and not one.startswith("//") for one in fetched)
    assert 1 + len(fetched) <= 8
    for image in re.findall(r"<img\b[^>]*>", html):
        in_its_frame = re.search(r"<figure[^>]*>\s*" + re.escape(image), html)
        assert in_its_frame or re.search(r' width="\d+" height="\d+"', image), image


def test_the_sheet_of_2007_stays_within_its_budget(client, demonstration):
    page = client.get("/fact-sheets/pitf-spog-2007-12-20/")
    assert page.status_code == 200
    assert weight(page.content) <= 12 * KILOBYTE


def test_the_stylesheet_stays_within_its_budget_and_within_the_site():
    css = Path(finders.find(STYLESHEET)).read_bytes()
    assert weight(css) <= 9 * KILOBYTE
    assert b"@font-face" not in css and b"@import" not in css
    named = pictures_of_the_stylesheet()
    assert named
    for picture in named:
        # Of this site; an inline picture would need a weaker content security policy.
        assert finders.find(f"registry/{picture}"), picture


def test_scripts_stay_within_their_budget():
    assert weight(Path(finders.find("registry/page.js")).read_bytes()) <= 4 * KILOBYTE


def test_each_colour_of_the_stylesheet_is_a_token():
    """A colour that stands in a rule would be the same by day and by night."""
    css = Path(finders.find(STYLESHEET)).read_text()
    without_tokens = re.sub(r"--[\w-]+:[^;}]+", "", css)
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", without_tokens)) <= {"#0000"}


def test_a_page_of_four_parts_lists_them_first(client, issued):
    page = client.get("/bodies/pitf/?on=2007-10-25")
    html = page.content.decode()
    listed = re.findall(r'<a class="usa-in-page-nav__link" href="#([^"]*)">([^<]*)</a>', html)
    parts = re.findall(r'<section id="([^"]+)"[^>]*>\s*<h2>(.*?)</h2>', html)
    assert listed == parts
    assert ("the_roster", "Roster") in parts
    assert html.index("usa-in-page-nav") < html.index('<section id="')


def test_a_page_of_three_parts_lists_none(client, issued):
    html = client.get("/laws/tvpa-2000/").content.decode()
    assert html.count('<section id="') == 2
    assert "usa-in-page-nav" not in html


def test_the_way_to_a_page_ends_at_the_page(client, issued):
    html = client.get("/bodies/pitf/").content.decode()
    trail = re.search(r'<nav class="usa-breadcrumb".*?</nav>', html, re.DOTALL)[0]
    assert re.findall(r'href="([^"]*)"', trail) == ["/", "/bodies/"]
    assert ' aria-current="page"><bdi>PITF</bdi>' in trail


def test_the_navigation_marks_where_the_reader_is(client, issued):
    assert 'href="/bodies/" aria-current="page">' in client.get("/bodies/").content.decode()
    below = client.get("/bodies/pitf/").content.decode()
    assert 'href="/bodies/" aria-current="true">' in below
    assert below.count("usa-nav-link usa-current") == 1


@pytest.mark.parametrize(
    "ended_on, said",
    [
        ("2006-03-01", "This body was dissolved on March 1, 2006."),
        ("2006-03", "This body was dissolved in March 2006."),
        ("2006", "This body was dissolved in 2006."),
        ("2005~", "This body was dissolved about 2005."),
    ],
)
def test_a_body_that_is_no_more_says_so_first(client, cast, ended_on, said):
    cast.spog.ended_on = ended_on
    cast.spog.save()
    assert said in words(client.get("/bodies/spog/"))
    assert "was dissolved" not in words(client.get("/bodies/spog/?on=2005-06-01"))


def test_the_alert_comes_the_day_after_the_last_day(client, cast):
    cast.spog.ended_on = "2006-03-01"
    cast.spog.save()
    assert "was dissolved" not in words(client.get("/bodies/spog/?on=2006-03-01"))
    assert "was dissolved" in words(client.get("/bodies/spog/?on=2006-03-02"))


@pytest.mark.parametrize(
    "name, said",
    [
        ("labor", "This agency was abolished on March 1, 2006."),
        ("secretary", "This position was abolished on March 1, 2006."),
    ],
)
def test_an_agency_and_a_position_say_so_too(client, cast, name, said):
    record = getattr(cast, name)
    address = record.get_absolute_url()
    assert "was abolished" not in words(client.get(address))
    record.ended_on = "2006-03-01"
    record.save()
    assert said in words(client.get(address))


def test_a_passage_is_quoted_once_with_all_that_it_bears_out(client, cast):
    for seat in Seat.objects.filter(body=cast.pitf):
        for field in ("", "started_on"):
            Citation.objects.create(
                source=cast.source, record=seat, field=field, page="p. 1", quotation="All sit."
            )
    said = words(client.get("/bodies/pitf/?on=2007-10-25"))
    assert said.count("All sit.") == 1
    assert "seat; seat, first day (p. 1): All sit." in said


@pytest.mark.parametrize(
    "title, closed",
    [("A law, 22 U.S.C. 7101 et seq.", "7101 et seq. Public domain."), ("A law", "A law. Pub")],
)
def test_a_source_is_closed_by_one_full_stop(client, cast, title, closed):
    source = Source.objects.create(key="law", title=title, license="Public domain")
    Citation.objects.create(source=source, record=cast.law)
    assert closed in section(client.get("/laws/tvpa-2000/"), "Sources")


def test_what_programs_read_stands_as_code_on_the_page_for_them(client, db):
    html = client.get("/data/").content.decode()
    assert "paged by <code>next</code>." in html
    assert "`" not in html


def test_words_for_a_screen_reader_alone_are_out_of_sight():
    css = Path(finders.find(STYLESHEET)).read_text()
    assert re.search(r"(?:^|[},])\.usa-sr-only\{[^}]*position:absolute", css)

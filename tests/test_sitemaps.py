"""What crawlers ask for."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from registry.models import Official, Seat

from .office import issue
from .views.addresses import LISTS, pages_of_records
from .views.conftest import Reader

pytestmark = pytest.mark.django_db

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(address: str) -> dict[str, str | None]:
    answer = Reader().get(address)
    assert answer.status_code == 200, address
    tree = ElementTree.fromstring(answer.body)
    return {one.findtext(f"{SPACE}loc"): one.findtext(f"{SPACE}lastmod") for one in tree}


def whole_sitemap() -> dict[str, str | None]:
    found = {}
    for part in locations("/sitemap.xml"):
        found |= locations(part.removeprefix("http://testserver"))
    return found


def test_the_sitemap_holds_every_page_of_a_record_with_its_last_change(cast):
    issue(cast.sheet, at=datetime(2007, 12, 20, 20, tzinfo=UTC))
    pages = [page for page in pages_of_records() if not page.startswith("/photos/")]
    pages = [page for page in pages if page.count("/") == 3]  # one page a record
    pages = [page for page in pages if page.removeprefix("/pages") not in LISTS]
    found = whole_sitemap()
    # Search has endless pages, which robots.txt forbids.
    lists = [page for page in LISTS if page != "/search/"]
    assert set(found) == {f"http://testserver{page}" for page in [*pages, *lists]}
    last = cast.pitf.history.latest().history_date
    assert found["http://testserver/bodies/pitf/"] == last.date().isoformat()
    assert found["http://testserver/fact-sheets/pitf-2007-12-20/"] == "2007-12-20"


def test_what_is_not_published_is_not_in_it(cast):
    cast.rice.is_public = False
    cast.rice.save()
    found = whole_sitemap()
    assert "http://testserver/officials/rice-condoleezza/" not in found
    assert not [one for one in found if "fact-sheets/" in one and "pitf" in one]


def test_a_remark_of_the_staff_moves_no_date_and_what_stands_on_a_page_does(cast):
    page = "http://testserver/bodies/pitf/"
    for record in (cast.pitf, Seat.objects.filter(body=cast.pitf).first()):
        record.history.update(history_date=datetime(2007, 1, 1, 12, tzinfo=UTC))
    before = whole_sitemap()[page]

    def changed_on(day, record, **values):
        for name, value in values.items():
            setattr(record, name, value)
        record._history_date = datetime(2100, 1, day, 12, tzinfo=UTC)
        record.save()
        return whole_sitemap()[page]

    assert changed_on(1, cast.pitf, remarks="Ask the lawyers.") == before
    assert changed_on(2, cast.pitf, purpose="To coordinate.") == "2100-01-02"
    seat = Seat.objects.filter(body=cast.pitf).first()
    assert changed_on(3, seat, remarks="Not sure.") == "2100-01-02"
    assert changed_on(4, seat, clause="(b)") == "2100-01-04"


def test_a_record_without_history_has_no_date_rather_than_a_wrong_one(cast):
    Official.objects.bulk_create([Official(key="bulk", family_name="Bulk", name="Bulk")])
    assert whole_sitemap()["http://testserver/officials/bulk/"] is None


def test_many_records_come_in_several_parts(cast, monkeypatch):
    monkeypatch.setattr("registry.sitemaps._Sitemap.limit", 4)
    parts = [one for one in locations("/sitemap.xml") if "officials" in one]
    assert parts == [
        "http://testserver/sitemap-officials.xml",
        "http://testserver/sitemap-officials.xml?p=2",
        "http://testserver/sitemap-officials.xml?p=3",
    ]
    assert len([one for one in whole_sitemap() if "/officials/" in one]) == 10


@pytest.mark.parametrize("query", ["?p=0", "?p=99", "?p=x", "?p=9" * 9, "?p="])
def test_a_part_that_is_not_there_is_not_found(cast, query):
    assert Reader().get(f"/sitemap-officials.xml{query}").status_code == 404
    assert Reader().get("/sitemap-nothing.xml").status_code == 404


def test_robots_are_told_where_the_sitemap_is_and_what_to_leave(db):
    answer = Reader().get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        "User-agent: *\nDisallow: /admin/\nDisallow: /drafts/\nDisallow: /search/\n"
        "Sitemap: http://testserver/sitemap.xml\n"
    )


def test_where_to_tell_of_a_hole_is_said_only_where_somebody_said_it(db, settings):
    assert Reader().get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = ["mailto:security@example.gov"]
    settings.SECURITY_EXPIRES = "2027-06-30T00:00:00Z"
    answer = Reader().get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == (
        "Contact: mailto:security@example.gov\nExpires: 2027-06-30T00:00:00Z\n"
        "Preferred-Languages: en\n"
        "Canonical: http://testserver/.well-known/security.txt\n"
    )


def test_a_browser_learns_how_to_search_here(db):
    answer = Reader().get("/opensearch.xml")
    tree = ElementTree.fromstring(answer.body)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert tree.find(f"{space}Url").get("template") == (
        "http://testserver/search/?q={searchTerms}"
    )
    assert len(tree.findtext(f"{space}ShortName")) <= 16
    assert re.match(r"<\?xml", answer.content.decode())

"""How pages say that they are cited, and the files for programs that keep references."""

import json
from datetime import UTC, datetime

import bibtexparser
import pytest
import rispy
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.models import AgencyName, FactSheet, Withdrawal
from registry.urls import urlpatterns
from registry.views.citing import OF_SHEETS, TITLES
from registry.views.pages import PublicPage

from ..office import issue
from .addresses import CITATIONS
from .reading import read, words
from .test_pages import COSTS, grow

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SHEET = "/fact-sheets/pitf-2007-12-20/"
SITE = "Registry of Interagency Bodies"
PITF = "President's Interagency Task Force to Monitor and Combat Trafficking in Persons (PITF)"
ENDINGS = ("bib", "ris", "json")
# One of each page that is cited: its address and its title.
PAGES = {
    "/agencies/tip/": "Office to Monitor and Combat Trafficking in Persons (G/TIP), Department of State",
    "/agencies/tip/tree/": "Reporting line: Office to Monitor and Combat Trafficking in Persons",
    "/bodies/pitf/": PITF,
    "/bodies/pitf/attendance/": f"Attendance: {PITF}",
    "/bodies/pitf/timeline/": f"Time line: {PITF}",
    "/bodies/pitf/tree/": f"Reporting line: {PITF}",
    "/laws/tvpa-2000/": "Trafficking Victims Protection Act of 2000 (TVPA), Pub. L. 106-386, div. A",
    "/meetings/pitf-2007-10-25/": "PITF: Meeting of October 25, 2007",
    "/officials/rice-condoleezza/": "Condoleezza Rice",
    "/positions/secretary-of-state/": "Secretary of State, Department of State",
    "/resolutions/pitf-2007-10-25-resolution/": "Reaffirming the approach of the Act",
    "/subjects/human-trafficking/": "Human trafficking",
    SHEET: "The President's Interagency Task Force",
    f"{SHEET}editions/1/": "The President's Interagency Task Force",
}


@pytest.fixture(autouse=True)
def today(now):
    now(2026, 7, 30, 16)


@pytest.fixture
def issued(issued):
    issued.tip.key = "tip"
    issued.tip.save()
    return issued


def item(client, page: str) -> dict:
    """How a page is cited: the item of its CSL-JSON."""
    address, mark, query = page.partition("?")
    [found] = json.loads(client.get(f"{address}cite.json{mark}{query}").body)
    return found


def test_each_page_of_a_record_is_cited_or_there_is_a_reason_why_not():
    pages = {
        one.name
        for one in urlpatterns
        if issubclass(getattr(one.callback, "view_class", object), PublicPage)
    }
    assert pages - CITATIONS - TITLES.keys() - {*OF_SHEETS} == {
        *("edition-list", "edition-changes"),  # an edition is cited
        *("fact-sheet-text", "edition-text"),  # the same words as the edition's page
        *("fact-sheet-pdf", "edition-pdf"),
        *("photo", "roster-table"),  # files of a page that is cited
        "body-compare",  # both of its days are cited
        *(
            "about",
            "accessibility",
            "privacy",
            "contact",
            "page",
        ),  # of the site, not of a record
    }
    assert {f"{name}-citation" for name in {*TITLES, *OF_SHEETS}} == CITATIONS
    assert len(CITATIONS) == len(PAGES)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_how_it_is_cited_and_offers_the_files(client, issued, page):
    answer = client.get(f"{page}?on=2007-10-25")
    assert answer.body.count(b'<details class="cite">') == 1
    cited = words(answer).partition("Cite this page")[2]
    assert f"{PAGES[page]}." in cited.partition("APA:")[0]
    assert "For a program that keeps references: BibTeX, RIS, CSL-JSON." in cited
    files = [one for one in read(answer).links if "/cite." in one]
    assert files == [f"{page}cite.{ending}?on=2007-10-25" for ending in ENDINGS]
    assert [client.get(one).status_code for one in files] == [200] * 3


@pytest.mark.parametrize("page", PAGES)
def test_all_three_files_say_the_same(client, issued, page):
    bib, ris, csl = (client.get(f"{page}cite.{ending}?on=2007-10-25") for ending in ENDINGS)
    assert bib["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert ris["Content-Type"] == "application/x-research-info-systems; charset=utf-8"
    assert csl["Content-Type"] == "application/vnd.citationstyles.csl+json"
    [entry] = bibtexparser.parse_string(bib.body.decode()).entries
    [reference] = rispy.loads(ris.body.decode())
    [found] = json.loads(csl.body)
    title = PAGES[page]
    assert [entry["title"], reference["title"], found["title"]] == [
        f"{{{title}}}",
        title,
        title,
    ]
    assert entry["url"] == reference["urls"][0] == found["URL"]
    assert entry.key == reference["id"] == found["id"]
    for ending, file in zip(ENDINGS, (bib, ris, csl), strict=True):
        name = f'attachment; filename="{entry.key}.{ending}"'
        assert file["Content-Disposition"] == name


@pytest.mark.parametrize("page", PAGES)
def test_the_cited_title_is_the_one_of_the_page(client, issued, page):
    title = read(client.get(page)).title.removesuffix(f" · {SITE}")
    assert PAGES[page] in title


def test_a_record_is_cited_as_of_the_day_that_was_read(client, issued):
    assert item(client, "/bodies/pitf/?on=2007-10-25") == {
        "id": "body-pitf-2007-10-25",
        "type": "webpage",
        "author": [{"literal": SITE}],
        "title": PITF,
        "genre": "Record as of October 25, 2007",
        "accessed": {"date-parts": [[2026, 7, 30]]},
        "URL": "http://testserver/bodies/pitf/?on=2007-10-25",
    }
    # Tomorrow the same address may say something else, so today is named.
    today = item(client, "/bodies/pitf/")
    assert today["URL"] == "http://testserver/bodies/pitf/?on=2026-07-30"
    assert today["genre"] == "Record as of July 30, 2026"
    said = words(client.get("/bodies/pitf/"))
    assert f"APA: {SITE}. (n.d.). {PITF} [Record as of July 30, 2026]. Retrieved" in said


def test_an_agency_is_cited_by_the_name_of_that_day_a_published_one(client, issued):
    page = "/agencies/department-of-health-and-human-services/"
    issued.health.key = "department-of-health-and-human-services"
    issued.health.save()
    then, of_today = "Department of Health, Education, and Welfare (HHS)", issued.health.name
    assert item(client, f"{page}?on=1970-01-01")["title"] == then
    assert item(client, f"{page}tree/?on=1970-01-01")["title"] == (
        "Reporting line: Department of Health, Education, and Welfare"
    )
    AgencyName.objects.update(is_public=False)
    assert item(client, f"{page}?on=1970-01-01")["title"] == f"{of_today} (HHS)"
    assert item(client, f"{page}tree/?on=1970-01-01")["title"] == f"Reporting line: {of_today}"


def test_what_is_above_an_agency_is_named_only_if_it_is_published(client, issued):
    assert item(client, "/agencies/tip/")["title"].endswith(", Department of State")
    issued.state.is_public = False
    issued.state.save()
    assert item(client, "/agencies/tip/")["title"] == f"{issued.tip.name} (G/TIP)"


def test_a_resolution_is_cited_as_the_body_s(client, issued):
    page = "/resolutions/pitf-2007-10-25-resolution/"
    found = item(client, page)
    assert found["author"] == [{"literal": issued.pitf.name}]
    assert found["issued"] == {"date-parts": [[2007, 10, 25]]}
    assert (found["genre"], found["URL"]) == ("Resolution", f"http://testserver{page}")
    asked = item(client, f"{page}?on=2008-01-01")
    assert asked["URL"] == f"http://testserver{page}?on=2008-01-01"
    issued.resolution.adopted_on = "2007-10"
    issued.resolution.save()
    assert item(client, page)["issued"] == {"date-parts": [[2007, 10]]}
    # Nobody knows whether the body stands behind it.
    issued.resolution.adopted_on = ""
    issued.resolution.save()
    found = item(client, page)
    assert found["author"] == [{"literal": SITE}] and "issued" not in found


# Fact sheets.


def test_a_sheet_is_cited_by_its_edition_and_under_the_agency_that_issued_it(client, issued):
    issued.sheet.issuing_agency = issued.labor
    issued.sheet.title = "A draft"
    issued.sheet.save()
    issued.tip.name = "Office of another name"
    issued.tip.save()
    first = {
        "id": "pitf-2007-12-20-edition-1",
        "type": "webpage",
        "author": [{"literal": "Office to Monitor and Combat Trafficking in Persons"}],
        "title": "The President's Interagency Task Force",
        "container-title": SITE,
        "issued": {"date-parts": [[2007, 12, 20]]},
        "genre": "Fact Sheet",
        "edition": "1",
        "note": "Edition 1",
        "accessed": {"date-parts": [[2026, 7, 30]]},
        "URL": f"http://testserver{SHEET}editions/1/",
    }
    assert item(client, SHEET) == item(client, f"{SHEET}?on=2010-01-01") == first
    issue(issued.sheet, at=datetime(2008, 1, 2, 20, tzinfo=UTC), kind="update", note="New.")
    second = item(client, SHEET)
    assert second["URL"] == f"http://testserver{SHEET}editions/2/"
    assert second["author"] == [{"literal": "Department of Labor"}]
    assert second["note"] == "Edition 2, updated January 2, 2008"
    assert item(client, f"{SHEET}editions/1/") == first
    assert f"{SHEET}editions/1/ (read on" in words(client.get(f"{SHEET}editions/1/"))


def test_nothing_is_told_of_what_is_not_out(client, cast, now):
    def answers(rest="", status=404):
        found = {ending: client.get(f"{SHEET}{rest}cite.{ending}") for ending in ENDINGS}
        assert {one.status_code for one in found.values()} == {status}
        return b"".join(one.body for one in found.values())

    assert FactSheet.objects.filter(key="pitf-2007-12-20").exists()
    unknown = client.get("/fact-sheets/no-such-sheet/cite.bib")
    draft = client.get(f"{SHEET}cite.bib")
    assert (draft.body, draft.headers) == (unknown.body, unknown.headers)
    answers()
    edition = issue(
        cast.sheet,
        at=datetime(2026, 7, 30, tzinfo=UTC),
        live_at=datetime(2026, 8, 1, 12, tzinfo=UTC),
    )
    answers(), answers("editions/1/")
    now(2026, 8, 1, 12)
    assert b"Interagency" in answers("", 200) and b"Interagency" in answers("editions/1/", 200)
    answers("editions/2/"), answers("draft/"), answers("editions/")
    Withdrawal.objects.create(
        edition=edition,
        manner="gone",
        reason="In error.",
        at=datetime(2026, 8, 1, 12, tzinfo=UTC),
    )
    for rest in ("", "editions/1/"):
        assert b"The President" not in answers(rest, 410)
    cast.sheet.is_public = False
    cast.sheet.save()
    answers(), answers("editions/1/")


def test_a_draft_is_not_cited(admin_client, cast):
    page = admin_client.get(f"{SHEET}draft/").content.decode()
    assert "DRAFT" in page and "Cite this page" not in page


# What holds for all files.


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_published_is_not_cited(client, issued, page):
    kind = page.split("/")[1]
    record = {
        "agencies": issued.tip,
        "bodies": issued.pitf,
        "laws": issued.law,
        "meetings": issued.meeting,
        "officials": issued.rice,
        "positions": issued.secretary,
        "resolutions": issued.resolution,
        "subjects": issued.subject,
        "fact-sheets": issued.sheet,
    }[kind]
    assert client.get(f"{page}cite.ris").status_code == 200
    record.is_public = False
    record.save()
    for ending in ENDINGS:
        unknown = client.get(f"{page.replace(record.key, 'no-such-key')}cite.{ending}")
        hidden = client.get(f"{page}cite.{ending}?on=2007-10-25")
        assert hidden.status_code == 404
        assert (hidden.body, hidden.headers) == (unknown.body, unknown.headers)


def test_a_former_key_leads_to_the_file_of_the_present_one(client, issued):
    issued.pitf.key = "task-force"
    issued.pitf.save()
    moved = client.get("/bodies/pitf/cite.bib?on=2007-10-25")
    assert (moved.status_code, moved["Location"]) == (
        301,
        "/bodies/task-force/cite.bib?on=2007-10-25",
    )


def test_there_is_no_other_file_and_no_other_day(client, issued):
    for ending in ("txt", "BIB", "bib-x", "csv"):
        assert client.get(f"/bodies/pitf/cite.{ending}").status_code == 404
    for on in ("2007", "x", "2007-02-30"):
        assert client.get(f"/bodies/pitf/cite.bib?on={on}").status_code == 400
    assert client.post("/bodies/pitf/cite.bib").status_code == 405
    assert client.head("/bodies/pitf/cite.bib").body == b""


def test_hostile_words_are_words_in_a_citation(client, issued):
    issued.rice.name = 'Ri\\ce}, url = {x} <img src=x onerror="alert(1)"> %'
    issued.rice.save()
    page = "/officials/rice-condoleezza/"
    assert b"<img" not in client.get(page).body
    [entry] = bibtexparser.parse_string(client.get(f"{page}cite.bib").body.decode()).entries
    assert entry["url"] == "http://testserver/officials/rice-condoleezza/?on=2026-07-30"
    assert item(client, page)["title"] == issued.rice.name


@pytest.mark.parametrize("rows", [3, 60])
def test_a_citation_costs_no_more_than_its_page_and_the_same_at_any_size(client, issued, rows):
    grow(issued, rows)
    ContentType.objects.get_for_models(*apps.get_app_config("registry").get_models())
    costs = {}
    for page, cost in COSTS.items():
        if page.count("/") < 3 or page.startswith("/pages/") or page.endswith("/compare/"):
            continue
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{page}cite.bib?on=2007-12-20").status_code == 200
        costs[page] = len(queries)
        assert len(queries) <= cost
    assert costs == {
        "/agencies/state/": 2,
        "/agencies/state/tree/": 2,
        "/bodies/pitf/": 1,
        "/bodies/pitf/attendance/": 1,
        "/bodies/pitf/timeline/": 1,
        "/bodies/pitf/tree/": 1,
        "/fact-sheets/pitf-2007-12-20/": 4,
        "/laws/tvpa-2000/": 1,
        "/meetings/pitf-2007-10-25/": 2,
        "/officials/rice-condoleezza/": 2,
        "/positions/secretary-of-state/": 3,
        "/resolutions/pitf-2007-10-25-resolution/": 3,
        "/subjects/human-trafficking/": 1,
    }

"""What machines read in the head of each page, walked over all public addresses."""

import json
import re
from html import unescape

import pytest
from rdflib import RDF, SDO, Graph, URIRef

from registry.models import Official

from .addresses import LISTS, edition_addresses, pages_of_records
from .reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(params=["the cast", "the demonstration record"])
def either_record(request, db):
    name = "issued" if request.param == "the cast" else "demonstration"
    return request.getfixturevalue(name)


def pages():
    editions = [
        one for one in edition_addresses() if not re.search("/(draft|changes|text|pdf)/", one)
    ]
    found = dict.fromkeys([*LISTS, *pages_of_records(), *editions])
    return [one for one in found if not one.startswith("/photos/")]


class Head:
    def __init__(self, html: str):
        head = html[: html.index("</head>")]
        self.meta = {
            name: unescape(content)
            for name, content in re.findall(
                r'<meta (?:name|property)="(.*?)" content="(.*?)">', head
            )
        }
        (self.title,) = map(unescape, re.findall("<title>(.*?)</title>", head))
        (self.canonical,) = re.findall(r'<link rel="canonical" href="(.*?)">', head)
        (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', head)
        self.linked = data
        self.data = {one["@type"]: one for one in json.loads(data)["@graph"]}
        self.forms = {
            (type, unescape(address))
            for type, address in re.findall(
                r'<link rel="alternate" type="(.*?)" title=".*?" href="(.*?)">', head
            )
        }


def head(client, address: str) -> Head:
    return Head(client.get(address).content.decode())


def test_titles_and_descriptions_are_unique_and_of_good_length(client, either_record):
    titles, descriptions = {}, {}
    for address in pages():
        page = client.get(address)
        title, description = read(page).title, Head(page.content.decode()).meta["description"]
        assert len(title) >= 20, address
        assert 50 <= len(description) <= 160, (address, description)
        # The live edition stands at the sheet's address and at its own.
        sheet = re.sub(r"editions/\d+/$", "", address)
        assert titles.setdefault(title, sheet) == sheet
        assert descriptions.setdefault(description, address) == address, description


def test_each_page_says_what_its_own_address_is(client, issued):
    for address in pages():
        found = head(client, f"{address}?utm_source=x&junk=%22")
        assert found.canonical == found.meta["og:url"] == f"http://testserver{address}"
        on = head(client, f"{address}?on=2007-12-21&junk=1")
        assert on.canonical == f"http://testserver{address}?on=2007-12-21"
        assert on.meta["description"].startswith("As of December 21, 2007: ")
        assert 50 <= len(on.meta["description"]) <= 160


def test_a_list_that_is_narrowed_says_to_what(client, issued):
    found = head(client, "/meetings/?body=pitf&year=2007&junk=1")
    assert unescape(found.canonical) == "http://testserver/meetings/?body=pitf&year=2007"
    assert found.meta["og:title"] == f"Meetings ({issued.pitf}, 2007)"
    assert found.title == f"Meetings ({issued.pitf}, 2007) · Registry of Interagency Bodies"
    assert found.meta["description"].startswith(f"{issued.pitf}, 2007. Meetings of ")
    assert 50 <= len(found.meta["description"]) <= 160


def test_each_form_to_which_a_head_leads_answers(client, issued):
    seen = set()
    for address in pages():
        page = client.get(f"{address}?on=2007-12-21")
        links = read(page).links
        for kind, form in Head(page.content.decode()).forms:
            if form != "http://testserver/feed/":  # people find them too, at the foot
                assert links.count(form) == 2, (address, form)
            if form not in seen:
                seen.add(form)
                answer = client.get(form.removeprefix("http://testserver"))
                assert (answer.status_code, answer["Content-Type"].partition(";")[0]) == (
                    200,
                    kind,
                )
    assert "http://testserver/api/v1/bodies/pitf/?on=2007-12-21" in seen


def unknown_words(linked: str) -> set[str]:
    """What is said in words that schema.org does not have, by a parser of linked data.

    Its context is the network's; what it says of them all is that they are its own words.
    """
    data = json.loads(linked)
    assert data["@context"] == "https://schema.org"
    data["@context"] = {"@vocab": str(SDO)}
    graph = Graph().parse(data=json.dumps(data), format="json-ld", publicID=str(SDO))
    assert len(graph)
    words = {said for _, said, _ in graph} - {RDF.type} | set(graph.objects(None, RDF.type))
    # Of an action's property “-input” says what is to be filled in (schema.org/docs/actions).
    known = [word for word in words if URIRef(word.removesuffix("-input")) in SDO]
    return {str(word) for word in words.difference(known)}


# rdflib's own parser still uses what rdflib calls old.
parsed = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")


@parsed
def test_each_page_tells_the_way_to_it_in_words_of_schema_org(client, issued):
    for address in pages():
        found = head(client, address)
        data = found.data
        assert unknown_words(found.linked) == set(), address
        if address == "/":
            assert data["WebSite"]["name"] == "Registry of Interagency Bodies"
            continue
        steps = data["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert steps[0]["item"] == "http://testserver/"
        assert steps[-1]["item"] == f"http://testserver{address}"


@parsed
def test_a_word_that_schema_org_does_not_have_is_seen(client, cast):
    linked = head(client, "/officials/rice-condoleezza/").linked
    for word in ("Person", "worksFor", "name"):
        bad = linked.replace(f'"{word}"', f'"{word}e"')
        assert unknown_words(bad) == {f"{SDO}{word}e"}


def test_a_body_is_an_organization_with_its_members(client, cast):
    body = head(client, "/bodies/pitf/?on=2007-10-25").data["GovernmentOrganization"]
    assert body["alternateName"] == ["PITF", "President’s Interagency Task Force"]
    assert body["foundingDate"] == "2002-02-13"
    assert body["member"][0] == {
        "@type": "OrganizationRole",
        "roleName": "Chair",
        "startDate": "2002-02-13",
        "member": {
            "@type": "GovernmentOrganization",
            "@id": "http://testserver/agencies/state/",
            "name": "Department of State",
        },
    }
    # What is only possible on the day is not claimed.
    assert "Department of Education" not in json.dumps(body)


def test_an_official_is_a_person_with_dated_roles(client, cast):
    person = head(client, "/officials/rice-condoleezza/").data["Person"]
    assert person["worksFor"] == [
        {
            "@type": "OrganizationRole",
            "roleName": "Secretary of State",
            "startDate": "2005-01-26",
            "endDate": "2009-01-20",
            "worksFor": {
                "@type": "GovernmentOrganization",
                "@id": "http://testserver/agencies/state/",
                "name": "Department of State",
            },
        }
    ]


def test_who_only_acted_is_not_said_to_have_held_the_office(client, cast):
    found = head(client, "/officials/keisler-peter/")
    (post,) = found.data["Person"]["worksFor"]
    assert post["roleName"] == "Attorney General (acting)"
    assert found.meta["description"].startswith("Peter Keisler, Attorney General (acting): ")


def test_about_and_unknown_dates_are_not_claimed(client, cast):
    person = head(client, "/officials/park-kim/").data["Person"]
    (seat,) = person["memberOf"]
    assert "startDate" not in seat and "endDate" not in seat


def test_a_meeting_is_an_event_with_its_status(client, cast):
    cast.meeting.starts_at, cast.meeting.zone = "15:00", "America/New_York"
    cast.meeting.save()
    held = head(client, "/meetings/pitf-2007-10-25/").data["Event"]
    assert held["startDate"] == "2007-10-25T15:00:00-04:00"
    assert held["eventStatus"] == "https://schema.org/EventScheduled"
    assert [one["name"] for one in held["attendee"]] == [
        "Condoleezza Rice",
        "Elaine Chao",
        "Peter Keisler",
        "Mark Lagon",
    ]
    cast.meeting.status, cast.meeting.zone = "cancelled", "Washington time"
    cast.meeting.save()
    off = head(client, "/meetings/pitf-2007-10-25/").data["Event"]
    assert off["eventStatus"] == "https://schema.org/EventCancelled"
    assert off["startDate"] == "2007-10-25"


def test_a_law_and_a_fact_sheet_are_what_they_are(client, issued):
    law = head(client, "/laws/tvpa-2000/").data["Legislation"]
    assert (law["legislationDate"], law["legislationType"]) == ("2000-10-28", "Statute")
    report = head(client, "/fact-sheets/pitf-2007-12-20/").data["Report"]
    assert report["datePublished"] == "2007-12-20T20:00:00+00:00"
    assert report["author"]["name"] == "Office to Monitor and Combat Trafficking in Persons"
    assert (report["version"], report["dateCreated"]) == (1, "2007-12-20")


def test_no_name_ends_the_data_or_a_tag(client, cast):
    name = "</script><script>alert(1)</script> \"'&<!--"
    Official.objects.create(key="odd", family_name="Odd", name=name)
    page = client.get("/officials/odd/").content.decode()
    assert "<script>alert" not in page and "<!--" not in page
    assert Head(page).data["Person"]["name"] == name
    assert name in Head(page).meta["og:title"]


def test_a_very_long_name_is_cut_at_a_word(client, cast):
    Official.objects.create(key="long", family_name="Long", name="Wordly " * 42)
    description = head(client, "/officials/long/").meta["description"]
    assert len(description) <= 160 and description.endswith("Wordly…")


def test_a_draft_and_an_error_tell_machines_nothing(client, admin_client, cast):
    for page in (
        admin_client.get("/fact-sheets/pitf-2007-12-20/draft/"),
        client.get("/bodies/x/"),
    ):
        assert "ld+json" not in page.content.decode()
        assert 'property="og:' not in page.content.decode()

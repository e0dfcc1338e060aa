"""What the API answers, and how."""

import json

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.api.addresses import PLACES, api_address
from registry.models import RECORDS, Body, FactSheet, Official, Position, Vacancy

from ..views.test_pages import grow
from .addresses import (
    AS_OF,
    DATED,
    FILTERS_OF,
    LISTS,
    SORTS_OF,
    filtered_addresses,
    record_addresses,
    records,
)

pytestmark = pytest.mark.django_db

HOST = "http://testserver"


def reference(key, name, page, place):
    return {
        "key": key,
        "name": name,
        "url": page and f"{HOST}/{page}/{key}/",
        "api": f"{HOST}/api/v1/{place}/{key}/",
    }


STATE = reference("state", "Department of State", "agencies", "agencies")
SECRETARY = reference("secretary-of-state", "Secretary of State", "positions", "positions")
RICE = reference("rice-condoleezza", "Condoleezza Rice", "officials", "officials")


# Kinds.


def test_every_kind_of_record_is_there_or_stands_within_another():
    within_another = {
        "agencyname",
        "agencysuccession",
        "alias",
        "citation",
        "document",
        "photo",
    }
    own = {model._meta.model_name for model in PLACES}
    assert own | within_another == {model._meta.model_name for model in RECORDS}
    assert own & within_another == set()


def test_every_list_and_every_record_answers(client, issued):
    for address in LISTS:
        items = client.get(address).json()["items"]
        assert items, address
        for item in items:
            assert client.get(item["api"]).json()["key"] == item["key"]
    for model in DATED:
        for day in ("1950-01-01", "2007-10-25", "2100-01-01"):
            assert client.get(f"/api/v1/{PLACES[model]}/", {"on": day}).status_code == 200
    for record in records():
        if type(record) in AS_OF:
            told = client.get(api_address(record), {"on": "2007-10-25"})
            assert told.json()["as_of"] == "2007-10-25"


def test_the_index_leads_to_every_list(client, db):
    told = client.told("")
    assert sorted(told["lists"].values()) == sorted(HOST + address for address in LISTS)
    assert client.get(told["document"]).json()["info"]["version"] == "1"


def test_an_appointment_reads_as_it_is_in_the_record(client, cast):
    told = client.told("appointments/rice-condoleezza-secretary-of-state/", on="2009-01-20")
    assert told == {
        "key": "rice-condoleezza-secretary-of-state",
        "name": "Condoleezza Rice, Secretary of State",
        "url": f"{HOST}/positions/secretary-of-state/#rice-condoleezza-secretary-of-state",
        "api": f"{HOST}/api/v1/appointments/rice-condoleezza-secretary-of-state/",
        "when": {
            "started_on": "2005-01-26",
            "ended_on": "2009-01-20",
            "seen_from": None,
            "seen_until": None,
            "earliest_start": "2005-01-26",
            "latest_start": "2005-01-26",
            "earliest_end": "2009-01-20",
            "latest_end": "2009-01-20",
            "words": "January 26, 2005 – January 20, 2009",
        },
        "holds": "certainly",
        "official": RICE,
        "position": SECRETARY,
        "agency": STATE,
        "capacity": "confirmed",
        "is_acting": False,
        "authority": "",
        "note": "",
        "as_of": "2009-01-20",
        "citations": [],
    }


def test_dates_are_told_as_written_with_the_days_that_they_can_mean(client, cast):
    assert client.told("designations/pitf-dhs-park-kim/")["when"] == {
        "started_on": "2006~",
        "ended_on": "..",
        "seen_from": None,
        "seen_until": None,
        "earliest_start": "2005-01-01",
        "latest_start": "2007-12-31",
        "earliest_end": None,
        "latest_end": None,
        "words": "since about 2006",
    }
    assert client.told("meetings/pitf-2009/")["held_on"] == {
        "edtf": "2009",
        "first": "2009-01-01",
        "last": "2009-12-31",
        "words": "2009",
    }
    cast.law.signed_on = ""
    cast.law.save()
    assert client.told("laws/tvpa-2000/")["signed_on"] is None
    undated = client.told("positions/deputy-secretary-of-state/")["when"]
    assert (undated["started_on"], undated["ended_on"]) == ("", "..")
    assert undated["earliest_start"] is undated["latest_end"] is None


def test_a_body_is_told_as_of_a_day(client, cast):
    told = client.told("bodies/pitf/", on="2007-10-25")
    roster = {row["key"]: row for row in told["roster"]}
    assert list(roster) == ["pitf-state", "pitf-doj", "pitf-dol", "pitf-dhs", "pitf-ed"]
    assert roster["pitf-doj"]["held_by"]["holders"] == [
        {
            "official": reference("keisler-peter", "Peter Keisler", "officials", "officials"),
            "capacity": "acting",
            "is_acting": True,
            "certainty": "certainly",
            "when": {
                "started_on": "2007-09-17",
                "ended_on": "2007-11-09",
                "seen_from": None,
                "seen_until": None,
                "earliest_start": "2007-09-17",
                "latest_start": "2007-09-17",
                "earliest_end": "2007-11-09",
                "latest_end": "2007-11-09",
                "words": "September 17, 2007 – November 9, 2007",
            },
        }
    ]
    # "2007" covers each of its days only possibly.
    assert roster["pitf-ed"]["certainty"] == "possibly"
    assert roster["pitf-dhs"]["certainty"] == "certainly"
    assert roster["pitf-dhs"]["held_by"] is None
    assert [one["official"]["name"] for one in told["line_of_chairs"]] == [
        "Colin Powell",
        "Condoleezza Rice",
    ]
    earlier = client.told("bodies/pitf/", on="2003-06-01")["roster"]
    assert [row["certainty"] for row in earlier if row["key"] == "pitf-dhs"] == ["possibly"]


def test_an_agency_bears_the_name_of_the_day(client, cast):
    then, today = client.told("agencies/hhs/", on="1975-01-01"), client.told("agencies/hhs/")
    assert then["name"] == "Department of Health, Education, and Welfare"
    assert today["name"] == then["name_today"] == "Department of Health and Human Services"
    assert [one["name"] for one in today["former_names"]] == [then["name"]]


def test_vacant_unknown_and_not_entered_are_three_things(client, cast):
    def absence(position, day):
        return client.told(f"positions/{position}/", on=day)["held_by"]["absence"]

    assert absence("secretary-of-labor", "2009-02-01") == "vacant"
    assert absence("deputy-secretary-of-state", "2007-10-25") == "holder not known"
    assert absence("attorney-general", "2001-01-01") == "not yet entered"
    line = client.told("positions/secretary-of-labor/", on="2010-01-01")["line_of_holders"]
    assert [(one["what"], one["official"] and one["official"]["key"]) for one in line] == [
        ("appointment", "chao-elaine"),
        ("vacant", None),
    ]


def test_a_meeting_tells_who_came_and_how_the_record_bears_it_out(client, cast):
    told = client.told("meetings/pitf-2007-10-25/")
    assert [
        (one["official"] and one["official"]["key"], one["role"], one["borne_out"])
        for one in told["attendances"]
    ] == [
        ("rice-condoleezza", "chair", "an appointment covers the day"),
        ("chao-elaine", "participant", "an appointment covers the day"),
        ("keisler-peter", "participant", "an appointment covers the day"),
        ("lagon-mark", "participant", "an appointment covers the day"),
        (None, "participant", "no position is stated"),
    ]
    assert [topic["title"] for topic in told["topics"]] == [
        "New initiatives to fight human trafficking",
        "DNA testing",
    ]
    assert told["citations"] == [
        {
            "source": reference(
                "fact-sheet-of-december-20-2007",
                "Fact sheet of December 20, 2007",
                None,
                "sources",
            ),
            "kind": "meetings",
            "field": "held_on",
            "page": "",
            "quotation": "on October 25, 2007",
        }
    ]


def test_a_fact_sheet_is_told_as_it_was_issued(client, issued):
    issued.sheet.title = issued.sheet.text = "A draft"
    issued.sheet.save()
    told = client.told("fact-sheets/pitf-2007-12-20/")
    assert told["name"] == "The President's Interagency Task Force"
    assert (told["number"], told["state"], told["kind"]) == (1, "live", "first")
    assert {
        "kind": "body",
        "key": "pitf",
        "field": "acronym",
        "value": "PITF",
        "printed": "",
    } in (told["facts"])
    assert "The PITF is chaired by the Secretary of State." in told["text"]
    edition = client.told("fact-sheets/pitf-2007-12-20/editions/1/")
    assert edition["html"] == told["html"]
    assert edition["url"] == f"{HOST}/fact-sheets/pitf-2007-12-20/editions/1/"
    assert "A draft" not in json.dumps([told, edition])


def test_no_answer_tells_a_number_of_a_database_row(client, issued):
    def names(told):
        if isinstance(told, dict):
            yield from told
            for value in told.values():
                yield from names(value)
        elif isinstance(told, list):
            for value in told:
                yield from names(value)

    for address in [*LISTS, *record_addresses()]:
        found = set(names(client.get(address).json()))
        assert not {name for name in found if name in ("id", "pk") or name.endswith("_pk")}


# Lists.


def test_a_list_on_a_day_holds_what_certainly_or_possibly_holds(client, cast):
    told = client.told("seats/", on="2007-10-25", body="pitf")
    assert {item["key"]: item["holds"] for item in told["items"]} == {
        "pitf-dhs": "certainly",
        "pitf-doj": "certainly",
        "pitf-dol": "certainly",
        "pitf-ed": "possibly",
        "pitf-state": "certainly",
    }
    assert "pitf-dpc" in client.keys("seats/", body="pitf")
    assert client.keys("appointments/", on="2007-09-17", agency="doj") == [
        "gonzales-alberto-attorney-general",
        "keisler-peter-attorney-general",
    ]


def test_each_filter_finds_what_it_says(client, issued):
    found = {
        f"{address}?{name}={value}": client.keys(address.removeprefix("/api/v1/"), **query)
        for address, query in filtered_addresses(most=20)
        for name, value in query.items()
    }
    nothing = [
        f"/api/v1/{PLACES[model]}/?{one.name}"
        for model in FILTERS_OF
        for one in FILTERS_OF[model]
    ]
    nothing = [
        name for name in nothing if not any(found[at] for at in found if at.startswith(name))
    ]
    # The law is of 2000, the sheet of December 2007.
    assert nothing == ["/api/v1/laws/?from", "/api/v1/fact-sheets/?until"]
    assert client.keys("laws/", **{"from": "2000-10-28"}) == ["tvpa-2000"]
    assert client.keys("fact-sheets/", until="2007-12-20") == ["pitf-2007-12-20"]
    assert found["/api/v1/agencies/?part_of=state"] == ["g-tip"]
    assert found["/api/v1/agencies/?acronym=DOJ"] == ["doj"]
    assert found["/api/v1/bodies/?reports_to=pitf"] == ["spog"]
    assert found["/api/v1/officials/?also_written=Hillary Rodham Clinton"] == [
        "clinton-hillary"
    ]
    assert found["/api/v1/appointments/?capacity=acting"] == ["keisler-peter-attorney-general"]
    assert found["/api/v1/vacancies/?agency=dol"] == ["secretary-of-labor-vacant"]
    assert found["/api/v1/meetings/?status=announced"] == ["pitf-2003-12-08"]
    assert found["/api/v1/meetings/?from=2007-10-25"] == [
        "pitf-2007-10-25",
        "pitf-2009",
        "pitf-2010-02-03",
    ]
    assert found["/api/v1/meetings/?until=2007-10-25"] == ["pitf-2003-12-08", "pitf-2007-10-25"]
    assert found["/api/v1/attendances/?official=clinton-hillary"] == [
        "pitf-2010-02-03-clinton-hillary"
    ]
    assert found["/api/v1/fact-sheets/?body=spog"] == ["pitf-2007-12-20"]
    assert client.keys("agencies/", acronym="doj") == ["doj"]
    assert client.keys("meetings/", **{"from": "2007-01-01", "until": "2008-01-01"}) == [
        "pitf-2007-10-25"
    ]
    assert client.keys("meetings/", body="no-such-body") == []


@pytest.mark.parametrize("model", PLACES, ids=lambda model: PLACES[model])
def test_a_list_is_paged_by_cursor_and_tells_each_record_once(client, issued, model):
    for sort in SORTS_OF[model]:
        address, pages = f"/api/v1/{PLACES[model]}/?limit=1&sort={sort}", []
        while address:
            told = client.get(address).json()
            pages.append([item["key"] for item in told["items"]])
            address = told["next"]
        whole = client.keys(f"{PLACES[model]}/", sort=sort)
        assert [key for page in pages for key in page] == whole
        assert len(pages) == len(whole) == len(set(whole)) == model.objects.public().count()


def test_the_orders_are_those_of_their_names(client, cast):
    assert client.keys("meetings/", sort="-date") == [
        "pitf-2010-02-03",
        "pitf-2009",
        "pitf-2007-10-25",
        "pitf-2003-12-08",
    ]
    assert client.keys("appointments/", position="secretary-of-state", sort="start") == [
        "powell-colin-secretary-of-state",
        "rice-condoleezza-secretary-of-state",
        "clinton-hillary-secretary-of-state",
    ]
    assert client.keys("officials/", limit=2) == ["chao-elaine", "clinton-hillary"]


def test_a_page_stays_right_when_a_record_comes_in_before_it(client, cast):
    told = client.told("officials/", limit=1)
    Official.objects.create(given_name="Ann", family_name="Aaron")
    assert [one["key"] for one in client.get(told["next"]).json()["items"]] == [
        "clinton-hillary"
    ]


# What is refused.


def test_a_parameter_that_is_not_declared_is_refused_in_words(client, cast):
    assert client.refusal("laws/", color="red", kind="statute") == {
        "color": "There is no parameter of this name. Known here: cursor, from, kind, limit, "
        "sort, title, until."
    }
    assert client.refusal("laws/tvpa-2000/", on="2007-10-25") == {
        "on": "There is no parameter of this name. This address takes none."
    }
    twice = client.get("/api/v1/laws/?kind=statute&kind=charter")
    assert twice.json()["detail"] == "“kind”: Give it once."


@pytest.mark.parametrize(
    "query, wrong",
    [
        ({"limit": "0"}, {"limit": "Input should be greater than or equal to 1."}),
        ({"limit": "201"}, {"limit": "Input should be less than or equal to 200."}),
        (
            {"body": "PITF!"},
            {"body": "String should match pattern '^[a-z0-9]+(-[a-z0-9]+)*$'."},
        ),
        ({"sort": "name"}, {"sort": "Input should be 'key', 'start' or '-start'."}),
        (
            {"on": "2007"},
            {
                "on": "“2007” is not one whole day. Write one whole day as year, month and day, "
                "like on=2007-10-25; the year lies between 1000 and 9000."
            },
        ),
    ],
)
def test_what_is_not_as_it_must_be_is_told_by_parameter(client, cast, query, wrong):
    assert client.refusal("seats/", **query) == wrong


def test_a_day_of_a_filter_is_one_whole_day(client, cast):
    for text in ("2007", "2007-02-30", "0000-01-01", "x", "20071025", "2007-W01-1"):
        wrong = client.refusal("meetings/", **{"from": text})["from"]
        assert wrong.endswith(
            "Write one whole day as year, month and day, like from=2007-10-25; the year lies "
            "between 1000 and 9000."
        )


@pytest.mark.parametrize(
    "cursor",
    ["x", "%", "é", "W10", "e30", "bnVsbA", "WzEsMiwzXQ", "A" * 600, "eyJrIjoiYSJ9"],
)
def test_a_cursor_that_was_not_made_here_is_refused(client, cast, cursor):
    assert client.refusal("meetings/", cursor=cursor, sort="date") == {
        "cursor": "This cursor is not one of this list in this order. Begin anew without it."
    }


def test_a_cursor_is_good_for_its_own_list_and_order_alone(client, cast):
    cursor = client.told("meetings/", limit=1)["next"].rpartition("cursor=")[2]
    assert client.keys("meetings/", limit=1, cursor=cursor) == ["pitf-2007-10-25"]
    assert "cursor" in client.refusal("meetings/", cursor=cursor, sort="date")
    assert "cursor" in client.refusal("officials/", cursor=cursor)


def test_an_unknown_record_is_told_in_json(client, cast):
    for place in PLACES.values():
        told = client.get(f"/api/v1/{place}/no-such-key/")
        assert told["Content-Type"] == "application/problem+json"
        assert (told.status_code, told.json()) == (
            404,
            {
                "type": "about:blank",
                "title": "There is no such thing",
                "status": 404,
                "detail": "Nothing is published under this key.",
                "errors": [],
            },
        )


@pytest.mark.parametrize("model", PLACES, ids=lambda model: PLACES[model])
def test_a_former_key_leads_to_the_present_address(client, issued, model):
    record = model.objects.public().first()
    first, record.key = record.key, "second-key"
    record.save()
    query = "?on=2007-10-25" if model in AS_OF else ""
    moved = client.get(f"/api/v1/{PLACES[model]}/{first}/{query}")
    assert (moved.status_code, moved["Location"]) == (
        301,
        f"/api/v1/{PLACES[model]}/second-key/{query}",
    )
    record.is_public = False
    record.save()
    for key in (first, "second-key"):
        assert client.get(f"/api/v1/{PLACES[model]}/{key}/").status_code == 404


@pytest.mark.parametrize("address", ["/api/v2/", "/api/v1/nothing/", "/api/v1/bodies/A B/"])
def test_there_is_no_page_below_the_api(client, db, address):
    told = client.get(address)
    assert (told.status_code, told["Content-Type"]) == (404, "application/problem+json")
    assert told["Access-Control-Allow-Origin"] == "*"


def test_an_address_without_its_last_slash_leads_on(client, db):
    assert (
        client.get("/api/v1/bodies?on=2007-10-25")["Location"]
        == "/api/v1/bodies/?on=2007-10-25"
    )


def test_what_the_site_cannot_read_is_told_in_json_too(client, db):
    for address in ("/api/v1/bodies/pi%00tf/", "/api/v1/bodies/?cursor=%00"):
        told = client.get(address)
        assert (told.status_code, told["Content-Type"]) == (400, "application/problem+json")
        assert told.json()["detail"] == "The address contains a null byte."
        assert told["Access-Control-Allow-Origin"] == "*"
    told = client.get("/api/v1/bodies/", HTTP_HOST="evil.example")
    assert told.json()["detail"] == "This request can't be read."


def test_a_crash_is_told_in_json_and_in_the_log_without_its_reason(client, db, caplog):
    def broken(*args):
        raise RuntimeError("the secret of the database")

    with connection.execute_wrapper(broken):
        crashed = client.get("/api/v1/bodies/")
    assert (crashed.status_code, crashed["Content-Type"]) == (500, "application/problem+json")
    assert "secret" not in crashed.content.decode()
    assert "the secret of the database" in caplog.text


# The door.


def test_programs_of_any_site_may_read_and_nobody_may_write(client, cast):
    told = client.get("/api/v1/bodies/", HTTP_ORIGIN="https://example.org")
    assert told["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in told
    assert not told.cookies and "Cookie" not in told.headers.get("Vary", "")
    asked = client.options(
        "/api/v1/bodies/",
        HTTP_ORIGIN="https://example.org",
        HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET",
    )
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert client.head("/api/v1/bodies/").status_code == 200
    assert client.head("/api/v1/bodies/").body == b""
    for method in (client.post, client.put, client.patch, client.delete):
        refused = method("/api/v1/bodies/pitf/")
        assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert refused.json()["detail"] == "Nothing can be changed here."


def wait_a_minute(request):
    return 60 if request.META["REMOTE_ADDR"] == "127.0.0.1" else 0


def test_a_limit_of_requests_can_be_set(client, cast, settings):
    assert client.get("/api/v1/bodies/").status_code == 200
    settings.API_LIMIT = "tests.api.test_v1.wait_a_minute"
    refused = client.get("/api/v1/bodies/")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert refused.json()["detail"] == "Try again in 60 seconds."
    assert client.get("/api/v1/bodies/", REMOTE_ADDR="192.0.2.1").status_code == 200


# What it costs.


@pytest.mark.parametrize("rows", [3, 150])
def test_an_answer_costs_the_same_with_few_rows_and_with_many(client, issued, rows):
    """At most 15 queries; up to two of them look up kinds of records, which a running
    server remembers."""
    grow(issued, rows)
    Vacancy.objects.bulk_create(
        Vacancy(position=position) for position in Position.objects.all()
    )
    addresses = [f"{address}?limit=200" for address in LISTS]
    addresses += [
        api_address(model.objects.public().order_by("pk").first())
        for model in PLACES
        if model is not FactSheet
    ]
    addresses += ["/api/v1/fact-sheets/pitf-2007-12-20/", api_address(issued.rice)]
    addresses += [api_address(one) for one in (issued.meeting, issued.law, issued.secretary)]
    costs = {}
    for address in addresses:
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200
        costs[address] = len(queries)
    assert max(costs.values()) <= 15, costs
    assert COSTS.setdefault("costs", costs) == costs


COSTS: dict = {}


def test_bodies_of_every_name_are_read(client, db):
    name = "<script>alert('é')</script> \u2028 “quoted” مجلس"
    Body.objects.create(key="odd", name=name, kind="council")
    told = client.get("/api/v1/bodies/odd/")
    assert told["Content-Type"] == "application/json; charset=utf-8"
    assert told.json()["full_name"] == " ".join(name.split()) or name

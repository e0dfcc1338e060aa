"""The whole public record in one file: zip, database, Popolo."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from registry.exports.package import download
from registry.exports.public import PUBLIC
from registry.exports.record import one_moment
from registry.models import Alias, Appointment, Official, Seat

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
AT = datetime(2010, 1, 1, tzinfo=UTC)
# As https://www.popoloproject.com/specs/ has it.
POPOLO_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")


def content(name) -> bytes:
    with download(name, AT) as file:
        return file.read()


@pytest.fixture
def database(tmp_path, request):
    request.getfixturevalue("cast")
    path = tmp_path / "record.sqlite"
    path.write_bytes(content("record.sqlite"))
    opened = sqlite3.connect(path)
    yield opened
    opened.close()


@pytest.fixture
def popolo(cast):
    return json.loads(content("popolo.json"))


def by_id(rows) -> dict[str, dict]:
    assert len({row["id"] for row in rows}) == len(rows)
    return {row["id"]: row for row in rows}


# The zip


def test_each_table_stands_in_the_dictionary_with_its_very_columns(cast):
    with zipfile.ZipFile(io.BytesIO(content("record.zip"))) as archive:
        told = json.loads(archive.read("datapackage.json"))
        assert told["created"] == "2010-01-01T00:00:00+00:00"
        names = [one["name"] for one in told["resources"]]
        assert names == list(PUBLIC)
        assert set(archive.namelist()) == {"datapackage.json", *(f"{one}.csv" for one in names)}
        for one in told["resources"]:
            lines = io.StringIO(archive.read(one["path"]).decode())
            fields = [field["name"] for field in one["schema"]["fields"]]
            assert next(csv.reader(lines)) == fields, one["name"]
            for link in one["schema"]["foreignKeys"]:
                assert link["fields"] in fields and link["reference"]["resource"] in names


def test_a_cell_is_of_the_type_and_the_list_that_the_dictionary_names(demonstration):
    checked = 0
    with zipfile.ZipFile(io.BytesIO(content("record.zip"))) as archive:
        for one in json.loads(archive.read("datapackage.json"))["resources"]:
            fields = {field["name"]: field for field in one["schema"]["fields"]}
            for row in csv.DictReader(io.StringIO(archive.read(one["path"]).decode())):
                for name, cell in row.items():
                    field = fields[name]
                    if not cell:
                        continue
                    if "constraints" in field:
                        assert cell in field["constraints"]["enum"], (one["name"], row)
                    if field["type"] == "integer":
                        int(cell)
                    if field["type"] == "date":
                        date.fromisoformat(cell)
                    if field["type"] == "boolean":
                        assert cell in ("yes", "no")
                    checked += 1
    assert checked > 1_000


# The database


def test_the_database_has_every_table_and_no_link_leads_nowhere(database):
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    assert {name.replace("-", "_") for name in PUBLIC} | {"columns"} <= tables
    database.execute("PRAGMA foreign_keys = ON")
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_question_is_answered_by_joining_tables(database):
    chairs = database.execute(
        "SELECT agencies.acronym, positions.title FROM seats "
        "JOIN agencies ON agencies.key = seats.agency "
        "JOIN positions ON positions.key = seats.position "
        "WHERE seats.body = 'pitf' AND seats.role = 'chair'"
    ).fetchall()
    assert chairs == [("State", "Secretary of State")]
    (told,) = database.execute(
        "SELECT type FROM columns WHERE of_table = 'seats' AND name = 'order'"
    ).fetchone()
    assert told == "integer"


# Popolo


def test_every_reference_of_popolo_leads_to_an_item_and_dates_are_its_own(popolo):
    lists = {name: by_id(rows) for name, rows in popolo.items()}
    assert list(lists) == ["persons", "organizations", "posts", "memberships"]
    known = {one for rows in lists.values() for one in rows}
    for rows in lists.values():
        assert rows
        for row in rows.values():
            for name, value in row.items():
                if name.endswith("_id"):
                    assert value in known, row
                if name.endswith("_date"):
                    assert POPOLO_DATE.fullmatch(value), row


def test_who_holds_an_office_sits_by_virtue_of_it_while_both_last(popolo):
    sat = [
        (row["person_id"], row.get("start_date"), row.get("end_date"), row["label"])
        for row in popolo["memberships"]
        if row.get("post_id") == "seats/pitf-state"
    ]
    # Powell was in office before there was a seat, so his begins with it.
    assert sorted(sat, key=lambda one: one[1]) == [
        ("officials/powell-colin", "2002-02-13", "2005-01-25", "by virtue of office"),
        ("officials/rice-condoleezza", "2005-01-26", "2009-01-20", "by virtue of office"),
        ("officials/clinton-hillary", "2009-01-21", "2013-02-01", "by virtue of office"),
    ]


def test_who_was_only_seen_in_office_did_not_sit_as_long_as_the_seat_was_there(cast):
    seen = {"started_on": "", "ended_on": "", "seen_from": date(2007, 10, 25)}
    Appointment.objects.filter(official=cast.rice).delete()
    Appointment.objects.create(official=cast.rice, position=cast.secretary, **seen)
    told = json.loads(content("popolo.json"))["memberships"]
    mine = [row for row in told if row["person_id"] == "officials/rice-condoleezza"]
    assert {row["post_id"] for row in mine} == {
        "positions/secretary-of-state",
        "seats/pitf-state",
    }
    assert not any("start_date" in row or "end_date" in row for row in mine)


def test_about_and_only_possibly_are_not_told(cast, popolo):
    Appointment.objects.filter(official=cast.rice).delete()
    Appointment.objects.create(
        official=cast.rice, position=cast.secretary, started_on="2001~", ended_on="2002"
    )
    told = json.loads(content("popolo.json"))["memberships"]
    mine = [row for row in told if row["person_id"] == "officials/rice-condoleezza"]
    assert [row.get("post_id") for row in mine] == ["positions/secretary-of-state"]
    assert "start_date" not in mine[0] and mine[0]["end_date"] == "2002"


def test_what_is_not_published_is_not_in_popolo(cast):
    Alias.objects.create(official=cast.rice, name="Condi Rice", is_public=False)
    Official.objects.filter(pk=cast.powell.pk).update(is_public=False)
    Seat.objects.filter(body=cast.spog).update(is_public=False)
    told = content("popolo.json").decode()
    assert "Condi" not in told and "powell" not in told and "seats/spog" not in told


def test_popolo_costs_the_same_queries_at_any_length(cast, django_assert_num_queries):
    with django_assert_num_queries(12):
        content("popolo.json")
    Official.objects.bulk_create(
        Official(family_name="Doe", name=f"Jo Doe {n}") for n in range(50)
    )
    with django_assert_num_queries(12):
        content("popolo.json")


# Its addresses


@pytest.mark.parametrize("name", ["record.zip", "record.sqlite", "popolo.json"])
def test_each_is_offered_on_the_page_about_data_and_handed_out(client, cast, name):
    assert f'href="/data/{name}"' in client.get("/data/").content.decode()
    answer = client.get(f"/data/{name}")
    stem, _, ending = name.partition(".")
    assert f'filename="{stem}-' in answer["Content-Disposition"]
    assert answer["Content-Disposition"].endswith(f'.{ending}"')
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert len(answer.getvalue()) > 1_000


@pytest.mark.parametrize("name", ["record", "record.csv", "..%2frecord.zip", "record.zip/"])
def test_there_is_nothing_else(client, cast, name):
    assert client.get(f"/data/{name}").status_code == 404


def test_it_may_be_the_first_thing_that_a_thread_is_asked_for(db):
    """A server answers in a new thread, whose connection is not made yet."""

    def in_one_moment():
        try:
            with one_moment():
                return connection.in_atomic_block
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(in_one_moment).result()

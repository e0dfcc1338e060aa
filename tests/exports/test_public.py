"""What readers may take away: which columns, and of which records."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from registry.exports.public import PUBLIC
from registry.exports.record import one_moment
from registry.models import Agency, Body, Official

from ..views.conftest import Reader, issued  # noqa: F401

DATES = "started_on ended_on seen_from seen_until"
# A new field must be looked at before the public gets it.
COLUMNS = {
    "subjects": "key name",
    "sources": "key title publisher website archived published_on accessed_on license",
    "agencies": f"key name takes_article acronym kind parent website told_apart_by {DATES}",
    "former-names": f"key agency name {DATES}",
    "successions-of-agencies": "key predecessor successor kind happened_on note",
    "officials": "key given_name family_name suffix honorific name sort_name told_apart_by "
    "biography portrait_text birth_year wikidata_id state_id",
    "aliases": "key official name",
    "positions": f"key title agency holders address_form rank told_apart_by {DATES}",
    "appointments": f"key official position capacity authority note {DATES}",
    "vacancies": f"key position kind note {DATES}",
    "bodies": "key name short_name acronym kind level parent told_apart_by purpose cadence_times "
    f"cadence_period cadence_since meetings_complete_from meetings_complete_until {DATES}",
    "seats": f"key body agency position or_designee role order clause printed_as {DATES}",
    "designations": f"key seat official kind title {DATES}",
    "laws": "key title acronym kind citation signed_on website",
    "legal-bases": "key instrument body effect clause happened_on",
    "meetings": "key held_on starts_at zone place ordinal title status attendance_complete "
    "summary bodies",
    "topics": "key meeting title subject order",
    "attendances": "key meeting order official position agency appointment seat role presence "
    "sits_for printed_title printed_honorific note",
    "photos": "key meeting alternative_text caption credit order",
    "documents": "key meeting kind title website",
    "resolutions": "key body meeting number title printed_title heading text status "
    "adopted_on replaced_by",
    "fact-sheets": "key kind title issuing_agency dated_on bodies subjects edition live_at",
    "citations": "key source kind record field page quotation",
    "editions": "fact_sheet number kind title dated_on live_at note text",
}


def rows(address) -> list[dict]:
    answer = Reader().get(address)
    assert answer.status_code == 200, address
    return list(csv.DictReader(io.StringIO(answer.body.decode())))


def test_readers_get_these_columns_and_no_others():
    told = {table.name: [one.name for one in table.columns] for table in PUBLIC.values()}
    assert told == {name: names.split() for name, names in COLUMNS.items()}


@pytest.mark.parametrize("name", COLUMNS)
def test_each_table_is_there_as_text_and_as_workbook(issued, name):  # noqa: F811
    reader = Reader()
    plain, book = reader.get(f"/tables/{name}.csv"), reader.get(f"/tables/{name}.xlsx")
    assert plain["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    assert plain["Content-Type"] == "text/csv; charset=utf-8"
    assert book["Content-Disposition"] == f'attachment; filename="{name}.xlsx"'
    assert book.body.startswith(b"PK")
    assert {one["Access-Control-Allow-Origin"] for one in (plain, book)} == {"*"}


def test_a_table_is_read_as_of_a_day_and_for_one_body(cast):
    found = rows("/tables/seats.csv?on=2007-10-25&body=pitf")
    assert [row["agency"] for row in found] == ["dhs", "doj", "dol", "ed", "state"]
    assert len(rows("/tables/seats.csv?body=spog")) == 2
    assert [row["key"] for row in rows("/tables/meetings.csv?on=2007-12-31")] == [
        "pitf-2003-12-08",
        "pitf-2007-10-25",
    ]


@pytest.mark.parametrize(
    "address, status",
    [
        ("/tables/seats.pdf", 404),
        ("/tables/nothing.csv", 404),
        ("/tables/seats.csv?body=no-such", 400),
        ("/tables/seats.csv?body=pitf&body=spog", 400),
        ("/tables/officials.csv?body=pitf", 400),
        ("/tables/seats.csv?on=2007", 400),
        ("/bodies/pitf/roster.pdf", 404),
        ("/bodies/no-such/roster.csv", 404),
    ],
)
def test_nonsense_has_a_plain_answer(cast, address, status):
    assert Reader().get(address).status_code == status


def test_a_hidden_body_is_as_unknown_as_one_that_is_not_there(cast):
    Body.objects.filter(pk=cast.spog.pk).update(is_public=False)
    hidden = Reader().get("/tables/seats.csv?body=spog").content
    assert (
        hidden.replace(b"spog", b"nono") == Reader().get("/tables/seats.csv?body=nono").content
    )


def test_a_fact_sheet_is_told_as_it_was_issued_and_not_as_it_is_drafted(issued):  # noqa: F811
    before = rows("/tables/fact-sheets.csv")
    issued.sheet.kind, issued.sheet.title = "readout", "Drafted"
    issued.sheet.issuing_agency = issued.labor
    issued.sheet.save()
    assert rows("/tables/fact-sheets.csv") == before
    told = before[0]["kind"], before[0]["issuing_agency"]
    assert told == ("fact sheet", issued.tip.key)
    Agency.objects.filter(pk=issued.tip.pk).update(is_public=False)
    assert rows("/tables/fact-sheets.csv")[0]["issuing_agency"] == ""


def test_a_link_to_what_is_not_published_is_blank(cast):
    assert rows("/tables/bodies.csv")[1]["parent"] == "pitf"
    Body.objects.filter(pk=cast.pitf.pk).update(is_public=False)
    [spog] = rows("/tables/bodies.csv")
    assert (spog["key"], spog["parent"]) == ("spog", "")


def test_the_roster_tells_who_held_each_seat_on_the_day(cast):
    found = rows("/bodies/pitf/roster.csv?on=2007-10-25")
    assert [(row["agency_name"], row["held_by"], row["on_this_day"]) for row in found][:2] == [
        ("Department of State", "Condoleezza Rice", "certainly"),
        ("Department of Justice", "Peter Keisler", "certainly"),
    ]
    assert found[3]["designated"] == "Kim Park (principal)"


def test_a_fact_sheet_is_there_in_plain_words(issued):  # noqa: F811
    for address in ("text/", "editions/1/text/"):
        answer = Reader().get(f"/fact-sheets/pitf-2007-12-20/{address}")
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.body.decode() == issued.edition.text.strip() + "\n"


def test_tables_cost_the_same_few_queries_at_any_length(issued, django_assert_max_num_queries):  # noqa: F811
    for name, table in PUBLIC.items():
        with django_assert_max_num_queries(26 if name == "citations" else 4):
            list(table.at(datetime(2026, 1, 1, tzinfo=UTC), on=date(2007, 10, 25)).rows())


def test_a_formula_in_a_table_is_plain_text(cast):
    Official.objects.create(family_name="x", name="=1+1")
    assert b",'=1+1," in Reader().get("/tables/officials.csv").body


@pytest.mark.parametrize("ending", ["xlsx", "ods", "zip", "json"])
def test_the_command_writes_the_whole_record(cast, tmp_path, ending, capsys):
    path = tmp_path / f"record.{ending}"
    call_command("export_record", str(path))
    assert path.stat().st_size > 5_000
    assert capsys.readouterr().out == f"The whole record is in {path}.\n"


def test_the_command_may_be_the_first_to_open_the_database(db):
    def open_and_close() -> bool:
        """In a thread, which has a connection of its own, not opened yet."""
        assert connection.connection is None
        try:
            with one_moment():
                return connection.in_atomic_block
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(open_and_close).result()


def test_the_command_says_which_endings_it_knows(db):
    with pytest.raises(CommandError, match=r"Name the file with one of these endings: \.json"):
        call_command("export_record", "record.pdf")

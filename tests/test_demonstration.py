"""The real record: the fact sheet of December 20, 2007, word for word, from records."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from registry.facts.rosters import chairs, roster
from registry.facts.warnings import all_warnings
from registry.facts.what_changed import last_changes_of_pages
from registry.management.commands.prepare import load_demonstration
from registry.models import RECORDS, Agency, Body, Edition, FactSheet, Meeting, Official, Seat
from registry.prose import render
from registry.prose.html import to_text

pytestmark = pytest.mark.one_database

HERE = Path(__file__).parent
SEED = (HERE / "data" / "fact-sheet-2007-12-20.txt").read_text()
FIXTURE = HERE.parent / "fixtures" / "demonstration.json"


@pytest.fixture
def sheet(demonstration):
    return FactSheet.objects.get(key="pitf-spog-2007-12-20")


def without_blanks(text: str) -> str:
    return "".join(text.split())


def seed_text() -> str:
    """The seed from "Fact Sheet" to the resolution's last sentence."""
    last = "punishing those who commit this heinous crime."
    return SEED[SEED.index("Fact Sheet\n") : SEED.index(last) + len(last)]


def test_the_sheet_reads_word_for_word_as_it_was_printed(sheet):
    assert without_blanks(render(sheet).text) == without_blanks(seed_text())


def test_the_public_page_reads_word_for_word_as_it_was_printed(sheet, client):
    html = client.get("/fact-sheets/pitf-spog-2007-12-20/").content.decode()
    assert without_blanks(seed_text()) in without_blanks(to_text(html))


def test_the_issued_edition_is_what_the_record_says(sheet):
    edition = Edition.objects.get(sheet=sheet)
    rendering = render(sheet)
    assert edition.html == rendering.html
    assert edition.text == rendering.text
    assert [
        (fact.kind.model, fact.key, fact.field, fact.value, fact.printed)
        for fact in edition.facts.select_related("kind")
    ] == [(f.kind, f.key, f.field, f.value, f.printed) for f in rendering.facts]


def test_no_name_in_the_sheet_is_typed_into_its_text(sheet):
    """Members, participants, chairs, dates, cadence and resolution come from records."""
    for typed in (
        *("Rice", "Chao", "Keisler", "Lagon", "Department", "Homeland", "Attorney"),
        *("October", "2003", "quarterly", "once a year", "USAID", "chaired by the S"),
        *("tackle the demand", "paradigm", "Tevi", "Directorate"),
    ):
        assert typed not in sheet.text
        assert typed in seed_text()


def test_a_corrected_name_changes_the_preview_and_not_the_issued_edition(sheet):
    official = Official.objects.get(key="zinsmeister-karl")
    official.name = "Karl Zinsmeyster"
    official.save()
    assert "Mr. Karl Zinsmeyster;" in render(sheet).text
    assert "Mr. Karl Zinsmeister;" in Edition.objects.get(sheet=sheet).text


def test_a_seat_taken_away_changes_the_preview(sheet):
    seats = Seat.objects.filter(agency__key="dod", body__key__in=["pitf", "spog"])
    assert "Labor, and Defense together with" in render(sheet).text
    for seat in seats:
        seat.ended_on = "2007-12-19"
        seat.seen_from = seat.seen_until = None
        seat.save()
    assert "Human Services, and Labor together with" in render(sheet).text


def test_what_the_source_printed_wrongly_is_told_apart_from_the_record(sheet):
    assert [(one.printed, one.recorded) for one in render(sheet).notes] == [
        (
            "the Office of the Directorate of National Intelligence",
            "the Office of the Director of National Intelligence",
        ),
        (
            "Reaffirming the victim-centered approach of theTrafficking Victims "
            "Protection Act of 2000",
            "Reaffirming the victim-centered approach of the Trafficking Victims "
            "Protection Act of 2000",
        ),
    ]
    odni = Agency.objects.get(key="odni")
    assert odni.name == "Office of the Director of National Intelligence"


@pytest.mark.parametrize(
    ("day", "chair"),
    [
        (date(2007, 10, 25), "Condoleezza Rice"),
        (date(2010, 2, 3), "Hillary Clinton"),
        (date(2018, 10, 11), "Mike Pompeo"),
    ],
)
def test_the_chair_on_the_days_of_meetings(demonstration, day, chair):
    (seat,) = chairs(Body.objects.get(key="pitf"), on=day)
    assert [one.official.name for one in seat.holders] == [chair]


def test_the_domestic_policy_council_comes_in_2008(demonstration):
    pitf = Body.objects.get(key="pitf")
    told = {
        day: {one.agency.key: str(one.certainty) for one in roster(pitf, on=day)}
        for day in (date(2007, 12, 20), date(2008, 7, 23))
    }
    assert "dpc" not in told[date(2007, 12, 20)]
    assert told[date(2008, 7, 23)]["dpc"] == "certainly"


def test_every_record_keeps_the_rules_and_none_is_doubtful(demonstration):
    for model in RECORDS:
        for record in model.objects.all():
            record.full_clean()
    assert all_warnings() == []


def test_every_record_that_tells_a_fact_has_a_source(demonstration):
    without = [
        f"{model._meta.model_name} {record.key}"
        for model in RECORDS
        if model._meta.model_name not in ("subject", "source", "citation")
        for record in model.objects.public().filter(citations__isnull=True)
    ]
    assert without == []


def test_its_history_begins_when_it_is_loaded(db):
    gone = Meeting.objects.create(held_on="1999-01-01")
    gone.delete()
    load_demonstration()
    of_before = Meeting.history.filter(held_on="1999-01-01")
    assert [row.history_type for row in of_before] == ["-", "+"], "what was, stays told"
    of_before.delete()
    for model in RECORDS:
        told = set(model.history.values_list("id", flat=True))
        assert told == set(model.objects.values_list("pk", flat=True)), model
    begun = {
        one
        for model in RECORDS
        for one in model.history.values_list("history_date", "history_type")
    }
    assert [how for _, how in begun] == ["+"]
    # Also of a record that links to many, which says when readers could first see it.
    meetings = Meeting.objects.all()
    assert set(last_changes_of_pages(meetings)) == {meeting.pk for meeting in meetings}


def test_the_fixture_is_what_the_record_dumps(demonstration):
    dumped = StringIO()
    call_command("dump_record", stdout=dumped)
    assert json.loads(dumped.getvalue()) == json.loads(FIXTURE.read_text())
    assert '"pk"' not in dumped.getvalue()

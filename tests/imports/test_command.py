"""manage.py import_sheets, as offices run it from the shell."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from registry.imports.undo import undo
from registry.models import Agency, ImportBatch, Meeting, Seat

from .sheets import AT, DATA, written


def run(*arguments):
    """What it prints, and the code with which it ends."""
    out, code = StringIO(), 0
    try:
        call_command("import_sheets", *map(str, arguments), stdout=out)
    except SystemExit as stopped:
        code = stopped.code
    return out.getvalue(), code


def outcome(*arguments):
    text, code = run(*arguments, "--json")
    return json.loads(text), code


@pytest.mark.django_db
def test_the_json_says_all_that_became_of_a_file():
    told, code = outcome(DATA / "core" / "agencies.csv")
    assert code == 0
    assert told["batch"] == ImportBatch.objects.get().pk
    assert told["file_refused"] is None
    [sheet] = told["sheets"]
    assert {name: sheet[name] for name in list(sheet)[:9]} == {
        "name": "agencies",
        "kind": "agencies",
        "header_row": 1,
        "encoding": "utf-8",
        "delimiter": ",",
        "rows": 83,
        "new": 83,
        "changed": 0,
        "unchanged": 0,
    }
    assert (sheet["duplicates"], sheet["ignored_rows"]) == (0, [])
    assert (sheet["refused"], sheet["review"]) == ([], [])
    assert set(sheet["hidden"]) == {"columns", "rows", "sheets"}


def test_it_ends_with_one_if_anything_was_refused(cast, tmp_path):
    path = written(tmp_path, "acronym,name,parent\nX1,First Office,Nowhere\nX2,Second Office,")
    told, code = outcome(path)
    assert code == 1
    assert told["sheets"][0]["refused"][0]["row"] == 2
    assert not Agency.objects.filter(acronym="X2").exists()
    told, code = outcome(path, "--partial")
    assert code == 1
    assert Agency.objects.filter(acronym="X2").exists()


def test_a_dry_run_only_tells(cast, tmp_path):
    told, code = outcome(written(tmp_path, "acronym,name\nX1,First Office"), "--dry-run")
    assert (code, told["batch"], told["sheets"][0]["new"]) == (0, None, 1)
    assert not Agency.objects.filter(acronym="X1").exists()


def test_values_for_the_whole_sheet(cast, tmp_path):
    path = written(tmp_path, "agency,participation\nED,observer")
    _, code = run(path, "--kind", "memberships", "--set", "body=SPOG")
    assert code == 0
    seat = Seat.objects.get(role="observer")
    assert (seat.body.acronym, seat.agency.acronym) == ("SPOG", "ED")


@pytest.mark.parametrize("word", ["bodies", "body", "Task Force"])
def test_a_field_for_the_whole_sheet_is_named_as_a_header_would(cast, tmp_path, word):
    path = written(tmp_path, "date,status\n2008-11-05,held")
    _, code = run(path, "--kind", "meetings", "--set", f"{word}=SPOG")
    assert code == 0
    assert Meeting.objects.get(held_on="2008-11-05").bodies.get() == cast.spog


def test_a_field_that_the_kind_has_not_is_refused_by_name(cast, tmp_path):
    path = written(tmp_path, "acronym,name\nX1,First Office")
    told, code = outcome(path, "--set", "colour=red")
    assert code == 1
    assert told["file_refused"].startswith("“colour” is no field of agencies. Its fields: ")


def test_a_kind_that_there_is_not_is_refused_by_name(cast, tmp_path):
    told, code = outcome(written(tmp_path, "acronym,name\nX1,First"), "--kind", "dragons")
    assert code == 1
    assert told["file_refused"].startswith("“dragons” is no kind of sheet. There are: ")


def test_a_required_column_that_is_missing_and_a_doubled_one_stop_the_sheet(cast, tmp_path):
    told, code = outcome(
        written(tmp_path, "acronym,website\nX1,https://x.gov"), "--kind", "agencies"
    )
    assert code == 1
    assert told["sheets"][0]["refused"][0]["reason"] == (
        "The sheet of agencies has no column for “name”. Its columns are: “acronym”, “website”."
    )
    told, code = outcome(
        written(tmp_path, "acronym,name,Name\nX1,One,Two"), "--kind", "agencies"
    )
    assert code == 1
    assert told["sheets"][0]["refused"][0]["reason"].startswith("Several columns are the name:")


def test_several_files_are_one_import_whatever_their_order(cast, tmp_path):
    """The seats rest on the agencies, which come in the file after them."""
    seats = written(tmp_path, "body,agency,role\nPITF,First Office,observer", "seats.csv")
    agencies = written(tmp_path, "acronym,name\nX1,First Office", "agencies.csv")
    told, code = outcome(seats, agencies)
    assert code == 0
    assert [(sheet["file"], sheet["new"]) for sheet in told["sheets"]] == [
        ("seats.csv", 1),
        ("agencies.csv", 1),
    ]
    batch = ImportBatch.objects.get(pk=told["batch"])
    assert [part.name for part in batch.parts.all()] == ["seats.csv", "agencies.csv"]
    assert (batch.name, batch.state) == ("seats.csv and 1 more", "applied")
    seat = Seat.objects.get(role="observer")
    assert seat.agency.acronym == "X1"
    rows = {row.kind: batch.report["sheets"][row.sheet]["file"] for row in batch.rows.all()}
    assert rows == {"seat": "seats.csv", "agency": "agencies.csv"}
    undo(batch, by=None, at=AT)
    assert not Agency.objects.filter(acronym="X1").exists()


def test_one_file_that_can_t_be_read_stops_all(cast, tmp_path):
    good = written(tmp_path, "acronym,name\nX1,First Office", "good.csv")
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"%PDF-1.7")
    told, code = outcome(good, bad)
    assert (code, told["batch"], told["sheets"]) == (1, None, [])
    assert told["file_refused"].startswith("bad.csv: This is no spreadsheet but a PDF.")
    assert not Agency.objects.filter(acronym="X1").exists()


def test_in_words_for_people(cast, tmp_path):
    path = written(tmp_path, "acronym,name\nX1,First Office")
    text, _ = run(path)
    assert "sheet, agencies: 1 row: 1 new, 0 changed" in text
    assert "Applied as import" in text
    text, _ = run(path)
    assert "Everything in this sheet is in the record already." in text
    assert text.endswith("Nothing changed: all of it is in the record already.\n")
    assert "Applied" not in text


def test_a_file_that_is_not_there(db):
    with pytest.raises(CommandError, match="There is no file nowhere"):
        call_command("import_sheets", "nowhere.csv")

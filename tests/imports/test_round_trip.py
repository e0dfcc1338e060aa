"""The demonstration record out and in again, and the office's own sheets upon it."""

import csv

import pytest
from django.core.management import call_command
from django.db import transaction

from registry.exports import RESOURCES, DefusedCSV
from registry.imports.kinds import KINDS
from registry.models import RECORDS, Attendance, Edition, Official

from .sheets import DATA, load, told

KIND_OF = {kind.model: kind.name for kind in KINDS.values()}


@pytest.fixture
def demonstration(db):
    call_command("loaddata", "demonstration", verbosity=0)


def exported(model, folder):
    path = folder / f"{KIND_OF[model]}.csv"
    path.write_text(DefusedCSV().export_data(RESOURCES[model]().export()), encoding="utf-8")
    return path


def test_every_kind_of_record_has_a_kind_of_sheet():
    assert [model for model in RECORDS if model not in KIND_OF] == []


@pytest.mark.parametrize("by_its_headers", [False, True])
def test_what_is_exported_is_imported_with_nothing_changed(
    demonstration, tmp_path, by_its_headers
):
    Official.objects.create(given_name="=SUM(A1)", family_name="+Plus", remarks="-minus")
    loaded = 0
    for model in RECORDS:
        count = model.objects.count()
        kind = "" if by_its_headers else KIND_OF[model]
        counts = told(load(exported(model, tmp_path), kind=kind))
        assert counts == ({"unchanged": count} if count else {}), KIND_OF[model]
        loaded += count
    assert loaded > 800


@pytest.fixture
def sheets(db, tmp_path):
    """The demonstration record as sheets, and nothing of it in the database any more."""
    with transaction.atomic():
        call_command("loaddata", "demonstration", verbosity=0)
        found = {model: exported(model, tmp_path) for model in RECORDS}
        transaction.set_rollback(True)
    return found


def test_the_whole_record_loads_into_an_empty_database_as_it_was_exported(sheets, tmp_path):
    before = {model: rows_of(path) for model, path in sheets.items()}
    for model, path in sheets.items():
        # A last day that is known to be unknown is told, for a blank says nothing.
        rows = [
            {**row, "ended_on": row["ended_on"] or "unknown"} if "ended_on" in row else row
            for row in before[model]
        ]
        with open(path, "w", newline="", encoding="utf-8") as file:
            out = csv.DictWriter(file, list(rows[0]) if rows else [])
            out.writeheader()
            out.writerows(rows)
        result = load(path)
        if rows:
            assert result.applied, (KIND_OF[model], result.report["sheets"][0]["refused"])
    for model in RECORDS:
        for row in before[model]:
            if "stage" in row:  # no sheet issues anything
                row["stage"] = "draft"
        assert by_key(rows_of(exported(model, tmp_path))) == by_key(before[model])
    assert Edition.objects.count() == 0


def rows_of(path) -> list[dict]:
    """Blanks that do not break are blanks in sheets."""
    with open(path, newline="", encoding="utf-8") as file:
        return [
            {name: cell.replace("\u00a0", " ") for name, cell in row.items()}
            for row in csv.DictReader(file)
        ]


def by_key(rows) -> dict:
    return {row["key"]: row for row in rows}


def test_the_office_s_sheets_agree_with_the_demonstration_record(demonstration):
    names = "agencies officials positions appointments bodies memberships meetings topics"
    for name in names.split():
        counts = told(load(DATA / "core" / f"{name}.csv"))
        assert set(counts) <= {"new", "unchanged"}, (name, counts)
        assert counts["unchanged"] > 10
    counts = told(load(DATA / "core" / "attendance.csv"))
    assert counts == {"new": 270, "changed": 16, "unchanged": 70, "duplicates": 1}
    assert Attendance.objects.filter(note__startswith="the only one marked as Chair").exists()

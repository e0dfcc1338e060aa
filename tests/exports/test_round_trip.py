"""What goes out comes in again, and nothing is changed by it."""

import csv
import io
import json
import zipfile

import pytest
from django.core.management import call_command
from django.db import transaction

from registry.exports.files import FORMATS
from registry.exports.tables import table_of, whole_record
from registry.imports.kinds import KINDS
from registry.models import (
    RECORDS,
    Edition,
    Meeting,
    Official,
    Resolution,
)

from ..imports.sheets import load, told
from .reading import content

pytestmark = pytest.mark.one_database

HOSTILE = "=1+1|+1 202|-cmd|@SUM(A1)|＝1|'=quoted|\"=x|''|019|007-08|1e5|TRUE|#REF!".split("|")


@pytest.fixture
def record(demonstration):
    """The demonstration record, and names that programs would run or take for numbers."""
    for number, text in enumerate(HOSTILE):
        Official.objects.create(
            given_name=text, family_name=f"No {number}", honorific=text, remarks=f"{text}\nx"
        )
    Meeting.objects.first().bodies.add(*Meeting.objects.last().bodies.all())


def kind_of(model) -> str:
    [name] = [kind.name for kind in KINDS.values() if kind.model is model]
    return name


def test_every_kind_of_record_comes_in_again():
    assert {kind.model for kind in KINDS.values()} == set(RECORDS)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_tables_come_in_again_with_nothing_changed(record, tmp_path, ending):
    """All kinds upon one loaded record: loading it costs more than the test."""
    for model in RECORDS:
        path = tmp_path / f"{kind_of(model)}.{ending}"
        path.write_bytes(content(ending, [table_of(model.objects.all())]))
        result = load(path, kind=kind_of(model))
        count = model.objects.count()
        assert result.report["sheets"][0]["rows"] == count, model
        assert told(result) == ({"unchanged": count} if count else {}), (model, result.report)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_workbook_of_all_kinds_comes_in_again_with_nothing_changed(record, tmp_path, ending):
    tables = whole_record()
    path = tmp_path / f"record.{ending}"
    path.write_bytes(content(ending, tables))
    result = load(path)
    assert not result.report["file_refused"]
    for sheet, table in zip(result.report["sheets"], tables, strict=True):
        count = table.queryset.count()
        assert sheet["name"] == table.title[:31]
        if count:
            assert sheet["kind"] == kind_of(table.queryset.model)
            assert (sheet["unchanged"], sheet["rows"]) == (count, count), sheet


@pytest.fixture
def sheets(db, tmp_path):
    """The demonstration record as sheets, of which nothing is in the database any more."""
    with transaction.atomic():
        call_command("loaddata", "demonstration", verbosity=0)
        found = {model: written(model, tmp_path) for model in RECORDS}
        transaction.set_rollback(True)
    return found


def written(model, folder):
    path = folder / f"{kind_of(model)}.csv"
    path.write_bytes(content("csv", [table_of(model.objects.all())]))
    return path


def test_the_whole_record_loads_into_an_empty_database_as_it_was_exported(sheets, tmp_path):
    before = {model: rows_of(path) for model, path in sheets.items()}
    for model, path in sheets.items():
        result = load(path)
        if before[model]:
            assert result.applied, (kind_of(model), result.report["sheets"][0]["refused"])
    for model in RECORDS:
        for row in before[model]:
            if "stage" in row:  # no sheet issues anything
                row["stage"] = "draft"
        assert by_key(rows_of(written(model, tmp_path))) == by_key(before[model])
    assert Edition.objects.count() == 0


def test_a_workbook_of_all_kinds_loads_into_an_empty_database(db, tmp_path):
    """Records that come together may name each other by key."""
    path = tmp_path / "record.xlsx"
    with transaction.atomic():
        call_command("loaddata", "demonstration", verbosity=0)
        path.write_bytes(content("xlsx", whole_record()))
        transaction.set_rollback(True)
    result = load(path)
    told = [one for sheet in result.report["sheets"] for one in sheet["refused"]]
    assert result.applied, told


def rows_of(path) -> list[dict]:
    """Blanks that do not break are blanks in sheets."""
    with open(path, newline="", encoding="utf-8-sig") as file:
        return [
            {name: cell.replace("\u00a0", " ") for name, cell in row.items()}
            for row in csv.DictReader(file)
        ]


def by_key(rows) -> dict:
    return {row["key"]: row for row in rows}


def test_json_tells_what_the_sheets_tell(record):
    told = json.loads(content("json", whole_record()))
    assert list(told) == [table.name for table in whole_record()]
    [rice] = [one for one in told["officials"] if one["key"] == "rice-condoleezza"]
    assert (rice["family_name"], rice["is_public"]) == ("Rice", True)
    assert {one["given_name"] for one in told["officials"]} >= set(HOSTILE)


def test_a_zip_holds_a_csv_for_each_kind(record):
    with zipfile.ZipFile(io.BytesIO(content("zip", whole_record()))) as archive:
        assert archive.namelist() == [f"{table.name}.csv" for table in whole_record()]
        head = archive.read("seats.csv").splitlines()[0]
    assert head.startswith(b"key,body,agency,position,or_designee,role")


def test_what_is_too_long_for_a_cell_is_left_blank_and_told(cast, tmp_path):
    Resolution.objects.filter(pk=cast.resolution.pk).update(text="x" * 32_768)
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(content("xlsx", [table_of(Resolution.objects.all())]))
    result = load(path)
    first = result.report["sheets"][0]
    assert (first["unchanged"], first["refused"]) == (1, [])
    assert result.report["sheets"][1]["name"] == "Left out"
    assert result.report["sheets"][1]["kind"] is None
    assert b"x" * 32_768 in content("csv", [table_of(Resolution.objects.all())])


def test_every_format_is_tried_here():
    assert set(FORMATS) == {"csv", "xlsx", "ods", "json", "zip"}

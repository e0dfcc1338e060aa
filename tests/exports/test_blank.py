"""Empty sheets to fill in: what stands in them, and that they come in as they are meant."""

import io
import zipfile

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from registry.exports.blank import allowed, write_blank
from registry.exports.columns import Holds, columns_of
from registry.exports.examples import EXAMPLES
from registry.models import RECORDS, Agency, Body, Official, Seat
from registry.text import EXAMPLE

from ..imports.sheets import load, told
from .test_round_trip import kind_of

pytestmark = pytest.mark.one_database


def blank(*models) -> bytes:
    file = io.BytesIO()
    write_blank(file, models)
    return file.getvalue()


def filled(folder, model, rows):
    """The sheet with these rows below its header, as a person would leave it."""
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(blank(model))).get_sheet_by_index(0)
    headers, example = sheet.to_python()[:2]
    path = folder / "filled.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for number, row in enumerate([headers, *rows(headers, example)]):
            page.write_row(number, 0, row)
    return path


def test_every_kind_has_an_example_of_its_own_columns():
    assert set(EXAMPLES) == {one._meta.model_name for one in RECORDS}
    for model in RECORDS:
        columns = columns_of(model)
        example = EXAMPLES[model._meta.model_name]
        assert example.keys() <= {column.name for column in columns}
        needed = {one.name for one in columns if one.required} - {"key", "name", "record"}
        assert needed <= example.keys(), model


def test_a_workbook_of_all_kinds_says_of_each_column_what_it_takes():
    book = blank(*RECORDS)
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book))
    assert len(sheets.sheet_names) == len(RECORDS)
    for model, name in zip(RECORDS, sheets.sheet_names, strict=True):
        rows = sheets.get_sheet_by_name(name).to_python()
        assert len(rows) == 2 and rows[1][0] == EXAMPLE, model
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        place = 1 + RECORDS.index(Seat)
        lists = parts.read(f"xl/worksheets/sheet{place}.xml").decode()
        assert (
            '"chair,co-chair,vice chair,member,regular participant,invited,observer"' in lists
        )
        notes = parts.read(f"xl/comments{place}.xml").decode()
        assert "The key, name or acronym of the body" in notes and "Needed." in notes


@pytest.mark.parametrize("model", RECORDS)
def test_a_cell_that_takes_one_of_a_few_words_offers_them(model):
    few = {Holds.CHOICE, Holds.KIND, Holds.YES_NO}
    for column in columns_of(model):
        assert bool(allowed(column)) == (column.holds in few), column.name


@pytest.mark.django_db
def test_as_it_is_it_brings_nothing_in(tmp_path):
    path = tmp_path / "blank.xlsx"
    path.write_bytes(blank(*RECORDS))
    result = load(path)
    assert not result.applied
    assert not any(model.objects.exists() for model in RECORDS)


@pytest.mark.django_db
@pytest.mark.parametrize("model", RECORDS)
def test_its_example_would_be_taken(demonstration, tmp_path, model):
    """Into the record that it is from, without the words that keep it from being read."""
    path = filled(tmp_path, model, lambda headers, example: [["", *example[1:]]])
    result = load(path, kind=kind_of(model))
    assert told(result) in ({"new": 1}, {"unchanged": 1}, {"changed": 1}), result.report


@pytest.mark.django_db
def test_rows_below_the_example_are_read_and_it_is_told_that_it_was_not(cast, tmp_path):
    def rows(headers, example):
        new = dict.fromkeys(headers, "") | {"name": "Office of Late Trains", "acronym": "OLT"}
        return [example, list(new.values())]

    result = load(filled(tmp_path, Agency, rows))
    assert told(result) == {"new": 1}
    assert result.report["sheets"][0]["ignored_rows"] == [2]
    assert Agency.objects.filter(acronym="OLT").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Agency, Body, Official])
def test_a_sheet_that_is_filled_in_is_known_by_its_headers(cast, tmp_path, model):
    def rows(headers, example):
        return [example, ["", *example[1:]]]

    result = load(filled(tmp_path, model, rows), dry_run=True)
    assert result.report["sheets"][0]["kind"] == kind_of(model)

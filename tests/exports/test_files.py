"""The formats: what kind of cells they hold, and that none of them is a formula."""

import csv
import io
import re
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from registry.exports.columns import columns_of
from registry.exports.files import TooLong, csv_lines
from registry.exports.tables import CHUNK, table_of
from registry.models import RECORDS, Appointment, Citation, Meeting, Official, Resolution

from .reading import content

HEADERS = [
    *("key", "official", "position", "capacity", "authority", "note", "started_on"),
    *("ended_on", "seen_from", "seen_until", "is_public", "remarks"),
]


@pytest.fixture
def terms(cast):
    """Two appointments: whole days, and dates that are less than a day or older than any
    day that a spreadsheet can count."""
    first = cast.rice.appointments.get()
    second = cast.powell.appointments.get()
    second.started_on, second.ended_on = "1789-09-15", "2007-10"
    second.seen_from = second.seen_until = date(2001, 2, 3)
    second.save()
    return table_of(Appointment.objects.filter(pk__in=[first.pk, second.pk]).order_by("key"))


def cells(ending, table) -> list[list]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(ending, [table])))
    assert book.sheet_names == [table.title]
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("ending, oldest", [("xlsx", "1789-09-15"), ("ods", date(1789, 9, 15))])
def test_whole_days_are_days_and_other_dates_text(terms, ending, oldest):
    assert cells(ending, terms) == [
        HEADERS,
        [
            *("powell-colin-secretary-of-state", "powell-colin", "secretary-of-state"),
            *("confirmed", "", "", oldest, "2007-10", date(2001, 2, 3), date(2001, 2, 3)),
            *("yes", ""),
        ],
        [
            *("rice-condoleezza-secretary-of-state", "rice-condoleezza", "secretary-of-state"),
            *("confirmed", "", "", date(2005, 1, 26), date(2009, 1, 20), "", "", "yes", ""),
        ],
    ]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_a_last_day_that_is_not_known_is_told_and_a_first_day_is_not(cast, ending):
    one = cast.powell.appointments.get()
    said = []
    for one.started_on, one.ended_on in (("", ""), ("2001", "..")):
        one.save()
        table = table_of(Appointment.objects.filter(pk=one.pk))
        if ending == "csv":
            head, row = csv.reader(content("csv", [table]).decode("utf-8-sig").splitlines())
        else:
            head, row = cells(ending, table)
        said.append((row[head.index("started_on")], row[head.index("ended_on")]))
    assert said == [("", "unknown"), ("2001", "..")]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_numbers_are_numbers_and_codes_are_text(cast, ending):
    cast.resolution.number = "019"
    cast.resolution.save()
    [head, row] = cells(ending, table_of(Resolution.objects.all()))
    assert row[head.index("number")] == "019"
    Meeting.objects.filter(pk=cast.meeting.pk).update(ordinal=2)
    [head, row] = cells(ending, table_of(Meeting.objects.filter(pk=cast.meeting.pk)))
    assert row[head.index("ordinal")] == 2.0
    assert row[head.index("attendance_complete")] == "no"


@pytest.mark.parametrize(
    "ending, part", [("xlsx", "xl/worksheets/sheet1.xml"), ("ods", "content.xml")]
)
def test_no_cell_is_a_formula(cast, ending, part):
    for text in (
        "=1+1",
        "+1+1",
        "@SUM(A1)",
        "{=1}",
        "=cmd|'/C calc'!A0",
        "http://evil.example",
    ):
        Official.objects.create(family_name="x", name=text, honorific=text)
    table = table_of(Official.objects.all())
    with zipfile.ZipFile(io.BytesIO(content(ending, [table]))) as archive:
        told = archive.read(part).decode()
        names = archive.namelist()
    assert "cmd|" in told
    assert not re.findall(r"<f[ >]|formula|<hyperlink|xlink:href", told)
    assert not [name for name in names if "rels" in name and "sheet" in name]


def test_the_header_stays_in_sight_and_has_filters(terms):
    with zipfile.ZipFile(io.BytesIO(content("xlsx", [terms]))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
    assert '<autoFilter ref="A1:L3"/>' in sheet
    assert sheet.count("<col ") > 3
    with zipfile.ZipFile(io.BytesIO(content("ods", [terms]))) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        told, settings = (
            archive.read(f"{name}.xml").decode() for name in ("content", "settings")
        )
    # Any other name is a table's once LibreOffice saves it as XLSX, and Excel finds a name
    # with blanks damaged.
    assert 'table:database-range table:name="__Anonymous_Sheet_DB__0"' in told
    assert "target-range-address=\"'appointments'.A1:'appointments'.L3\"" in told
    assert 'config:name="VerticalSplitPosition" config:type="int">1<' in settings


def test_a_formula_in_a_text_file_has_a_mark_and_a_number_none(cast):
    cast.rice.honorific, cast.rice.suffix = '=HYPERLINK("x")', "-5"
    cast.rice.save()
    table = table_of(Official.objects.filter(pk=cast.rice.pk))
    assert (
        "".join(csv_lines(table))
        .splitlines()[1]
        .startswith('rice-condoleezza,Condoleezza,Rice,-5,"\'=HYPERLINK(""x"")",')
    )


def test_characters_that_xml_can_t_hold_are_left_out(cast):
    Official.objects.filter(pk=cast.rice.pk).update(biography="a\x01b\n  c")
    [head, row] = cells("ods", table_of(Official.objects.filter(pk=cast.rice.pk)))
    assert row[head.index("biography")] == "ab\n  c"


@pytest.mark.parametrize("model", RECORDS)
def test_no_table_has_an_id_or_what_follows_from_other_columns(model):
    names = [column.name for column in columns_of(model)]
    assert names[0] == "key" and names[-2:] == ["is_public", "remarks"]
    assert "id" not in names and "record_id" not in names
    assert not [one for one in names if one.endswith(("_folded", "_first", "_last"))]
    assert "earliest_start" not in names


@pytest.mark.parametrize("model", RECORDS)
def test_a_table_costs_the_same_few_queries_at_any_length(
    model, cast, django_assert_max_num_queries
):
    with django_assert_max_num_queries(4):
        rows = list(table_of(model.objects.all()).rows())
    assert len(rows) == model.objects.count()


def test_a_long_table_is_read_in_chunks(db, django_assert_num_queries):
    Official.objects.bulk_create(
        Official(family_name="Doe", name=f"Jo Doe {n}") for n in range(CHUNK + 1)
    )
    with django_assert_num_queries(1):
        assert len(list(table_of(Official.objects.all()).rows())) == CHUNK + 1


def test_a_citation_names_its_record_by_kind_and_key(cast):
    [row] = table_of(Citation.objects.all()).rows()
    assert row[1:5] == (cast.source.key, "meeting", "pitf-2007-10-25", "held_on")


def test_more_rows_than_a_sheet_holds_are_refused_in_words(cast, monkeypatch):
    monkeypatch.setattr("registry.exports.files.MOST_ROWS", 4)
    with pytest.raises(TooLong) as refused:
        content("xlsx", [table_of(Official.objects.all())])
    assert str(refused.value) == (
        "There are more officials than the 3 rows that a sheet of a workbook holds. Take them "
        "as CSV, or filter the list."
    )

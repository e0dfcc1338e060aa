"""What the stock django-import-export does wrong, as measured on 4.4.3: a test for each
sentence, through the site's own pages. Docstrings name where more of it is tried."""

import csv
import io
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from django.contrib.auth.models import User

from registry.exports.resources import SHEET_FORMATS
from registry.imports import write
from registry.models import (
    Agency,
    Appointment,
    ImportBatch,
    ImportFile,
    ImportRow,
    Meeting,
    Official,
    Seat,
)

from .browser import ADD, apply, page, post, sent

pytestmark = pytest.mark.one_database

HEAD = "official,position,agency,start,end\n"
HELD = "Condoleezza Rice,Secretary of State,State"


@pytest.fixture
def boss(client, cast):
    client.force_login(User.objects.create_superuser("boss", password="x"))
    client.raise_request_exception = False
    return client


def send(client, content, name="sheet.csv", **more):
    """What the next page says, and the import if one came of it."""
    before = ImportBatch.objects.count()
    if isinstance(content, str):
        content = content.encode()
    file = io.BytesIO(content)
    file.name = name
    response = client.post(ADD, sent("") | {"file": file} | more, follow=True)
    assert response.status_code in (200, 403), response.content
    made = ImportBatch.objects.count() > before
    said = response.content.decode().replace("&quot;", '"').replace("&#x27;", "'")
    assert "Traceback" not in said
    return said, ImportBatch.objects.latest("pk") if made else None


def xlsx(sheets: dict[str, list[list]], hidden=(), first=None) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(number, place, cell, days)
                    else:
                        sheet.write(number, place, cell)
            if name in hidden:
                sheet.hide()
            if name == first:
                sheet.activate()
    return file.getvalue()


def refused(batch) -> dict[int, list]:
    """Row -> [[column, cell, why], …]"""
    rows = batch.rows.filter(outcome__in=["refused", "review"])
    return {row.number: row.notes for row in rows}


def counts(batch) -> dict[str, int]:
    names = ("new", "changed", "unchanged", "duplicates", "to_decide")
    told = {name: sum(one[name] for one in batch.report["sheets"]) for name in names}
    told["refused"] = batch.rows.filter(outcome="refused").count()
    return {name: number for name, number in told.items() if number}


# Who may


def test_a_user_without_any_permission_can_t_import(client, cast):
    """More: test_admin.py, test_rights.py."""
    client.force_login(User.objects.create_user("ira", password="x", is_staff=True))
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, sent("acronym,name\nX1,First Office\n")).status_code == 403
    assert client.get("/admin/registry/agency/import/").status_code == 403
    assert not ImportBatch.objects.exists() and not ImportFile.objects.exists()


# Columns


def test_a_misspelt_header_is_guessed_and_shown_or_named_and_never_lost_in_silence(boss):
    """More: test_columns.py."""
    said, batch = send(boss, "acronym,name,wesbite,Zork\nX1,First Office,https://x.gov,7\n")
    assert "Left out, since no field is known for it: “Zork”." in said
    columns = boss.get(f"/admin/registry/importbatch/{batch.pk}/columns/").content.decode()
    assert "guessed from the header: please look" in columns
    apply(boss, batch)
    assert Agency.objects.get(acronym="X1").website == "https://x.gov"


def test_two_columns_of_one_name_stop_the_sheet(boss):
    said, batch = send(boss, "acronym,name,Name\nX1,One,Two\n")
    assert "Several columns are the name: “name” and “Name”. Keep one, or rename it." in said
    assert "There is nothing to apply" in said
    apply(boss, batch, partial="1")
    assert not Agency.objects.filter(acronym="X1").exists()


# Cells


@pytest.mark.parametrize("cell", ["yes", "Y", "x"])
def test_yes_in_all_its_forms_is_yes(boss, cell):
    """More: test_cells.py::test_yes_and_no_in_all_their_forms."""
    _, batch = send(boss, f"body,agency,role,or designee\nPITF,ED,observer,{cell}\n")
    apply(boss, batch)
    assert Seat.objects.get(role="observer").or_designee is True


def test_what_is_neither_yes_nor_no_is_refused(boss):
    _, batch = send(boss, "body,agency,role,or designee\nPITF,ED,observer,perhaps\n")
    [[column, cell, why]] = refused(batch)[2]
    assert (column, cell) == ("or designee", "perhaps")
    assert "yes" in why and "no" in why


def test_a_value_outside_the_choices_is_refused_with_what_was_wanted(boss):
    """More: test_cells.py."""
    said, batch = send(boss, "body,agency,role\nPITF,ED,emperor\n")
    [[column, cell, why]] = refused(batch)[2]
    assert (column, cell) == ("role", "emperor")
    assert "observer" in why and why in said
    assert not Seat.objects.filter(role="emperor").exists()


def test_an_end_before_the_start_is_refused(boss):
    said, batch = send(boss, f"{HEAD}{HELD},2009-01-20,2005-01-26\n")
    why = "It ends (January 26, 2005) before it starts (January 20, 2009)."
    assert refused(batch) == {2: [["end", "2005-01-26", why]]} and why in said


def test_an_unknown_item_of_a_many_to_many_cell_is_named_and_does_not_vanish(boss):
    before = Meeting.objects.count()
    said, batch = send(boss, "bodies,date,status\nPITF; Ministry of Magic,2006-05-04,held\n")
    assert "Ministry of Magic" in str(refused(batch)[2])
    apply(boss, batch, partial="1")
    assert Meeting.objects.count() == before


def test_the_same_key_twice_is_asked_and_overwrites_nothing(boss):
    """More: test_plan.py, for rows that agree or fill each other's blanks."""
    text = "key,acronym,name,website\nx1,X1,First Office,https://a.gov\n"
    _, batch = send(boss, text + "x1,X1,First Office,https://b.gov\n")
    assert counts(batch) == {"new": 1, "to_decide": 1}
    assert "Row 2 says otherwise of the same agency" in refused(batch)[3][0][2]


# Preview and confirm


def test_a_row_that_stops_fitting_meanwhile_is_shown_and_nothing_is_applied(boss):
    """More: test_apply.py."""
    _, batch = send(boss, "acronym,name,parent\nX1,First,Bureau of Tests\nX2,Second,State\n")
    assert counts(batch)["new"] == 1  # the parent is unknown as yet
    Agency.objects.create(name="Bureau of Tests", acronym="BT")
    said = apply(boss, batch, partial="1").content.decode()
    assert "The record has changed since this was worked out, so nothing was applied." in said
    assert "New: 2" in said
    assert not Agency.objects.filter(acronym__in=["X1", "X2"]).exists()
    Agency.objects.filter(acronym="BT").delete()
    said = apply(boss, batch).content.decode()
    assert "so nothing was applied" in said and "Refused: 1" in said
    assert not Agency.objects.filter(acronym="X2").exists()


def test_an_error_outside_a_row_is_told_without_traceback_or_paths(boss, monkeypatch, caplog):
    """More: test_work.py."""
    _, batch = send(boss, "acronym,name\nX1,First Office\n")

    def broken(*args, **kwargs):
        raise RuntimeError("/srv/secret/place.py")

    monkeypatch.setattr(write.Columns, "insert", broken)
    said = apply(boss, batch).content.decode()
    assert "Something went wrong that should not have, so nothing was applied." in said
    assert "Traceback" not in said and "/srv" not in said and "RuntimeError" not in said
    monkeypatch.undo()
    assert "Applied." in apply(boss, batch).content.decode()


def test_an_unknown_link_names_column_and_value(boss):
    _, batch = send(boss, f"{HEAD}Nobody Atall,Secretary of Magic,Ministry,2005,2006\n")
    [[column, cell, why]] = refused(batch)[2]
    assert (column, cell) == ("agency", "Ministry")
    assert why.startswith("“Ministry” is no agency in the record. Write its key or acronym")


def test_unconfirmed_previews_stand_in_the_database_and_are_forgotten_in_time(boss, settings):
    """More: test_parts.py."""
    _, batch = send(boss, "acronym,name\nX1,First Office\n")
    assert batch.parts.get().file.content == b"acronym,name\nX1,First Office\n"
    settings.IMPORT_KEPT_DAYS = -1
    send(boss, "acronym,name\nX2,Second Office\n")
    assert not ImportBatch.objects.filter(pk=batch.pk).exists()
    assert ImportFile.objects.count() == 1


def test_confirming_twice_is_told_in_words(boss):
    """More: test_work.py; by two at once, test_killed.py."""
    _, batch = send(boss, "acronym,name\nX1,First Office\n")
    apply(boss, batch)
    said = apply(boss, batch).content.decode()
    assert "This import is applied already, so there is nothing to apply." in said
    assert Agency.objects.get(acronym="X1").history.count() == 1


def test_and_so_it_is_on_another_server(boss, tmp_path, monkeypatch):
    """Another server has other folders: what was previewed must not lie in one."""
    _, batch = send(boss, "acronym,name\nX1,First Office\n")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert "Applied." in apply(boss, batch).content.decode()
    assert list(tmp_path.iterdir()) == []


# Files


def ods(rows) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row)
        + "</table:table-row>"
        for row in rows
    )
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table='
        f'"{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Agencies">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", content)
    return file.getvalue()


def test_ods_is_read(boss):
    """More: test_readers.py."""
    _, batch = send(boss, ods([["acronym", "name"], ["X1", "First Office"]]), "book.ods")
    apply(boss, batch)
    assert Agency.objects.get(acronym="X1").name == "First Office"


def test_of_a_workbook_all_visible_sheets_are_read_or_the_one_asked_for(boss):
    """Whichever was looked at last, and hidden ones only if asked for."""
    book = xlsx(
        {
            "Agencies": [["acronym", "name"], ["X1", "First Office"]],
            "Old agencies": [["acronym", "name"], ["X2", "Second Office"]],
            "More agencies": [["acronym", "name"], ["X3", "Third Office"]],
        },
        hidden=["Old agencies"],
        first="More agencies",
    )
    said, batch = send(boss, book, "book.xlsx")
    names = [sheet["name"] for sheet in batch.report["sheets"]]
    assert names == ["Agencies", "More agencies"]
    assert batch.report["hidden_sheets"] == ["Old agencies"]
    assert "The hidden sheet “Old agencies” is not read unless chosen." in said
    _, batch = send(boss, book, "book.xlsx", sheet="Old agencies")
    assert [sheet["name"] for sheet in batch.report["sheets"]] == ["Old agencies"]


def test_formatted_empty_rows_are_no_rows(boss):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Agencies")
        look = book.add_format({"bg_color": "#FFFF00"})
        sheet.write_row(0, 0, ["acronym", "name"])
        sheet.write_row(1, 0, ["X1", "First Office"])
        for row in range(2, 300):
            sheet.write_blank(row, 0, None, look)
            sheet.write_blank(row, 1, None, look)
    _, batch = send(boss, file.getvalue(), "book.xlsx")
    assert batch.report["sheets"][0]["rows"] == 1 and counts(batch) == {"new": 1}


def test_the_same_xlsx_twice_changes_nothing(boss):
    """More: test_plan.py and test_round_trip.py, for whole records."""
    head = ["official", "position", "agency", "start", "end", "capacity"]
    row = ["Condoleezza Rice", "Deputy Secretary of State", "State"]
    row += [date(2001, 2, 3), datetime(2001, 6, 30), "acting"]
    book = xlsx({"Appointments": [head, row]})
    _, batch = send(boss, book, "book.xlsx")
    apply(boss, batch)
    assert str(Appointment.objects.get(started_on="2001-02-03").ended_on) == "2001-06-30"
    said, batch = send(boss, book, "book.xlsx")
    assert counts(batch) == {"unchanged": 1}
    assert "Everything in this sheet is in the record already." in said
    assert "There is nothing to apply" in said


@pytest.mark.parametrize(
    "content, name",
    [
        ("acronym;name\nX1;Büro für Übung\n".encode("utf-8-sig"), "semicolon.csv"),
        ("acronym;name\nX1;Büro für Übung\n".encode("cp1252"), "cp1252.csv"),
        ("acronym\tname\nX1\tBüro für Übung\n".encode("utf-16"), "utf-16.txt"),
    ],
)
def test_semicolons_windows_1252_and_utf_16_are_read(boss, content, name):
    """More: test_readers.py."""
    _, batch = send(boss, content, name, kind="agencies")
    apply(boss, batch)
    assert Agency.objects.get(acronym="X1").name == "Büro für Übung"


def test_one_cell_too_many_refuses_that_row_alone(boss):
    _, batch = send(boss, "acronym,name\nX1,First Office\nX2,Second, Office\nX3,Third\n")
    assert list(refused(batch)) == [3]
    assert "3 cells" in refused(batch)[3][0][2]
    apply(boss, batch, partial="1")
    assert Agency.objects.filter(acronym__in=["X1", "X2", "X3"]).count() == 2


def test_a_small_workbook_with_a_cell_at_the_far_corner_is_refused_at_once(boss):
    """More: test_readers.py, however such a cell is written."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Agencies")
        sheet.write_row(0, 0, ["acronym", "name"])
        sheet.write("XFD1048576", "x")
    assert len(file.getvalue()) < 8_000
    said, batch = send(boss, file.getvalue(), "far.xlsx")
    assert batch is None
    assert "its last cell is XFD1048576" in said


# Out


def test_formulas_are_defused_on_export_and_numbers_stay_numbers(boss):
    """More: tests/admin/test_exports.py; no field keeps a tab at its beginning."""
    names = ["=1+1", "+1 office", "-office", "@office"]
    for number, name in enumerate(names):
        Official.objects.create(family_name=f"F{number}", name=f"F{number}", birth_year=1950)
        Official.objects.filter(family_name=f"F{number}").update(honorific=name)
    kind = [one.ending for one in SHEET_FORMATS].index("csv")
    out = boss.post("/admin/registry/official/export/", {"format": kind, "resource": 0})
    text = out.getvalue().decode("utf-8-sig")
    rows = {row["family_name"]: row for row in csv.DictReader(io.StringIO(text))}
    for number, name in enumerate(names):
        assert rows[f"F{number}"]["honorific"] == f"'{name}"
        assert rows[f"F{number}"]["birth_year"] == "1950"


# History


def test_what_comes_in_in_bulk_has_its_history(boss):
    """More: test_apply.py."""
    _, batch = send(boss, "acronym,name\nX1,First Office\n")
    apply(boss, batch)
    _, other = send(boss, "acronym,name,website\nX1,First Office,https://x.gov\n")
    apply(boss, other)
    rows = Agency.objects.get(acronym="X1").history.order_by("history_id")
    assert [(r.history_type, r.history_user.username, r.import_batch) for r in rows] == [
        ("+", "boss", batch),
        ("~", "boss", other),
    ]
    assert ImportRow.objects.get(batch=other).changes[0][0] == "website"
    post(boss, other, "undo")
    assert rows.all().count() == 3 and "set back" in page(boss, other)

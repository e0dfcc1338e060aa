"""Refused rows come back corrected and go on in the same import; what nobody applied goes."""

import io
from datetime import datetime, timedelta

import pytest
import xlsxwriter
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from python_calamine import CalamineWorkbook

from registry.imports.parts import forget_unapplied
from registry.models import (
    Agency,
    ImportBatch,
    ImportFile,
    ImportPart,
    ImportRow,
    Meeting,
    Seat,
)

from .browser import ADD, apply, may, page, post, send, sent
from .sheets import load, written

pytestmark = pytest.mark.one_database

SHEET = "acronym,name,parent\nX1,First Office,State\nX2,Second Office,Nowhere\nX3,Third Office,Neverland\n"


def refused_sheet(client, batch) -> list[list]:
    response = client.get(f"/admin/registry/importbatch/{batch.pk}/refused/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    return book.get_sheet_by_index(0).to_python()


def workbook(rows, name="to correct.xlsx", sheet="sheet", **more):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for title, lines in ({sheet: rows} | more).items():
            table = book.add_worksheet(title)
            for number, row in enumerate(lines):
                table.write_row(number, 0, row)
    file.seek(0)
    file.name = name
    return file


def correct(client, batch, rows):
    return post(client, batch, "correct", file=workbook(rows)).content.decode()


def mended(client, batch, **cells):
    """Our own sheet as it came, with other words in some columns of some rows."""
    head, *rows = refused_sheet(client, batch)
    for row in rows:
        for column, said in cells.items():
            place = head.index(column)
            row[place] = said.get(row[head.index("acronym")], row[place])
    return [head, *rows]


def offices() -> list[str]:
    found = Agency.objects.filter(acronym__startswith="X").order_by("acronym")
    return list(found.values_list("acronym", flat=True))


def test_corrected_rows_go_on_in_the_same_import_before_it_is_applied(cast, clerk):
    _, batch = send(clerk, SHEET)
    rows = mended(clerk, batch, parent={"X2": "State", "X3": "State"})
    assert [row[1] for row in rows] == ["acronym", "X2", "X3"]
    said = correct(clerk, batch, rows)
    assert "Left out, since no field is known for it" not in said
    assert "to correct.xlsx" in said
    assert "Refused: 0" in said and "New: 3" in said
    apply(clerk, batch)
    batch.refresh_from_db()
    assert batch.state == "applied"
    assert offices() == ["X1", "X2", "X3"]
    assert [part.name for part in batch.parts.all()] == ["sheet.csv", "to correct.xlsx"]


def test_or_when_the_good_rows_are_applied_already(cast, clerk):
    _, batch = send(clerk, SHEET)
    apply(clerk, batch, partial="1")
    assert offices() == ["X1"]
    rows = mended(clerk, batch, parent={"X2": "State", "X3": "State"})
    said = correct(clerk, batch, rows)
    assert "Applied in part, more to be decided." in said
    assert "New: 2" in said and "First Office" not in said  # what remains, and no more
    assert offices() == ["X1"]
    apply(clerk, batch)
    batch.refresh_from_db()
    assert batch.state == "applied"
    assert offices() == ["X1", "X2", "X3"]
    assert ImportBatch.objects.count() == 1
    # The page shows all of it again, and each row's own file.
    assert "New: 3" in page(clerk, batch)
    came = ImportRow.objects.filter(batch=batch, outcome="new").order_by("id")
    assert [(batch.report["sheets"][row.sheet]["file"], row.number) for row in came] == [
        ("sheet.csv", 2),
        ("to correct.xlsx", 2),
        ("to correct.xlsx", 3),
    ]


def test_undo_takes_all_of_it_back(cast, clerk):
    may(User.objects.get(username="clerk"), "undo_agency")
    _, batch = send(clerk, SHEET)
    apply(clerk, batch, partial="1")
    correct(clerk, batch, mended(clerk, batch, parent={"X2": "State"}))
    apply(clerk, batch, partial="1")
    assert offices() == ["X1", "X2"]
    said = post(clerk, batch, "undo").content.decode()
    assert "2 records removed, 0 set back." in said
    assert offices() == []


def test_undo_between_the_two_lets_the_rest_go(cast, clerk):
    may(User.objects.get(username="clerk"), "undo_agency")
    _, batch = send(clerk, SHEET)
    apply(clerk, batch, partial="1")
    correct(clerk, batch, mended(clerk, batch, parent={"X2": "State"}))
    post(clerk, batch, "undo")
    batch.refresh_from_db()
    assert batch.state == "undone" and batch.parts.count() == 1
    assert offices() == []
    assert "Apply" not in page(clerk, batch)


def test_what_is_still_wrong_comes_back_once_more(cast, clerk):
    _, batch = send(clerk, SHEET)
    apply(clerk, batch, partial="1")
    correct(clerk, batch, mended(clerk, batch, parent={"X2": "State"}))
    apply(clerk, batch, partial="1")
    assert offices() == ["X1", "X2"]
    head, row = refused_sheet(clerk, batch)
    assert head == ["Problems", "acronym", "name", "parent"]
    assert row[1] == "X3"
    correct(clerk, batch, mended(clerk, batch, parent={"X3": "State"}))
    apply(clerk, batch)
    assert offices() == ["X1", "X2", "X3"]
    assert ImportBatch.objects.get().parts.count() == 3


def test_a_row_that_does_not_come_back_is_left_out_and_that_is_told(cast, clerk):
    _, batch = send(clerk, SHEET)
    rows = mended(clerk, batch, parent={"X2": "State"})
    said = correct(clerk, batch, rows[:2])
    assert "Of 2 rows that were not taken in 1 came back. The others are left out." in said
    apply(clerk, batch)
    assert offices() == ["X1", "X2"]


def test_a_correction_that_can_t_be_read_leaves_the_import_as_it_was(cast, clerk):
    _, batch = send(clerk, SHEET)
    apply(clerk, batch, partial="1")
    file = io.BytesIO(b"%PDF-1.7")
    file.name = "wrong.pdf"
    said = post(clerk, batch, "correct", file=file).content.decode()
    assert "This is no spreadsheet but a PDF." in said
    batch.refresh_from_db()
    assert (batch.state, batch.parts.count()) == ("partial", 1)
    assert [row[1] for row in refused_sheet(clerk, batch)] == ["acronym", "X2", "X3"]


def test_nor_does_one_before_it_is_applied(cast, clerk):
    _, batch = send(clerk, SHEET)
    file = io.BytesIO(b"%PDF-1.7")
    file.name = "wrong.pdf"
    said = post(clerk, batch, "correct", file=file).content.decode()
    assert "PDF" in said and "Refused: 2" in said and "New: 1" in said
    apply(clerk, batch, partial="1")
    assert offices() == ["X1"]


def test_the_rest_is_discarded_and_what_was_applied_stays(cast, clerk):
    _, batch = send(clerk, SHEET)
    apply(clerk, batch, partial="1")
    correct(clerk, batch, mended(clerk, batch, parent={"X2": "State"}))
    said = post(clerk, batch, "discard").content.decode()
    assert "The rest is discarded. What was applied before stays." in said
    assert offices() == ["X1"]
    assert [row[1] for row in refused_sheet(clerk, batch)] == ["acronym", "X2", "X3"]


def test_where_nothing_was_refused_nothing_comes_back(cast, clerk):
    _, batch = send(clerk, "acronym,name\nX1,First Office\n")
    said = correct(clerk, batch, [["acronym", "name"], ["X2", "Second Office"]])
    assert "Every row of this import is taken in: send the sheet as a new one." in said
    apply(clerk, batch)
    assert "is applied: send the sheet as a new one." in correct(clerk, batch, [["name"]])
    assert offices() == ["X1"]


def test_dates_and_values_for_the_whole_sheet_come_back_too(cast, clerk):
    """A cell that was a date stands as text in our sheet, and is read as the same date."""
    may(User.objects.get(username="clerk"), "import_meeting", "apply_meeting")
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as made:
        table = made.add_worksheet("Meetings")
        dated = made.add_format({"num_format": "yyyy-mm-dd"})
        table.write_row(0, 0, ["date", "status"])
        for row, status in enumerate(("held", "perhaps"), start=1):
            table.write_datetime(row, 0, datetime(2006, 5, 3 + row), dated)
            table.write(row, 1, status)
    book.seek(0)
    book.name = "meetings.xlsx"
    clerk.post(ADD, {"file": book, "kind": "meetings", "sheet": "", "fixed": "bodies=PITF"})
    batch = ImportBatch.objects.get()
    apply(clerk, batch, partial="1")
    head, row = refused_sheet(clerk, batch)
    row[head.index("status")] = "held"
    assert "New: 1" in correct(clerk, batch, [head, row])
    apply(clerk, batch)
    made = batch.rows.filter(kind="meeting", outcome="new").values("record_id")
    meetings = Meeting.objects.filter(pk__in=made)
    assert {str(one.held_on) for one in meetings} == {"2006-05-04", "2006-05-05"}
    assert {body for one in meetings for body in one.bodies.all()} == {cast.pitf}


@pytest.mark.parametrize("applied", [False, True])
def test_of_a_cross_table_the_other_marks_of_a_row_are_not_lost(cast, clerk, applied):
    _, batch = send(clerk, "Agency,PITF,SPOG\nED,observer,emperor\nDOL,observer,observer\n")
    if applied:
        apply(clerk, batch, partial="1")
    head, *rows = refused_sheet(clerk, batch)
    assert [row[1:] for row in rows] == [
        *([] if applied else [["ED", "PITF", "observer"]]), ["ED", "SPOG", "emperor"],
    ]  # fmt: skip
    rows[-1][-1] = "observer"
    correct(clerk, batch, [head, *rows])
    apply(clerk, batch)
    seats = Seat.objects.filter(role="observer").order_by("agency__acronym", "body__acronym")
    assert [(one.agency.acronym, one.body.acronym) for one in seats] == [
        ("DOL", "PITF"), ("DOL", "SPOG"), ("ED", "PITF"), ("ED", "SPOG")
    ]  # fmt: skip


def test_our_own_column_of_problems_is_known_in_any_sheet(cast, tmp_path):
    path = written(tmp_path, "Problems,acronym,name\nwhat was wrong,X1,First Office")
    result = load(path)
    [sheet] = result.report["sheets"]
    assert result.applied
    assert (sheet["columns"]["unknown"], sheet["notices"]) == ([], [])


def test_sheets_of_one_name_come_back_under_names_of_their_own(cast, clerk):
    text = "acronym,name,parent\nX{0},Office {0},Nowhere\n"
    files = [sent(text.format(n), f"[a{n}]/ag*.csv")["file"] for n in (1, 2)]
    clerk.post(ADD, {"file": files, "kind": "agencies", "sheet": "", "fixed": ""})
    batch = ImportBatch.objects.get()
    response = clerk.get(f"/admin/registry/importbatch/{batch.pk}/refused/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    assert book.sheet_names == ["ag", "ag 2"]


# Several files at once


def leaving(client, batch, **said) -> list[tuple]:
    """What then stands in the report of each sheet: is it left out, and how many are new."""
    post(client, batch, "leave-out", **said)
    batch.refresh_from_db()
    return [(one["left_out"], one["new"]) for one in batch.report["sheets"]]


def test_a_sheet_is_left_out_and_taken_in_again(cast, clerk):
    agencies = sent("acronym,name\nX1,First Office\nX2,\n", name="agencies.csv")["file"]
    seats = sent("body,agency\nPITF,HHS\nPITF,Nowhere\n", name="memberships.csv")["file"]
    shown, batch = send(clerk, "", file=[agencies, seats])
    assert shown.content.decode().count('value="Leave this sheet out"') == 2
    assert leaving(clerk, batch, sheet="1") == [(False, 1), (True, 0)]
    told = page(clerk, batch)
    assert "Left out: nothing of this sheet is taken in." in told
    assert 'value="Take it in again"' in told
    assert [row[1] for row in refused_sheet(clerk, batch)] == ["acronym", "X2"]
    # The last one stays: an import of nothing would be no import.
    assert leaving(clerk, batch, sheet="0") == [(False, 1), (True, 0)]
    assert leaving(clerk, batch, sheet="1", again="1") == [(False, 1), (False, 1)]
    assert leaving(clerk, batch, sheet="0") == [(True, 0), (False, 1)]
    apply(clerk, batch, partial="1")
    assert not Agency.objects.filter(acronym="X1").exists()
    assert cast.pitf.seats.filter(agency=cast.health).exists()
    applied = page(clerk, batch)
    assert 'value="Take it in again"' not in applied
    assert "by clerk (left out)" in applied and "by clerk (applied)" in applied
    # What is applied stays as it was.
    assert leaving(clerk, batch, sheet="0", again="1") == [(True, 0), (False, 1)]


def test_a_file_of_several_sheets_is_left_out_whole(cast, clerk):
    agencies, seats = (
        [["acronym", "name"], ["X1", "One"]],
        [["body", "agency"], ["PITF", "HHS"]],
    )
    book = workbook(agencies, sheet="Agencies", Seats=seats)
    other = sent("acronym,name\nX3,Third Office\n", name="other.csv")["file"]
    shown, batch = send(clerk, "", file=[book, other])
    assert shown.content.decode().count('value="Leave this file out"') == 1
    assert leaving(clerk, batch, file="0") == [(True, 0), (True, 0), (False, 1)]
    assert 'value="Take this file in again"' in page(clerk, batch)
    assert leaving(clerk, batch, file="0", again="1") == [(False, 1)] * 3


def test_which_row_is_right_is_asked_anew_when_a_sheet_is_left_out(cast, clerk):
    rows = "X1,First Office,https://one.gov", "X1,First Office,https://two.gov"
    files = [sent(f"acronym,name,website\n{row}\n", name="a.csv")["file"] for row in rows]
    shown, batch = send(clerk, "", file=files)
    [question] = shown.context["questions"]
    said = {"answer-0": "2", "asked-0": question["named"]}
    post(clerk, batch, "decide", **said)
    assert leaving(clerk, batch, sheet="1") == [(False, 1), (True, 0)]


def test_columns_of_sheets_of_one_name_are_chosen_for_each(cast, clerk):
    first, second = (
        sent(f"acronym,name,Cell\n{row}\n", name="staff.csv")["file"]
        for row in ("X1,First Office,https://one.gov", "X2,Second Office,of 1947")
    )
    _, batch = send(clerk, "", file=[first, second])
    told = post(clerk, batch, "columns", **{"0-2": "website", "1-2": "told_apart_by"})
    batch.refresh_from_db()
    assert [one["columns"]["fields"].get("Cell") for one in batch.report["sheets"]] == [
        "website",
        "told_apart_by",
    ]
    assert told.status_code == 200


def test_several_files_are_sent_together(cast, clerk):
    seats = sent("body,agency,role\nPITF,First Office,observer\n", "seats.csv")["file"]
    agencies = sent("acronym,name\nX1,First Office\n", "agencies.csv")["file"]
    clerk.post(ADD, {"file": [seats, agencies], "kind": "", "sheet": "", "fixed": ""})
    batch = ImportBatch.objects.get()
    said = page(clerk, batch)
    assert "seats.csv" in said and "agencies.csv" in said and "New: 2" in said
    apply(clerk, batch)
    assert Seat.objects.get(role="observer").agency.acronym == "X1"


def test_without_a_file_one_is_asked_for(clerk):
    response = clerk.post(ADD, {"kind": "", "sheet": "", "fixed": ""})
    assert "Choose one file, or several." in response.content.decode()


# What nobody applied


def long_ago(batch, days=31):
    then = timezone.now() - timedelta(days=days)
    ImportBatch.objects.filter(pk=batch.pk).update(created_at=then)
    ImportPart.objects.filter(batch=batch).update(sent_at=then)


def test_what_nobody_applied_is_forgotten_with_its_file_when_the_next_comes(cast, clerk):
    _, old = send(clerk, "acronym,name\nX1,First Office\n")
    _, young = send(clerk, "acronym,name\nX2,Second Office\n")
    _, applied = send(clerk, "acronym,name\nX3,Third Office\n")
    apply(clerk, applied)
    long_ago(old)
    long_ago(young, days=29)
    long_ago(applied)
    assert ImportFile.objects.count() == 3
    send(clerk, "acronym,name\nX4,Fourth Office\n")
    assert not ImportBatch.objects.filter(pk=old.pk).exists()
    assert not ImportRow.objects.filter(batch_id=old.pk).exists()
    assert ImportBatch.objects.filter(pk__in=[young.pk, applied.pk]).count() == 2
    assert ImportFile.objects.count() == 3
    assert page(clerk, applied)


def test_or_when_the_site_is_prepared(cast, clerk, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    _, old = send(clerk, "acronym,name\nX1,First Office\n")
    post(clerk, old, "discard")
    long_ago(old)
    call_command("prepare")
    assert not ImportBatch.objects.exists() and not ImportFile.objects.exists()


def test_of_an_import_that_was_applied_in_part_only_the_rest_is_forgotten(cast, clerk):
    _, batch = send(clerk, SHEET)
    apply(clerk, batch, partial="1")
    correct(clerk, batch, mended(clerk, batch, parent={"X2": "State"}))
    long_ago(batch)
    forget_unapplied(timezone.now() - timedelta(days=30))
    batch.refresh_from_db()
    assert (batch.state, batch.parts.count(), ImportFile.objects.count()) == ("partial", 1, 1)
    assert [row[1] for row in refused_sheet(clerk, batch)] == ["acronym", "X2", "X3"]
    assert offices() == ["X1"]


def test_a_file_that_another_import_has_too_is_kept(cast, clerk):
    _, old = send(clerk, "acronym,name\nX1,First Office\n")
    _, young = send(clerk, "acronym,name\nX1,First Office\n")
    assert ImportFile.objects.count() == 1
    long_ago(old)
    forget_unapplied(timezone.now() - timedelta(days=30))
    apply(clerk, young)
    assert offices() == ["X1"]

"""A plan is kept with its batch, so that what was shown is what is written."""

from datetime import timedelta

import pytest

from registry.imports import batches, kept
from registry.imports.batches import confirm, plan_batch, send_again
from registry.imports.write import stamp
from registry.models import Agency, ImportPlan, Meeting

from .sheets import AT, TODAY, load, start, told, written

SHEET = "acronym,name,website\nX1,First Office,https://one.gov\nState,Department of State,"


@pytest.fixture
def batch(cast, tmp_path):
    return start(written(tmp_path, SHEET)).batch


@pytest.fixture
def gone_through(monkeypatch) -> list:
    """How often the files of a batch were gone through."""
    seen, plan_parts = [], batches._plan_parts

    def counted(batch, **options):
        seen.append(batch.pk)
        return plan_parts(batch, **options)

    monkeypatch.setattr(batches, "_plan_parts", counted)
    return seen


def agreed(batch, today=TODAY):
    return confirm(batch, by=None, at=AT, today=today)


def test_files_are_gone_through_once(batch, gone_through):
    assert agreed(batch).applied
    assert gone_through == []
    assert Agency.objects.get(acronym="X1").website == "https://one.gov"


def test_only_what_would_be_written_is_kept(batch):
    pieces = kept._pieces(ImportPlan.objects.get().packed)
    assert {(one.what, one.kind) for one in pieces if one.what != "kind"} == {("new", "agency")}
    [[new]] = [one.read() for one in pieces if one.what == "new"]
    assert "First Office" in new


def test_a_new_record_is_read_with_the_new_ones_it_links_to_and_no_more(
    cast, tmp_path, monkeypatch
):
    monkeypatch.setattr(kept, "PIECE", 1)
    sheet = (
        "official,position,agency,start\n"
        "Jane Doe,Chair of Tests,State,2001-01-01\n"
        "Otto Brahm,Director of Rivers,State,2002-02-02\n"
        "Mia Quist,Counsel for Woods,State,2003-03-03\n"
    )
    batch = start(written(tmp_path, sheet)).batch
    plan, met = kept.planned_records(batch, {("appointment", -2)})
    assert {kind: list(one.records) for kind, one in plan.registers.items()} == {
        "appointment": [-2],
        "official": [-2],
        "position": [-2],
    }
    agency = Agency.objects.get(acronym="State").pk
    assert met == {("agency", agency), *((kind, -2) for kind in plan.registers)}
    assert plan.registers["official"].get(-2, "name") == "Otto Brahm"


def test_a_plan_goes_when_it_is_applied_or_made_anew(batch):
    first = ImportPlan.objects.get().rests_on
    Agency.objects.create(name="Another")
    plan_batch(batch, today=TODAY)
    assert ImportPlan.objects.get().rests_on != first
    assert agreed(batch).applied
    assert not ImportPlan.objects.exists()


def test_on_another_day_the_files_are_gone_through_again(batch, gone_through):
    """Years of two digits, and what is past, hang on the day."""
    assert agreed(batch, today=TODAY + timedelta(days=1)).applied
    assert gone_through == [batch.pk]


def test_when_the_record_moved_on_they_are_gone_through_again(batch, gone_through):
    Agency.objects.create(name="Another")
    assert agreed(batch).applied  # it does the same as was shown
    assert gone_through == [batch.pk]


def test_a_file_that_came_since_is_gone_through_and_shown_first(cast, tmp_path):
    sheet = "acronym,name,parent\nX1,First Office,State\nX2,Second Office,Nowhere"
    batch = start(written(tmp_path, sheet)).batch
    mended = written(tmp_path, sheet.replace("Nowhere", "State"), name="mended.csv")
    send_again(batch, mended, mended.name, by=None, at=AT)
    result = confirm(batch, by=None, at=AT, today=TODAY, partial=True)
    assert (result.applied, result.moved) == (False, True)
    assert not Agency.objects.filter(acronym__in=["X1", "X2"]).exists()
    assert agreed(batch).applied
    assert Agency.objects.filter(acronym__in=["X1", "X2"]).count() == 2


def test_what_is_discarded_keeps_no_plan(client, admin_user, batch):
    client.force_login(admin_user)
    client.post(f"/admin/registry/importbatch/{batch.pk}/discard/")
    batch.refresh_from_db()
    assert batch.state == "discarded"
    assert not ImportPlan.objects.exists()


def test_a_plan_from_before_a_kind_got_another_field_does_not_hold(
    batch, gone_through, monkeypatch
):
    def without_last_field(piece):
        told = read(piece)
        return [told[0][:-1], told[1]] if piece.what == "kind" else told

    read = kept.Piece.read
    monkeypatch.setattr(kept.Piece, "read", without_last_field)
    assert kept.planned_records(batch, {("agency", -1)})[0].registers == {}
    assert agreed(batch).applied
    assert gone_through == [batch.pk]


def test_nor_does_one_that_was_kept_in_another_form(batch, gone_through):
    ImportPlan.objects.update(packed=b"x\x01 another form")
    assert kept.planned_records(batch, {("agency", -1)})[0].registers == {}
    assert agreed(batch).applied
    assert gone_through == [batch.pk]


def test_changes_are_kept(cast, tmp_path, gone_through):
    sheet = "acronym,name,website\nState,Department of State,https://state.gov"
    batch = start(written(tmp_path, sheet)).batch
    assert told(batch) == {"changed": 1}
    gone_through.clear()
    assert agreed(batch).applied and gone_through == []
    assert Agency.objects.get(acronym="State").website == "https://state.gov"


def test_links_to_several_are_kept(cast, tmp_path, gone_through):
    meeting = Meeting.objects.filter(bodies__acronym="PITF", held_on="2007-10-25").get()
    batch = start(written(tmp_path, "body,date,status\nPITF; SPOG,2007-10-25,held")).batch
    gone_through.clear()
    assert agreed(batch).applied and gone_through == []
    assert {body.acronym for body in meeting.bodies.all()} == {"PITF", "SPOG"}


def test_the_stamp_sees_who_began_before_and_ended_after(cast):
    """His row in the history has a lower number than the last one that was seen."""
    agency = Agency.objects.create(name="First")
    early = agency.history.get()
    Agency.objects.create(name="Second")
    number = early.history_id
    early.delete()
    before = stamp()
    early.history_id = number
    early.save_base(raw=True, force_insert=True)
    assert stamp() != before


def test_a_batch_with_nothing_new_is_applied_without_another_look(cast, tmp_path, gone_through):
    path = written(tmp_path, SHEET)
    assert load(path).applied
    batch = start(path).batch
    gone_through.clear()
    before = stamp()
    assert agreed(batch).applied
    assert gone_through == [] and stamp() == before

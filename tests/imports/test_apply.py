"""A plan is carried out: rows as save() would write them, history and trace beside them."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, connection, transaction

from registry.imports import apply, batches
from registry.imports.batches import confirm
from registry.imports.rows import Refused
from registry.imports.write import insert_rows
from registry.models import (
    RECORDS,
    Agency,
    Appointment,
    ExternalId,
    ImportBatch,
    ImportRow,
    Meeting,
    Official,
    Seat,
    Subject,
)
from registry.models.kinds import derived_fields

from .sheets import AT, DATA, TODAY, load, reasons, start, told, written

CORE = "agencies officials positions appointments bodies memberships meetings attendance"


@pytest.fixture
def clerk(db):
    return get_user_model().objects.create_user("clerk")


@pytest.fixture
def core(db, clerk):
    """Each sheet shown first, and written from the plan that was kept."""
    for name in [*CORE.split(), "topics", "resolutions", "documents"]:
        batch = start(DATA / "core" / f"{name}.csv").batch
        assert confirm(batch, by=clerk, at=AT, today=TODAY).applied


def test_rows_stand_as_save_would_have_written_them(core):
    """Keys, derived columns and defaults: nothing changes when each record is saved."""
    checked = 0
    for model in RECORDS:
        fields = [field.attname for field in model._meta.concrete_fields]
        for record in model.objects.all()[:60]:
            before = model.objects.filter(pk=record.pk).values(*fields).get()
            record.full_clean()
            record.save()
            assert model.objects.filter(pk=record.pk).values(*fields).get() == before
            checked += bool(derived_fields(model))
    assert checked > 200


def test_each_new_record_has_one_history_row_with_user_and_import(core, clerk):
    for model in RECORDS:
        for record in model.objects.all()[:20]:
            [row] = record.history.all()
            assert (row.history_type, row.history_user, row.history_date) == ("+", clerk, AT)
            assert row.import_batch.state == "applied"
            for field in model.history.model.tracked_fields:
                assert getattr(row, field.attname) == getattr(record, field.attname)
    meeting = Meeting.objects.first()
    assert [one.body for one in meeting.history.get().bodies.all()] == list(
        meeting.bodies.all()
    )


def test_the_trace_leads_from_a_record_to_its_row(core):
    lagon = Official.objects.get(family_name="Lagon")
    held = lagon.appointments.get(position__title__startswith="Director of the Office to M")
    [row] = ImportRow.objects.filter(kind="appointment", record_id=held.pk)
    assert (row.batch.name, row.outcome, row.is_main) == ("appointments.csv", "new", True)
    assert "Mark Lagon" in row.cells


def test_the_office_s_numbers_are_kept_and_lead_to_their_records(core):
    number = ExternalId.objects.get(kind="official", office_id="P-001")
    assert Official.objects.get(pk=number.record_id).name == "Condoleezza Rice"


def test_a_refused_row_stops_all_or_is_left_out_as_chosen(cast, tmp_path):
    path = written(
        tmp_path,
        """
        acronym,name,parent
        X1,First Office,State
        X2,Second Office,Nowhere
        """,
    )
    before = Agency.objects.count()
    result = load(path)
    assert not result.applied and result.batch.state == "planned"
    assert Agency.objects.count() == before
    result = load(path, partial=True)
    assert result.applied and result.batch.state == "partial"
    assert Agency.objects.count() == before + 1
    assert sorted(reasons(result)) == [3]


def test_a_dry_run_writes_nothing_at_all(cast, tmp_path):
    path = written(tmp_path, "acronym,name\nX1,First Office")
    before = Agency.objects.count()
    result = load(path, dry_run=True)
    assert told(result) == {"new": 1}
    assert (result.batch, Agency.objects.count()) == (None, before)
    assert not ImportBatch.objects.exists() and not ImportRow.objects.exists()


def test_a_changed_record_has_a_second_history_row_and_keeps_its_other_values(cast, tmp_path):
    rice = Official.objects.get(family_name="Rice")
    path = written(tmp_path, "family,given,birth year\nRice,Condoleezza,1954")
    assert told(load(path)) == {"changed": 1}
    changed = Official.objects.get(pk=rice.pk)
    assert changed.birth_year == 1954
    assert (changed.key, changed.name) == (rice.key, rice.name)
    first, second = changed.history.order_by("history_id")
    assert (first.history_type, second.history_type) == ("+", "~")
    assert second.birth_year == 1954


def test_an_edit_by_hand_is_kept_unless_chosen(cast, tmp_path):
    path = written(tmp_path, "acronym,name,website\nX1,First Office,https://one.gov")
    load(path)
    office = Agency.objects.get(acronym="X1")
    office.website = "https://by-hand.gov"
    office.save()
    result = load(path)
    assert told(result) == {"unchanged": 1}
    assert "was entered by hand since the last import and is kept" in str(result.report)
    assert Agency.objects.get(acronym="X1").website == "https://by-hand.gov"
    load(path, overwrite=True)
    assert Agency.objects.get(acronym="X1").website == "https://one.gov"


def test_what_others_write_while_a_file_is_gone_through_is_counted_in(
    cast, tmp_path, monkeypatch
):
    plan_parts = batches._plan_parts

    def and_somebody_writes(*args, **kwargs):
        plan = plan_parts(*args, **kwargs)
        Agency.objects.get_or_create(name="First Office", acronym="X1")
        return plan

    monkeypatch.setattr(batches, "_plan_parts", and_somebody_writes)
    result = load(written(tmp_path, "acronym,name,website\nX1,First Office,https://one.gov"))
    assert (told(result), result.applied) == ({"changed": 1}, True)
    assert Agency.objects.get(acronym="X1").website == "https://one.gov"
    assert result.batch.rows.count() == 1


def test_what_the_database_refuses_among_many_rows_is_an_integrity_error(db):
    """Which `write` tells in words; COPY has errors of its own."""
    table, columns = (
        Subject._meta.db_table,
        ["key", "name", "name_folded", "is_public", "remarks"],
    )
    one = ("one", "One", "one", True, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(table, columns, [one, ("one", "Two", "two", True, "")])
    insert_rows(table, columns, [one, ("two", "A\tB\\N", "ab", True, "")])
    assert Subject.objects.get(key="two").name == "A\tB\\N"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL counts")
def test_after_many_rows_postgresql_knows_how_many_there_are(db, tmp_path, monkeypatch):
    monkeypatch.setattr(apply, "MANY", 20)

    def counted(model):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples FROM pg_class WHERE relname = %s", [model._meta.db_table]
            )
            return cursor.fetchone()[0]

    before = counted(Agency)
    few = "".join(f"\nF{n},Small Office {n}" for n in range(19))
    load(written(tmp_path, f"acronym,name{few}"))
    assert counted(Agency) == before
    many = "".join(f"\nM{n},Large Office {n}" for n in range(20))
    load(written(tmp_path, f"acronym,name{many}"))
    assert counted(Agency) == 39


# Shown first, applied later


def agreed(batch, **options):
    return confirm(batch, by=None, at=AT + timedelta(hours=1), today=TODAY, **options)


def test_what_was_shown_is_what_is_applied(cast, tmp_path):
    path = written(tmp_path, "acronym,name,parent\nX1,First Office,State")
    batch = start(path).batch
    assert not Agency.objects.filter(acronym="X1").exists()
    path.unlink()  # the batch has the file
    assert agreed(batch).applied
    office = Agency.objects.get(acronym="X1")
    assert ImportRow.objects.get(batch=batch).record_id == office.pk


def test_if_the_record_moved_on_the_difference_is_shown_and_nothing_applied(cast, tmp_path):
    path = written(tmp_path, "acronym,name,website\nX1,First Office,https://one.gov")
    batch = start(path).batch
    Agency.objects.create(name="First Office", acronym="X1")
    result = agreed(batch)
    assert (result.applied, result.moved) == (False, True)
    assert told(result) == {"changed": 1}
    assert Agency.objects.get(acronym="X1").website == ""
    assert agreed(batch).applied
    assert Agency.objects.get(acronym="X1").website == "https://one.gov"


def test_a_batch_is_applied_once(cast, tmp_path):
    batch = start(written(tmp_path, "acronym,name\nX1,First Office")).batch
    agreed(batch)
    with pytest.raises(Refused, match="This import is applied already"):
        agreed(batch)


def test_a_decision_settles_every_row_of_that_text(cast, tmp_path):
    path = written(
        tmp_path,
        """
        body,agency,role
        PITF,Dept of Stat,observer
        SPOG,Dept of Stat,observer
        """,
    )
    batch = start(path).batch
    assert batch.rows.filter(outcome="review").count() == 2
    state = Agency.objects.get(acronym="State")
    batch.decisions = {"agency:dept of stat": ["is", state.pk]}
    batch.save()
    result = agreed(batch)
    assert result.moved  # the answer changed the plan: it is shown first
    assert agreed(batch).applied
    assert Seat.objects.filter(agency=state, role="observer").count() == 2


def test_appointments_keep_their_dates_in_bulk(cast, tmp_path):
    path = written(
        tmp_path,
        """
        official,position,agency,start,end
        Mary Poppins,Deputy Secretary of State,State,about 2006,present
        """,
    )
    load(path)
    held = Appointment.objects.get(official__family_name="Poppins")
    assert (held.started_on, held.ended_on) == ("2006~", "..")
    assert held.earliest_start.isoformat() == "2005-01-01"
    assert held.key == "poppins-mary-deputy-secretary-of-state"

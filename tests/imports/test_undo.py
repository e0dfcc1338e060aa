"""An import is taken back in one step, except for what somebody has touched since."""

from datetime import timedelta

import pytest

from registry.acts.review import review
from registry.imports.rows import Refused
from registry.imports.undo import Undone, undo
from registry.models import (
    RECORDS,
    Agency,
    Appointment,
    ExternalId,
    ImportRow,
    Meeting,
    Official,
    Position,
    Seat,
)

from .sheets import AT, DATA, load, told, written

LATER = AT + timedelta(days=1)


def counts():
    return {model: model.objects.count() for model in RECORDS}


@pytest.mark.django_db
def test_a_whole_record_comes_and_goes():
    batches = []
    before = counts()
    for name in "agencies officials positions appointments bodies memberships meetings".split():
        batches.append(load(DATA / "core" / f"{name}.csv").batch)
    for batch in reversed(batches):
        undone = undo(batch, by=None, at=LATER)
        assert undone.kept == []
        batch.refresh_from_db()
        assert batch.state == "undone"
    assert counts() == before
    assert not ExternalId.objects.exists()
    gone = Official.history.filter(history_type="-")
    assert gone.count() == 124
    assert gone.first().history_change_reason.startswith("Undo of import")


def test_changed_cells_get_their_old_values_and_a_history_row(cast, tmp_path):
    path = written(tmp_path, "acronym,name,website\nDOL,Department of Labor,https://labor.gov")
    labor = Agency.objects.get(acronym="DOL")
    batch = load(path).batch
    undone = undo(batch, by=None, at=LATER)
    assert (undone.restored, undone.removed, undone.kept) == (1, 0, [])
    labor.refresh_from_db()
    assert labor.website == ""
    assert [row.history_type for row in labor.history.order_by("history_id")] == ["+", "~", "~"]
    assert load(path).applied  # and it can come again


def test_dates_go_back_with_what_follows_from_them(cast, tmp_path):
    held = Appointment.objects.get(official__family_name="Rice")
    before = (held.started_on, held.earliest_start, held.latest_end)
    path = written(
        tmp_path,
        "key,official,position,agency,start\n"
        f"{held.key},Condoleezza Rice,Secretary of State,State,2004-12",
    )
    batch = load(path).batch
    held.refresh_from_db()
    assert held.started_on == "2004-12"
    undo(batch, by=None, at=LATER)
    held = Appointment.objects.get(pk=held.pk)
    assert (held.started_on, held.earliest_start, held.latest_end) == before
    stored = Appointment.objects.filter(pk=held.pk).values_list("earliest_start", flat=True)
    assert stored.get() == before[1]


def test_what_was_edited_since_is_kept_and_listed(cast, tmp_path):
    path = written(tmp_path, "acronym,name\nX1,First Office\nX2,Second Office")
    batch = load(path).batch
    edited = Agency.objects.get(acronym="X1")
    edited.website = "https://edited.gov"
    edited.save()
    undone = undo(batch, by=None, at=LATER)
    assert undone.removed == 1
    assert undone.kept == [("agency", edited.pk, "x1", "changed since")]
    batch.refresh_from_db()
    assert batch.state == "half undone"
    assert not Agency.objects.filter(acronym="X2").exists()
    said = ImportRow.objects.filter(batch=batch).order_by("number")
    assert [row.undone for row in said] == ["kept: changed since", "undone"]


def test_what_others_rest_on_is_kept_with_all_that_it_rests_on_itself(cast, tmp_path):
    path = written(
        tmp_path,
        """
        acronym,name,parent
        X1,First Office,
        X2,Second Office,X1
        X3,Third Office,
        """,
    )
    batch = load(path).batch
    second = Agency.objects.get(acronym="X2")
    Position.objects.create(title="Head of the Second Office", agency=second)
    undone = undo(batch, by=None, at=LATER)
    assert undone.removed == 1
    assert {(key, why) for _, _, key, why in undone.kept} == {
        ("x1", "others rest on it"),
        ("x2", "others rest on it"),
    }
    assert Agency.objects.filter(acronym__in=["X1", "X2", "X3"]).count() == 2


def test_what_staff_have_reviewed_since_is_kept(cast, tmp_path):
    batch = load(written(tmp_path, "acronym,name\nX1,First Office\nX2,Second Office\n")).batch
    review([Agency.objects.get(acronym="X1")], by=None, at=LATER)
    undone = undo(batch, by=None, at=LATER)
    assert [(key, why) for _, _, key, why in undone.kept] == [("x1", "others rest on it")]
    assert [one.acronym for one in Agency.objects.filter(acronym__startswith="X")] == ["X1"]


def test_what_is_kept_is_called_what_staff_call_it():
    undone = Undone(removed=1, kept=[("agencyname", 1, "hew-1953", "changed since")])
    assert undone.in_words.splitlines() == [
        "1 record removed, 0 set back.",
        "The former name hew-1953 is kept: changed since.",
    ]


def test_a_body_added_to_a_meeting_leaves_it_again(cast, tmp_path):
    meeting = Meeting.objects.filter(bodies__acronym="PITF", held_on="2007-10-25").get()
    path = written(tmp_path, "body,date,status\nPITF; SPOG,2007-10-25,held")
    batch = load(path).batch
    assert {body.acronym for body in meeting.bodies.all()} == {"PITF", "SPOG"}
    undo(batch, by=None, at=LATER)
    assert {body.acronym for body in meeting.bodies.all()} == {"PITF"}


def test_an_import_is_undone_once(cast, tmp_path):
    batch = load(written(tmp_path, "acronym,name\nX1,First Office")).batch
    undo(batch, by=None, at=LATER)
    with pytest.raises(Refused, match="This import is undone: there is nothing to undo"):
        undo(batch, by=None, at=LATER)


def test_what_an_import_brought_along_goes_too(cast, tmp_path):
    path = written(
        tmp_path,
        """
        body,agency,position,role
        PITF,State,Under Secretary of State for Testing,observer
        """,
    )
    result = load(path)
    assert told(result) == {"new": 1}
    assert result.report["sheets"][0]["also_new"] == {"position": 1}
    undo(result.batch, by=None, at=LATER)
    assert not Seat.objects.filter(role="observer").exists()
    assert not Position.objects.filter(title__endswith="for Testing").exists()

"""The way of a sheet: who may do what from where, and what each act leaves behind."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from registry.acts import sheets
from registry.acts.sheets import WAYS, NotAllowed, open_acts
from registry.models import (
    Citation,
    Edition,
    EditionFact,
    FactSheet,
    Photo,
    SheetEvent,
)
from registry.prose import ProseError, render
from registry.vocabulary import EditionKind, EditionState, Manner, SheetAct, Stage

from ..cast import appoint, official
from ..office import hire

NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def office(db):
    return hire()


@pytest.fixture
def sheet(cast):
    """A draft whose every fact has a source, so that nothing doubtful is in the way."""
    for fact in render(cast.sheet).facts:
        if fact.kind != "factsheet":
            cite(cast, fact)
    return cast.sheet


def cite(cast, fact):
    kind = ContentType.objects.get_by_natural_key("registry", fact.kind)
    Citation.objects.get_or_create(
        source=cast.source, kind=kind, record_id=fact.record_id, field="", page=""
    )


def write(sheet, by, text=None):
    if text:
        sheet.text = text
        sheet.save()
    sheets.edited(sheet, by=by, at=NOW)


def first_edition(sheet, office) -> Edition:
    write(sheet, office["editor"])
    sheets.send(sheet, by=office["editor"], at=NOW)
    return sheets.issue(sheet, by=office["publisher"], at=NOW)


def stage(sheet) -> Stage:
    return FactSheet.objects.get(pk=sheet.pk).stage_at(NOW)


# Who may do what: a row an act, a column a role. A cell that is not here is not allowed.
ROLES = ["viewer", "editor", "importer", "publisher", "administrator"]
MATRIX = {
    SheetAct.EDIT: {"editor", "publisher", "administrator"},
    SheetAct.REMARK: {"editor", "publisher", "administrator"},
    SheetAct.SEND: {"editor", "publisher", "administrator"},
    SheetAct.SEND_BACK: {"publisher", "administrator"},
    SheetAct.ISSUE: {"publisher", "administrator"},
    SheetAct.SCHEDULE: {"publisher", "administrator"},
    SheetAct.CANCEL: {"publisher", "administrator"},
    SheetAct.DISCARD: {"editor", "publisher", "administrator"},
    SheetAct.WITHDRAW: {"publisher", "administrator"},
    SheetAct.SHARE: {"editor", "publisher", "administrator"},
    SheetAct.REVOKE: {"editor", "publisher", "administrator"},
    SheetAct.ACCEPT: {"publisher", "administrator"},
    SheetAct.COPY: {"editor", "publisher", "administrator"},
}


def test_the_matrix_has_every_act():
    assert MATRIX.keys() == WAYS.keys() == set(SheetAct)


@pytest.mark.one_database
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", SheetAct)
def test_roles_and_acts(sheet, office, act, role):
    first_edition(sheet, office)
    allowed = {one for at_stage in Stage for one in _open_at(sheet, at_stage, office[role])}
    assert (act in allowed) == (role in MATRIX[act])


def _open_at(sheet, at_stage, by):
    FactSheet.objects.filter(pk=sheet.pk).update(stage=at_stage)
    fresh = FactSheet.objects.get(pk=sheet.pk)
    if at_stage == Stage.SCHEDULED:
        # Only an edition that is still to come keeps a sheet at this stage.
        return open_acts(fresh, by, NOW - timedelta(hours=1))
    return open_acts(fresh, by, NOW)


@pytest.mark.parametrize(
    ("at_stage", "acts"),
    [
        (Stage.DRAFT, {"edit", "send", "discard", "withdraw"}),
        (Stage.IN_REVIEW, {"send back", "issue", "schedule", "discard", "withdraw"}),
        (Stage.SENT_BACK, {"edit", "send", "discard", "withdraw"}),
        (Stage.ISSUED, {"edit", "send", "withdraw"}),
    ],
)
def test_stages_and_acts(sheet, office, at_stage, acts):
    first_edition(sheet, office)
    always = {"remark", "share", "revoke", "accept", "copy"}
    assert set(_open_at(sheet, at_stage, office["publisher"])) == acts | always


def test_from_draft_to_the_first_edition(sheet, office):
    edition = first_edition(sheet, office)
    assert (edition.number, edition.kind, edition.issued_by) == (
        1,
        EditionKind.FIRST,
        office["publisher"],
    )
    assert edition.text.endswith("The PITF is chaired by the Secretary of State.")
    assert stage(sheet) == Stage.ISSUED
    assert [(e.act, e.by.username) for e in sheet.events.all()] == [
        ("edit", "editor"),
        ("send", "editor"),
        ("issue", "publisher"),
    ]


def test_nobody_issues_their_own_text_without_a_reason_that_stays(sheet, office):
    publisher = office["publisher"]
    write(sheet, publisher)
    sheets.send(sheet, by=publisher, at=NOW)
    with pytest.raises(ValidationError) as refused:
        sheets.issue(sheet, by=publisher, at=NOW)
    assert "reason" in refused.value.message_dict
    assert "wrote this text yourself" in sheets.standing_in_the_way(sheet, publisher)[0].message
    other = sheets.standing_in_the_way(sheet, office["other publisher"])
    assert other == []
    edition = sheets.issue(sheet, by=publisher, at=NOW, reason="Nobody else is in office.")
    assert edition.reason == "Nobody else is in office."
    assert SheetEvent.objects.get(act="issue").remark == "Nobody else is in office."


def test_a_text_sent_back_needs_a_word_why_and_comes_again(sheet, office):
    write(sheet, office["editor"])
    sheets.send(sheet, by=office["editor"], at=NOW)
    with pytest.raises(NotAllowed, match="“In review”; this can be done at “Draft”"):
        write(sheet, office["other editor"])
    with pytest.raises(ValidationError, match="Say what should be changed"):
        sheets.send_back(sheet, by=office["publisher"], at=NOW, text=" ")
    sheets.send_back(sheet, by=office["publisher"], at=NOW, text="Name the chair.")
    assert stage(sheet) == Stage.SENT_BACK
    write(sheet, office["editor"])
    assert stage(sheet) == Stage.DRAFT


def test_a_text_that_can_not_be_rendered_goes_to_no_review(sheet, office):
    write(sheet, office["editor"], "{{ pitf.charir }}")
    with pytest.raises(ProseError, match="no fact “charir”"):
        sheets.send(sheet, by=office["editor"], at=NOW)
    assert stage(sheet) == Stage.DRAFT


@pytest.mark.parametrize(
    ("text", "code", "may_stand"),
    [
        ("{{ officials.rice-condoleezza.name }}", "no source", True),
        ("[x](/bodies/nowhere/) {{ pitf.name }}", "dead link", True),
        ("[x](/no/such/page) {{ pitf.name }}", "dead link", True),
        ("{% photo pitf.last_meeting.photo %}", "no alternative text", False),
        ("   ", "empty", False),
    ],
)
def test_issuing_lists_what_is_missing_or_doubtful(sheet, cast, office, text, code, may_stand):
    Photo.objects.update(image="photos/x.png")
    sheet.text = text
    sheet.save()
    found = {one.code: one for one in sheets.standing_in_the_way(sheet, office["publisher"])}
    assert code in found
    assert found[code].may_stand is may_stand and found[code].mend


def test_a_warning_on_a_record_that_it_reads_is_a_doubt(sheet, cast, office):
    assert sheets.standing_in_the_way(sheet, office["publisher"]) == []
    appoint(official("Jo", "Rival"), cast.secretary, "2006", "2008")
    sheet.text = "{{ pitf.last_meeting.participants | roll }}"
    sheet.save()
    term = cast.chao.appointments.get()
    term.ended_on = "2007-10-24"
    term.save()
    found = {one.code: one for one in sheets.standing_in_the_way(sheet, office["publisher"])}
    assert "no appointment in the record covers that day" in found["warning"].message


def test_doubts_that_may_stand_need_a_reason_and_others_no_reason_helps(sheet, office):
    write(sheet, office["editor"], "{{ officials.rice-condoleezza.name }}")
    sheets.send(sheet, by=office["editor"], at=NOW)
    with pytest.raises(ValidationError) as refused:
        sheets.issue(sheet, by=office["publisher"], at=NOW)
    assert list(refused.value.message_dict) == ["reason"]
    sheet.is_public = False
    sheet.save()
    with pytest.raises(ValidationError) as refused:
        sheets.issue(sheet, by=office["publisher"], at=NOW, reason="Trust me.")
    assert "so nobody would see it" in refused.value.message_dict["__all__"][0]
    assert not sheet.editions.exists()


def second_draft(sheet, office, text="The {{ pitf.acronym }} changed."):
    write(sheet, office["editor"], text)
    sheets.send(sheet, by=office["editor"], at=NOW)


def test_from_the_second_edition_on_readers_are_told_what_changed(sheet, office):
    first_edition(sheet, office)
    second_draft(sheet, office)
    with pytest.raises(ValidationError) as refused:
        sheets.issue(sheet, by=office["publisher"], at=LATER)
    assert set(refused.value.message_dict) == {"kind", "note"}
    with pytest.raises(ValidationError) as refused:
        sheets.issue(
            sheet, by=office["publisher"], at=LATER, kind=EditionKind.CORRECTION, is_minor=True
        )
    assert "never minor" in refused.value.message_dict["is_minor"][0]
    edition = sheets.issue(
        sheet, by=office["publisher"], at=LATER, kind=EditionKind.UPDATE, is_minor=True
    )
    assert (edition.number, edition.note) == (2, "")


def test_a_draft_is_thrown_away_without_a_trace_on_the_edition(sheet, office):
    first = first_edition(sheet, office)
    before = Edition.objects.values().get(pk=first.pk)
    write(sheet, office["editor"], "Quite another text.")
    sheet.bodies.clear()
    sheet.title, sheet.dated_on = "Another", date(2020, 1, 1)
    sheet.save()
    sheets.discard(sheet, by=office["editor"], at=NOW)
    sheet.refresh_from_db()
    assert sheet.text == "The {{ pitf.acronym }} is chaired by the {{ pitf.chair.title }}."
    assert (sheet.title, sheet.dated_on) == (
        "The President's Interagency Task Force",
        date(2007, 12, 20),
    )
    assert [body.key for body in sheet.bodies.order_by("key")] == ["pitf", "spog"]
    assert Edition.objects.values().get(pk=first.pk) == before
    assert stage(sheet) == Stage.ISSUED


def test_a_draft_never_issued_has_nothing_to_go_back_to(sheet, office):
    with pytest.raises(NotAllowed, match="no edition to go back to"):
        sheets.discard(sheet, by=office["editor"], at=NOW)


# Times


def states(sheet, at) -> list[str]:
    newest = sheet.live_edition(at)
    rows = sheet.editions.select_related("cancellation", "withdrawal").order_by("number")
    return [str(one.state(at, newest=newest.number if newest else 0)) for one in rows]


def test_a_scheduled_edition_goes_live_to_the_second_with_nobody_at_work(sheet, office):
    first_edition(sheet, office)
    second_draft(sheet, office)
    nine = datetime(2026, 3, 8, 14, tzinfo=UTC)
    edition = sheets.issue(
        sheet,
        by=office["publisher"],
        at=NOW,
        kind=EditionKind.UPDATE,
        note="New.",
        live_at=nine,
        expires_at=nine + timedelta(days=7),
    )
    second = timedelta(seconds=1)
    assert sheet.live_edition(nine - second).number == 1
    assert sheet.live_edition(nine).number == 2
    assert states(sheet, nine - second) == [EditionState.LIVE, EditionState.SCHEDULED]
    assert states(sheet, nine) == [EditionState.SUPERSEDED, EditionState.LIVE]
    assert states(sheet, nine + timedelta(days=7) - second)[1] == EditionState.LIVE
    assert states(sheet, nine + timedelta(days=7))[1] == EditionState.EXPIRED
    sheet.refresh_from_db()
    assert sheet.stage_at(nine - second) == Stage.SCHEDULED
    assert sheet.stage_at(nine) == Stage.ISSUED
    assert edition in Edition.objects.live(nine)
    assert edition not in Edition.objects.live(nine + timedelta(days=7))
    sheets.edited(sheet, by=office["editor"], at=nine)


def test_what_is_scheduled_can_be_taken_back_and_its_number_stays_taken(sheet, office):
    write(sheet, office["editor"])
    sheets.send(sheet, by=office["editor"], at=NOW)
    sheets.issue(sheet, by=office["publisher"], at=NOW, live_at=LATER)
    assert not FactSheet.objects.public(NOW).exists()
    with pytest.raises(NotAllowed):
        sheets.edited(sheet, by=office["editor"], at=NOW)
    sheets.cancel(sheet, by=office["publisher"], at=NOW, reason="Too early.")
    assert not FactSheet.objects.public(LATER).exists()
    sheet.refresh_from_db()
    sheets.send(sheet, by=office["editor"], at=NOW)
    edition = sheets.issue(
        sheet, by=office["publisher"], at=NOW, kind=EditionKind.UPDATE, is_minor=True
    )
    assert edition.number == 2
    assert states(sheet, LATER) == [EditionState.CANCELLED, EditionState.LIVE]


def test_an_end_before_the_beginning_is_refused(sheet, office):
    write(sheet, office["editor"])
    sheets.send(sheet, by=office["editor"], at=NOW)
    with pytest.raises(ValidationError, match="end before it begins"):
        sheets.issue(sheet, by=office["publisher"], at=NOW, live_at=LATER, expires_at=LATER)


# Withdrawal


@pytest.mark.parametrize(("manner", "is_shown"), [(Manner.NOTICE, True), (Manner.GONE, False)])
def test_a_withdrawn_sheet_stays_under_a_notice_or_is_gone(sheet, office, manner, is_shown):
    edition = first_edition(sheet, office)
    with pytest.raises(ValidationError, match="Tell readers why"):
        sheets.withdraw(sheet, by=office["publisher"], at=LATER, reason="")
    sheets.withdraw(
        sheet, by=office["publisher"], at=LATER, reason="It named two chairs.", manner=manner
    )
    assert states(sheet, NOW) == [EditionState.LIVE]
    assert states(sheet, LATER) == [EditionState.WITHDRAWN]
    assert FactSheet.objects.public(LATER).exists() is is_shown
    assert edition not in Edition.objects.live(LATER)
    with pytest.raises(NotAllowed, match="no live edition"):
        sheets.withdraw(sheet, by=office["publisher"], at=LATER, reason="Again.")


def test_a_sheet_is_replaced_by_another_and_not_by_itself(sheet, office):
    first_edition(sheet, office)
    successor = sheets.copy(sheet, dated_on=date(2008, 7, 23), by=office["editor"], at=NOW)
    for wrong in (None, sheet):
        with pytest.raises(ValidationError):
            sheets.withdraw(
                sheet,
                by=office["publisher"],
                at=NOW,
                reason="Replaced.",
                manner=Manner.REPLACED,
                replaced_by=wrong,
            )
    sheets.withdraw(
        sheet,
        by=office["publisher"],
        at=NOW,
        reason="Replaced.",
        manner=Manner.REPLACED,
        replaced_by=successor,
    )
    assert not FactSheet.objects.public(NOW).exists()


def test_a_new_edition_brings_a_withdrawn_sheet_back(sheet, office):
    first_edition(sheet, office)
    sheets.withdraw(sheet, by=office["publisher"], at=NOW, reason="Wrong.", manner=Manner.GONE)
    second_draft(sheet, office)
    sheets.issue(
        sheet, by=office["publisher"], at=LATER, kind=EditionKind.CORRECTION, note="Right."
    )
    assert FactSheet.objects.public(LATER).exists()
    assert states(sheet, LATER) == [EditionState.SUPERSEDED, EditionState.LIVE]


# Frozen


@pytest.mark.one_database
@pytest.mark.parametrize("model", [Edition, EditionFact])
@pytest.mark.parametrize("how", ["save", "update", "bulk_update", "delete", "raw", "sql"])
def test_no_way_leads_to_changing_or_deleting_what_was_issued(sheet, office, model, how):
    first_edition(sheet, office)
    row = model.objects.first()
    table = model._meta.db_table
    field = "title" if model is Edition else "value"
    setattr(row, field, "Another")
    ways = {
        "save": row.save,
        "update": lambda: model.objects.update(**{field: "Another"}),
        "bulk_update": lambda: model.objects.bulk_update([row], [field]),
        "delete": lambda: model.objects.filter(pk=row.pk)._raw_delete("default"),
        "raw": lambda: model.objects.all()._raw_delete("default"),
        "sql": lambda: connection.cursor().execute(f"UPDATE {table} SET {field} = 'x'"),
    }
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        ways[how]()
    assert getattr(model.objects.get(pk=row.pk), field) != "Another"


def test_a_sheet_that_was_issued_is_not_deleted(sheet, office):
    first_edition(sheet, office)
    with pytest.raises(ProtectedError):
        sheet.delete()


# Shared links


def test_a_link_shows_a_draft_for_thirty_days_until_it_is_revoked_or_issued(sheet, office):
    link = sheets.share(sheet, by=office["editor"], at=NOW, for_whom="The Embassy")
    assert link.is_open(NOW) and link.is_open(NOW + timedelta(days=29))
    assert not link.is_open(NOW + timedelta(days=30))
    sheets.revoke(link, by=office["other editor"], at=LATER)
    assert not link.is_open(LATER)
    link = sheets.share(sheet, by=office["editor"], at=NOW)
    first_edition(sheet, office)
    link.refresh_from_db()
    assert not link.is_open(NOW)
    assert [e.act for e in sheet.events.order_by("pk")][:3] == ["share", "revoke", "share"]

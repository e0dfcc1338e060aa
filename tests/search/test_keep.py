"""The entries follow the record, whoever writes it: they are always what they would be if
they were made anew."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone

from registry.fields import Derived, PartialDateField
from registry.imports.undo import undo
from registry.models import (
    AgencyName,
    Alias,
    Body,
    Cancellation,
    Document,
    Official,
    SearchEntry,
    Seat,
    Spelling,
    Subject,
    Topic,
    Withdrawal,
)
from registry.search.ask import Question, search
from registry.search.keep import REACHES, make_anew

from ..imports.sheets import AT, DATA, load, written
from ..office import issue

pytestmark = pytest.mark.django_db


def kept() -> dict:
    names = ("key", "names", "texts", "sources", "words")
    return {
        (entry.kind, entry.record_id): {name: getattr(entry, name) for name in names}
        for entry in SearchEntry.objects.all()
    }


def in_step() -> bool:
    before = kept()
    make_anew(at=timezone.now())
    assert before == kept()
    return True


def found(text) -> list[str]:
    return [hit.entry.key for hit in search(Question(text), at=timezone.now()).hits]


@pytest.fixture
def everything(cast):
    cast.edition = issue(cast.sheet, at=datetime(2007, 12, 20, 20, tzinfo=UTC))
    Document.objects.create(meeting=cast.meeting, title="Agenda")
    assert in_step()
    return cast


def test_every_word_that_is_changed(everything):
    for model in REACHES:
        if not hasattr(model, "is_public"):
            continue
        record = model.objects.order_by("pk").last()
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField)
            if is_text and not (
                isinstance(field, Derived | PartialDateField)
                or field.choices
                or field.name in ("zone", "image", "portrait", "website")
            ):
                setattr(record, field.name, f"changed-{field.name.replace('_', '-')}")
        record.save()
        assert in_step(), model


def test_whatever_is_hidden_and_shown_again(everything):
    shown = kept()
    for model in REACHES:
        if not hasattr(model, "is_public"):
            continue
        for record in model.objects.order_by("pk")[:2]:
            record.is_public = False
            record.save()
            assert in_step(), record
            record.is_public = True
            record.save()
    assert kept() == shown


def test_what_moves_from_one_record_to_another(everything):
    alias = Alias.objects.get()
    assert found("Rodham") == ["clinton-hillary"]
    alias.official = everything.rice
    alias.save()
    assert found("Rodham") == ["rice-condoleezza"] and in_step()
    for model, name, to in (
        (Topic, "meeting", everything.later_meeting),
        (AgencyName, "agency", everything.labor),
        (Seat, "agency", everything.labor),
    ):
        record = model.objects.order_by("pk").first()
        setattr(record, name, to)
        record.save()
        assert in_step(), model


def test_what_is_deleted(everything):
    alias, topic = Alias.objects.get(), everything.meeting.topics.first()
    for record in (alias, topic, everything.photo, everything.partial_meeting):
        record.delete()
        assert in_step(), record
    Topic.objects.all().delete()
    assert in_step()
    assert found("DNA testing") == []


def test_links_between_meetings_and_bodies(everything):
    c = everything
    for change in (
        lambda: c.meeting.bodies.add(c.spog),
        lambda: c.spog.meetings.add(c.later_meeting),
        lambda: c.meeting.bodies.remove(c.pitf),
        lambda: c.spog.meetings.clear(),
        lambda: c.meeting.bodies.set([c.pitf]),
        lambda: c.later_meeting.bodies.clear(),
    ):
        change()
        assert in_step()


def test_a_body_that_is_deleted_leaves_its_meetings(everything):
    body = Body.objects.create(name="Short-lived Group", kind="council")
    everything.meeting.bodies.add(body)
    assert "pitf-2007-10-25" in found("short-lived")
    body.delete()
    assert found("short-lived") == [] and in_step()


def test_what_becomes_of_editions(everything):
    sheet, now = everything.sheet, timezone.now()
    sheet.text = "Zucchini."
    sheet.save()
    later = issue(sheet, at=now, live_at=now + timedelta(days=1))
    assert in_step()
    assert SearchEntry.objects.filter(words__contains="zucchini").exists()
    assert found("zucchini") == []
    Cancellation.objects.create(edition=later, at=now)
    assert in_step()
    assert not SearchEntry.objects.filter(words__contains="zucchini").exists()
    Withdrawal.objects.create(edition=everything.edition, manner="gone", reason="x", at=now)
    assert in_step()
    assert "pitf-2007-12-20" not in found("task force")


def test_an_import_and_its_undoing(tmp_path):
    for name in "agencies officials positions appointments bodies meetings topics".split():
        batch = load(DATA / "core" / f"{name}.csv").batch
        assert in_step(), name
    assert SearchEntry.objects.count() > 300
    changes = written(tmp_path, "key,name,acronym\nstate,Department of Zucchini,STATE")
    changed = load(changes, kind="agencies").batch
    assert "state" in found("zucchini") and in_step()
    for one in (changed, batch):
        undo(one, by=None, at=AT + timedelta(days=1))
        assert in_step()
    assert found("zucchini") == []


def test_the_command_reads_what_was_loaded_past_the_site():
    call_command("loaddata", "demonstration", verbosity=0)
    assert "rice-condoleezza" not in found("Condoleezza Rice")
    said = StringIO()
    call_command("index_record", stdout=said)
    assert said.getvalue() == f"Search knows {SearchEntry.objects.count()} records.\n"
    assert found("Condoleeza Rice")[0] == "rice-condoleezza"
    SearchEntry.objects.filter(key="rice-condoleezza").update(words="x", record_id=10**9)
    Spelling.objects.all().delete()
    call_command("index_record", stdout=StringIO())
    assert found("Condoleeza Rice")[0] == "rice-condoleezza"
    assert not SearchEntry.objects.filter(record_id=10**9).exists()


def test_what_is_rolled_back_was_never_there(cast):
    Subject.objects.create(name="Other")
    before = kept()
    with pytest.raises(ZeroDivisionError):
        with transaction.atomic():
            Official.objects.create(given_name="Jo", family_name="Doe")
            raise ZeroDivisionError
    assert kept() == before
    assert found("Jo Doe") == []


def test_nothing_of_an_unpublished_record_is_kept(cast):
    Alias.objects.create(official=cast.rice, name="Zucchini", is_public=False)
    Official.objects.create(given_name="Zucchini", family_name="Doe", is_public=False)
    Topic.objects.create(meeting=cast.meeting, title="Zucchini", is_public=False)
    Seat.objects.create(
        body=cast.pitf, agency=cast.labor, role="chair", printed_as="Zucchini", is_public=False
    )
    assert not SearchEntry.objects.filter(words__contains="zucchini").exists()
    assert not Spelling.objects.filter(word="zucchini").exists()

"""Undo an import: what nobody has touched since goes back, the rest is kept and listed."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Q

from ..models import (
    RECORDS,
    Acceptance,
    Citation,
    ExternalId,
    FactSheet,
    ImportBatch,
    ImportRow,
    Review,
    SheetEvent,
)
from ..search.keep import make_pages, pages_of, written
from ..vocabulary import ImportOutcome, ImportState, SheetAct
from .parts import drop_what_waits
from .progress import SILENT, Progress
from .registers import CHUNK
from .rows import Refused
from .write import LISTING, Times, alone, note_edits, write_history, write_list_history

TOUCHED = "changed since"
RESTED_ON = "others rest on it"
LISTED = 20
WORDS = {model._meta.model_name: model._meta.verbose_name for model in RECORDS}


@dataclass
class Undone:
    removed: int = 0
    restored: int = 0
    kept: list[tuple[str, int, str, str]] = field(default_factory=list)  # kind, id, label, why

    @property
    def in_words(self) -> str:
        records = "record" if self.removed == 1 else "records"
        said = [f"{self.removed} {records} removed, {self.restored} set back."]
        said += [
            f"The {WORDS[kind]} {key} is kept: {why}."
            for kind, _, key, why in self.kept[:LISTED]
        ]
        if len(self.kept) > LISTED:
            said.append(f"And {len(self.kept) - LISTED} more are kept.")
        return "\n".join(said)


def undo(batch: ImportBatch, *, by, at, progress: Progress = SILENT) -> Undone:
    """Take the batch back in one transaction, all files of it.

    A record that it made is removed, and a cell that it changed gets its old value back,
    unless somebody changed the record since; a record on which others now rest stays.
    Raises Refused if there is nothing to undo.
    """
    progress.write()
    with alone():
        batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if not batch.is_undoable:
            raise Refused(
                "state",
                f"This import is {batch.get_state_display().lower()}: there is nothing to "
                "undo.",
            )
        if batch.state == ImportState.CONTINUED:
            drop_what_waits(batch)
        undone = Undone()
        made, changed = what_it_did(batch)
        touched = {
            model: touched_since(model, batch, [*made[model], *changed[model]])
            for model in RECORDS
            if made[model] or changed[model]
        }
        going = {model: made[model] - touched.get(model, set()) for model in RECORDS}
        back = {
            model: {i: c for i, c in changed[model].items() if i not in touched.get(model, ())}
            for model in RECORDS
        }
        rested = keep_what_others_rest_on(going, back)
        # What goes takes its links along, so where it shows is asked while it stands.
        stale = pages_of(going)
        times = Times(batch, by, at, f"Undo of import {batch.pk}: {batch.name}")
        for model in RECORDS:
            if back[model]:
                put_back(model, back[model], times)
                undone.restored += len(back[model])
        for model in reversed(RECORDS):
            if going[model]:
                remove(model, sorted(going[model]), times)
                undone.removed += len(going[model])
        for model, ids in touched.items():
            undone.kept += _kept(model, ids, TOUCHED)
        for model, ids in rested.items():
            undone.kept += _kept(model, ids, RESTED_ON)
        write_list_history(times, LISTING)
        make_pages(stale, at=at)
        written(back, at=at)
        mark(batch, undone, touched, rested)
        batch.state = ImportState.PARTLY_UNDONE if undone.kept else ImportState.UNDONE
        batch.undone_at, batch.undone_by = at, by
        batch.said = undone.in_words
        batch.save()
        progress.finish()
    return undone


def what_it_did(batch):
    """By model: ids that it made, and for those that it changed {id: {field: old}}."""
    models = {model._meta.model_name: model for model in RECORDS}
    lists = {model: {one.name for one in model._meta.many_to_many} for model in RECORDS}
    made: dict[type, set] = defaultdict(set)
    changed: dict[type, dict] = defaultdict(dict)
    rows = ImportRow.objects.filter(batch=batch, record_id__isnull=False)
    new = rows.filter(outcome=ImportOutcome.NEW)
    for kind, record_id in new.values_list("kind", "record_id").iterator():
        made[models[kind]].add(record_id)
    with_changes = rows.filter(
        outcome__in=[ImportOutcome.CHANGED, ImportOutcome.DUPLICATE]
    ).order_by("id")
    for kind, record_id, changes in with_changes.values_list(
        "kind", "record_id", "changes"
    ).iterator():
        model = models[kind]
        if record_id in made[model]:
            continue
        before = changed[model].setdefault(record_id, {})
        for name, _, new, old in changes:
            if name in lists[model]:
                before.setdefault(name, []).append(new)
            else:
                before.setdefault(name, old)  # the first change knows the oldest value
        if not before:
            del changed[model][record_id]
    return made, changed


def touched_since(model, batch, ids) -> set[int]:
    """Those whose last history row is not the batch's own, and those that are gone."""
    history, found = model.history.model.objects, set()
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        last = (
            history.filter(id__in=part)
            .values("id")
            .annotate(
                last=Max("history_id"),
                own=Max("history_id", filter=Q(import_batch=batch)),
            )
            .order_by()
        )
        found |= {one["id"] for one in last if one["last"] != one["own"]}
    return found


def keep_what_others_rest_on(going, back) -> dict[type, set[int]]:
    """Take out of `going` what a record that stays links to; returns what was taken out."""
    kept: dict[type, set[int]] = defaultdict(set)
    moved = True
    while moved:
        moved = False
        for model in RECORDS:
            if not going[model]:
                continue
            held = links_to(model, going, back)
            if held:
                going[model] -= held
                kept[model] |= held
                moved = True
    return kept


def links_to(model, going, back) -> set[int]:
    """Those about to go to which something links that stays."""
    ids, held = sorted(going[model]), set()
    for relation in model._meta.related_objects:
        other, name = relation.related_model, relation.field.name
        if other.__name__.startswith("Historical") or relation.field.many_to_many:
            continue
        staying = going.get(other, set())
        loosed = {i for i, before in back.get(other, {}).items() if name in before}
        for start in range(0, len(ids), CHUNK):
            part = ids[start : start + CHUNK]
            links = other._base_manager.filter(**{f"{name}__in": part})
            if other is SheetEvent:  # whatever else happened to its text rests on it
                links = links.exclude(act=SheetAct.EDIT)
            for pk, target in links.values_list("pk", relation.field.attname).iterator():
                if pk not in staying and pk not in loosed:
                    held.add(target)
    for through, mine, other, theirs in many_to_many(model):
        for start in range(0, len(ids), CHUNK):
            links = through.objects.filter(**{f"{mine}__in": ids[start : start + CHUNK]})
            for target, linked in links.values_list(mine, theirs).iterator():
                if linked not in going.get(other, set()):
                    held.add(target)
    kind = ContentType.objects.get_for_model(model)
    for noted in (Citation, Acceptance, Review):
        gone = going.get(noted, set())
        for start in range(0, len(ids), CHUNK):
            notes = noted.objects.filter(kind=kind, record_id__in=ids[start : start + CHUNK])
            held |= {
                target for pk, target in notes.values_list("pk", "record_id") if pk not in gone
            }
    return held


def many_to_many(model):
    """(link table, its column to this model, the other model, its column) of links that
    other records have to this one."""
    for relation in model._meta.related_objects:
        if relation.field.many_to_many:
            field = relation.field
            yield (
                field.remote_field.through,
                field.m2m_reverse_field_name() + "_id",
                relation.related_model,
                field.m2m_field_name() + "_id",
            )


def put_back(model, before: dict[int, dict], times: Times):
    """Give changed cells their old values, in sets of records that changed alike."""
    lists = {field.name: field for field in model._meta.many_to_many}
    alike: dict[tuple, list] = defaultdict(list)
    records = model._base_manager.in_bulk(list(before))
    for record_id, old in before.items():
        record = records[record_id]
        names = []
        for name, value in old.items():
            if name in lists:
                unlink(lists[name], record_id, value)
                continue
            field = model._meta.get_field(name)
            setattr(
                record, field.attname, field.to_python(value) if value is not None else None
            )
            names.append(field.name)
        if names:
            alike[tuple(sorted(names))].append(record)
    for names, same in alike.items():
        model.objects.bulk_update(same, list(names), batch_size=500)
    write_history(model, "~", times, ids=sorted(before))
    if model is FactSheet:
        note_edits({pk: sheet.stage for pk, sheet in records.items()}, times)


def unlink(field, record_id, keys):
    theirs = field.m2m_reverse_field_name()
    field.remote_field.through.objects.filter(
        **{field.m2m_field_name(): record_id, f"{theirs}__key__in": keys}
    ).delete()


def remove(model, ids: list[int], times: Times):
    write_history(model, "-", times, ids=ids)
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        for link in model._meta.many_to_many:
            links = link.remote_field.through.objects
            links.filter(**{f"{link.m2m_field_name()}_id__in": part})._raw_delete("default")
        if model is FactSheet:
            SheetEvent.objects.filter(sheet__in=part)._raw_delete("default")
        ExternalId.objects.filter(kind=model._meta.model_name, record_id__in=part)._raw_delete(
            "default"
        )
        model._base_manager.filter(pk__in=part)._raw_delete("default")


def _kept(model, ids, why) -> list[tuple[str, int, str, str]]:
    kind = model._meta.model_name
    found = model._base_manager.filter(pk__in=ids).values_list("pk", "key")
    keys = dict(found)
    return [(kind, one, keys.get(one, "removed since"), why) for one in sorted(ids)]


def mark(batch, undone, touched, rested):
    """Say in the trace what became of each row."""
    rows = ImportRow.objects.filter(batch=batch, record_id__isnull=False)
    rows.filter(outcome__in=["new", "changed"]).update(undone="undone")
    for found, why in ((touched, TOUCHED), (rested, RESTED_ON)):
        for model, ids in found.items():
            ids = sorted(ids)
            for start in range(0, len(ids), CHUNK):
                rows.filter(
                    kind=model._meta.model_name, record_id__in=ids[start : start + CHUNK]
                ).update(undone=f"kept: {why}")

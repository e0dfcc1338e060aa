"""Find where the record has moved on from what live sheets say.

Nothing is done when a record is saved. The history says which records were touched since
the last look; the index of facts says which live sheets read them; those facts alone are
read again, as of each sheet's own day.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from ..models import (
    RECORDS,
    Attendance,
    Body,
    Drift,
    DriftAcceptance,
    DriftMark,
    Edition,
    EditionFact,
    FactSheet,
    Position,
    Record,
    Seat,
)
from ..prose.again import read_again
from ..vocabulary import SheetAct
from .sheets import WAYS, NotAllowed

# History rows may be written out of order: a long import takes its numbers early and
# commits late. Looking again at the last ones costs little, and reading a fact twice is
# harmless.
LOOK_BACK = 1_000


@dataclass(frozen=True)
class Cause:
    kind: str
    id: int | None
    at: datetime | None
    by: int | None


# A record touched → the ids of other records, by kind, whose facts follow from it.
Reach = Callable[[type[Record], set[int]], dict[type[Record], set[int]]]


def _pointed_at(*names: str) -> Reach:
    """The records that history rows of the touched ones point at, then and now."""

    def reach(model, ids):
        found: dict[type[Record], set[int]] = defaultdict(set)
        history = model.history.filter(id__in=ids)
        for name in names:
            target = model._meta.get_field(name).related_model
            found[target] |= set(history.values_list(f"{name}_id", flat=True)) - {None}
        return found

    return reach


def _pointing(*ways: tuple[type[Record], str]) -> Reach:
    """The records of other kinds that point at the touched ones."""

    def reach(model, ids):
        found: dict[type[Record], set[int]] = defaultdict(set)
        for kind, name in ways:
            rows = kind.objects.filter(**{f"{name}__in": ids})
            found[kind] |= set(rows.values_list("pk", flat=True))
        return found

    return reach


def _of_appointment(model, ids):
    found = _pointed_at("position", "official")(model, ids)
    officials = {
        pk for kind, pks in found.items() if kind._meta.model_name == "official" for pk in pks
    }
    listed = Attendance.objects.filter(official__in=officials)
    return {
        **{kind: pks for kind, pks in found.items() if kind is Position},
        Attendance: set(listed.values_list("pk", flat=True)),
    }


def _of_meeting(model, ids):
    then = model._meta.get_field("bodies").remote_field.through
    now = then.objects.filter(meeting__in=ids).values_list("body_id", flat=True)
    history = apps.get_model("registry", "HistoricalMeeting_bodies").objects
    before = history.filter(meeting_id__in=ids).values_list("body_id", flat=True)
    return {Body: {*now, *before} - {None}}


REACHES: dict[str, list[Reach]] = {
    "agency": [_pointing((Seat, "agency"))],
    "agencyname": [_pointed_at("agency")],
    "position": [_pointing((Attendance, "position"), (Seat, "position"))],
    "appointment": [_of_appointment],
    "vacancy": [_pointed_at("position")],
    "seat": [_pointed_at("body")],
    "meeting": [_of_meeting],
    "attendance": [_pointed_at("meeting")],
    "topic": [_pointed_at("meeting")],
    "photo": [_pointed_at("meeting")],
    "resolution": [_pointed_at("meeting")],
}


def touched_since(at: datetime) -> dict[type[Record], dict[int, Cause]]:
    """The records whose facts may have changed since the last look, each with the last
    change that reaches it; and remember how far this look went."""
    touched: dict[type[Record], dict[int, Cause]] = defaultdict(dict)
    for model in RECORDS:
        if model is FactSheet:  # its working text is on its way to another edition
            continue
        kind = model._meta.model_name
        mark, _ = DriftMark.objects.get_or_create(kind=kind)
        news = model.history.filter(history_id__gt=mark.history_id - LOOK_BACK)
        causes: dict[int, Cause] = {}
        rows = news.order_by("history_id").values_list(
            "id", "history_id", "history_date", "history_user_id"
        )
        for record_id, history_id, when, by in rows.iterator():
            causes[record_id] = Cause(kind, history_id, when, by)
        if not causes:
            continue
        last = max(cause.id for cause in causes.values())
        if last > mark.history_id:
            mark.history_id = last
            mark.save()
        _add(touched[model], causes)
        for reach in REACHES.get(kind, ()):
            _reach(touched, reach, model, causes)
    return touched


def _add(into: dict[int, Cause], causes: dict[int, Cause]):
    for record_id, cause in causes.items():
        if record_id not in into or into[record_id].at < cause.at:
            into[record_id] = cause


def _reach(touched, reach, model, causes):
    """What one changed record reaches is laid at its door; of many, at the last one's."""
    if len(causes) <= 50:
        for record_id, cause in causes.items():
            for kind, ids in reach(model, {record_id}).items():
                _add(touched[kind], dict.fromkeys(ids, cause))
        return
    last = max(causes.values(), key=lambda cause: cause.at)
    for kind, ids in reach(model, set(causes)).items():
        _add(touched[kind], dict.fromkeys(ids, last))


@transaction.atomic
def look(*, at: datetime):
    """Bring the list of drifts up to date."""
    DriftMark.objects.get_or_create(kind="look")
    # One look at a time: two would write the same rows.
    mark = DriftMark.objects.select_for_update().get(kind="look")
    live = Edition.objects.live(at)
    Drift.objects.exclude(fact__edition__in=live).delete()
    for model, causes in touched_since(at).items():
        _compare(model, causes, live, at)
    # What was scheduled was frozen before it went live; the record may have moved since.
    went_live = live.filter(live_at__gt=F("issued_at"))
    if mark.looked_at:
        went_live = went_live.filter(live_at__gt=mark.looked_at)
    for edition in went_live:
        _take_in(edition, at)
    mark.looked_at = at
    mark.save()


def _take_in(edition: Edition, at: datetime):
    by_kind = defaultdict(set)
    of_records = edition.facts.exclude(kind__model="factsheet")
    for kind, record_id in of_records.values_list("kind", "record_id"):
        by_kind[kind].add(record_id)
    for kind, ids in by_kind.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        causes = {
            record_id: Cause(model._meta.model_name, None, None, None) for record_id in ids
        }
        rows = model.history.filter(id__in=ids, history_date__gt=edition.issued_at)
        for row in rows.order_by("history_id"):
            causes[row.id] = Cause(
                model._meta.model_name, row.history_id, row.history_date, row.history_user_id
            )
        _compare(model, causes, Edition.objects.filter(pk=edition.pk), at)


def _compare(model, causes: dict[int, Cause], live, at: datetime):
    kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
    ids = list(causes)
    for start in range(0, len(ids), 5_000):
        rows = EditionFact.objects.filter(
            kind=kind, record_id__in=ids[start : start + 5_000], edition__in=live
        )
        facts = list(
            rows.values_list(
                *("pk", "record_id", "field", "edition__dated_on", "value"),
                *("drift", "drift__value"),
            )
        )
        now = read_again(model, {fact[1:4] for fact in facts})
        gone, new, changed = [], [], []
        for fact_id, record_id, field, day, issued, drift_id, known in facts:
            value = now[record_id, field, day]
            if value == issued:
                if drift_id:
                    gone.append(drift_id)
            elif value != known:
                cause = causes[record_id]
                drift = _drift(fact_id, value, cause, at)
                drift.pk = drift_id
                (changed if drift_id else new).append(drift)
        Drift.objects.filter(pk__in=gone).delete()
        Drift.objects.bulk_create(new)
        Drift.objects.bulk_update(
            changed, ["value", "cause_kind", "cause_id", "caused_at", "caused_by", "found_at"]
        )


def _drift(fact_id: int, value: str, cause: Cause, at: datetime) -> Drift:
    return Drift(
        fact_id=fact_id,
        value=value,
        cause_kind=cause.kind,
        cause_id=cause.id,
        caused_at=cause.at,
        caused_by_id=cause.by,
        found_at=at,
    )


@transaction.atomic
def accept(drift: Drift, *, reason: str, by, at: datetime, look_again_on=None):
    """Let the sheet stand as it is, for a reason; perhaps only until a day."""
    if not by.has_perm(WAYS[SheetAct.ACCEPT].permission):
        raise NotAllowed("Your role does not include this. Ask somebody whose role does.")
    if not reason.strip():
        raise ValidationError({"reason": "Say why the sheet can stand as it is."})
    acceptance = DriftAcceptance(
        fact=drift.fact,
        value=drift.value,
        reason=reason.strip(),
        look_again_on=look_again_on,
        by=by,
        at=at,
    )
    acceptance.full_clean()
    acceptance.save()
    return acceptance

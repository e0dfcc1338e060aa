"""The way of a fact sheet from draft to edition, and out of the public's sight.

`WAYS` is the one table of who may do what from where; the admin, the commands and the
tests read it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from ..models import (
    Agency,
    Body,
    Cancellation,
    DraftLink,
    Edition,
    FactSheet,
    SheetEvent,
    Subject,
    Withdrawal,
)
from ..prose import render
from ..vocabulary import EditionKind, Manner, SheetAct, Stage
from .doubts import Doubt, doubts
from .issue import PLAIN, freeze

ADD, WRITE, PUBLISH = (
    "registry.add_factsheet",
    "registry.change_factsheet",
    "registry.publish_factsheet",
)
ANY = frozenset(Stage)


class NotAllowed(Exception):
    """An act that can't be done now or by this person; its text says why, for staff."""


@dataclass(frozen=True)
class Way:
    permission: str
    before: frozenset[Stage]
    after: Stage | None  # None: the stage stays


WAYS: dict[SheetAct, Way] = {
    SheetAct.EDIT: Way(
        WRITE, frozenset({Stage.DRAFT, Stage.SENT_BACK, Stage.ISSUED}), Stage.DRAFT
    ),
    SheetAct.REMARK: Way(WRITE, ANY, None),
    # From "issued" too: where the record moved on, the same words say something new.
    SheetAct.SEND: Way(
        WRITE, frozenset({Stage.DRAFT, Stage.SENT_BACK, Stage.ISSUED}), Stage.IN_REVIEW
    ),
    SheetAct.SEND_BACK: Way(PUBLISH, frozenset({Stage.IN_REVIEW}), Stage.SENT_BACK),
    SheetAct.ISSUE: Way(PUBLISH, frozenset({Stage.IN_REVIEW}), Stage.ISSUED),
    SheetAct.SCHEDULE: Way(PUBLISH, frozenset({Stage.IN_REVIEW}), Stage.SCHEDULED),
    SheetAct.CANCEL: Way(PUBLISH, frozenset({Stage.SCHEDULED}), Stage.DRAFT),
    SheetAct.DISCARD: Way(
        WRITE, frozenset({Stage.DRAFT, Stage.SENT_BACK, Stage.IN_REVIEW}), Stage.ISSUED
    ),
    SheetAct.WITHDRAW: Way(PUBLISH, ANY - {Stage.SCHEDULED}, None),
    SheetAct.SHARE: Way(WRITE, ANY, None),
    SheetAct.REVOKE: Way(WRITE, ANY, None),
    SheetAct.ACCEPT: Way(PUBLISH, ANY, None),
    SheetAct.COPY: Way(ADD, ANY, None),
}
LINK_DAYS = 30


def why_not(act: SheetAct, sheet: FactSheet, by, at: datetime) -> str:
    """Why this person can't do this now; "" if nothing stands in the way."""
    way, stage = WAYS[act], sheet.stage_at(at)
    if not by.has_perm(way.permission):
        return "Your role does not include this. Ask somebody whose role does."
    if stage not in way.before:
        wanted = " or ".join(f"“{one.label}”" for one in Stage if one in way.before)
        return f"The sheet is at “{stage.label}”; this can be done at {wanted}."
    if act == SheetAct.DISCARD and sheet.live_edition(at) is None:
        return "There is no edition to go back to: delete the sheet instead."
    if act == SheetAct.WITHDRAW:
        live = sheet.live_edition(at)
        if live is None or hasattr(live, "withdrawal"):
            return "There is no live edition to withdraw."
    return ""


def open_acts(sheet: FactSheet, by, at: datetime) -> list[SheetAct]:
    """What this person can do with the sheet now."""
    return [act for act in WAYS if not why_not(act, sheet, by, at)]


def _begin(act: SheetAct, sheet: FactSheet, by, at: datetime) -> FactSheet:
    """Lock the sheet and see that the act can be done: others may have been quicker."""
    locked = FactSheet.objects.select_for_update().get(pk=sheet.pk)
    if reason := why_not(act, locked, by, at):
        raise NotAllowed(reason)
    return locked


def _end(act, sheet, by, at, *, remark="", edition=None) -> SheetEvent:
    after = WAYS[act].after or sheet.stage_at(at)
    if sheet.stage != after:
        sheet.stage = after
        sheet.save(update_fields=["stage"])
    event = SheetEvent(
        sheet=sheet, edition=edition, act=act, stage=after, remark=remark, by=by, at=at
    )
    event.full_clean()
    event.save()
    return event


def _wanted(text: str, field: str, what: str) -> str:
    text = text.strip()
    if not text:
        raise ValidationError({field: what})
    return text


def may_edit(sheet: FactSheet, by, at: datetime) -> bool:
    return not why_not(SheetAct.EDIT, sheet, by, at)


@transaction.atomic
def edited(sheet: FactSheet, *, by, at: datetime) -> SheetEvent:
    """Note that `by` changed the text: it is a draft, and theirs."""
    locked = _begin(SheetAct.EDIT, sheet, by, at)
    event = _end(SheetAct.EDIT, locked, by, at)
    sheet.stage = locked.stage
    return event


@transaction.atomic
def remark(sheet: FactSheet, *, by, at: datetime, text: str) -> SheetEvent:
    locked = _begin(SheetAct.REMARK, sheet, by, at)
    return _end(SheetAct.REMARK, locked, by, at, remark=_wanted(text, "remark", "Say it."))


@transaction.atomic
def send(sheet: FactSheet, *, by, at: datetime, text: str = "") -> SheetEvent:
    """To review. Raises ProseError if the text can't be rendered."""
    locked = _begin(SheetAct.SEND, sheet, by, at)
    render(locked)
    return _end(SheetAct.SEND, locked, by, at, remark=text.strip())


@transaction.atomic
def send_back(sheet: FactSheet, *, by, at: datetime, text: str) -> SheetEvent:
    locked = _begin(SheetAct.SEND_BACK, sheet, by, at)
    text = _wanted(text, "remark", "Say what should be changed.")
    return _end(SheetAct.SEND_BACK, locked, by, at, remark=text)


def writers(sheet: FactSheet) -> set[int]:
    """The ids of those who wrote the working text since the last edition was frozen."""
    events = sheet.events.order_by("at", "pk").values_list("act", "by")
    found: set[int] = set()
    for act, by in events:
        if act in (SheetAct.ISSUE, SheetAct.SCHEDULE):
            found.clear()
        elif act in (SheetAct.EDIT, SheetAct.COPY) and by:
            found.add(by)
    return found


def standing_in_the_way(sheet: FactSheet, by) -> list[Doubt]:
    """All that is missing or doubtful before the sheet can be issued by this person.
    Raises ProseError if its text can't be rendered."""
    found = doubts(sheet, render(sheet))
    if by.pk in writers(sheet):
        found.insert(
            0,
            Doubt(
                "own text",
                "You wrote this text yourself: a second person should issue it.",
                "Ask another publisher, or state why it can't wait.",
            ),
        )
    return found


@transaction.atomic
def issue(
    sheet: FactSheet,
    *,
    by,
    at: datetime,
    kind: EditionKind | None = None,
    note: str = "",
    is_minor: bool = False,
    reason: str = "",
    live_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> Edition:
    """Freeze the next edition, live at once or at `live_at`.

    Raises NotAllowed, ProseError, and ValidationError by field: for doubts that no
    `reason` overrides, a missing note, or times in the wrong order.
    """
    act = SheetAct.SCHEDULE if live_at and live_at > at else SheetAct.ISSUE
    locked = _begin(act, sheet, by, at)
    found = standing_in_the_way(locked, by)
    errors: dict[str, list[str]] = {}
    if any(not one.may_stand for one in found):
        errors["__all__"] = [f"{d.message} {d.mend}" for d in found if not d.may_stand]
    elif found and not reason.strip():
        errors["reason"] = [
            "Something is doubtful (see above). Mend it, or state why the sheet goes out."
        ]
    first = not locked.editions.exists()
    if first:
        kind = EditionKind.FIRST
    elif kind not in (EditionKind.UPDATE, EditionKind.CORRECTION):
        errors["kind"] = ["Is it an update (the world changed) or a correction?"]
    if not first and not is_minor and not note.strip():
        errors["note"] = ["Tell readers what changed, or mark the change as minor."]
    if is_minor and kind == EditionKind.CORRECTION:
        errors["is_minor"] = ["A correction is never minor: readers relied on the error."]
    if expires_at and expires_at <= (live_at or at):
        errors["expires_at"] = ["It would end before it begins."]
    if errors:
        raise ValidationError(errors)
    edition = freeze(
        locked,
        render(locked),
        by=by,
        at=at,
        live_at=live_at if act == SheetAct.SCHEDULE else at,
        expires_at=expires_at,
        kind=kind,
        is_minor=is_minor,
        note=note.strip(),
        reason=reason.strip() if found else "",
    )
    DraftLink.objects.filter(sheet=locked, revoked_at__isnull=True).update(revoked_at=at)
    _end(act, locked, by, at, remark=edition.reason, edition=edition)
    return edition


@transaction.atomic
def cancel(sheet: FactSheet, *, by, at: datetime, reason: str = "") -> Cancellation:
    """Take a scheduled edition back before it goes live. Its number stays taken."""
    locked = _begin(SheetAct.CANCEL, sheet, by, at)
    edition = locked.editions.order_by("-number").first()
    cancellation = Cancellation(edition=edition, reason=reason.strip(), by=by, at=at)
    cancellation.full_clean()
    cancellation.save()
    _end(SheetAct.CANCEL, locked, by, at, remark=reason.strip(), edition=edition)
    return cancellation


@transaction.atomic
def discard(sheet: FactSheet, *, by, at: datetime) -> SheetEvent:
    """Throw the draft away: the working text is again that of the live edition."""
    locked = _begin(SheetAct.DISCARD, sheet, by, at)
    source = locked.live_edition(at).source
    for name in PLAIN:
        setattr(locked, name, source[name])
    locked.dated_on = date.fromisoformat(source["dated_on"])
    agency = Agency.objects.filter(key=source["issuing_agency"]).first()
    locked.issuing_agency = agency or locked.issuing_agency
    locked.save()
    locked.bodies.set(Body.objects.filter(key__in=source["bodies"]))
    locked.subjects.set(Subject.objects.filter(key__in=source["subjects"]))
    return _end(SheetAct.DISCARD, locked, by, at)


@transaction.atomic
def withdraw(
    sheet: FactSheet,
    *,
    by,
    at: datetime,
    reason: str,
    manner: Manner = Manner.NOTICE,
    replaced_by: FactSheet | None = None,
) -> Withdrawal:
    locked = _begin(SheetAct.WITHDRAW, sheet, by, at)
    if replaced_by and replaced_by.pk == locked.pk:
        raise ValidationError({"replaced_by": "A sheet can't replace itself."})
    withdrawal = Withdrawal(
        edition=locked.live_edition(at),
        manner=manner,
        replaced_by=replaced_by,
        reason=_wanted(reason, "reason", "Tell readers why."),
        by=by,
        at=at,
    )
    withdrawal.full_clean()
    withdrawal.save()
    _end(
        SheetAct.WITHDRAW,
        locked,
        by,
        at,
        remark=withdrawal.reason,
        edition=withdrawal.edition,
    )
    return withdrawal


@transaction.atomic
def copy(sheet: FactSheet, *, dated_on: date, by, at: datetime) -> FactSheet:
    """A new draft with the same words, whose facts are read as of another day."""
    if reason := why_not(SheetAct.COPY, sheet, by, at):
        raise NotAllowed(reason)
    bodies = sorted(body.key for body in sheet.bodies.all())
    made = FactSheet(
        key="",
        kind=sheet.kind,
        title=sheet.title,
        issuing_agency=sheet.issuing_agency,
        place=sheet.place,
        dated_on=dated_on,
        text=sheet.text,
    )
    key = "-".join([*bodies, dated_on.isoformat()])
    if len(key) < 100 and not FactSheet.objects.filter(key=key).exists():
        made.key = key
    made.full_clean()
    made.save()
    made.bodies.set(sheet.bodies.all())
    made.subjects.set(sheet.subjects.all())
    _end(SheetAct.COPY, made, by, at, remark=f"From {sheet}.")
    return made


@transaction.atomic
def share(sheet: FactSheet, *, by, at: datetime, for_whom: str = "") -> DraftLink:
    """A link to the draft for somebody without a login, for thirty days."""
    locked = _begin(SheetAct.SHARE, sheet, by, at)
    link = DraftLink(
        sheet=locked,
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(days=LINK_DAYS),
        for_whom=for_whom.strip(),
    )
    link.full_clean()
    link.save()
    _end(SheetAct.SHARE, locked, by, at, remark=link.for_whom)
    return link


@transaction.atomic
def revoke(link: DraftLink, *, by, at: datetime):
    locked = _begin(SheetAct.REVOKE, link.sheet, by, at)
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        _end(SheetAct.REVOKE, locked, by, at, remark=link.for_whom)

"""What changed on a body from one day to another: who joined and left, whose title, role
or holder is another, who chairs it, when it met, what the law did."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from ..dates import Holds, parse_edtf, words_of
from ..models import Body, LegalBasis, Meeting
from .rosters import RosterSeat, roster


@dataclass(frozen=True)
class FieldChange:
    name: str
    before: str
    after: str
    certainty: Holds


@dataclass(frozen=True)
class SeatChange:
    row: RosterSeat  # as on the later day
    fields: list[FieldChange]


@dataclass(frozen=True)
class Comparison:
    """Each with whether it certainly or only possibly happened between the two days."""

    joined: list[tuple[RosterSeat, Holds]]
    left: list[tuple[RosterSeat, Holds]]
    changed: list[SeatChange]
    chairs_before: list[RosterSeat]
    chairs_after: list[RosterSeat]
    same_chairs: bool
    meetings: list[tuple[Meeting, Holds]]
    laws: list[tuple[LegalBasis, str, Holds]]  # with its date in words


def compare(body: Body, *, first: date, last: date) -> Comparison:
    """From the first day to the last, both included. Thirteen queries."""
    old = {row.seat.pk: row for row in roster(body, on=first)}
    new = {row.seat.pk: row for row in roster(body, on=last)}
    pairs = [(old[pk], row) for pk, row in new.items() if pk in old]
    come = [row for pk, row in new.items() if pk not in old]
    gone = []
    for row in (row for pk, row in old.items() if pk not in new):
        # An agency that gave up one seat for another did not leave.
        other = next((one for one in come if one.agency.pk == row.agency.pk), None)
        if other is None:
            gone.append((row, row.certainty))
        else:
            come.remove(other)
            pairs.append((row, other))
    joined = [(row, row.certainty) for row in come]
    for before, after in pairs:
        if before.certainty is not after.certainty:
            # On one of the days it may have stood otherwise than on the other.
            unsure_before = before.certainty is Holds.POSSIBLY
            (joined if unsure_before else gone).append(
                (after if unsure_before else before, Holds.POSSIBLY)
            )
    changed = [
        SeatChange(after, _changes(before, first, after, last)) for before, after in pairs
    ]
    chairs_before = [row for row in old.values() if row.is_leading]
    chairs_after = [row for row in new.values() if row.is_leading]
    return Comparison(
        joined=joined,
        left=gone,
        changed=[one for one in changed if one.fields],
        chairs_before=chairs_before,
        chairs_after=chairs_after,
        same_chairs=[(row.seat.pk, _held(row, first)) for row in chairs_before]
        == [(row.seat.pk, _held(row, last)) for row in chairs_after],
        meetings=_meetings(body, first, last),
        laws=_laws(body, first, last),
    )


def _changes(
    before: RosterSeat, first: date, after: RosterSeat, last: date
) -> list[FieldChange]:
    certain = before.certainty is after.certainty is Holds.CERTAINLY
    sure = Holds.CERTAINLY if certain else Holds.POSSIBLY
    (old_holder, old_sure), (new_holder, new_sure) = _held(before, first), _held(after, last)
    told = [
        ("name of the agency", before.agency_name, after.agency_name, sure),
        ("role", _role(before), _role(after), sure),
        ("position", _position(before), _position(after), sure),
        (
            "held by",
            old_holder,
            new_holder,
            sure if old_sure and new_sure else Holds.POSSIBLY,
        ),
    ]
    return [FieldChange(*one) for one in told if one[1] != one[2]]


def _role(row: RosterSeat) -> str:
    return row.seat.get_role_display()


def _position(row: RosterSeat) -> str:
    return row.seat.position.title if row.seat.position else "none is named"


def _held(row: RosterSeat, day: date) -> tuple[str, bool]:
    """Who held the seat, in words, and whether that is certain."""
    told, sure = [], True
    for holder in row.holders:
        told.append(f"{holder.official} (acting)" if holder.acting else str(holder.official))
        sure = sure and holder.certainty is Holds.CERTAINLY
    for one in row.designations:
        told.append(str(one.official))
        sure = sure and one.on(day) is Holds.CERTAINLY
    if row.holding and row.holding.absence:
        told.append(str(row.holding.absence))
        sure = sure and row.holding.absence_certainty is Holds.CERTAINLY
    return "; ".join(told) or "not yet entered", sure


def _meetings(body, first, last) -> list[tuple[Meeting, Holds]]:
    meetings = (
        Meeting.objects.public()
        .filter(bodies=body, held_first__lte=last, held_last__gte=first)
        .prefetch_related(Prefetch("bodies", queryset=Body.objects.public()))
        .in_time_order()
    )
    return [(one, _within(one.held_first, one.held_last, first, last)) for one in meetings]


def _laws(body, first, last) -> list[tuple[LegalBasis, str, Holds]]:
    found = []
    effects = LegalBasis.objects.public().filter(body=body).select_related("instrument")
    for one in effects:
        written = one.happened_on or one.instrument.signed_on
        if not written:
            continue
        when = parse_edtf(written)
        if when.first <= last and when.last >= first:
            certainty = _within(when.first, when.last, first, last)
            found.append((when.first, one.key, (one, words_of(written), certainty)))
    return [told for _, _, told in sorted(found, key=lambda one: one[:2])]


def _within(begin, end, first, last) -> Holds:
    return Holds.CERTAINLY if first <= begin and end <= last else Holds.POSSIBLY

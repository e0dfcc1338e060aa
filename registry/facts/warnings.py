"""What real life may do and typing often does: told to staff, never a wall.

A rule looks at records of one kind and tells which are doubtful. Each works on a whole
set in a fixed number of queries, so one record and the whole record cost alike. What a
rule says once its records are at hand is a function of its own: an import asks it of
records that are only planned.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.contrib.contenttypes.models import ContentType

from ..dates import Holds
from ..models import (
    Acceptance,
    Alias,
    Appointment,
    Attendance,
    Body,
    Meeting,
    Official,
    Record,
    RecordQuerySet,
    Seat,
)
from ..vocabulary import AttendanceRole, Capacity, Holders, MeetingStatus, SeatRole
from . import attendance as attendances
from .succession import overlaps


@dataclass(frozen=True)
class Warning:
    code: str
    message: str
    record: Record
    accepted: Acceptance | None = None


def confirmed_holders_overlap(appointments: RecordQuerySet) -> Iterator[Warning]:
    asked = set(appointments.values_list("pk", flat=True))
    rivals = Appointment.objects.filter(
        position__in=appointments.values("position"),
        position__holders=Holders.ONE,
        capacity=Capacity.CONFIRMED,
    ).select_related("official", "position")
    for _, group in groupby(rivals.order_by("position"), key=lambda one: one.position_id):
        for found in overlaps(group):
            if found.certainty is not Holds.CERTAINLY:
                continue
            for one, other in (
                (found.earlier, found.later),
                (found.later, found.earlier),
            ):
                if one.pk in asked:
                    yield Warning(
                        "overlap",
                        f"{one.official} ({one.span.words}) and {other.official} "
                        f"({other.span.words}) are both confirmed as "
                        f"{one.position.title} at the same time.",
                        one,
                    )


def appointment_outside_position(appointments: RecordQuerySet) -> Iterator[Warning]:
    yield from outside_position(appointments.select_related("official", "position"))


def outside_position(appointments: Iterable[Appointment]) -> Iterator[Warning]:
    for one in appointments:
        if _apart(one, one.position):
            yield Warning(
                "outside position",
                f"{one.official} ({one.span.words}) holds {one.position.title} outside "
                f"the time in which the position existed ({one.position.span.words}).",
                one,
            )


def seat_outside_body(seats: RecordQuerySet) -> Iterator[Warning]:
    yield from outside_body(seats.select_related("body", "agency", "position"))


def outside_body(seats: Iterable[Seat]) -> Iterator[Warning]:
    for one in seats:
        if _apart(one, one.body):
            yield Warning(
                "outside body",
                f"The seat ({one.span.words}) lies outside the life of {one.body.label} "
                f"({one.body.span.words}).",
                one,
            )


def two_chairs(seats: RecordQuerySet) -> Iterator[Warning]:
    asked = set(seats.values_list("pk", flat=True))
    chairs = Seat.objects.filter(
        role=SeatRole.CHAIR, body__in=seats.values("body")
    ).select_related("body", "agency", "position")
    yield from chairs_at_once(chairs.order_by("body"), asked)


def chairs_at_once(chairs: Iterable[Seat], asked: set[int]) -> Iterator[Warning]:
    """Of all chairs of some bodies, body by body, those asked about that overlap another."""
    for _, group in groupby(chairs, key=lambda one: one.body_id):
        group = list(group)
        for one in group:
            for other in group:
                if other is one or one.pk not in asked:
                    continue
                if one.span.overlap(other.span) is Holds.CERTAINLY:
                    yield Warning(
                        "two chairs",
                        f"{one.body.label} has two chairs at the same time: {one} and "
                        f"{other}. If both lead it, make each a co-chair.",
                        one,
                    )


def meeting_outside_body(meetings: RecordQuerySet) -> Iterator[Warning]:
    held = meetings.filter(status=MeetingStatus.HELD).prefetch_related("bodies")
    yield from held_outside((one, body) for one in held for body in one.bodies.all())


def held_outside(meetings: Iterable[tuple[Meeting, Body]]) -> Iterator[Warning]:
    for meeting, body in meetings:
        first, last = body.earliest_start, body.latest_end
        if meeting.held_last < first or meeting.held_first > last:
            yield Warning(
                "outside body",
                f"The meeting ({meeting.date_words}) lies outside the life of "
                f"{body.label} ({body.span.words}).",
                meeting,
            )


def attendance_not_covered(listed: RecordQuerySet) -> Iterator[Warning]:
    listed = listed.exclude(role=AttendanceRole.GUEST).filter(official__isnull=False)
    listed = list(listed.select_related("meeting", "official", "position", "agency"))
    appointments = defaultdict(list)
    officials = {one.official_id for one in listed}
    for one in Appointment.objects.filter(official__in=officials).select_related("position"):
        appointments[one.official_id].append(one)
    yield from not_covered(listed, appointments)


def not_covered(
    listed: Iterable[Attendance], appointments: Mapping[int, list[Appointment]]
) -> Iterator[Warning]:
    """Of officials on lists, guests left out, those whose appointments, by official, do
    not bear it out."""
    for one in listed:
        held = appointments[one.official_id]
        _, capacity = attendances.capacity_at(one, one.meeting, held)
        stated = capacity is not attendances.Capacity.NOT_STATED
        if capacity is attendances.Capacity.UNCOVERED or (
            not stated and all(attendances.covers(a, one.meeting) is Holds.NO for a in held)
        ):
            as_what = f" as {one.position.title}" if one.position else ""
            yield Warning(
                "not covered",
                f"{one.official} is listed{as_what} on {one.meeting.date_words}, but no "
                "appointment in the record covers that day.",
                one,
            )


def position_of_another_agency(listed: RecordQuerySet) -> Iterator[Warning]:
    both = listed.filter(position__isnull=False, agency__isnull=False)
    yield from of_another_agency(
        both.select_related("meeting", "position__agency", "agency", "official")
    )


def of_another_agency(listed: Iterable[Attendance]) -> Iterator[Warning]:
    for one in listed:
        if one.position.agency_id != one.agency_id:
            yield Warning(
                "other agency",
                f"{one.position.title} is a position of {one.position.agency}, but the "
                f"attendance is for {one.agency}.",
                one,
            )


def alias_of_another(aliases: RecordQuerySet) -> Iterator[Warning]:
    names = aliases.values("name_folded")
    owners = defaultdict(list)
    for official in Official.objects.filter(name_folded__in=names):
        owners[official.name_folded].append(official)
    yield from also_names(aliases.select_related("official"), owners)


def also_names(
    aliases: Iterable[Alias], owners: Mapping[str, list[Official]]
) -> Iterator[Warning]:
    """`owners`: the officials of each folded name."""
    for alias in aliases:
        for owner in owners[alias.name_folded]:
            if owner.pk != alias.official_id:
                yield Warning(
                    "name of another",
                    f"“{alias.name}” is also the name of the official {owner} ({owner.key}).",
                    alias,
                )


def _apart(one, other) -> bool:
    """Do two spans certainly have no day in common?"""
    return one.earliest_start > other.latest_end or one.latest_end < other.earliest_start


RULES: dict[type[Record], list[Callable[[RecordQuerySet], Iterator[Warning]]]] = {
    Appointment: [confirmed_holders_overlap, appointment_outside_position],
    Seat: [seat_outside_body, two_chairs],
    Meeting: [meeting_outside_body],
    Attendance: [attendance_not_covered, position_of_another_agency],
    Alias: [alias_of_another],
}

# Where a record is shown whole, with the records that hang on it: (kind, its way to it).
HANGING: dict[str, list[tuple[type[Record], str]]] = {
    "official": [(Appointment, "official"), (Alias, "official")],
    "position": [(Appointment, "position")],
    "body": [(Seat, "body"), (Meeting, "bodies")],
    "meeting": [(Attendance, "meeting")],
}


def warnings_of(record: Record) -> list[Warning]:
    """The warnings of a record and of what hangs on it (a meeting's attendance, an
    official's appointments), accepted ones among them."""
    model = type(record)
    sets = [model.objects.filter(pk=record.pk)]
    for kind, way in HANGING.get(model._meta.model_name, ()):
        sets.append(kind.objects.filter(**{way: record}))
    return warnings_in(*sets)


def warnings_in(*sets: RecordQuerySet) -> list[Warning]:
    """The warnings of the records in these sets themselves, accepted ones among them."""
    return _with_acceptances(
        [
            one
            for records in sets
            for rule in RULES.get(records.model, ())
            for one in rule(records)
        ]
    )


def all_warnings() -> list[Warning]:
    """Every warning of the whole record, accepted ones among them."""
    return warnings_in(*(model.objects.all() for model in RULES))


def _with_acceptances(found: list[Warning]) -> list[Warning]:
    """An acceptance counts for a warning of that record that says the very same."""
    if not found:
        return []
    kinds = ContentType.objects.get_for_models(*{type(one.record) for one in found})
    accepted = {
        (one.kind_id, one.record_id, one.code, one.message): one
        for one in Acceptance.objects.filter(
            kind__in=kinds.values(), record_id__in={one.record.pk for one in found}
        ).select_related("accepted_by")
    }
    return [
        Warning(
            one.code,
            one.message,
            one.record,
            accepted.get((kinds[type(one.record)].pk, one.record.pk, one.code, one.message)),
        )
        for one in found
    ]

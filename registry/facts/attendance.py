"""Who came to a meeting, and in which capacity the record knows them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ..dates import Holds
from ..models import Appointment, Attendance, Meeting, Seat
from ..vocabulary import CHAIRING_ROLES, Presence
from .rosters import names_of_agencies


class Capacity(StrEnum):
    """How the appointments in force that day bear out an attendance."""

    CERTAIN = "an appointment covers the day"
    POSSIBLE = "an appointment may cover the day"
    UNCOVERED = "no appointment covers the day"
    NOT_STATED = "no position is stated"


@dataclass(frozen=True)
class Attendee:
    attendance: Attendance
    appointment: Appointment | None
    capacity: Capacity
    agency_name: str

    @property
    def acting(self) -> bool:
        return bool(self.appointment and self.appointment.is_acting)

    @property
    def title(self) -> str:
        """As printed then, or else the position's own; "" where neither is known."""
        one = self.attendance
        return one.printed_title or (one.position.title if one.position else "")

    @property
    def chaired(self) -> bool:
        return self.attendance.role in CHAIRING_ROLES

    @property
    def was_present(self) -> bool:
        return self.attendance.presence == Presence.PRESENT


def covers(one: Appointment | Seat, meeting: Meeting) -> Holds:
    """Does it hold on the day, or the days, that the meeting can mean?"""
    on_days = {one.on(meeting.held_first), one.on(meeting.held_last)}
    if on_days == {Holds.CERTAINLY}:
        return Holds.CERTAINLY
    touches = one.earliest_start <= meeting.held_last and meeting.held_first <= one.latest_end
    return Holds.POSSIBLY if touches else Holds.NO


def capacity_at(
    attendance: Attendance, meeting: Meeting, appointments: Iterable[Appointment]
) -> tuple[Appointment | None, Capacity]:
    """The appointment that an attendance rests on, out of the official's `appointments`,
    and how well. One that staff named counts alone; else a full one before an acting."""
    if not attendance.official_id or not (attendance.position_id or attendance.appointment_id):
        return None, Capacity.NOT_STATED
    fitting = [
        (covers(one, meeting), one)
        for one in appointments
        if attendance.appointment_id in (None, one.pk)
        and attendance.position_id in (None, one.position_id)
    ]
    for answer, capacity in (
        (Holds.CERTAINLY, Capacity.CERTAIN),
        (Holds.POSSIBLY, Capacity.POSSIBLE),
    ):
        found = [one for holds, one in fitting if holds is answer]
        if found:
            return min(found, key=lambda one: one.is_acting), capacity
    return None, Capacity.UNCOVERED


def attendance(meeting: Meeting) -> list[Attendee]:
    """Those on the meeting's list, in its order, absent ones included. Three queries."""
    listed = list(
        Attendance.objects.public()
        .filter(meeting=meeting)
        .select_related("official", "position", "agency", "sits_for")
        .prefetch_related(names_of_agencies("agency"))
        .order_by("order", "key")
    )
    officials = {one.official_id for one in listed if one.official_id}
    appointments = defaultdict(list)
    for appointment in Appointment.objects.public().filter(official__in=officials):
        appointments[appointment.official_id].append(appointment)
    return [
        Attendee(
            one,
            *capacity_at(one, meeting, appointments[one.official_id]),
            agency_name=one.agency.name_on(meeting.held_first) if one.agency else "",
        )
        for one in listed
    ]

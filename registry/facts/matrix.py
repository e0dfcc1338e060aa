"""Which agencies came to which meetings of a body."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..dates import Holds
from ..models import Agency, Attendance, Body, Meeting, Seat
from ..vocabulary import Presence
from .attendance import covers
from .meetings import meetings
from .rosters import names_of_agencies, seats_over_time

MOST_MEETINGS = 20  # told at once; for earlier ones readers ask for an earlier day


class Came(StrEnum):
    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"
    NOT_KNOWN = "not known"
    NO_SEAT = "no seat then"


# Of several people for one agency the one who came counts.
OF_PRESENCE = {
    Presence.PRESENT: Came.PRESENT,
    Presence.EXCUSED: Came.EXCUSED,
    Presence.ABSENT: Came.ABSENT,
}


@dataclass(frozen=True)
class MatrixRow:
    agency: Agency
    name: str  # on the day asked
    came: list[Came]  # for each meeting of the matrix


@dataclass(frozen=True)
class Matrix:
    meetings: list[Meeting]  # held ones, the last first
    rows: list[MatrixRow]  # in the order of the roster, then agencies that had no seat
    earlier: int  # how many were held before these
    without_agency: int  # how many on their lists stand there for no agency


def matrix(body: Body, *, on: date) -> Matrix:
    """The last meetings up to that day, and for each agency that had a seat then or stands
    on a list, whether it came. Where a list may not be complete, who is missing on it may
    have come all the same. Seven queries."""
    held = meetings(body, on=on).held()
    shown = list(held[:MOST_MEETINGS])
    listed, without_agency = _listed(body, shown)
    seats = defaultdict(list)
    names = {}
    for term in seats_over_time(body, on=on):
        if any(covers(term.seat, one) is not Holds.NO for one in shown):
            seats[term.seat.agency].append(term.seat)
            names[term.seat.agency] = term.agency_name
    guests = [agency for agency in listed if agency not in seats]
    names |= {agency: agency.name_on(on) for agency in guests}
    order = [*seats, *sorted(guests, key=lambda agency: (names[agency], agency.key))]
    rows = [
        MatrixRow(
            agency,
            names[agency],
            [_came(one, listed[agency].get(one.pk, ()), seats[agency]) for one in shown],
        )
        for agency in order
    ]
    earlier = held.count() - len(shown) if len(shown) == MOST_MEETINGS else 0
    return Matrix(shown, rows, earlier, without_agency)


def _listed(body: Body, shown: list[Meeting]) -> tuple[dict[Agency, dict], int]:
    """By agency and meeting the presences on the lists, and for how many no agency is
    known: neither their own, nor their position's, nor that of their seat on the body."""
    attendances = (
        Attendance.objects.public()
        .filter(meeting__in=shown)
        .select_related("agency", "position__agency")
        .prefetch_related(names_of_agencies("agency"), names_of_agencies("position__agency"))
    )
    attendances = list(attendances)
    seats = {
        seat.pk: seat.agency
        for seat in Seat.objects.public()
        .filter(body=body, pk__in={one.seat_id for one in attendances if one.seat_id})
        .select_related("agency")
        .prefetch_related(names_of_agencies("agency"))
    }
    found: dict[Agency, dict] = defaultdict(lambda: defaultdict(list))
    without = 0
    for one in attendances:
        agency = one.agency or (one.position and one.position.agency) or seats.get(one.seat_id)
        if agency is None:
            without += 1
        else:
            found[agency][one.meeting_id].append(OF_PRESENCE[Presence(one.presence)])
    return found, without


def _came(meeting: Meeting, listed: list[Came], seats: list[Seat]) -> Came:
    for answer in (Came.PRESENT, Came.EXCUSED, Came.ABSENT):
        if answer in listed:
            return answer
    had_seat = {covers(seat, meeting) for seat in seats}
    if Holds.CERTAINLY in had_seat and meeting.attendance_complete:
        return Came.ABSENT
    if had_seat - {Holds.NO}:
        return Came.NOT_KNOWN
    return Came.NO_SEAT

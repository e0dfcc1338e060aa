"""The line of holders of a position, its gaps and its overlaps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ..dates import LATEST, Holds
from ..models import Appointment, Position, Vacancy
from ..vocabulary import Capacity, Holders


@dataclass(frozen=True)
class Gap:
    """Days, both included, of which the record certainly says nothing."""

    first: date
    last: date


@dataclass(frozen=True)
class Overlap:
    """Two confirmed holders of a one-holder position on the same days."""

    earlier: Appointment
    later: Appointment
    certainty: Holds


@dataclass(frozen=True)
class Line:
    """Appointments, vacancies and gaps in the order of time, and the overlaps."""

    entries: list[Appointment | Vacancy | Gap]
    overlaps: list[Overlap]


def overlaps(appointments: Iterable[Appointment]) -> Iterator[Overlap]:
    """The overlaps among confirmed appointments to one position."""
    still_open: list[Appointment] = []
    confirmed = (one for one in appointments if one.capacity == Capacity.CONFIRMED)
    for later in sorted(confirmed, key=lambda one: (one.earliest_start, one.latest_end)):
        still_open = [one for one in still_open if one.latest_end > later.earliest_start]
        for earlier in still_open:
            certainty = earlier.span.overlap(later.span)
            # The same person reappointed is no overlap of two holders.
            if certainty is not Holds.NO and earlier.official_id != later.official_id:
                yield Overlap(earlier, later, certainty)
        still_open.append(later)


def line(position: Position, *, on: date) -> Line:
    """Who held the position, one after another, as far as it had begun by that day. Two
    queries."""
    begun = {"position": position, "earliest_start__lte": on}
    appointments = list(Appointment.objects.public().filter(**begun).select_related("official"))
    vacancies = list(Vacancy.objects.public().filter(**begun))
    # One whose start is not known stands where it was surely under way.
    told = sorted(
        [*appointments, *vacancies],
        key=lambda one: (one.latest_start, one.latest_end, one.key),
    )
    entries, covered = [], None
    for entry in told:
        if covered and covered < LATEST:
            first = covered + timedelta(days=1)
            if first < entry.earliest_start:
                entries.append(Gap(first, entry.earliest_start - timedelta(days=1)))
        entries.append(entry)
        covered = max(covered or entry.latest_end, entry.latest_end)
    one_holder = position.holders == Holders.ONE
    return Line(entries, list(overlaps(appointments)) if one_holder else [])

"""An agency's places, people and past."""

from dataclasses import dataclass
from datetime import date

from ..dates import Holds
from ..models import Agency, AgencyName, AgencySuccession, Position, Seat
from .holders import Holding, holdings


@dataclass(frozen=True)
class AgencyAnswer:
    name: str  # on the day asked
    former_names: list[AgencyName]
    seats: list[tuple[Seat, Holds]]
    positions: list[tuple[Position, Holding]]
    parts: list[Agency]
    successions_in: list[AgencySuccession]
    successions_out: list[AgencySuccession]


def agency_on(agency: Agency, *, on: date) -> AgencyAnswer:
    """Its name on that day, its seats over time up to then with whether each holds, its
    positions that existed then with their holders, its parts. Eight queries."""
    names = list(AgencyName.objects.public().filter(agency=agency).in_time_order())
    told = {name.on(on): name.name for name in names}
    seats = (
        Seat.objects.public()
        .filter(agency=agency, earliest_start__lte=on)
        .select_related("body", "position")
        .order_by("body__name", "earliest_start", "key")
    )
    positions = list(
        Position.objects.public().filter(agency=agency).on(on).order_by("rank", "title")
    )
    held = holdings([position.pk for position in positions], on=on)
    return AgencyAnswer(
        name=told.get(Holds.CERTAINLY) or told.get(Holds.POSSIBLY) or agency.name,
        former_names=names,
        seats=[(seat, seat.on(on)) for seat in seats],
        positions=[(position, held[position.pk]) for position in positions],
        parts=list(Agency.objects.public().filter(parent=agency).on(on)),
        successions_in=list(
            AgencySuccession.objects.public()
            .filter(successor=agency)
            .select_related("predecessor")
        ),
        successions_out=list(
            AgencySuccession.objects.public()
            .filter(predecessor=agency)
            .select_related("successor")
        ),
    )

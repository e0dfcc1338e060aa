"""The roster of a body on a day, as a table. It begins with the columns of seats, so that it
can come in as such; what the day makes of them stands after."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..dates import Holds as Certainty
from ..facts.rosters import RosterSeat, roster
from ..models import Body, Seat
from .columns import Column, Holds, columns_of
from .public import is_shown
from .tables import Cell, Table

AS_IT_IS = tuple(column for column in columns_of(Seat) if is_shown(column))


def _told(name: str, field: str) -> Column:
    return Column(name, Seat._meta.get_field(field), Holds.TEXT)


TOLD = (
    _told("agency_name", "agency"),
    _told("position_title", "position"),
    _told("held_by", "position"),
    _told("designated", "position"),
    _told("on_this_day", "started_on"),
)


@dataclass(frozen=True)
class RosterTable(Table):
    listed: tuple[RosterSeat, ...] = ()

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        seats = replace(self, columns=AS_IT_IS)
        for own, row in zip(Table.rows(seats), self.listed, strict=True):
            yield (*own, *_on_the_day(row))


def _on_the_day(row: RosterSeat) -> tuple[str, ...]:
    held = [_possibly(one.certainty, one.official.name) for one in row.holders]
    if row.holding and row.holding.absence:
        held.append(_possibly(row.holding.absence_certainty, str(row.holding.absence)))
    position = row.seat.position
    return (
        row.agency_name,
        position.title if position else "",
        "; ".join(held),
        "; ".join(
            f"{one.official.name} ({one.get_kind_display().lower()})"
            for one in row.designations
        ),
        str(row.certainty),
    )


def _possibly(certainty, said: str) -> str:
    return f"possibly {said}" if certainty is Certainty.POSSIBLY else said


def roster_table(body: Body, *, on: date) -> RosterTable:
    listed = tuple(roster(body, on=on))
    seats = Seat.objects.filter(pk__in=[row.seat.pk for row in listed])
    return RosterTable(
        "roster",
        f"roster {on.isoformat()}",
        (*AS_IT_IS, *TOLD),
        seats.order_by("order", "key"),
        public=True,
        listed=listed,
    )

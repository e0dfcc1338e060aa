"""Who sat on a body, and who chaired it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from ..dates import Holds, Span
from ..models import Agency, AgencyName, Appointment, Body, Designation, Seat
from ..text import same_but_for_article
from ..vocabulary import LEADING_ROLES, MEMBER_ROLES, DesignationKind, SeatRole
from .holders import Holder, Holding, holdings


@dataclass(frozen=True)
class RosterSeat:
    """A seat on the day asked."""

    seat: Seat
    certainty: Holds
    agency_name: str
    holding: Holding | None  # None where no position fills the seat
    designations: tuple[Designation, ...]

    @property
    def agency(self) -> Agency:
        return self.seat.agency

    @property
    def is_leading(self) -> bool:
        return self.seat.role in LEADING_ROLES

    @property
    def is_member(self) -> bool:
        return self.seat.role in MEMBER_ROLES

    @property
    def printed_as(self) -> str:
        """The agency as a source printed it, where that is not merely its article."""
        printed = self.seat.printed_as
        return "" if same_but_for_article(printed, self.agency_name) else printed

    @property
    def principals(self) -> tuple[Designation, ...]:
        return tuple(d for d in self.designations if d.kind == DesignationKind.PRINCIPAL)

    @property
    def holders(self) -> tuple[Holder, ...]:
        return self.holding.holders if self.holding else ()


def names_of_agencies(path: str) -> Prefetch:
    """What `Agency.name_on` reads, for the agencies at the end of `path`."""
    return Prefetch(f"{path}__former_names", queryset=AgencyName.objects.public())


def seats_of(body: Body, *, on: date) -> QuerySet[Seat]:
    """All seats that the body ever had, in the order of the roster, with whom the agencies
    designated on that day. Three queries for all that is asked of them here."""
    designations = Designation.objects.public().on(on).select_related("official")
    return (
        Seat.objects.public()
        .filter(body=body)
        .select_related("agency", "position")
        .prefetch_related(
            names_of_agencies("agency"), Prefetch("designations", queryset=designations)
        )
        .order_by("order", "key")
    )


def roster(body: Body, *, on: date, roles: tuple[SeatRole, ...] = ()) -> list[RosterSeat]:
    """The seats of the body on that day in their order, vacant ones included; those of
    `roles` only, if any are named. Five queries."""
    seats = seats_of(body, on=on).on(on)
    return roster_of(seats.filter(role__in=roles) if roles else seats, on=on)


def roster_of(seats: Iterable[Seat], *, on: date) -> list[RosterSeat]:
    """Those of `seats_of` a body that stand on that day. Two queries."""
    seats = [seat for seat in seats if seat.on(on) is not Holds.NO]
    filled = holdings({seat.position_id for seat in seats if seat.position_id}, on=on)
    return [
        RosterSeat(
            seat=seat,
            certainty=seat.on(on),
            agency_name=seat.agency.name_on(on),
            holding=filled.get(seat.position_id),
            designations=tuple(seat.designations.all()),
        )
        for seat in seats
    ]


def chairs(body: Body, *, on: date) -> list[RosterSeat]:
    """The seats that lead the body on that day, with who held them."""
    return roster(body, on=on, roles=LEADING_ROLES)


@dataclass(frozen=True)
class SeatTerm:
    """A seat over time; the agency under its name of the day asked."""

    seat: Seat
    agency_name: str
    certainty: Holds  # whether it holds on the day asked


def seats_over_time(body: Body, *, on: date) -> list[SeatTerm]:
    """Every seat that the body had by that day, past ones too, in the order of the
    roster. Two queries."""
    seats = (
        Seat.objects.public()
        .filter(body=body, earliest_start__lte=on)
        .select_related("agency", "position")
        .prefetch_related(names_of_agencies("agency"))
        .order_by("order", "earliest_start", "key")
    )
    return [SeatTerm(seat, seat.agency.name_on(on), seat.on(on)) for seat in seats]


@dataclass(frozen=True)
class ChairTerm:
    """A time for which an official chaired a body, by holding a position."""

    seat: Seat
    appointment: Appointment
    span: Span


def line_of_chairs(body: Body, *, on: date) -> list[ChairTerm]:
    """Who chaired the body, one after another, as far as it had begun by that day:
    holders of the positions of its leading seats, for as long as both the seat and the
    appointment held. Two queries."""
    seats = Seat.objects.public().filter(body=body, role__in=LEADING_ROLES)
    return line_of_chairs_of(seats.select_related("position"), on=on)


def line_of_chairs_of(seats: Iterable[Seat], *, on: date) -> list[ChairTerm]:
    """The same for all seats that a body ever had. One query."""
    seats = [seat for seat in seats if seat.role in LEADING_ROLES and seat.position_id]
    appointments = (
        Appointment.objects.public()
        .filter(position__in={seat.position_id for seat in seats})
        .select_related("official")
    )
    terms = [
        ChairTerm(seat, appointment, appointment.span.within(seat.span))
        for appointment in appointments
        for seat in seats
        if seat.position_id == appointment.position_id
        and seat.earliest_start <= appointment.latest_end
        and appointment.earliest_start <= seat.latest_end
        and max(seat.earliest_start, appointment.earliest_start) <= on
    ]
    return sorted(terms, key=lambda t: (t.span.latest_start, t.span.latest_end))

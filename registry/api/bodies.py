from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

from ..dates import Holds
from ..facts.cadence import Verdict, cadence
from ..facts.holders import Absence
from ..facts.meetings import meetings
from ..facts.rosters import line_of_chairs, roster
from ..models import Agency, Body, Designation, Meeting, Official, Position, Resolution, Seat
from ..views.days import happened_by, today
from ..views.laws import effects_in_order
from ..views.pages import only_public
from ..vocabulary import (
    BodyKind,
    BodyLevel,
    Capacity,
    DesignationKind,
    Period,
    SeatRole,
)
from .addresses import api_list
from .agencies import along
from .answers import (
    DayAnswer,
    Held,
    Reference,
    Sourced,
    SpanAnswer,
    absolute,
    day_answer,
    day_in,
    span_answer,
)
from .asking import ByChoice, ByRecord, ByText
from .kinds import BY_START, Kind
from .laws import LegalBasisItem


class Cadence(Schema):
    """How often it must meet at least."""

    times: int
    period: Period
    since: DayAnswer | None = Field(description="Null: since the body began.")
    words: str


class BodyItem(Held, Reference):
    full_name: str
    short_name: str
    acronym: str
    told_apart_by: str = Field(description="What tells this one from a namesake.")
    kind: BodyKind
    level: BodyLevel | Literal[""]
    reports_to: Reference | None
    purpose: str
    cadence: Cadence | None
    meetings_complete_from: date | None = Field(
        description="Between these days the record holds every meeting."
    )
    meetings_complete_until: date | None

    @staticmethod
    def resolve_full_name(body):
        return body.name

    @staticmethod
    def resolve_reports_to(body):
        return body.parent

    @staticmethod
    def resolve_cadence(body):
        return body.cadence_times and {
            "times": body.cadence_times,
            "period": body.cadence_period,
            "since": day_answer(body.cadence_since),
            "words": body.cadence,
        }


class Holder(Schema):
    official: Reference
    capacity: Capacity
    is_acting: bool
    certainty: Holds
    when: SpanAnswer

    @staticmethod
    def resolve_capacity(holder):
        return holder.appointment.capacity

    @staticmethod
    def resolve_is_acting(holder):
        return holder.acting

    @staticmethod
    def resolve_when(holder):
        return span_answer(holder.appointment.span)


class HoldingAnswer(Schema):
    """Who held a position on the day. Where nobody certainly did, `absence` tells what is
    known instead; vacant, not known and not yet entered are three things."""

    holders: list[Holder]
    absence: Absence | None
    absence_certainty: Holds | None


class DesignatedItem(Held):
    official: Reference
    kind: DesignationKind
    title: str


class DesignationItem(Reference, DesignatedItem):
    seat: Reference


class DesignationFull(Sourced, DesignationItem):
    pass


class SeatItem(Held, Reference):
    """An agency's place on a body. Its holder follows from who holds the position."""

    body: Reference
    agency: Reference
    position: Reference | None = Field(description="Whose holder sits here, if one is named.")
    or_designee: bool
    role: SeatRole
    order: int
    clause: str
    printed_as: str = Field(description="The agency as a source misprinted it.")


class SeatFull(Sourced, SeatItem):
    designations: list[DesignatedItem]

    @staticmethod
    def resolve_designations(seat):
        found = Designation.objects.public().filter(seat=seat).select_related("official")
        return found.in_time_order()


class RosterRow(Schema):
    """A seat on the day, and who sat there."""

    key: str
    role: SeatRole
    certainty: Holds
    agency: Reference
    position: Reference | None
    or_designee: bool
    clause: str
    printed_as: str
    held_by: HoldingAnswer | None = Field(description="Null where no position is named.")
    designations: list[DesignatedItem]
    when: SpanAnswer

    @staticmethod
    def resolve_key(row):
        return row.seat.key

    @staticmethod
    def resolve_role(row):
        return row.seat.role

    @staticmethod
    def resolve_position(row):
        return row.seat.position

    @staticmethod
    def resolve_or_designee(row):
        return row.seat.or_designee

    @staticmethod
    def resolve_clause(row):
        return row.seat.clause

    @staticmethod
    def resolve_held_by(row):
        return row.holding

    @staticmethod
    def resolve_when(row):
        return span_answer(row.seat.span)


class ChairTerm(Schema):
    official: Reference
    position: Reference
    capacity: Capacity
    role: SeatRole
    when: SpanAnswer = Field(description="For as long as both the seat and the office held.")

    @staticmethod
    def resolve_official(term):
        return term.appointment.official

    @staticmethod
    def resolve_position(term):
        return term.seat.position

    @staticmethod
    def resolve_capacity(term):
        return term.appointment.capacity

    @staticmethod
    def resolve_role(term):
        return term.seat.role

    @staticmethod
    def resolve_when(term):
        return span_answer(term.span)


class PeriodAnswer(Schema):
    """A year, quarter or month of the calendar: meetings required and held."""

    name: str
    first: date
    last: date
    required: int
    held: list[Reference]
    possible: list[Reference]
    verdict: Verdict


class BodyFull(Sourced, BodyItem):
    reporting_to_it: list[Reference]
    roster: list[RosterRow] = Field(description="Its seats on the day, the chair's among them.")
    line_of_chairs: list[ChairTerm]
    legal_basis: list[LegalBasisItem]
    meetings_required: list[PeriodAnswer]
    meetings: str = Field(description="Where its meetings are listed.")
    resolutions: str = Field(description="Where its resolutions are listed.")
    seats: str = Field(description="Where its seats of all days are listed.")

    @staticmethod
    def resolve_reporting_to_it(body):
        return Body.objects.public().filter(parent=body)

    @staticmethod
    def resolve_roster(body, context):
        return roster(body, on=day_in(context))

    @staticmethod
    def resolve_line_of_chairs(body, context):
        return line_of_chairs(body, on=day_in(context))

    @staticmethod
    def resolve_legal_basis(body, context):
        return effects_in_order().filter(happened_by(day_in(context), "since"), body=body)

    @staticmethod
    def resolve_meetings_required(body, context):
        day = min(day_in(context), today())
        return cadence(body, meetings(body, on=day), on=day)

    @staticmethod
    def resolve_meetings(body, context):
        return absolute(api_list(Meeting, body=body.key), context)

    @staticmethod
    def resolve_resolutions(body, context):
        return absolute(api_list(Resolution, body=body.key), context)

    @staticmethod
    def resolve_seats(body, context):
        return absolute(api_list(Seat, body=body.key), context)


BODIES = Kind(
    Body,
    BodyItem,
    BodyFull,
    rows=lambda day: Body.objects.public().prefetch_related(
        only_public("parent", Body.objects)
    ),
    filters=(
        ByRecord("reports_to", "parent", Body),
        ByChoice("kind", "kind", BodyKind),
        ByChoice("level", "level", BodyLevel),
        ByText("acronym", "acronym_folded", "Only those of this acronym."),
        ByText("name", "name_folded", "Only those of this full name."),
    ),
    sorts=BY_START,
    dated=True,
    what="Task forces, councils, committees and groups on which several agencies sit.",
)

SEATS = Kind(
    Seat,
    SeatItem,
    SeatFull,
    rows=lambda day: (
        Seat.objects.public()
        .select_related("body", "position")
        .prefetch_related(along("agency"))
    ),
    filters=(
        ByRecord("body", "body", Body),
        ByRecord("agency", "agency", Agency),
        ByRecord("position", "position", Position),
        ByChoice("role", "role", SeatRole),
    ),
    sorts=BY_START,
    dated=True,
    what="The places that agencies have on bodies.",
)

DESIGNATIONS = Kind(
    Designation,
    DesignationItem,
    DesignationFull,
    rows=lambda day: (
        Designation.objects.public()
        .select_related("official", "seat__body", "seat__position")
        .prefetch_related(along("seat__agency"))
    ),
    filters=(
        ByRecord("official", "official", Official),
        ByRecord("seat", "seat", Seat),
        ByRecord("body", "seat__body", Body),
        ByChoice("kind", "kind", DesignationKind),
    ),
    sorts=BY_START,
    dated=True,
    what="Who sits for a seat, as its principal or as an alternate.",
)

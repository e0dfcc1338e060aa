"""What an official held, sat for and attended."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from ..dates import LATEST, Holds, Span
from ..models import Appointment, Attendance, Body, Designation, Official, Seat
from .rosters import names_of_agencies


@dataclass(frozen=True)
class Post:
    """An appointment; the agency under the name that it bore then."""

    appointment: Appointment
    agency_name: str
    certainty: Holds  # whether it holds on the day asked


@dataclass(frozen=True)
class Career:
    posts: list[Post]
    designations: list[tuple[Designation, Holds]]
    attendances: list[Attendance]


def day_within(span: Span, *, default: date) -> date:
    """A day that surely lies in the span, for the name of something then; `default`
    where none is known."""
    return span.latest_start if span.latest_start < LATEST else default


def career(official: Official, *, on: date) -> Career:
    """Posts and designations in the order of time, each with whether it holds on that
    day, and the meetings up to then, the last first. Six queries."""
    appointments = (
        Appointment.objects.public()
        .filter(official=official, earliest_start__lte=on)
        .select_related("position__agency")
        .prefetch_related(names_of_agencies("position__agency"))
        .in_time_order()
    )
    posts = [
        Post(
            appointment,
            appointment.position.agency.name_on(day_within(appointment.span, default=on)),
            appointment.on(on),
        )
        for appointment in appointments
    ]
    designations = (
        Designation.objects.public()
        .filter(official=official, earliest_start__lte=on)
        .select_related("seat__body", "seat__agency", "seat__position")
        .prefetch_related(names_of_agencies("seat__agency"))
        .in_time_order()
    )
    attendances = (
        Attendance.objects.public()
        .filter(official=official, meeting__held_first__lte=on)
        .select_related("meeting", "position", "agency")
        .prefetch_related(Prefetch("meeting__bodies", queryset=Body.objects.public()))
        .order_by("-meeting__held_first", "key")
    )
    return Career(posts, [(one, one.on(on)) for one in designations], list(attendances))


def seats_with(posts: Iterable[Post], *, on: date) -> list[tuple[Seat, Span, Holds]]:
    """The seats that came with the posts by that day: for as long as both held, and whether
    both do on the day. One query."""
    of_position = defaultdict(list)
    for post in posts:
        of_position[post.appointment.position_id].append(post.appointment)
    seats = (
        Seat.objects.public()
        .filter(position__in=of_position)
        .select_related("body", "position")
        .order_by("body__name", "order", "key")
    )
    return [
        (seat, appointment.span.within(seat.span), seat.on(on).along_with(appointment.on(on)))
        for seat in seats
        for appointment in of_position[seat.position_id]
        if seat.earliest_start <= appointment.latest_end
        and appointment.earliest_start <= seat.latest_end
        and max(seat.earliest_start, appointment.earliest_start) <= on
    ]

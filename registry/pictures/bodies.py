"""The life of a body: who chaired it, when it met, which agencies had a seat."""

from collections.abc import Iterable
from datetime import date

from ..facts.rosters import ChairTerm, SeatTerm
from ..models import Body, Meeting
from ..vocabulary import LEADING_ROLES, MEMBER_ROLES
from .meetings import MARKS, mark_of
from .timeline import Entry, Group, Look, Timeline, timeline

MEANINGS = {
    Look.SOLID: "chaired it, or the seat of a chair",
    Look.STRIPED: "chaired it while acting",
    Look.LINED: "the seat of a member",
    Look.EMPTY: "another seat: takes part, is invited, observes",
}


def life(
    body: Body,
    chairs: Iterable[ChairTerm],
    meetings: Iterable[Meeting],
    seats: Iterable[SeatTerm],
    *,
    on: date,
    today: date,
) -> Timeline | None:
    """`meetings` come in the order of time."""
    return timeline(
        "life",
        f"Time line: {body.label}",
        [
            Group("Chairs", [_chair(term) for term in chairs]),
            Group("Meetings", [mark_of(meeting) for meeting in meetings], as_marks=True),
            Group("Seats", [_seat(term) for term in seats]),
        ],
        meanings=MEANINGS,
        mark_meanings=MARKS,
        on=on,
        today=today,
    )


def _chair(term: ChairTerm) -> Entry:
    appointment = term.appointment
    look = Look.STRIPED if appointment.is_acting else Look.SOLID
    words = f"{term.seat.position.title}, {term.span.words}"
    if appointment.is_acting:
        words = f"{appointment.get_capacity_display().lower()}, {words}"
    return Entry(str(appointment.official), words, term.span, look, appointment.official)


def _seat(term: SeatTerm) -> Entry:
    seat = term.seat
    if seat.role in LEADING_ROLES:
        look = Look.SOLID
    else:
        look = Look.LINED if seat.role in MEMBER_ROLES else Look.EMPTY
    words = f"{seat.get_role_display().lower()}, {seat.span.words}"
    return Entry(term.agency_name, words, seat.span, look, seat.agency)

"""The line of holders of a position."""

from collections.abc import Iterable
from datetime import date

from ..dates import Span
from ..facts.succession import Gap
from ..models import Appointment, Position, Vacancy
from ..vocabulary import Capacity, VacancyKind
from .timeline import Entry, Group, Look, Timeline, timeline

OF_CAPACITY = {
    Capacity.CONFIRMED: Look.SOLID,
    Capacity.ACTING: Look.STRIPED,
    Capacity.PERFORMING: Look.STRIPED,
    Capacity.DESIGNEE: Look.LINED,
    Capacity.NOT_STATED: Look.LINED,
}
MEANINGS = {
    Look.SOLID: "confirmed or appointed",
    Look.STRIPED: "acting, or performing the duties",
    Look.LINED: "a designee, or capacity not stated",
    Look.EMPTY: "vacant",
    Look.DOTTED: "holder not known",
    Look.BARE: "not yet entered",
}


def line_of_holders(
    position: Position,
    entries: Iterable[Appointment | Vacancy | Gap],
    *,
    on: date,
    today: date,
) -> Timeline | None:
    """Draws the entries of `facts.succession.line`."""
    return timeline(
        "holders",
        f"Line of holders: {position.title}",
        [Group("Holders and vacancies", [_entry(one) for one in entries])],
        meanings=MEANINGS,
        on=on,
        today=today,
    )


def _entry(one: Appointment | Vacancy | Gap) -> Entry:
    if isinstance(one, Gap):
        span = Span(one.first.isoformat(), one.last.isoformat())
        return Entry("not yet entered", span.words, span, Look.BARE)
    if isinstance(one, Vacancy):
        look = Look.EMPTY if one.kind == VacancyKind.VACANT else Look.DOTTED
        return Entry(one.get_kind_display().lower(), one.span.words, one.span, look)
    return of_appointment(one, str(one.official), one.official)


def of_appointment(one: Appointment, name: str, record) -> Entry:
    """An appointment under `name`, with its capacity in words where it is not a full one."""
    words = one.span.words
    if one.capacity != Capacity.CONFIRMED:
        words = f"{one.get_capacity_display().lower()}, {words}"
    return Entry(name, words, one.span, OF_CAPACITY[Capacity(one.capacity)], record)

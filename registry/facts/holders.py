"""Who held a position on a day."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ..dates import UNKNOWN, Holds
from ..models import Appointment, Official, Position, Vacancy
from ..vocabulary import VacancyKind


class Absence(StrEnum):
    """Why nobody is named."""

    VACANT = "vacant"
    UNKNOWN = "holder not known"
    NOT_ENTERED = "not yet entered"


@dataclass(frozen=True)
class Holder:
    appointment: Appointment
    certainty: Holds

    @property
    def official(self) -> Official:
        return self.appointment.official

    @property
    def acting(self) -> bool:
        return self.appointment.is_acting

    @property
    def is_undated(self) -> bool:
        """Neither its beginning nor its end is known."""
        return self.appointment.started_on == self.appointment.ended_on == UNKNOWN


@dataclass(frozen=True)
class Holding:
    """The holders, the fullest first; where none is certain, those who are possible and
    what the record says instead: vacant, not known, or nothing yet."""

    holders: tuple[Holder, ...]
    absence: Absence | None
    absence_certainty: Holds | None = None


NOT_ENTERED = Holding((), Absence.NOT_ENTERED, Holds.CERTAINLY)


def holdings(positions: Collection[int], *, on: date) -> dict[int, Holding]:
    """For each position (by id) who held it on that day. Two queries."""
    appointments = (
        Appointment.objects.public()
        .on(on)
        .filter(position__in=positions)
        .select_related("official")
        .order_by("earliest_start", "key")
    )
    holders = defaultdict(list)
    for appointment in appointments:
        holders[appointment.position_id].append(Holder(appointment, appointment.on(on)))
    vacancies = defaultdict(list)
    for vacancy in Vacancy.objects.public().on(on).filter(position__in=positions):
        vacancies[vacancy.position_id].append(vacancy)
    return {
        position: _holding(holders[position], vacancies[position], on) for position in positions
    }


def _holding(holders: list[Holder], vacancies: list[Vacancy], on: date) -> Holding:
    # One who is merely possible would stand beside every later holder; and that somebody
    # was seen in office on some other day tells nothing about this one.
    certain = [one for one in holders if one.certainty is Holds.CERTAINLY]
    possible = [one for one in holders if not one.is_undated]
    holders = tuple(sorted(certain or possible, key=lambda one: one.acting))
    if certain:
        return Holding(holders, None)
    for vacancy in sorted(vacancies, key=lambda one: one.on(on) is not Holds.CERTAINLY):
        vacant = vacancy.kind == VacancyKind.VACANT
        absence = Absence.VACANT if vacant else Absence.UNKNOWN
        return Holding(holders, absence, vacancy.on(on))
    return Holding(holders, None) if holders else NOT_ENTERED


def holding(position: Position, *, on: date) -> Holding:
    """Who held this one position on that day. Two queries."""
    return holdings([position.pk], on=on)[position.pk]

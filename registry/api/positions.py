from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

from ..facts.holders import holding
from ..facts.succession import Gap, line
from ..models import Agency, Appointment, Position, Seat, Vacancy
from ..vocabulary import Capacity, Holders, VacancyKind
from .addresses import api_list
from .agencies import along
from .answers import Held, Reference, Sourced, SpanAnswer, absolute, day_in, span_answer
from .asking import ByChoice, ByRecord, ByText
from .bodies import HoldingAnswer
from .kinds import BY_START, Kind


class PositionItem(Held, Reference):
    """An office that people hold one after another."""

    title: str
    told_apart_by: str = Field(description="What tells this one from a namesake.")
    agency: Reference
    holders: Holders
    address_form: str
    rank: int


class VacancyItem(Held, Reference):
    """A stretch in which nobody held it, or in which the holder is not known."""

    position: Reference
    kind: VacancyKind
    note: str


class VacancyFull(Sourced, VacancyItem):
    pass


class Entry(Schema):
    """A stretch in the line of holders: an appointment, a vacancy, a holder that is not
    known, or days of which nothing is entered yet."""

    what: Literal["appointment", "vacant", "unknown", "not yet entered"]
    official: Reference | None = None
    capacity: Capacity | None = None
    key: str | None = Field(None, description="Of the appointment or the vacancy.")
    when: SpanAnswer | None = None
    first: date | None = Field(None, description="Of days not yet entered.")
    last: date | None = None
    note: str = ""


def _entry(one: Appointment | Vacancy | Gap) -> dict:
    if isinstance(one, Gap):
        return {"what": "not yet entered", "first": one.first, "last": one.last}
    told = {"key": one.key, "when": span_answer(one.span), "note": one.note}
    if isinstance(one, Vacancy):
        return {"what": one.kind, **told}
    return {
        "what": "appointment",
        "official": one.official,
        "capacity": one.capacity,
        **told,
    }


class PositionFull(Sourced, PositionItem):
    held_by: HoldingAnswer
    line_of_holders: list[Entry] = Field(description="As far as it had begun by the day.")
    seats: str = Field(description="Where the seats that its holder fills are listed.")

    @staticmethod
    def resolve_held_by(position, context):
        return holding(position, on=day_in(context))

    @staticmethod
    def resolve_line_of_holders(position, context):
        return [_entry(one) for one in line(position, on=day_in(context)).entries]

    @staticmethod
    def resolve_seats(position, context):
        return absolute(api_list(Seat, position=position.key), context)


POSITIONS = Kind(
    Position,
    PositionItem,
    PositionFull,
    rows=lambda day: Position.objects.public().prefetch_related(along("agency")),
    filters=(
        ByRecord("agency", "agency", Agency),
        ByText("title", "title_folded", "Only those of this title."),
    ),
    sorts=BY_START,
    dated=True,
    what="Offices that people hold one after another.",
)

VACANCIES = Kind(
    Vacancy,
    VacancyItem,
    VacancyFull,
    rows=lambda day: Vacancy.objects.public().select_related("position"),
    filters=(
        ByRecord("position", "position", Position),
        ByRecord("agency", "position__agency", Agency),
        ByChoice("kind", "kind", VacancyKind),
    ),
    sorts=BY_START,
    dated=True,
    what="Stretches in which nobody held a position, or in which the holder is not known.",
)

from pydantic import Field

from ..models import Agency, AgencySuccession, Position, Seat
from ..views.agencies import with_names
from ..views.pages import only_public
from ..vocabulary import AgencyKind, SuccessionKind
from .addresses import api_list
from .answers import (
    DayAnswer,
    Held,
    Reference,
    Schema,
    Sourced,
    SpanAnswer,
    absolute,
    day_answer,
    span_answer,
)
from .asking import ByChoice, ByRecord, ByText
from .kinds import BY_START, Kind


def along(path: str):
    """The agencies at the end of `path`, with their former names: published ones."""
    return only_public(path, with_names(Agency.objects))


class AgencyItem(Held, Reference):
    name_today: str
    acronym: str
    told_apart_by: str = Field(description="What tells this one from a namesake.")
    takes_article: bool = Field(description="“the Department of Labor”, but “Amtrak”.")
    kind: AgencyKind
    part_of: Reference | None
    website: str

    @staticmethod
    def resolve_name_today(agency):
        return agency.name

    @staticmethod
    def resolve_part_of(agency):
        return agency.parent


class FormerName(Schema):
    name: str
    when: SpanAnswer

    @staticmethod
    def resolve_when(record):
        return span_answer(record.span)


class Succession(Schema):
    kind: SuccessionKind = Field(description="What happened to the earlier agency.")
    predecessor: Reference
    successor: Reference
    happened_on: DayAnswer | None
    note: str

    @staticmethod
    def resolve_happened_on(record):
        return day_answer(record.happened_on)


def successions(**of):
    found = AgencySuccession.objects.public().filter(**of)
    return found.prefetch_related(along("predecessor"), along("successor"))


class AgencyFull(Sourced, AgencyItem):
    former_names: list[FormerName]
    came_from: list[Succession]
    went_into: list[Succession]
    parts: list[Reference]
    seats: str = Field(description="Where its seats on bodies are listed.")
    positions: str = Field(description="Where its positions are listed.")

    @staticmethod
    def resolve_former_names(agency):
        return sorted(agency.former_names.all(), key=lambda one: one.latest_start)

    @staticmethod
    def resolve_came_from(agency):
        return successions(successor=agency)

    @staticmethod
    def resolve_went_into(agency):
        return successions(predecessor=agency)

    @staticmethod
    def resolve_parts(agency):
        return with_names(Agency.objects).filter(parent=agency)

    @staticmethod
    def resolve_seats(agency, context):
        return absolute(api_list(Seat, agency=agency.key), context)

    @staticmethod
    def resolve_positions(agency, context):
        return absolute(api_list(Position, agency=agency.key), context)


AGENCIES = Kind(
    Agency,
    AgencyItem,
    AgencyFull,
    rows=lambda day: with_names(Agency.objects).prefetch_related(along("parent")),
    filters=(
        ByRecord("part_of", "parent", Agency),
        ByChoice("kind", "kind", AgencyKind),
        ByText("acronym", "acronym_folded", "Only those of this acronym: it need not be one."),
        ByText("name", "name_folded", "Only those that bear this name today."),
    ),
    sorts=BY_START,
    dated=True,
    what="Departments, offices and other parts of government, with their names over time.",
)

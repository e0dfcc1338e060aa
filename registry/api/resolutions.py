from pydantic import Field

from ..models import Body, Meeting, Resolution
from ..views.pages import only_public
from ..vocabulary import ResolutionStatus
from .answers import DayAnswer, Reference, Sourced, day_answer
from .asking import ByChoice, ByRecord, between
from .kinds import Kind


class ResolutionItem(Reference):
    number: str
    title: str
    printed_title: str = Field(description="Where the source misprinted it: its very words.")
    heading: str
    body: Reference
    meeting: Reference | None
    status: ResolutionStatus
    adopted_on: DayAnswer | None
    replaced_by: Reference | None

    @staticmethod
    def resolve_adopted_on(resolution):
        return day_answer(resolution.adopted_on)


class ResolutionFull(Sourced, ResolutionItem):
    paragraphs: list[str]
    replaces: list[Reference]

    @staticmethod
    def resolve_replaces(resolution):
        return Resolution.objects.public().filter(replaced_by=resolution)


RESOLUTIONS = Kind(
    Resolution,
    ResolutionItem,
    ResolutionFull,
    rows=lambda day: (
        Resolution.objects.public()
        .select_related("body")
        .prefetch_related(
            only_public("meeting", Meeting.objects),
            only_public("replaced_by", Resolution.objects),
        )
    ),
    filters=(
        ByRecord("body", "body", Body),
        ByRecord("meeting", "meeting", Meeting),
        ByChoice("status", "status", ResolutionStatus),
        *between("adopted_first", "adopted_last"),
    ),
    what="What bodies decided, in their own words.",
)

from pydantic import Field

from ..facts.officials import Career, career
from ..models import Agency, Alias, Appointment, Attendance, Official, Position
from ..views.pages import only_public
from ..vocabulary import Capacity
from .addresses import api_list
from .agencies import along
from .answers import Held, Reference, Sourced, absolute, day_in
from .asking import ByChoice, ByRecord, ByText
from .bodies import DesignationItem
from .kinds import BY_START, Kind


class OfficialItem(Reference):
    """A person who holds or held office; `name` is how pages print it."""

    given_name: str
    family_name: str
    suffix: str
    honorific: str
    sort_name: str
    told_apart_by: str = Field(description="What tells this one from a namesake.")
    birth_year: int | None
    wikidata_id: str
    state_id: str = Field(description="The key of the State Department’s historian.")


class AppointmentItem(Held, Reference):
    """An official holds a position in a capacity. That somebody acts is told here and
    never by the position's title."""

    official: Reference
    position: Reference
    agency: Reference = Field(description="Of the position.")
    capacity: Capacity
    is_acting: bool
    authority: str = Field(description="For one who is acting: by which rule.")
    note: str

    @staticmethod
    def resolve_agency(appointment):
        return appointment.position.agency


class AppointmentFull(Sourced, AppointmentItem):
    pass


class OfficialFull(Sourced, OfficialItem):
    biography: str
    also_written: list[str]
    appointments: list[AppointmentItem] = Field(description="Those begun by the day.")
    designations: list[DesignationItem] = Field(description="Those begun by the day.")
    attendances: str = Field(description="Where the meetings are listed.")

    @staticmethod
    def resolve_also_written(official):
        return [alias.name for alias in official.aliases.all()]

    @staticmethod
    def resolve_appointments(official, context):
        return [post.appointment for post in _career(official, context).posts]

    @staticmethod
    def resolve_designations(official, context):
        return [one for one, _ in _career(official, context).designations]

    @staticmethod
    def resolve_attendances(official, context):
        return absolute(api_list(Attendance, official=official.key), context)


def _career(official: Official, context) -> Career:
    """Asked once for an answer."""
    request = context["request"]
    if not hasattr(request, "career"):
        request.career = career(official, on=day_in(context))
        for post in request.career.posts:
            post.appointment.official = official
        for designation, _ in request.career.designations:
            designation.official = official
    return request.career


def with_both(appointments):
    return (
        appointments.public()
        .select_related("official", "position")
        .prefetch_related(along("position__agency"))
    )


OFFICIALS = Kind(
    Official,
    OfficialItem,
    OfficialFull,
    rows=lambda day: Official.objects.public().prefetch_related(
        only_public("aliases", Alias.objects)
    ),
    filters=(
        ByText("name", "name_folded", "Only those whose name is printed like this."),
        ByText(
            "also_written",
            "name_folded",
            "Only those whose name some source writes like this.",
            hanging=Alias,
            hangs_by="official",
        ),
    ),
    as_of=True,
    what="People who hold or held office.",
)

APPOINTMENTS = Kind(
    Appointment,
    AppointmentItem,
    AppointmentFull,
    rows=lambda day: with_both(Appointment.objects),
    filters=(
        ByRecord("official", "official", Official),
        ByRecord("position", "position", Position),
        ByRecord("agency", "position__agency", Agency),
        ByChoice("capacity", "capacity", Capacity),
    ),
    sorts=BY_START,
    dated=True,
    what="Who held which position, in which capacity, from when to when.",
)

from datetime import time
from typing import Literal

from ninja import Schema
from pydantic import Field

from ..facts import attendance as attendances
from ..models import (
    Agency,
    Attendance,
    Body,
    Document,
    Meeting,
    Official,
    Photo,
    Position,
    Subject,
    Topic,
)
from ..views.meetings import with_bodies
from ..views.pages import only_public
from ..views.resolutions import last_first
from ..vocabulary import AttendanceRole, DocumentKind, MeetingStatus, Presence
from .agencies import along
from .answers import DayAnswer, Reference, Sourced, absolute, day_answer
from .asking import ByChoice, ByRecord, between
from .kinds import BY_KEY, Kind
from .paging import Order


class MeetingItem(Reference):
    """A meeting: announced, held, or not. Announced is not held."""

    title: str
    bodies: list[Reference]
    held_on: DayAnswer
    starts_at: time | None
    zone: str = Field(description="The time zone of `starts_at`: “America/New_York”.")
    place: str
    ordinal: int | None
    status: MeetingStatus
    attendance_complete: bool
    summary: str

    @staticmethod
    def resolve_held_on(meeting):
        return day_answer(meeting.held_on)


# By its values: the document can't hold two lists of the name Capacity.
BorneOut = Literal[tuple(one.value for one in attendances.Capacity)]


class Attendee(Schema):
    """Somebody, or an agency without a named person."""

    key: str
    order: int
    official: Reference | None
    title: str = Field(description="As the source prints it, or else the position's own.")
    position: Reference | None
    agency: Reference | None
    agency_then: str
    role: AttendanceRole
    presence: Presence
    is_acting: bool
    borne_out: BorneOut = Field(
        description="How the appointments in force that day bear out the position."
    )
    sits_for: Reference | None
    honorific: str
    note: str

    @staticmethod
    def resolve_key(one):
        return one.attendance.key

    @staticmethod
    def resolve_order(one):
        return one.attendance.order

    @staticmethod
    def resolve_official(one):
        return one.attendance.official

    @staticmethod
    def resolve_position(one):
        return one.attendance.position

    @staticmethod
    def resolve_agency(one):
        return one.attendance.agency

    @staticmethod
    def resolve_agency_then(one):
        return one.agency_name

    @staticmethod
    def resolve_role(one):
        return one.attendance.role

    @staticmethod
    def resolve_presence(one):
        return one.attendance.presence

    @staticmethod
    def resolve_is_acting(one):
        return one.acting

    @staticmethod
    def resolve_borne_out(one):
        return one.capacity.value

    @staticmethod
    def resolve_sits_for(one):
        return one.attendance.sits_for

    @staticmethod
    def resolve_honorific(one):
        return one.attendance.printed_honorific

    @staticmethod
    def resolve_note(one):
        return one.attendance.note


class TopicOfMeeting(Schema):
    key: str
    order: int
    title: str
    subject: Reference | None


class TopicItem(Reference):
    order: int
    title: str
    subject: Reference | None
    meeting: Reference


class TopicFull(Sourced, TopicItem):
    pass


class PhotoAnswer(Schema):
    key: str
    image: str | None = Field(description="Null: only caption and credit are kept.")
    alternative_text: str
    caption: str
    credit: str

    @staticmethod
    def resolve_image(photo, context):
        return absolute(photo.get_absolute_url() if photo.image else None, context)


class DocumentAnswer(Schema):
    key: str
    kind: DocumentKind
    title: str
    website: str


class MeetingFull(Sourced, MeetingItem):
    attendances: list[Attendee]
    topics: list[TopicOfMeeting]
    photos: list[PhotoAnswer]
    documents: list[DocumentAnswer]
    resolutions: list[Reference]

    @staticmethod
    def resolve_attendances(meeting):
        return attendances.attendance(meeting)

    @staticmethod
    def resolve_topics(meeting):
        return with_subjects().filter(meeting=meeting)

    @staticmethod
    def resolve_photos(meeting):
        return Photo.objects.public().filter(meeting=meeting)

    @staticmethod
    def resolve_documents(meeting):
        return Document.objects.public().filter(meeting=meeting)

    @staticmethod
    def resolve_resolutions(meeting):
        return last_first().filter(meeting=meeting)


class AttendanceItem(Reference):
    meeting: Reference
    official: Reference | None
    position: Reference | None
    agency: Reference | None
    role: AttendanceRole
    presence: Presence
    sits_for: Reference | None
    printed_title: str
    printed_honorific: str
    note: str


class AttendanceFull(Sourced, AttendanceItem):
    pass


def with_subjects():
    topics = Topic.objects.public().select_related("meeting")
    return topics.prefetch_related(only_public("subject", Subject.objects))


BY_DATE = BY_KEY | {
    "date": Order("held_first"),
    "-date": Order("held_first", backwards=True),
}

MEETINGS = Kind(
    Meeting,
    MeetingItem,
    MeetingFull,
    rows=lambda day: with_bodies(),
    filters=(
        ByRecord("body", "bodies", Body),
        ByChoice("status", "status", MeetingStatus),
        *between("held_first", "held_last"),
    ),
    sorts=BY_DATE,
    what="Meetings of bodies: announced, held, postponed and cancelled ones.",
)

ATTENDANCES = Kind(
    Attendance,
    AttendanceItem,
    AttendanceFull,
    rows=lambda day: (
        Attendance.objects.public()
        .select_related("meeting", "official", "position", "sits_for")
        .prefetch_related(along("agency"))
    ),
    filters=(
        ByRecord("meeting", "meeting", Meeting),
        ByRecord("official", "official", Official),
        ByRecord("agency", "agency", Agency),
        ByRecord("position", "position", Position),
        ByChoice("role", "role", AttendanceRole),
        ByChoice("presence", "presence", Presence),
    ),
    what="Who came to which meeting.",
)

TOPICS = Kind(
    Topic,
    TopicItem,
    TopicFull,
    rows=lambda day: with_subjects(),
    filters=(
        ByRecord("meeting", "meeting", Meeting),
        ByRecord("subject", "subject", Subject),
    ),
    what="What meetings talked about.",
)

"""Meetings as marks on a line of days."""

from ..dates import Span
from ..models import Meeting, Record
from ..vocabulary import MeetingStatus
from .timeline import Entry, Look

OF_STATUS = {
    MeetingStatus.HELD: Look.SOLID,
    MeetingStatus.ANNOUNCED: Look.EMPTY,
    MeetingStatus.POSTPONED: Look.EMPTY,
    MeetingStatus.CANCELLED: Look.CROSSED,
}
MARKS = {
    Look.SOLID: "a meeting held",
    Look.EMPTY: "announced or postponed",
    Look.CROSSED: "cancelled",
}


def mark_of(meeting: Meeting, more: str = "", record: Record | None = None) -> Entry:
    words = ", ".join(part for part in (meeting.get_status_display().lower(), more) if part)
    span = Span(meeting.held_on, meeting.held_on)
    look = OF_STATUS[MeetingStatus(meeting.status)]
    return Entry(meeting.label, words, span, look, record or meeting)

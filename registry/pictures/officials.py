"""An official's posts, seats and meetings along the years."""

from datetime import date

from ..facts.officials import Career
from ..models import Official
from .meetings import MARKS, mark_of
from .positions import MEANINGS, of_appointment
from .timeline import Entry, Group, Look, Timeline, timeline


def career(official: Official, found: Career, *, on: date, today: date) -> Timeline | None:
    """Draws what `facts.officials.career` found."""
    posts = [
        of_appointment(
            post.appointment, post.appointment.position.title, post.appointment.position
        )
        for post in found.posts
    ]
    seats = [
        Entry(
            f"{one.seat.body.label}, for {one.seat.agency}",
            f"{one.get_kind_display().lower()}, {one.span.words}",
            one.span,
            Look.LINED,
            one,
        )
        for one, _ in found.designations
    ]
    attended = [one for one in found.attendances[::-1] if one.meeting.held_first <= on]
    marks = [mark_of(one.meeting, one.get_presence_display().lower(), one) for one in attended]
    return timeline(
        "career",
        f"Career: {official.name}",
        [
            Group("Posts", posts),
            Group("Seats on bodies by designation", seats),
            Group("Meetings", marks, as_marks=True),
        ],
        meanings={**MEANINGS, Look.LINED: "a designee, or capacity not stated"},
        mark_meanings=MARKS,
        on=on,
        today=today,
    )

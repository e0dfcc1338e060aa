"""Meetings as calendars (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from icalendar import Calendar, Event, vText

from .facts.what_changed import changes_told
from .models import Body, FormerKey, Meeting
from .views.meetings import with_bodies
from .views.titles import SITE
from .vocabulary import MeetingStatus

# The newest ones, should there be more.
MOST = 2_000
STATUS = {
    MeetingStatus.ANNOUNCED: "TENTATIVE",
    MeetingStatus.HELD: "CONFIRMED",
    # It will not be on that day; its new day, once announced, is a meeting of its own.
    MeetingStatus.POSTPONED: "CANCELLED",
    MeetingStatus.CANCELLED: "CANCELLED",
}
WORDS = {MeetingStatus.POSTPONED: "Postponed: ", MeetingStatus.CANCELLED: "Cancelled: "}
UNCHANGED = datetime(2000, 1, 1, tzinfo=UTC)  # of a record without history


def name_of(meeting: Meeting) -> str:
    bodies = " and ".join(body.label for body in meeting.bodies.all())
    return f"{bodies}: {meeting.label}"


def event(
    meeting: Meeting, request: HttpRequest, *, uid: str, changed: datetime, times: int
) -> Event | None:
    """None for a meeting of which the day is not known: an event would claim one."""
    if meeting.held_first != meeting.held_last:
        return None
    made = Event()
    made.add("uid", f"{uid}@{request.get_host()}")
    made.add("dtstamp", changed.astimezone(UTC))
    made.add("last-modified", changed.astimezone(UTC))
    made.add("sequence", max(times - 1, 0))
    made.add("summary", f"{WORDS.get(meeting.status, '')}{name_of(meeting)}")
    made.add("status", STATUS[meeting.status])
    made.add("transp", "TRANSPARENT")  # who follows a body is not busy on the day it meets
    starts = meeting.starts_on_clock
    if starts:
        made.add("dtstart", starts)
    else:
        made.add("dtstart", meeting.held_first)
        made.add("dtend", meeting.held_first + timedelta(days=1))
    if meeting.place:
        made.add("location", meeting.place)
    address = request.build_absolute_uri(meeting.get_absolute_url())
    made.add("url", address)
    told = f"Status: {meeting.get_status_display().lower()}."
    if not starts and meeting.starts_at:
        zone = meeting.zone or "(time zone not known)"
        told += f" Starts at {meeting.starts_at:%H:%M} {zone}."
    made.add("description", f"{told} {address}")
    return made


def calendar(request: HttpRequest, name: str, meetings: Iterable[Meeting]) -> HttpResponse:
    meetings = list(meetings)
    changes = changes_told(meetings)
    # By its first key a calendar knows a meeting again whose key has changed.
    first_keys = dict(
        FormerKey.objects.filter(
            kind="meeting", record_id__in={meeting.pk for meeting in meetings}
        )
        .order_by("-pk")
        .values_list("record_id", "key")
    )
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", f"-//{SITE}//EN")
    made.add("method", "PUBLISH")
    # Of what it does not know the library would escape nothing.
    made.add("x-wr-calname", vText(name))
    left_out = 0
    for meeting in meetings:
        changed, times = changes.get(meeting.pk, (UNCHANGED, 1))
        uid = first_keys.get(meeting.pk, meeting.key)
        one = event(meeting, request, uid=uid, changed=changed, times=times)
        if one is None:
            left_out += 1
        else:
            made.add_component(one)
    if left_out:
        made.add(
            "x-wr-caldesc",
            vText(
                f"Left out: {left_out} of which the record does not know the very day. See "
                f"{request.build_absolute_uri(reverse('meeting-list'))}"
            ),
        )
    made.add_missing_timezones()
    response = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="meetings.ics"'
    return response


def of_site(request):
    newest = with_bodies().order_by("-held_first", "key")[:MOST]
    return calendar(request, f"{SITE}: meetings", newest)


def of_body(request, key):
    body = Body.objects.public().under_key(key)
    if body is None:
        raise Http404
    if body.key != key:
        return moved(body)
    newest = with_bodies().filter(bodies=body).order_by("-held_first", "key")[:MOST]
    return calendar(request, f"{body.label}: meetings", newest)


def of_meeting(request, key):
    meeting = with_bodies().under_key(key)
    if meeting is None:
        raise Http404
    if meeting.key != key:
        return moved(meeting)
    return calendar(request, name_of(meeting), [meeting])


def moved(record: Body | Meeting) -> HttpResponse:
    """The way from a former key to the calendar under the present one."""
    name = f"{record._meta.model_name}-calendar"
    return HttpResponsePermanentRedirect(reverse(name, args=[record.key]))

"""Meetings and what hangs on them: topics, attendance, resolutions, papers."""

import re

from ...dates import parse_edtf
from ...models import (
    Appointment,
    Attendance,
    Body,
    Document,
    Meeting,
    Photo,
    Resolution,
    Seat,
    Subject,
    Topic,
)
from ...vocabulary import MeetingStatus
from ..cells import quoted
from ..days import DAY_IN_TEXT, days_in, time_in, zone_in
from ..rows import Held, Refused
from ..similar import loose
from .agencies import at_agency
from .base import SHARED, after, link_by_key, number_of, several
from .bodies import NO_BODY, groups
from .people import by_name, person
from .positions import job
from .sources import as_source, same_paper

# What stands beside the body where a cell names a meeting in words.
BESIDE_BODY = re.compile(
    DAY_IN_TEXT.pattern + r"|\b(the|meeting|of|on|held)\b|[,;:()]|\s[-–—]\s"
)


# Where no column tells the status: a remark that begins with it, or stands in brackets.
NOT_HELD = re.compile(r"(?:^\W*(?:meeting )?(?:was )?|\()(cancel|postpone)", re.I)
STATUS_OF = {
    "cancel": MeetingStatus.CANCELLED.value,
    "postpone": MeetingStatus.POSTPONED.value,
}


def meetings(row, planner):
    ids = several(row, planner, "bodies", Body)
    if not ids:
        raise Refused("bodies", NO_BODY)
    values = row.only(
        *("held_on", "starts_at", "zone", "place", "ordinal", "title", "status"),
        *("attendance_complete", "summary", *SHARED),
    )
    if "starts_at" not in values and (time := time_in(row.raw("held_on"))):
        values["starts_at"] = time
    if "starts_at" in values:
        told = values.get("zone") or row.raw("starts_at") or row.raw("held_on")
        if zone := zone_in(told):
            values["zone"] = zone
    found = number_of(row, planner, Meeting)
    if found is None:
        found = meeting_on(planner, ids[0], values["held_on"])
    if found is None and "status" not in values:
        values["status"] = status_by(values["held_on"], planner.today)
        for name in ("remarks", "summary", "place", "title", "held_on"):
            if match := NOT_HELD.search(row.raw(name)):
                values["status"] = STATUS_OF[match[1].lower()]
                row.doubt(name, f"{quoted(row.raw(name))} is read as: {values['status']}.")
                break
    yield values, found


def after_meeting(row, planner, record_id):
    after(Meeting)(row, planner, record_id)
    for body in several(row, planner, "bodies", Body):
        planner.link_many(Meeting, "bodies", record_id, body)


def status_by(held_on, today):
    """A list of meetings past is a list of meetings held; one to come is announced."""
    return (
        MeetingStatus.HELD if parse_edtf(held_on).last < today else MeetingStatus.ANNOUNCED
    ).value


def meeting_on(planner, body, held_on):
    for one in planner.register(Meeting).find(("held_on",), held_on):
        if body in planner.list_of(Meeting, "bodies").held[one]:
            return one
    return None


def session(row, planner, *, make=True):
    """The meeting that a row is about: by number or key, or by body and date."""
    text, held_on = row.get("meeting"), row.get("meeting_date")
    register = planner.register(Meeting)
    if text:
        found = register.office_ids.get(text)
        if found is None:
            known = register.find(("key",), text)
            found = known[0] if known else None
        if found is not None and found in register.records:
            if make and (row.get("body") or row.get("body_name")):
                _of_that_body(row, planner, found)
            return found
    named = row.get("body") or row.get("body_name")
    in_words = bool(text and not (named and held_on)) and _read_words(row, planner, text)
    if in_words:
        named, held_on = row.get("body") or row.get("body_name"), row.get("meeting_date")
    if named and held_on:
        bodies = groups(row, planner)
        found = meeting_on(planner, bodies[0], held_on)
        if found is None and make:
            status = status_by(held_on, planner.today)
            found = planner.bring(Meeting, {"held_on": held_on, "status": status})
            for body in bodies:
                planner.link_many(Meeting, "bodies", found, body)
        if found is not None:
            if text and make and not in_words:
                register.learn_office_id(text, found)
            return found
    if not make:
        return None
    if text:
        raise Refused(
            "meeting",
            f"“{text}” is no meeting in the record. Write its key, or give body and date.",
        )
    raise Refused("meeting", "No meeting is named. Write its key, or its body and date.")


def _read_words(row, planner, text) -> bool:
    """Take body and day out of "PITF, October 25, 2007", where no columns tell them."""
    days, body = days_in(text), " ".join(BESIDE_BODY.sub(" ", text).split())
    if len(days) == 1:
        row.values.setdefault("meeting_date", days[0])
    named = body and planner.match(planner.register(Body), body).record_id is not None
    if named:
        row.values.setdefault("body", body)
    return bool(named or days)


def _of_that_body(row, planner, meeting):
    told, bodies = groups(row, planner), planner.list_of(Meeting, "bodies").held[meeting]
    if bodies and not set(told) & set(bodies):
        label = planner.label(planner.register(Body), bodies[0])
        raise Held("body", f"The meeting of this row is one of {label}. Say which is right.")


def meeting_owners(row, planner):
    try:
        found = session(row, planner, make=False)
    except Refused:
        return []
    return [found] if found is not None else []


def topics(row, planner):
    meeting = session(row, planner)
    register = planner.register(Topic)
    title = row.get("title")
    values = row.only("title", "order", *SHARED) | {"meeting": meeting}
    if subject := row.get("subject"):
        values["subject"] = planner.link(
            "subject", Subject, subject, make=lambda: planner.bring(Subject, {"name": subject})
        )
    found = number_of(row, planner, Topic)
    if found is None:
        ids = register.find(("meeting_id",), meeting)
        same = [one for one in ids if loose(register.get(one, "title")) == loose(title)]
        found = same[0] if same else None
        if found is None and "order" not in values:
            values["order"] = len(ids) + 1
    yield values, found


def attendance(row, planner):
    meeting = session(row, planner)
    agency = at_agency(row, planner)
    official = person(row, planner)
    position = None
    if row.get("position") or row.get("position_title"):
        if row.get("position") or official is not None:
            position = attendance_job(row, planner, agency)
    values = row.only("order", "role", "presence", "printed_title", "printed_honorific")
    values |= row.only("note", *SHARED)
    values["meeting"] = meeting
    if "presence" not in values and has_marks(row):
        raise Held(
            "presence",
            "Nothing says whether this row was there. Write present, absent or excused.",
        )
    if official is not None:
        values["official"] = official
    if position is not None:
        values["position"] = position
    if agency is not None:
        values["agency"] = agency
    if text := row.get("sits_for"):
        values["sits_for"] = by_name(row, planner, "sits_for", text)
    if text := row.get("seat"):
        values["seat"] = link_by_key(planner, "seat", Seat, text)
    if text := row.get("appointment"):
        values["appointment"] = its_appointment(planner, text, official, position)
    if official is None and agency is None and position is None:
        raise Refused("official", "The row names nobody: no official, position or agency.")
    register = planner.register(Attendance)
    if (known := number_of(row, planner, Attendance)) is not None:
        found = [known]
    elif official is not None:
        found = register.find(("meeting_id", "official_id"), meeting, official)
    else:
        found = register.find(
            ("meeting_id", "official_id", "position_id", "agency_id"),
            *(meeting, None, position, agency),
        )
    if found and found[0] in register.origin:
        values.pop("order", None)  # listed twice: the first place counts
    yield values, found[0] if found else None


def has_marks(row) -> bool:
    """Does the sheet mark who was there? Then a blank cell does not say that somebody was;
    in a column that nobody filled in it says nothing, and a list is of those present."""
    return "presence" in row.columns.filled


def its_appointment(planner, text, official, position):
    """The appointment in which the official came; that of another is refused."""
    register = planner.register(Appointment)
    register.load({official})
    found = link_by_key(planner, "appointment", Appointment, text)
    theirs = register.records.get(found)
    for name, mine in (("official", official), ("position", position)):
        if theirs is None or (mine is not None and theirs[register.place[name]] != mine):
            raise Refused("appointment", f"“{text}” is the appointment of another {name}.")
    return found


def attendance_job(row, planner, agency):
    """The position in which somebody came. A title that is no position is kept as printed."""
    try:
        return job(row, planner, agency)[0]
    except Refused as refused:
        title = row.get("position_title") or row.get("position")
        row.values.setdefault("printed_title", title)
        row.doubt("position_title", f"{refused} The title is kept as printed.")
        return None


def resolutions(row, planner):
    body = groups(row, planner)[0]
    values = row.only(
        "number", "title", "printed_title", "heading", "text", "status", "adopted_on", *SHARED
    )
    values["body"] = body
    if row.get("meeting"):
        values["meeting"] = session(row, planner)
    register = planner.register(Resolution)
    found = number_of(row, planner, Resolution)
    if found is None:
        ids = register.find(("body_id",), body)
        same = [
            one
            for one in ids
            if (values.get("number") and register.get(one, "number") == values["number"])
            or loose(register.get(one, "title")) == loose(values["title"])
        ]
        found = same[0] if same else None
    yield values, found


def photos(row, planner):
    meeting = session(row, planner)
    values = row.only("alternative_text", "caption", "credit", "order", *SHARED)
    values["meeting"] = meeting
    register = planner.register(Photo)
    found = number_of(row, planner, Photo)
    if found is None:
        same = [
            one
            for one in register.find(("meeting_id",), meeting)
            if loose(register.get(one, "caption")) == loose(values.get("caption", ""))
        ]
        found = same[0] if same else None
    yield values, found


def documents(row, planner):
    """A document hangs on a meeting: one that is named, or one of its body shortly before
    its date. What belongs to no meeting is kept as a source."""
    meeting = session(row, planner) if row.get("meeting") else None
    for body in several(row, planner, "bodies", Body):
        if meeting is None and row.get("date"):
            meeting = near_meeting(planner, body, row.get("date"))
    if meeting is None:
        yield from as_source(row, planner)
        return
    register = planner.register(Document)
    values = row.only("kind", "title", "website", *SHARED) | {"meeting": meeting}
    found = number_of(row, planner, Document)
    if found is None:
        found = same_paper(register, register.find(("meeting_id",), meeting), values)
    yield values, found


def near_meeting(planner, body, day):
    """The last meeting of the body in the two months before a document's date."""
    dated_on = parse_edtf(day).last
    best = None
    register = planner.register(Meeting)
    for one in planner.list_of(Meeting, "bodies").of(body):
        held = parse_edtf(register.get(one, "held_on")).first
        if held <= dated_on and (dated_on - held).days <= 62:
            if best is None or held > best[0]:
                best = (held, one)
    return best[1] if best else None

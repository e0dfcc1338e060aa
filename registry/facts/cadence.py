"""How often a body had to meet, and how often it did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ..dates import EARLIEST, UNKNOWN, parse_edtf
from ..models import Body, Meeting
from ..vocabulary import MeetingStatus, Period

FELL_OUT = {MeetingStatus.CANCELLED, MeetingStatus.POSTPONED}
MONTHS = {Period.YEAR: 12, Period.QUARTER: 3, Period.MONTH: 1}


class Verdict(StrEnum):
    MET = "met"
    MISSED = "missed"
    NOT_YET_DUE = "not yet due"
    UNKNOWN = "not known"


@dataclass(frozen=True)
class PeriodAnswer:
    """A year, quarter or month of the calendar, and what the record knows of it."""

    first: date
    last: date
    name: str
    required: int
    held: list[Meeting]  # certainly held in it
    possible: list[Meeting]  # perhaps held, or perhaps in it
    verdict: Verdict


def periods(kind: Period, *, first: date, last: date) -> Iterator[tuple[date, date, str]]:
    """The periods of the calendar that touch the days from `first` to `last`, with their
    names: "2007", "2007, 4th quarter", "October 2007"."""
    length = MONTHS[kind]
    month = first.year * 12 + (first.month - 1) // length * length
    while (start := date(month // 12, month % 12 + 1, 1)) <= last:
        month += length
        end = date(month // 12, month % 12 + 1, 1) - timedelta(days=1)
        name = {
            Period.YEAR: f"{start.year}",
            Period.QUARTER: f"{start.year}, quarter {start.month // 3 + 1}",
            Period.MONTH: f"{start:%B} {start.year}",
        }[kind]
        yield start, end, name


def cadence(body: Body, meetings: Iterable[Meeting], *, on: date) -> list[PeriodAnswer]:
    """Period by period up to that day, the last first; [] where no rule is known. Takes
    the body's meetings (`facts.meetings.meetings`), later ones and others too.

    A period counts as missed only if it lies whole in the body's life and in the days
    between which all meetings are entered; otherwise a meeting may be missing from the
    record, not from the calendar.
    """
    if not body.cadence_times:
        return []
    meetings = [one for one in meetings if one.held_first <= on and one.status not in FELL_OUT]
    meetings.sort(key=lambda one: (one.held_first, one.held_last, one.key))
    if body.cadence_since != UNKNOWN:
        since = parse_edtf(body.cadence_since).first
    elif body.earliest_start != EARLIEST:
        since = body.earliest_start
    elif meetings:
        since = meetings[0].held_first
    else:
        return []
    until = min(on, body.latest_end)
    found = periods(Period(body.cadence_period), first=since, last=until)
    answers = [_answer(body, period, meetings, since, on) for period in found]
    return answers[::-1]


def _answer(body, period, meetings, since, on) -> PeriodAnswer:
    first, last, name = period
    held, possible = [], []
    for meeting in meetings:
        if meeting.held_first > last or meeting.held_last < first:
            continue
        inside = first <= meeting.held_first and meeting.held_last <= min(last, on)
        is_sure = inside and meeting.status == MeetingStatus.HELD
        (held if is_sure else possible).append(meeting)
    required = body.cadence_times
    whole = since <= first and last <= body.earliest_end
    complete_from, complete_until = body.meetings_complete_from, body.meetings_complete_until
    complete = complete_from and complete_from <= first and last <= complete_until
    if len(held) >= required:
        verdict = Verdict.MET
    elif last >= on:
        verdict = Verdict.NOT_YET_DUE
    elif whole and complete and len(held) + len(possible) < required:
        verdict = Verdict.MISSED
    else:
        verdict = Verdict.UNKNOWN
    return PeriodAnswer(first, last, name, required, held, possible, verdict)

"""What began, ended, met, was adopted or was issued between two days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Prefetch

from ..dates import OPEN, UNKNOWN, Holds, words_of
from ..models import (
    Agency,
    Appointment,
    Body,
    FactSheet,
    Meeting,
    Position,
    Record,
    Resolution,
    Seat,
)
from ..vocabulary import MeetingStatus, ResolutionStatus


class Event(StrEnum):
    BEGAN = "began"
    ENDED = "ended"
    MET = "met"
    ADOPTED = "was adopted"
    ISSUED = "was issued"


@dataclass(frozen=True)
class Change:
    event: Event
    record: Record
    first: date  # the days it can have happened on
    last: date
    words: str  # that date as a reader sees it
    certainty: Holds  # whether it surely lies between the two days


# Records that begin and end, with what a line about them names.
DATED = [
    (Agency, ()),
    (Body, ()),
    (Position, ("agency",)),
    (Seat, ("body", "agency", "position")),
    (Appointment, ("official", "position__agency")),
]


def changes(*, first: date, last: date) -> list[Change]:
    """All of it in the order of time, both days included. Fourteen queries."""
    found = [*_begun_and_ended(first, last), *_met(first, last)]
    found += [*_adopted(first, last), *_issued(first, last)]
    return sorted(found, key=lambda c: (c.first, c.last, c.event, c.record.key))


def _change(event, record, bounds, words, window) -> Change:
    (begin, end), (first, last) = bounds, window
    sure = first <= begin and end <= last
    certainty = Holds.CERTAINLY if sure else Holds.POSSIBLY
    return Change(event, record, begin, end, words, certainty)


def _begun_and_ended(first, last) -> Iterator[Change]:
    window = first, last
    for model, named in DATED:
        records = model.objects.public().select_related(*named)
        begun = records.exclude(started_on=UNKNOWN)
        for one in begun.filter(earliest_start__lte=last, latest_start__gte=first):
            bounds = one.earliest_start, one.latest_start
            yield _change(Event.BEGAN, one, bounds, words_of(one.started_on), window)
        ended = records.exclude(ended_on__in=[UNKNOWN, OPEN])
        for one in ended.filter(earliest_end__lte=last, latest_end__gte=first):
            bounds = one.earliest_end, one.latest_end
            yield _change(Event.ENDED, one, bounds, words_of(one.ended_on), window)


def _met(first, last) -> Iterator[Change]:
    held = (
        Meeting.objects.public()
        .filter(status=MeetingStatus.HELD, held_first__lte=last, held_last__gte=first)
        .prefetch_related(Prefetch("bodies", queryset=Body.objects.public()))
    )
    for meeting in held:
        bounds = meeting.held_first, meeting.held_last
        yield _change(Event.MET, meeting, bounds, meeting.date_words, (first, last))


def _adopted(first, last) -> Iterator[Change]:
    adopted = Resolution.objects.public().select_related("body")
    for one in adopted.filter(
        status__in=[ResolutionStatus.APPROVED, ResolutionStatus.REPLACED],
        adopted_first__lte=last,
        adopted_last__gte=first,
    ):
        bounds = one.adopted_first, one.adopted_last
        yield _change(Event.ADOPTED, one, bounds, words_of(one.adopted_on), (first, last))


def _issued(first, last) -> Iterator[Change]:
    for sheet in FactSheet.objects.public().filter(dated_on__range=(first, last)):
        bounds = sheet.dated_on, sheet.dated_on
        words = words_of(sheet.dated_on.isoformat())
        yield _change(Event.ISSUED, sheet, bounds, words, (first, last))

"""Read facts once more, without rendering the text that had read them."""

from collections.abc import Iterable
from datetime import date

from ..dates import Holds
from ..facts.attendance import attendance
from ..facts.rosters import RosterSeat
from ..models import (
    Agency,
    Attendance,
    Body,
    LegalInstrument,
    Meeting,
    Official,
    Photo,
    Position,
    Record,
    Resolution,
    Seat,
    Topic,
)
from .reading import (
    AgencyFacts,
    AttendeeFacts,
    BodyFacts,
    Facts,
    LawFacts,
    MeetingFacts,
    OfficialFacts,
    PhotoFacts,
    PositionFacts,
    Reading,
    ResolutionFacts,
    SeatFacts,
    TopicFacts,
)
from .words import FactError

FACTS: dict[type[Record], type[Facts]] = {
    Agency: AgencyFacts,
    Body: BodyFacts,
    LegalInstrument: LawFacts,
    Meeting: MeetingFacts,
    Official: OfficialFacts,
    Photo: PhotoFacts,
    Position: PositionFacts,
    Resolution: ResolutionFacts,
    Topic: TopicFacts,
}
# What is fetched along, so that many days cost no more queries than one.
FETCHED = {
    Agency: ("former_names",),
    Seat: ("agency__former_names", "position__agency"),
    Position: ("agency__former_names",),
}
NOT_PUBLISHED = "(no longer published)"
NOT_THERE = "(nothing in the record)"


class LongReading(Reading):
    """A reading that serves many sheets of one day, so it is not held to one's limits."""

    def note(self, record, field, value, printed=""):
        self.reads = 0
        super().note(record, field, value, printed)

    def once(self, key, look_up):
        if key not in self.looked_up:
            self.looked_up[key] = look_up()
        return self.looked_up[key]


def read_again(
    model: type[Record], wanted: Iterable[tuple[int, str, date]]
) -> dict[tuple[int, str, date], str]:
    """What each (record id, field, day) of records of one kind says now.

    A record that is not published any more, or a fact that is not there, says so in
    words. Plain fields cost a query a kind, whatever the number of days; lists (rosters,
    attendance) cost theirs once for each record and day.
    """
    wanted = set(wanted)
    ids = {record_id for record_id, _, _ in wanted}
    records = model.objects.public().prefetch_related(*FETCHED.get(model, ())).in_bulk(ids)
    readings: dict[date, LongReading] = {}
    answers = {}
    for record_id, field, day in wanted:
        record = records.get(record_id)
        if record is None:
            answers[record_id, field, day] = NOT_PUBLISHED
            continue
        reading = readings.setdefault(day, LongReading(day))
        answers[record_id, field, day] = _answer(reading, record, field)
    return answers


def _answer(reading: Reading, record: Record, field: str) -> str:
    reading.facts.clear()
    try:
        facts_of(reading, record).again(field)
    except FactError:
        return NOT_THERE
    for fact in reading.facts:
        if (fact.record_id, fact.kind, fact.field) == (
            record.pk,
            record._meta.model_name,
            field,
        ):
            return fact.value
    return NOT_THERE


def facts_of(reading: Reading, record: Record) -> Facts:
    if isinstance(record, Seat):
        name = record.agency.name_on(reading.day)
        return SeatFacts(reading, RosterSeat(record, Holds.CERTAINLY, name, None, ()))
    if isinstance(record, Attendance):
        key = ("attendance", record.meeting_id)
        listed = reading.once(key, lambda: attendance(record.meeting))
        for one in listed:
            if one.attendance.pk == record.pk:
                return AttendeeFacts(reading, one)
        raise FactError("It is not on the list any more.")
    return FACTS[type(record)](reading, record)

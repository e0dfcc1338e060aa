"""What a text can ask of the record, as of a day, and a note of each thing it asked.

A class a kind of record: `plain` names the attributes that are printed as they stand,
a method `fact_<name>` answers what takes more. Only what the public may see is found.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import ClassVar

from django.db.models import Model

from ..dates import Holds
from ..facts.attendance import Attendee, attendance
from ..facts.holders import holding
from ..facts.meetings import last_held
from ..facts.rosters import RosterSeat, roster
from ..models import (
    Agency,
    Body,
    LegalInstrument,
    Meeting,
    Official,
    Photo,
    Position,
    Resolution,
)
from ..vocabulary import Capacity, SeatRole
from .words import DateFact, Fact, FactError, Missing, Printed, Words, upfirst

MOST_FACTS = 20_000
MOST_RECORDS = 500


class Reading:
    """One rendering of one text: its day, what it looked up, which facts it read."""

    def __init__(self, day: date):
        self.day = day
        self.facts: dict[Fact, None] = {}  # in the order of reading, each once
        self.reads = 0
        self.looked_up: dict[tuple, object] = {}

    def note(self, record: Model, field: str, value: object, printed: str = ""):
        """Write down that the text read this field of this record."""
        self.reads += 1
        if self.reads > MOST_FACTS:
            raise FactError(
                f"The text reads more than {MOST_FACTS:,} facts. Is a loop too long?"
            )
        kind = record._meta.model_name
        fact = Fact(kind, record.key, field, str(value), printed, record.pk)
        self.facts.setdefault(fact)

    def once(self, key: tuple, look_up: Callable[[], object]):
        """What `look_up` finds, looked up once in this reading."""
        if key not in self.looked_up:
            if len(self.looked_up) >= MOST_RECORDS:
                raise FactError(
                    f"The text looks up more than {MOST_RECORDS:,} records and lists."
                )
            self.looked_up[key] = look_up()
        return self.looked_up[key]


class Facts:
    """What can be asked of one record."""

    kind: ClassVar[str]
    plain: ClassVar[tuple[str, ...]] = ()
    dates: ClassVar[tuple[str, ...]] = ()

    def __init__(self, reading: Reading, record):
        self.reading, self.record = reading, record

    def __getitem__(self, name):
        if name in self.plain:
            return self.read(name, getattr(self.record, name))
        if name in self.dates:
            return self.read(name, DateFact(getattr(self.record, name)))
        answer = getattr(self, f"fact_{name}", None)
        if answer is None:
            raise FactError(
                f"A {self.kind} has no fact “{str(name)[:60]}”. It has: "
                f"{', '.join(self.names())}."
            )
        return answer()

    @classmethod
    @lru_cache
    def names(cls) -> list[str]:
        found = [name[5:] for name in dir(cls) if name.startswith("fact_")]
        return sorted([*cls.plain, *cls.dates, *found])

    def read(self, field: str, value):
        self.reading.note(self.record, field, value)
        return value

    def again(self, field: str):
        """Read once more what was noted as `field`."""
        return self[field]

    def missing(self, what: str) -> Missing:
        day = DateFact(self.reading.day.isoformat())
        return Missing(f"As of {day}, {what}.")


class AgencyFacts(Facts):
    kind = "agency"
    plain = ("acronym",)
    dates = ("started_on", "ended_on")

    def fact_name(self):
        return self.read("name", self.record.name_on(self.reading.day))


class OfficialFacts(Facts):
    kind = "official"
    plain = ("name", "given_name", "family_name", "honorific")


class PositionFacts(Facts):
    kind = "position"
    plain = ("title", "address_form")

    def fact_agency(self):
        return AgencyFacts(self.reading, self.record.agency)

    def fact_holder(self):
        """The one who certainly held it that day, the confirmed before the acting."""
        key = ("holding", self.record.pk)
        answer = self.reading.once(key, lambda: holding(self.record, on=self.reading.day))
        for holder in answer.holders:
            if holder.certainty is Holds.CERTAINLY:
                self.reading.note(self.record, "holder", holder.official.name)
                return OfficialFacts(self.reading, holder.official)
        why = answer.absence or "its holder is not certain"
        return self.missing(f"{self.record.title} has no certain holder: {why}")


class SeatFacts(Facts):
    kind = "seat"

    def __init__(self, reading: Reading, row: RosterSeat):
        super().__init__(reading, row.seat)
        self.row = row

    def position(self) -> PositionFacts | Missing:
        if not self.record.position:
            return self.missing(f"the seat of {self.row.agency_name} names no position")
        return PositionFacts(self.reading, self.record.position)

    def fact_title(self):
        """The title of the position that fills the seat."""
        return self.position()["title"]

    def fact_holder(self):
        return self.position()["holder"]

    def fact_agency(self):
        return AgencyFacts(self.reading, self.record.agency)

    def fact_role(self):
        return self.read("role", self.record.get_role_display().lower())

    def agency_words(self) -> str | Printed:
        """The agency with its article, as printed where the seat says so."""
        name = AgencyFacts(self.reading, self.record.agency)["name"]
        words = Agency.with_article(name, self.record.agency.takes_article)
        if not self.record.printed_as:
            return words
        self.reading.note(self.record, "agency", words, self.record.printed_as)
        return Printed(self.record.printed_as, words)

    def again(self, field: str):
        return self.agency_words() if field == "agency" else self[field]


class TopicFacts(Facts):
    kind = "topic"
    plain = ("title",)


class AttendeeFacts(Facts):
    kind = "attendee"

    def __init__(self, reading: Reading, attendee: Attendee):
        super().__init__(reading, attendee.attendance)
        self.attendee = attendee

    def official(self) -> OfficialFacts | Missing:
        if not self.record.official:
            return self.missing(f"{self.record} names no official")
        return OfficialFacts(self.reading, self.record.official)

    def fact_name(self):
        return self.official()["name"]

    def fact_title(self):
        return self.read("title", self.attendee.title)

    def fact_acting(self):
        return self.read("acting", self.attendee.acting)

    def fact_honorific(self):
        return self.read("honorific", self.record.printed_honorific)

    def fact_role(self):
        return self.read("role", self.record.get_role_display().lower())

    def fact_agency(self):
        if not self.record.agency:
            return self.missing(f"{self.record} names no agency")
        return AgencyFacts(self.reading, self.record.agency)

    def fact_addressed(self):
        """ "Secretary Condoleezza Rice": the form of address of the position, and name."""
        name = self.official()["name"]
        position = self.record.position
        if not position or not position.address_form:
            return name
        return f"{PositionFacts(self.reading, position)['address_form']} {name}"

    def in_roll(self) -> Words:
        """ "Acting Attorney General Mr. Peter Keisler"; "the Department of Labor"."""
        parts = []
        if title := self["title"]:
            parts.append(self._acting() + title)
        if self.record.printed_honorific:
            parts.append(self["honorific"])
        if self.record.official:
            parts.append(self["name"])
        if not parts:
            agency = self["agency"]
            takes_article = agency.record.takes_article
            parts.append(Agency.with_article(agency["name"], takes_article))
        if self.attendee.chaired:
            parts.append(f"as {upfirst(self['role'])}")
        return Words((" ".join(parts),))

    def _acting(self) -> str:
        if not self["acting"]:
            return ""
        performing = self.attendee.appointment.capacity == Capacity.PERFORMING
        return "performing the duties of " if performing else "Acting "


class PhotoFacts(Facts):
    kind = "photo"
    plain = ("caption", "credit", "alternative_text")


class ResolutionFacts(Facts):
    kind = "resolution"
    plain = ("title", "number", "heading", "text")
    dates = ("adopted_on",)

    def fact_status(self):
        return self.read("status", self.record.get_status_display().lower())


class LawFacts(Facts):
    kind = "law"
    plain = ("title", "acronym", "citation")
    dates = ("signed_on",)


class MeetingFacts(Facts):
    kind = "meeting"
    plain = ("place", "title", "ordinal", "summary")

    def fact_date(self):
        return self.read("date", DateFact(self.record.held_on))

    def attendees(self) -> list[Attendee]:
        key = ("attendance", self.record.pk)
        return self.reading.once(key, lambda: attendance(self.record))

    def fact_participants(self):
        """Those who were present, in the order of the list."""
        present = [one for one in self.attendees() if one.was_present]
        if not present:
            return self.missing(f"nobody is entered as present at {self.record.key}")
        keys = ", ".join(one.attendance.key for one in present)
        self.reading.note(self.record, "participants", keys)
        return [AttendeeFacts(self.reading, one) for one in present]

    def fact_chair(self):
        for one in self.attendees():
            if one.chaired and one.was_present:
                self.reading.note(self.record, "chair", one.attendance.key)
                return AttendeeFacts(self.reading, one)
        return self.missing(f"the meeting {self.record.key} has no chair in the record")

    def fact_topics(self):
        key = ("topics", self.record.pk)
        found = self.reading.once(
            key, lambda: list(self.record.topics.public().order_by("order", "key"))
        )
        if not found:
            return self.missing(f"the meeting {self.record.key} has no topics")
        self.reading.note(self.record, "topics", ", ".join(one.key for one in found))
        return [TopicFacts(self.reading, one) for one in found]

    def _first(self, kind, facts, what):
        found = self.reading.once(
            (what, self.record.pk),
            lambda: kind.objects.public().filter(meeting=self.record).first(),
        )
        if found is None:
            return self.missing(f"the meeting {self.record.key} has no {what}")
        self.reading.note(self.record, what, found.key)
        return facts(self.reading, found)

    def fact_photo(self):
        return self._first(Photo, PhotoFacts, "photo")

    def fact_resolution(self):
        return self._first(Resolution, ResolutionFacts, "resolution")


class BodyFacts(Facts):
    kind = "body"
    plain = ("name", "acronym", "purpose")
    dates = ("started_on", "ended_on")

    def fact_short_name(self):
        return self.read("short_name", self.record.short_name or self.record.name)

    def fact_level(self):
        return self.read("level", self.record.get_level_display())

    def fact_kind(self):
        return self.read("kind", self.record.get_kind_display().lower())

    def fact_cadence(self):
        if not self.record.cadence:
            return self.missing(f"no cadence is entered for {self.record.label}")
        return self.read("cadence", self.record.cadence)

    def seats(self) -> list[RosterSeat]:
        """Those that certainly stood that day: prose states, it does not suppose."""
        key = ("roster", self.record.pk)
        found = self.reading.once(key, lambda: roster(self.record, on=self.reading.day))
        return [one for one in found if one.certainty is Holds.CERTAINLY]

    def _seats(self, field: str, wanted: Callable[[RosterSeat], bool]):
        found = [one for one in self.seats() if wanted(one)]
        self.reading.note(self.record, field, ", ".join(one.seat.key for one in found))
        return [SeatFacts(self.reading, one) for one in found]

    def fact_members(self):
        return self._seats("members", lambda one: one.is_member)

    def fact_regular_participants(self):
        role = SeatRole.REGULAR_PARTICIPANT
        return self._seats("regular_participants", lambda one: one.seat.role == role)

    def fact_chair(self):
        """The seat of the chair; its title and holder follow from it."""
        for one in self.seats():
            if one.is_leading:
                self.reading.note(self.record, "chair", one.seat.key)
                return SeatFacts(self.reading, one)
        return self.missing(f"{self.record.label} has no chair in the record")

    def fact_last_meeting(self):
        """The most recent meeting held by that day."""
        key = ("last meeting", self.record.pk)
        found = self.reading.once(key, lambda: last_held(self.record, on=self.reading.day))
        if found is None:
            return self.missing(f"the record has no meeting held by {self.record.label}")
        self.reading.note(self.record, "last_meeting", found.key)
        return MeetingFacts(self.reading, found)


class SheetFacts(Facts):
    kind = "fact sheet"
    plain = ("title", "place")

    def fact_date(self):
        return self.read("date", DateFact(self.record.dated_on.isoformat()))

    def fact_issuing_agency(self):
        return AgencyFacts(self.reading, self.record.issuing_agency)


# The shelves of the record, each with what can be asked of what stands on it.
SHELVES: dict[str, tuple[type[Model], type[Facts]]] = {
    "agencies": (Agency, AgencyFacts),
    "bodies": (Body, BodyFacts),
    "laws": (LegalInstrument, LawFacts),
    "meetings": (Meeting, MeetingFacts),
    "officials": (Official, OfficialFacts),
    "positions": (Position, PositionFacts),
    "resolutions": (Resolution, ResolutionFacts),
}


class Shelf:
    """All published records of a kind, by key: `officials.rice-condoleezza`."""

    def __init__(self, reading: Reading, name: str):
        self.reading = reading
        self.model, self.facts = SHELVES[name]

    def __getitem__(self, key):
        if not isinstance(key, str):
            raise FactError(f"Name the {self.facts.kind} by its key.")
        found = self.reading.once(
            (self.model, key), lambda: self.model.objects.public().filter(key=key).first()
        )
        if found is None:
            raise FactError(
                f"There is no published {self.facts.kind} with the key “{key[:60]}”."
            )
        return self.facts(self.reading, found)


def roots(reading: Reading, sheet, bodies) -> dict[str, object]:
    """The names that a text begins with: its bodies by key, its own facts, the shelves."""
    return {
        **{body.key: BodyFacts(reading, body) for body in bodies},
        **{name: Shelf(reading, name) for name in SHELVES},
        "sheet": SheetFacts(reading, sheet),
    }


def known_facts() -> list[tuple[str, list[str]]]:
    """For staff: each kind of record with the facts that can be asked of it."""
    kinds = sorted(Facts.__subclasses__(), key=lambda facts: facts.kind)
    return [(facts.kind, facts.names()) for facts in kinds]

"""What the answers of all kinds share. An answer is read off the record it is about; what
it costs to fetch along is said where the kind is declared."""

from datetime import date
from functools import singledispatch

from ninja import Schema
from pydantic import Field

from ..dates import EARLIEST, LATEST, Holds, Span, parse_edtf
from ..facts.citations import citations
from ..models import (
    Agency,
    Appointment,
    Attendance,
    Designation,
    LegalBasis,
    Meeting,
    Position,
    Resolution,
    Seat,
    Topic,
    Vacancy,
)
from .addresses import PLACES, api_address


def day_in(context) -> date:
    """The day as of which the answer is told."""
    return context["request"].asked.day


def absolute(address: str | None, context) -> str | None:
    return context["request"].build_absolute_uri(address) if address else None


class DayAnswer(Schema):
    """A date as the record writes it (EDTF level 0, `~` for about), and the first and the
    last day that it can mean."""

    edtf: str = Field(examples=["2007-10"])
    first: date
    last: date
    words: str


def day_answer(written: str) -> dict | None:
    """None for a date that is not known."""
    if not written:
        return None
    read = parse_edtf(written)
    return {"edtf": written, "first": read.first, "last": read.last, "words": read.words}


class SpanAnswer(Schema):
    """From a first to a last day, both included. `started_on` and `ended_on` are EDTF:
    "" where it is not known, `..` for an end that is open. Each bound is null where
    nothing limits it."""

    started_on: str
    ended_on: str
    seen_from: date | None
    seen_until: date | None
    earliest_start: date | None
    latest_start: date | None
    earliest_end: date | None
    latest_end: date | None
    words: str


def span_answer(span: Span) -> dict:
    def bound(day: date) -> date | None:
        return None if day in (EARLIEST, LATEST) else day

    return {
        "started_on": span.started,
        "ended_on": span.ended,
        "seen_from": span.seen_from,
        "seen_until": span.seen_until,
        "earliest_start": bound(span.earliest_start),
        "latest_start": bound(span.latest_start),
        "earliest_end": bound(span.earliest_end),
        "latest_end": bound(span.latest_end),
        "words": span.words,
    }


@singledispatch
def name_of(record, day: date) -> str:
    """What a reader calls the record on that day."""
    return str(record)


@name_of.register
def _(record: Agency, day):
    return record.name_on(day)


@name_of.register
def _(record: Position, day):
    return record.title


@name_of.register
def _(record: Meeting, day):
    return record.label


@name_of.register
def _(record: Resolution, day):
    return record.title


@name_of.register
def _(record: Topic, day):
    return record.title


@name_of.register
def _(record: Seat, day):
    who = record.position.title if record.position else record.agency.name_on(day)
    return f"{record.body.label}: {who}, {record.get_role_display().lower()}"


@name_of.register
def _(record: Appointment, day):
    return f"{record.official}, {record.position.title}"


@name_of.register
def _(record: Vacancy, day):
    return f"{record.position.title}: {record.get_kind_display().lower()}"


@name_of.register
def _(record: Designation, day):
    return f"{record.official} for {name_of(record.seat, day)}"


@name_of.register
def _(record: Attendance, day):
    who = record.official or record.position or record.agency
    return f"{name_of(who, day)}, {record.meeting.label}"


@name_of.register
def _(record: LegalBasis, day):
    return f"{record.instrument} {record.get_effect_display().lower()}: {record.body.label}"


class Reference(Schema):
    """A record, named: its key, its name on the day, its page and its address here."""

    key: str
    name: str
    url: str | None = Field(description="Its page for readers, if it has one.")
    api: str

    @staticmethod
    def resolve_name(record, context):
        return name_of(record, day_in(context))

    @staticmethod
    def resolve_url(record, context):
        page = getattr(record, "get_absolute_url", None)
        return absolute(page() if page else None, context)

    @staticmethod
    def resolve_api(record, context):
        return absolute(api_address(record), context)


class Held(Schema):
    """Mixin of what holds from a first to a last day."""

    when: SpanAnswer
    holds: Holds = Field(description="Whether it holds on the day as of which it is told.")

    @staticmethod
    def resolve_when(record):
        return span_answer(record.span)

    @staticmethod
    def resolve_holds(record, context):
        return record.on(day_in(context))


class CitationAnswer(Schema):
    """Which source bears out the record, or one field of it."""

    source: Reference
    kind: str = Field(description="The kind of the record that is borne out.")
    field: str = Field(description="Which field; empty where the whole record.")
    page: str
    quotation: str

    @staticmethod
    def resolve_kind(citation, context):
        return context["request"].cited_kind


class Sourced(Schema):
    """Mixin of a record told in full."""

    as_of: date
    citations: list[CitationAnswer]

    @staticmethod
    def resolve_as_of(record, context):
        return day_in(context)

    @staticmethod
    def resolve_citations(record, context):
        context["request"].cited_kind = PLACES[type(record)]
        return citations(record)

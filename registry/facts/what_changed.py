"""What changed in the public record, and when it did: for readers.

An event names a record as it is called now and the fields that changed, never their old
values. It is told only if the record is public now, was so at that moment, and so were
the records that it needs: what was worked on in private stays untold for good, even when
it is published later. That publication is an event of its own.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import Enum, StrEnum
from functools import cache
from json import loads

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    ForeignKey,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.urls import reverse

from ..dates import words_of
from ..models import (
    Agency,
    Appointment,
    Attendance,
    Body,
    Edition,
    FactSheet,
    LegalBasis,
    LegalInstrument,
    Meeting,
    Official,
    Page,
    Position,
    Record,
    Resolution,
    Seat,
    Subject,
    Withdrawal,
)
from ..vocabulary import EditionKind, Manner


class What(StrEnum):
    ISSUED = "issued"
    UPDATED = "updated"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    ADDED = "new"
    CHANGED = "changed"


OF_EDITIONS = {
    EditionKind.FIRST: What.ISSUED,
    EditionKind.UPDATE: What.UPDATED,
    EditionKind.CORRECTION: What.CORRECTED,
}


@dataclass(frozen=True)
class Event:
    at: datetime
    what: What
    kind: str  # of the record, as its model is named: "body", "seat", "edition"
    key: str  # of the record; of an edition, its sheet's
    name: str
    address: str  # within the site
    words: str  # a public note, or the names of the fields that changed

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return self.address

    @property
    def kind_words(self) -> str:
        """ "legal basis", "fact sheet": what readers call its kind."""
        if self.kind == "edition":
            return "fact sheet"
        return next(str(m._meta.verbose_name) for m in TOLD if m._meta.model_name == self.kind)


EVER = datetime(1, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """A kind of record of which events tell: by which fields, and how it is named."""

    fields: tuple[str, ...]
    page: str  # the address on which it stands, by name …
    owner: str  # … and whose key that takes
    names: tuple[str, ...]  # what `label` is made of
    label: Callable[..., str]


def _with_acronym(name, acronym):
    return f"{name} ({acronym})" if acronym else name


def _comma(one, two):
    return f"{one}, {two}" if two else one


DATES = ("started_on", "ended_on", "seen_from", "seen_until")
TOLD: dict[type[Record], Told] = {
    Agency: Told(
        ("name", "acronym", "told_apart_by", "kind", "parent", "website", *DATES),
        *("agency", "key", ("name", "acronym"), _with_acronym),
    ),
    Official: Told(
        ("name", "told_apart_by", "honorific", "biography", "birth_year"),
        *("official", "key", ("name", "told_apart_by"), _with_acronym),
    ),
    Position: Told(
        ("title", "told_apart_by", "agency", "holders", "address_form", *DATES),
        *("position", "key", ("title", "agency__name"), _comma),
    ),
    Appointment: Told(
        ("official", "position", "capacity", "authority", "note", *DATES),
        *("position", "position__key", ("official__name", "position__title"), _comma),
    ),
    Body: Told(
        ("name", "short_name", "acronym", "told_apart_by", "kind", "level", "parent", "purpose")
        + ("cadence_times", "cadence_period", "cadence_since", *DATES),
        *("body", "key", ("name", "acronym"), _with_acronym),
    ),
    Seat: Told(
        ("body", "agency", "position", "or_designee", "role", "order", "clause", *DATES),
        *("body", "body__key", ("body__name", "agency__name"), _comma),
    ),
    LegalInstrument: Told(
        ("title", "acronym", "kind", "citation", "signed_on", "website"),
        *("law", "key", ("title", "acronym"), _with_acronym),
    ),
    LegalBasis: Told(
        ("instrument", "body", "effect", "clause", "happened_on"),
        *("body", "body__key", ("instrument__title", "body__name"), _comma),
    ),
    Meeting: Told(
        ("held_on", "starts_at", "zone", "place", "ordinal", "title", "status")
        + ("attendance_complete", "summary"),
        *("meeting", "key", ("title", "held_on")),
        lambda title, held_on: _comma(title or "Meeting", words_of(held_on)),
    ),
    Attendance: Told(
        ("official", "position", "agency", "role", "presence", "sits_for")
        + ("printed_title", "printed_honorific", "note"),
        *("meeting", "meeting__key", ("official__name", "agency__name", "meeting__held_on")),
        lambda official, agency, held_on: _comma(official or agency or "", words_of(held_on)),
    ),
    Resolution: Told(
        ("body", "number", "title", "heading", "text", "status", "adopted_on", "replaced_by"),
        *("resolution", "key", ("title", "body__name"), _comma),
    ),
    Subject: Told(("name",), "subject", "key", ("name",), str),
    Page: Told(("title", "text"), "page", "key", ("title",), str),
}
# Those with a page of their own: what a short list tells of.
WITH_PAGES = tuple(model for model, told in TOLD.items() if told.owner == "key")
# Those that their page names only as of some days: the part of it that it has as of any.
STANDS_IN = {Seat: "#the_roster", Appointment: "#the_line_of_holders"}
# What stands on the page of a record beside its own fields: kind → the way to the record.
PARTS: dict[type[Record], dict[type[Record], str]] = {
    Agency: {Seat: "agency", Position: "agency"},
    Official: {Appointment: "official", Attendance: "official"},
    Position: {Appointment: "position"},
    Body: {Seat: "body", LegalBasis: "body", Resolution: "body"},
    LegalInstrument: {LegalBasis: "instrument"},
    Meeting: {Attendance: "meeting", Resolution: "meeting"},
}


def what_changed(
    *,
    until: datetime,
    since: datetime | None = None,
    skip: int = 0,
    most: int = 100,
    kinds: tuple[type[Record], ...] = tuple(TOLD),
) -> list[Event]:
    """Events up to that moment (after `since`, if given), the newest first; without the
    first `skip` of them, and `most` at most. Four queries.

    Editions come at the moment at which they went live. Of a sheet that was published by
    error and is gone nothing is told.
    """
    last = skip + most
    found = [*_issued(until, since, last), *_withdrawn(until, since, last)]
    arms = tuple((model, "") for model in kinds)
    found += _rows(arms, until=until, since=since, most=last)
    found.sort(key=lambda one: one.at, reverse=True)
    found = found[skip:last]
    named = _named([one for one in found if isinstance(one, Row)])
    events = (_of_record(one, named) if isinstance(one, Row) else one for one in found)
    return [event for event in events if event]


def last_change(record: Record, *, until: datetime) -> tuple[datetime, datetime] | None:
    """When the record was first published, and when its page last changed: it, or what
    stands on it. None where its history does not tell. One query."""
    parts = PARTS.get(type(record), {})
    arms = ((type(record), "id"), *((part, f"{path}_id") for part, path in parts.items()))
    for row in _rows(arms, until=until, most=1, record=record.pk):
        if row.first:
            return row.first, row.at
    return None


def last_changes_of_pages(records: Iterable[Record]) -> dict[int, datetime]:
    """For each record (of one kind, by id) when its page last changed: it, or what stands on
    it. Without an entry where its history does not tell. One query for each kind that
    stands on it, and one more."""
    records = list(records)
    if not records:
        return {}
    model, ids = type(records[0]), [record.pk for record in records]
    found = dict(_last(told(model), "id", ids))
    for part, path in PARTS.get(model, {}).items():
        for pk, at in _last(told(part), f"{path}_id", ids):
            if pk in found:
                found[pk] = max(at, found[pk])
    return found


def _last(rows: QuerySet, path: str, ids: list[int]) -> QuerySet:
    rows = rows.filter(**{f"{path}__in": ids}).order_by()
    return rows.values(path).annotate(last=Max("history_date")).values_list(path, "last")


def changes_told(records: Iterable[Record]) -> dict[int, tuple[datetime, int]]:
    """For each record (of one kind, by id) when it last changed for readers, and how often
    it has. Without an entry where its history does not tell. One query."""
    records = list(records)
    if not records:
        return {}
    rows = told(type(records[0])).filter(id__in={record.pk for record in records}).order_by()
    counted = rows.values("id").annotate(last=Max("history_date"), times=Count("history_id"))
    return {row["id"]: (row["last"], row["times"]) for row in counted}


def told(model: type[Record]) -> QuerySet:
    """The rows of a kind's history at which readers saw something new: `said` is what
    they saw then (a field they can't follow is empty), `before` what they saw before."""
    history = model.history.model._base_manager.all()
    said = Case(
        When(is_public=True, then=_said(model)), default=Value(""), output_field=TextField()
    )
    before = history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    before = before.order_by("-history_id").annotate(said=said).values("said")[:1]
    now_public = model.objects.public().filter(pk=OuterRef("id"))
    rows = history.filter(Exists(now_public), is_public=True)
    for path, needed in [("id", model), *_needs(model)]:
        if needed is not model:
            rows = rows.filter(Q(**{f"{path}__isnull": True}) | Q(_was_public(needed, path)))
        if needed is Meeting:
            rows = rows.filter(_a_body_was_public(path))
    before = Coalesce(Subquery(before), Value(""), output_field=TextField())
    return rows.annotate(said=said, before=before).exclude(said=F("before"))


def _said(model) -> Cast:
    """What readers see of a row of history, as one text."""
    seen = {}
    for name in TOLD[model].fields:
        field = model._meta.get_field(name)
        seen[name] = F(name)
        if isinstance(field, ForeignKey):
            public = field.related_model.objects.public().filter(pk=OuterRef(field.attname))
            seen[name] = Subquery(public.values("pk")[:1])
    return Cast(JSONObject(**seen), TextField())


def _needs(model, prefix="") -> Iterator[tuple[str, type[Record]]]:
    """The records that must be public for one of `model` to be: the way to their ids."""
    for name in model.public_needs:
        needed = model._meta.get_field(name).related_model
        yield f"{prefix}{name}_id", needed
        yield from _needs(needed, f"{prefix}{name}__")


def _was_public(model, path, depth=1) -> Subquery:
    """Was the record whose id is found along `path` public at the moment of the row?"""
    moment = OuterRef("history_date")
    for _ in range(depth - 1):
        moment = OuterRef(moment)
    rows = model.history.model._base_manager.filter(
        id=OuterRef(path), history_date__lte=moment
    ).order_by("-history_date", "-history_id")
    return Subquery(rows.values("is_public")[:1], output_field=BooleanField())


def _a_body_was_public(path) -> Exists:
    of_meeting = Meeting.bodies.through.objects.filter(meeting=OuterRef(path))
    return Exists(of_meeting.filter(_was_public(Body, "body_id", depth=2)))


class Blank(Enum):
    """What is filled into a question that was prepared."""

    UNTIL = "until"
    SINCE = "since"
    RECORD = "record"
    MOST = "most"


@dataclass(frozen=True)
class Row:
    """A row of a history at which readers saw something new."""

    at: datetime
    of: str
    id: int
    history_id: int
    said: str
    before: str
    first: datetime | None


def _rows(arms, *, until, since=None, record=None, most) -> list[Row]:
    """The newest first, of all arms: of each kind, those on whose path stands `record`."""
    adapted = connection.ops.adapt_datetimefield_value
    blanks = {
        Blank.UNTIL: adapted(until),
        Blank.SINCE: adapted(since or EVER),
        Blank.RECORD: record,
        Blank.MOST: most,
    }
    sql, params = _prepared(connection.vendor, arms)
    with connection.cursor() as cursor:
        cursor.execute(sql, [blanks[one] if isinstance(one, Blank) else one for one in params])
        rows = cursor.fetchall()
    return [Row(_read(at), *rest, first and _read(first)) for at, *rest, first in rows]


@cache
def _prepared(vendor: str, arms) -> tuple[str, tuple]:
    """One question for all arms, in SQL. To put it into words takes Django fifty times as
    long as the answer takes the database, and it is asked on every page of a record."""
    chosen = []
    for model, path in arms:
        rows = told(model).filter(history_date__lte=_blank(Blank.UNTIL))
        rows = rows.filter(history_date__gt=_blank(Blank.SINCE)).order_by()
        first = Value(None, output_field=DateTimeField())
        if path:
            rows = rows.filter(**{path: _blank(Blank.RECORD)})
            own, _ = arms[0]
            published = told(own).filter(id=_blank(Blank.RECORD)).order_by("history_date")
            first = Subquery(published.values("history_date")[:1])
        of = Value(model._meta.model_name, output_field=CharField())
        rows = rows.annotate(at=F("history_date"), of=of, first=first)
        chosen.append(rows.values(*(field.name for field in fields(Row))))
    rows = chosen[0].union(*chosen[1:], all=True).order_by("-at", "of", "-history_id")
    sql, params = rows.query.get_compiler(connection=connection).as_sql()
    return f"{sql} LIMIT %s", (*params, Blank.MOST)


def _blank(one: Blank) -> RawSQL:
    return RawSQL("%s", [one])


def _read(moment: datetime | str) -> datetime:
    """SQLite keeps moments in UTC without saying so, and tells them as text."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _issued(until, since, most) -> Iterator[Event]:
    editions = Edition.objects.gone_live(until).filter(
        sheet__in=FactSheet.objects.public(until)
    )
    if since:
        editions = editions.filter(live_at__gt=since)
    editions = editions.select_related("sheet").defer("html", "text", "source")
    for one in editions.order_by("-live_at", "-pk")[:most]:
        address, what = one.get_absolute_url(), OF_EDITIONS[one.kind]
        yield Event(one.live_at, what, "edition", one.sheet.key, one.title, address, one.note)


def _withdrawn(until, since, most) -> Iterator[Event]:
    withdrawals = Withdrawal.objects.filter(
        at__lte=until,
        manner=Manner.NOTICE,
        edition__sheet__in=FactSheet.objects.public(until),
    )
    if since:
        withdrawals = withdrawals.filter(at__gt=since)
    withdrawals = withdrawals.select_related("edition__sheet").order_by("-at", "-pk")
    for one in withdrawals[:most]:
        sheet, title = one.edition.sheet, one.edition.title
        address = sheet.get_absolute_url()
        yield Event(one.at, What.WITHDRAWN, "edition", sheet.key, title, address, one.reason)


def _named(rows: list[Row]) -> dict[tuple[str, int], dict]:
    """For each row the key of its record, its owner's, and what its name is made of."""
    arms = []
    for model, told_of in TOLD.items():
        of = model._meta.model_name
        ids = {row.id for row in rows if row.of == of}
        if not ids:
            continue
        names = [*told_of.names, *[Value("")] * 3][:3]
        parts = {
            name: Coalesce(part, Value(""), output_field=CharField())
            for name, part in zip(("one", "two", "three"), names, strict=True)
        }
        records = model.objects.public().filter(pk__in=ids).order_by()
        records = records.annotate(of=Value(of), own=F("key"), owner=F(told_of.owner), **parts)
        arms.append(records.values("of", "pk", "own", "owner", *parts))
    if not arms:
        return {}
    return {(one["of"], one["pk"]): one for one in arms[0].union(*arms[1:], all=True)}


def _page(told_of: Told, key: str) -> str:
    return Page.address_of(key) if told_of.page == "page" else reverse(told_of.page, args=[key])


def _of_record(row: Row, named: dict) -> Event | None:
    """None where the record vanished since the rows were read."""
    found = named.get((row.of, row.id))
    if not found:
        return None
    model, told_of = next(one for one in TOLD.items() if one[0]._meta.model_name == row.of)
    anchor = "" if told_of.owner == "key" else f"#{found['own']}"
    anchor = STANDS_IN.get(model, anchor)
    parts = [found[name] for name in ("one", "two", "three")][: len(told_of.names)]
    words = ""
    if row.before:
        said, before = loads(row.said), loads(row.before)
        changed = [name for name in told_of.fields if said.get(name) != before.get(name)]
        words = ", ".join(str(model._meta.get_field(name).verbose_name) for name in changed)
    return Event(
        row.at,
        What.CHANGED if row.before else What.ADDED,
        row.of,
        found["own"],
        told_of.label(*parts),
        _page(told_of, found["owner"]) + anchor,
        words,
    )

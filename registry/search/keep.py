"""Keep the entries in step with the record: for records that were written, the pages on
which they show are made anew, within the writer's transaction."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.db import transaction

from ..models import (
    RECORDS,
    Agency,
    AgencyName,
    Alias,
    Appointment,
    Body,
    Cancellation,
    Document,
    Edition,
    FactSheet,
    LegalBasis,
    LegalInstrument,
    Meeting,
    Official,
    Photo,
    Position,
    Resolution,
    SearchEntry,
    Seat,
    Spelling,
    Subject,
    Topic,
    Withdrawal,
)
from .entries import KINDS, entries
from .words import forms, tokens

CHUNK = 500  # records whose entries are made together

# Records written → ids of those on whose pages they show.
Reach = Callable[[type, set[int]], set[int]]


def _itself(model, ids):
    return ids


def _at(name: str) -> Reach:
    """The records at which they point, and pointed before."""

    def reach(model, ids):
        now = model._base_manager.filter(pk__in=ids).values_list(f"{name}_id", flat=True)
        found = set(now)
        if hasattr(model, "history"):
            then = model.history.filter(id__in=ids).values_list(f"{name}_id", flat=True)
            found.update(then)
        return found - {None}

    return reach


def _from(other: type, path: str, owner: str = "pk") -> Reach:
    """The records of another kind, or their `owner`, that point at them along `path`."""

    def reach(model, ids):
        rows = other._base_manager.filter(**{f"{path}__in": ids})
        return set(rows.values_list(owner, flat=True)) - {None}

    return reach


def _printed(path: str) -> Reach:
    """The agencies that a seat of theirs names as a source printed them."""

    def reach(model, ids):
        seats = Seat.objects.exclude(printed_as="").filter(**{f"{path}__in": ids})
        return set(seats.values_list("agency_id", flat=True))

    return reach


# Kind written → on whose pages it shows, and by which way.
REACHES: dict[type, list[tuple[type, Reach]]] = {
    Subject: [
        (Meeting, _from(Topic, "subject", "meeting_id")),
        (FactSheet, _from(Edition, "subjects", "sheet_id")),
    ],
    Agency: [
        (Agency, _itself),
        (Agency, _from(Agency, "parent")),
        (Position, _from(Position, "agency")),
        (FactSheet, _from(FactSheet, "issuing_agency")),
    ],
    AgencyName: [(Agency, _at("agency"))],
    Seat: [(Agency, _at("agency"))],
    Official: [(Official, _itself)],
    Alias: [(Official, _at("official"))],
    Position: [
        (Position, _itself),
        (Official, _from(Appointment, "position", "official_id")),
        (Agency, _printed("position")),
    ],
    Appointment: [(Official, _at("official"))],
    Body: [
        (Body, _itself),
        (Body, _from(Body, "parent")),
        (Agency, _printed("body")),
        (Meeting, _from(Meeting, "bodies")),
        (Resolution, _from(Resolution, "body")),
        (LegalInstrument, _from(LegalBasis, "body", "instrument_id")),
    ],
    LegalInstrument: [
        (LegalInstrument, _itself),
        (Body, _from(LegalBasis, "instrument", "body_id")),
    ],
    LegalBasis: [(LegalInstrument, _at("instrument")), (Body, _at("body"))],
    Meeting: [(Meeting, _itself)],
    Topic: [(Meeting, _at("meeting"))],
    Photo: [(Meeting, _at("meeting"))],
    Document: [(Meeting, _at("meeting"))],
    Resolution: [(Resolution, _itself)],
    FactSheet: [(FactSheet, _itself)],
    Edition: [(FactSheet, _at("sheet"))],
    Cancellation: [(FactSheet, _from(Edition, "cancellation", "sheet_id"))],
    Withdrawal: [(FactSheet, _from(Edition, "withdrawal", "sheet_id"))],
}


Pages = dict[type, set[int]]  # ids by model


def written(touched: dict[type, Iterable[int]], *, at: datetime):
    """Bring the entries in step with these records, which were made or changed."""
    make_pages(pages_of(touched), at=at)


def pages_of(touched: dict[type, Iterable[int]]) -> Pages:
    """The records on whose pages these show, or showed before."""
    pages = defaultdict(set)
    for model, ids in touched.items():
        for part in _chunks(list(ids)):
            for page, reach in REACHES.get(model, ()):
                pages[page] |= reach(model, set(part))
    return pages


def make_pages(pages: Pages, *, at: datetime):
    for page, pks in pages.items():
        turned = refresh(page, pks, at=at)
        if page is Agency and turned:
            # Who held a position of an agency shows it only where both are public.
            held = Appointment.objects.filter(position__agency__in=turned)
            refresh(Official, set(held.values_list("official_id", flat=True)), at=at)


def refresh(page: type, ids: Iterable[int], *, at: datetime) -> set[int]:
    """Make the entries of these records anew. Returns the ids of those that had one and
    have none now, or the other way round."""
    kind, turned = page._meta.model_name, set()
    for part in _chunks(sorted(ids)):
        with transaction.atomic():
            before = SearchEntry.objects.filter(kind=kind, record_id__in=part)
            had = set(before.values_list("record_id", flat=True))
            before.delete()
            made = SearchEntry.objects.bulk_create(entries(kind, part, at=at))
            learn(made)
        turned |= had ^ {entry.record_id for entry in made}
    return turned


def learn(made: list[SearchEntry]):
    """Note the words of names, so that they are found where a reader misspells them."""
    seen = {
        token for one in made for name in one.names for token in tokens(name.get("text", ""))
    }
    known = Spelling.objects.filter(form__in=seen, word__in=seen)
    new = seen - set(known.values_list("word", flat=True))
    Spelling.objects.bulk_create(
        [
            Spelling(form=form, word=word)
            for word in sorted(new)
            if not word.isdigit()
            for form in sorted(forms(word))
        ],
        ignore_conflicts=True,
    )


def make_anew(*, at: datetime) -> int:
    """All entries from the record as it stands, a few at a time, so that writers need not
    wait for all of it; returns how many there are."""
    Spelling.objects.all().delete()
    for model in RECORDS:
        kind = model._meta.model_name
        if kind in KINDS:
            kept = SearchEntry.objects.filter(kind=kind).values_list("record_id", flat=True)
            refresh(model, {*model._base_manager.values_list("pk", flat=True), *kept}, at=at)
    return SearchEntry.objects.count()


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]

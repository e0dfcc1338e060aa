"""What search keeps of each page: pieces of text, each with the record that it comes from.

Only what is public goes in; nothing but an edition can become so by the clock alone, so
those that are scheduled stand here already. Whoever reads asks again what is public.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q

from ..dates import words_of
from ..facts.issuers import issuers
from ..models import (
    Agency,
    AgencyName,
    Alias,
    Appointment,
    Body,
    Document,
    Edition,
    FactSheet,
    LegalBasis,
    LegalInstrument,
    Meeting,
    Official,
    Photo,
    Position,
    Record,
    Resolution,
    SearchEntry,
    Seat,
    Topic,
)
from ..models.kinds import is_public
from .words import compounds, initials, pairs, token_of, tokens

Source = tuple[str, int]  # kind and id of a record
ACRONYM, NOTE = "acronym", "note"  # roles whose words nobody reads
FOR_SHORT = "for short"
OWN = {"", ACRONYM, FOR_SHORT}  # the roles of names that it bears today


@dataclass(frozen=True)
class Piece:
    """Some text of a page."""

    text: str = ""
    source: Source | None = None  # None: the page's own record
    role: str = ""  # what it is to the page, in words that stand before it: "formerly"
    when: str = ""
    year: int | None = None
    bodies: tuple[int, ...] = ()  # ids

    def stored(self) -> dict:
        return {name: value for name, value in vars(self).items() if value}

    @classmethod
    def of(cls, stored: dict) -> "Piece":
        given = dict(stored)
        for name in ("source", "bodies"):
            if name in given:
                given[name] = tuple(given[name])
        return cls(**given)


Pieces = tuple[list[Piece], list[Piece]]  # names, the first as the page is headed; text


def _kind(record) -> str:
    return record._meta.model_name


def _source(record) -> Source:
    return _kind(record), record.pk


def _year(written: str) -> int | None:
    return int(written[:4]) if written[:4].isdigit() else None


def _along(path: str, queryset) -> Prefetch:
    return Prefetch(path, queryset=queryset.public())


# Each: the public records of these ids, and what there is of each.


def _agencies(ids, at) -> Iterable[tuple[Record, Pieces]]:
    printed = Seat.objects.exclude(printed_as="")
    found = Agency.objects.public().prefetch_related(
        _along("parent", Agency.objects),
        _along("former_names", AgencyName.objects),
        _along("seats", printed),
    )
    for one in found.filter(pk__in=ids):
        names = [Piece(one.name), Piece(one.acronym, role=ACRONYM)]
        for former in one.former_names.all():
            when = former.span.words
            names.append(Piece(former.name, _source(former), "formerly", when))
        for seat in one.seats.all():
            names.append(Piece(seat.printed_as, _source(seat), "printed as"))
        texts = [Piece(one.told_apart_by, role=NOTE)]
        if one.parent:
            texts.append(Piece(str(one.parent), _source(one.parent), "part of"))
        yield one, (names, texts)


def _officials(ids, at):
    held = Appointment.objects.select_related("position").order_by("-earliest_start", "key")
    found = Official.objects.public().prefetch_related(
        _along("aliases", Alias.objects), _along("appointments", held)
    )
    for one in found.filter(pk__in=ids):
        names = [Piece(one.name)]
        parts = f"{one.given_name} {one.family_name} {one.suffix}".strip()
        if set(tokens(parts)) - set(tokens(one.name)):
            names.append(Piece(parts, role="also written"))
        names += [Piece(two.name, _source(two), "also written") for two in one.aliases.all()]
        texts = [Piece(one.told_apart_by, role=NOTE), Piece(one.honorific)]
        texts += [
            Piece(post.position.title, _source(post), "held") for post in one.appointments.all()
        ]
        yield one, (names, [*texts, Piece(one.biography)])


def _positions(ids, at):
    found = Position.objects.public().select_related("agency")
    for one in found.filter(pk__in=ids):
        agency = Piece(str(one.agency), _source(one.agency), "at")
        yield one, ([Piece(one.title)], [Piece(one.told_apart_by, role=NOTE), agency])


def _bodies(ids, at):
    laws = LegalBasis.objects.select_related("instrument")
    found = Body.objects.public().prefetch_related(
        _along("parent", Body.objects), _along("legal_basis", laws)
    )
    for one in found.filter(pk__in=ids):
        names = [
            Piece(one.name, bodies=(one.pk,)),
            Piece(one.short_name, role=FOR_SHORT),
            Piece(one.acronym, role=ACRONYM),
        ]
        texts = [Piece(one.told_apart_by, role=NOTE)]
        if one.parent:
            texts.append(Piece(str(one.parent), _source(one.parent), "reports to"))
        texts.append(Piece(one.purpose))
        for basis in one.legal_basis.all():
            texts.append(Piece(str(basis.instrument), _source(basis), "under"))
        yield one, (names, texts)


def _meetings(ids, at):
    found = Meeting.objects.public().prefetch_related(
        _along("bodies", Body.objects),
        Prefetch("topics", queryset=Topic.objects.public().select_related("subject")),
        _along("photos", Photo.objects),
        _along("documents", Document.objects),
    )
    for one in found.filter(pk__in=ids):
        bodies = one.bodies.all()
        names = [
            Piece(one.label, year=_year(one.held_on), bodies=tuple(body.pk for body in bodies))
        ]
        texts = [Piece(str(body), _source(body), "of") for body in bodies]
        texts += [Piece(one.date_words), Piece(one.place), Piece(one.summary)]
        for topic in one.topics.all():
            texts.append(Piece(topic.title, _source(topic)))
            if topic.subject and topic.subject.is_public:
                texts.append(Piece(topic.subject.name, _source(topic.subject)))
        for photo in one.photos.all():
            for text in (photo.caption, photo.alternative_text, photo.credit):
                texts.append(Piece(text, _source(photo)))
        texts += [Piece(paper.title, _source(paper)) for paper in one.documents.all()]
        yield one, (names, texts)


def _resolutions(ids, at):
    found = Resolution.objects.public().select_related("body")
    for one in found.filter(pk__in=ids):
        names = [
            Piece(one.title, year=_year(one.adopted_on), bodies=(one.body_id,)),
            Piece(one.printed_title, role="printed as"),
        ]
        texts = [
            Piece(str(one.body), _source(one.body), "of"),
            *map(Piece, (one.number, one.heading, words_of(one.adopted_on), one.text)),
        ]
        yield one, (names, texts)


def _laws(ids, at):
    effects = LegalBasis.objects.select_related("body")
    found = LegalInstrument.objects.public().prefetch_related(_along("effects", effects))
    for one in found.filter(pk__in=ids):
        effects = one.effects.all()
        names = [Piece(one.title, year=_year(one.signed_on)), Piece(one.acronym, role=ACRONYM)]
        texts = [Piece(one.citation), Piece(words_of(one.signed_on))]
        for effect in effects:
            texts.append(Piece(str(effect.body), _source(effect), "about"))
            names.append(Piece("", _source(effect), bodies=(effect.body_id,)))
        yield one, (names, texts)


def _sheets(ids, at: datetime):
    """By their editions: the one that stands at that moment, and those to come."""
    sheets = FactSheet.objects.filter(is_public(FactSheet), pk__in=ids)
    editions = Edition.objects.filter(sheet__in=sheets, cancellation__isnull=True)
    of_sheet = defaultdict(list)
    for edition in (
        editions.filter(Q(live_at__gt=at) | Q(pk__in=Edition.objects.newest(at).values("pk")))
        .with_issuing_agency()
        .select_related("sheet", "withdrawal")
        .prefetch_related("bodies", "subjects")
        .defer("html", "source")
        .order_by("sheet", "-number")
    ):
        of_sheet[edition.sheet].append(edition)
    issued_by = issuers(edition for editions in of_sheet.values() for edition in editions)
    for sheet, editions in of_sheet.items():
        names, texts = [], []
        for edition in editions:
            source = _source(edition)
            bodies = tuple(sorted(body.pk for body in edition.bodies.all()))
            names.append(
                Piece(edition.title, source, year=edition.dated_on.year, bodies=bodies)
            )
            texts.append(Piece(words_of(edition.dated_on.isoformat()), source))
            texts.append(Piece(edition.text, source))
            if hasattr(edition, "withdrawal"):
                texts.append(Piece("withdrawn", source, NOTE))
            for subject in edition.subjects.all():
                if subject.is_public:
                    texts.append(Piece(subject.name, _source(subject)))
            if agency := issued_by.get(edition.issuing_agency):
                texts.append(Piece(str(agency), _source(agency), "issued by"))
        yield sheet, (names, texts)


# Every kind that has a page and is found; where results are equally good, this order.
KINDS: dict[str, Callable] = {
    _kind(model): make
    for model, make in (
        (Body, _bodies),
        (Agency, _agencies),
        (Official, _officials),
        (Position, _positions),
        (FactSheet, _sheets),
        (Meeting, _meetings),
        (Resolution, _resolutions),
        (LegalInstrument, _laws),
    )
}


def entries(kind: str, ids, *, at: datetime) -> list[SearchEntry]:
    """One for each of those records that a reader may find, unsaved. A number of queries
    that does not grow with them."""
    made = []
    for record, (names, texts) in KINDS[kind](ids, at):
        names = [piece for piece in names if piece.text or piece.bodies]
        texts = [piece for piece in texts if piece.text]
        sources = {piece.source for piece in (*names, *texts) if piece.source}
        made.append(
            SearchEntry(
                kind=kind,
                record_id=record.pk,
                key=record.key,
                names=[piece.stored() for piece in names],
                texts=[piece.stored() for piece in texts],
                sources=sorted(map(list, sources)),
                words=" ".join(sorted(words(kind, record.key, names, texts))),
            )
        )
    return made


def for_short(kind: str, name: Piece) -> set[str]:
    """The initials by which an agency or a body is found beside its own acronym."""
    is_long = kind in ("agency", "body") and name.role != ACRONYM
    return initials(name.text) if is_long else set()


def words(kind: str, key: str, names: list[Piece], texts: list[Piece]) -> set[str]:
    """The tokens by which these pieces are found. Those that no reader can type bear a
    mark: the words of names, whole names, the kind, the words of the key, years, bodies."""
    found = {f"k_{kind}", *(f"q_{token}" for token in tokens(key))}
    for name in names:
        of_name = tokens(name.text)
        if of_name:
            found.add(f"w_{token_of(of_name)}")
        joined = compounds(name.text) | pairs(of_name)
        for token in {*of_name, *joined, *for_short(kind, name)}:
            found |= {token, f"n_{token}"}
        if name.year:
            found.add(f"y_{name.year}")
        found |= {f"b_{body}" for body in name.bodies}
    for piece in texts:
        found.update(tokens(piece.text), compounds(piece.text))
    return found

"""A plan that is kept with its batch: what was shown is what is written.

Only what would be written is kept: new and changed records, links to lists, the office's
numbers. Whether the plan still holds is told by what it rests on; if it does not, the files
are planned anew. It is kept in pieces, so that a page can show the records of a few rows.
"""

import bisect
import json
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.contrib.contenttypes.models import ContentType
from django.db.models import DateField, TimeField

from ..models import RECORDS, ImportBatch, ImportPlan
from .beside import Links
from .registers import SCOPES, Register

MODELS = {model._meta.model_name: model for model in RECORDS}
Known = tuple[str, int]  # a record by the name of its kind and its id, which may be planned
PIECE = 250  # records
FORM = b"pieces"  # what is kept begins with it


@dataclass
class Kept:
    """As much of a planner as is needed to write."""

    registers: dict[str, Register] = field(default_factory=dict)  # by the name of their kind
    lists: dict[tuple[str, str], Links] = field(default_factory=dict)


@dataclass
class Piece:
    what: str
    kind: str
    first: int  # the lowest and the highest id of which it tells
    last: int
    packed: memoryview

    def read(self):
        return json.loads(zlib.decompress(self.packed))

    def tells_of(self, wanted: dict[str, list[int]]) -> bool:
        """Of any of these? They are sorted."""
        ids = wanted.get(self.kind, ())
        if self.what == "kind":
            return bool(ids)
        at = bisect.bisect_left(ids, self.first)
        return at < len(ids) and ids[at] <= self.last


def rests_on(batch: ImportBatch, stamp: list, today: date) -> str:
    """The record as it stands, the day, the files, and what was said about them."""
    files = list(batch.parts.filter(is_applied=False).values_list("pk", flat=True))
    said = [stamp, today.isoformat(), files, batch.decisions, batch.options]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def keep_plan(batch: ImportBatch, planner, basis: str):
    """`basis`: what `rests_on` said before anything was read."""
    ImportPlan.objects.update_or_create(
        batch=batch, defaults={"rests_on": basis, "packed": _packed(planner)}
    )


def kept_plan(batch: ImportBatch, basis: str) -> Kept | None:
    """None if nothing was kept, or it does not hold any more."""
    stored = ImportPlan.objects.filter(batch=batch, rests_on=basis).first()
    pieces = _pieces(stored.packed) if stored else None
    return None if pieces is None else _read(pieces, Kept())


def planned_records(batch: ImportBatch, wanted: set[Known]) -> tuple[Kept, set[Known]]:
    """Of the plan as it was shown, these new records and the new ones that they link to;
    and all that was met, in the record too. Nothing is known of them where no plan is kept,
    or a kind has got other fields since."""
    stored = ImportPlan.objects.filter(batch=batch).first()
    pieces = (stored and _pieces(stored.packed)) or []
    kept, met, new = Kept(), set(wanted), wanted
    while new:
        ids = defaultdict(list)
        for kind, one in sorted(new):
            ids[kind].append(one)
        if _read([piece for piece in pieces if piece.tells_of(ids)], kept) is None:
            return Kept(), met
        pieces = [piece for piece in pieces if not piece.tells_of(ids)]
        links = {link for one in new for link in _links(kept, *one)} - met
        new = {(kind, one) for kind, one in links if one < 0}
        met |= links
    return kept, met


def _links(kept: Kept, kind: str, record_id: int) -> Iterator[Known]:
    """All that a planned record links to."""
    register = kept.registers.get(kind)
    values = register and register.records.get(record_id)
    if not values:
        return
    for place, other in register.link_places:
        if values[place] is not None:
            yield other, values[place]
    for kind_place, place in register.generic:
        yield ContentType.objects.get_for_id(values[kind_place]).model, values[place]
    for links in kept.lists.values():
        if links.kind == kind:
            for one, other in links.added:
                if one == record_id:
                    yield links.other_kind, other


def forget_plan(batch: ImportBatch):
    ImportPlan.objects.filter(batch=batch).delete()


def _lines(planner: Kept) -> Iterator[tuple[str, str, list[int], list]]:
    """What it tells, of which kind, of which records, and in which values."""
    for kind, register in planner.registers.items():
        yield "kind", kind, [], [register.names, register.new_office_ids]
        for ids in _by_piece(register.new):
            yield "new", kind, ids, [register.records[one] for one in ids]
        for ids in _by_piece(register.changed):
            pairs = [[register.stored[one], register.records[one]] for one in ids]
            yield "changed", kind, ids, pairs
    for (kind, name), links in planner.lists.items():
        for pairs in _by_piece(links.added):
            yield "list", kind, [one for one, _ in pairs], [name, pairs]


def _by_piece(of: list) -> Iterator[list]:
    return (of[start : start + PIECE] for start in range(0, len(of), PIECE))


def _packed(planner: Kept) -> bytes:
    """The pieces, and before them what they tell of and how long they are."""
    told, pieces = [], []
    for what, kind, ids, values in _lines(planner):
        line = json.dumps(values, ensure_ascii=False, default=str)
        pieces.append(zlib.compress(line.encode(), level=1))
        told.append([what, kind, min(ids, default=0), max(ids, default=0), len(pieces[-1])])
    return b"".join([FORM, zlib.compress(json.dumps(told).encode()), *pieces])


def _pieces(packed: bytes) -> list[Piece] | None:
    """None if they were kept in another form, by an earlier version of this site."""
    if bytes(packed[: len(FORM)]) != FORM:
        return None
    unpacker = zlib.decompressobj()
    told = json.loads(unpacker.decompress(packed[len(FORM) :]))
    rest, place, found = memoryview(unpacker.unused_data), 0, []
    for *what, size in told:
        found.append(Piece(*what, rest[place : place + size]))
        place += size
    return found


def _read(pieces: list[Piece], kept: Kept) -> Kept | None:
    """`kept` with what they tell; None if that was before a kind was given other fields."""
    for piece in pieces:
        told, register = piece.read(), kept.registers.get(piece.kind)
        if piece.what == "kind":
            names, office_ids = told
            register = Register(MODELS[piece.kind], scope=SCOPES.get(piece.kind))
            kept.registers[piece.kind] = register
            if names != register.names:
                return None
            register.new_office_ids = office_ids
        elif piece.what == "new":
            for values in told:
                register.records[values[0]] = _dated(register, values)
        elif piece.what == "changed":
            for stored, values in told:
                register.stored[values[0]] = tuple(_dated(register, stored))
                register.records[values[0]] = _dated(register, values)
        else:
            name, added = told
            known = piece.kind, name
            links = kept.lists.setdefault(known, Links(MODELS[piece.kind], name))
            links.added += [tuple(pair) for pair in added]
    return kept


def _dated(register: Register, values: list) -> list:
    """Days and hours, which JSON has none of, are words no more."""
    for one in register.fields:
        if isinstance(one, (DateField, TimeField)):
            place = register.place[one.attname]
            values[place] = one.to_python(values[place])
    return values

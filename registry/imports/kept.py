"""A plan that is kept with its batch: what was shown is what is written.

Only what would be written is kept: new and changed records, links to lists, the office's
numbers. Whether the plan still holds is told by what it rests on; if it does not, the files
are planned anew.
"""

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db.models import DateField, TimeField

from ..models import RECORDS, ImportBatch, ImportPlan
from .beside import Links
from .registers import CHUNK, SCOPES, Register

MODELS = {model._meta.model_name: model for model in RECORDS}


@dataclass
class Kept:
    """As much of a planner as is needed to write."""

    registers: dict[str, Register] = field(default_factory=dict)  # by the name of their kind
    lists: dict[tuple[str, str], Links] = field(default_factory=dict)


def rests_on(batch: ImportBatch, stamp: list, today: date) -> str:
    """The record as it stands, the day, the files, and what was said about them."""
    files = list(batch.parts.filter(is_applied=False).values_list("pk", flat=True))
    said = [stamp, today.isoformat(), files, batch.decisions, batch.options]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def keep_plan(batch: ImportBatch, planner, basis: str):
    """`basis`: what `rests_on` said before anything was read."""
    packer = zlib.compressobj(level=1)
    parts = [packer.compress(line) for line in _lines(planner)] + [packer.flush()]
    ImportPlan.objects.update_or_create(
        batch=batch, defaults={"rests_on": basis, "packed": b"".join(parts)}
    )


def kept_plan(batch: ImportBatch, basis: str) -> Kept | None:
    """None if nothing was kept, or it does not hold any more."""
    stored = ImportPlan.objects.filter(batch=batch, rests_on=basis).first()
    return _read(stored.packed) if stored else None


def forget_plan(batch: ImportBatch):
    ImportPlan.objects.filter(batch=batch).delete()


def _lines(planner: Kept) -> Iterator[bytes]:
    for kind, register in planner.registers.items():
        yield _line("kind", [kind, register.names, register.new_office_ids])
        for ids in _chunks(register.new):
            yield _line("new", [register.records[one] for one in ids])
        for ids in _chunks(register.changed):
            pairs = [[register.stored[one], register.records[one]] for one in ids]
            yield _line("changed", pairs)
    for (kind, name), links in planner.lists.items():
        yield _line("list", [kind, name, links.added])


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _line(what: str, told) -> bytes:
    return json.dumps([what, told], ensure_ascii=False, default=str).encode() + b"\n"


def _read(packed: bytes) -> Kept | None:
    kept, register = Kept(), None
    for line in _unpacked(packed):
        what, told = json.loads(line)
        if what == "kind":
            kind, names, office_ids = told
            register = kept.registers[kind] = Register(MODELS[kind], scope=SCOPES.get(kind))
            if names != register.names:
                return None  # kept before this kind was given other fields
            register.new_office_ids = office_ids
        elif what == "new":
            for values in told:
                register.records[values[0]] = _dated(register, values)
        elif what == "changed":
            for stored, values in told:
                register.stored[values[0]] = tuple(_dated(register, stored))
                register.records[values[0]] = _dated(register, values)
        else:
            kind, name, added = told
            links = kept.lists[kind, name] = Links(MODELS[kind], name)
            links.added = [tuple(pair) for pair in added]
    return kept


def _dated(register: Register, values: list) -> list:
    """Days and hours, which JSON has none of, are words no more."""
    for one in register.fields:
        if isinstance(one, (DateField, TimeField)):
            place = register.place[one.attname]
            values[place] = one.to_python(values[place])
    return values


def _unpacked(packed: bytes) -> Iterable[bytes]:
    """Line by line: all of them at once would take as much room as the plan."""
    unpacker, rest = zlib.decompressobj(), b""
    for start in range(0, len(packed), 2**18):
        *lines, rest = (rest + unpacker.decompress(packed[start : start + 2**18])).split(b"\n")
        yield from lines
    yield from (rest + unpacker.flush()).splitlines()

"""Who reports to whom: a body or an agency, all above it and all below it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from ..dates import Holds
from ..models import Agency, AgencyName, Body

MOST = 1_000


@dataclass(frozen=True)
class Branch:
    record: Body | Agency
    name: str  # on the day asked
    above: int | None  # the place in the tree of the one that it reports to
    depth: int
    certainty: Holds  # whether it existed on the day asked


@dataclass(frozen=True)
class Tree:
    branches: list[Branch]  # each after the one that it reports to
    left_out: int  # beyond the thousandth


def tree(record: Body | Agency, *, on: date) -> Tree:
    """The line up from the record, whenever those existed, and below it what existed on
    the day, in the order of names.

    The record does not say since when one reports to another, only to which it does.
    Four queries.
    """
    model = type(record)
    links = dict(model.objects.public().order_by("name", "key").values_list("pk", "parent_id"))
    existing = set(model.objects.public().on(on).values_list("pk", flat=True))
    parts = defaultdict(list)
    for pk, parent in links.items():
        if pk in existing:
            parts[parent].append(pk)
    line = list(_upwards(record.pk, links))[::-1]
    places = [(pk, number - 1 if number else None, number) for number, pk in enumerate(line)]
    places += _downwards(record.pk, len(line) - 1, parts, {*line})
    told = places[:MOST]
    found = {one.pk: one for one in _with_names(model).filter(pk__in=[p[0] for p in told])}
    branches = [
        Branch(found[pk], _name(found[pk], on), above, depth, found[pk].on(on))
        for pk, above, depth in told
    ]
    return Tree(branches, max(len(places) - MOST, 0))


def _upwards(pk: int, links: dict) -> Iterator[int]:
    """The record and those above it. The forms refuse circles, but not the database."""
    seen = set()
    while pk in links and pk not in seen:
        yield pk
        seen.add(pk)
        pk = links[pk]


def _downwards(top: int, place: int, parts: dict, seen: set) -> list[tuple[int, int, int]]:
    """All below `top`, which stands at `place`, each with the place of the one above it
    and its depth."""
    found = []
    waiting = [(pk, place, place + 1) for pk in parts[top][::-1]]
    while waiting:
        pk, above, depth = waiting.pop()
        if pk in seen:
            continue
        seen.add(pk)
        found.append((pk, above, depth))
        here = place + len(found)
        waiting += [(part, here, depth + 1) for part in parts[pk][::-1]]
    return found


def _with_names(model):
    records = model.objects.public()
    if model is Body:
        return records
    names = Prefetch("former_names", queryset=AgencyName.objects.public())
    return records.prefetch_related(names)


def _name(record: Body | Agency, on: date) -> str:
    return record.name_on(on) if isinstance(record, Agency) else record.name

"""What all recipes share."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ...dates import OPEN, UNKNOWN
from ...models import Record
from ...text import fold
from ..cells import NOTHING, quoted
from ..rows import Refused, Row
from ..similar import agree

DATES = ("started_on", "ended_on", "seen_from", "seen_until")


# What stands between several names in one cell.
SEVERAL = re.compile(r"\s*(?:&|;|/|,|\n|\band\b)\s*")
SHARED = ("key", "is_public", "remarks")


@dataclass(frozen=True)
class Recipe:
    model: type[Record]
    make: Callable[[Row, object], Iterator[tuple[dict, int | None]]]
    # (rows, planner): the ids of the records on which hangs what the rows may meet.
    owners: Callable = lambda rows, planner: ()
    names: Callable[[Row], list[str]] = lambda row: []
    label: Callable[[Row], str] = lambda row: str(row.get("name") or row.get("title") or "")
    up: str = ""  # the field in which a row names another row of its sheet
    after: Callable | None = None
    beside: tuple[type[Record], ...] = ()  # kinds that it brings along, read with its owners
    # Kinds of which its rows name a record by key, and in which field.
    keyed: tuple[tuple[type[Record], str], ...] = ()
    check: Callable | None = None  # what to doubt in a chunk as a whole
    may_differ: tuple[str, ...] = ()  # fields of which two rows may tell different things
    may_differ_words: str = ""

    @cached_property
    def kind(self) -> str:
        return self.model._meta.model_name


def of_each(owners: Callable[[Row, object], Iterable[int]]) -> Callable:
    """Of all rows, what `owners` says of each."""

    def of_all(rows, planner):
        return {one for row in rows for one in owners(row, planner)}

    return of_all


def needing(make: Callable, **words: str) -> Callable:
    """`make` for the rows that tell these fields. The others are refused in the words of
    what to write: without a name or a day there is nothing to look for in the record."""

    def checked(row, planner):
        for name, what in words.items():
            value = row.get(name)
            if not value:
                said = quoted(row.raw(name)) if row.raw(name).strip() else "A blank cell"
                raise Refused(name, f"{said} tells nothing here. Write {what}.")
            if type(value) is str and value.lower() in NOTHING:
                raise Refused(name, f"{quoted(value)} tells nothing here. Write {what}.")
        yield from make(row, planner)

    return checked


def dated(row: Row) -> dict:
    """What the row says of its time. Days on which it was seen to hold stand for the first
    or last day that it does not tell."""
    values = row.only(*DATES)
    if span := row.get("span"):
        values = {"started_on": span[0], "ended_on": span[1]} | values
    if seen := row.get("seen"):
        first, last = seen
        if not values.get("started_on"):
            values.setdefault("seen_from", first)
        if not values.get("ended_on"):
            values.setdefault("seen_until", last)
    if values.get("seen_until"):  # how long it held beyond that is not known
        values.setdefault("ended_on", UNKNOWN)
    return values


def far_ahead(row, planner):
    for name in ("started_on", "ended_on"):
        value = row.get(name)
        if value and value > planner.far_ahead and value != OPEN:
            row.doubt(name, f"{value} lies far ahead: is the year right?")


def number_of(row, planner, model) -> int | None:
    """The record that the office's number or the key in this row names."""
    key, office_id = row.get("key"), row.get("external_id")
    if not (key or office_id):
        return None
    register = planner.register(model)
    if key and (found := register.find(("key",), key)):
        row.found_by = "key"
        return found[0]
    found = register.office_ids.get(office_id) if office_id else None
    if found is not None and found in register.records:
        row.found_by = "external id"
        return found
    return None


def number_or_name_of(row, planner, model, owner: str, owner_id) -> int | None:
    """The same for what hangs on another record, or else the one of its name there."""
    found = number_of(row, planner, model)
    if found is None:
        folded = fold(row.get("name"))[:600]
        same = planner.register(model).find((owner, "name_folded"), owner_id, folded)
        found = same[0] if same else None
    return found


def several(row, planner, name, model) -> list[int]:
    """The records that a list in a cell names, without what is to be left out."""
    found = [
        planner.link(name, model, part)
        for text in row.get(name, [])
        for part in parts_of(text, planner, model)
    ]
    return [one for one in dict.fromkeys(found) if one is not None]


def parts_of(text, planner, model) -> list[str]:
    """The names in a text like "PITF & SPOG", if all of them are known and it is not."""
    register = planner.register(model)
    if not SEVERAL.search(text) or planner.match(register, text).record_id is not None:
        return [text]
    parts = [part.strip() for part in SEVERAL.split(text) if part.strip()]
    known = all(planner.match(register, part).record_id is not None for part in parts)
    return parts if known else [text]


def by_key(planner, model, key) -> int | None:
    """The record of that key, stored or planned."""
    register = planner.by_model.get(model)
    found = register.find(("key",), key) if register else ()
    return found[0] if found else planner.keys(model).get(key)


def link_by_key(planner, name, model, text) -> int | None:
    """What a cell means of a kind that is known by its key alone, planned ones too."""
    found = by_key(planner, model, text)
    return planner.link(name, model, text) if found is None else found


def learn_number(row, planner, record_id, model):
    if office_id := row.get("external_id"):
        planner.register(model).learn_office_id(office_id, record_id)


def after(model):
    def learn(row, planner, record_id):
        learn_number(row, planner, record_id, model)

    return learn


def same_span(register, names, wanted, values, *, row=None, capacities=None):
    """Of the records that link to the same, the one whose dates are these, told more or
    less exactly; None where none or several could be. What an earlier row knows under
    another number of the same list is another record, unless all its dates are the same."""
    started, ended = values.get("started_on", ""), values.get("ended_on", "")
    place, maybe = register.place, []
    for one in register.find(names, *wanted):
        record = register.records[one]
        have, have_end = record[place["started_on"]], record[place["ended_on"]]
        if capacities and record[place["capacity"]] not in capacities:
            continue
        if have == started and have_end == ended:
            return one
        numbered = row is not None and row.get("external_id")
        if numbered and one in register.origin and register.new_numbers_of(one):
            continue
        if agree(have, started):
            maybe.append((one, have, have_end))
    exact = [
        one
        for one, have, end in maybe
        if have == started and (started or agree(end, ended) or OPEN in (end, ended))
    ]
    if len(exact) == 1:
        return exact[0]
    if len(maybe) == 1 and not exact:
        one, _, end = maybe[0]
        return one if agree(end, ended) or OPEN in (end, ended) else None
    return None


def named(model, field, *names):
    """A kind that is known by one text of its own."""

    def make(row, planner):
        values = row.only(field, *names, *SHARED)
        found = number_of(row, planner, model)
        if found is None:
            same = planner.register(model).find((f"{field}_folded",), fold(values[field])[:600])
            found = same[0] if same else None
        yield values, found

    return make

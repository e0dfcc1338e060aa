"""By what a list may be narrowed, and in which order it may stand, by its address.

Each list says so in a small table of the filters below. Nothing from an address becomes
the name of a field, and a record that readers may not see is as unknown as one that is
not there. Names in an address that a list does not know are left alone.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.enums import ChoicesType
from django.http import QueryDict

from ..models import Agency, Body, Official, Subject
from ..text import fold
from .days import shortened

# Of records to choose from, as many as a page lists; any other can be typed.
OPTIONS = 100
LONGEST = 300
YEAR = re.compile(r"[0-9]{4}")
NAMED_BY = {
    Agency: ("name_folded", "acronym_folded"),
    Body: ("name_folded", "acronym_folded"),
    Official: ("name_folded",),
    Subject: ("name_folded",),
}


class Wrong(ValueError):
    """A filter that can't be read; its text is a sentence for the reader."""


@dataclass(frozen=True)
class Through:
    """A filter asks records that hang on those of the list: `of` is the way back."""

    model: type
    of: str

    def hold(self, *conditions: Q) -> Q:
        """On one and the same of them."""
        return Q(pk__in=self.model.objects.public().filter(*conditions).values(self.of))


@dataclass(frozen=True)
class Meaning:
    """What a filter asks for, and how that reads."""

    condition: Q
    words: str
    through: Through | None = None


@dataclass(frozen=True)
class OneOf:
    """One of a closed list."""

    name: str
    label: str
    choices: ChoicesType
    path: str = ""  # where it is not the name
    through: Through | None = None

    def read(self, said: str, day: date) -> Meaning:
        if said not in self.choices.values:
            known = ", ".join(f"“{one}”" for one in self.choices.values)
            raise Wrong(
                f"{self.label}: there is no “{shortened(said)}”. Choose one of {known}."
            )
        condition = Q(**{self.path or self.name: said})
        return Meaning(condition, self.choices(said).label, self.through)

    def options(self, rows) -> list[tuple[str, str]]:
        return list(self.choices.choices)


@dataclass(frozen=True)
class InYear:
    """What certainly or possibly lies in a year, or reaches into it."""

    label: str
    first: str  # the fields of the first and the last day
    last: str
    through: Through | None = None
    name: str = "year"

    def read(self, said: str, day: date) -> Meaning:
        if not (YEAR.fullmatch(said) and 1000 <= int(said) <= 9000):
            raise Wrong(
                f"{self.label}: “{shortened(said)}” is no year. Write four digits, like 2007."
            )
        year = int(said)
        touches = {
            f"{self.first}__lte": date(year, 12, 31),
            f"{self.last}__gte": date(year, 1, 1),
        }
        return Meaning(Q(**touches), said, self.through)


@dataclass(frozen=True)
class OnTheDay:
    """Does it hold on the day as of which the page is read?"""

    label: str
    yes: str
    no: str
    through: Through | None = None
    name: str = "status"

    def read(self, said: str, day: date) -> Meaning:
        words = dict(self.options(None))
        if said not in words:
            raise Wrong(f"{self.label}: there is no “{shortened(said)}”. Choose “yes” or “no”.")
        holds = Q(earliest_start__lte=day, latest_end__gte=day)
        if said == "yes":
            return Meaning(holds, words[said], self.through)
        return Meaning(~(self.through.hold(holds) if self.through else holds), words[said])

    def options(self, rows) -> list[tuple[str, str]]:
        return [("yes", self.yes), ("no", self.no)]


@dataclass(frozen=True)
class Among:
    """A public record, by its key, its name or its acronym."""

    name: str
    label: str
    model: type
    path: str
    through: Through | None = None
    by: str = "pk"  # what `path` holds of the record

    def read(self, said: str, day: date) -> Meaning:
        found = self.find(said)
        held = getattr(found, self.by)
        return Meaning(Q(**{self.path: held}), str(found), self.through)

    def find(self, said: str):
        kind, plural = self.model._meta.verbose_name, self.model._meta.verbose_name_plural
        named = Q(key=said)
        for column in NAMED_BY[self.model] if fold(said) else ():
            named |= Q(**{column: fold(said)})
        found = list(self.model.objects.public().filter(named).order_by("key")[:6])
        found = [one for one in found if one.key == said] or found
        if not found:
            raise Wrong(
                f"{self.label}: no {kind} is called “{shortened(said)}”. "
                "Write its name in full, its acronym or its key."
            )
        if len(found) > 1:
            keys = ", ".join(f"“{one.key}”" for one in found[:5])
            raise Wrong(
                f"{self.label}: “{shortened(said)}” is the name of several {plural}. "
                f"Write the key of one: {keys}{' …' if len(found) > 5 else ''}."
            )
        return found[0]

    def options(self, rows: QuerySet) -> list[tuple[str, str]]:
        """Those that occur: for each its key and its name."""
        rows = self.through.model.objects.public() if self.through else rows
        occurs = Exists(rows.order_by().filter(**{self.path: OuterRef(self.by)}))
        records = self.model.objects.public().filter(occurs)
        return [(one.key, str(one)) for one in records[:OPTIONS]]


Filter = OneOf | InYear | OnTheDay | Among


@dataclass(frozen=True)
class Order:
    label: str
    by: tuple = ()  # nothing: as the list stands anyway


@dataclass(frozen=True)
class Box:
    """A filter as the form shows it."""

    filter: Filter
    said: str
    options: list[tuple[str, str]]
    error: str = ""

    @property
    def kind(self) -> str:
        return {InYear: "year", Among: "record"}.get(type(self.filter), "choice")


@dataclass(frozen=True)
class Active:
    label: str
    words: str
    without: str  # the query of the address without it


@dataclass
class Narrowing:
    """What the address asks of a list."""

    filters: tuple[Filter, ...]
    orders: dict[str, Order]
    said: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    meant: dict[str, Meaning] = field(default_factory=dict)
    on: str = ""

    @classmethod
    def of(cls, filters, orders, query: QueryDict, day: date) -> "Narrowing":
        asked = cls(filters, orders, on=day.isoformat() if "on" in query else "")
        for one in filters:
            if said := asked._said(query, one.name, one.label):
                try:
                    asked.meant[one.name] = one.read(said, day)
                except Wrong as error:
                    asked.errors[one.name] = str(error)
        if (said := asked._said(query, "sort", "Sort by")) and said not in orders:
            known = ", ".join(f"“{name}”" for name in orders)
            asked.errors["sort"] = (
                f"Sort by: there is no order “{shortened(said)}”. Choose one of {known}."
            )
        return asked

    def _said(self, query, name, label) -> str:
        given = [said.strip() for said in query.getlist(name)]
        given = [said for said in given if said]
        if len(given) > 1:
            self.errors[name] = f"{label}: the address names more than one. Leave one."
            return ""
        if given and len(given[0]) > LONGEST:
            self.errors[name] = f"{label}: this is longer than {LONGEST} characters."
            return ""
        if given:
            self.said[name] = given[0]
        return given[0] if given else ""

    def narrow(self, rows: QuerySet) -> QuerySet:
        if self.errors:
            return rows.none()
        conditions = defaultdict(list)
        for one in self.meant.values():
            conditions[one.through].append(one.condition)
        rows = rows.filter(*conditions.pop(None, ()))
        rows = rows.filter(*(through.hold(*ones) for through, ones in conditions.items()))
        order = self.orders.get(self.said.get("sort", ""))
        return rows.order_by(*order.by) if order and order.by else rows

    @property
    def sorted(self) -> str:
        """How the reader had the list sorted, for its caption; "" in its own order."""
        order = self.orders.get(self.said.get("sort", ""))
        return f"sorted: {order.label.lower()}" if order else ""

    def query(self, *, without="", on=True) -> str:
        """What keeps these filters in an address, from the question mark on."""
        kept = {name: said for name, said in self.kept if name != without}
        if on and self.on:
            kept["on"] = self.on
        return f"?{urlencode(kept)}" if kept else "?"

    @property
    def only(self) -> str:
        """The query with these filters alone, without the day."""
        return self.query(on=False).removesuffix("?")

    @property
    def more(self) -> str:
        """These filters behind other parts of a query."""
        return self.only.replace("?", "&", 1)

    @property
    def kept(self) -> list[tuple[str, str]]:
        return [(name, said) for name, said in self.said.items() if name not in self.errors]

    @property
    def active(self) -> list[Active]:
        labels = {one.name: one.label for one in self.filters}
        return [
            Active(labels[name], one.words, self.query(without=name))
            for name, one in self.meant.items()
        ]

    def boxes(self, rows: Callable[[], QuerySet]) -> list[Box]:
        """One query for each filter by record."""
        return [
            Box(
                one,
                self.said.get(one.name, ""),
                [] if isinstance(one, InYear) else one.options(rows()),
                self.errors.get(one.name, ""),
            )
            for one in self.filters
        ]

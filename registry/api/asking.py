"""The parameters of lists, each declared; whatever else stands in an address is refused."""

from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Annotated, Literal

from django.core.exceptions import BadRequest
from django.db.models import Q, TextChoices
from ninja import Schema
from pydantic import Field, StringConstraints, create_model

from ..models import Record
from ..text import fold
from ..views.days import day_of, one_day
from .problems import Problem

KeyText = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=200)]
LineText = Annotated[str, StringConstraints(min_length=1, max_length=300)]
# A day is read by the same rule as on the pages, whose words tell what was wrong.
DayText = Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2007-10-25"])]
CursorText = Annotated[str, StringConstraints(max_length=600)]


@dataclass(frozen=True)
class ByRecord:
    """Those that name a record, by its key. An unknown key finds nothing; so does that of
    a record that is not published."""

    name: str
    path: str
    model: type[Record]
    by: str = "pk"  # what `path` holds of the record
    kind = KeyText

    @property
    def words(self) -> str:
        return f"Only those of this {self.model._meta.verbose_name}, by key."

    def condition(self, value: str) -> Q:
        named = self.model.objects.public().filter(key=value)
        return Q(**{f"{self.path}__in": named.values(self.by)})


@dataclass(frozen=True)
class ByChoice:
    """Those of one value of a closed list."""

    name: str
    path: str
    choices: type[TextChoices]

    @property
    def kind(self):
        return Literal[tuple(self.choices.values)]

    words = "Only those of this value."

    def condition(self, value: str) -> Q:
        return Q(**{self.path: value})


@dataclass(frozen=True)
class ByText:
    """Those of this very text, leaving aside case, accents and typography; or those on
    which a public record of `hanging` hangs, by its column `hangs_by`, that has the text."""

    name: str
    path: str
    words: str
    hanging: type[Record] | None = None
    hangs_by: str = ""
    kind = LineText

    def condition(self, value: str) -> Q:
        has_text = Q(**{self.path: fold(value)[:600]})
        if self.hanging is None:
            return has_text
        return Q(pk__in=self.hanging.objects.public().filter(has_text).values(self.hangs_by))


@dataclass(frozen=True)
class ByDay:
    """Those whose date lies before or after a day; `path` is a column of days."""

    name: str
    path: str
    compare: str  # "gte" or "lte"
    words: str
    kind = DayText

    def condition(self, value: str) -> Q:
        return Q(**{f"{self.path}__{self.compare}": value})


def between(first: str, last: str) -> tuple[ByDay, ByDay]:
    """Parameters `from` and `until` over the columns of first and last days."""
    return (
        ByDay("from", last, "gte", "Only those that may lie on this day or after it."),
        ByDay("until", first, "lte", "Only those that may lie on this day or before it."),
    )


Filter = ByRecord | ByChoice | ByText | ByDay


@dataclass(frozen=True)
class Asked:
    """What a request asked for, understood."""

    day: date
    is_day_named: bool
    sort: str = ""
    cursor: str = ""
    limit: int = 0
    conditions: list[Q] = field(default_factory=list)


LIMIT = 50
MOST = 200


def query_of(
    name: str, filters: Iterable[Filter] = (), *, on: str = "", sorts: Iterable[str] = ()
) -> type[Schema]:
    """The schema of an address's parameters, for the document and for checking. `on` says
    what the day is for, where one can be named; only lists have `sorts`."""
    fields = {
        one.name: (one.kind | None, Field(None, description=one.words)) for one in filters
    }
    if on:
        fields["on"] = (DayText | None, Field(None, description=on))
    if sorts := tuple(sorts):
        words = "The order; a minus sign turns it round."
        fields["sort"] = (Literal[sorts], Field(sorts[0], description=words))
        words = "Where to go on: `next` of the page before."
        fields["cursor"] = (CursorText | None, Field(None, description=words))
        words = "How many at most."
        fields["limit"] = (
            Annotated[int, Field(ge=1, le=MOST)],
            Field(LIMIT, description=words),
        )
    return create_model(f"{name}Query", __base__=Schema, **fields)


ON_A_LIST = (
    "Only those that certainly or possibly hold on this day; `holds` tells which, and names "
    "are those of the day. Without it: those of all days, told as of today."
)
ON_A_RECORD = "The day as of which the record is told; without it, today."


NoQuery = query_of("No")


def refuse_unknown(request, query: type[Schema] = NoQuery):
    """Raise Problem for a parameter that is not declared, or given twice."""
    wrong = {}
    known = sorted(query.model_fields)
    listed = f"Known here: {', '.join(known)}." if known else "This address takes none."
    for name, values in request.GET.lists():
        shown = "".join(mark for mark in name[:40] if mark.isprintable())
        if name not in query.model_fields:
            wrong[shown] = f"There is no parameter of this name. {listed}"
        elif len(values) > 1:
            wrong[shown] = "Give it once."
    if wrong:
        told = "; ".join(f"“{name}”: {words}" for name, words in list(wrong.items())[:3])
        raise Problem(400, told, dict(list(wrong.items())[:10]))


def understand(request, given: Schema | None = None, filters: Iterable[Filter] = ()) -> Asked:
    """Raises Problem where a day is none."""
    conditions = []
    for one in filters:
        value = getattr(given, one.name)
        if value is not None:
            if "\0" in value:
                raise Problem(400, "It contains a null byte.", {one.name: "A null byte."})
            if isinstance(one, ByDay):
                with told_of(one.name):
                    value = one_day(value, name=one.name)
            conditions.append(one.condition(value))
    with told_of("on"):
        day = day_of(request)
    sort = getattr(given, "sort", "")
    return Asked(
        day=day,
        is_day_named="on" in request.GET,
        sort=sort.value if isinstance(sort, Enum) else sort,
        cursor=getattr(given, "cursor", None) or "",
        limit=getattr(given, "limit", 0),
        conditions=conditions,
    )


@contextmanager
def told_of(name: str):
    """What is wrong with a day is told as of the parameter of that name."""
    try:
        yield
    except BadRequest as error:
        raise Problem(400, str(error), {name: str(error)}) from None

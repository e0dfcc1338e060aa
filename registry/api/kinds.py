"""A kind of record in the API: its list, and each record of it by key."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponsePermanentRedirect
from ninja import Query, Router, Schema
from pydantic import Field, create_model

from ..models import Record, RecordQuerySet
from .addresses import PLACES
from .answers import Reference
from .asking import ON_A_LIST, ON_A_RECORD, Asked, Filter, query_of, refuse_unknown, understand
from .paging import Order, page_of
from .problems import Problem, ProblemAnswer

REFUSALS = dict.fromkeys((400, 404, 410, 429), ProblemAnswer)
BY_KEY = {"key": Order()}
BY_START = BY_KEY | {
    "start": Order("earliest_start"),
    "-start": Order("earliest_start", backwards=True),
}


@dataclass(frozen=True)
class Kind:
    """`rows` gives the public records, with all that `item` reads fetched along."""

    model: type[Record]
    item: type[Reference]
    full: type[Reference]
    rows: Callable[[date], RecordQuerySet]
    filters: tuple[Filter, ...] = ()
    sorts: dict[str, Order] = field(default_factory=lambda: BY_KEY)
    dated: bool = False  # its records hold from a first to a last day
    as_of: bool = False  # told as of a day all the same
    what: str = ""

    @property
    def name(self) -> str:
        return PLACES[self.model]


def page_schema(name: str, item: type[Schema]) -> type[Schema]:
    return create_model(
        f"{name}Page",
        __base__=Schema,
        items=(list[item], Field()),
        as_of=(date, Field(description="The day as of which the items are told.")),
        next=(str | None, Field(description="The address of the next page, if there is one.")),
    )


def next_address(request, cursor: str) -> str | None:
    if not cursor:
        return None
    query = urlencode({**request.GET.dict(), "cursor": cursor})
    return request.build_absolute_uri(f"{request.path}?{query}")


def answer_page(request, rows, asked: Asked, sorts: dict[str, Order]) -> dict:
    request.asked = asked
    name = f"{request.path} {asked.sort}"
    items, cursor = page_of(
        rows.filter(*asked.conditions),
        sorts[asked.sort],
        name=name,
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return {"items": items, "as_of": asked.day, "next": next_address(request, cursor)}


def found(rows: RecordQuerySet, key: str) -> Record:
    """The record of that key, now or formerly. Raises Problem where none is published."""
    record = rows.under_key(key)
    if record is None:
        raise Problem(404, "Nothing is published under this key.")
    return record


def moved(request, record: Record, former: str) -> HttpResponsePermanentRedirect:
    address = request.path.replace(f"/{former}/", f"/{record.key}/", 1)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponsePermanentRedirect(address + query)


def title(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))


def serve(kinds: Iterable[Kind]) -> Router:
    router = Router()
    for kind in kinds:
        _serve(router, kind)
    return router


def _serve(router: Router, kind: Kind):
    query = query_of(
        title(kind.name), kind.filters, on=ON_A_LIST if kind.dated else "", sorts=kind.sorts
    )
    as_of = kind.dated or kind.as_of
    query_of_one = query_of(f"{title(kind.name)}One", on=ON_A_RECORD if as_of else "")

    def listing(request, given: Query[query]):
        refuse_unknown(request, query)
        asked = understand(request, given, kind.filters)
        rows = kind.rows(asked.day)
        if kind.dated and asked.is_day_named:
            rows = rows.on(asked.day)
        return answer_page(request, rows, asked, kind.sorts)

    def told(request, key: str):
        refuse_unknown(request, query_of_one)
        request.asked = understand(request)
        record = found(kind.rows(request.asked.day), key)
        if record.key != key:
            return moved(request, record, key)
        return record

    def as_of_a_day(request, key: str, given: Query[query_of_one]):
        return told(request, key)

    def as_it_is(request, key: str):
        return told(request, key)

    router.get(
        f"/{kind.name}/",
        response={200: page_schema(title(kind.name), kind.item), **REFUSALS},
        operation_id=f"list-{kind.name}",
        url_name=f"{kind.name}-list",
        summary=f"The list of {kind.name.replace('-', ' ')}",
        description=kind.what,
        tags=[kind.name],
    )(listing)
    router.get(
        f"/{kind.name}/{{slug:key}}/",
        response={200: kind.full, **REFUSALS},
        operation_id=f"get-{kind.name}",
        url_name=f"{kind.name}-one",
        summary=f"One of the {kind.name.replace('-', ' ')}, by key",
        description="As of a day." if as_of else "",
        tags=[kind.name],
    )(as_of_a_day if as_of else as_it_is)

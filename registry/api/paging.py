"""Pages of lists by an opaque cursor: a position in the order, not a count of rows, so
that the thousandth page costs what the first does and no row is told twice."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, Q, QuerySet

from .problems import Problem

STALE = "This cursor is not one of this list in this order. Begin anew without it."
KEY = re.compile(r"[a-z0-9-]{1,200}")


@dataclass(frozen=True)
class Order:
    """By `field` (a column of days that is never empty), if any, and then by key."""

    field: str = ""
    backwards: bool = False
    key: str = "key"


def page_of(
    rows: QuerySet, order: Order, *, name: str, cursor: str, limit: int
) -> tuple[list[Model], str]:
    """The rows after the cursor, at most `limit`, and the cursor of the next page, which
    is "" on the last. One query beside what `rows` fetches along.

    Raises Problem for a cursor that was not made here.
    """
    if cursor:
        rows = rows.filter(_after(order, *_read(cursor, name, order)))
    sign = "-" if order.backwards else ""
    by = [f"{sign}{order.field}"] if order.field else []
    found = list(rows.order_by(*by, order.key)[: limit + 1])
    if len(found) <= limit:
        return found, ""
    found = found[:limit]
    last, value = found[-1], None
    if order.field:
        value = _at(order.field)(last).isoformat()
    place = json.dumps([name, value, _at(order.key)(last)])
    return found, base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _at(path: str) -> Callable:
    def value(record):
        for part in path.split("__"):
            record = getattr(record, part)
        return record

    return value


def _after(order: Order, value: date | None, key: str) -> Q:
    past_key = Q(**{f"{order.key}__gt": key})
    if not order.field:
        return past_key
    past = "lt" if order.backwards else "gt"
    # The first term says nothing new; without it neither database uses the index.
    return Q(**{f"{order.field}__{past}e": value}) & (
        Q(**{f"{order.field}__{past}": value}) | (Q(**{order.field: value}) & past_key)
    )


def _read(cursor: str, name: str, order: Order) -> tuple[date | None, str]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        place = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        made_for, value, key = place
        if made_for != name or not KEY.fullmatch(key):
            raise ValueError
        return (date.fromisoformat(value) if order.field else None), key
    except (ValueError, TypeError):
        raise Problem(400, STALE, {"cursor": STALE}) from None

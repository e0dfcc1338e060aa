"""Sources."""

from ...models import Agency, Source
from ...text import fold
from .base import SHARED


def same_paper(register, ids, values):
    """The one of the same address; where one of the two has none, of the same title."""
    address = values.get("website")
    for one in ids:
        theirs = register.get(one, "website")
        if address and theirs:
            if address == theirs:
                return one
        elif register.get(one, "title") == values["title"]:
            return one
    return None


def as_source(row, planner):
    values = row.only("title", "website", *SHARED)
    if row.get("date"):
        values["published_on"] = row.get("date")
    if issuer := row.get("issuer"):
        agency = planner.link("issuer", Agency, issuer)
        values["publisher"] = planner.label(planner.register(Agency), agency)
    register = planner.register(Source)
    ids = register.find(("website",), values["website"]) if values.get("website") else []
    ids = ids or register.find(("title_folded",), fold(values["title"])[:600])
    yield values, same_paper(register, ids, values), Source

"""Sources, and what is borne out by which."""

import re

from django.contrib.contenttypes.models import ContentType

from ...models import RECORDS, Agency, Citation, Source
from ...text import fold
from ...vocabulary import Verdict
from ..rows import Refused
from .base import SHARED, by_key, number_of

MODELS = {model._meta.model_name: model for model in RECORDS}
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
LISTED = re.compile(r"[;|\n]|,\s")


def sources(row, planner):
    values = row.only(
        *("title", "publisher", "website", "archived", "published_on", "accessed_on"),
        *("license", *SHARED),
    )
    found = number_of(row, planner, Source)
    if found is None:
        found = known_source(planner, values)
    yield values, found


def known_source(planner, values):
    register = planner.register(Source)
    ids = register.find(("website",), values["website"]) if values.get("website") else []
    ids = ids or register.find(("title_folded",), fold(values["title"])[:600])
    return same_paper(register, ids, values)


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
    yield values, known_source(planner, values), Source


def new_source(planner, text):
    values = {"title": text[:500]}
    if ADDRESS.fullmatch(text):
        values["website"] = text
    return planner.bring(Source, values)


# A column that says where a row is from


def named_sources(row, planner):
    """The sources that the row names, by key, number, title or address. One that is not
    in the record yet is asked about, and cited once it is settled; the row does not wait."""
    text = row.get("source")
    if not text:
        return []
    whole = the_source(planner, text)
    if whole is not None:
        return [whole]
    parts = [part for one in LISTED.split(text) if (part := one.strip())]
    known = [the_source(planner, part) for part in parts] if len(parts) > 1 else [None]
    if None not in known:
        return list(dict.fromkeys(known))
    verdict, _ = planner.answers.settled.get(("source", fold(text)), (None, None))
    if verdict == Verdict.CREATE:
        return [new_source(planner, text)]
    if verdict != Verdict.LEAVE_OUT:
        register = planner.register(Source)
        planner.ask(register, text, planner.match(register, text).candidates)
        planner.unsourced[text] = None
    return []


def the_source(planner, text):
    register = planner.register(Source)
    verdict, settled = planner.answers.settled.get(("source", fold(text)), (None, None))
    if verdict == Verdict.IS and settled in register.records:
        return settled
    found = register.find(("website",), text)
    return found[0] if found else planner.match(register, text).record_id


def cite(planner, model, record_id, source, said):
    values = {"source": source, "kind": kind_id(model), "record_id": record_id} | said
    planner.set_right(Citation, values, known_citation(planner, values))


# Citations in a sheet of their own


def cited(row, planner):
    found = cited_record(row, planner)
    return [found] if found is not None else []


def cited_record(row, planner):
    model = MODELS.get(row.get("kind"))
    return by_key(planner, model, row.get("record")) if model else None


def citations(row, planner):
    model = MODELS[row.get("kind")]
    record = cited_record(row, planner)
    if record is None:
        raise Refused(
            "record",
            f"“{row.get('record')}” is the key of no {model._meta.verbose_name} in the record.",
        )
    source = planner.link("source", Source, row.get("source"))
    values = row.only("field", "page", "quotation", *SHARED)
    values |= {"source": source, "kind": kind_id(model), "record_id": record}
    found = number_of(row, planner, Citation)
    yield values, found if found is not None else known_citation(planner, values)


def known_citation(planner, values):
    names = ("source_id", "kind_id", "record_id", "field", "page")
    wanted = [values["source"], values["kind"], values["record_id"]]
    wanted += [values.get("field") or "", values.get("page") or ""]
    found = planner.register(Citation).find(names, *wanted)
    return found[0] if found else None


def kind_id(model) -> int:
    return ContentType.objects.get_for_model(model).pk

"""Bodies, agencies, people, posts and memberships in the shape of Popolo
(https://www.popoloproject.com/specs/), which tools for parliaments and councils read.

Its dates have no "about", "unknown" or "only seen then": such a bound is left out, and what
is only possible is not told at all. A member is a person, so that an agency sits on a body
shows in the post that is its seat, and who sat there by virtue of office in memberships.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import IO

from django.db.models import Prefetch

from ..dates import OPEN, UNKNOWN, Holds, Span, parse_edtf
from ..models import (
    Agency,
    AgencyName,
    Alias,
    Appointment,
    Body,
    Designation,
    Official,
    Position,
    Seat,
)
from ..models.kinds import is_public

CHUNK = 2_000


def write_popolo(file: IO[bytes]):
    """An object of the four lists, row by row."""
    between = "{"
    for name, rows in LISTS.items():
        file.write(f"{between}{json.dumps(name)}: ".encode())
        between, comma = ",\n", "["
        for row in rows():
            told = {key: value for key, value in row.items() if value}
            file.write(f"{comma}{json.dumps(told, ensure_ascii=False)}".encode())
            comma = ",\n"
        file.write(b"]" if comma != "[" else b"[]")
    file.write(b"}\n")


def identifier(kind: str, key: str) -> str:
    """Of every list, since they share one space of names: also the way to its page."""
    return f"{kind}/{key}" if key else ""


def written(bound: str) -> str:
    """A bound as Popolo writes dates; blank where it has no words for it."""
    if bound in (UNKNOWN, OPEN) or parse_edtf(bound).about:
        return ""
    return bound


def dated(span: Span) -> dict[str, str]:
    return {"start_date": written(span.started), "end_date": written(span.ended)}


def founded(span: Span) -> dict[str, str]:
    return {"founding_date": written(span.started), "dissolution_date": written(span.ended)}


def public(model, *names: str):
    """The published ones, with those published that they name."""
    return model.objects.public().select_related(*names).order_by("key")


def hanging(name: str, model) -> Prefetch:
    """As `hangs`, a plain list: to ask each record for its own takes twice as long."""
    rows = model.objects.filter(is_public(model)).order_by("key")
    return Prefetch(name, rows, to_attr="hangs")


def parents(model) -> dict[int, str]:
    """The keys of the published ones by id: what has an unpublished parent has none."""
    return dict(model.objects.public().values_list("pk", "key"))


# The lists


def persons() -> Iterator[dict]:
    people = public(Official).prefetch_related(hanging("aliases", Alias))
    for one in people.iterator(CHUNK):
        ids = {"wikidata": one.wikidata_id, "state.gov/historian": one.state_id}
        yield {
            "id": identifier("officials", one.key),
            "name": one.name,
            "sort_name": one.sort_name,
            "given_name": one.given_name,
            "family_name": one.family_name,
            "honorific_prefix": one.honorific,
            "honorific_suffix": one.suffix,
            "birth_date": str(one.birth_year or ""),
            "biography": one.biography,
            "other_names": [{"name": alias.name} for alias in one.hangs],
            "identifiers": [
                {"scheme": scheme, "identifier": said} for scheme, said in ids.items() if said
            ],
        }


def organizations() -> Iterator[dict]:
    known = parents(Agency)
    for one in (
        public(Agency).prefetch_related(hanging("former_names", AgencyName)).iterator(CHUNK)
    ):
        former = [
            {"name": name.name} | {k: v for k, v in dated(name.span).items() if v}
            for name in one.hangs
        ]
        yield {
            "id": identifier("agencies", one.key),
            "name": one.name,
            "classification": one.get_kind_display(),
            "parent_id": identifier("agencies", known.get(one.parent_id, "")),
            "other_names": [*_acronym(one.acronym), *former],
            "links": [{"url": one.website}] if one.website else [],
            **founded(one.span),
        }
    known = parents(Body)
    for one in public(Body).iterator(CHUNK):
        short = [{"name": one.short_name, "note": "short name"}] if one.short_name else []
        yield {
            "id": identifier("bodies", one.key),
            "name": one.name,
            "classification": one.get_kind_display(),
            "parent_id": identifier("bodies", known.get(one.parent_id, "")),
            "other_names": [*_acronym(one.acronym), *short],
            "description": one.purpose,
            **founded(one.span),
        }


def _acronym(acronym: str) -> list[dict]:
    return [{"name": acronym, "note": "acronym"}] if acronym else []


def posts() -> Iterator[dict]:
    for one in public(Position, "agency").iterator(CHUNK):
        yield {
            "id": identifier("positions", one.key),
            "label": one.title,
            "role": one.title,
            "organization_id": identifier("agencies", one.agency.key),
            **dated(one.span),
        }
    for one in public(Seat, "body", "agency", "position").iterator(CHUNK):
        who = one.position.title if one.position else one.agency.name
        yield {
            "id": identifier("seats", one.key),
            "label": f"{who}, {one.body.name}",
            "role": one.get_role_display(),
            "organization_id": identifier("bodies", one.body.key),
            **dated(one.span),
        }


def memberships() -> Iterator[dict]:
    held = defaultdict(list)
    appointments = public(Appointment, "official", "position__agency")
    for one in appointments.iterator(CHUNK):
        held[one.position_id].append((one.key, one.official.key, one.is_acting, one.span))
        yield {
            "id": identifier("appointments", one.key),
            "person_id": identifier("officials", one.official.key),
            "organization_id": identifier("agencies", one.position.agency.key),
            "post_id": identifier("positions", one.position.key),
            "role": one.position.title,
            "label": one.get_capacity_display(),
            **dated(one.span),
        }
    for seat in public(Seat, "body", "agency").iterator(CHUNK):
        for appointment, person, is_acting, span in held.get(seat.position_id, ()):
            if span.overlap(seat.span) != Holds.CERTAINLY:
                continue
            yield {
                "id": identifier("seats", f"{seat.key}/{appointment}"),
                "person_id": identifier("officials", person),
                **_of_seat(seat),
                "label": "by virtue of office, acting" if is_acting else "by virtue of office",
                **dated(span.within(seat.span)),
            }
    for one in public(Designation, "official", "seat__body", "seat__agency").iterator(CHUNK):
        yield {
            "id": identifier("designations", one.key),
            "person_id": identifier("officials", one.official.key),
            **_of_seat(one.seat),
            "label": one.get_kind_display(),
            **dated(one.span),
        }


def _of_seat(seat: Seat) -> dict[str, str]:
    return {
        "organization_id": identifier("bodies", seat.body.key),
        "post_id": identifier("seats", seat.key),
        "on_behalf_of_id": identifier("agencies", seat.agency.key),
        "role": seat.get_role_display(),
    }


LISTS = {
    "persons": persons,
    "organizations": organizations,
    "posts": posts,
    "memberships": memberships,
}

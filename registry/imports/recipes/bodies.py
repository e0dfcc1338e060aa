"""Bodies, their seats, and the law that they stand on."""

import re

from ...models import Agency, Body, Designation, LegalBasis, LegalInstrument, Position, Seat
from ...text import fold
from ...vocabulary import Effect, InstrumentKind, SeatRole
from ..names import is_placeholder
from ..rows import LeftOut, Refused
from .agencies import agency_names, at_agency, unit
from .base import SHARED, after, dated, number_of, same_span
from .people import person
from .positions import place


def groups(row, planner, name="body"):
    """The bodies of a row: one, or several in one cell ("PITF & SPOG")."""
    text, full = row.get(name), row.get("body_name")
    if not text and not full:
        raise Refused(name, "No body is named. Write its acronym or name.")
    register = planner.register(Body)
    if text and full:
        known = register.office_ids.get(text) or planner.match(register, text).record_id
        if known is not None:
            return [known]
        if planner.match(register, full).record_id is None:
            raise Refused(
                name, f"“{text}” is no body in the record, nor is “{full}”. Enter it first."
            )
    texts = [text or full]
    if planner.match(register, texts[0]).record_id is None:
        parts = [part.strip() for part in re.split(r"\s*(?:&|;|/|,|\band\b)\s*", texts[0])]
        if len(parts) > 1 and all(
            planner.match(register, part).record_id is not None for part in parts if part
        ):
            texts = [part for part in parts if part]
    return [planner.link(name, Body, text) for text in texts]


def body_owners(row, planner):
    return groups_quietly(row, planner)


def groups_quietly(row, planner):
    try:
        return [one for one in groups(row, planner) if one]
    except Refused:
        return []


def bodies(row, planner):
    values = row.only(
        *("name", "short_name", "acronym", "kind", "level", "purpose", "cadence_times"),
        *("cadence_period", "cadence_since", "meetings_complete_from"),
        *("meetings_complete_until", *SHARED),
    )
    values |= dated(row)
    if cadence := row.get("cadence"):
        values["cadence_times"], values["cadence_period"] = cadence
    values.setdefault("kind", "other") if not row.has_column("kind") else None
    found = unit(row, planner, Body, values)
    if found is None and "kind" not in values:
        values["kind"] = "other"
    yield values, found


def known_bodies(row, planner):
    register = planner.register(Body)
    return [
        one
        for text in agency_names(row)
        for one in [planner.match(register, text).record_id]
        if one
    ]


def after_body(row, planner, body_id):
    after(Body)(row, planner, body_id)
    citations = row.get("citations", [])
    laws = row.get("laws", [])
    paired = citations if len(citations) == len(laws) else [""] * len(laws)
    for title, citation in zip(laws, paired, strict=True):
        law = known_law(planner, title, citation)
        register = planner.register(LegalBasis)
        register.load({body_id})
        if not register.find(("body_id", "instrument_id"), body_id, law):
            planner.bring(
                LegalBasis,
                {"instrument": law, "body": body_id, "effect": Effect.AUTHORIZES.value},
            )
    if title := row.get("chair_position"):
        chair(row, planner, body_id, title)


def known_law(planner, title, citation="", kind=None):
    register = planner.register(LegalInstrument)
    found = register.find(("title_folded",), fold(title)[:600])
    if found:
        return found[0]
    if kind is None:
        order = re.match(r"(executive order|e\.?o\.?)\b", title, re.I)
        memo = re.search(r"memorandum", title, re.I)
        kind = (
            InstrumentKind.EXECUTIVE_ORDER
            if order
            else InstrumentKind.MEMORANDUM
            if memo
            else InstrumentKind.STATUTE
        )
    return planner.bring(
        LegalInstrument, {"title": title, "citation": citation, "kind": str(kind.value)}
    )


def chair(row, planner, body_id, title):
    hint = None
    if named := row.get("chair_agency"):
        hint = planner.link("chair_agency", Agency, named)
    register = planner.register(Position)
    match = planner.match(register, title, hint=hint)
    if match.record_id is None:
        row.doubt(
            "chair_position",
            f"“{title}” is no position in the record, so the chair is left out. Enter the "
            "position, then load this sheet again.",
        )
        return
    position = match.record_id
    seats = planner.register(Seat)
    seats.load({body_id})
    if not seats.find(("body_id", "position_id", "role"), body_id, position, "chair"):
        agency = register.get(position, "agency")
        planner.bring(
            Seat,
            {"body": body_id, "agency": agency, "position": position, "role": "chair"}
            | {"order": 1},
        )


def memberships(row, planner):
    told = groups(row, planner)
    agency = at_agency(row, planner)
    if agency is None:
        raise Refused("agency", "No agency is named. Write whose seat it is.")
    title, designee = row.get("position") or row.get("position_title"), False
    if title and re.search(r",? or (?:his or her |their )?designee$", title, re.I):
        title, designee = re.sub(r",? or (?:\w+ )*designee$", "", title, flags=re.I), True
    position = None
    if title and not is_placeholder(title):
        number = planner.register(Position).office_ids.get(title)
        position = number or place(row, planner, "position", title, agency)[0]
    values = row.only("role", "order", "clause", "printed_as", "or_designee", *SHARED)
    values |= dated(row)
    if designee:
        values["or_designee"] = True
    register = planner.register(Seat)
    role = values.get("role", SeatRole.MEMBER.value)
    for body in told:
        found = number_of(row, planner, Seat) if len(told) == 1 else None
        if found is not None and register.get(found, "body") != body:
            found = None
        if found is None:
            found = same_span(
                register,
                ("body_id", "agency_id", "position_id", "role"),
                (body, agency, position, role),
                values,
            )
        mine = values | {"body": body, "agency": agency}
        if position is not None:
            mine["position"] = position
        yield mine, found


def designations(row, planner):
    official = person(row, planner)
    if official is None:
        raise LeftOut("official", "The row names nobody.")
    seat = row.get("seat")
    if seat:
        seat = planner.link("seat", Seat, seat)
    else:
        body, agency = groups(row, planner)[0], at_agency(row, planner)
        seats = planner.register(Seat)
        seats.load({body})
        found = seats.find(("body_id", "agency_id"), body, agency)
        if len(found) != 1:
            raise Refused("seat", "Write the key of the seat: body and agency leave it open.")
        seat = found[0]
    values = row.only("kind", "title", *SHARED) | dated(row)
    register = planner.register(Designation)
    register.load({seat})
    found = same_span(register, ("seat_id", "official_id"), (seat, official), values)
    yield values | {"seat": seat, "official": official}, found


def laws(row, planner):
    values = row.only("title", "acronym", "kind", "citation", "signed_on", "website", *SHARED)
    found = number_of(row, planner, LegalInstrument)
    if found is None:
        same = planner.register(LegalInstrument).find(("title_folded",), fold(values["title"]))
        found = same[0] if same else None
    yield values, found


def legal_bases(row, planner):
    law = planner.link("instrument", LegalInstrument, row.get("instrument"))
    for body in groups(row, planner):
        values = row.only("effect", "clause", "happened_on", *SHARED)
        register = planner.register(LegalBasis)
        found = register.find(
            ("instrument_id", "body_id", "effect", "clause"),
            *(law, body, values["effect"], values.get("clause", "")),
        )
        yield values | {"instrument": law, "body": body}, found[0] if found else None

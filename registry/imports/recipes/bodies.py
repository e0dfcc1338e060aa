"""Bodies, their seats, and the law that they stand on."""

import re

from ...models import Agency, Body, Designation, LegalBasis, LegalInstrument, Position, Seat
from ...text import fold
from ...vocabulary import DesignationKind, Effect, InstrumentKind, SeatRole
from ..cells import normal
from ..kinds import SEAT_ROLES
from ..names import is_placeholder
from ..rows import LeftOut, Refused
from .agencies import ACRONYM, agency_names, at_agency, tell_apart, unit
from .base import SHARED, after, by_key, dated, link_by_key, number_of, parts_of, same_span
from .people import by_name, person
from .positions import place

NO_BODY = "No body is named. Write its acronym or name."


def groups(row, planner, name="body"):
    """The bodies of a row: one, or several in one cell ("PITF & SPOG")."""
    text, full = row.get(name), row.get("body_name")
    if not text and not full:
        raise Refused(name, NO_BODY)
    register = planner.register(Body)
    if text and full:
        known = register.office_ids.get(text) or planner.match(register, text).record_id
        if known is not None:
            return [known]
        if planner.match(register, full).record_id is None:
            raise Refused(
                name, f"“{text}” is no body in the record, nor is “{full}”. Enter it first."
            )
    texts = parts_of(text or full, planner, Body)
    found = [planner.link(name, Body, text) for text in texts]
    found = [one for one in found if one is not None]
    if not found:
        raise Refused(name, NO_BODY)
    return found


def body_owners(row, planner):
    try:
        return groups(row, planner)
    except Refused:
        return []


def bodies(row, planner):
    values = row.only(
        *("name", "short_name", "acronym", "kind", "level", "purpose", "cadence_times"),
        *("cadence_period", "cadence_since", "meetings_complete_from"),
        *("meetings_complete_until", "told_apart_by", *SHARED),
    )
    values |= dated(row)
    if cadence := row.get("cadence"):
        values["cadence_times"], values["cadence_period"] = cadence
    found = unit(row, planner, Body, values)
    if found is not None and row.found_by == ACRONYM:
        values.pop("name")  # which it has in full already
    if found is None:
        values.setdefault("kind", "other")
        tell_apart(row, planner, Body, values)
    yield values, found


def known_bodies(row, planner):
    found = [planner.known(Body, text) for text in agency_names(row)]
    return [one for one in found if one is not None]


def after_body(row, planner, body_id):
    after(Body)(row, planner, body_id)
    citations = row.get("citations", [])
    laws = row.get("laws", [])
    paired = citations if len(citations) == len(laws) else [""] * len(laws)
    for title, citation in zip(laws, paired, strict=True):
        law = known_law(planner, title, citation)
        register = planner.register(LegalBasis)
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
    if not seats.find(("body_id", "position_id", "role"), body_id, position, "chair"):
        agency = register.get(position, "agency")
        planner.bring(
            Seat,
            {"body": body_id, "agency": agency, "position": position, "role": "chair"}
            | {"order": 1},
        )


def memberships(row, planner):
    """A seat; where the row names who sits there, that official's place on it, and then
    its dates, order and title are the official's."""
    told = groups(row, planner)
    title, designee = row.get("position") or row.get("position_title"), False
    if title and re.search(r",? or (?:his or her |their )?designee$", title, re.I):
        title, designee = re.sub(r",? or (?:\w+ )*designee$", "", title, flags=re.I), True
    values = row.only("role", "clause", "printed_as", "or_designee", *SHARED)
    for name, role in (("co_chairs", SeatRole.CO_CHAIR), ("chairs", SeatRole.CHAIR)):
        if row.get(name) and values.get("role", SeatRole.MEMBER.value) == SeatRole.MEMBER:
            values["role"] = role.value
    if designee:
        values["or_designee"] = True
    official = person(row, planner)
    agencies = seated_agencies(row, planner)
    for agency in agencies:
        values["agency"] = agency
        if official is not None or alternates_told(row):
            yield from sitting(row, planner, told, values, official, title)
            continue
        mine = values | row.only("order") | dated(row)
        position = seat_position(row, planner, title, agency)
        if position is not None:
            mine["position"] = position
        for body in told:
            one = mine | {"body": body}
            alone = len(told) == len(agencies) == 1
            yield one, known_seat(row, planner, one, alone=alone)


def tell_acting(row):
    """Behind a name it may stand in any list, but who sits for a seat has no capacity."""
    if row.get("acting"):
        row.doubt(
            "official",
            "That the official acts is not kept here: it belongs to what they hold, so load it "
            "with the appointments.",
        )


ALTERNATES = ("alternate", "designee")


def sitting(row, planner, told, values, official, title):
    """That an official sits on these bodies, and who else may: for the seat of that title,
    else for the one that the agency has in that role."""
    if "role" not in values and title and normal(title) in SEAT_ROLES:
        values["role"] = SEAT_ROLES[normal(title)]
    role = values.get("role", SeatRole.MEMBER.value)
    seats, positions = planner.register(Seat), planner.register(Position)
    for body in told:
        found = seats.find(("body_id", "agency_id", "role"), body, values["agency"], role)
        named = [
            one
            for one in found
            if (position := seats.get(one, "position")) is not None
            and fold(positions.get(position, "title")) == fold(title or "")
        ]
        open_ = [one for one in found if seats.get(one, "position") is None]
        seat = next(iter(named or (found if len(found) == 1 else open_)), None)
        seat = planner.bring(Seat, values | {"body": body}, seat)
        if official is not None:
            tell_acting(row)
            sits = {"seat": seat, "official": official, "title": title or ""} | dated(row)
            yield sits, known_designation(planner, sits), Designation
        yield from alternates(row, planner, seat)


def alternates_told(row) -> list[tuple[str, str]]:
    """The names of those who sit when the principal does not, each with its column: one or
    several in a cell."""
    return [(column, name) for column in ALTERNATES for name in row.get(column, [])]


def alternates(row, planner, seat):
    for column, name in alternates_told(row):
        official = by_name(row, planner, column, name)
        if official is not None:
            sits = {"seat": seat, "official": official, "kind": DesignationKind.ALTERNATE.value}
            yield sits, known_designation(planner, sits), Designation


def seated_agencies(row, planner) -> list[int]:
    """The agencies of a row: one, or several in one cell ("State, DOJ and DOL")."""
    told, parts = row.get("agency"), parts_of(row.raw("agency"), planner, Agency)
    known = told and planner.match(planner.register(Agency), told).record_id is not None
    if told and len(parts) > 1 and not known:
        found = [planner.link("agency", Agency, part) for part in parts]
        return [one for one in dict.fromkeys(found) if one is not None]
    return [seated_agency(row, planner)]


def seated_agency(row, planner):
    if (agency := at_agency(row, planner)) is not None:
        return agency
    if chamber := row.get("chamber"):
        return planner.link(
            "chamber", Agency, chamber, make=lambda: planner.bring(Agency, {"name": chamber})
        )
    raise Refused("agency", "No agency is named. Write whose seat it is.")


def seat_position(row, planner, title, agency):
    if not title or is_placeholder(title):
        return None
    number = planner.register(Position).office_ids.get(title)
    return number or place(row, planner, "position", title, agency)[0]


def known_seat(row, planner, values, *, alone):
    """The seat by its key or number (which names one alone), or by all that it links to."""
    register = planner.register(Seat)
    found = number_of(row, planner, Seat) if alone else None
    if found is not None:
        if row.found_by == "key" or register.get(found, "body") == values["body"]:
            return found
    role = values.get("role", SeatRole.MEMBER.value)
    return same_span(
        register,
        ("body_id", "agency_id", "position_id", "role"),
        (values["body"], values["agency"], values.get("position"), role),
        values,
    )


def designations(row, planner):
    official = person(row, planner)
    if official is None and not alternates_told(row):
        raise LeftOut("official", "The row names nobody.")
    seat = row.get("seat")
    if seat:
        seat = link_by_key(planner, "seat", Seat, seat)
    else:
        body, agency = groups(row, planner)[0], at_agency(row, planner)
        seats = planner.register(Seat)
        if agency is None:
            raise Refused("agency", "No agency is named. Write for whose seat somebody sits.")
        found = seats.find(("body_id", "agency_id"), body, agency)
        if len(found) > 1:
            raise Refused("seat", "Write the key of the seat: body and agency leave it open.")
        seat = found[0] if found else planner.bring(Seat, {"body": body, "agency": agency})
    yield from alternates(row, planner, seat)
    if official is None:
        return
    tell_acting(row)
    values = row.only("kind", "title", *SHARED) | dated(row)
    values |= {"seat": seat, "official": official}
    found = number_of(row, planner, Designation)
    yield values, known_designation(planner, values) if found is None else found


def known_designation(planner, values):
    register = planner.register(Designation)
    register.load({planner.register(Seat).get(values["seat"], "body")})
    wanted = (values["seat"], values["official"])
    return same_span(register, ("seat_id", "official_id"), wanted, values)


def seat_owners(row, planner):
    """The body of the row, named itself or by the seat."""
    if text := row.get("seat"):
        found = by_key(planner, Seat, text)
        seats = planner.register(Seat)
        return [seats.get(found, "body")] if found in seats.records else []
    return body_owners(row, planner)


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
        found = number_of(row, planner, LegalBasis)
        if found is None:
            same = register.find(
                ("instrument_id", "body_id", "effect", "clause"),
                *(law, body, values["effect"], values.get("clause", "")),
            )
            found = same[0] if same else None
        yield values | {"instrument": law, "body": body}, found

"""What a row of each kind of sheet makes of the record, and how its record is known again.

A recipe's `make` yields (values, id of the record that it is, or None) for the row's main
record, planning on its way what the row brings along: an appointment brings an official
and a position that are not in the record yet. How records are known again where a sheet
gives no key, in this order:

    agencies        office's number · name in its parent · acronym with a like name
    officials       office's number · name or alias
    positions       office's number · title in its agency
    appointments    office's number · official, position, and first days that agree
    bodies          office's number · name in its parent · acronym with a like name
    seats           office's number · body, agency, position, role, and first days that agree
    meetings        office's number · body and date
    attendance      meeting and official; without one, meeting, position and agency
    topics          meeting and title
    resolutions     body and number, else body and title
    documents       meeting and address, else meeting and title
    laws            title
    subjects        name
    sources         address, else title
    the rest        all that they link to
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..dates import OPEN, UNKNOWN, parse_edtf
from ..models import (
    Agency,
    AgencyName,
    AgencySuccession,
    Alias,
    Appointment,
    Attendance,
    Body,
    Designation,
    Document,
    LegalBasis,
    LegalInstrument,
    Meeting,
    Official,
    Position,
    Record,
    Resolution,
    Seat,
    Source,
    Subject,
    Topic,
    Vacancy,
)
from ..text import fold
from ..vocabulary import (
    Capacity,
    Effect,
    Holders,
    InstrumentKind,
    MeetingStatus,
    SeatRole,
    Verdict,
)
from .names import is_placeholder, parse_person
from .rows import Held, LeftOut, Refused, Row
from .similar import agree, loose, nearly_same, same_name, same_words

# Kinds of which only that is read which hangs on the records that a sheet names.
SCOPES = {
    "appointment": "official",
    "alias": "official",
    "vacancy": "position",
    "seat": "body",
    "designation": "seat",
    "legalbasis": "body",
    "topic": "meeting",
    "attendance": "meeting",
    "document": "meeting",
}
DATES = ("started_on", "ended_on", "seen_from", "seen_until")
SHARED = ("key", "is_public", "remarks")


@dataclass(frozen=True)
class Recipe:
    model: type[Record]
    make: Callable[[Row, object], Iterator[tuple[dict, int | None]]]
    owners: Callable = lambda row, planner: ()
    names: Callable[[Row], list[str]] = lambda row: []
    label: Callable[[Row], str] = lambda row: str(row.get("name") or row.get("title") or "")
    up: str = ""  # the field in which a row names another row of its sheet
    after: Callable | None = None
    beside: tuple[type[Record], ...] = ()  # kinds that it brings along, read with its owners
    check: Callable | None = None  # what to doubt in a chunk as a whole
    may_differ: tuple[str, ...] = ()  # fields of which two rows may tell different things
    may_differ_words: str = ""


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
    return values


def far_ahead(row, planner):
    limit = str(planner.today.year + 50)
    for name in ("started_on", "ended_on"):
        value = row.get(name)
        if value and value > limit and value != OPEN:
            row.doubt(name, f"{value} lies far ahead: is the year right?")


def number_of(row, planner, model) -> int | None:
    """The record that the office's number or the key in this row names."""
    register = planner.register(model)
    if key := row.get("key"):
        if found := register.find(("key",), key):
            row.found_by = "key"
            return found[0]
    office_id = row.get("external_id")
    found = register.office_ids.get(office_id) if office_id else None
    if found is not None and found in register.records:
        row.found_by = "external id"
        return found
    return None


def learn_number(row, planner, record_id, model):
    if office_id := row.get("external_id"):
        planner.register(model).learn_office_id(office_id, record_id)


def after(model):
    def learn(row, planner, record_id):
        learn_number(row, planner, record_id, model)
        cite(row, planner, model, record_id)

    return learn


def cite(row, planner, model, record_id):
    """What the row says of its source is kept beside what it did (in the trace)."""


# Agencies and bodies


def find_unit(row, planner, model, name, acronym, parent_id, parent_told):
    """An agency or body by its name in its parent, or by its acronym and a like name."""
    register = planner.register(model)
    own_number = row.get("external_id")

    def fits(record_id):
        """Not one that an earlier row knows under another number of the same list."""
        theirs = register.numbers_of(record_id)
        return not (own_number and theirs and record_id in register.origin)

    def in_place(record_id):
        theirs = register.get(record_id, "parent")
        return not parent_told or parent_id == theirs or theirs is None

    folded = fold(name)[:600]
    for one in register.find(("name_folded",), folded):
        if register.get(one, "parent") == parent_id:
            return one
    for one in register.find(("name_folded",), folded):
        if in_place(one) and fits(one) and not (parent_told and parent_id is None):
            return one
    plain = loose(name)
    ids = register.find(("acronym_folded",), fold(acronym)[:600]) if acronym else []
    for one in ids:
        if loose(register.get(one, "name")) == plain and in_place(one) and fits(one):
            return one
    for one in ids:
        if same_name(register.get(one, "name"), name) and fits(one):
            return one
    return None


def agency_names(row):
    return [str(row.get(name)) for name in ("external_id", "acronym", "name") if row.get(name)]


def unit(row, planner, model, values):
    """Find the agency or body of this row, its parent being looked for on the way."""
    parent_id, trouble = None, None
    told = row.get("parent") or row.get("parent_name")
    if told:
        try:
            parent_id = planner.link("parent", model, told)
        except Refused as refused:
            trouble = refused
            other = row.get("parent_name") or row.get("top_agency")
            if other and fold(other) == fold(row.get("name")):
                trouble = None  # it is the top one itself
            elif other:
                parent_id = top_agency(planner, other)
                row.doubt("parent", f"“{told}” is not in the record: “{other}” is taken.")
                trouble = None
    found = number_of(row, planner, model)
    if found is None or not _is_it(planner, model, found, row):
        row.found_by = ""
        found = find_unit(
            row, planner, model, row.get("name"), row.get("acronym", ""), parent_id, bool(told)
        )
    register = planner.register(model)
    if trouble:
        if found is not None and found in register.origin:
            number = register.origin[found][1]
            raise Held(
                "parent",
                f"Row {number} is of the same {model._meta.verbose_name} and says otherwise; "
                f"and here {trouble}",
            )
        raise trouble
    if parent_id is not None:
        if parent_id == found:
            raise Refused("parent", f"“{row.get('name')}” can't be part of itself.")
        refuse_circle(register, found, parent_id)
        values["parent"] = parent_id
    return found


def _is_it(planner, model, found, row) -> bool:
    """A number that another list uses for something else is no sign of the same record."""
    register = planner.register(model)
    if row.found_by == "key":
        return True
    name, acronym = row.get("name", ""), row.get("acronym", "")
    return (
        same_name(register.get(found, "name"), name)
        or bool(acronym and fold(acronym) == fold(register.get(found, "acronym") or ""))
        or not row.get("external_id", "").isdigit()
    )


def refuse_circle(register, record_id, parent_id):
    above, way = parent_id, []
    while above is not None and len(way) < 50:
        way.append(register.get(above, "name"))
        if above == record_id:
            raise Refused("parent", "The parents go in a circle: " + " → ".join(way) + ".")
        above = register.get(above, "parent")


def top_agency(planner, name):
    """The agency of that name that is part of no other; made where there is none."""
    register = planner.register(Agency)
    found = register.find(("parent_id", "name_folded"), None, fold(name)[:600])
    if found:
        return found[0]
    match = planner.match(register, name)
    if match.record_id is None and match.candidates and len(fold(name)) < 8:
        planner.ask_if_near("agency", register, name, match, may_be_new=True)
    return match.record_id or new_agency(planner, name)


def agencies(row, planner):
    if is_placeholder(row.get("name", "")):
        raise LeftOut("name", f"“{row.get('name')}” names no agency.")
    values = row.only("name", "acronym", "kind", "takes_article", "website", *SHARED)
    values |= dated(row)
    found = unit(row, planner, Agency, values)
    if found is None:
        shared_acronym(row, planner)
    elif "name" in values and row.found_by != "key":
        if found in planner.register(Agency).origin:
            _like_name(row, planner, Agency, found, values)
        elif loose(planner.register(Agency).get(found, "name")) != loose(values["name"]):
            if row.found_by != "external id":
                values.pop("name")
    yield values, found


def after_agency(row, planner, record_id):
    after(Agency)(row, planner, record_id)
    register = planner.register(AgencyName)
    for name in row.get("former_names", []):
        if not register.find(("agency_id", "name_folded"), record_id, fold(name)[:600]):
            planner.bring(AgencyName, {"agency": record_id, "name": name, "ended_on": UNKNOWN})


def _like_name(row, planner, model, found, values):
    """Names that differ by a few letters are one name with a fault in it: say so."""
    theirs = planner.register(model).get(found, "name")
    if loose(theirs) != loose(values["name"]):
        if nearly_same(theirs, values["name"]):
            number = planner.register(model).origin[found][1]
            row.doubt("name", f"Row {number} writes “{theirs}”. Taken as the same; check it.")
            values.pop("name")


def shared_acronym(row, planner):
    """Two agencies of one acronym: told where the sheet has no other key for them."""
    acronym = row.get("acronym")
    if not acronym or row.get("external_id"):
        return
    register = planner.register(Agency)
    for one in register.find(("acronym_folded",), fold(acronym)):
        if one in register.origin:
            planner.doubt_earlier(
                register,
                one,
                "acronym",
                f"“{acronym}” stands for another agency in row {row.number} too, so it can't "
                "tell the two apart: name them in full in other sheets.",
            )


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


# People and positions


def person(row, planner, *, id_field="official", name_field="official_name", make=True):
    """The official whom the row names, by the office's number or by name."""
    text, name = row.get(id_field), row.get(name_field)
    if not name and row.get("official_family"):
        name = ", ".join(
            part
            for part in (
                row.get("official_family"),
                " ".join(
                    p for p in (row.get("official_given"), row.get("official_suffix")) if p
                ),
            )
            if part
        )
    if not text:
        if not name:
            return None
        if row.has_column(id_field) and row.has_column(name_field):
            raise Refused(
                id_field,
                f"“{row.header(id_field)}” is blank beside “{name}”. Write whom it means.",
            )
        return by_name(row, planner, name_field, name, make=make)
    if not name:
        return by_name(row, planner, id_field, text, make=make)
    register = planner.register(Official)
    known = register.office_ids.get(text)
    if known is not None and known in register.records:
        return known
    found = planner.match(register, text)
    if found.record_id is not None:
        return found.record_id
    return by_name(row, planner, name_field, name, make=make, number=text)


def by_name(row, planner, field, name, *, make=True, number=""):
    """The official of that name. One whom the sheet's own number tells apart from all
    others is not asked about: a name like another's is then another's."""

    def create(**more):
        return planner.bring(Official, person_values(row, name) | more)

    if not number:
        return planner.link(field, Official, name, make=create if make else None)
    if is_placeholder(name):
        return None
    register = planner.register(Official)
    found = planner.match(register, name).record_id
    if found is not None and register.new_numbers_of(found):
        found = create(told_apart_by=number[:120])
    elif found is None:
        found = create()
    register.learn_office_id(number, found)
    return found


def person_values(row, name) -> dict:
    parts = parse_person(name)
    values = {
        "family_name": parts.family or name,
        "given_name": " ".join(p for p in (parts.given, parts.middle) if p),
        "suffix": parts.suffix,
        "honorific": parts.honorific,
    }
    return printed_names(values)


def printed_names(values: dict) -> dict:
    """The printed and the sorted form, as the record makes them where staff give none."""
    one = Official(
        **{
            name: values[name]
            for name in ("given_name", "family_name", "suffix", "name", "sort_name")
            if values.get(name)
        }
    )
    one.fill_names()
    return {k: v for k, v in values.items() if v} | {
        "name": one.name,
        "sort_name": one.sort_name,
    }


def officials(row, planner):
    register = planner.register(Official)
    name = row.get("name", "")
    if name and is_placeholder(name):
        raise LeftOut("name", f"“{name}” names nobody.")
    values = row.only(
        *("family_name", "given_name", "suffix", "honorific", "told_apart_by", "birth_year"),
        *("wikidata_id", "state_id", "biography", "sort_name", *SHARED),
    )
    if middle := row.get("middle"):
        values["given_name"] = f"{values.get('given_name', '')} {middle}".strip()
    if not values.get("family_name"):
        if not name:
            raise Refused("name", "The row names nobody. Write a family name.")
        parsed = person_values(row, name)
        parsed.pop("name"), parsed.pop("sort_name")
        values = parsed | values
    elif name and "," not in name:
        values["name"] = name
    printed = printed_names(values)
    found = number_of(row, planner, Official)
    if found is None:
        found = _known_person(row, planner, name or printed["name"])
        if found is not None and row.get("external_id") and register.new_numbers_of(found):
            printed["told_apart_by"] = printed.get("told_apart_by") or row.get("external_id")
            found = None
    if found is not None and row.found_by not in ("key", "external id"):
        # Found by a name: the forms of the name stand as the record has them.
        for part in ("family_name", "given_name", "suffix", "name", "sort_name"):
            printed.pop(part, None)
        if register.get(found, "honorific"):
            printed.pop("honorific", None)
    elif found is not None:
        for part in ("name", "sort_name"):
            if part not in row.values:
                printed.pop(part, None)
    yield printed, found


def _known_person(row, planner, name):
    register = planner.register(Official)
    field = "name" if row.has_column("name") else "family_name"
    verdict, settled = planner.answers.settled.get(("official", fold(name)), (None, None))
    if verdict == Verdict.IS and settled in register.records:
        return settled
    if verdict == Verdict.LEAVE_OUT:
        raise LeftOut(field, f"“{name}” is left out, as was decided.")
    match = planner.match(register, name)
    if match.record_id is None and verdict != Verdict.CREATE and not row.get("external_id"):
        planner.ask_if_near(field, register, name, match, may_be_new=True)
    return match.record_id


def known_officials(row, planner):
    found = number_of(row, planner, Official)
    if found is None and (name := row.get("name")):
        found = planner.match(planner.register(Official), name).record_id
    return [found] if found is not None else []


def incumbents(row, planner):
    name = row.get("incumbent")
    if not name:
        return []
    found = planner.match(planner.register(Official), name).record_id
    return [found] if found is not None else []


def known_bodies(row, planner):
    register = planner.register(Body)
    return [
        one
        for text in agency_names(row)
        for one in [planner.match(register, text).record_id]
        if one
    ]


def after_official(row, planner, record_id):
    after(Official)(row, planner, record_id)
    also = list(row.get("aliases", []))
    register = planner.register(Alias)
    register.load({record_id})
    for name in also:
        if not register.find(("official_id", "name_folded"), record_id, fold(name)[:600]):
            planner.bring(Alias, {"official": record_id, "name": name})
    title, agency = row.get("position"), None
    titled = title and not is_placeholder(title)
    if told := row.get("agency"):
        try:
            agency = planner.link("agency", Agency, told)
        except Held:
            if titled:  # otherwise nothing in the row depends on it
                raise
    if titled:
        position, acting = place(row, planner, "position", title, agency)
        hold(planner, record_id, position, acting)


def hold(planner, official, position, acting):
    """That somebody holds a position, as a list without dates says it."""
    register = planner.register(Appointment)
    register.load({official})
    if not register.find(("official_id", "position_id"), official, position):
        capacity = Capacity.ACTING if acting else Capacity.NOT_STATED
        planner.bring(
            Appointment,
            {"official": official, "position": position, "capacity": capacity.value}
            | {"ended_on": UNKNOWN},
        )


ACTING = re.compile(r"(?:\(?acting\)?|performing the duties of(?: the)?)\s+", re.I)


def place(row, planner, field, title, agency, *, near=True):
    """The position of a title at an agency, and whether "Acting" stood before it."""
    acting = bool(ACTING.match(title))
    title = ACTING.sub("", title, count=1) if acting else title

    def create():
        if agency is None:
            raise Refused(
                field,
                f"“{title}” is no position in the record, and no agency says whose it would "
                "be. Add a column “Agency”, or enter the position first.",
            )
        return planner.bring(Position, {"title": title, "agency": agency})

    if agency is None:
        return planner.link(field, Position, title, make=create), acting
    register = planner.register(Position)
    found = register.find(("agency_id", "title_folded"), agency, fold(title)[:600])
    if found:
        return found[0], acting
    verdict, settled = planner.answers.settled.get(("position", fold(title)), (None, None))
    if verdict == Verdict.IS and settled in register.records:
        return settled, acting
    match = planner.match(register, title, hint=agency)
    if match.record_id is not None and register.get(match.record_id, "agency") == agency:
        return match.record_id, acting
    for one in () if verdict == Verdict.CREATE else register.find(("agency_id",), agency):
        theirs = register.get(one, "title")
        if same_words(theirs, title):
            row.doubt(field, f"Taken as “{theirs}”, the position of the same agency.")
            return one, acting
    return create(), acting


def job(row, planner, agency):
    """The position that the row names, by number or by title."""
    text, title = row.get("position"), row.get("position_title")
    if text:
        register = planner.register(Position)
        found = register.office_ids.get(text)
        if found is not None and found in register.records:
            return found, bool(title and ACTING.match(title))
    if post := row.get("post"):
        title = f"{title or text}, {post.replace('-', ' ').title()}"
        text = None
    if not (text or title):
        return None, False
    if text and title:
        match = planner.match(planner.register(Position), text, hint=agency)
        if match.record_id is not None:
            return match.record_id, bool(ACTING.match(title))
    field = "position_title" if title else "position"
    return place(row, planner, field, title or text, agency)


def positions(row, planner):
    agency, told = None, row.get("agency")
    office, number = row.get("office"), row.get("office_id")
    known = planner.register(Agency).office_ids.get(number) if number else None
    if known is not None and known in planner.register(Agency).records:
        agency, office = known, None
    elif told:
        agency = top_agency(planner, told)
    if office and (agency is None or fold(office) != fold(told)):
        agency = office_of(planner, agency, office, row.get("office_id"))
    if agency is None:
        raise Refused("agency", "No column says whose position it is. Add a column “Agency”.")
    title = row.get("title")
    values = row.only("holders", "address_form", "rank", *SHARED) | dated(row)
    values |= {"title": title, "agency": agency}
    register = planner.register(Position)
    named = number_of(row, planner, Position)
    found = register.find(("agency_id", "title_folded"), agency, fold(title)[:600])
    if not found and named is not None:
        # Bare numbers of two lists say little: it must share the title or the agency.
        same = register.get(named, "agency") == agency or fold(
            register.get(named, "title")
        ) == fold(title)
        if same and named not in register.origin:
            found = [named]
    row.found_by = row.found_by if found and named == found[0] else ""
    if found and found[0] in register.origin:
        values = {"holders": Holders.SEVERAL.value}
    yield values, found[0] if found else None


def after_position(row, planner, record_id):
    after(Position)(row, planner, record_id)
    name = row.get("incumbent")
    if name and not is_placeholder(name):
        register = planner.register(Official)
        match = planner.match(register, name)
        official = match.record_id
        if official is None:
            official = planner.bring(Official, person_values(row, name))
        hold(planner, official, record_id, False)


def new_agency(planner, name):
    return planner.bring(Agency, {"name": name})


def office_of(planner, parent, name, number=None):
    register = planner.register(Agency)
    found = register.find(("parent_id", "name_folded"), parent, fold(name)[:600])
    if not found:
        found = [planner.bring(Agency, {"name": name, "parent": parent})]
    if number:
        register.learn_office_id(number, found[0])
    return found[0]


def at_agency(row, planner, name="agency"):
    told = row.get(name) or row.get("agency_acronym")
    return planner.link(name, Agency, told) if told else None


def appointment_owners(row, planner):
    register = planner.register(Official)
    for name in ("official", "official_name"):
        if text := row.get(name):
            found = register.office_ids.get(text)
            if found is None:
                found = planner.match(register, text).record_id
            if found is not None:
                yield found
    if row.get("official_family"):
        name = f"{row.get('official_given', '')} {row.get('official_family')}".strip()
        suffix = row.get("official_suffix")
        found = planner.match(register, f"{name}, {suffix}" if suffix else name).record_id
        if found is not None:
            yield found


def appointments(row, planner):
    far_ahead(row, planner)
    agency = at_agency(row, planner)
    official = person(row, planner)
    if official is None:
        name = row.get("official_name") or row.get("official")
        if name:
            raise LeftOut("official_name", f"“{name}” names nobody.")
        raise Refused("official", "No official is named. Write whom the row is about.")
    position, acting = job(row, planner, agency)
    if position is None:
        raise Refused("position", "No position is named. Write what the official held.")
    values = row.only("authority", "note", *SHARED) | dated(row)
    if "started_on" not in values and row.get("appointed_on"):
        values["started_on"] = row.get("appointed_on")
    if row.get("capacity"):
        values["capacity"] = row.get("capacity")
    if acting or row.get("acting"):
        values["capacity"] = Capacity.ACTING.value
    register = planner.register(Appointment)
    found = number_of(row, planner, Appointment)
    if found is not None:
        same = register.get(found, "official") == official
        if not (same and register.get(found, "position") == position):
            found, row.found_by = None, ""
        elif found in register.origin and not _agrees(register, found, values):
            found, row.found_by = None, ""
    if found is None:
        found = same_span(
            register,
            ("official_id", "position_id"),
            (official, position),
            values,
            row=row,
            capacities=(
                values.get("capacity", Capacity.CONFIRMED.value),
                Capacity.NOT_STATED.value,
            ),
        )
    values |= {"official": official, "position": position}
    if found is None:
        values.setdefault("ended_on", UNKNOWN)
    yield values, found


def _agrees(register, record_id, values) -> bool:
    return all(
        agree(register.get(record_id, name) or "", values.get(name, ""))
        for name in ("started_on", "ended_on")
        if not (name == "ended_on" and OPEN in (register.get(record_id, name),))
    )


def same_span(register, names, wanted, values, *, row=None, capacities=None):
    """Of the records that link to the same, the one whose dates are these, told more or
    less exactly; None where none or several could be. What an earlier row knows under
    another number of the same list is another record, unless all its dates are the same."""
    started, ended = values.get("started_on", ""), values.get("ended_on", "")
    at_started, at_ended = register.place["started_on"], register.place["ended_on"]
    numbered = row is not None and row.get("external_id")
    maybe = []
    for one in register.find(names, *wanted):
        record = register.records[one]
        have, have_end = record[at_started], record[at_ended]
        if capacities and record[register.place["capacity"]] not in capacities:
            continue
        if have == started and have_end == ended:
            return one
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


def check_overlaps(planner, outcomes):
    """Tell of two confirmed holders at a time of what one holds at a time."""
    register, positions = planner.register(Appointment), planner.register(Position)
    at = register.place
    told = []
    for one in outcomes:
        if one.outcome not in ("new", "changed"):
            continue
        values = register.records[one.record_id]
        if values[at["capacity"]] == Capacity.CONFIRMED:
            if positions.get(values[at["position"]], "holders") == Holders.ONE:
                told.append((one, values))
    planner.lines.load({values[at["position"]] for _, values in told})
    derived = register.rules.derived
    for one, values in told:
        found = planner.lines.put(
            values[at["position"]],
            derived("latest_start", values),
            derived("earliest_end", values),
            one.record_id,
            values[at["official"]],
        )
        if found:
            other = planner.label(planner.register(Official), found[0][3])
            origin = register.origin.get(found[0][2])
            place = f" (row {origin[1]})" if origin else ""
            title = planner.label(positions, values[at["position"]])
            said = f"{other}{place} is confirmed as {title} at the same time."
            one.notes = [*one.notes, ["", "", said]]


def vacancies(row, planner):
    position, _ = job(row, planner, at_agency(row, planner))
    values = row.only("kind", "note", *SHARED) | dated(row) | {"position": position}
    register = planner.register(Vacancy)
    found = number_of(row, planner, Vacancy)
    if found is None:
        found = same_span(register, ("position_id",), (position,), values)
    yield values, found


# Seats, meetings and what hangs on them


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


def meetings(row, planner):
    told = row.get("bodies", [])
    ids = [planner.link("bodies", Body, text) for text in told]
    values = row.only(
        *("held_on", "starts_at", "zone", "place", "ordinal", "title", "status"),
        *("attendance_complete", "summary", *SHARED),
    )
    found = number_of(row, planner, Meeting)
    if found is None:
        found = meeting_on(planner, ids[0], values["held_on"])
    if found is None and "status" not in values:
        values["status"] = status_by(values["held_on"], planner.today)
    yield values, found


def after_meeting(row, planner, record_id):
    after(Meeting)(row, planner, record_id)
    for text in row.get("bodies", []):
        planner.link_many(record_id, planner.link("bodies", Body, text))


def status_by(held_on, today):
    """A list of meetings past is a list of meetings held; one to come is announced."""
    return (
        MeetingStatus.HELD if parse_edtf(held_on).last < today else MeetingStatus.ANNOUNCED
    ).value


def meeting_on(planner, body, held_on):
    for one in planner.register(Meeting).find(("held_on",), held_on):
        if body in planner.many.bodies[one]:
            return one
    return None


def session(row, planner, *, make=True):
    """The meeting that a row is about: by number or key, or by body and date."""
    text, held_on = row.get("meeting"), row.get("meeting_date")
    register = planner.register(Meeting)
    if text:
        found = register.office_ids.get(text)
        if found is None:
            known = register.find(("key",), text)
            found = known[0] if known else None
        if found is not None and found in register.records:
            if make and (row.get("body") or row.get("body_name")):
                _of_that_body(row, planner, found)
            return found
    named = row.get("body") or row.get("body_name")
    if named and held_on:
        bodies = groups(row, planner)
        found = meeting_on(planner, bodies[0], held_on)
        if found is None and make:
            status = status_by(held_on, planner.today)
            found = planner.bring(Meeting, {"held_on": held_on, "status": status})
            for body in bodies:
                planner.link_many(found, body)
        if found is not None:
            if text and make:
                register.learn_office_id(text, found)
            return found
    if not make:
        return None
    if text:
        raise Refused(
            "meeting",
            f"“{text}” is no meeting in the record. Write its key, or give body and date.",
        )
    raise Refused("meeting", "No meeting is named. Write its key, or its body and date.")


def _of_that_body(row, planner, meeting):
    told, bodies = groups(row, planner), planner.many.bodies[meeting]
    if bodies and not set(told) & set(bodies):
        label = planner.label(planner.register(Body), bodies[0])
        raise Held("body", f"The meeting of this row is one of {label}. Say which is right.")


def meeting_owners(row, planner):
    try:
        found = session(row, planner, make=False)
    except Refused:
        return []
    return [found] if found is not None else []


def topics(row, planner):
    meeting = session(row, planner)
    register = planner.register(Topic)
    title = row.get("title")
    values = row.only("title", "order", *SHARED) | {"meeting": meeting}
    if subject := row.get("subject"):
        values["subject"] = planner.link(
            "subject", Subject, subject, make=lambda: planner.bring(Subject, {"name": subject})
        )
    found = number_of(row, planner, Topic)
    if found is None:
        ids = register.find(("meeting_id",), meeting)
        same = [one for one in ids if loose(register.get(one, "title")) == loose(title)]
        found = same[0] if same else None
        if found is None and "order" not in values:
            values["order"] = len(ids) + 1
    yield values, found


def attendance(row, planner):
    meeting = session(row, planner)
    agency = at_agency(row, planner)
    official = person(row, planner)
    position = None
    if row.get("position") or row.get("position_title"):
        if row.get("position") or official is not None:
            position = attendance_job(row, planner, agency)
    values = row.only("order", "role", "presence", "printed_title", "printed_honorific")
    values |= row.only("note", *SHARED)
    values["meeting"] = meeting
    if official is not None:
        values["official"] = official
    if position is not None:
        values["position"] = position
    if agency is not None:
        values["agency"] = agency
    if text := row.get("sits_for"):
        values["sits_for"] = by_name(row, planner, "sits_for", text)
    if text := row.get("seat"):
        values["seat"] = planner.link("seat", Seat, text)
    if official is None and agency is None and position is None:
        raise Refused("official", "The row names nobody: no official, position or agency.")
    register = planner.register(Attendance)
    if official is not None:
        found = register.find(("meeting_id", "official_id"), meeting, official)
    else:
        found = register.find(
            ("meeting_id", "official_id", "position_id", "agency_id"),
            *(meeting, None, position, agency),
        )
    if found and found[0] in register.origin:
        values.pop("order", None)  # listed twice: the first place counts
    yield values, found[0] if found else None


def attendance_job(row, planner, agency):
    """The position in which somebody came. A title that is no position is kept as printed."""
    try:
        return job(row, planner, agency)[0]
    except Refused as refused:
        title = row.get("position_title") or row.get("position")
        row.values.setdefault("printed_title", title)
        row.doubt("position_title", f"{refused} The title is kept as printed.")
        return None


def resolutions(row, planner):
    body = groups(row, planner)[0]
    values = row.only(
        "number", "title", "printed_title", "heading", "text", "status", "adopted_on", *SHARED
    )
    values["body"] = body
    if row.get("meeting"):
        values["meeting"] = session(row, planner)
    register = planner.register(Resolution)
    found = number_of(row, planner, Resolution)
    if found is None:
        ids = register.find(("body_id",), body)
        same = [
            one
            for one in ids
            if (values.get("number") and register.get(one, "number") == values["number"])
            or loose(register.get(one, "title")) == loose(values["title"])
        ]
        found = same[0] if same else None
    yield values, found


def documents(row, planner):
    """A document hangs on a meeting: one that is named, or one of its body shortly before
    its date. What belongs to no meeting is kept as a source."""
    meeting = session(row, planner) if row.get("meeting") else None
    for text in row.get("bodies", []):
        body = planner.link("bodies", Body, text)
        if meeting is None and row.get("date"):
            meeting = near_meeting(planner, body, row.get("date"))
    if meeting is None:
        yield from as_source(row, planner)
        return
    register = planner.register(Document)
    register.load({meeting})
    values = row.only("kind", "title", "website", *SHARED) | {"meeting": meeting}
    yield values, same_paper(register, register.find(("meeting_id",), meeting), values)


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


def near_meeting(planner, body, day):
    """The last meeting of the body in the two months before a document's date."""
    dated_on = parse_edtf(day).last
    best = None
    register = planner.register(Meeting)
    for one in planner.many.of(body):
        held = parse_edtf(register.get(one, "held_on")).first
        if held <= dated_on and (dated_on - held).days <= 62:
            if best is None or held > best[0]:
                best = (held, one)
    return best[1] if best else None


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


def aliases(row, planner):
    official = person(row, planner, make=False)
    if official is None:
        raise Refused("official", "No official is named.")
    register = planner.register(Alias)
    name = row.get("name")
    found = register.find(("official_id", "name_folded"), official, fold(name)[:600])
    yield row.only("name", *SHARED) | {"official": official}, found[0] if found else None


def agency_former_names(row, planner):
    agency = at_agency(row, planner)
    if agency is None:
        raise Refused("agency", "No agency is named.")
    register = planner.register(AgencyName)
    name = row.get("name")
    found = register.find(("agency_id", "name_folded"), agency, fold(name)[:600])
    values = row.only("name", *SHARED) | dated(row) | {"agency": agency}
    yield values, found[0] if found else None


def successions(row, planner):
    predecessor = planner.link("predecessor", Agency, row.get("predecessor"))
    successor = planner.link("successor", Agency, row.get("successor"))
    values = row.only("kind", "happened_on", "note", *SHARED)
    values |= {"predecessor": predecessor, "successor": successor}
    register = planner.register(AgencySuccession)
    found = number_of(row, planner, AgencySuccession)
    if found is None:
        same = [
            one
            for one in register.find(("predecessor_id", "successor_id"), predecessor, successor)
            if agree(register.get(one, "happened_on"), values.get("happened_on", ""))
        ]
        found = same[0] if len(same) == 1 else None
    yield values, found


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


# Kinds of which a record can be made of a name alone, where staff say that it is new.
MAKE = {
    "agency": lambda planner, text: planner.bring(Agency, {"name": text}),
    "official": lambda planner, text: planner.bring(Official, person_values(planner.row, text)),
    "subject": lambda planner, text: planner.bring(Subject, {"name": text}),
}

RECIPES: dict[str, Recipe] = {
    "subjects": Recipe(Subject, named(Subject, "name"), after=after(Subject)),
    "sources": Recipe(
        Source,
        named(
            Source, "title", "publisher", "website", "archived", "published_on", "accessed_on",
            "license",
        ),
        after=after(Source),
    ),
    "agencies": Recipe(
        Agency, agencies, names=agency_names, up="parent", after=after_agency
    ),
    "agency_names": Recipe(AgencyName, agency_former_names),
    "successions": Recipe(AgencySuccession, successions),
    "officials": Recipe(
        Official, officials, owners=known_officials, beside=(Alias, Appointment),
        names=lambda row: [row.get("name", "")], after=after_official,
    ),
    "aliases": Recipe(Alias, aliases, owners=appointment_owners),
    "positions": Recipe(
        Position, positions, owners=incumbents, beside=(Appointment,), after=after_position,
        may_differ=("holders",), may_differ_words="held by several",
    ),
    "appointments": Recipe(
        Appointment,
        appointments,
        owners=appointment_owners,
        after=after(Appointment),
        check=check_overlaps,
    ),
    "vacancies": Recipe(Vacancy, vacancies),
    "bodies": Recipe(
        Body, bodies, names=agency_names, up="parent", owners=known_bodies,
        beside=(LegalBasis, Seat), after=after_body,
    ),
    "memberships": Recipe(Seat, memberships, owners=body_owners, after=after(Seat)),
    "designations": Recipe(Designation, designations),
    "laws": Recipe(LegalInstrument, laws, after=after(LegalInstrument)),
    "legal_bases": Recipe(LegalBasis, legal_bases, owners=body_owners),
    "meetings": Recipe(Meeting, meetings, after=after_meeting),
    "topics": Recipe(Topic, topics, owners=meeting_owners, after=after(Topic)),
    "attendance": Recipe(Attendance, attendance, owners=meeting_owners),
    "resolutions": Recipe(Resolution, resolutions, after=after(Resolution)),
    "documents": Recipe(Document, documents),
}  # fmt: skip

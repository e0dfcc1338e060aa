"""Agencies, their former names, and which took over from which."""

from ...dates import UNKNOWN
from ...models import Agency, AgencyName, AgencySuccession
from ...text import fold
from ..names import is_placeholder, may_have_agency
from ..rows import Held, LeftOut, Refused
from ..similar import agree, loose, nearly_same, same_name
from .base import SHARED, after, dated, number_of, number_or_name_of
from .people import take_apart

PEOPLE = ("official", "official_name")
ACRONYM = "acronym"  # a record found by this, that stands where its name should


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
        if register.get(one, "parent") == parent_id and fits(one):
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
    if not acronym:  # which may stand for the name: "DOL"
        ids = register.find(("acronym_folded",), folded)
        if len(ids) == 1 and ids[0] != parent_id and fits(ids[0]) and in_place(ids[0]):
            row.found_by = ACRONYM
            return ids[0]
    return None


def agency_names(row):
    return [str(row.get(name)) for name in ("external_id", "acronym", "name") if row.get(name)]


def unit(row, planner, model, values):
    """Find the agency or body of this row, its parent being looked for on the way."""
    parent_id, trouble = None, None
    told = row.get("parent") or row.get("parent_name")
    if not told and fold(row.get("department", "")) != fold(row.get("name")):
        told = row.get("department")
    if told and told == row.get("external_id") and row.get("top_agency"):
        told = ""  # the top of a list stands below itself
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
    if not told and name == "agency":
        for one in PEOPLE:
            text = row.get(one)
            if text and text not in planner.bare_names and may_have_agency(text):
                take_apart(row, planner, one)
        told = row.get(name)
    return planner.link(name, Agency, told) if told else None


def agencies(row, planner):
    name = row.get("name", "")
    if not name:
        raise Refused("name", "No agency is named. Write its name.")
    if is_placeholder(name):
        if any(mark.isdigit() for mark in name):  # a number in the wrong column, a formula's 0
            raise Refused("name", f"“{name}” is no name. Write what the agency is called.")
        raise LeftOut("name", f"“{name}” names no agency.")
    values = row.only("name", "acronym", "kind", "takes_article", "website", *SHARED)
    values |= row.only("told_apart_by") | dated(row)
    found = unit(row, planner, Agency, values)
    if found is None:
        shared_acronym(row, planner)
        tell_apart(row, planner, Agency, values)
    elif "name" in values and row.found_by != "key":
        if found in planner.register(Agency).origin:
            like_name(row, planner, Agency, found, values)
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


def like_name(row, planner, model, found, values):
    """Names that differ by a few letters are one name with a fault in it: say so."""
    theirs = planner.register(model).get(found, "name")
    if loose(theirs) != loose(values["name"]):
        if nearly_same(theirs, values["name"]):
            number = planner.register(model).origin[found][1]
            row.doubt("name", f"Row {number} writes “{theirs}”. Taken as the same; check it.")
            values.pop("name")


def tell_apart(row, planner, model, values):
    """Two parts of one agency or body that bear the same name: the office's own numbers
    tell them apart, as its list does."""
    register = planner.register(model)
    names = ("name_folded", "parent_id")
    wanted = (fold(values["name"])[:600], values.get("parent"))
    if row.get("external_id") and register.find(names, *wanted):
        values.setdefault("told_apart_by", row.get("external_id")[:120])


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


def agency_former_names(row, planner):
    agency = at_agency(row, planner)
    if agency is None:
        raise Refused("agency", "No agency is named.")
    found = number_or_name_of(row, planner, AgencyName, "agency_id", agency)
    yield row.only("name", *SHARED) | dated(row) | {"agency": agency}, found


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

"""Officials, with the other forms of their names and what they hold."""

from ...models import Agency, Alias, Official
from ...text import fold
from ...vocabulary import Verdict
from ..names import SUFFIXES, is_nobody, is_placeholder, mended, word
from ..rows import Held, LeftOut, Refused
from .base import SHARED, after, number_of
from .people import person_values, printed_names, refuse_several, take_apart
from .positions import hold, place


def officials(row, planner):
    register = planner.register(Official)
    keyed = bool(row.get("key"))  # a sheet of our own: its names are as the record has them
    if not row.get("family_name") and not keyed:
        take_apart(row, planner, "name")
    name = row.get("name", "")
    if name and is_nobody(name):
        raise LeftOut("name", f"“{name}” names nobody.")
    family, given = row.get("family_name", ""), row.get("given_name", "")
    if family and not given and is_nobody(family):
        raise LeftOut("family_name", f"“{family}” names nobody.")
    values = row.only(
        *("family_name", "given_name", "suffix", "honorific", "told_apart_by", "birth_year"),
        *("wikidata_id", "state_id", "biography", "portrait_text", "sort_name", *SHARED),
    )
    if middle := row.get("middle"):
        values["given_name"] = f"{values.get('given_name', '')} {middle}".strip()
    if not values.get("family_name"):
        if not name:
            raise Refused("name", "The row names nobody. Write a family name.")
        if not keyed and not planner.known(Official, name):
            refuse_several("name", name)
        parsed = person_values(row, name)
        parsed.pop("name"), parsed.pop("sort_name")
        values = parsed | values
    else:
        if family.isupper() and given.isupper() and len(family) > 1 and not keyed:
            values["family_name"] = mended(family)
            values["given_name"] = mended(values["given_name"])
        if not keyed and (suffix := SUFFIXES.get(word(values.get("suffix", "")))):
            values["suffix"] = suffix
        if name and "," not in name:
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
        found = planner.known(Official, name)
    return [found] if found is not None else []


def after_official(row, planner, record_id):
    after(Official)(row, planner, record_id)
    also = list(row.get("aliases", []))
    register = planner.register(Alias)
    for name in also:
        if not register.find(("official_id", "name_folded"), record_id, fold(name)[:600]):
            planner.bring(Alias, {"official": record_id, "name": name})
    title, agency = row.get("position"), None
    titled = title and not is_placeholder(title)
    if told := row.get("agency") or row.get("agency_acronym"):
        try:
            agency = planner.link("agency", Agency, told)
        except Held:
            if titled:  # otherwise nothing in the row depends on it
                raise
    if titled:
        position, acting = place(row, planner, "position", title, agency)
        hold(planner, record_id, position, acting or bool(row.get("acting")))

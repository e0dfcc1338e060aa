"""Whom a row means, and the people of whom it is the first to tell."""

from ...models import Agency, Alias, Official
from ...text import fold
from ..cells import LONGEST_NAME, quoted
from ..names import (
    AS_ROLE,
    acts,
    after_title,
    is_long_title,
    is_placeholder,
    may_have_agency,
    no_one_person,
    parse_person,
    with_agency,
)
from ..rows import Held, Refused
from .base import SHARED, number_or_name_of


def take_apart(row, planner, *fields):
    """Put what stands around a name into the fields where it belongs: "Secretary of State
    Condoleezza Rice as Chair", "Rice, Condoleezza (State)". What a column of its own tells
    stays as it tells it."""
    for field in fields:
        text = name = row.get(field)
        if not text or text in planner.bare_names or len(text) > LONGEST_NAME:
            continue
        if acting := acts(text):
            row.values.setdefault("acting", True)
        known = planner.match(planner.register(Official), text).record_id is not None
        if known and not acting and not may_have_agency(text):
            planner.bare_names.add(text)
            continue
        if role := AS_ROLE.search(name):
            name = name[: role.start()]
            row.values.setdefault("role", role["role"].lower().replace("cochair", "co-chair"))
        if found := with_agency(name):
            plain, agency = found
            if planner.match(planner.register(Agency), agency).record_id is not None:
                name = plain
                if not row.get("agency"):
                    row.values["agency"] = agency
        if titled := after_title(name):
            title, name = _title_and_name(planner, field, name, titled)
            if title:
                row.values.setdefault(TITLE_OF.get(field, "position_title"), title)
                row.doubt(field, f"“{text}” is read as {name}, {title}.")
        row.values[field] = name


TITLE_OF = {"name": "position"}  # in a list of officials


def _title_and_name(planner, field, text, titled) -> tuple[str, str]:
    register = planner.register(Official)
    for title, name in titled:
        if len(titled) == 1 or planner.match(register, name).record_id is not None:
            return title, name
    if is_long_title(titled[0][0]):
        raise Held(
            field,
            f"“{text}” seems to be a title and a name. Put them in columns of their own, or "
            "enter the official first.",
        )
    return "", text


def person(row, planner, *, id_field="official", name_field="official_name", make=True):
    """The official whom the row names, by the office's number or by name."""
    text, name = row.get(id_field), row.get(name_field)
    if not (text and name) and (text or name) not in planner.bare_names:
        take_apart(row, planner, id_field, name_field)
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
        refuse_several(field, name)
        return new_person(row, planner, name, **more)

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


def refuse_several(field, name):
    """What names nobody or several is no new official."""
    if why := no_one_person(name):
        raise Refused(field, f"{quoted(name)} {why}")


def new_person(row, planner, name, **more) -> int:
    """The official of that printed name; planned where there is none."""
    values = person_values(row, name) | more
    register = planner.register(Official)
    wanted = (fold(values["name"])[:600], values.get("told_apart_by", ""))
    found = register.find(("name_folded", "told_apart_by"), *wanted)
    return found[0] if found else planner.bring(Official, values)


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


def aliases(row, planner):
    official = person(row, planner, make=False)
    if official is None:
        raise Refused("official", "No official is named.")
    found = number_or_name_of(row, planner, Alias, "official_id", official)
    yield row.only("name", *SHARED) | {"official": official}, found

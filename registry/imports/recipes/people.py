"""Whom a row means, and the people of whom it is the first to tell."""

from ...models import Alias, Official
from ...text import fold
from ..names import is_placeholder, parse_person
from ..rows import Refused
from .base import SHARED, number_or_name_of


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

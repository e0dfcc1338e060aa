"""Who held what, from when to when."""

from ...dates import OPEN, UNKNOWN
from ...models import Appointment, Official, Position
from ...vocabulary import Capacity, Holders
from ..rows import LeftOut, Refused
from ..similar import agree
from .agencies import at_agency
from .base import SHARED, dated, far_ahead, number_of, same_span
from .people import person
from .positions import job

CONFIRMED, NOT_STATED = Capacity.CONFIRMED.value, Capacity.NOT_STATED.value
ACTING = Capacity.ACTING.value


def appointment_owners(rows, planner):
    """The officials of the rows. A sheet names each of them many times."""
    register = planner.register(Official)
    named = {row.get("official") for row in rows} | {row.get("official_name") for row in rows}
    for row in rows:
        if family := row.get("official_family"):
            name = f"{row.get('official_given', '')} {family}".strip()
            suffix = row.get("official_suffix")
            named.add(f"{name}, {suffix}" if suffix else name)
    known = planner.foreseen
    for text in named - {None, *known}:
        found = register.office_ids.get(text)
        if found is None:
            found = planner.known(Official, text)
        if found is not None:
            known[text] = found
    return {known[text] for text in named if text in known}


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
    if capacity := row.get("capacity"):
        values["capacity"] = capacity
    if acting or row.get("acting"):
        values["capacity"] = ACTING
    register = planner.register(Appointment)
    found = number_of(row, planner, Appointment)
    if found is not None and row.found_by != "key":
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
            capacities=(values.get("capacity", CONFIRMED), NOT_STATED),
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


def check_overlaps(planner, outcomes):
    """Tell of two confirmed holders at a time of what one holds at a time."""
    register, positions = planner.register(Appointment), planner.register(Position)
    at = register.place
    told = []
    for one in outcomes:
        if one.outcome not in ("new", "changed"):
            continue
        values = register.records[one.record_id]
        if values[at["capacity"]] == CONFIRMED:
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

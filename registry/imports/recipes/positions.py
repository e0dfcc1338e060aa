"""Positions, and which one a title means."""

from functools import lru_cache

from ...dates import UNKNOWN
from ...models import Agency, Appointment, Official, Position, Vacancy
from ...text import fold
from ...vocabulary import Capacity, Holders, Verdict
from ..cells import NOTHING
from ..matching import without_acting
from ..names import acts, is_placeholder
from ..rows import Refused
from ..similar import same_words
from .agencies import at_agency, office_of, top_agency
from .base import SHARED, after, dated, number_of, same_span
from .people import new_person, refuse_several

# Of such words many agencies make a title: "Deputy Director", "Chief of Staff".
OF_ANY_AGENCY = {
    *("administrator", "adviser", "advisor", "assistant", "associate", "chair", "chairman"),
    *("chief", "commissioner", "coordinator", "counsel", "deputy", "director", "executive"),
    *("general", "head", "inspector", "manager", "member", "of", "officer", "principal"),
    *("secretary", "senior", "special", "staff", "under"),
}


@lru_cache(maxsize=10_000)
def is_of_any_agency(title: str) -> bool:
    return set(fold(title).split()) <= OF_ANY_AGENCY


def place(row, planner, field, title, agency, *, near=True):
    """The position of a title at an agency, and whether "Acting" stood before it."""
    plain = without_acting(title)
    acting, title = plain != title, plain

    def create():
        if agency is None:
            raise Refused(
                field,
                f"“{title}” is no position in the record, and no agency says whose it would "
                "be. Add a column “Agency”, or enter the position first.",
            )
        return planner.bring(Position, {"title": title, "agency": agency})

    if agency is None:
        found = planner.link(field, Position, title, make=create)
        if found is not None and is_of_any_agency(title):
            theirs = planner.register(Position).get(found, "agency")
            agency = planner.label(planner.register(Agency), theirs)
            row.doubt(field, f"No agency is told: “{title}” is taken for that of {agency}.")
        return found, acting
    register = planner.register(Position)
    if found := titled(register, agency, title):
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


def titled(register, agency, title) -> list[int]:
    """An agency's positions of that title, as they were entered; first the one that
    nothing tells apart from the others."""
    found = register.find(("agency_id", "title_folded"), agency, fold(title)[:600])
    return sorted(
        found, key=lambda one: (bool(register.get(one, "told_apart_by")), one < 0, abs(one))
    )


def job(row, planner, agency):
    """The position that the row names, by number or by title."""
    text, title = row.get("position"), row.get("position_title")
    if text:
        register = planner.register(Position)
        found = register.office_ids.get(text)
        if found is not None and found in register.records:
            return found, bool(title and without_acting(title) != title)
    if post := row.get("post"):
        title = f"{title or text}, {post.replace('-', ' ').title()}"
        text = None
    if not (text or title):
        return None, False
    if text and title:
        match = planner.match(planner.register(Position), text, hint=agency)
        if match.record_id is not None:
            return match.record_id, without_acting(title) != title
    field = "position_title" if title else "position"
    return place(row, planner, field, title or text, agency)


def hold(planner, official, position, acting):
    """That somebody holds a position, as a list without dates says it."""
    register = planner.register(Appointment)
    if not register.find(("official_id", "position_id"), official, position):
        capacity = Capacity.ACTING if acting else Capacity.NOT_STATED
        planner.bring(
            Appointment,
            {"official": official, "position": position, "capacity": capacity.value}
            | {"ended_on": UNKNOWN},
        )


def positions(row, planner):
    agency, told = None, row.get("agency") or row.get("agency_acronym")
    if told and told.lower() in NOTHING:
        raise Refused("agency", f"“{told}” is no agency. Write whose position it is.")
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
    if not row.get("key"):  # "Acting Director" is the position "Director"
        title = without_acting(title)
    values = row.only("holders", "address_form", "rank", "told_apart_by", *SHARED) | dated(row)
    values |= {"title": title, "agency": agency}
    register = planner.register(Position)
    named = number_of(row, planner, Position)
    found = listed_position(row, register, agency, title, named)
    row.found_by = row.found_by if found == named else ""
    if found is None:
        if row.get("external_id") and titled(register, agency, title):
            values.setdefault("told_apart_by", row.get("external_id")[:120])
    elif found in register.origin:
        values = {"holders": Holders.SEVERAL.value}
    yield values, found


def listed_position(row, register, agency, title, named) -> int | None:
    """Which position a row of a list of positions is about; `named` is the one that its
    key or number names. A list that numbers its positions has one of its own for each
    number; in one that does not, a title that comes again is one position of several."""
    if row.found_by == "key":
        return named
    found, number = titled(register, agency, title), row.get("external_id")
    if named in found:
        return named
    if named is not None and not number.isdigit() and named not in register.origin:
        # Bare numbers of two lists say little; others mean it if title or agency is the same.
        of_agency = register.get(named, "agency") == agency
        if of_agency or fold(register.get(named, "title")) == fold(title):
            return named
    apart = row.get("told_apart_by") or number
    for one in found:
        if apart and register.get(one, "told_apart_by") == apart:
            return one
    if number:
        found = [one for one in found if one not in register.origin]
    elif apart:
        found = []
    return found[0] if found else None


def incumbents(row, planner):
    name = row.get("incumbent")
    if not name:
        return []
    found = planner.known(Official, name)
    return [found] if found is not None else []


def after_position(row, planner, record_id):
    after(Position)(row, planner, record_id)
    name = row.get("incumbent")
    if name and not is_placeholder(name):
        register = planner.register(Official)
        match = planner.match(register, name)
        official = match.record_id
        if official is None:
            refuse_several("incumbent", name)
            official = new_person(row, planner, name)
        acting = acts(name) or without_acting(row.get("title")) != row.get("title")
        hold(planner, official, record_id, acting)


def vacancy_owners(row, planner):
    """The position of the row, as far as it is known without planning one."""
    register = planner.register(Position)
    text, title = row.get("position"), row.get("position_title")
    if text and (found := register.office_ids.get(text)):
        return [found]
    told = row.get("agency") or row.get("agency_acronym")
    agency = planner.known(Agency, told) if told else None
    for name in (text, title):
        if name and agency and (found := titled(register, agency, name)):
            return found[:1]
        if name and (found := planner.known(Position, name, hint=agency)):
            return [found]
    return []


def vacancies(row, planner):
    position, _ = job(row, planner, at_agency(row, planner))
    values = row.only("kind", "note", *SHARED) | dated(row) | {"position": position}
    register = planner.register(Vacancy)
    found = number_of(row, planner, Vacancy)
    if found is None:
        found = same_span(register, ("position_id",), (position,), values)
    yield values, found

"""What a table says beside its columns: a value that stands once above it, or a mark where
a row and a column cross."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ..models import Agency, Body, Official
from ..text import fold
from .cells import YES, normal
from .columns import field_named, is_known_header, normal_header, plan_columns
from .files import SheetData, and_more, blank
from .kinds import KINDS, Kind
from .matching import Matcher, plain_words
from .tables import MARK, MEETING_DATE, NO_MARK

BODY, AGENCY, OFFICIAL, PARTICIPATION = "Body", "Agency", "Official", "Participation"
LEFT = {AGENCY: "agency", BODY: "body", MEETING_DATE: "meeting_date"}  # field of the rows
# Kind, the model of the columns, what the rows and the columns are called, and the marks.
CROSSES = (
    ("memberships", Body, AGENCY, BODY, PARTICIPATION),
    ("memberships", Agency, BODY, AGENCY, PARTICIPATION),
    ("attendance", Official, MEETING_DATE, OFFICIAL, MARK),
    ("attendance", Agency, MEETING_DATE, AGENCY, MARK),
)
ABSENT = {"no", "n", "-", "–", "—", "0", "✗", "✘", "n/a", "none"}


# Sheets that may be about one body, and what else says which it is.
OF_ONE_BODY = {
    *("memberships", "designations", "meetings", "attendance", "topics", "resolutions"),
    "photos",
}
TELLS_BODY = {"body", "body_name", "bodies", "meeting", "seat"}
SHORTEST_NAME = 8


def with_fixed(sheet: SheetData, kind: Kind, told: frozenset = frozenset()) -> SheetData:
    """What the sheet says once for all its rows ("Body: PITF" above the table) as columns
    of their own. One that a column of the table tells already gives way to it. `told` are
    fields that are given for the whole sheet from outside."""
    headers, added = list(sheet.headers), {}
    for label, value in sheet.fixed.items():
        if field_named(label, kind) in told:
            continue
        plan = plan_columns([*headers, label], kind)
        if plan.doubled or len(headers) not in plan.fields:
            sheet.notices.append(
                f"“{label}: {value}” above the table is not read: a column tells it, or no "
                f"field of {kind.label} is called so."
            )
            continue
        headers.append(label)
        added[label] = value
    fields = {*plan_columns(headers, kind).fields.values(), *told}
    if kind.name in OF_ONE_BODY and not fields & TELLS_BODY:
        if (found := _body_of_titles(sheet)) is not None:
            added[BODY], label, title = found
            headers.append(BODY)
            sheet.notices.append(f"The body is read from the title “{title}”: {label}.")
    if not added:
        return sheet
    more, read_rows = tuple(added.values()), sheet.read_rows

    def rows(sheet: SheetData) -> Iterator[tuple[int, tuple]]:
        for number, cells in read_rows(sheet):
            yield number, (*cells, *more)

    return replace(sheet, headers=headers, read_rows=rows)


def _body_of_titles(sheet: SheetData) -> tuple[str, str, str] | None:
    """Key and name of the one body that a title names, or the name of the sheet, and that
    title: "SPOG attendance 2007"."""
    matcher = Matcher(Body)
    for title in (*sheet.titles, sheet.name.replace("_", " ")):
        found = matcher.match(title).record_id
        ids = {found} if found is not None else _named_in(matcher, title, title in sheet.titles)
        if len(ids) == 1:
            [body] = ids
            key = next(key for key, one in matcher.by_key.items() if one == body)
            return key, matcher.labels[body], title
    return None


def _named_in(matcher: Matcher, title: str, capitals: bool) -> set:
    """The bodies whose names stand in a text, the longest alone, or else the acronyms;
    `capitals`: those only that are written as such."""
    words = f" {plain_words(fold(title))} "
    named = [
        (len(plain), record_id)
        for name, record_id in matcher.names
        if len(plain := plain_words(name)) >= SHORTEST_NAME and f" {plain} " in words
    ]
    if named:
        longest = max(length for length, _ in named)
        return {record_id for length, record_id in named if length == longest}
    return {
        record_id
        for word in re.findall(r"\w+", title)
        if word.isupper() or not capitals
        for record_id in matcher.by_acronym.of(fold(word))
    }


def unfolded(sheet: SheetData, told: Kind | None) -> SheetData | None:
    """A cross table as a list, where its columns are records that we know: agencies by
    bodies or bodies by agencies (a list of seats), or meetings by people or agencies (of
    who was there). None where it is none, or `told` to be another kind of sheet."""
    strange = [n for n, said in enumerate(sheet.headers) if said and not is_known_header(said)]
    if sheet.layout != "table" or len(strange) < 2:
        return None
    for kind, model, left, other, mark in CROSSES:
        if told not in (None, KINDS[kind]):
            continue
        words = _words(kind, LEFT[left])
        at = [n for n, said in enumerate(sheet.headers) if normal_header(said) in words]
        if not at:
            continue
        matcher = Matcher(model)
        crossing = [n for n in strange if matcher.match(sheet.headers[n]).record_id is not None]
        if len(crossing) >= 2:
            return _unfolded(sheet, at[0], crossing, left, other, mark)
    return None


def _words(kind: str, field: str) -> set[str]:
    one = KINDS[kind].by_name[field]
    return {normal(word) for word in (one.name, one.label, *one.synonyms)}


def _unfolded(sheet, at: int, crossing: list[int], left: str, other: str, mark: str):
    headers, read_rows = sheet.headers, sheet.read_rows
    seats = mark == PARTICIPATION

    def rows(sheet: SheetData) -> Iterator[tuple[int, tuple]]:
        for number, cells in read_rows(sheet):
            for place in crossing:
                made = cells[place] if place < len(cells) else None
                said = normal(str(made)) if not blank(made) else ""
                if not said or said in (ABSENT if seats else NO_MARK):
                    continue
                role = "member" if seats and said in YES else made
                yield number, (cells[at], headers[place], role)

    names = and_more([headers[place] for place in crossing], 3)
    one = "seat" if seats else "attendance"
    notice = (
        f"A column for each {other.lower()} ({names}): each mark is read as one {one}; a "
        "blank cell says nothing."
    )
    beside = [said for n, said in enumerate(headers) if said and n not in (at, *crossing)]
    if beside:
        notice += f" Left out beside them: {and_more(beside)}."
    return replace(
        sheet,
        headers=[left, other, mark],
        layout="cross table",
        notices=[*sheet.notices, notice],
        read_rows=rows,
    )

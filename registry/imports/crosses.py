"""What a table says beside its columns: a value that stands once above it, or a mark where
a row and a column cross."""

from collections.abc import Iterator
from dataclasses import replace

from ..models import Agency, Body
from .cells import YES, normal
from .columns import is_known_header, normal_header, plan_columns
from .files import SheetData, and_more, blank
from .kinds import KINDS, Kind
from .matching import Matcher

BODY, AGENCY, PARTICIPATION = "Body", "Agency", "Participation"
ABSENT = {"no", "n", "-", "–", "—", "0", "✗", "✘", "n/a", "none"}


def with_fixed(sheet: SheetData, kind: Kind) -> SheetData:
    """What the sheet says once for all its rows ("Body: PITF" above the table) as columns
    of their own. One that a column of the table tells already gives way to it."""
    headers, added = list(sheet.headers), {}
    for label, value in sheet.fixed.items():
        plan = plan_columns([*headers, label], kind)
        if plan.doubled or len(headers) not in plan.fields:
            sheet.notices.append(
                f"“{label}: {value}” above the table is not read: a column tells it, or no "
                f"field of {kind.label} is called so."
            )
            continue
        headers.append(label)
        added[label] = value
    if not added:
        return sheet
    more, read_rows = tuple(added.values()), sheet.read_rows

    def rows(sheet: SheetData) -> Iterator[tuple[int, tuple]]:
        for number, cells in read_rows(sheet):
            yield number, (*cells, *more)

    return replace(sheet, headers=headers, read_rows=rows)


def seats_of(sheet: SheetData) -> SheetData | None:
    """A cross table of agencies by bodies, or of bodies by agencies, as a list of seats;
    None where the sheet is none. Its columns are bodies or agencies of the record."""
    headers = sheet.headers
    strange = [n for n, said in enumerate(headers) if said and not is_known_header(said)]
    if sheet.layout != "table" or len(strange) < 2:
        return None
    for model, left, other in ((Body, AGENCY, BODY), (Agency, BODY, AGENCY)):
        words = _words(left.lower())
        at = [n for n, said in enumerate(headers) if normal_header(said) in words]
        if not at:
            continue
        matcher = Matcher(model)
        crossing = [n for n in strange if matcher.match(headers[n]).record_id is not None]
        if len(crossing) >= 2:
            return _unfolded(sheet, at[0], crossing, left, other)
    return None


def _words(field: str) -> set[str]:
    one = KINDS["memberships"].by_name[field]
    return {normal(word) for word in (one.name, one.label, *one.synonyms)}


def _unfolded(sheet, at: int, crossing: list[int], left: str, other: str) -> SheetData:
    headers, read_rows = sheet.headers, sheet.read_rows

    def rows(sheet: SheetData) -> Iterator[tuple[int, tuple]]:
        for number, cells in read_rows(sheet):
            for place in crossing:
                mark = cells[place] if place < len(cells) else None
                said = normal(str(mark)) if not blank(mark) else ""
                if said and said not in ABSENT:
                    yield number, (cells[at], headers[place], "member" if said in YES else mark)

    names = and_more([headers[place] for place in crossing], 3)
    notice = (
        f"A column for each {other.lower()} ({names}): each mark is read as one seat; a "
        "blank cell says nothing."
    )
    beside = [said for n, said in enumerate(headers) if said and n not in (at, *crossing)]
    if beside:
        notice += f" Left out beside them: {and_more(beside)}."
    return replace(
        sheet,
        headers=[left, other, PARTICIPATION],
        layout="cross table",
        notices=[*sheet.notices, notice],
        read_rows=rows,
    )

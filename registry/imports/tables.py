"""Where in a sheet the table is: its header, what stands above and below it, and whether it
is a form of labels and values, has a column for each meeting, or lines for the office of all
rows that follow.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..dates import DateError, read_date
from ..models import Official
from .columns import called_as_here, detect_kind, is_known_header, normal_header, plan_columns
from .days import days_in, read_day, read_partial_date
from .files import Grid, and_more, blank, letters
from .kinds import AGENCY, BODY, KINDS, Kind
from .marks import a_ditto, footnotes, without_entities
from .years import months_alone, with_year, year_in, yearless

# How many rows are looked at to find the header, and after it to learn the table's shape.
HEAD, LOOK = 60, 400
MEETING_DATE, MARK = "Meeting date", "Mark"
DATES = {"date", "dates", "meeting", "meetings", "meeting date", "meeting dates"}
NOTE = re.compile(
    r"\s*((sources?|notes?|n\.?b\.?|key|legend)\s*[:.]|[*†‡§]|as of |(last )?updated\b"
    r"|prepared (by|on)|printed |page \d|\(?\d\)\s|\d/)",
    re.I,
)
TOTAL = re.compile(r"\s*(grand |sub-?)?total(s|\b)|\s*(count|sum)\s*:?\s*$", re.I)
# A title with one of these and a day is that of one meeting's list.
OF_A_MEETING = re.compile(r"attend|participants|sign[- ]?in|present\b|roll call|agenda", re.I)
NO_MARK = {"n/a", "na", "tbd", "?"}  # in a cross table: as good as a blank cell
SHORT_DATE = re.compile(r"\d{1,2}[- ][a-z]{3,9}[- ,]+['’]?\d\d", re.I)  # 17-Jan-07
VALUES = {said for kind in KINDS.values() for one in kind.fields for said in one.choices or ()}
RATE = re.compile(
    r".*\b(rate|percent(age)?|number|count|average|present|attending)\b|[#%]", re.I
)
LABEL = re.compile(r"\s*([^:]{2,40}?)\s*:\s+(\S.*)", re.S)


@dataclass
class Table:
    """The shape of a sheet: which row is the header, which columns are read."""

    header_row: int = 0
    columns: list[int] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)
    above: list[int] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    fixed: dict[str, object] = field(default_factory=dict)
    kind: Kind | None = None
    groups: bool = False
    dates: list[int] = field(default_factory=list)  # columns of a cross table
    form: list[tuple[int, str, object]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    fault: str = ""  # why it can't be read as it stands
    dittos: bool = False  # do cells say that they are as those above?
    footnotes: dict[str, str] | None = None  # mark -> its note, where cells have marks
    entities: bool = False  # do cells say "&amp;", as pages of the web do?
    year: str = ""  # of the title, for the dates without one
    yearless: list[int] = field(default_factory=list)  # places of columns that have some
    said_once: bool = False  # does the first column tell a value only where it begins?
    makes_record: bool = False  # can a row with the first cell alone be one?
    across: set[int] = field(default_factory=set)  # rows whose cell is merged over the table
    in_capitals: bool = False  # are its first cells in capitals, as headings are elsewhere?


def columns_used(rows) -> set[int]:
    return {at for _, cells in rows for at, cell in enumerate(cells) if not blank(cell)}


# ---- Finding the header


def find_table(head: list[tuple[int, list]], grid: Grid, name: str) -> Table:
    at = _header_at(head)
    if at is None or (form := _form_rows(head, at)):
        form = form if at is not None else _form_rows(head, None)
        if form:
            first = form[0][0]
            table = Table(header_row=first, form=form, above=list(range(1, first)))
            _read_above([(number, cells) for number, cells in head if number < first], table)
            return table
        at = 0
    above = at
    at, cells = _joined_header(head, at)
    above, number = min(above, at), head[at][0]
    table = Table(header_row=number, above=list(range(1, number)))
    body = _of_first_table(head[at + 1 :], number)
    used = columns_used(body)
    cells, highest = _from_above(head, at, cells, used, grid)
    written, cells = cells, _told_apart(head, at, cells)
    if cells != written:  # the row above tells columns apart, so it is no title
        highest = min(highest, at - 1)
    above = min(above, highest)
    headed = {column for column, cell in enumerate(cells) if not blank(cell)}
    table.columns = sorted(headed | used)
    table.headers = [
        "" if column >= len(cells) or cells[column] is None else header_text(cells[column])
        for column in table.columns
    ]
    if grid.blank_rows_count:  # a cell too many in one row of a text file is no column
        last = max(headed, default=0)
        kept = [column for column in table.columns if column <= last]
        table.headers = table.headers[: len(kept)]
        table.columns = kept
    _read_above(head[:above], table)
    table.dates = _date_columns(table, cells) or _dates_of_a_year(
        table, written, head[at - 1][1] if at else [], body, name
    )
    if not table.dates:
        _read_titles(table, name)
    plain = [
        header
        for column, header in zip(table.columns, table.headers, strict=True)
        if column not in table.dates
    ]
    if table.dates:
        plain += [MEETING_DATE, MARK]
    hints = [name, *table.titles]
    table.kind = detect_kind([*plain, *table.fixed], " ".join(hints[:1])) or detect_kind(
        [*plain, *table.fixed], " ".join(hints)
    )
    table.makes_record = single_makes_record(table)
    table.across = {
        top + 1
        for top, left, bottom, right in grid.merged
        if top == bottom and right - left + 1 >= max(2, 0.6 * len(table.columns))
    }
    first = table.columns[0] if table.columns else 0
    fuller = [cells for _, cells in body if _filled(cells) > 1 and first < len(cells)]
    table.in_capitals = any(str(cells[first]).isupper() for cells in fuller)
    table.groups = not table.dates and _has_groups(table, body)
    if "key" not in map(normal_header, table.headers):  # in our own sheets it is a text
        texts = {cell for _, cells in body for cell in cells if type(cell) is str}
        table.dittos = any(map(a_ditto, texts))
        table.footnotes = footnotes(head, body)
        table.entities = any(map(without_entities, texts))
        table.said_once = _said_once(table, body, grid)
    table.year = year_in([*table.titles, name])
    if table.year and table.kind and not table.dates:
        table.yearless = _columns_without_year(table, body)
    table.fault = _on_its_side(table, body) or _side_by_side(table)
    return table


def _said_once(table: Table, body: list[tuple[int, list]], grid: Grid) -> bool:
    """Does the first column name an agency or body only in the first of its rows? So it is
    where a third of its cells are blank, and of those that aren't no two are the same."""
    first = table.columns[0]
    if table.kind is None or any(left == first for _, left, _, _ in grid.merged):
        return False
    one = table.kind.by_name.get(plan_columns(table.headers, table.kind).fields.get(0))
    if one is None or one.link not in (AGENCY, BODY):
        return False
    rows = [cells for _, cells in body if _filled(cells) > 1]
    words = [cells[first] if first < len(cells) else None for cells in rows]
    said = [normal_header(str(word)) for word in words if not blank(word)]
    return (
        len(set(said)) == len(said) > 1
        and not blank(words[0])
        and len(words) - len(said) >= len(words) / 3
    )


def _on_its_side(table: Table, body: list[tuple[int, list]]) -> str:
    """Why it can't be read, where the words that should head columns head rows. What is no
    table of records anyway, like an explanation of columns, is just left out."""
    if table.kind is None:
        return ""
    first = table.columns[0]
    words = [cells[first] for _, cells in body if first < len(cells)]
    words = [table.headers[0], *(word for word in words if not blank(word))]
    known = [word for word in words if isinstance(word, str) and is_known_header(word)]
    # "Chair" and "Member" may stand over columns, but are values as well.
    if 2 * sum(normal_header(word) in VALUES for word in known) > len(known):
        return ""
    if len(known) < 3 or len(known) < 0.6 * len(words) or detect_kind(known) is None:
        return ""
    if len(table.headers) < 3 or table.dates or any(map(is_known_header, table.headers[1:])):
        return ""
    return (
        f"Each record has a column here: {_quoted(known)} stand below each other. Turn the "
        "table (copy it, then Paste Special, Transpose), so that each record has a row."
    )


def _side_by_side(table: Table) -> str:
    """Why it can't be read, where on both sides of a blank column stands a table that is
    understood alone, and not together with the other."""
    for place in range(2, len(table.columns) - 1):
        if table.columns[place] == table.columns[place - 1] + 1:
            continue
        left, right = table.headers[:place], table.headers[place:]
        if _understood(left) and _understood(right) and not _understood(table.headers):
            return (
                f"Two tables stand side by side here: {_quoted(left)} from column "
                f"{letters(table.columns[0])} on, {_quoted(right)} from column "
                f"{letters(table.columns[place])} on. Of a sheet one table is read: put each "
                "on a sheet of its own."
            )
    return ""


def _understood(headers: list[str]) -> bool:
    """Is each of them a column of one kind of sheet?"""
    kind = detect_kind(headers)
    plan = plan_columns(headers, kind) if kind else None
    return plan is not None and not (plan.unknown or plan.doubled or plan.missing)


def _quoted(words: list[str]) -> str:
    return and_more([f"“{word.strip()[:40]}”" for word in words], 4)


def _joined_header(head: list[tuple[int, list]], at: int) -> tuple[int, list]:
    """A header may stand in two rows, "Term" over "From" and "To": the words of the lower
    row, and of the upper where the lower is blank."""
    for upper in (at, at - 1):
        if upper < 0 or upper + 1 >= len(head) or head[upper + 1][0] != head[upper][0] + 1:
            continue
        above, below = head[upper][1], head[upper + 1][1]
        said = [cell for cell in below if not blank(cell)]
        known = all(
            isinstance(cell, str) and (is_known_header(cell) or yearless(cell)) for cell in said
        )
        wide = _filled(above) >= 2 and len(said) >= 2 and _filled(below) < len(below)
        width = max(len(above), len(below))
        above, below = (row + [None] * (width - len(row)) for row in (above, below))
        joined = [one if blank(two) else two for one, two in zip(above, below, strict=True)]
        if known and wide and _filled(joined) > max(_filled(above), _filled(below)):
            return upper + 1, joined
    return at, head[at][1]


def _from_above(head, at: int, cells: list, used: set[int], grid: Grid) -> tuple[list, int]:
    """The header with the words that stand higher over columns for which it has none, like
    “Agency” beside “Principal” over “Name” and “Title”; and the row of the highest."""
    number, highest = head[at][0], at
    cells = cells + [None] * (max(used, default=0) + 1 - len(cells))
    down_to_header = {
        left: top + 1 for top, left, bottom, _ in grid.merged if bottom + 1 == number
    }
    for up in (at - 1, at - 2):
        if up < 0 or head[up][0] != head[up + 1][0] - 1 or _filled(head[up][1]) < 2:
            break
        row = head[up][1]
        labels = bool(list(_pairs([cell for cell in row if not blank(cell)])))
        for column in used:
            cell = row[column] if column < len(row) else None
            merged = down_to_header.get(column) == head[up][0]
            if blank(cells[column]) and isinstance(cell, str) and (merged or not labels):
                if is_known_header(cell):
                    cells[column], highest = cell, up
    return cells, highest


def _told_apart(head: list[tuple[int, list]], at: int, cells: list) -> list:
    """Two columns "Name", below "Agency" and "Representative", are "Agency Name" and
    "Representative Name": a word that stands over several columns stands in the first. So
    is a single "Name" under an "Agency" that stands over more than that."""
    if at == 0 or head[at - 1][0] != head[at][0] - 1:
        return cells
    texts = [cell.strip() if isinstance(cell, str) else cell for cell in cells]
    groups, group = [], None
    above = head[at - 1][1]
    for column in range(len(cells)):
        if column < len(above) and not blank(above[column]):
            group = above[column]
        groups.append(group)
    if len(set(groups)) < 2 or list(_pairs([cell for cell in above if not blank(cell)])):
        return cells
    told = [
        _under(group, text)
        if isinstance(group, str)
        and not blank(text)
        and (texts.count(text) > 1 or (groups.count(group) > 1 and _known_under(group, text)))
        else cell
        for group, text, cell in zip(groups, texts, cells, strict=True)
    ]
    for column, text in enumerate(texts):  # of "Principal Title" and "Alternate Title" one is
        if told[column] != cells[column] and not is_known_header(told[column]):
            if is_known_header(text) and text not in told:
                told[column] = text
    return told


def _known_under(group: str, text) -> bool:
    return is_known_header(group) and is_known_header(f"{group.strip()} {text}")


def _under(group: str, text: str) -> str:
    """ "Agency" over "Name" is "Agency Name"; "Representative" over it is just that."""
    whole = f"{group.strip()} {text}"
    named = is_known_header(group) and normal_header(text) in ("name", "full name")
    return group.strip() if named and not is_known_header(whole) else whole


def header_text(cell) -> str:
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        cell = cell.date()
    return str(cell)


def _header_at(head: list[tuple[int, list]]) -> int | None:
    """The first row most of whose cells are words that stand over columns; else the first
    that is as wide as the table and holds only words."""
    widths = Counter(_filled(cells) for _, cells in head)
    usual = max(widths, key=lambda width: (widths[width], width))
    best, best_score, first_wide = None, 0.0, True
    for at, (number, cells) in enumerate(head[:HEAD]):
        said = [cell for cell in cells if not blank(cell)]
        words = [cell for cell in said if isinstance(cell, str) and len(cell) <= 80]
        known = sum(is_known_header(word) for word in words)
        # The first row that is as wide as the table is the header rather than a row of it;
        # but "Body", "PITF", "Date", "2007" are two labels with their values.
        wide = len(said) >= max(usual, 3) and not list(_pairs(said))
        leads = first_wide and wide and len(set(words)) == len(said)
        first_wide = first_wide and not wide
        if not known or known < (0.2 if leads else 0.5) * sum(not _a_date(c) for c in said):
            continue
        score = known / max(3, len(said)) + 0.1 * min(known, 8) + (0.5 if leads else 0)
        score -= 0.5 * _stands_again_below(cells, head[at + 1 : at + 40])
        if len(said) == 1 and max(widths) > 1:
            continue
        if (
            best is not None
            and number - head[best][0] > at - best
            and _is_table(head, best, at)
        ):
            break  # below a blank row: another table, and the first is read
        if score > best_score * 1.2:
            best, best_score = at, score
    if best is not None:
        return best
    for at, (_, cells) in enumerate(head[:HEAD]):
        said = [cell for cell in cells if not blank(cell)]
        words = [cell for cell in said if isinstance(cell, str) and len(cell) <= 80]
        if len(said) >= max(1, 0.6 * usual) and len(words) == len(said) == len(set(words)):
            return at
    return None


def _is_table(head: list[tuple[int, list]], at: int, end: int) -> bool:
    """Is this a header for sure, with rows of its own below it? What is known of a form's
    labels, or of a row of values, is not enough."""
    said = [cell for cell in head[at][1] if not blank(cell)]
    below = head[at + 1 : end]
    return (
        len(said) >= 2
        and any(2 <= _filled(cells) <= len(said) for _, cells in below)
        and all(isinstance(cell, str) and is_known_header(cell) for cell in said)
        and detect_kind(said) is not None
    )


def _stands_again_below(cells: list, rows: list[tuple[int, list]]) -> bool:
    """A cell that comes again in its column is a value, not a header (unless the whole
    header is repeated)."""
    others = [row for _, row in rows if row != cells]
    return any(
        not blank(cell) and any(at < len(row) and row[at] == cell for row in others)
        for at, cell in enumerate(cells)
    )


def _filled(cells: list) -> int:
    """How many say something. A blank one is None here."""
    return len(cells) - cells.count(None)


def _a_date(cell) -> bool:
    """A whole day, as a date cell or written out. A bare year is none: it may be a count."""
    if isinstance(cell, datetime.date):
        return True
    if not isinstance(cell, str) or not re.search(r"\d", cell) or len(cell) > 40:
        return False
    if SHORT_DATE.fullmatch(cell.strip()):
        return True
    try:
        return len(read_date(re.sub(r"\s*\(.*\)$", "", cell))) >= 7
    except DateError as error:
        return "could be" in str(error) or "four digits" in str(error)


def _read_above(rows: list[tuple[int, list]], table: Table):
    """Titles, and what is said once for the whole table: "Body: PITF", or "Body" beside
    "PITF"."""
    for _, cells in rows:
        said = [cell for cell in cells if not blank(cell)]
        pairs = list(_pairs(said))
        table.fixed.update(pairs)
        if not pairs and not str(said[0]).startswith("sep="):
            table.titles += [" ".join(str(cell).split()) for cell in said]


def _read_titles(table: Table, name: str):
    """The day of the meeting whose attendance or agenda this is: "SPOG attendance, October
    25, 2007" above the table, or as the name of the sheet."""
    titles = [*table.titles, name]
    days = {day for title in titles for day in days_in(title.replace("_", " "))}
    told = {normal_header(header) for header in (*table.headers, *table.fixed)}
    if len(days) != 1 or told & {"date", "meeting", "meeting date", "meeting id"}:
        return
    if any(OF_A_MEETING.search(title) for title in titles):
        [day] = days
        table.fixed[MEETING_DATE] = day
        table.notices.append(f"The day of the meeting is read from the title: {day}.")


def _pairs(said: list) -> Iterator[tuple[str, object]]:
    whole = [LABEL.fullmatch(cell) if isinstance(cell, str) else None for cell in said]
    found = [match for match in whole if match and is_known_header(match[1])]
    if found:
        for match in found:
            yield match[1], match[2].strip()
    elif len(said) % 2 == 0:
        labels, values = said[::2], said[1::2]
        if all(isinstance(one, str) and is_known_header(one.rstrip(": ")) for one in labels):
            colons = any(str(one).rstrip().endswith(":") for one in labels)
            if not colons and all(map(is_known_header, map(str, values))):
                return  # the upper row of a header
            for label, value in zip(labels, said[1::2], strict=True):
                yield label.rstrip(": "), value


def another_table(cells: list) -> str:
    """Why the rows below these cells are not read, if they are the header of another
    table; after blank rows one may stand below the first."""
    said = [cell for cell in cells if not blank(cell)]
    if len(said) < 2 or not all(isinstance(c, str) and is_known_header(c) for c in said):
        return ""
    kind = detect_kind(said)
    # “Chair” and “Member” may stand over columns, but in a row they are values.
    if kind is None or called_as_here(said, kind) < max(2, len(said) / 2):
        return ""
    named = ", ".join(f"“{cell.strip()[:40]}”" for cell in said[:4])
    return (
        f"Another table begins here ({named}), and of a sheet one table is read. Put it "
        "on a sheet of its own."
    )


def _of_first_table(rows: list[tuple[int, list]], before: int) -> list[tuple[int, list]]:
    """The rows down to where another table begins."""
    gap = False
    for at, (number, cells) in enumerate(rows):
        gap, before = gap or number > before + 1, number
        if gap and another_table(cells):
            return rows[:at]
        gap = gap and _filled(cells) < 2  # its title may stand in between
    return rows


# ---- Forms


def _form_rows(head: list[tuple[int, list]], header_at: int | None):
    """Label and value of each row, where the whole sheet is one form; else None."""
    rows, known = [], 0
    for number, cells in head:
        said = [cell for cell in cells if not blank(cell)]
        if pairs := list(_pairs(said)):
            rows += [(number, label, value) for label, value in pairs]
            known += len(pairs)
        elif len(said) > 2:
            return None
        elif len(said) == 2:  # a label that we don't know, or two columns of a table
            if not isinstance(said[0], str) or len(said[0]) > 40:
                return None
            rows.append((number, said[0].rstrip(": "), said[1]))
    distinct = {normal_header(label) for _, label, _ in rows}
    if known < 3 or len(distinct) < len(rows) or known < 0.6 * max(len(head), len(rows)):
        return None
    return rows


# ---- Cross tables


def _date_columns(table: Table, header: list) -> list[int]:
    """The columns of a cross table: at least two headers that are dates."""
    dates = [
        column
        for column, text in zip(table.columns, table.headers, strict=True)
        if text and column < len(header) and _a_date(header[column])
    ]
    return dates if len(dates) >= 2 else []


def _dates_of_a_year(table: Table, header: list, above: list, body, name: str) -> list[int]:
    """The same where they lack the year, which stands in the row above or in the title. A
    date for which it stands nowhere stays as it is, and is refused with its marks."""
    dates = [column for column, cell in enumerate(header) if yearless(cell)]
    marks = [cells[column] for _, cells in body for column in dates if column < len(cells)]
    if len(dates) < 2 or any(len(str(mark)) > 12 for mark in marks if mark is not None):
        return []
    years = {}
    for column in dates:
        said = [cell for cell in above[: column + 1] if not blank(cell)]
        years[column] = (said and year_in([str(said[-1])])) or year_in([*table.titles, name])
    if not all(years.values()):
        return dates if all("/" not in header[column] for column in dates) else []
    for year in set(years.values()):
        of_year = [column for column in dates if years[column] == year]
        if months_alone([header[column] for column in of_year], year):
            return []
    for column in dates:
        whole = with_year(header[column], years[column])
        table.headers[table.columns.index(column)] = whole
    said = and_more([table.headers[table.columns.index(column)] for column in dates], 3)
    table.notices.append(f"The dates over the columns have their year from above: {said}.")
    return dates


def _columns_without_year(table: Table, body: list[tuple[int, list]]) -> list[int]:
    """The columns of dates, by their place, in which some lack the year and none has
    another than the title."""
    plan = plan_columns(table.headers, table.kind)
    found = []
    for place, name in plan.fields.items():
        if table.kind.by_name[name].reader not in (read_partial_date, read_day):
            continue
        column = table.columns[place]
        said = [cells[column] for _, cells in body if column < len(cells)]
        said = [cell for cell in said if not blank(cell)]
        without = [cell for cell in said if yearless(cell)]
        years = {year for cell in said for year in re.findall(r"\b(?:19|20)\d\d\b", str(cell))}
        if without and years <= {table.year} and not months_alone(without, table.year):
            found.append(place)
    return found


# ---- Group lines


# What an office is called: a line with this alone heads the people below it.
OFFICE = re.compile(
    r"\b(department|office|bureau|agency|administration|commission|council|service|center"
    r"|institute|directorate|division|embassy|mission|white house)\b",
    re.I,
)


def lone_cell(table: Table, number: int, text: str) -> str:
    """What a line says that has but its first cell: a "group" that holds for the rows below
    it, a "heading" that says nothing of them, or "" where it is a row like the others.

    Where such a line can be a record of its own, it is none if it is merged over the table;
    and in a list of people, if it is the name of an office, or alone in capitals.
    """
    if table.kind is None or len(table.columns) < 3:
        return ""
    if not table.makes_record:
        return "group"
    of_people = table.kind.model is Official
    apart = of_people and (OFFICE.search(text) or (text.isupper() and not table.in_capitals))
    if number not in table.across and not apart:
        return ""
    return "group" if table.kind.groups and OFFICE.search(text) else "heading"


def _has_groups(table: Table, body: list[tuple[int, list]]) -> bool:
    """Do lines with one cell say what holds for the rows below them? Only where rows with
    more cells follow."""
    if len(table.columns) < 3 or table.kind is None:
        return False
    first = table.columns[0]
    lines = rows_below = 0
    waiting = False
    for number, cells in body:
        what = lone_cell(table, number, cells[first]) if _is_single(cells, first) else ""
        if what:
            if not NOTE.match(str(cells[first])) and not TOTAL.match(str(cells[first])):
                waiting |= what == "group"
        else:
            lines += waiting
            waiting = False
            rows_below += 1
    return lines >= 2 or (lines == 1 and rows_below >= 2)


def _is_single(cells: list, first: int) -> bool:
    return (
        first < len(cells)
        and not blank(cells[first])
        and isinstance(cells[first], str)
        and _filled(cells) == 1
    )


def single_makes_record(table: Table) -> bool:
    """Would the first column alone make a record of this kind?"""
    if table.kind is None:
        return True
    plan = plan_columns(table.headers, table.kind)
    name = plan.fields.get(0)
    return all(
        name == one.name or name in one.instead for one in table.kind.fields if one.required
    )

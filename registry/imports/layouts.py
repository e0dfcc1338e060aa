"""Where in a sheet the table is, and what shape it has.

Staff write titles above the header, notes and totals below the rows, one line for the office
of all rows that follow, a form of labels and values, or a column for each meeting. All come
out as headers and rows.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..dates import DateError, read_date
from ..text import EXAMPLE
from .columns import (
    GROUP_LINE,
    called_as_here,
    detect_kind,
    field_named,
    is_known_header,
    normal_header,
    plan_columns,
)
from .days import days_in
from .files import Grid, SheetData, and_more, blank, letters
from .kinds import KINDS, Kind

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
# What people write for "as in the row above".
DITTO = {'"', "''", "″", "〃", "”", "“", "ditto", "do.", "same as above", "as above"}
A_NUMBER = re.compile(r"[\s$€£(+-]*\d")
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
    dittos: bool = False  # do cells say that they are as those above?


def sheet_of(grid: Grid, *, with_hidden_columns: bool = False) -> SheetData:
    """The table in the grid."""
    sheet = SheetData(
        name=grid.name,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        hidden_rows=list(grid.hidden_rows),
        notices=list(grid.notices),
        hidden=grid.hidden,
        epoch_1904=grid.epoch_1904,
    )
    head = _head(grid)
    if not head:
        sheet.empty = True
        return sheet
    table = find_table(head, grid, sheet.name)
    hidden = {column for column in grid.hidden_columns if column in _used(head)}
    sheet.hidden_columns = [letters(column) for column in sorted(hidden)]
    if not with_hidden_columns and hidden:
        _tell_hidden(sheet, table, hidden)
        kept = [at for at, column in enumerate(table.columns) if column not in hidden]
        table.headers = [table.headers[at] for at in kept]
        table.columns = [table.columns[at] for at in kept]
        table.dates = [column for column in table.dates if column not in hidden]
    if sheet.hidden_rows:
        count = len(sheet.hidden_rows)
        sheet.notices.append(
            f"{count:,} hidden row{'s are' if count > 1 else ' is'} read like the others "
            f"({and_more([str(row) for row in sheet.hidden_rows])})."
        )
    sheet.titles, sheet.fixed = table.titles, table.fixed
    sheet.notices += table.notices
    sheet.header_row = table.header_row
    sheet.ignored_rows = list(table.above)
    if table.form:
        return _form(sheet, table)
    sheet.headers = list(table.headers)
    if table.groups:
        sheet.headers.append(GROUP_LINE)
    if table.dates:
        sheet.layout = "cross table"
        _cross_headers(sheet, table)
    sheet.read_rows = lambda sheet: iter(_Rows(sheet, grid, table))
    sheet.empty = next(sheet.rows(), None) is None
    return sheet


def _head(grid: Grid) -> list[tuple[int, list]]:
    """The first rows that hold something."""
    head = []
    for number, cells in grid.rows():
        if any(not blank(cell) for cell in cells):
            head.append((number, cells))
            if len(head) == LOOK:
                break
    return head


def _used(rows) -> set[int]:
    return {at for _, cells in rows for at, cell in enumerate(cells) if not blank(cell)}


def _tell_hidden(sheet: SheetData, table: Table, hidden: set[int]):
    named = dict(zip(table.columns, table.headers, strict=True))
    words = [
        f"{letters(column)} (“{named[column]}”)" if named.get(column) else letters(column)
        for column in sorted(hidden)
    ]
    plural = "s" if len(words) > 1 else ""
    sheet.notices.append(
        f"The hidden column{plural} {and_more(words)} {'are' if plural else 'is'} not read. "
        f"Show {'them' if plural else 'it'} in the sheet if {'they are' if plural else 'it is'}"
        " to be imported."
    )


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
    used = _used(body)
    headed = {column for column, cell in enumerate(cells) if not blank(cell)}
    table.columns = sorted(headed | used)
    cells = _told_apart(head, at, cells)
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
    table.dates = _date_columns(table, cells)
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
    table.groups = not table.dates and _has_groups(table, body, grid)
    if "key" not in map(normal_header, table.headers):  # in our own sheets it is a text
        table.dittos = any(_a_ditto(cell) for _, cells in body for cell in cells)
    return table


def _a_ditto(cell) -> bool:
    return type(cell) is str and len(cell) < 16 and cell.strip().lower() in DITTO


def _joined_header(head: list[tuple[int, list]], at: int) -> tuple[int, list]:
    """A header may stand in two rows, "Term" over "From" and "To": the words of the lower
    row, and of the upper where the lower is blank."""
    for upper in (at, at - 1):
        if upper < 0 or upper + 1 >= len(head) or head[upper + 1][0] != head[upper][0] + 1:
            continue
        above, below = head[upper][1], head[upper + 1][1]
        said = [cell for cell in below if not blank(cell)]
        known = all(isinstance(cell, str) and is_known_header(cell) for cell in said)
        wide = _filled(above) >= 2 and len(said) >= 2 and _filled(below) < len(below)
        width = max(len(above), len(below))
        above, below = (row + [None] * (width - len(row)) for row in (above, below))
        joined = [one if blank(two) else two for one, two in zip(above, below, strict=True)]
        if known and wide and _filled(joined) > max(_filled(above), _filled(below)):
            return upper + 1, joined
    return at, head[at][1]


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
    return [
        _under(group, text)
        if isinstance(group, str)
        and not blank(text)
        and (texts.count(text) > 1 or (groups.count(group) > 1 and _known_under(group, text)))
        else cell
        for group, text, cell in zip(groups, texts, cells, strict=True)
    ]


def _known_under(group: str, text) -> bool:
    return is_known_header(group) and is_known_header(f"{group.strip()} {text}")


def _under(group: str, text: str) -> str:
    """ "Agency" over "Name" is "Agency Name"; "Representative" over it is just that."""
    whole = f"{group.strip()} {text}"
    return group.strip() if is_known_header(group) and not is_known_header(whole) else whole


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
        # The first row that is as wide as the table is the header rather than a row of it.
        leads = first_wide and len(said) >= max(usual, 3) and len(set(words)) == len(said)
        first_wide = first_wide and len(said) < max(usual, 3)
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


def _filled(cells) -> int:
    return sum(not blank(cell) for cell in cells)


def _a_number(cell) -> bool:
    """A number, or a text that begins with one: "24 agencies"."""
    return not isinstance(cell, str) or bool(A_NUMBER.match(cell))


def _a_count(cell) -> bool:
    return type(cell) is int or (isinstance(cell, str) and cell.strip(" .)#").isdecimal())


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
            if len(values) > 1 and all(map(is_known_header, map(str, values))):
                return  # the upper row of a header
            for label, value in zip(labels, said[1::2], strict=True):
                yield label.rstrip(": "), value


def _another_table(cells: list) -> str:
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
        if gap and _another_table(cells):
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


def _form(sheet: SheetData, table: Table) -> SheetData:
    sheet.layout = "form"
    sheet.headers = [label for _, label, _ in table.form]
    row = table.form[0][0]
    values = tuple(value for _, _, value in table.form)
    sheet.read_rows = lambda _: iter([(row, values)])
    sheet.notices.append("This sheet is a form: labels beside their values, for one record.")
    return sheet


# ---- Cross tables


def _date_columns(table: Table, header: list) -> list[int]:
    """The columns of a cross table: at least two headers that are dates."""
    dates = [
        column
        for column, text in zip(table.columns, table.headers, strict=True)
        if text and column < len(header) and _a_date(header[column])
    ]
    return dates if len(dates) >= 2 else []


def _cross_headers(sheet: SheetData, table: Table):
    said = dict(zip(table.columns, table.headers, strict=True))
    beside = [said[column] for column in table.columns if column not in table.dates]
    # "Date" before the dates is what they are, and stands over names; "# attended" behind
    # them counts the marks.
    sheet.headers = [
        "Name"
        if normal_header(one) in DATES
        else f"Count: {one}"
        if field_named(one, KINDS["attendance"]) == "presence"
        else one
        for one in beside
    ]
    sheet.headers += [MEETING_DATE, MARK]
    sheet.notices.append(
        f"A column for each meeting ({and_more([said[column] for column in table.dates], 3)}): "
        "each mark is read as one attendance; a blank cell says nothing."
    )


# ---- Group lines


def _has_groups(table: Table, body: list[tuple[int, list]], grid: Grid) -> bool:
    """Do lines with one cell say what holds for the rows below them?

    Only where such a line can't be a record of its own: its cell fills no column that alone
    would make one, and rows with more cells follow.
    """
    if len(table.columns) < 3 or table.kind is None or _single_makes_record(table):
        return False
    first = table.columns[0]
    lines = rows_below = 0
    waiting = False
    for _, cells in body:
        if _is_single(cells, first):
            if not NOTE.match(str(cells[first])) and not TOTAL.match(str(cells[first])):
                waiting = True
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


def _single_makes_record(table: Table) -> bool:
    """Would the first column alone make a record of this kind?"""
    plan = plan_columns(table.headers, table.kind)
    name = plan.fields.get(0)
    return all(
        name == one.name or name in one.instead for one in table.kind.fields if one.required
    )


# ---- Rows


@dataclass
class _Merges:
    """A merged cell counts for every row that it covers, in its first column."""

    waiting: list[tuple[int, int, int, int]]
    open: dict[int, tuple[int, object]] = field(default_factory=dict)

    @classmethod
    def of(cls, grid: Grid, header_row: int) -> "_Merges":
        tall = [area for area in grid.merged if area[2] > area[0] and area[2] + 1 > header_row]
        return cls(sorted(tall, reverse=True))

    def fill(self, number: int, cells: list) -> list:
        row = number - 1
        while self.waiting and self.waiting[-1][0] <= row:
            top, left, bottom, _ = self.waiting.pop()
            if top == row and left < len(cells) and not blank(cells[left]):
                self.open[left] = (bottom, cells[left])
        for column, (bottom, value) in list(self.open.items()):
            if bottom < row:
                del self.open[column]
            elif column < len(cells) and blank(cells[column]):
                cells[column] = value
        return cells


class _Rows:
    """One reading of a table. What is not a row of it is noted on the sheet on the way."""

    def __init__(self, sheet: SheetData, grid: Grid, table: Table):
        self.sheet, self.grid, self.table = sheet, grid, table
        self.columns = table.columns
        self.width = len(table.columns)
        self.last = table.columns[-1] + 1 if table.columns else 0
        self.straight = table.columns == list(range(self.width))
        self.heads = [str(text).strip() for text in table.headers]
        self.unheaded = [at for at, text in enumerate(self.heads) if not text]
        self.can_be_record = table.kind is None or _single_makes_record(table)
        self.merges = _Merges.of(grid, table.header_row)
        self.group = ""
        self.row_above: tuple = ()
        # Lines with one cell whose meaning shows only in what follows: rows, or nothing.
        self.groups: list[int] = []
        self.late: list[tuple[int, tuple]] = []

    def __iter__(self) -> Iterator[tuple[int, tuple]]:
        sheet, before, gap = self.sheet, self.table.header_row, False
        sheet.ignored_rows = list(self.table.above)
        sheet.group_rows, sheet.row_faults = [], {}
        another = ""  # another table has begun: why its rows are not read
        for number, cells in self.grid.rows():
            if number <= self.table.header_row:
                continue
            gap, before = gap or number > before + 1, number
            if self.merges.waiting or self.merges.open:
                cells = self.merges.fill(number, cells)
            if self.straight and len(cells) == self.width:
                row = tuple(cells)
            else:
                row = self._aligned(number, cells)
            first = row[0]
            if (
                self.width - row.count(None) - row.count("") < 3
                or first is None
                or self.table.dates
                or (type(first) is str and (not first or first.isspace() or TOTAL.match(first)))
            ):
                what = self._thin(number, row, gap)
                if what == "blank":
                    gap = True
                if what != "row":
                    continue
            if row[0] == self.heads[0] and self._is_header(row):
                sheet.ignored_rows.append(number)
                another = ""
                continue
            if gap and (begins := _another_table(cells)):
                another = begins
                sheet.ignored_rows += [line for line, _ in self.late]  # its titles
                self.late = []
            if another:
                sheet.row_faults[number] = another
            if isinstance(row[0], str) and row[0].strip().startswith(EXAMPLE):
                sheet.ignored_rows.append(number)
                continue
            gap = False
            if self.groups or self.late:
                yield from self._settled()
            if self.table.dittos:
                row = self.row_above = self._as_above(number, row)
            for at in self.unheaded:
                self._tell_unheaded(number, row, at)
            yield from self._handed_on(number, row, cells)
        if self.can_be_record:
            yield from self._settled()
        sheet.ignored_rows += self.groups + [number for number, _ in self.late]
        sheet.ignored_rows.sort()

    def _aligned(self, number: int, cells: list) -> tuple:
        row = tuple(cells[at] if at < len(cells) else None for at in self.columns)
        if self.grid.blank_rows_count:
            if any(not blank(cell) for cell in cells[self.last :]):
                self.sheet.row_faults[number] = (
                    f"The row has {len(cells)} cells where the header names {self.last}; the "
                    f"first too many is “{str(cells[self.last])[:60]}”. If a cell holds the "
                    "delimiter, put it in quotation marks."
                )
            elif len(cells) < self.last:
                self._tell_swallowed(number, cells)
        return row

    def _tell_swallowed(self, number: int, cells: list):
        """A quotation mark at the wrong place makes one cell of several lines."""
        mark = {"tab": "\t"}.get(self.grid.delimiter, self.grid.delimiter or ",")
        for cell in cells:
            lines = cell.split("\n") if isinstance(cell, str) else []
            if len(lines) > 1 and sum(line.count(mark) >= self.last - 1 for line in lines[1:]):
                self.sheet.row_faults[number] = (
                    f"One cell holds {len(lines)} lines that look like rows, beginning with "
                    f"“{lines[0][:60]}”. Close or double the quotation mark in it."
                )

    def _thin(self, number: int, row: tuple, gap: bool) -> str:
        """What a row with hardly a cell is: "blank", "note", "group", "late" (wait and see)
        or a "row" after all."""
        sheet = self.sheet
        said = [cell for cell in row if not blank(cell)]
        if number in sheet.row_faults:
            return "row"
        if not said:
            if self.grid.blank_rows_count:
                sheet.ignored_rows.append(number)
            return "blank"
        text = said[0]
        if len(said) == 1 and self.width > 2 and not self.can_be_record and _a_count(text):
            sheet.ignored_rows.append(number)  # a numbered line that nobody filled in
            return "note"
        if not isinstance(text, str):
            return "row"
        counts = TOTAL.match(text) or (self.table.dates and RATE.match(text) and said[1:])
        if self.width > 1 and counts and all(map(_a_number, said[1:])):
            sheet.ignored_rows.append(number)
            return "note"
        if len(said) > 1 or self.width == 1:
            return "row"
        if NOTE.match(text):
            sheet.ignored_rows.append(number)
            return "note"
        if self.table.groups and row[0] is text:
            self.group = " ".join(text.split())
            self.groups.append(number)
            return "group"
        if gap:
            self.late.append((number, row))
            return "late"
        return "row"

    def _settled(self) -> Iterator[tuple[int, tuple]]:
        """A row follows: so the lines before it were group lines, or rows themselves."""
        self.sheet.group_rows += self.groups
        self.groups = []
        late, self.late = self.late, []
        for number, row in late:
            yield from self._handed_on(number, row, row)

    def _as_above(self, number: int, row: tuple) -> tuple:
        said = list(row)
        for at, cell in enumerate(row):
            if at < len(self.row_above) and _a_ditto(cell):
                said[at] = self.row_above[at]
                if not any("like the cell above" in one for one in self.sheet.notices):
                    self.sheet.notices.append(
                        f"“{cell.strip()}” is read like the cell above (first in row {number}, "
                        f"column {letters(self.columns[at])}: “{said[at]}”)."
                    )
        return tuple(said)

    def _is_header(self, row: tuple) -> bool:
        return [str(cell or "").strip() for cell in row] == self.heads

    def _tell_unheaded(self, number: int, row: tuple, at: int):
        if not blank(row[at]):
            self.unheaded.remove(at)
            notice = (
                f"Column {letters(self.columns[at])} has no header, so its cells are not "
                f"read (the first is in row {number})."
            )
            if notice not in self.sheet.notices:
                self.sheet.notices.append(notice)

    def _handed_on(self, number: int, row: tuple, cells: list) -> Iterator[tuple[int, tuple]]:
        if self.table.dates:
            said = dict(zip(self.columns, row, strict=True))
            kept = tuple(
                said[column] for column in self.columns if column not in self.table.dates
            )
            headers = dict(zip(self.columns, self.heads, strict=True))
            for column in self.table.dates:
                mark = said[column]
                if not blank(mark) and str(mark).strip().lower() not in NO_MARK:
                    yield number, (*kept, headers[column], mark)
        elif self.table.groups:
            yield number, (*row, self.group)
        else:
            yield number, row

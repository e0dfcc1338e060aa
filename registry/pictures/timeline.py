"""Bars and marks along a line of days, each row under a name of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from ..dates import Holds, Span
from ..models import Record
from .frame import Frame
from .labels import and_more, shortened, width_of
from .scale import Scale, Tick, extent

WIDTH = 880  # CSS pixels; narrower screens scroll, paper shrinks it
EDGE = 12
AXIS = 30  # the height of the line of years
HEADING = 34
ROW = 42
NAME_AT = 15  # of a row, its name's base line
BAR_AT, BAR, THIN = 22, 12, 6  # of a row, the top of its bar; how high bars are
LONGEST_NAME = 56
MOST_BARS = 60
MOST_MARKS = 100
DAY = timedelta(days=1)


class Look(StrEnum):
    """How bars and marks are told apart, by more than colour."""

    SOLID = "solid"
    STRIPED = "striped"
    LINED = "lined"
    EMPTY = "empty"
    DOTTED = "dotted"
    BARE = "bare"
    CROSSED = "crossed"  # marks only


@dataclass(frozen=True)
class Entry:
    """What a bar or a mark is to show. `name` may be long; `words` follow it."""

    name: str
    words: str
    span: Span
    look: Look
    record: Record | None = None  # what it leads to


@dataclass(frozen=True)
class Group:
    """Entries under a heading: a row for each, or as marks all in one row."""

    heading: str
    entries: list[Entry]
    as_marks: bool = False


@dataclass(frozen=True)
class Piece:
    """A stretch of a bar. What is only possible is thin and pale."""

    x: int
    y: int
    width: int
    height: int
    look: Look
    certainty: Holds

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Bar:
    name: str  # as much of it as is drawn
    words: str
    title: str  # all of it
    record: Record | None
    text_x: int
    anchor: str  # "start" or "end"
    text_y: int
    pieces: tuple[Piece, ...]
    goes_on: int | None  # where an arrow shows that it holds beyond the line's last day

    @property
    def middle(self) -> int:
        return self.text_y - NAME_AT + BAR_AT + BAR // 2


@dataclass(frozen=True)
class Mark:
    x: int
    y: int
    title: str
    record: Record | None
    look: Look
    width: int  # of the days on which it can have been, 0 for a single one

    @property
    def left(self) -> int:
        return self.x - self.width // 2


@dataclass(frozen=True)
class Section:
    heading: str
    y: int
    bars: list[Bar]
    marks: list[Mark]
    more: str


@dataclass(frozen=True)
class Sample:
    """A look in use, 28 by 14 pixels, and what it means; an arrow, where it has neither a
    piece nor a mark."""

    words: str
    piece: Piece | None = None
    mark: Mark | None = None


@dataclass(frozen=True)
class Timeline(Frame):
    ticks: list[Tick]
    sections: list[Section]
    key: list[Sample]

    @property
    def bottom(self) -> int:
        return self.height - AXIS


def timeline(
    name: str,
    title: str,
    groups: Iterable[Group],
    *,
    meanings: dict[Look, str],
    mark_meanings: dict[Look, str] | None = None,
    on: date,
    today: date,
) -> Timeline | None:
    """The picture of the groups that have entries, as of `on`; None where none has any.

    Of many entries the last are drawn, and words say how many more the table has.
    """
    groups = [group for group in groups if group.entries]
    if not groups:
        return None
    drawn = [_last(group) for group in groups]
    first, last = extent((e.span for g in drawn for e in g.entries), on=on, today=today)
    scale = Scale(first, last, EDGE, WIDTH - EDGE)
    sections, y = [], 4
    for group, shown in zip(groups, drawn, strict=True):
        section, y = _section(group, shown, scale, y)
        sections.append(section)
    words = [f"{len(group.entries):,} {group.heading.lower()}" for group in groups]
    description = (
        f"From {first.year} to {last.year}: {', '.join(words)}. "
        "The table tells the same in words."
    )
    return Timeline(
        name,
        title,
        description,
        WIDTH,
        y + AXIS,
        scale.ticks(),
        sections,
        list(_key(sections, meanings, mark_meanings or {})),
    )


def _last(group: Group) -> Group:
    most = MOST_MARKS if group.as_marks else MOST_BARS
    return replace(group, entries=group.entries[-most:])


def _section(group: Group, shown: Group, scale: Scale, y: int) -> tuple[Section, int]:
    more = and_more(len(group.entries) - len(shown.entries))
    heading_y = y + 20
    y += HEADING
    if group.as_marks:
        marks = [_mark(entry, scale, y + 10) for entry in shown.entries]
        return Section(group.heading, heading_y, [], marks, more), y + 30
    bars = []
    for entry in shown.entries:
        bars.append(_bar(entry, scale, y))
        y += ROW
    return Section(group.heading, heading_y, bars, [], more), y + 4


def _title(entry: Entry) -> str:
    return ", ".join(part for part in (entry.name, entry.words) if part)


def _bar(entry: Entry, scale: Scale, y: int) -> Bar:
    pieces = tuple(pieces_of(entry.span, entry.look, scale, y + BAR_AT))
    name = shortened(entry.name, most=LONGEST_NAME)
    # The name stands where the bar is sure, so that it is seen beside it.
    sure = [piece for piece in pieces if piece.certainty is Holds.CERTAINLY]
    start = (sure or pieces)[0].x if pieces else scale.left
    fits = start + width_of(f"{name}, {entry.words}") <= scale.right
    goes_on = scale.right if entry.span.earliest_end > scale.last else None
    return Bar(
        name,
        entry.words,
        _title(entry),
        entry.record,
        start if fits else scale.right,
        "start" if fits else "end",
        y + NAME_AT,
        pieces,
        goes_on,
    )


def pieces_of(span: Span, look: Look, scale: Scale, y: int) -> Iterator[Piece]:
    """The span's possible beginning, its certain days, its possible end, as far as they
    lie on the line. A single day is wide enough to be seen."""
    if span.latest_start > span.earliest_end:
        stretches = [(span.earliest_start, span.latest_end, Holds.POSSIBLY)]
    else:
        stretches = []
        if span.earliest_start < span.latest_start:
            before = span.latest_start - DAY
            stretches.append((span.earliest_start, before, Holds.POSSIBLY))
        stretches.append((span.latest_start, span.earliest_end, Holds.CERTAINLY))
        if span.earliest_end < span.latest_end:
            after = span.earliest_end + DAY
            stretches.append((after, span.latest_end, Holds.POSSIBLY))
    for first, last, certainty in stretches:
        if first > scale.last or last < scale.first:
            continue
        x = scale.x(first)
        width = max(scale.x_after(last) - x, 3)
        sure = certainty is Holds.CERTAINLY
        height, top = (BAR, y) if sure else (THIN, y + (BAR - THIN) // 2)
        yield Piece(min(x, scale.right - width), top, width, height, look, certainty)


def _mark(entry: Entry, scale: Scale, y: int) -> Mark:
    first, last = entry.span.earliest_start, entry.span.latest_end
    left, right = scale.x(first), scale.x_after(last)
    width = right - left if first < last else 0
    return Mark((left + right) // 2, y, _title(entry), entry.record, entry.look, width)


def _key(
    sections: list[Section], meanings: dict[Look, str], mark_meanings: dict[Look, str]
) -> Iterator[Sample]:
    pieces = [piece for s in sections for bar in s.bars for piece in bar.pieces]
    marks = [mark for s in sections for mark in s.marks]
    for look, words in meanings.items():
        if look in {piece.look for piece in pieces}:
            yield Sample(words, piece=Piece(1, 1, 26, BAR, look, Holds.CERTAINLY))
    possible = [piece.look for piece in pieces if piece.certainty is Holds.POSSIBLY]
    if possible:
        sample = Piece(1, 4, 26, THIN, possible[0], Holds.POSSIBLY)
        yield Sample("possibly: the day is not known", piece=sample)
    if any(bar.goes_on is not None for s in sections for bar in s.bars):
        yield Sample("goes on")
    for look, words in mark_meanings.items():
        if look in {mark.look for mark in marks}:
            yield Sample(words, mark=Mark(14, 7, "", None, look, 0))
    if any(mark.width for mark in marks):
        sample = Mark(14, 7, "", None, Look.SOLID, 24)
        yield Sample("on one of these days", mark=sample)

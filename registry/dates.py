"""Days as sources tell them: partial, approximate, unknown, still open.

Dates are written as EDTF (ISO 8601-2) level 0, plus `~` for "about": `2003`,
`2007-10`, `2007-10-25`, `2006~`. In a span an empty date is unknown and `..` is an
open end ("still holds"), as in EDTF's intervals.

This file and `models/dated.py` are the only places that compare days; a test holds
the two together.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

UNKNOWN = ""
OPEN = ".."
# What a span without a first or a last day may reach. Never shown to a reader.
EARLIEST = date(1, 1, 1)
LATEST = date(9999, 12, 31)

WANTED = (
    "Write a date like 25 October 2007, October 2007, 2007 or about 2006 "
    "(or 2007-10-25, 2007-10, 2006~)."
)


class DateError(ValueError):
    """A date that can't be read; its text is a sentence for the person who wrote it."""


class Holds(StrEnum):
    """Does this hold on that day?"""

    CERTAINLY = "certainly"
    POSSIBLY = "possibly"
    NO = "no"

    def along_with(self, other: "Holds") -> "Holds":
        """Do both hold?"""
        return max(self, other, key=list(Holds).index)


@dataclass(frozen=True)
class PartialDate:
    """A year, a month of a year, or a day; perhaps only about then."""

    year: int
    month: int | None = None
    day: int | None = None
    about: bool = False

    def __post_init__(self):
        if not 1000 <= self.year <= 9000:
            raise DateError(f"The year {self.year} is not between 1000 and 9000.")
        if self.month is not None and not 1 <= self.month <= 12:
            raise DateError(f"There is no month {self.month}. {WANTED}")
        if self.day is not None:
            length = calendar.monthrange(self.year, self.month)[1]
            if not 1 <= self.day <= length:
                name = calendar.month_name[self.month]
                raise DateError(
                    f"There is no day {self.day} in {name} {self.year}: it has {length} days."
                )

    def __str__(self) -> str:
        """As it is written in the record (EDTF)."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts) + ("~" if self.about else "")

    @property
    def words(self) -> str:
        """As a reader sees it: "October 25, 2007", "about 2006"."""
        if self.day is not None:
            words = f"{calendar.month_name[self.month]} {self.day}, {self.year}"
        elif self.month is not None:
            words = f"{calendar.month_name[self.month]} {self.year}"
        else:
            words = str(self.year)
        return f"about {words}" if self.about else words

    @property
    def first(self) -> date:
        """The first day it can mean. "About" reaches one day, month or year further."""
        return self._unit_start(-1 if self.about else 0)

    @property
    def last(self) -> date:
        """The last day it can mean."""
        return self._unit_start(2 if self.about else 1) - timedelta(days=1)

    def _unit_start(self, shift: int) -> date:
        """The first day of the day, month or year that lies `shift` units on."""
        if self.day is not None:
            return date(self.year, self.month, self.day) + timedelta(days=shift)
        if self.month is not None:
            months = self.year * 12 + self.month - 1 + shift
            return date(months // 12, months % 12 + 1, 1)
        return date(self.year + shift, 1, 1)


EDTF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)", re.ASCII)


@lru_cache(maxsize=100_000)
def parse_edtf(written: str) -> PartialDate:
    """The date that the record writes as `2007-10-25`, `2007-10`, `2007` or `2006~`.

    Raises DateError for anything else, so also for an unknown or an open one.
    """
    match = EDTF.fullmatch(written)
    if not match:
        raise DateError(f"“{written[:60]}” is not a date. {WANTED}")
    year, month, day, about = match.groups()
    return PartialDate(int(year), month and int(month), day and int(day), about=bool(about))


def words_of(written: str) -> str:
    """What a reader sees for what the record writes; "" for an unknown date."""
    if written == UNKNOWN:
        return ""
    if written == OPEN:
        return "present"
    return parse_edtf(written).words


@dataclass(frozen=True)
class Span:
    """From a first to a last day, both included; each known, partial, unknown or open.

    `started` and `ended` are written as in the record. `seen_from` and `seen_until` are
    whole days on which a source shows that it held, where its real first or last day is
    not known ("in office on 25 October 2007").
    """

    started: str = UNKNOWN
    ended: str = OPEN
    seen_from: date | None = None
    seen_until: date | None = None

    @property
    def earliest_start(self) -> date:
        return EARLIEST if self.started == UNKNOWN else parse_edtf(self.started).first

    @property
    def latest_end(self) -> date:
        if self.ended in (UNKNOWN, OPEN):
            return LATEST
        return parse_edtf(self.ended).last

    @property
    def latest_start(self) -> date:
        """It had begun by then: no later than its own date says, than it was seen, or
        than it ended."""
        own = LATEST if self.started == UNKNOWN else parse_edtf(self.started).last
        seen = self.seen_from or self.seen_until or LATEST
        return min(own, seen, self.latest_end)

    @property
    def earliest_end(self) -> date:
        """It had not ended before then."""
        if self.ended == OPEN:
            own = LATEST
        elif self.ended == UNKNOWN:
            own = EARLIEST
        else:
            own = parse_edtf(self.ended).first
        seen = self.seen_until or self.seen_from or EARLIEST
        return max(own, seen, self.earliest_start)

    def contradiction(self) -> str:
        """What is wrong with these dates, as a sentence; "" if they can be true."""
        if self.seen_from and self.seen_until and self.seen_from > self.seen_until:
            return "“Seen until” is before “seen from”."
        if self.earliest_start > self.latest_end:
            return (
                f"It ends ({words_of(self.ended)}) before it starts ({words_of(self.started)})."
            )
        seen = self.seen_from or self.seen_until
        if seen and seen < self.earliest_start:
            return (
                f"It was seen on {words_of(seen.isoformat())}, before it started "
                f"({words_of(self.started)})."
            )
        seen = self.seen_until or self.seen_from
        if seen and seen > self.latest_end:
            return (
                f"It was seen on {words_of(seen.isoformat())}, after it ended "
                f"({words_of(self.ended)})."
            )
        return ""

    def on(self, day: date) -> Holds:
        """Does it hold on that day? "2003" covers each day of 2003 only possibly."""
        if self.latest_start <= day <= self.earliest_end:
            return Holds.CERTAINLY
        if self.earliest_start <= day <= self.latest_end:
            return Holds.POSSIBLY
        return Holds.NO

    def within(self, other: "Span") -> "Span":
        """The part of this span that lies in the other: the later of the two starts and
        the earlier of the two ends, each as it is written. Where it is not certain which
        that is, it is the one that leaves more open: both "2003" and "unknown" may be later
        than a day of 2003, and are true of the later one."""
        spans = (self, other)
        first = max(spans, key=lambda span: (span.latest_start, span.earliest_start))
        last = min(spans, key=lambda span: (span.earliest_end, span.latest_end))
        seen = [day for day in (self.seen_from, self.seen_until) if day]
        seen = [day for day in seen if other.earliest_start <= day <= other.latest_end]
        return Span(first.started, last.ended, *(seen or [None, None])[:2])

    def overlap(self, other: "Span") -> Holds:
        """Is there a day, other than a day of handover, on which both hold?

        A successor who starts on the predecessor's last day does not overlap.
        """
        if self.latest_start < other.earliest_end and other.latest_start < self.earliest_end:
            return Holds.CERTAINLY
        if self.earliest_start < other.latest_end and other.earliest_start < self.latest_end:
            return Holds.POSSIBLY
        return Holds.NO

    @property
    def words(self) -> str:
        """ "January 26, 2005 – January 20, 2009", "since 2010", "seen October 25, 2007"."""
        start, end = words_of(self.started), words_of(self.ended)
        if self.ended == OPEN and self.started != UNKNOWN:
            return f"since {start}"
        if self.started == UNKNOWN and self.ended in (UNKNOWN, OPEN):
            seen = self._seen_words()
            if self.ended == OPEN:
                return f"to the present ({seen})" if seen else "to the present"
            return seen or "dates unknown"
        if self.started == UNKNOWN:
            return f"until {end}"
        if self.ended == UNKNOWN:
            return f"from {start}, end unknown"
        return start if start == end else f"{start} – {end}"

    def _seen_words(self) -> str:
        days = [day for day in (self.seen_from, self.seen_until) if day]
        words = [PartialDate(day.year, day.month, day.day).words for day in days]
        return "seen " + " to ".join(dict.fromkeys(words)) if words else ""


MONTHS = {
    name[:length].lower(): number
    for number, name in enumerate(calendar.month_name)
    if name
    for length in (3, len(name))
} | {"sept": 9}
MONTH = r"(?P<month>[a-z]{3,9})\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
YEAR = r"(?P<year>\d{4})"
# How people write dates, beside EDTF. Tried in order on lower-case text.
FORMS = [
    re.compile(form, re.ASCII)
    for form in (
        rf"{MONTH} {DAY},? {YEAR}",
        rf"{DAY}(?: of)? {MONTH},? {YEAR}",
        rf"{DAY}-{MONTH}-{YEAR}",
        rf"{DAY}{MONTH}{YEAR}",
        rf"{YEAR}[ -]{MONTH}(?:[ -]{DAY})?",
        rf"{MONTH},? {YEAR}",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        YEAR,
    )
]
SLASHES = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{2,4})", re.ASCII)
MONTH_SLASH_YEAR = re.compile(r"(?P<month>\d{1,2})/(?P<year>\d{4})", re.ASCII)
ABOUT = re.compile(r"(?:about|around|approximately|approx\.?|circa|ca\.?|c\.) ?|~")
OPEN_WORDS = {OPEN, "present", "to present", "to date", "current", "ongoing"} | {
    "now", "today", "still", "still in office", "still serving", "in office", "incumbent"
} | {"until present", "till present", "to the present", "continuing", "active"
}  # fmt: skip
UNKNOWN_WORDS = {"", "unknown", "not known", "?", "n/a", "na", "tbd", "-", "–", "—"}


def read_date(text: str) -> str:
    """What a person typed, as the record writes it; UNKNOWN and OPEN among them.

    Raises DateError, with a sentence that says what was wanted, for what is no date,
    can't exist (29 February 2007) or can be read in two ways (07/08/2007).
    """
    said = " ".join(text.split())
    plain = said.lower()
    if plain in UNKNOWN_WORDS:
        return UNKNOWN
    if plain in OPEN_WORDS:
        return OPEN
    about = False
    if match := ABOUT.match(plain):
        about, plain = True, plain[match.end() :]
    if plain.endswith("~"):
        about, plain = True, plain[:-1]
    return str(_read_plain(plain, said, about))


def _read_plain(plain: str, said: str, about: bool) -> PartialDate:
    if match := SLASHES.fullmatch(plain):
        return _read_slashes(match, said, about)
    for form in (*FORMS, MONTH_SLASH_YEAR):
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            month = parts.get("month")
            if month and not month.isdigit():
                if month not in MONTHS:
                    continue
                month = MONTHS[month]
            day = parts.get("day")
            return PartialDate(
                int(parts["year"]), month and int(month), day and int(day), about
            )
    raise DateError(f"“{said[:60]}” is not a date. {WANTED}")


def _read_slashes(match: re.Match, said: str, about: bool) -> PartialDate:
    """10/25/2007 as in America, 25.10.2007 as in Europe; what can be both is refused."""
    one, _, two, year = match.groups()
    if len(year) != 4:
        raise DateError(f"“{said}”: write the year in four digits, like 2007.")
    one, two, year = int(one), int(two), int(year)
    if one == two:
        return PartialDate(year, one, one, about)
    if one > 12:
        return PartialDate(year, two, one, about)
    if two > 12:
        return PartialDate(year, one, two, about)
    american = PartialDate(year, one, two, about)
    european = PartialDate(year, two, one, about)
    raise DateError(
        f"“{said}” could be {american.words} or {european.words}. "
        f"Write {american} or {european}."
    )

"""Days on a line: where each stands, and which are named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ..dates import EARLIEST, LATEST, Span
from .labels import width_of

STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # years from one named year to the next
MONTHS = (1, 3, 6)  # the same where the line is too short for years
MOST_TICKS = 10
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Tick:
    x: int
    words: str


@dataclass(frozen=True)
class Scale:
    """The days from `first` to `last`, both included, on a line from `left` to `right`."""

    first: date
    last: date
    left: int
    right: int

    def x(self, day: date) -> int:
        """Where the day begins; a day outside stands at the nearer end."""
        day = min(max(day, self.first), self.last)
        return self._at((day - self.first).days)

    def x_after(self, day: date) -> int:
        """Where the day ends."""
        day = min(max(day, self.first), self.last)
        return self._at((day - self.first).days + 1)

    def _at(self, days: int) -> int:
        whole = (self.last - self.first).days + 1
        return self.left + round(days * (self.right - self.left) / whole)

    def ticks(self) -> list[Tick]:
        """Years, or months of a short line, at even steps; at most ten or so."""
        years = self.last.year - self.first.year
        if years >= 3:
            step = next(s for s in STEPS if years / s <= MOST_TICKS)
            named = range(-(-self.first.year // step) * step, self.last.year + 1, step)
            days = [(date(year, 1, 1), str(year)) for year in named]
        else:
            start, end = (day.year * 12 + day.month - 1 for day in (self.first, self.last))
            step = next((s for s in MONTHS if (end - start) / s <= MOST_TICKS), 12)
            named = range(-(-start // step) * step, end + 1, step)
            days = [(date(m // 12, m % 12 + 1, 1), "") for m in named]
            days = [(day, f"{day:%b %Y}") for day, _ in days]
        ticks = [Tick(self.x(day), words) for day, words in days if day >= self.first]
        # The last is not named where its words would be cut off.
        return [
            one if one.x + width_of(one.words) <= self.right else Tick(one.x, "")
            for one in ticks
        ]


def extent(spans: Iterable[Span], *, on: date, today: date) -> tuple[date, date]:
    """The first and the last day of a line on which the spans are drawn, read as of `on`.

    A reader may look ahead to the year 9000; the line ends where nothing more is known,
    and where all is over it does not run on to today.
    Where something began nobody knows when, the line has room before the first known day.
    """
    spans = list(spans)
    ends = [
        day
        for span in spans
        for day in (span.earliest_start, span.latest_start, span.earliest_end, span.latest_end)
        if EARLIEST < day < LATEST
    ]
    goes_on = any(span.latest_end > today for span in spans)
    last = min(on, max([today, *ends] if goes_on or not ends else ends))
    first = min([day for day in ends if day <= last], default=last - YEAR)
    first = min(first, last - YEAR)
    if any(span.earliest_start == EARLIEST for span in spans):
        first -= max(YEAR, (last - first) // 12)
    return first, last

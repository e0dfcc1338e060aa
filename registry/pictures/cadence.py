"""Meetings against the rule: a line for each year, a field for each period."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from ..facts.cadence import PeriodAnswer, Verdict
from ..models import Body, Meeting
from ..vocabulary import Period
from .frame import Frame
from .labels import and_more

LEFT, TOP, ROW, BOX, STEP = 56, 30, 30, 16, 20
MOST_YEARS = 40
MOST_BOXES = 6  # of a period; more are counted
NAMES = {
    Period.YEAR: ["in the year"],
    Period.QUARTER: [f"quarter {number}" for number in range(1, 5)],
    Period.MONTH: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(),
}
# What is drawn in the place of a meeting that the rule wants, by verdict; a sign of its own
# for each, from the left upper corner of its box.
WANTING = {
    Verdict.MISSED: "m3 3l10 10m0-10l-10 10",
    Verdict.UNKNOWN: "m8 8m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
    Verdict.NOT_YET_DUE: "m4 8h8",
}
MEANINGS = {
    "held": "a meeting held",
    "possible": "possibly held then",
    Verdict.MISSED: "missed: none was held",
    Verdict.UNKNOWN: "not known: a meeting may be missing from the record",
    Verdict.NOT_YET_DUE: "not yet due",
}


@dataclass(frozen=True)
class Box:
    x: int
    y: int
    sign: str  # "held", "possible", or the verdict on a meeting that is wanting
    path: str
    meeting: Meeting | None


@dataclass(frozen=True)
class Field:
    """A period."""

    x: int
    y: int
    title: str
    boxes: list[Box]
    more: str  # how many meetings are not drawn: "+3"

    @property
    def more_x(self) -> int:
        return self.x + STEP * len(self.boxes)


@dataclass(frozen=True)
class Year:
    words: str
    y: int
    fields: list[Field]


@dataclass(frozen=True)
class Picture(Frame):
    heads: list[tuple[int, str]]
    years: list[Year]
    more: str
    key: list[tuple[Box, str]]


def picture(body: Body, answers: Iterable[PeriodAnswer]) -> Picture | None:
    """Draws what `facts.cadence` answered, the last year first; None where no rule is
    known."""
    by_year = [(year, list(of)) for year, of in groupby(answers, key=lambda a: a.first.year)]
    if not by_year:
        return None
    heads = NAMES[Period(body.cadence_period)]
    shown = by_year[:MOST_YEARS]
    wide = max(len(_signs(answer)[:MOST_BOXES]) for _, of in shown for answer in of)
    wide = max(STEP * wide + 34, 84 if len(heads) < 12 else 44)
    years = []
    for number, (year, of) in enumerate(shown):
        y = TOP + ROW * number
        years.append(
            Year(str(year), y + 13, [_field(a, len(heads), wide, y) for a in of[::-1]])
        )
    counts = [answer.verdict for _, of in by_year for answer in of]
    words = ", ".join(f"{counts.count(one):,} {one}" for one in Verdict if one in counts)
    used = {box.sign: box.path for y in years for f in y.fields for box in f.boxes}
    return Picture(
        "cadence",
        f"Meetings required and held: {body.label} meets {body.cadence}",
        f"{len(counts):,} periods: {words}. The table tells the same in words.",
        LEFT + wide * len(heads) + 12,
        TOP + ROW * len(years) + 4,
        [(LEFT + wide * number, words) for number, words in enumerate(heads)],
        years,
        and_more(sum(len(of) for _, of in by_year[MOST_YEARS:])),
        [
            (Box(1, 1, sign, _path(sign, 1, 1), None), words)
            for sign, words in MEANINGS.items()
            if sign in used
        ],
    )


def _signs(answer: PeriodAnswer) -> list[tuple[str, Meeting | None]]:
    signs: list = [("held", meeting) for meeting in answer.held]
    signs += [("possible", meeting) for meeting in answer.possible]
    if answer.verdict in WANTING:
        signs += [(answer.verdict, None)] * (answer.required - len(signs))
    return signs


def _field(answer: PeriodAnswer, periods: int, wide: int, y: int) -> Field:
    column = (answer.first.month - 1) * periods // 12
    x = LEFT + wide * column
    signs = _signs(answer)
    drawn = signs[:MOST_BOXES]
    boxes = [
        Box(x + STEP * n, y, sign, _path(sign, x + STEP * n, y), meeting)
        for n, (sign, meeting) in enumerate(drawn)
    ]
    more = f"+{len(signs) - len(drawn)}" if len(signs) > len(drawn) else ""
    title = (
        f"{answer.name}: {answer.required} required, {len(answer.held)} held, {answer.verdict}"
    )
    return Field(x, y, title, boxes, more)


def _path(sign: str, x: int, y: int) -> str:
    return f"M{x} {y}{WANTING[sign]}" if sign in WANTING else ""

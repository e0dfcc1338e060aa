"""The year of dates that are written without one: it stands once, in a title or above."""

import re
from collections.abc import Iterable

from ..dates import MONTHS

# "Wed, Jan 17", "17-Jan", "25th Oct.", "1/17"
YEARLESS = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? +)?"
    r"(?:(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?"
    r"|(?P<before>\d{1,2})(?:st|nd|rd|th)?[- ](?P<behind>[a-z]{3,9})\.?"
    r"|(?P<slashes>\d{1,2}/\d{1,2}))",
    re.I | re.A,
)
YEAR = re.compile(r"(?<![\d/-])(?:(FY|fiscal year) ?)?'?((?:19|20)\d\d)(?![\d/-])", re.I)


def yearless(cell) -> re.Match | None:
    match = YEARLESS.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if match is None or match["slashes"]:
        return match
    return match if (match["month"] or match["behind"]).lower() in MONTHS else None


def year_in(texts: Iterable[str]) -> str:
    """The only year that the texts name, as "2007" or "FY 2007"; "" where there is none,
    or several."""
    found = {
        f"FY {year}" if fiscal else year
        for text in texts
        for fiscal, year in YEAR.findall(text.replace("_", " "))
    }
    return found.pop() if len(found) == 1 else ""


def with_year(cell: str, year: str) -> str:
    """The date with that year. A fiscal year begins in the October before it."""
    match = yearless(cell)
    number = int(year.removeprefix("FY "))
    if match["slashes"]:
        return cell if year.startswith("FY") else f"{match['slashes']}/{number}"
    month, day = match["month"] or match["behind"], match["day"] or match["before"]
    if year.startswith("FY") and MONTHS[month.lower()] >= 10:
        number -= 1
    return f"{month} {day}, {number}"


def months_alone(cells: Iterable[str], year: str) -> bool:
    """Is each number the year itself? "Jan 07", "Feb 07" under “2007” are months."""
    found = [yearless(cell) for cell in cells]
    return all(
        (one["day"] or one["before"] or "").zfill(2) == year[-2:] for one in found if one
    )

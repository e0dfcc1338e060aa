"""Dates and times in a cell; see `cells.py` for what a reader is.

Dates come out as the record writes them (EDTF). `dates.read_date` reads what people type;
here is what only sheets hold: date cells, serial numbers, columns of slashed dates.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress

from ..dates import (
    OPEN,
    OPEN_WORDS,
    SLASHES,
    UNKNOWN,
    UNKNOWN_WORDS,
    DateError,
    PartialDate,
    read_date,
    words_of,
)
from .cells import (
    NOTHING,
    CellContext,
    CellDoubt,
    CellRefused,
    as_text,
    normal,
    quoted,
    read_line,
    seen_through,
)

# Days of a sheet count from here; two counts are in use.
DAY_ZERO, DAY_ZERO_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)
LAST_SERIAL = 73_050  # the end of 2099
BLANK_DAYS = {"1899-12-30", "1899-12-31", "1900-01-01"}  # as date cells
LONGEST_DATE = 100  # what is longer tells no date
# In a column of dates: it is known to be unknown, which a blank cell doesn't say.
SAID_UNKNOWN = {"unknown", "not known"}

# ---- Times

FROM_TO = re.compile(r"(\d[^-–—]*?)\s*(?:[-–—]|\bto\b|\buntil\b)\s*(\d.*)", re.I)
ZONES = {
    **dict.fromkeys(("et", "est", "edt", "eastern", "eastern time"), "America/New_York"),
    **dict.fromkeys(("ct", "cst", "cdt", "central", "central time"), "America/Chicago"),
    **dict.fromkeys(("mt", "mst", "mdt", "mountain", "mountain time"), "America/Denver"),
    **dict.fromkeys(("pt", "pst", "pdt", "pacific", "pacific time"), "America/Los_Angeles"),
    **dict.fromkeys(("utc", "gmt", "z", "zulu"), "UTC"),
}


def time_in(text: str) -> datetime.time | None:
    """The time of day behind a date; midnight is how programs write that there is none."""
    if match := CLOCK_TIME.search(text.strip()):
        with suppress(CellRefused):
            clock = re.search(r"\d{1,2}:\d\d(:\d\d)?( ?[ap]\.?m)?", match[0], re.I)
            time = read_time(clock[0], CellContext())
            return time if time != datetime.time() else None
    return None


def zone_in(text: str) -> str:
    """The zone that is written behind a time ("2:00 p.m. ET") or alone, by its full name;
    "" where none is."""
    said = normal(text)
    return ZONES.get(said) or ZONES.get(said.split(" ")[-1] if said else "", "")


def read_time(value, context: CellContext) -> datetime.time | None:
    if isinstance(value, datetime.datetime):
        return value.time()
    if isinstance(value, datetime.time):
        return value
    if isinstance(value, float) and 0 <= value < 1:
        return (datetime.datetime.min + datetime.timedelta(seconds=round(value * 86400))).time()
    text = read_line(value, context)
    if text.lower() in NOTHING:
        return None
    said = re.sub(r"^(\d{1,2})\.(\d\d)", r"\1:\2", text.lower())
    said = re.sub(r"[\s.]|hours|hrs|h$|uhr", "", said)
    said = {"noon": "12:00", "midnight": "0:00"}.get(said, said)
    match = re.fullmatch(r"(\d{1,2})(?::?(\d\d))?(?::(\d\d))?(am|pm|a|p)?[a-z]{0,4}", said)
    if match and (match[2] or match[4]):
        hour, minute, second = (int(part or 0) for part in match.groups()[:3])
        if match[4] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if match[4][0] == "p" else 0)
        with suppress(ValueError):
            return datetime.time(hour, minute, second)
    if (match := FROM_TO.fullmatch(text)) and (time := _start_of(*match.groups(), context)):
        raise CellDoubt(
            f"{quoted(text)} is kept as {time:%H:%M}: the record has the time at which a "
            "meeting starts.",
            guess=time,
        )
    raise CellRefused(f"{quoted(text)} is not a time like 15:00 or 3:00 p.m.")


def _start_of(start: str, end: str, context: CellContext) -> datetime.time | None:
    """The first of two times. In “2:00-3:30 PM” both are in the afternoon, in “11:00-1:00
    PM” only the second is: none is as long as that."""
    half = re.search(r"[ap]\.?m?\.?(?=\W*[a-z]{0,4}\W*$)", end, re.I)
    own = re.search(r"\d\s*[ap]\.?m?\b", start, re.I)
    ways = [start] if own or not half else [f"{start} {half[0]}", start, f"{start} am"]
    last = None
    with suppress(CellRefused):
        last = read_time(end, context)
    for said in ways:
        with suppress(CellRefused):
            time = read_time(said, context)
            if last is None or own or not half or time <= last:
                return time
    return None


# ---- Dates

WEEKDAY = re.compile(
    r"(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?\.?,? +", re.IGNORECASE
)
# The time of day behind a date, as programs write it.
CLOCK_TIME = re.compile(
    r"[T ,]+(at )?\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[ap]\.?m\.?)?"
    r"( ?(Z|[A-Z]{2,4}|[+-]\d\d:?\d\d))?$",
    re.IGNORECASE,
)
SHORT_YEAR = re.compile(r"(.*?\b[a-z]{3,9}\.?(?: \d{1,2},)?)[ -]*[’'‘ -](\d\d)", re.IGNORECASE)
LONE_SHORT_YEAR = re.compile(r"[’'‘](\d\d)")
PART_OF = re.compile(
    r"(?:early|mid|middle of|late|end of|beginning of|spring|summer|fall|autumn|winter|fy"
    r"|fiscal year|q[1-4]|\w+ quarter)[ ,-]*(?:of |in )?(.*\d{4})",
    re.IGNORECASE,
)
ESTIMATE = re.compile(
    r"\s*[(\[](estimated?|est|approx(imate(ly)?)?|about|ca|circa)\.?[)\]]$", re.I
)
SEEN = re.compile(r"(?:last |first )?seen|in office|on record|as of", re.IGNORECASE)
# Behind a date: the mark of a footnote, or a remark in brackets, "1/20/2009 (resigned)".
MARKS = " .,;*†‡§¹²³"
REMARK = re.compile(r"(.*\S)\s*[(\[][^()\[\]]*[)\]]")
# Before it: a word that the column says already.
FIRST_WORDS = re.compile(r"(?:since|from|starting|beginning|effective|eff\.?|on)\s+", re.I)
LAST_WORDS = re.compile(r"(?:until|till|to|through|thru|ended|ending)\s+", re.I)
TO = re.compile(r"\s+(?:to|through|thru|until|till|and)\s+|\s*[–—]\s*|\s+-\s+", re.IGNORECASE)


def date_order(values: Iterable) -> str | None:
    """ "mdy" or "dmy", as those cells of a column show that can be read in one order only.

    "mdy?" and "dmy?" where a single cell shows it or another looks like the other order:
    then each cell that follows is told. None where no cell shows it, or as many each.
    """
    shown, looks = Counter(), Counter()
    for value, times in Counter(values).items():
        if not isinstance(value, str) or len(value) > LONGEST_DATE:
            continue
        if value[:4].isdigit():  # the year comes first: 2007-10-25
            continue
        if match := SLASHES.fullmatch(_without_time(_without_remark(value))):
            one, mark, two, year = match.groups()
            if mark == ".":  # with dots the day comes first anyway
                continue
            one, two, year = int(one), int(two), int(year) if len(year) == 4 else 2000
            american, european = _exists(year, one, two), _exists(year, two, one)
            if american != european:
                shown["mdy" if american else "dmy"] += times
            elif one > 12 or two > 12:  # there is no such day, but it was meant in an order
                looks["dmy" if one > 12 else "mdy"] += times
    if not shown or shown["mdy"] == shown["dmy"]:
        return None
    order = max(shown, key=shown.get)
    other = "dmy" if order == "mdy" else "mdy"
    sure = shown[order] > 1 and not shown[other] and not looks[other]
    return order if sure else f"{order}?"


def _without_time(text: str) -> str:
    return CLOCK_TIME.sub("", text.strip())


def _without_remark(text: str) -> str:
    match = REMARK.fullmatch(text.strip(MARKS)) if text[-1:] in ")]" else None
    return (match[1] if match else text).strip(MARKS)


def _exists(year: int, month: int, day: int) -> bool:
    with suppress(ValueError):
        datetime.date(year, month, day)
        return True
    return False


def century(values: Iterable) -> int | None:
    """The hundred years about the four-digit years of a column; None where it has none.
    To be used as `CellContext.century`."""
    years = sorted(
        int(match[0])
        for value in values
        if not isinstance(value, bool)
        and (match := re.search(r"\b(1[5-9]|20)\d\d\b", str(value)))
    )
    return years[len(years) // 2] - 50 if len(years) >= 3 else None


def read_partial_date(value, context: CellContext) -> str:
    """A date as the record writes it; UNKNOWN ("") and OPEN ("..") among them."""
    if isinstance(value, datetime.date):
        written = value.isoformat()[:10]
        if written in BLANK_DAYS or (written == "1904-01-01" and context.epoch_1904):
            raise CellDoubt(
                f"“{written}” is what programs show for a blank cell: this date is left "
                "unknown.",
                guess=UNKNOWN,
            )
    elif isinstance(value, bool) or isinstance(value, datetime.time):
        raise CellRefused(f"{quoted(as_text(value))} is not a date.")
    elif isinstance(value, int | float):
        written = _of_number(value, context)
    else:
        text = as_text(value)
        if not text.isascii() or not text.isprintable():
            text = seen_through(text, context, lines=False)
        written = _of_text(" ".join(text.split()), context)
    if written.startswith("9999"):  # how databases write that there is no end
        written = OPEN
    if written == OPEN and not getattr(context.field, "open_allowed", True):
        raise CellRefused(
            f"{quoted(value)} can stand only for the end of a span. Write a date."
        )
    if written not in (UNKNOWN, OPEN) and not "1000" <= written[:4] <= "2999":
        raise CellRefused(f"{quoted(as_text(value))} is not a date: there is no such year.")
    return written


def _of_number(number: int | float, context: CellContext) -> str:
    """A year, a month as 200705, a day as 20070525, or a serial number of days."""
    whole = int(number)
    text = str(whole)
    if number == whole:
        if 1500 <= whole <= 2199:
            return text
        if len(text) == 8:
            return _plain_date(text)
        if len(text) == 6 and 1 <= whole % 100 <= 12 and 1500 <= whole // 100 <= 2199:
            return f"{text[:4]}-{text[4:]}"
    zero = DAY_ZERO_1904 if context.epoch_1904 else DAY_ZERO
    if not 61 <= whole <= LAST_SERIAL:
        raise CellRefused(
            f"“{as_text(number)}” is not a date. Write one like 2007-10-25, or give the cell a "
            "date format in the spreadsheet program."
        )
    written = (zero + datetime.timedelta(days=whole)).isoformat()
    if whole < 10_000 and "serial number" not in context.settled:
        raise CellDoubt(
            f"“{as_text(number)}” is read as a serial number of days: {words_of(written)}.",
            guess=written,
            question="serial number",
        )
    return written


def _of_text(text: str, context: CellContext) -> str:
    if len(text) > LONGEST_DATE:
        raise CellRefused(f"{quoted(text)} is not a date.")
    if text == OPEN:
        return OPEN
    plain = text.strip(MARKS)
    if plain.lower() in UNKNOWN_WORDS or plain.lower() in NOTHING or not plain.strip("-–—_"):
        return UNKNOWN
    if plain.lower() in OPEN_WORDS:
        return OPEN
    plain = _without_time(WEEKDAY.sub("", plain))
    if plain[-1:] in (")", "]"):
        if ESTIMATE.search(plain):
            plain = "circa " + ESTIMATE.sub("", plain)
        elif (bare := _without_remark(plain)) != plain and not SEEN.match(plain):
            return _beside_remark(bare, text, context)
    if plain[:1].isalpha():
        plain = _spaced(plain, context)
    if re.fullmatch(r"[0/.-]+", plain) and plain.count("0") >= 6:
        return UNKNOWN  # how databases write no date: 0000-00-00
    if re.fullmatch(r"\d{5}(\.\d+)?", plain, re.ASCII):
        return _serial_text(plain, context)
    if re.fullmatch(r"\d{6}", plain, re.ASCII):
        return _of_number(int(plain), context)
    if re.fullmatch(r"[a-z]{3,9}\.? \d{1,2}|\d{1,2}[- ][a-z]{3,9}\.?", plain, re.IGNORECASE):
        raise CellRefused(
            f"{quoted(text)} has no year, or one of two digits. Write the year in four, like "
            "25 October 2007 or October 2007."
        )
    if match := SLASHES.fullmatch(plain):
        return _of_slashes(match, text, context)
    if (
        match := SHORT_YEAR.fullmatch(plain) or LONE_SHORT_YEAR.fullmatch(plain)
    ) and not plain.lower().startswith(("seen", "q")):
        *before, year = match.groups()
        start = " ".join(before).strip(" -")
        with suppress(DateError):
            return _with_century(
                lambda year: read_date(f"{start.replace('-', ' ')} {year}".strip()),
                int(year), text, context,
            )  # fmt: skip
    if SEEN.match(plain) or " seen " in plain:
        if days := days_in(plain):
            raise CellDoubt(
                f"{quoted(text)} tells a day on which it was seen ({words_of(days[0])}), not "
                "this date; this date is left unknown.",
                guess=UNKNOWN,
                question="seen",
            )
    return _about_or_plain(plain, text, context)


def _spaced(plain: str, context: CellContext) -> str:
    """A date that begins with a word, without one that the column says already, and with
    blanks where they belong: "since Jan.26,2005" is "Jan. 26, 2005", "Oct-2007" "Oct 2007"."""
    last = getattr(context.field, "open_allowed", False)
    plain = (LAST_WORDS if last else FIRST_WORDS).sub("", plain, count=1)
    plain = re.sub(r"(?<=[a-z])\.(?=\d)", ". ", plain, flags=re.I)
    plain = re.sub(r"\s*,\s*(?=\d{4}\b)", ", ", plain)
    return re.sub(r"^([a-z]{3,9})\.?-(\d{4})$", r"\1 \2", plain, flags=re.I)


def _beside_remark(bare: str, text: str, context: CellContext) -> str:
    """The date before a remark in brackets, told; refused as the whole cell."""
    try:
        written = _of_text(bare, context)
    except CellRefused as refused:
        raise _of_whole_cell(refused, bare, text) from None
    raise CellDoubt(
        f"{quoted(text)} is kept as {words_of(written) or 'unknown'}; what stands in brackets "
        "is not kept.",
        guess=written,
    )


def _of_whole_cell(refused: CellRefused, part: str, text: str) -> CellRefused:
    """The refusal of a part of a cell, quoting all of it."""
    return CellRefused(str(refused).replace(quoted(part), quoted(text), 1))


def _about_or_plain(plain: str, text: str, context: CellContext) -> str:
    try:
        written = _plain_date(plain)
    except CellRefused as refusal:
        if match := PART_OF.fullmatch(plain):
            with suppress(CellRefused):
                year = _plain_date(match[1].strip())[:4]
                raise CellDoubt(
                    f"{quoted(text)} is kept as {year}: the record has years, months and days.",
                    guess=year,
                    question="part of a year",
                ) from None
        refusal = _of_whole_cell(refusal, plain, text)
        if plain.endswith("?"):
            with suppress(CellRefused):
                plain = plain.rstrip("? ")
                written = _plain_date(plain).rstrip("~") + "~"
                raise CellDoubt(
                    f"{quoted(text)} is kept as “{words_of(written)}”.",
                    guess=written,
                    question="about",
                ) from None
        if _holds_two_dates(plain):
            raise CellRefused(
                f"{quoted(text)} holds two dates. Put the first and the last day into columns "
                "of their own."
            ) from None
        raise refusal from None
    told = (
        plain.endswith("~") or plain.lower().startswith("about") or "about" in context.settled
    )
    if written.endswith("~") and not told:
        raise CellDoubt(
            f"{quoted(text)} is kept as “{words_of(written)}”.", guess=written, question="about"
        )
    return written


def _holds_two_dates(text: str) -> bool:
    parts = TO.split(text)
    ways = [parts] if len(parts) == 2 else _ways_at_hyphen(text)
    return any(all(map(_tells_date, way)) for way in ways)


def _ways_at_hyphen(text: str) -> list[list[str]]:
    """ "1/20/2001-1/20/2009": a hyphen without blanks may part two dates, or belong to one."""
    places = [at for at, mark in enumerate(text) if mark == "-"]
    return [[text[:at], text[at + 1 :]] for at in places]


def _tells_date(text: str) -> bool:
    try:
        return bool(_of_text(text, CellContext()))
    except CellRefused:
        return False
    except CellDoubt:
        return True


def _plain_date(text: str) -> str:
    try:
        return read_date(text)
    except DateError as error:
        raise CellRefused(_with_cell(str(error), text)) from None


def _with_cell(sentence: str, text: str) -> str:
    """The sentence, with the cell before it where it doesn't quote it itself."""
    return sentence if "“" in sentence[:1] else f"{quoted(text)}: {sentence}"


def _serial_text(plain: str, context: CellContext) -> str:
    number = float(plain)
    if not 10_000 <= number <= LAST_SERIAL:
        raise CellRefused(f"“{plain}” is not a date.")
    written = _of_number(number, context)
    if "serial number" in context.settled:
        return written
    raise CellDoubt(
        f"“{plain}” is read as a serial number of days: {words_of(written)}.",
        guess=written,
        question="serial number",
    )


def _of_slashes(match: re.Match, text: str, context: CellContext) -> str:
    """10/25/2007, 25.10.2007, 3/17/22. What can be read in both orders follows the other
    cells of the column, and is told; without any it must be asked."""
    one, mark, two, year = match.groups()
    one, two = int(one), int(two)
    if len(year) == 3:
        raise CellRefused(f"“{text}”: write the year in four digits, like 2007.")
    if len(year) == 2:
        return _with_century(
            lambda year: _in_order(one, two, year, mark, text, context),
            int(year), text, context,
        )  # fmt: skip
    return _in_order(one, two, int(year), mark, text, context)


def _in_order(one: int, two: int, year: int, mark: str, text: str, context) -> str:
    american, european = _exists(year, one, two), _exists(year, two, one)
    if one == two or american != european:
        month, day = (one, two) if american else (two, one)
        return f"{year:04d}-{month:02d}-{day:02d}"
    if not american:
        month, day = (two, one) if one > 12 else (one, two)
        try:
            return str(PartialDate(year, month, day))
        except DateError as error:
            raise CellRefused(f"“{text}”: {error}") from None
    readings = {
        "mdy": f"{year:04d}-{one:02d}-{two:02d}",
        "dmy": f"{year:04d}-{two:02d}-{one:02d}",
    }
    order = "dmy" if mark == "." else context.date_order or ""
    sure = not order.endswith("?") or "date order" in context.settled
    order = order.removesuffix("?")
    if order and sure:
        return readings[order]
    both = f"“{text}” could be {words_of(readings['mdy'])} or {words_of(readings['dmy'])}"
    if order:
        first = "month" if order == "mdy" else "day"
        raise CellDoubt(
            f"{both}. As other dates of the sheet have the {first} first, it is read "
            f"as {words_of(readings[order])}.",
            guess=readings[order],
            question="date order",
        )
    raise CellDoubt(
        f"{both}. Say which comes first in this column, month or day.", question="date order"
    )


def _with_century(read, year: int, text: str, context: CellContext) -> str:
    """`read(year)` with the year of four digits that two stand for."""
    start = context.century if context.century is not None else 1970
    whole = start + (year - start) % 100
    written = read(whole)
    if context.century is None and "century" not in context.settled:
        raise CellDoubt(
            f"“{text}” has a year of two digits, read as {whole}. Write the year in four.",
            guess=written,
            question="century",
        )
    return written


def read_year(value, context: CellContext) -> int | None:
    """The year alone, of a year or of any date."""
    with suppress(CellDoubt):
        written = read_partial_date(value, context)
        return int(written[:4]) if written not in (UNKNOWN, OPEN) else None
    if match := re.search(r"\b(1[5-9]|20)\d\d\b", as_text(value)):
        return int(match[0])
    raise CellRefused(f"{quoted(as_text(value))} tells no year.")


def read_day(value, context: CellContext) -> datetime.date | None:
    """A whole day."""
    written = read_partial_date(value, context)
    if written in (UNKNOWN, OPEN):
        return None
    if len(written) != 10:
        raise CellRefused(f"{quoted(as_text(value))}: a whole day is wanted, like 2007-10-25.")
    return datetime.date.fromisoformat(written)


# A date somewhere in a sentence.
DAY_IN_TEXT = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}\b"
    r"|\b[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}\b"
    r"|\b\d{1,2}(?:/\d{1,2}/|-\d{1,2}-|\.\d{1,2}\.)(?:\d{4}|\d\d)\b"
)
OF_SHORT_YEAR = re.compile(r"(\d{1,2}[/.-]\d{1,2}[/.-])(\d\d)")


def days_in(text: str) -> list[str]:
    """The whole days that a sentence names, as the record writes them."""
    days = []
    for found in DAY_IN_TEXT.finditer(text):
        said = found[0]
        if match := OF_SHORT_YEAR.fullmatch(said):
            said = f"{match[1]}{'19' if match[2] >= '50' else '20'}{match[2]}"
        with suppress(DateError):
            days.append(read_date(said))
    return days


def read_seen(value, context: CellContext) -> tuple[datetime.date, datetime.date] | None:
    """ "seen 2007-10-25", "seen 2021-07-20 to 2023-02-01", "in office when the source was
    made (14 Feb 2019)": the first and the last day on which it is known to have held."""
    number = isinstance(value, int | float) and not isinstance(value, bool) and value > 9999
    if isinstance(value, datetime.date) or number:
        day = read_day(value, context)
        return (day, day) if day else None
    text = read_line(value, context)
    if text.lower() in NOTHING:
        return None
    days = sorted(datetime.date.fromisoformat(day) for day in days_in(text))
    if days:
        return days[0], days[-1]
    raise CellDoubt(f"{quoted(text)} names no day on which it was seen; left out.", guess="")


def read_span(value, context: CellContext) -> tuple[str, str] | None:
    """ "January 26, 2005 – January 20, 2009", "2001 to present", "since 2010": a first and a
    last day in one cell."""
    text = read_line(value, context)
    if text.lower() in NOTHING:
        return None
    said = re.sub(r"^(from|between|served|term:?)\s+", "", text, flags=re.IGNORECASE)
    if match := re.match(r"since\s+", said, re.IGNORECASE):
        return _first_and_last(said[match.end() :], OPEN, context)
    if match := re.match(r"(until|to|through)\s+", said, re.IGNORECASE):
        return _first_and_last(UNKNOWN, said[match.end() :], context)
    if match := re.fullmatch(r"(\d{4})\s*[-–—]\s*(\d{4}|\d\d)?", said):
        last = match[2] or OPEN
        return match[1], match[1][:2] + last if len(last) == 2 and last != OPEN else last
    parts = TO.split(said)
    if len(parts) == 2:
        return _first_and_last(parts[0], parts[1] or OPEN, context)
    if not _tells_date(said):
        for first, last in _ways_at_hyphen(said):
            if _tells_date(first) and _tells_date(last):
                return _first_and_last(first, last, context)
    if said.lower() in OPEN_WORDS:
        return UNKNOWN, OPEN
    return _first_and_last(said, said, context)


def _first_and_last(first: str, last: str, context: CellContext) -> tuple[str, str]:
    """Both days; what is doubtful of either is doubtful of the span."""
    days, doubts = [], []
    for text in (first, last):
        try:
            days.append(_of_text(text, context) if text not in (UNKNOWN, OPEN) else text)
        except CellDoubt as doubt:
            if doubt.guess is None:
                raise
            days.append(doubt.guess)
            doubts.append(doubt)
    if doubts:
        raise CellDoubt(str(doubts[0]), guess=tuple(days), question=doubts[0].question)
    return days[0], days[1]

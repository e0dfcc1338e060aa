"""What a cell says. A reader takes the cell and its context and gives the value, or raises
CellRefused or CellDoubt, whose text is a sentence that quotes the cell. Dates and times are
read by `days.py`.
"""

import datetime
import re
from contextlib import suppress
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from rapidfuzz import fuzz, process

from ..text import UNSEEN, fold, hidden_in, tidy
from .files import CellError

YES = {"yes", "y", "x", "true", "t", "1", "✓", "✔", "☑", "✅", "on", "j", "oui", "si"}
NO = {"no", "n", "false", "f", "0", "✗", "✘", "☐", "❌", "off", "none", "non", "nein"}
NOTHING = {
    "",
    "-",
    "–",
    "—",
    "n/a",
    "na",
    "none",
    "nil",
    "tbd",
    "tba",
    "unknown",
    "?",
    "(none)",
}
# In a cell: what the record has there is wrong, and nothing takes its place. A blank cell
# says nothing.
ERASE = "(none)"
LONGEST_NAME = 300  # what is longer names no record
URL = URLValidator(schemes=["http", "https", "ftp"])


class CellRefused(Exception):
    """The cell says nothing that the field can hold: what it says, what was wanted."""


class CellDoubt(Exception):
    """The cell can be read in more than one way, so somebody must be asked or told.

    `guess` is the likeliest reading, or None where none is likelier; "" leaves the field
    blank. `question` names what one answer settles for the whole column ("date order",
    "century", "about", …); "" where each cell is a question of its own.
    """

    def __init__(self, reason: str, guess=None, question: str = ""):
        super().__init__(reason)
        self.guess = guess
        self.question = question


@dataclass
class CellContext:
    """What the other cells of the column show, and what staff have settled about it.

    `century` is the first of the hundred years in which two-digit years lie: 1966 makes 77
    1977 and 22 2022. A question in `settled` is not asked again: its guess is the answer.
    """

    field: object = None  # kinds.Field
    date_order: str | None = None  # as `date_order()` finds it, or as staff said
    century: int | None = None
    settled: frozenset[str] = frozenset()
    epoch_1904: bool = False
    longest: int = 32_767


# What is left of ASCII where punctuation does not count.
PLAIN = {ord(mark): " " for mark in map(chr, range(128)) if not mark.isalnum()}
PLAIN |= dict.fromkeys(map(ord, ".'"))


def normal(text: str) -> str:
    """A header or choice as it is compared: no case, accents, punctuation, doubled blanks.

    A mark that is all there is stays what it is: "✓", "-".
    """
    folded = fold(text)
    if folded.isascii():  # as nearly every word is that a header may say
        return " ".join(folded.translate(PLAIN).split()) or folded
    return " ".join(re.sub(r"[\W_]+", " ", re.sub(r"[.']", "", folded)).split()) or folded


def quoted(value) -> str:
    text = " ".join(str(value).split())
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"


# ---- Text


def as_text(value) -> str:
    """The cell as a person sees it. A whole number has no ".0", so codes stay codes."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, CellError):
        raise CellRefused(
            f"The cell holds {value} instead of a value. Mend it in the spreadsheet program."
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "minutes")
    return str(value)


def _longest(context: CellContext) -> int:
    own = getattr(context.field, "longest", None)
    return min(own, context.longest) if own else context.longest


def seen_through(text: str, context: CellContext, lines: bool) -> str:
    """Text without what no reader can see; what was taken out is told."""
    found = hidden_in(text.replace("\u00ad", ""))
    text = text.translate(UNSEEN)
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", "", text)
    if lines:
        text = "\n".join(" ".join(line.split()) for line in tidy(text).split("\n"))
    else:
        text = " ".join(tidy(text).split())
    if found and "hidden characters" not in context.settled:
        raise CellDoubt(
            f"In {quoted(text)} there was {found[1]}, which nobody can see. It is taken out.",
            guess=text,
            question="hidden characters",
        )
    return text


def read_line(value, context: CellContext) -> str:
    text = as_text(value)
    if not text.isascii() or "\n" in text or "  " in text or not text.isprintable():
        text = seen_through(text, context, lines=False)
    text = text.strip()
    if len(text) > _longest(context):
        raise CellRefused(
            f"{quoted(text)} is {len(text):,} characters long; at most "
            f"{_longest(context):,} fit. Shorten it."
        )
    return text


def read_prose(value, context: CellContext) -> str:
    text = seen_through(as_text(value), context, lines=True)
    if len(text) > _longest(context):
        raise CellDoubt(
            f"{quoted(text)} is {len(text):,} characters long; at most {_longest(context):,} "
            "are kept, so this is left out. Shorten it, or keep it as a document.",
            guess="",
        )
    return text


CHAMBERS = {"house": "House of Representatives", "h": "House of Representatives"} | {
    "us house": "House of Representatives",
    "us house of representatives": "House of Representatives",
    **dict.fromkeys(("s", "us senate", "the senate"), "Senate"),
}


def read_chamber(value, context: CellContext) -> str:
    """ "house", "Senate": a chamber of Congress, by the name that it has as an agency."""
    text = read_line(value, context)
    return CHAMBERS.get(normal(text), text)


def read_code(value, context: CellContext) -> str:
    """A number that is a name: "019" stays "019"."""
    return read_line(value, context)


def read_key(value, context: CellContext) -> str:
    text = read_line(value, context)
    if text and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise CellRefused(
            f"{quoted(text)} can't be a key. Write it in lower-case letters a–z, digits and "
            "single hyphens, like “rice-condoleezza”, or leave it blank and one is made."
        )
    return text


def read_link(value, context: CellContext) -> str:
    text = read_line(value, context)
    if len(text) > LONGEST_NAME:
        word = getattr(context.field, "label", "") or "record"
        raise CellRefused(
            f"{quoted(text)} is {len(text):,} characters long, too long to name one {word}."
        )
    return text


def read_list(value, context: CellContext) -> list[str]:
    """Items divided by semicolons, bars or line breaks. A comma may be part of a name."""
    text = seen_through(as_text(value), context, lines=True)
    return [item for part in re.split(r"[;|\n]", text) if (item := part.strip(" ,•\t"))]


def read_links(value, context: CellContext) -> list[str]:
    return read_list(value, context)


def read_url(value, context: CellContext) -> str:
    text = read_line(value, context)
    if text.lower() in NOTHING:
        return ""
    whole = text if re.match(r"[a-z][a-z0-9+.-]*:", text, re.I) else f"https://{text}"
    with suppress(ValidationError):
        URL(whole)
        return whole
    raise CellRefused(f"{quoted(text)} is not an address like https://www.state.gov.")


# ---- Closed lists and numbers


def read_choice(value, context: CellContext) -> str:
    text = read_line(value, context)
    said, choices = normal(text), context.field.choices
    if said in choices:
        return choices[said]
    if said.removesuffix("s") in choices:
        return choices[said.removesuffix("s")]
    if text.lower() in NOTHING - {"?"}:
        return ""
    if 5 <= len(said) <= LONGEST_NAME and (
        close := process.extractOne(said, choices, scorer=fuzz.ratio, score_cutoff=85)
    ):
        raise CellDoubt(f"{quoted(text)} is read as “{close[0]}”.", guess=choices[close[2]])
    wanted = [str(one) for one in dict.fromkeys(choices.values())]
    raise CellRefused(
        f"{quoted(text)} is none of the values of {context.field.label}: {', '.join(wanted)}."
    )


def read_yes_no(value, context: CellContext) -> bool | None:
    if isinstance(value, bool):
        return value
    text = read_line(value, context)
    said = normal(text)
    if said in YES or said == normal(getattr(context.field, "label", "") or "yes"):
        return True
    if said in NO:
        return False
    if text.lower() in NOTHING:
        return None
    raise CellRefused(f"{quoted(text)} is neither yes nor no. Write “yes” or “no”.")


def read_flag(value, context: CellContext) -> bool | None:
    """Yes or no, where the column may as well hold something else: that is left out."""
    try:
        return read_yes_no(value, context)
    except CellRefused:
        raise CellDoubt(
            f"{quoted(as_text(value))} is neither yes nor no, so it is left out.", guess=""
        ) from None


def read_integer(value, context: CellContext) -> int | None:
    if isinstance(value, bool):
        raise CellRefused(f"{quoted(as_text(value))} is not a number.")
    text = as_text(value).strip().replace("\u00a0", "")
    if text.lower() in NOTHING:
        return None
    text = re.sub(r"^#\s*(?=\d)|(?<=\d)[.)]$", "", text)  # "1.", "2)", "#3"
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    if not re.fullmatch(r"[+-]?\d{1,15}(\.0+)?", plain, re.ASCII):
        raise CellRefused(f"{quoted(text)} is not a whole number.")
    return int(plain.split(".")[0])


ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            *("first inaugural i", "second ii", "third iii", "fourth iv", "fifth v"),
            *("sixth vi", "seventh vii", "eighth viii", "ninth ix", "tenth x"),
            *("eleventh xi", "twelfth xii"),
        ),
        start=1,
    )
    for word in words.split()
}


def read_ordinal(value, context: CellContext) -> int | None:
    text = normal(as_text(value)).removesuffix(" meeting")
    if text in ORDINALS:
        return ORDINALS[text]
    return read_integer(re.sub(r"(?<=\d)(st|nd|rd|th)$", "", text) or value, context)


CADENCE_PERIODS = {
    **dict.fromkeys(("year", "annum", "annually", "yearly", "annual"), "year"),
    **dict.fromkeys(("quarter", "quarterly"), "quarter"),
    **dict.fromkeys(("month", "monthly"), "month"),
}
TIMES = {
    **dict.fromkeys(("once", "one", "a"), 1),
    **dict.fromkeys(("twice", "two"), 2),
    **{word: number for number, word in enumerate(("three", "four", "five", "six"), start=3)},
}


def read_cadence(value, context: CellContext) -> tuple[int, str] | None:
    """ "at least once a year", "quarterly", "4 times per year": how often, per what."""
    text = read_line(value, context)
    said = normal(text)
    if said in {normal(word) for word in NOTHING} or not said:
        return None
    said = re.sub(r"^(meets? |at least |no less than |not less than |minimum )+", "", said)
    if said in ("semiannually", "semi annually", "twice yearly", "every six months"):
        return 2, "year"
    if said in CADENCE_PERIODS:
        return 1, CADENCE_PERIODS[said]
    match = re.fullmatch(
        r"(?:(\w+)(?: times?)? )?(?:a|an|per|each|every|in a|in each) (?:calendar )?(\w+)", said
    )
    if match and match[2] in CADENCE_PERIODS:
        times = match[1] or "one"
        number = int(times) if times.isdecimal() else TIMES.get(times)
        if number:
            return number, CADENCE_PERIODS[match[2]]
    raise CellDoubt(
        f"{quoted(text)} doesn't say how often it must meet, like “at least once a year” or "
        "“quarterly”; left out.",
        guess="",
    )

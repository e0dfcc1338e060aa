"""When two ways of writing come to the same."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from ..dates import OPEN, UNKNOWN, DateError, parse_edtf
from ..text import fold

SHORT_FORMS = {
    "&": "and",
    "dept": "department",
    "ofc": "office",
    "natl": "national",
    "intl": "international",
    "admin": "administration",
    "asst": "assistant",
    "us": "united states",
}
ADDRESS = re.compile(r"https?://(?:www\.)?|(?<=.)/$")


@lru_cache(maxsize=100_000)
def loose(text: str) -> str:
    """`text` without case, typography, short forms and what is usual around addresses."""
    folded = fold(text).replace("&", " & ")
    if "://" in folded:
        return ADDRESS.sub("", folded)
    words = re.sub(r"[.,']", "", folded).split()
    return " ".join(SHORT_FORMS.get(word, word) for word in words if word != "the")


def same_name(one: str, other: str) -> bool:
    """Are these plausibly two forms of one agency's name?"""
    one, other = loose(one), loose(other)
    if one == other:
        return True
    words, others = set(one.split()), set(other.split())
    if words <= others or others <= words:
        return True
    return fuzz.ratio(one, other) >= 88


def nearly_same(one: str, other: str) -> bool:
    """Do they differ by a few letters only, like a fault of typing?"""
    return fuzz.ratio(loose(one), loose(other)) >= 92


def is_vaguer(new: str, *, than: str) -> bool:
    """Does `new` say less than the date `than`, without contradicting it?"""
    if than in (UNKNOWN, OPEN):
        return False
    if new in (UNKNOWN, OPEN):
        return False
    try:
        new, known = parse_edtf(new), parse_edtf(than)
    except DateError:
        return False
    return new.first <= known.first and known.last <= new.last


def agree(one: str, other: str) -> bool:
    """Can two dates be the same day told more and less exactly?"""
    if one == other:
        return True
    if UNKNOWN in (one, other):
        return True
    if OPEN in (one, other):
        return False
    try:
        one, other = parse_edtf(one), parse_edtf(other)
    except DateError:
        return False
    return (one.first <= other.first and other.last <= one.last) or (
        other.first <= one.first and one.last <= other.last
    )


SMALL_WORDS = {"of", "for", "on", "to", "and", "in", "at", "a"}
SURE = 1.0  # the score of one of several of that very name
NEAR = 0.88


def weighty(text: str) -> list[str]:
    return [word for word in loose(text).split() if word not in SMALL_WORDS]


def same_words(one: str, other: str) -> bool:
    """ "Assistant for Domestic Policy" and "Assistant on Domestic Policy"."""
    return weighty(one) == weighty(other)


def may_be_meant(text: str, label: str, score: float, why: str) -> bool:
    """Is a close name so close that it must be asked about before a new record is made?
    Each word must have its like: "Mary Walsh" may be "Marty Walsh", but neither a deputy
    nor "George Washington Lay" is the man himself."""
    if score >= SURE or why.startswith("the same family name"):
        return True
    if score < NEAR:
        return False
    words, others = weighty(text), weighty(label)
    if len(words) == 1 or len(others) == 1:
        return True  # a family name alone
    return len(words) == len(others) and all(
        any(fuzz.ratio(word, other) >= 75 for other in others) for word in words
    )

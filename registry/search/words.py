"""Text as search compares it: tokens, names run together, forms of misspelt words.

All of it is worked out here and not by a database, so that both answer alike.
"""

import hashlib
import re
from calendar import month_name
from collections.abc import Iterable
from itertools import pairwise

from ..text import fold

LONGEST = 40  # letters of a word that are compared
SMALL = {"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to"}
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’‘ʼ][^\W_]+)*")
DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")
COMPOUND = re.compile(r"[^\W\d_]{2,}(?:[-‐‑][^\W\d_]{2,})+")
HYPHEN = re.compile("[-‐‑]")
LETTERS = re.compile(r"[^\W_]+")
POSSESSIVE = re.compile(r"'s?(?!\w)|'")
# What is written in several ways, each in folded text, and the one way in which it is kept.
DAY = re.compile(r"(?<![\w-])(\d{4})-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])(?![\w-])")
AMERICAN_DAY = re.compile(r"(?<![\w/])(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])/(\d{4})(?![\w/])")
ORDER = re.compile(r"\b(?:e\.?\s?o(?![a-z])\.?|executive order)\s*(?:no\b\.?)?\s*(?=\d{4,5}\b)")
LAW = re.compile(
    r"\b(?:pub(?:lic|\.)?\s+l(?:aw)?(?![a-z])\.?|p\.?\s?l(?![a-z])\.?)"
    r"\s*(?:no\b\.?)?\s*(?=\d{1,3}\W\d)"
)


def tokens(text: str) -> list[str]:
    """The words of a text as they are kept and looked for: folded, "U.S." as one word,
    without apostrophes and the s of a plural; days and the numbers of laws in one way."""
    # Folding comes to this where there are no accents and no typography, ten times as fast.
    text = text.replace("`", "'").lower() if text.isascii() else fold(text)
    text = one_way(text)
    if "'" in text:
        text = POSSESSIVE.sub("", text)
    if "." in text:
        text = DOTTED.sub(lambda dotted: f"{dotted[0].replace('.', '')} ", text)
    return [singular(word)[:LONGEST] for word in LETTERS.findall(text)]


def one_way(text: str) -> str:
    """ "2007-10-25" and "10/25/2007" as "October 25, 2007", which is how pages write a day;
    "E.O. 13257" as "Executive Order 13257"; "P.L. 106-386" as "Public Law 106-386"."""
    if "-" in text:
        text = DAY.sub(lambda day: _day(day[2], day[3], day[1]), text)
    if "/" in text:
        text = AMERICAN_DAY.sub(lambda day: _day(*day.groups()), text)
    text = ORDER.sub("executive order ", text)
    return LAW.sub("public law ", text)


def _day(month: str, day: str, year: str) -> str:
    return f"{month_name[int(month)].lower()} {int(day)} {year}"


def initials(name: str) -> set[str]:
    """What a long name may be called for short, though nobody wrote it down: "HEW", "DHEW"
    for the Department of Health, Education, and Welfare."""
    words = [word for word in LETTERS.findall(name) if word[0].isupper()]
    short = "".join(word[0] for word in words)
    forms = [short, short[1:]] if words[:1] == ["Department"] else [short]
    return {token for form in forms if len(form) >= 3 for token in tokens(form)}


def compounds(text: str) -> set[str]:
    """Words with a hyphen as others write them: "Anti-Trafficking" as "antitrafficking"."""
    if text.isascii() and "-" not in text:
        return set()
    found = COMPOUND.findall(text)
    return {token for one in found for token in tokens(HYPHEN.sub("", one))}


def pairs(words: list[str]) -> set[str]:
    """Neighbours in a name as one word, since many write "taskforce"; none so short that it
    would make another word of its neighbour ("Ann A.")."""
    both = [(one, two) for one, two in pairwise(words) if min(len(one), len(two)) > 2]
    return {f"{one}{two}"[:LONGEST] for one, two in both}


def singular(word: str) -> str:
    """The s of a plural is off, as it may be missing in what a reader types."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def may_go_on(term: str) -> bool:
    """Is this also found where it begins a word? "traffic", but neither "ED" nor "20"."""
    return len(term) >= 3 and not term.isdigit()


def is_found(term: str, token: str) -> bool:
    return token == term or (may_go_on(term) and token.startswith(term))


def marked(text: str, terms: Iterable[str]) -> list[tuple[bool, str]]:
    """The text in pieces: whether each is a word that was looked for, and the piece."""
    terms, pieces, done = list(terms), [], 0
    whole = [one for one in COMPOUND.finditer(text) if not compounds(one[0]).isdisjoint(terms)]
    inside = [one.span() for one in whole]
    parts = [
        one
        for one in WORD.finditer(text)
        if not any(first <= one.start() < last for first, last in inside)
        and any(is_found(term, token) for token in tokens(one[0]) for term in terms)
    ]
    for word in sorted([*whole, *parts], key=re.Match.start):
        pieces += [(False, text[done : word.start()]), (True, word[0])]
        done = word.end()
    pieces.append((False, text[done:]))
    return [piece for piece in pieces if piece[1]]


def together(words: list[str]) -> str:
    """A whole name in one: "G/TIP", "g tip" and "The GTIP" are the same."""
    return "".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def token_of(words: list[str]) -> str:
    """One token for a whole name, however long."""
    return hashlib.blake2s(together(words).encode(), digest_size=8).hexdigest()


def forms(word: str) -> set[str]:
    """What a misspelt word and the right one have in common: itself, itself without any
    one letter, and how it sounds."""
    found = {word}
    if len(word) >= 4:
        found |= {word[:place] + word[place + 1 :] for place in range(len(word))}
    sound = skeleton(word)
    if len(sound) >= 3:
        found.add(f"_{sound}")
    return found


SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn)", "n"),
        (r"^wr", "r"),
        (r"ph", "f"),
        (r"ght", "t"),
        (r"sch|sh|ch", "x"),
        (r"c(?=[eiy])|z", "s"),
        (r"ck|c|q", "k"),
        (r"w|h|y", ""),
        (r"(?<=.)[aeiou]", ""),
        (r"^[aeiou]", "a"),
        (r"(.)\1+", r"\1"),
    )
]


def skeleton(word: str) -> str:
    """Its consonants, those that sound alike as one: "Condoleezza", "Kondoleesa"."""
    for pattern, sound in SOUNDS:
        word = pattern.sub(sound, word)
    return word

"""Which column of a sheet is which field, and what kind of sheet it is."""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain

from rapidfuzz import fuzz, process

from .cells import normal
from .kinds import KINDS, Kind

CLOSE = 0.85
FITS = 0.3
# The header that `layouts.py` gives to what group lines say.
GROUP_LINE = "Group line"
# Endings by which a column says that it holds a record's number and not its name.
NUMBERS = (" id", " code", " key", " number", " no", " ref")


@dataclass
class ColumnPlan:
    """What each column holds. `doubled` and `missing` stop the sheet; `guessed` (header ->
    field and closeness) and `unknown` (headers) are shown."""

    fields: dict[int, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    doubled: dict[str, list[str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    guessed: dict[str, tuple[str, float]] = field(default_factory=dict)


@lru_cache(maxsize=10_000, typed=True)
def normal_header(header: str) -> str:
    """`normal`, and "StartDate" is two words, "Phone (internal)" one thing with a remark."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", str(header))
    split = re.sub(r"(?<=\w)(\s*)#", r"\1 number", split)
    whole = normal(split)
    short = normal(re.sub(r"\([^)]*\)|\[[^]]*\]|\*", " ", split))
    return short or whole


@lru_cache(maxsize=64)
def _words(kind_name: str) -> dict[str, list[tuple[int, str]]]:
    """What a header may say -> fields with their rank, best first: the field's own name
    (0), its label (1), a synonym (2). A word may speak for several fields."""
    words: dict[str, list[tuple[int, str]]] = {}
    for one in KINDS[kind_name].fields:
        told = [(0, one.name), (1, one.label), *((2, synonym) for synonym in one.synonyms)]
        for rank, word in told:
            fields = words.setdefault(normal(word), [])
            if one.name not in [name for _, name in fields]:
                fields.append((rank, one.name))
    for fields in words.values():
        fields.sort(key=lambda found: found[0])
    return words


def field_named(word: str, kind: Kind) -> str | None:
    """The field that a header means without any doubt: by its name, label or a synonym."""
    said = _words(kind.name).get(normal_header(word))
    return said[0][1] if said else None


def plan_columns(
    headers: list[str], kind: Kind, *, remembered: dict[str, str] | None = None
) -> ColumnPlan:
    """Each column's field: as it was settled before, by name, label or synonym, or because
    it is close to one. `remembered` maps a header to a field, or to "" for none."""
    plan = ColumnPlan()
    words = _words(kind.name)
    settled = {normal_header(header): name for header, name in (remembered or {}).items()}
    claims: dict[int, list[tuple[int, str]]] = {}
    for column, header in enumerate(headers):
        said = normal_header(header)
        if not said:
            continue
        if said in settled:
            if settled[said] in kind.by_name:
                claims[column] = [(-1, settled[said])]
        elif said == normal(GROUP_LINE):
            continue
        elif said in words:
            claims[column] = words[said]
        elif not is_known_header(header) and (
            close := process.extractOne(
                said, words.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE * 100
            )
        ):
            word, score, _ = close
            claims[column] = [(3, words[word][0][1])]
            plan.guessed[header] = (words[word][0][1], round(score / 100, 2))
        else:
            plan.unknown.append(header)
    _share_out(plan, claims, headers, kind)
    _name_groups(plan, headers, kind)
    _stand_in(plan, kind)
    lost = {*plan.unknown, *chain.from_iterable(plan.doubled.values())}
    plan.guessed = {said: guess for said, guess in plan.guessed.items() if said not in lost}
    taken = set(plan.fields.values()) | set(plan.doubled)
    plan.missing = [
        one.name for one in kind.fields if one.required and not taken & {one.name, *one.instead}
    ]
    return plan


def _share_out(plan: ColumnPlan, claims: dict, headers: list[str], kind: Kind):
    """Give each field to the column with the best claim on it; columns of numbers choose
    first, so that of "official_id" and "official" the one is the link and the other its
    name. A column that loses takes its next field; one without any is doubled."""
    waiting = dict(claims)
    taken: dict[str, int] = {}
    while waiting:
        best = min(
            waiting,
            key=lambda column: (not _a_number(headers[column]), waiting[column][0][0], column),
        )
        options = waiting.pop(best)
        free = [name for _, name in options if name not in taken]
        if free:
            taken[free[0]] = best
            plan.fields[best] = free[0]
            continue
        name = options[0][1]
        if headers[best] in plan.guessed:  # a mere likeness gives way
            plan.unknown.append(headers[best])
            continue
        others = plan.doubled.setdefault(name, [headers[taken[name]]])
        others.append(headers[best])
    for name in plan.doubled:
        plan.fields.pop(taken[name], None)


def _a_number(header: str) -> bool:
    return normal_header(header).endswith(NUMBERS)


def _name_groups(plan: ColumnPlan, headers: list[str], kind: Kind):
    """What group lines say fills the first of the kind's group fields that is free."""
    for column, header in enumerate(headers):
        if normal_header(header) == normal(GROUP_LINE) and column not in plan.fields:
            free = [name for name in kind.groups if name not in plan.fields.values()]
            if free:
                plan.fields[column] = free[0]
            else:
                plan.unknown.append(header)


def _stand_in(plan: ColumnPlan, kind: Kind):
    """A field without a column takes that of a field that can stand for it."""
    for one in kind.fields:
        if one.stands_for and one.stands_for not in plan.fields.values():
            for column, name in plan.fields.items():
                if name == one.name:
                    plan.fields[column] = one.stands_for
                    break


@lru_cache(maxsize=10_000)
def is_known_header(text: str) -> bool:
    """Would it stand over a column of some kind of sheet?"""
    said = normal_header(text)
    return bool(said) and said in _all_words()


@cache
def _all_words() -> frozenset[str]:
    return frozenset(word for name in KINDS for word in _words(name))


def detect_kind(headers: list[str], sheet_name: str = "") -> Kind | None:
    """The kind whose fields fit the headers best; None where none fits.

    The name of the sheet or file decides where it says so and the headers allow it.
    """
    headers = [header for header in headers if normal_header(header)]
    if not headers:
        return None
    fits = _fits(tuple(headers))
    scored = {name: fit + _called_so(sheet_name, name) for name, fit in fits.items() if fit}
    best = max(scored, key=scored.get, default=None)
    return KINDS[best] if best and scored[best] > FITS else None


def _called_so(sheet_name: str, kind_name: str) -> float:
    """Does the sheet or file bear the name of the kind, or one like it?"""
    said = f" {normal(re.sub(r'[0-9]+', ' ', sheet_name))} "
    if f" {normal(kind_name)} " in said:
        return 1
    others = KINDS[kind_name].sheet_names
    return 0.4 if any(f" {normal(word)}" in said for word in others) else 0


@lru_cache(maxsize=1_000)
def _fits(headers: tuple[str, ...]) -> dict[str, float]:
    return {kind.name: _fit(list(headers), kind) for kind in KINDS.values()}


def called_as_here(headers: list[str], kind: Kind) -> int:
    """How many headers are the very name or label of a field, no synonym of it."""
    own = _words(kind.name)
    said = {normal_header(header) for header in headers}
    return sum(word in own and own[word][0][0] < 2 for word in said)


def _fit(headers: list[str], kind: Kind) -> float:
    """How well the headers fit the kind; 0 where not at all."""
    plan = plan_columns(headers, kind)
    known = len(plan.fields) + sum(len(found) for found in plan.doubled.values())
    if known == 0 or len(plan.missing) > 1:
        return 0
    if known == len(plan.guessed) and known < len(headers):  # "Members" beside "2"
        return 0
    said = {normal_header(header) for header in headers}
    exact = called_as_here(headers, kind)
    score = known / len(headers) + 0.15 * exact / len(headers)
    score += 0.1 * len(kind.required)  # harder to meet, so it says more
    score -= 0.8 * sum(normal(word) in said for word in kind.not_with)
    score -= 0.3 * len(plan.doubled) + 0.7 * len(plan.missing)
    if kind.hardly_without and not set(kind.hardly_without) & set(plan.fields.values()):
        score -= 0.6
    score += 0.4 * sum(normal(word) in said for word in kind.signs)
    return score

"""By whom an edition of a fact sheet was issued, and what changed between two, word by word
and fact by fact."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from ..models import Edition

SAME, OUT, IN = "same", "out", "in"


@dataclass(frozen=True)
class FactChange:
    """A field of a record as the two editions read it; "" where one did not read it."""

    record: str
    field: str
    before: str
    after: str


def issued_by(edition: Edition) -> str:
    """The agency that issued the edition, by the name that the edition prints; "" where it
    does not tell. One query."""
    key = edition.source.get("issuing_agency")
    if not key:
        return ""
    names = edition.facts.filter(kind__model="agency", field="name", key=key)
    fact = names.order_by("order").first()
    return fact.value if fact else ""


def paragraph_changes(before: str, after: str) -> list[list[tuple[str, str]]]:
    """The paragraphs of both texts, each as pieces (same, out or in; words)."""
    old, new = before.split("\n\n"), after.split("\n\n")
    paragraphs = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            paragraphs += [[(SAME, one)] for one in old[old_from:old_to]]
            continue
        gone, come = old[old_from:old_to], new[new_from:new_to]
        for one, other in zip(gone, come, strict=False):
            paragraphs.append(list(word_changes(one, other)))
        paragraphs += [[(OUT, one)] for one in gone[len(come) :]]
        paragraphs += [[(IN, one)] for one in come[len(gone) :]]
    return paragraphs


def word_changes(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The pieces of a changed paragraph, at the bounds of words."""
    old, new = re.findall(r"\s*\S+", before), re.findall(r"\s*\S+", after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            yield SAME, "".join(old[old_from:old_to])
            continue
        if old_from < old_to:
            yield OUT, "".join(old[old_from:old_to])
        if new_from < new_to:
            yield IN, "".join(new[new_from:new_to])


def fact_changes(old: Edition, new: Edition) -> list[FactChange]:
    """The facts that differ, in the order in which the newer edition reads them, then
    those that it reads no more. Two queries."""

    def facts(edition) -> dict[tuple[str, str], str]:
        rows = edition.facts.select_related("kind").order_by("order")
        return {(f"{one.kind.name} {one.key}", one.field): one.value for one in rows}

    before, after = facts(old), facts(new)
    return [
        FactChange(*name, before.get(name, ""), after.get(name, ""))
        for name in [*after, *(name for name in before if name not in after)]
        if before.get(name) != after.get(name)
    ]

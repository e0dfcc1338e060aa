"""Which record a cell means."""

from collections.abc import Hashable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Candidate:
    id: Hashable
    label: str
    why: str
    score: float


@dataclass(frozen=True)
class Match:
    """`how` is "key", "external id", "name", "acronym", "alias" or "former name", and None
    where no one record is meant: then `candidates` are those that may be, best first."""

    record_id: Hashable | None = None
    how: str | None = None
    candidates: list[Candidate] = field(default_factory=list)
    placeholder: bool = False


class Matcher:
    """All records of one model by the texts that may mean them.

    Reads the database once, in a fixed number of queries. `learn()` adds what is not
    stored yet, such as the records of an earlier sheet; its id may be anything hashable.
    """

    def __init__(self, model, *, external_ids: dict[str, Hashable] | None = None):
        raise NotImplementedError

    def learn(
        self,
        record_id: Hashable,
        *,
        key: str = "",
        name: str = "",
        acronym: str = "",
        external_id: str = "",
        aliases: tuple[str, ...] = (),
        within: Hashable = None,
        label: str = "",
    ):
        """`within` is what tells namesakes apart: the agency of a position, the parent of
        an agency or body."""
        raise NotImplementedError

    def match(self, text: str, *, on=None, hint: Hashable = None) -> Match:
        """`on` is the day (a date) or EDTF of the row, for former names; `hint` the
        `within` of the wanted record."""
        raise NotImplementedError

"""People's names in any order."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonName:
    given: str = ""
    family: str = ""
    suffix: str = ""
    honorific: str = ""
    nickname: str = ""
    middle: str = ""


def parse_person(text: str) -> PersonName:
    raise NotImplementedError


def is_placeholder(text: str) -> bool:
    """Does it stand in a column of names and name nobody? "Vacant", "Career Incumbent"."""
    raise NotImplementedError

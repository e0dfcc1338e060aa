"""What is cited, as every form of citing it needs it."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from ..dates import UNKNOWN, PartialDate, parse_edtf


def one_line(text: str) -> str:
    """The text without line breaks, control characters and doubled blanks: each would end
    a field, or the whole entry, in one form or another."""
    plain = "".join(
        " " if unicodedata.category(mark) in ("Cc", "Cs") else mark for mark in text
    )
    return " ".join(plain.split())


def day_words(day: date) -> str:
    return PartialDate(day.year, day.month, day.day).words


@dataclass(frozen=True)
class Work:
    """A page of the site, or a document that it keeps.

    `published` is written as in the record (`dates.py`), so it may be a year or a month
    only, or unknown. What has an edition stays as it is; all else may change, so it is
    cited with the day on which it was read. `author` is always a body or an agency.
    """

    key: str  # what a list of references calls it
    title: str
    address: str
    site: str
    accessed: date
    author: str = ""  # left blank: the site itself
    kind: str = "Record"
    published: str = UNKNOWN
    edition: int | None = None
    updated: date | None = None
    as_of: date | None = None

    def __post_init__(self):
        for name in ("title", "site", "author", "kind"):
            object.__setattr__(self, name, one_line(getattr(self, name)))
        object.__setattr__(self, "author", self.author or self.site)
        key = re.sub(r"[^A-Za-z0-9.:_-]+", "-", self.key).strip("-")
        object.__setattr__(self, "key", key or "page")
        address = re.sub(r"[^!-~]|[\"<>\\^`{|}]", _percent, self.address)
        object.__setattr__(self, "address", address)

    @property
    def date(self) -> PartialDate | None:
        return parse_edtf(self.published) if self.published != UNKNOWN else None

    @property
    def description(self) -> str:
        """ "Fact Sheet", "Record as of October 25, 2007"."""
        return f"{self.kind} as of {day_words(self.as_of)}" if self.as_of else self.kind

    @property
    def edition_words(self) -> str:
        """ "Edition 2, updated January 2, 2008"; "" for what has none."""
        if self.edition is None:
            return ""
        updated = f", updated {day_words(self.updated)}" if self.updated else ""
        return f"Edition {self.edition}{updated}"


def _percent(match: re.Match) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))

"""Every name under which a record can be looked up, from A to Z."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Lower
from django.urls import reverse

from ..models import (
    Agency,
    AgencyName,
    Alias,
    Body,
    Edition,
    LegalInstrument,
    Meeting,
    Official,
    Position,
    Record,
    Resolution,
    Subject,
)

LETTERS = (*"abcdefghijklmnopqrstuvwxyz", "other")


@dataclass(frozen=True)
class Names:
    """A field whose texts are names of records."""

    model: type[Record]
    text: str
    page: str  # the address to which a name leads, by name …
    key: str = "key"  # … and the key that it takes
    folded: str = ""  # the field by which it is sorted; blank: the text itself
    name: str = ""  # of the record, where the text is only another name of it
    note: str = ""  # what tells it from others of the same text


NAMES = [
    Names(Agency, "name", "agency", folded="name_folded", note="acronym"),
    Names(Agency, "acronym", "agency", folded="acronym_folded", name="name"),
    Names(
        *(AgencyName, "name", "agency", "agency__key"),
        folded="name_folded",
        name="agency__name",
    ),
    Names(Official, "sort_name", "official", folded="sort_folded", note="told_apart_by"),
    Names(
        *(Alias, "name", "official", "official__key"),
        folded="name_folded",
        name="official__name",
    ),
    Names(Position, "title", "position", folded="title_folded", note="agency__name"),
    Names(Body, "name", "body", folded="name_folded", note="acronym"),
    Names(Body, "short_name", "body", name="name"),
    Names(Body, "acronym", "body", folded="acronym_folded", name="name"),
    Names(LegalInstrument, "title", "law", folded="title_folded", note="citation"),
    Names(LegalInstrument, "acronym", "law", name="title"),
    Names(Meeting, "title", "meeting"),
    Names(Resolution, "title", "resolution", note="body__name"),
    Names(Subject, "name", "subject", folded="name_folded"),
    Names(Edition, "title", "fact-sheet", "sheet__key"),
]
PAGES = {
    "agency": "agency",
    "official": "official",
    "position": "position",
    "body": "body",
    "law": "law",
    "meeting": "meeting",
    "resolution": "resolution",
    "subject": "subject",
    "fact-sheet": "fact sheet",
}


@dataclass(frozen=True)
class Entry:
    text: str
    kind: str
    note: str
    name: str  # of the record, where the text is another name of it; else ""
    address: str

    def __str__(self):
        return self.name or self.text

    def get_absolute_url(self):
        return self.address


def index(letter: str, *, at: datetime, skip: int = 0, most: int = 200) -> list[Entry]:
    """The names that begin with one of LETTERS, accents and case aside, in their order.
    Fact sheets stand under the titles that readers find at that moment. One query."""
    arms = [_arm(names, letter, at) for names in NAMES]
    rows = arms[0].union(*arms[1:], all=True).order_by("sort", "page", "to")
    return [
        Entry(
            row["said"],
            PAGES[row["page"]],
            row["about"],
            row["called"],
            reverse(row["page"], args=[row["to"]]),
        )
        for row in rows[skip : skip + most]
    ]


def _arm(names: Names, letter: str, at: datetime) -> QuerySet:
    objects = names.model.objects
    rows = objects.public(at) if names.model is Edition else objects.public()
    sort = F(names.folded) if names.folded else Lower(names.text)
    begins = {"sort__regex": "^[^a-z]"} if letter == "other" else {"sort__startswith": letter}

    def text(path) -> Cast:
        return Cast(F(path) if path else Value(""), CharField())

    return (
        rows.order_by()
        .annotate(sort=Cast(sort, CharField()))
        .filter(**begins)
        .annotate(
            said=text(names.text),
            page=Value(names.page, output_field=CharField()),
            to=text(names.key),
            called=text(names.name),
            about=text(names.note),
        )
        .values("sort", "said", "page", "to", "called", "about")
    )

"""What is missing or doubtful in a sheet before it is issued."""

import re
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.apps import apps
from django.urls import Resolver404, resolve

from ..facts.warnings import warnings_in
from ..models import Citation, FactSheet, Record
from ..prose import Fact, Rendering


@dataclass(frozen=True)
class Doubt:
    code: str
    message: str
    mend: str  # how to mend it, a sentence
    record: Record | None = None  # where
    may_stand: bool = True  # a stated reason overrides it


def doubts(sheet: FactSheet, rendering: Rendering) -> list[Doubt]:
    """All of them, the graver first; queries grow with the kinds of records read."""
    read = records_read(rendering.facts)
    return [
        *_of_the_sheet(sheet),
        *_pictures_without_words(read),
        *_dead_links(rendering.html),
        *_facts_without_source(read),
        *_warnings(read),
    ]


def records_read(facts: list[Fact]) -> dict[str, dict[int, Record]]:
    """The records that were read, by kind and id; the sheet itself aside."""
    ids = defaultdict(set)
    for fact in facts:
        if fact.kind != "factsheet":
            ids[fact.kind].add(fact.record_id)
    return {
        kind: apps.get_model("registry", kind).objects.in_bulk(found)
        for kind, found in ids.items()
    }


def _of_the_sheet(sheet):
    if not sheet.text.strip():
        yield Doubt("empty", "The sheet has no text.", "Write it.", sheet, may_stand=False)
    if not sheet.bodies.exists():
        yield Doubt("no body", "The sheet names no body.", "Add the bodies it is about.", sheet)
    if not sheet.is_public:
        yield Doubt(
            "unpublished",
            "“Published” is not ticked, so nobody would see it.",
            "Tick it under “Publication and remarks”.",
            sheet,
            may_stand=False,
        )
    if not sheet.issuing_agency.is_public:
        yield Doubt(
            "unpublished",
            f"{sheet.issuing_agency} is not published.",
            "Publish the agency, or name another.",
            sheet.issuing_agency,
            may_stand=False,
        )


def _pictures_without_words(read):
    for photo in read.get("photo", {}).values():
        if photo.image and not photo.alternative_text:
            yield Doubt(
                "no alternative text",
                f"The photo “{photo}” has no alternative text.",
                "Say on the meeting’s page what it shows.",
                photo,
                may_stand=False,
            )


def _dead_links(html):
    for address in dict.fromkeys(re.findall(r'href="([^"]*)"', html)):
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or (not parts.path and parts.fragment):
            continue
        if not _leads_somewhere(parts.path):
            yield Doubt(
                "dead link",
                f"The link to “{address}” leads nowhere.",
                "Correct the address in the text.",
            )


def _leads_somewhere(path: str) -> bool:
    try:
        found = resolve(path)
    except Resolver404:
        return False
    model = getattr(getattr(found.func, "view_class", None), "model", None)
    if model is None or "key" not in found.kwargs:
        return True
    return model.objects.public().filter(key=found.kwargs["key"]).exists()


def _facts_without_source(read):
    for kind, records in read.items():
        cited = set(
            Citation.objects.public()
            .filter(kind__app_label="registry", kind__model=kind, record_id__in=records)
            .values_list("record_id", flat=True)
        )
        for record in records.values():
            if record.pk not in cited:
                yield Doubt(
                    "no source",
                    f"The {record._meta.verbose_name} “{record}” has no source.",
                    "Add a citation to it.",
                    record,
                )


def _warnings(read):
    sets = [
        apps.get_model("registry", kind).objects.filter(pk__in=records)
        for kind, records in read.items()
    ]
    for warning in warnings_in(*sets):
        if not warning.accepted:
            yield Doubt(
                "warning",
                warning.message,
                "Correct the record, or accept the warning there.",
                warning.record,
            )

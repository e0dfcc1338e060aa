"""Freeze what a sheet says now as its next edition."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max

from ..models import Edition, EditionFact, FactSheet
from ..prose import Rendering
from ..vocabulary import EditionKind

# What staff write on a sheet, kept with each edition so that a draft can be thrown away.
PLAIN = ("kind", "title", "place", "text")


def source_of(sheet: FactSheet) -> dict:
    return {
        **{name: getattr(sheet, name) for name in PLAIN},
        "dated_on": sheet.dated_on.isoformat(),
        "issuing_agency": sheet.issuing_agency.key,
        "bodies": sorted(sheet.bodies.values_list("key", flat=True)),
        "subjects": sorted(sheet.subjects.values_list("key", flat=True)),
    }


@transaction.atomic
def freeze(
    sheet: FactSheet,
    rendering: Rendering,
    *,
    by,
    at: datetime,
    live_at: datetime | None = None,
    expires_at: datetime | None = None,
    kind: EditionKind | None = None,
    is_minor: bool = False,
    note: str = "",
    reason: str = "",
) -> Edition:
    """The sheet's next edition. The sheet must be locked: two at once would take the
    same number."""
    last = sheet.editions.aggregate(Max("number"))["number__max"] or 0
    edition = Edition(
        sheet=sheet,
        number=last + 1,
        kind=kind or (EditionKind.UPDATE if last else EditionKind.FIRST),
        is_minor=is_minor,
        title=sheet.title,
        dated_on=sheet.dated_on,
        html=rendering.html,
        text=rendering.text,
        source=source_of(sheet),
        note=note,
        live_at=live_at or at,
        expires_at=expires_at,
        issued_at=at,
        issued_by=by,
        reason=reason,
    )
    edition.full_clean(exclude=["html"])
    edition.save(force_insert=True)
    edition.bodies.set(sheet.bodies.all())
    edition.subjects.set(sheet.subjects.all())
    EditionFact.objects.bulk_create(_facts(edition, rendering))
    return edition


def _facts(edition: Edition, rendering: Rendering) -> list[EditionFact]:
    kinds: dict[str, ContentType] = {}
    rows = []
    for order, fact in enumerate(rendering.facts):
        if fact.kind not in kinds:
            kinds[fact.kind] = ContentType.objects.get_by_natural_key("registry", fact.kind)
        rows.append(
            EditionFact(
                edition=edition,
                order=order,
                kind=kinds[fact.kind],
                record_id=fact.record_id,
                key=fact.key,
                field=fact.field,
                value=fact.value,
                printed=fact.printed,
            )
        )
    return rows

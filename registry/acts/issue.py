"""Issue a fact sheet: freeze what it says now as its next edition."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from ..models import Edition, FactSheet
from ..prose import render
from ..vocabulary import EditionKind


@transaction.atomic
def issue(
    sheet: FactSheet, *, by, at: datetime, kind: EditionKind | None = None, note: str = ""
) -> Edition:
    """The new edition of the sheet, frozen as it renders now.

    Raises ProseError if its text can't be rendered.
    """
    # Two who issue at once must not take the same number.
    FactSheet.objects.select_for_update().get(pk=sheet.pk)
    rendering = render(sheet)
    last = sheet.editions.aggregate(Max("number"))["number__max"] or 0
    kind = kind or (EditionKind.UPDATE if last else EditionKind.FIRST)
    return Edition.objects.create(
        sheet=sheet,
        number=last + 1,
        kind=kind,
        title=sheet.title,
        html=rendering.html,
        text=rendering.text,
        facts=[asdict(fact) for fact in rendering.facts],
        note=note,
        issued_at=at,
        issued_by=by,
    )

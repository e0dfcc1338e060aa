"""The files of a batch: what was sent at first, and the refused rows that came back."""

import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from ..models import ImportBatch, ImportFile, ImportPart
from ..vocabulary import ImportOutcome, ImportState
from .kept import forget_plan

WENT_ON = "went on in a corrected sheet"


@contextmanager
def unpacked(part: ImportPart) -> Iterator[Path]:
    """The file on disk, for as long as it is read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        path.write_bytes(part.file.content)
        yield path


def open_rows(batch: ImportBatch):
    """The rows that are not taken in, unless they came back corrected."""
    outcomes = [ImportOutcome.REFUSED, ImportOutcome.REVIEW]
    return batch.rows.filter(outcome__in=outcomes, undone="")


def rows_to_correct(batch: ImportBatch, sheet: int):
    """The open rows of a sheet. As long as nothing is applied, with all that stands in the
    same row, for that goes on with them: each mark of a cross table is a row of the trace."""
    rows = open_rows(batch).filter(sheet=sheet)
    if sheet >= batch.settled:
        rows = batch.rows.filter(sheet=sheet, is_main=True, number__in=rows.values("number"))
    return rows.order_by("id")


def rows_that_went_on(batch: ImportBatch, part: ImportPart) -> dict[int, set[int]]:
    """Of a file: sheet's place in it -> the rows for which a later file stands."""
    told = batch.report.get("sheets", ())
    at = [place for place, one in enumerate(told) if one["part"] == part.place]
    found = defaultdict(set)
    for later in batch.parts.filter(place__gt=part.place):
        for sheet, numbers in later.replaces.items():
            if int(sheet) in at:
                found[at.index(int(sheet))].update(numbers)
    return dict(found)


def what_it_replaces(batch: ImportBatch) -> dict[str, list[int]]:
    """What a corrected file stands for if it is sent now."""
    sheets = open_rows(batch).order_by("sheet").values_list("sheet", flat=True).distinct()
    return {
        str(sheet): list(rows_to_correct(batch, sheet).values_list("number", flat=True))
        for sheet in sheets
    }


def mark_gone_on(batch: ImportBatch, replaces: dict[str, list[int]], words=WENT_ON):
    """In the trace of what is applied already; what is not is planned anew without them."""
    for sheet, numbers in replaces.items():
        if int(sheet) < batch.settled:
            rows = batch.rows.filter(sheet=int(sheet), number__in=numbers)
            rows.filter(outcome__in=[ImportOutcome.REFUSED, ImportOutcome.REVIEW]).update(
                undone=words
            )


def drop_part(batch: ImportBatch, part: ImportPart):
    """Take a corrected file out again: its rows are refused as before. The caller saves
    the batch."""
    mark_gone_on(batch, part.replaces, words="")
    part.delete()
    if batch.state == ImportState.CONTINUED and not batch.parts.filter(is_applied=False):
        batch.state = ImportState.PARTIAL


def drop_what_waits(batch: ImportBatch):
    """Of a batch that is applied in part, let the rest go. The caller saves the batch."""
    for part in batch.parts.filter(is_applied=False).order_by("-place"):
        drop_part(batch, part)
    batch.rows.filter(sheet__gte=batch.settled)._raw_delete("default")
    forget_plan(batch)
    batch.report["sheets"] = batch.report["sheets"][: batch.settled]
    batch.report["questions"] = []


def forget_unapplied(before: datetime) -> int:
    """Delete what was sent before that moment and never applied, and every file that no
    import needs any more. Returns how many imports are gone."""
    with transaction.atomic():
        never = Q(state__in=[ImportState.PLANNED, ImportState.DISCARDED])
        old = ImportBatch.objects.filter(never, settled=0, created_at__lt=before)
        old = old.exclude(parts__sent_at__gte=before).exclude(work__asked_at__gte=before)
        old = list(old.values_list("pk", flat=True))
        for batch in ImportBatch.objects.filter(pk__in=old):
            batch.rows.all()._raw_delete("default")
            batch.delete()
        half = ImportBatch.objects.select_for_update().filter(state=ImportState.CONTINUED)
        for batch in half.exclude(parts__in=ImportPart.objects.filter(sent_at__gte=before)):
            drop_what_waits(batch)
            batch.save()
    with transaction.atomic():
        # Who sends the same file just now has it locked: it is left to them.
        free = ImportFile.objects.filter(parts=None)
        free = list(
            ImportFile.objects.filter(pk__in=free.values("pk"))
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)
        )
        ImportFile.objects.filter(pk__in=free, parts=None).delete()
    return len(old)

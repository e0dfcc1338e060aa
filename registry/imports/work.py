"""What is done with a batch, asked for in one place and done in another: at once, in a thread
or by a worker."""

import logging
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from ..models import ImportBatch, ImportWork
from ..vocabulary import ImportDeed
from .batches import confirm, kinds_of, plan_batch
from .progress import Cancelled, Progress, at_work, is_at_work
from .rights import not_allowed
from .rows import Refused
from .undo import undo

logger = logging.getLogger(__name__)

BUSY = "This import is being worked on just now. Wait until that is done, or cancel it."
TOO_LATE = (
    "It is being written just now, so it can\u2019t be cancelled any more. It can be undone "
    "afterwards."
)
NOTHING_DONE = {
    ImportDeed.PLAN: "nothing was changed",
    ImportDeed.APPLY: "nothing was applied",
    ImportDeed.UNDO: "nothing was undone",
}


def ask(
    batch: ImportBatch, deed: ImportDeed, *, by, at: datetime, again=False, **options
) -> ImportWork:
    """Note what is to be done. Raises Refused while something else is being done; what was
    interrupted gives way, and to one who asks `again` what waits for its turn: the process
    that was to do it may be gone, and if it is not, it finds nothing to do."""
    earlier = ImportWork.objects.filter(batch=batch).first()
    waits = earlier is not None and earlier.begun_at is None
    if earlier is not None and not (again and waits) and not is_interrupted(earlier):
        raise Refused("work", BUSY)
    try:
        with transaction.atomic():
            if earlier is not None:
                ImportWork.objects.filter(pk=earlier.pk, begun_at=earlier.begun_at).delete()
            return ImportWork.objects.create(
                batch=batch, deed=deed, options=options, asked_at=at, asked_by=by
            )
    except IntegrityError:  # somebody else asked in the same moment
        raise Refused("work", BUSY) from None


def is_interrupted(work: ImportWork) -> bool:
    """Did whoever was at it die? Then nothing of it was done: it would have gone with it."""
    if work.begun_at is None or is_at_work(work.batch_id):
        return False
    return ImportWork.objects.filter(pk=work.pk).exists()  # or has it just been finished?


def cancel(work: ImportWork) -> str:
    """Have the work stopped; says what comes of that."""
    nothing = f"Cancelled: {NOTHING_DONE[work.deed]}."
    if work.begun_at is None or is_interrupted(work):
        with transaction.atomic():
            if ImportWork.objects.filter(pk=work.pk, begun_at=work.begun_at).delete()[0]:
                ImportBatch.objects.filter(pk=work.batch_id).update(said=nothing)
                return nothing
    if work.is_writing:
        return TOO_LATE
    waiting = ImportWork.objects.filter(pk=work.pk, is_writing=False)
    if waiting.update(is_cancelled=True):
        return "It is being stopped."
    return TOO_LATE


def carry_on(work_id: int, *, at: datetime, today: date):
    """Do what was asked for. What comes of it is told by the batch; of a work that is gone,
    being cancelled or begun anew by somebody else, nothing is done."""
    work = ImportWork.objects.select_related("batch", "asked_by").filter(pk=work_id).first()
    if work is None:
        return
    with at_work(work.batch_id):
        if not ImportWork.objects.filter(pk=work_id, begun_at=None).update(begun_at=at):
            return
        _do(work, at, today)


def _do(work: ImportWork, at, today):
    nothing = NOTHING_DONE[work.deed]
    try:
        DEEDS[work.deed](work, at, today)
    except Cancelled:
        _end(work, f"Cancelled: {nothing}.")
    except Refused as refused:
        _end(work, str(refused))
    except PermissionDenied as denied:
        _end(work, str(denied))
        raise
    except Exception:
        logger.exception("Import %s: %s went wrong", work.batch_id, work.deed)
        _end(
            work,
            f"Something went wrong that should not have, so {nothing}. It is noted for those "
            "who run this site; trying the same again will hardly help.",
        )


def _end(work: ImportWork, said: str):
    with transaction.atomic():
        batch = ImportBatch.objects.get(pk=work.batch_id)
        if not batch.digest:
            batch.rows.filter(sheet__gte=batch.settled)._raw_delete("default")
        ImportBatch.objects.filter(pk=work.batch_id).update(said=said)
        ImportWork.objects.filter(pk=work.pk).delete()


def _plan(work, at, today):
    def forbidden(kinds) -> str:
        return not_allowed(work.asked_by, "import", kinds)

    plan_batch(work.batch, today=today, progress=Progress(work), forbidden=forbidden)


def _apply(work, at, today):
    batch, partial = work.batch, work.options.get("partial", False)
    _check_right(work, "apply")
    if work.options["digest"] != batch.digest:
        raise Refused("", "The plan has changed since you saw it: this is the new one.")
    confirm(
        batch, by=work.asked_by, at=at, today=today, partial=partial, progress=Progress(work)
    )


def _undo(work, at, today):
    _check_right(work, "undo")
    undo(work.batch, by=work.asked_by, at=at, progress=Progress(work))


def _check_right(work, deed):
    """Once more: it may have been taken away since the work was asked for."""
    if said := not_allowed(work.asked_by, deed, kinds_of(work.batch)):
        raise PermissionDenied(said)


DEEDS = {ImportDeed.PLAN: _plan, ImportDeed.APPLY: _apply, ImportDeed.UNDO: _undo}

"""A plan is carried out: all of it in one transaction, or nothing."""

from django.db import connection

from ..models import RECORDS, ImportBatch, ImportRow
from .plan import Planner
from .write import RealIds, Times, insert, keep_office_ids, link_meetings, update


def carry_out(planner: Planner, batch: ImportBatch, *, by, at):
    """Write what the planner planned, with history, and give the trace its record ids.

    Runs inside a transaction of the caller.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An import is written in one transaction.")
    times = Times(batch, by, at, f"Import {batch.pk}: {batch.name}")
    real = RealIds(planner)
    linked = {meeting for meeting, _ in planner.many.added if meeting > 0}
    for model in RECORDS:
        register = planner.registers.get(model._meta.model_name)
        if register is None:
            continue
        insert(register, real, times)
        update(register, real, times, also=linked if register.kind == "meeting" else set())
    if "meeting" in planner.registers:
        link_meetings(planner, real, times)
    keep_office_ids(planner, real)
    settle_trace(batch, real)


def settle_trace(batch: ImportBatch, real: RealIds):
    """In the trace, new records bear the ids that they now have."""
    with connection.cursor() as cursor:
        for kind, base in real.bases.items():
            cursor.execute(
                f"UPDATE {ImportRow._meta.db_table} SET record_id = %s - record_id "
                "WHERE batch_id = %s AND kind = %s AND record_id < 0",
                [base, batch.pk, kind],
            )

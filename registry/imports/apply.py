"""A plan is carried out: all of it in one transaction, or nothing."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from ..models import RECORDS, ImportBatch, ImportRow, Record
from ..search.keep import written
from .kept import Kept
from .plan import Planner
from .write import (
    RealIds,
    Times,
    insert,
    keep_office_ids,
    link_lists,
    note_writers,
    reserve,
    update,
)

MANY = 1_000  # records of a kind, from which a table is counted anew


def carry_out(planned: Planner | Kept, batch: ImportBatch, *, by, at):
    """Write what was planned, with history, and give the trace its record ids.

    Runs inside a transaction of the caller.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An import is written in one transaction.")
    times = Times(batch, by, at, f"Import {batch.pk}: {batch.name}")
    real = RealIds()
    linked = defaultdict(set)
    for links in planned.lists.values():
        linked[links.kind] |= {one for one, _ in links.added if one > 0}
    kinds = [model._meta.model_name for model in RECORDS]
    registers = [planned.registers[kind] for kind in kinds if kind in planned.registers]
    for register in registers:
        if register.new:
            real.bases[register.kind] = reserve(register.model, -min(register.new))
    # Changes first: what gives up a name makes room for the new record that takes it.
    for register in registers:
        update(register, real, times, also=linked[register.kind])
    for register in registers:
        insert(register, real, times)
    link_lists(planned, real, times)
    note_writers(planned, real, times)
    keep_office_ids(planned, real)
    settle_trace(batch, real)
    touched = {
        register.model: [
            *register.changed,
            *linked[register.kind],
            *(real.of(register.kind, number) for number in register.new),
        ]
        for register in registers
    }
    learn_sizes(model for model, ids in touched.items() if len(ids) >= MANY)
    written(touched, at=at)


def learn_sizes(models: Iterable[type[Record]]):
    """PostgreSQL plans its queries by what it last counted in a table. It counts again only
    some minutes after many rows have come; until then pages may take ten times as long."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in models:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def settle_trace(batch: ImportBatch, real: RealIds):
    """In the trace, new records bear the ids that they now have."""
    with connection.cursor() as cursor:
        for kind, base in real.bases.items():
            cursor.execute(
                f"UPDATE {ImportRow._meta.db_table} SET record_id = %s - record_id "
                "WHERE batch_id = %s AND kind = %s AND record_id < 0",
                [base, batch.pk, kind],
            )

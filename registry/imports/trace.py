"""The trace of a batch: what each of its rows does, or did."""

import json

from django.db import transaction

from ..models import ImportBatch, ImportRow
from .outcomes import Outcome
from .plan import Planner
from .progress import SILENT, Progress
from .rows import cell_text
from .write import insert_rows

# Made once: `json.dumps` makes one for each text that keeps its letters.
in_json = json.JSONEncoder(ensure_ascii=False, default=str).encode


class InJson(dict):
    """Cells in JSON, as texts. Most cells of a column say what others said, so each text is
    worked out once; 1, True and "1" are not the same, so of others nothing is kept."""

    def __missing__(self, cell) -> str:
        if type(cell) is not str:
            return in_json(cell_text(cell))
        known = self[cell] = in_json(cell)
        return known


class Trace:
    """Writes what each row does, as it is planned, into the batch's trace."""

    def __init__(self, batch: ImportBatch, progress: Progress = SILENT):
        self.batch, self.progress = batch, progress
        self.known = InJson()

    def __call__(self, planner: Planner, outcomes: list[Outcome]):
        columns = (
            *("batch_id", "sheet", "number", "is_main", "outcome", "kind", "record_id"),
            *("changes", "notes", "cells", "undone"),
        )
        batch, cells = self.batch.pk, self._cells
        rows = [
            (
                batch, one.sheet, one.number, one.is_main, one.outcome, one.kind, one.record_id,
                self._changes(planner, one) if one.changes else "[]",
                in_json(one.notes) if one.notes else "[]",
                cells(one.cells),
                "",
            )
            for one in outcomes
        ]  # fmt: skip
        with transaction.atomic():
            insert_rows(ImportRow._meta.db_table, columns, rows)
            self.progress.step(sum(one.is_main for one in outcomes))

    def _cells(self, cells: tuple) -> str:
        """A list in JSON."""
        if len(self.known) > 20_000:
            self.known.clear()
        return f"[{', '.join(map(self.known.__getitem__, cells))}]"

    def _changes(self, planner: Planner, one: Outcome) -> str:
        """[[field, old and new as staff read them, old as it was stored], …]"""
        register, show = planner.registers[one.kind], planner.show
        return in_json(
            [
                [name, show(register, name, old), show(register, name, new), old]
                for name, old, new in one.changes
            ]
        )

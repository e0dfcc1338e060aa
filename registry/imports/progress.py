"""How far a work on a batch is, and whether anybody is still at it."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connection

from ..models import ImportWork
from .files import SheetData

OUR_LOCKS = 2007_1220  # tells our locks in PostgreSQL from others'


class Cancelled(Exception):
    """Somebody asked for the work to be stopped."""


class Progress:
    """Told what is done, chunk by chunk; raises Cancelled if that was asked for meanwhile.
    Without a work nobody is told."""

    def __init__(self, work: ImportWork | None = None):
        self.work, self.rows, self.done = work, 0, 0

    def begin(self):
        """The rows are gone through from the first one on, perhaps once more."""
        self.rows = self.done = 0
        self._tell(rows=0, done=0, is_writing=False)

    def count(self, sheet: SheetData):
        """Count the rows of the sheet as they are read."""
        read = sheet.read_rows
        if read is None or self.work is None:
            return

        def counted(sheet):
            for row in read(sheet):
                self.rows += 1
                yield row

        sheet.read_rows = counted

    def step(self, rows: int):
        self.done += rows
        # What the sheet holds beside rows, a note below them, was counted too.
        self._tell(rows=max(self.rows, self.done), done=self.done)

    def write(self):
        """From here on it can't be cancelled: one transaction does it or does nothing."""
        self._tell(is_writing=True)

    def finish(self):
        """Within the transaction that does it."""
        if self.work is not None:
            ImportWork.objects.filter(pk=self.work.pk).delete()

    def _tell(self, **values):
        if self.work is None:
            return
        mine = ImportWork.objects.filter(pk=self.work.pk, is_cancelled=False)
        if not mine.update(**values):
            raise Cancelled


SILENT = Progress()


@contextmanager
def at_work(batch_id: int) -> Iterator[None]:
    """Hold what others can see us by. It ends with the process, however that ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [OUR_LOCKS, batch_id])
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [OUR_LOCKS, batch_id])
        return
    path = _lock_file(batch_id)
    with open(path, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def is_at_work(batch_id: int) -> bool:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted "
                "AND classid = %s AND objid = %s AND database = "
                "(SELECT oid FROM pg_database WHERE datname = current_database())",
                [OUR_LOCKS, batch_id],
            )
            return cursor.fetchone()[0] > 0
    with suppress(FileNotFoundError), open(_lock_file(batch_id)) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _lock_file(batch_id: int) -> Path:
    """Beside the database, which SQLite has on this very machine."""
    name = str(connection.settings_dict["NAME"])
    if connection.is_in_memory_db():
        return Path(tempfile.gettempdir()) / f"registry-{os.getpid()}-import-{batch_id}"
    return Path(f"{name}-import-{batch_id}")

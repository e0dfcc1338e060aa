"""The whole record in one file, for staff: every kind of record, as of one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.db import connection, transaction

from .files import written
from .tables import whole_record


@contextmanager
def one_moment() -> Iterator[None]:
    """Within it all reading sees the record as of one moment, and no writer waits. Where a
    transaction is open already, that one's rules hold."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # The site's own transactions take the lock of the writer as they begin. What they
        # do is known once the database is open, and a command may come here first.
        connection.ensure_connection()
        usual, connection.transaction_mode = connection.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = usual
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def export_record(ending: str) -> IO[bytes]:
    """In a temporary file that goes when it is closed."""
    with one_moment():
        return written(ending, whole_record())

"""On PostgreSQL an import waits for who is writing, and the server's vacuum gives way to it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from django.db import connection

from registry.imports import write
from registry.imports.rows import Refused
from registry.models import Seat

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one pen for all"
)
# The server's vacuum gives way to who has waited for it this long (`deadlock_timeout`).
WAITED = """SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = %s::regclass
    AND clock_timestamp() - waitstart > current_setting('deadlock_timeout')::interval)"""


@pytest.fixture
def vacuum(db):
    """A vacuum of the table of seats, in a connection of its own: gives the event that ends
    it whatever waits, and the promise of whether it gave way by itself."""
    held, stop = Event(), Event()

    def hold() -> bool:
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                table = other.ops.quote_name(Seat._meta.db_table)
                cursor.execute("BEGIN")
                cursor.execute(f"LOCK TABLE {table} IN SHARE UPDATE EXCLUSIVE MODE")
                held.set()
                while not stop.is_set():
                    cursor.execute(WAITED, [Seat._meta.db_table])
                    if cursor.fetchone()[0]:
                        return True
                    sleep(0.05)
                return False
        finally:
            other.close()

    with ThreadPoolExecutor(1) as pool:
        gave_way = pool.submit(hold)
        held.wait(10)
        yield stop, gave_way
        stop.set()


def test_the_vacuum_is_waited_for_until_it_gives_way(vacuum):
    _, gave_way = vacuum
    with write.alone():
        assert gave_way.result(timeout=1)


def test_who_does_not_stop_writing_is_named_as_the_reason(vacuum, monkeypatch):
    monkeypatch.setattr(write, "PATIENCE", 0)
    monkeypatch.setattr(write, "IN_TURN", "10ms")
    stop, gave_way = vacuum
    with pytest.raises(Refused, match="Others are changing the record"), write.alone():
        pass
    stop.set()
    assert not gave_way.result(timeout=10)
    with write.alone():
        pass

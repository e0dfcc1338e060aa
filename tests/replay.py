"""Records that many tests start from: made once a run, and copied row by row after that."""

import pickle
from collections.abc import Callable
from datetime import time

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection

from registry.search import saves

# What to do again: the statements that fill the tables, and what was made.
_kept: dict[Callable, tuple[list[tuple[str, list]], bytes]] = {}


def once(make: Callable, *, app: str = "registry"):
    """What `make` leaves in the tables of an app, which are empty before, keys of rows among
    it, and what it returns. To copy takes a tenth of the time."""
    if make not in _kept:
        was_in_step = saves.disconnect()
        saves.connect()  # the entries of search are copied as well
        made = make()
        if not was_in_step:
            saves.disconnect()
        _kept[make] = list(_statements(app)), pickle.dumps(made)
        return made
    statements, made = _kept[make]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # one way to the server and back for all of it
            cursor.execute(";".join(cursor.mogrify(*one) for one in statements))
        else:
            for statement in statements:
                cursor.execute(*statement)
    return pickle.loads(made)


def _statements(app: str):
    """What fills each table again: a statement and its values."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            if model is Permission:  # made by migrations, as the tables are
                continue
            table = quote(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table}")
            names = [quote(column[0]) for column in cursor.description]
            row = f"({', '.join(['%s'] * len(names))})"
            for rows in _batches(list(cursor), len(names)):
                yield (
                    f"INSERT INTO {table} ({', '.join(names)}) VALUES "
                    + ", ".join([row] * len(rows)),
                    [_bindable(value) for row in rows for value in row],
                )


def _batches(rows: list, columns: int):
    """As many rows as a statement takes values of."""
    size = (connection.features.max_query_params or 10_000) // columns
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _bindable(value):
    # SQLite gives out times of day, and takes in none.
    return str(value) if isinstance(value, time) else value

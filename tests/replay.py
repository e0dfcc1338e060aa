"""Records that many tests start from: made once a run, and copied row by row after that."""

import pickle
from collections.abc import Callable
from datetime import time

from django.apps import apps
from django.db import connection

from registry.search import saves

_kept: dict[Callable, tuple[list, bytes]] = {}


def once(make: Callable):
    """What `make` leaves in an empty record, keys of rows among it, and what it returns.
    To copy takes a tenth of the time."""
    if make not in _kept:
        was_in_step = saves.disconnect()
        saves.connect()  # the entries of search are copied as well
        made = make()
        if not was_in_step:
            saves.disconnect()
        _kept[make] = list(_rows()), pickle.dumps(made)
        return made
    rows, made = _kept[make]
    with connection.cursor() as cursor:
        for statement, of_table in rows:
            cursor.executemany(statement, of_table)
    return pickle.loads(made)


def _rows():
    """What fills each table again: a statement and its rows."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in apps.get_app_config("registry").get_models(include_auto_created=True):
            table = quote(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table}")
            names = ", ".join(quote(column[0]) for column in cursor.description)
            marks = ", ".join(["%s"] * len(cursor.description))
            if rows := [[_bindable(value) for value in row] for row in cursor]:
                yield f"INSERT INTO {table} ({names}) VALUES ({marks})", rows


def _bindable(value):
    # SQLite gives out times of day, and takes in none.
    return str(value) if isinstance(value, time) else value

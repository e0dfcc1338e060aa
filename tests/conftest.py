import gc
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

from registry.search import saves

from . import cast as the_cast
from .office import QUICK_HASHERS
from .replay import once

SITE_DATABASE = connection.settings_dict["NAME"]
# Tests make many objects at once, of which few are garbage in a circle: to look for it at
# every 700th takes a fifth of the time of the whole suite.
COLLECT_GARBAGE_AT = 20_000


def pytest_collection_finish():
    gc.freeze()  # what is loaded by now stays
    gc.set_threshold(COLLECT_GARBAGE_AT)


# Where saves keep search in step, as they do on the site. Elsewhere nothing is searched, and
# to keep the entries took a third of the time of the tests that save much.
SEARCHING = (
    *("tests/search/", "tests/views/", "tests/test_nothing_leaks.py"),
    "tests/acts/test_drift.py",  # counts what a save costs
)


@pytest.fixture(autouse=True)
def search_in_step(request):
    if request.node.nodeid.startswith(SEARCHING):
        yield
        return
    saves.disconnect()
    yield
    saves.connect()


@pytest.fixture(autouse=True)
def media_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = QUICK_HASHERS


@pytest.fixture(autouse=True)
def tasks_at_once(settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }


@pytest.fixture
def cast(db):
    return the_cast.on_stage()


@pytest.fixture
def demonstration(db):
    """The demonstration record, without its history."""
    once(load_fixture)


def load_fixture():
    call_command("loaddata", "demonstration", verbosity=0)


@pytest.fixture(scope="session")
def test_database(django_db_setup, django_db_blocker):
    """pytest-django makes none where no chosen test asks for it; the site's own is not to
    be copied."""
    if connection.settings_dict["NAME"] != SITE_DATABASE:
        yield
        return
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def migrated_database(test_database, django_db_blocker):
    """From what `own_database` is copied: to migrate takes longer than most of what is
    tried upon it."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(name, uri=True)) as migrated:
            yield migrated
        return
    with django_db_blocker.unblock():
        connection.close()  # nobody may look on while a database is copied
    with _server() as server:
        server.execute(f'CREATE DATABASE "{name}_migrated" TEMPLATE "{name}"')
        yield f"{name}_migrated"
        server.execute(f'DROP DATABASE "{name}_migrated" WITH (FORCE)')


@pytest.fixture(scope="module")
def own_database(migrated_database, tmp_path_factory):
    """The environment of a process with a database of its own, migrated and empty, which
    several connections can share."""
    with database_of_its_own(migrated_database, tmp_path_factory) as environment:
        yield environment


@contextmanager
def database_of_its_own(migrated_database, tmp_path_factory) -> Iterator[dict[str, str]]:
    if connection.vendor == "sqlite":
        path = tmp_path_factory.mktemp("own") / "own.sqlite3"
        with closing(sqlite3.connect(path)) as own:
            migrated_database.backup(own)
        yield _with_database(f"sqlite:///{path}")
        return
    name = f"own_{uuid4().hex}"
    with _server() as server:
        server.execute(f'CREATE DATABASE {name} TEMPLATE "{migrated_database}"')
        told = server.info
        login = f"{told.user}:{told.password}"
        yield _with_database(f"postgres://{login}@{told.host}:{told.port}/{name}")
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _server() -> psycopg.Connection:
    params = connection.get_connection_params()
    given = {name: params.get(name) for name in ("host", "port", "user", "password")}
    return psycopg.connect(dbname="postgres", autocommit=True, **given)


def _with_database(address: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": address, "SECRET_KEY": "of a test", "DEBUG": ""}

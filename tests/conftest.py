import gc
import os
from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from . import cast as the_cast

# Tests make many objects at once, of which few are garbage in a circle: to look for it at
# every 700th takes a fifth of the time of the whole suite.
COLLECT_GARBAGE_AT = 20_000


def pytest_collection_finish():
    gc.freeze()  # what is loaded by now stays
    gc.set_threshold(COLLECT_GARBAGE_AT)


@pytest.fixture(autouse=True)
def media_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def tasks_at_once(settings):
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }


@pytest.fixture
def cast(db):
    return the_cast.on_stage()


@pytest.fixture(scope="module")
def own_database(tmp_path_factory):
    """The environment of a process with an empty database of its own, which several
    connections can share."""
    if connection.vendor == "sqlite":
        yield _with_database(f"sqlite:///{tmp_path_factory.mktemp('own') / 'own.sqlite3'}")
        return
    params = connection.get_connection_params()
    server = {name: params.get(name) for name in ("host", "port", "user", "password")}
    name = f"own_{uuid4().hex}"
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        login = f"{server['user']}:{server['password'] or ''}"
        address = f"postgres://{login}@{server['host']}:{server['port']}/{name}"
        yield _with_database(address)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _with_database(address: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": address, "SECRET_KEY": "of a test", "DEBUG": ""}

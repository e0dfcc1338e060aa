import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from .crowd import EDITORS, TURNS

ROOT = Path(__file__).parents[2]


@pytest.fixture
def database(db, tmp_path):
    """The address of an empty database that several connections can share."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'crowd.sqlite3'}"
        return
    params = connection.get_connection_params()
    server = {name: params.get(name) for name in ("host", "port", "user", "password")}
    name = f"crowd_{os.getpid()}"
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        login = f"{server['user']}:{server['password'] or ''}"
        yield f"postgres://{login}@{server['host']}:{server['port']}/{name}"
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_twenty_people_at_one_sheet_lose_nothing_and_issue_whole_editions(database):
    """No update is lost, no edition is issued by halves, no number is left out."""
    env = os.environ | {"DATABASE_URL": database, "SECRET_KEY": "of a test", "DEBUG": ""}
    run = subprocess.run(
        [sys.executable, "-m", "tests.acts.crowd"],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["crashes"] == []
    assert len(told["saved"]) == EDITORS * TURNS
    assert told["lines"] == told["saved"]
    assert told["numbers"] == told["issued"] == list(range(1, len(told["numbers"]) + 1))
    assert told["numbers"] != []
    assert told["halves"] == []

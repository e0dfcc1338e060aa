"""The settings refuse what would hurt on a server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SERVER = {"DATABASE_URL": "sqlite:///:memory:"}


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        (SERVER, "DATABASE_URL is set, so SECRET_KEY must be set too."),
        ({**SERVER, "SECRET_KEY": "x", "DEBUG": "yes"}, "DEBUG shows secrets"),
        ({"SECRET_KEY": "x", "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name hosts"),
        ({"SECRET_KEY": "x", "OFFICIAL_SITE": "yes"}, "OFFICIAL_SITE is not JSON"),
        (
            {
                "SECRET_KEY": "x",
                "SECURITY_CONTACT": "mailto:x@x.gov",
                "SECURITY_EXPIRES": "2027",
            },
            "SECURITY_EXPIRES is “2027”: write a moment like 2027-06-30T00:00:00Z.",
        ),
        (
            {
                **SERVER,
                "SECRET_KEY": "x",
                "SECURITY_CONTACT": "mailto:x@x.gov",
                "SECURITY_EXPIRES": "2027-06-30T00:00:00Z",
            },
            "",
        ),
        ({**SERVER, "SECRET_KEY": "x"}, ""),
    ],
)
def test_a_server_that_is_set_up_wrongly_does_not_start(environment, said):
    own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", "import pitf_site.settings"],
        env={**own, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) == bool(said)
    assert said in done.stderr


def test_a_server_tells_of_its_faults_where_it_runs():
    crash = """
import django, logging
from django.http import HttpRequest
from django.core.handlers.exception import response_for_exception
django.setup()
logging.raiseExceptions = False
request = HttpRequest()
request.path = "/x\\n2026-01-01 ERROR fake"
response_for_exception(request, RuntimeError("the crash"))
logging.getLogger("django.request").warning("Not Found: /nothing")
"""
    own = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    server = {**SERVER, "SECRET_KEY": "x", "DJANGO_SETTINGS_MODULE": "pitf_site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", crash],
        env={**own, **server},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (
        "ERROR django.request: Internal Server Error: /x\\n2026-01-01 ERROR fake" in done.stderr
    )
    assert "RuntimeError: the crash" in done.stderr
    assert "Not Found" not in done.stderr


def test_the_table_of_faults_names_tests_that_are_there():
    root = Path(__file__).parent.parent
    for cell in (root / "docs" / "faults.md").read_text().split("`")[1::2]:
        file, _, test = cell.partition("::")
        assert (root / file).is_file(), cell
        assert not test or f"def {test}" in (root / file).read_text(), cell

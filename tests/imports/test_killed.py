"""Imports by real processes on a real database: killed at every step, two at once, in a
thread and by a worker."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.xdist_group("processes")  # they run once for all of these tests


@pytest.fixture(scope="module")
def told(own_database, tmp_path_factory) -> dict:
    script = (
        "import django; django.setup(); from tests.imports.real_processes import main; "
        f"main({str(tmp_path_factory.mktemp('processes'))!r})"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=ROOT,
        env=own_database | {"DJANGO_SETTINGS_MODULE": "pitf_site.settings"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


INTERRUPTED = ["This was interrupted, and nothing was"]


def test_a_process_that_is_killed_leaves_the_record_as_before_or_after_and_says_which(told):
    ends = {"plan": [], "apply": [">Applied.<"], "undo": ["records removed"]}
    steps = {"plan": 0, "apply": 0, "undo": 0}
    for what, moment, died, record_as_before, batch_as_before, says in told["killed"]:
        assert died, (what, moment)
        if moment == "the end":
            assert says == ends[what]
            assert record_as_before is (what == "plan")
        else:
            assert (record_as_before, batch_as_before) == (True, True), (what, moment)
            assert says == INTERRUPTED, (what, moment)
            steps[what] += 1
    assert steps == {"plan": 3, "apply": 10, "undo": 5}


def test_what_was_interrupted_is_begun_again_by_a_button(told):
    assert told["begun_again"] == [1, 0, True]


def test_of_two_who_apply_at_once_one_is_shown_what_the_other_did(told):
    for died, ((state, said), (other, shown)), won, outcome, changed in told["at_once"]:
        assert died == [0, 0]
        assert (state, said) == ("applied", "Applied.")
        assert other == "planned"
        assert shown.startswith("The record has changed since this was worked out")
        assert won and (outcome, changed) == ("changed", "website")


@pytest.mark.parametrize("way", ["in_a_thread", "by_a_worker"])
def test_a_long_sheet_is_looked_through_and_applied_beside_the_request(told, way):
    assert told[way] == [True, True, 1]


def test_long_sheets_wait_for_each_other_and_a_short_one_for_none(told):
    assert told["in_turn"] == [True, True, True]

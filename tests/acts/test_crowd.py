import json
import subprocess
import sys
from pathlib import Path

from .crowd import EDITORS, TURNS

ROOT = Path(__file__).parents[2]


def test_twenty_people_at_one_sheet_lose_nothing_and_issue_whole_editions(own_database):
    """No update is lost, no edition is issued by halves, no number is left out."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.acts.crowd"],
        cwd=ROOT,
        env=own_database,
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

import json
from datetime import UTC, datetime

import pytest

from ..office import issue
from ..views.conftest import Reader


class Program(Reader):
    """Reads JSON: `told("bodies/pitf/", on="2007-10-25")`."""

    def told(self, address: str, answers=200, **query):
        answer = self.get(f"/api/v1/{address}", query)
        assert answer.status_code == answers, answer.body
        return json.loads(answer.body)

    def keys(self, address: str, **query) -> list[str]:
        return [item["key"] for item in self.told(address, **query)["items"]]

    def refusal(self, address: str, **query) -> dict[str, str]:
        """What was wrong, by parameter."""
        told = self.told(address, answers=400, **query)
        return {one["parameter"]: one["message"] for one in told["errors"]}


@pytest.fixture
def client():
    return Program()


@pytest.fixture
def issued(cast):
    cast.edition = issue(cast.sheet, at=datetime(2007, 12, 20, 20, tzinfo=UTC))
    return cast

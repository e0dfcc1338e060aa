from datetime import UTC, datetime

import pytest
from django.test import Client

from registry.acts.issue import issue


class Reader(Client):
    """Sees what crashes as 500, and reads each answer to its end: `.body`."""

    def __init__(self, **options):
        super().__init__(raise_request_exception=False, **options)

    def request(self, **request):
        response = super().request(**request)
        response.body = response.getvalue()
        return response


@pytest.fixture
def client():
    return Reader()


@pytest.fixture
def issued(cast):
    """The cast, with its fact sheet issued."""
    cast.edition = issue(cast.sheet, by=None, at=datetime(2007, 12, 20, 20, tzinfo=UTC))
    return cast


@pytest.fixture
def now(monkeypatch):
    """Sets the clock of the server."""

    def set_to(*moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(*moment, tzinfo=UTC))

    return set_to

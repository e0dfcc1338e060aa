"""Nothing that is asked for crashes the API, and what it answers is what its document says."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from registry.api.v1 import api

from .addresses import LISTS

pytestmark = pytest.mark.django_db

# The same nonsense at each run, so that a fault found once is found again.
STEADY = {
    "derandomize": True,
    "database": None,
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
}
# Made when the first test asks: to make it takes seconds, and not every run has these tests.
document = schemathesis.pytest.from_fixture("document_of_the_api")


@pytest.fixture(scope="module")
def document_of_the_api():
    made = schemathesis.openapi.from_dict(dict(api.get_openapi_schema()))
    made.app = get_wsgi_application()
    return made


@pytest.fixture
def one_connection():
    """A server lets go of its connection after a request; a test's must stay open."""
    signals = request_started, request_finished
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.one_database
@document.parametrize()
@settings(max_examples=6, **STEADY)
def test_each_address_answers_as_the_document_says(cast, one_connection, case):
    """Whatever the document allows, and what it does not. Statuses, types and answers are
    those of the document; but that a cursor is one and a day is one it can't say."""
    case.call_and_validate(
        headers={"Host": "localhost"}, excluded_checks=[positive_data_acceptance]
    )


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=25)
DAYS = (
    TEXT | st.dates().map(str) | st.sampled_from(["2007", "2007-10", "2006~", "..", "", "٢٠٠٧"])
)
NAMES = st.sampled_from(["on", "cursor", "limit", "sort", "body", "from", "name", "kind"])


@settings(max_examples=150, **STEADY)
@given(
    address=st.sampled_from([*LISTS, "/api/v1/bodies/pitf/", "/api/v1/agencies/hhs/"]),
    query=st.dictionaries(NAMES | TEXT, DAYS | st.integers().map(str), max_size=3),
    headers=st.dictionaries(
        st.sampled_from(["HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_ACCEPT"])
        | st.sampled_from(["HTTP_ORIGIN", "HTTP_RANGE", "HTTP_X_FORWARDED_FOR"]),
        st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=20),
        max_size=2,
    ),
)
@example(address=LISTS[0], query={"cursor": "W" * 590}, headers={})
@example(address=LISTS[0], query={"limit": "9" * 5000}, headers={})
@example(address=LISTS[0], query={"from": "9999-12-31"}, headers={"HTTP_IF_NONE_MATCH": '"'})
def test_whatever_is_asked_for_there_is_an_answer_in_json(
    client, cast, address, query, headers
):
    answer = client.get(address, query, **headers)
    assert answer.status_code in (200, 304, 400), answer.body
    if answer.status_code != 304:
        assert answer["Content-Type"].partition(";")[0].endswith("json")
        answer.json()


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999999", "-1", "x", "1.5"])
def test_a_number_of_no_edition_is_no_edition(client, cast, number):
    address = f"/api/v1/fact-sheets/pitf-2007-12-20/editions/{number}/"
    assert client.get(address).status_code == 404

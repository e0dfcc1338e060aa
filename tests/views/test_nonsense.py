"""Nothing that is asked for crashes a page, a feed, a calendar or a table: schemathesis, with
a document of every public address and of what addresses ask."""

import re
from collections import Counter
from urllib.parse import urlencode

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from registry.urls import machines, urlpatterns

from .reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TEXT = {"type": "string", "maxLength": 40}
DAYS = [
    *("2007-10-25", "2010-02-03", "1984-02-29", "1000-01-01", "9000-12-31"),
    *("2007", "2007-02-30", "9999-12-31", "0000-00-00", "2006~", "..", "٢٠٠٧"),
]
KEYS = ["pitf", "spog", "hhs", "rice", "trafficking"]
NUMBERS = ["0", "1", "2", "9" * 30]
WORDS = ["name", "-name", "a", "é"]
# What stands in an address where its table has a place, and behind the question mark;
# besides any text.
PLACES = {
    "ending": ["csv", "xlsx", "bib", "ris", "json"],
    "name": ["bodies", "officials", "record.sqlite", "popolo.json"],
    "section": ["bodies", "officials"],
    **dict.fromkeys(("number", "old", "new"), NUMBERS),
}
QUESTIONS = {
    **dict.fromkeys(("on", "from", "to"), DAYS),
    "page": ["1", "0", "-1", "9" * 30, "last"],
    "year": ["2007", "0", "99999", "-2007"],
    **dict.fromkeys(("body", "agency", "subject", "official"), KEYS),
    **dict.fromkeys(("sort", "status", "type", "kind", "letter"), WORDS),
    "q": ['"', "rice NEAR(", "a*", "-", "Condoleeza", "%_", "title:x", "&|!:*", "\\"],
}
STEADY = {
    "derandomize": True,  # the same nonsense at each run
    "database": None,
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
}
# Elsewhere by now (301) and no more (410) are answers too.
ANSWERS = {200, 301, 302, 304, 400, 404, 410}


def document(there: bool):
    """The table of addresses in OpenAPI: of what is on stage, or of whatever one may type."""
    tables = [  # the API has a document of its own
        one for one in (*urlpatterns, *machines) if not str(one.pattern).startswith("api/")
    ]
    models = {}  # by the first word of their addresses
    for one in tables:
        model = getattr(getattr(one.callback, "view_class", None), "model", None)
        if hasattr(model, "key"):
            models[str(one.pattern).partition("/")[0]] = model
    questions = [
        {"name": name, "in": "query", "schema": {"anyOf": [{"enum": values}, TEXT]}}
        for name, values in QUESTIONS.items()
    ]
    paths = {}
    for one in tables:
        route = str(one.pattern)
        model = models.get(route.partition("/")[0])
        keys = list(model.objects.values_list("key", flat=True)) if model else []
        values = PLACES | ({"key": keys} if keys else {})
        places = [
            {
                "name": name,
                "in": "path",
                "required": True,
                "schema": {"enum": values[name]} if there and name in values else TEXT,
            }
            for name in one.pattern.converters
        ]
        paths["/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route)] = {
            "get": {
                "parameters": places + questions,
                "responses": {"200": {"description": "What was asked for."}},
            }
        }
    about = {"title": "Every public address", "version": "1"}
    return schemathesis.openapi.from_dict({"openapi": "3.1.0", "info": about, "paths": paths})


def test_whatever_is_asked_for_there_is_an_answer(client, issued):
    """Never a fault of the server; what is refused or not there leads on."""
    answers = Counter()

    def ask(case):
        answer = client.get(
            case.formatted_path, QUERY_STRING=urlencode(case.query or {}, doseq=True)
        )
        assert answer.status_code in ANSWERS, answer.body
        if answer.status_code in (400, 404, 410):
            assert "/bodies/" in read(answer).links
        answers[answer.status_code] += 1

    for there, times in ((True, 6), (False, 2)):
        pages = document(there)
        for path in pages:
            cases = pages[path]["get"].as_strategy()
            settings(max_examples=times, **STEADY)(given(cases)(ask))()
    # A test that only ever asks for what is not there shows little.
    assert min(answers[200], answers[400], answers[404]) > 50, answers

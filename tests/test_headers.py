"""What goes out with every answer, whoever makes it: what a browser may fetch and run."""

import pytest
from django.db import connection
from django.test import Client

from .stage import set_the_stage

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PUBLIC = {
    "default-src 'none'",
    "object-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
}
ADMIN = {
    "default-src 'none'",
    "object-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
PICTURE = {"default-src 'none'", "frame-ancestors 'none'", "sandbox"}
ANSWERS = {
    "/": (200, PUBLIC),
    "/bodies/pitf/": (200, PUBLIC),
    "/bodies": (301, PUBLIC),
    "/bodies/?on=nonsense": (400, PUBLIC),
    "/bodies/?page=%00": (400, PUBLIC),
    "/nowhere/": (404, PUBLIC),
    "/fact-sheets/gone/": (410, PUBLIC),
    "/fact-sheets/pitf-2007-12-20/text/": (200, PUBLIC),
    "/tables/bodies.csv": (200, PUBLIC),
    "/feed/": (200, PUBLIC),
    "/meetings.ics": (200, PUBLIC),
    "/api/v1/bodies/": (200, PUBLIC),
    "/api/v1/nothing": (404, PUBLIC),
    "/photos/pitf-2007-10-25-photo/": (200, PICTURE),
    "/admin/": (302, ADMIN),
    "/admin/login/": (200, ADMIN),
    "/admin/nowhere/": (302, ADMIN),
}


def policy(answer) -> set[str]:
    return set(answer["Content-Security-Policy"].split("; "))


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


def test_every_answer_says_what_a_browser_may_do_with_it(client):
    set_the_stage(crowd=1)
    told = {}
    for address in ANSWERS:
        answer = client.get(address)
        told[address] = (answer.status_code, policy(answer))
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert answer["X-Frame-Options"] == "DENY", address
        assert answer["Referrer-Policy"] == "same-origin", address
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", address
        assert "camera=(), " in answer["Permissions-Policy"], address
        answer.close()
    assert told == ANSWERS


def test_what_is_still_good_is_told_under_the_same_policy(client, cast):
    etag = client.get("/about/")["ETag"]
    again = client.get("/about/", HTTP_IF_NONE_MATCH=etag)
    assert (again.status_code, policy(again)) == (304, PUBLIC)


def test_a_crash_and_a_foreign_host_are_answered_under_the_same_policy(client, cast):
    def broken(*args):
        raise RuntimeError

    with connection.execute_wrapper(broken):
        crashed = client.get("/bodies/")
    assert (crashed.status_code, policy(crashed)) == (500, PUBLIC)
    foreign = client.get("/", HTTP_HOST="evil.example")
    assert (foreign.status_code, policy(foreign)) == (400, PUBLIC)


def test_no_policy_allows_what_is_unsafe():
    for policy_of in (PUBLIC, ADMIN, PICTURE):
        assert not any("unsafe" in one or "*" in one or "data:" in one for one in policy_of)


def test_by_https_nothing_is_fetched_by_http(client, cast, settings):
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
        "upgrade-insecure-requests": True
    }
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": directives}
    assert policy(client.get("/")) == PUBLIC | {"upgrade-insecure-requests"}

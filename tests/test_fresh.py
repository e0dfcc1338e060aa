"""Whether a reader's copy is still good."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User

from .office import issue
from .views.conftest import Reader

pytestmark = pytest.mark.django_db

BODY = "/bodies/pitf/?on=2007-10-25"
FORMS = [
    *(BODY, "/", "/meetings.ics", "/sitemap.xml", "/api/v1/bodies/pitf/"),
    *("/api/v1/seats/?limit=2", "/feed/", "/robots.txt"),
]


@pytest.fixture
def reader():
    return Reader()


def ask_again(reader, address, etag):
    return reader.get(address, HTTP_IF_NONE_MATCH=etag)


@pytest.mark.parametrize("address", FORMS)
def test_a_copy_that_is_still_good_is_told_to_be(reader, cast, address):
    first = reader.get(address)
    assert first["Cache-Control"] == "public, no-cache"
    for _ in range(2):
        again = ask_again(reader, address, first["ETag"])
        assert (again.status_code, again.body) == (304, b"")
        assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], "public, no-cache")
        cors = "Access-Control-Allow-Origin"
        assert again.headers.get(cors) == first.headers.get(cors)
    assert ask_again(reader, address, '"another"').status_code == 200
    head = reader.head(address)
    assert (head["ETag"], head.body) == (first["ETag"], b"")


def test_after_the_first_time_it_costs_one_query(reader, cast, django_assert_num_queries):
    etag = reader.get(BODY)["ETag"]
    ask_again(reader, BODY, etag)
    with django_assert_num_queries(1):
        assert ask_again(reader, BODY, etag).status_code == 304


@pytest.mark.parametrize("field", ["short_name", "purpose"])
def test_what_changes_on_a_page_is_seen_at_once(reader, cast, field):
    etag = reader.get(BODY)["ETag"]
    ask_again(reader, BODY, etag)
    setattr(cast.pitf, field, "to do something else")
    cast.pitf.save()
    changed = ask_again(reader, BODY, etag)
    assert changed.status_code == 200 and changed["ETag"] != etag
    assert b"something else" in changed.body


def test_what_is_withdrawn_is_gone_at_once(reader, cast):
    etag = reader.get(BODY)["ETag"]
    assert ask_again(reader, BODY, etag).status_code == 304
    cast.pitf.is_public = False
    cast.pitf.save()
    assert ask_again(reader, BODY, etag).status_code == 404


def test_a_change_of_a_draft_shows_in_no_etag(reader, cast):
    """And the copy stays good: its words are the same."""
    cast.rice.is_public = False
    cast.rice.save()
    etags = {address: reader.get(address)["ETag"] for address in FORMS}
    cast.rice.biography = cast.sheet.text = "A secret"
    cast.rice.save(), cast.sheet.save()
    for address, etag in etags.items():
        again = ask_again(reader, address, etag)
        assert (again.status_code, again["ETag"]) == (304, etag), address


def test_a_sheet_that_goes_live_on_time_is_seen_on_time(reader, cast, monkeypatch):
    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: datetime(2026, 1, 1, 12, tzinfo=UTC)
    )
    issue(cast.sheet, at=datetime(2026, 1, 1, 13, tzinfo=UTC))
    etag = reader.get("/fact-sheets/")["ETag"]
    assert ask_again(reader, "/fact-sheets/", etag).status_code == 304
    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: datetime(2026, 1, 1, 13, tzinfo=UTC)
    )
    assert ask_again(reader, "/fact-sheets/", etag).status_code == 200


def test_a_page_that_says_today_is_another_tomorrow(reader, cast, monkeypatch):
    etag = reader.get("/bodies/pitf/")["ETag"]
    assert ask_again(reader, "/bodies/pitf/", etag).status_code == 304
    monkeypatch.setattr(
        "django.utils.timezone.now", lambda: datetime(2031, 1, 1, 18, tzinfo=UTC)
    )
    assert ask_again(reader, "/bodies/pitf/", etag).status_code == 200


def test_what_is_not_for_everybody_is_kept_by_nobody(reader, cast):
    User.objects.create_superuser("boss", password="x")
    reader.login(username="boss", password="x")
    for address in ("/admin/", "/fact-sheets/pitf-2007-12-20/draft/"):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert "public" not in answer.headers.get("Cache-Control", "")
        assert "ETag" not in answer.headers
    assert "ETag" not in reader.get("/bodies/nobody/").headers


@pytest.mark.parametrize("header", ["*", '"', "W/", "x" * 5000, 'W/"a", "b",,,', "é"])
def test_nonsense_in_the_question_is_no_copy(reader, cast, header):
    answer = reader.get(BODY, HTTP_IF_NONE_MATCH=header, HTTP_IF_MODIFIED_SINCE=header)
    assert answer.status_code == (304 if header == "*" else 200)


def test_a_date_alone_never_makes_a_copy_good(reader, cast):
    date = "Fri, 01 Jan 2100 00:00:00 GMT"
    assert reader.get(BODY, HTTP_IF_MODIFIED_SINCE=date).status_code == 200

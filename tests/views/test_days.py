"""As of which day a page is read, and what is no day."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .reading import read, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

WANTED = (
    "Write one whole day as year, month and day, like on=2007-10-25; the year lies between "
    "1000 and 9000."
)


def test_a_page_is_read_as_of_today_unless_the_reader_names_a_day(client, now):
    now(2010, 2, 3, 12)
    assert "As of today, February 3, 2010 Read as of" in words(client.get("/bodies/"))
    named = client.get("/bodies/?on=2007-10-25")
    assert (
        "As of October 25, 2007. You are reading the record as it stood on that day. "
        "See it as it stands today. Read as of"
    ) in words(named)


@pytest.mark.parametrize(
    "hour, day", [(3, "February 2, 2010"), (4, "February 2, 2010"), (5, "February 3, 2010")]
)
def test_today_is_the_day_in_washington(client, now, hour, day):
    now(2010, 2, 3, hour)
    assert f"As of today, {day}" in words(client.get("/"))


def test_the_form_shows_the_day_and_leads_back_to_the_page(client):
    page = client.get("/laws/?on=2007-10-25")
    assert 'name="on" value="2007-10-25"' in page.content.decode()
    assert '<form class="as-of__form" method="get" action="/laws/">' in page.content.decode()
    assert "/laws/" in read(page).links


def test_links_keep_the_day_that_the_reader_named_and_only_then(client, cast):
    permanent = "http://testserver/bodies/spog/?on="  # what is handed on names its day
    links = read(client.get("/bodies/spog/")).links
    assert [one for one in links if "on=" in one and not one.startswith(permanent)] == []
    inside = [
        link
        for link in read(client.get("/bodies/spog/?on=2007-10-25")).links
        if link.startswith("/") and not link.startswith("/static/")
    ]
    without = [link for link in inside if "?on=2007-10-25" not in link]
    assert without == ["/bodies/spog/"]  # as it stands today
    assert "/bodies/pitf/?on=2007-10-25" in inside


def test_the_day_stands_before_the_place_in_a_page(client, cast):
    page = read(client.get("/agencies/dhs/?on=2007-10-25"))
    assert "/bodies/pitf/?on=2007-10-25#pitf-dhs" in page.links
    assert "pitf-dhs" in read(client.get("/bodies/pitf/?on=2007-10-25")).ids


@pytest.mark.parametrize(
    "asked, said",
    [
        ("on=", "“” is not a day."),
        ("on=2007", "“2007” is not one whole day."),
        ("on=2007-10", "“2007-10” is not one whole day."),
        ("on=2007-10-25~", "“2007-10-25~” is not one whole day."),
        ("on=2007-02-29", "“2007-02-29” is not a day."),
        ("on=0001-01-01", "“0001-01-01” is not a day."),
        ("on=9999-12-31", "“9999-12-31” is not a day."),
        ("on=2007-10-25%0a", "“2007-10-25” is not a day."),
        ("on=..", "“..” is not a day."),
        ("on=today", "“today” is not a day."),
        ("on=10/25/2007", "“10/25/2007” is not a day."),
        ("on=٢٠٠٧-١٠-٢٥", "“٢٠٠٧-١٠-٢٥” is not a day."),
        ("on=%E2%80%AE2007", "“2007” is not a day."),
        ("on=%FF%FE", "“��” is not a day."),
        ("on=2007-10-25&on=2010-02-03", "The address names more than one day."),
        (f"on={'7' * 10_000}", f"“{'7' * 40}…” is not a day."),
        ("on=<script>alert(1)</script>", "“<script>alert(1)</script>” is not a day."),
    ],
)
@pytest.mark.parametrize("address", ["/", "/meetings/", "/bodies/pitf/"])
def test_what_is_no_day_is_refused_with_what_was_wanted(client, cast, address, asked, said):
    refused = client.get(f"{address}?{asked}")
    assert refused.status_code == 400
    assert f"{said} {WANTED}" in words(refused)
    assert b"<script" not in refused.content


@pytest.mark.parametrize("day", ["1000-01-01", "9000-12-31", "2008-02-29"])
@pytest.mark.parametrize("address", ["/", "/meetings/", "/bodies/spog/", "/positions/"])
def test_the_first_and_the_last_day_that_can_be_asked_for(client, cast, address, day):
    assert client.get(f"{address}?on={day}").status_code == 200


def test_the_address_of_a_refused_day_leads_to_the_page_as_it_stands_today(client):
    refused = client.get("/laws/?on=2007")
    assert "/laws/" in read(refused).links
    assert "on=2007&" not in refused.content.decode()


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(asked=st.text(max_size=60) | st.from_regex(r"[0-9]{1,5}-[0-9]{1,3}-[0-9]{1,3}~?"))
def test_nothing_that_is_asked_for_as_a_day_is_a_crash(client, asked):
    assert client.get("/laws/", {"on": asked}).status_code in (200, 400)

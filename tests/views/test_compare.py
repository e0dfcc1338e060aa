import pytest

from .reading import read, section, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ADDRESS = "/bodies/pitf/compare/"


def test_two_days_of_a_body_side_by_side(client, cast):
    page = client.get(f"{ADDRESS}?from=2007-10-25&to=2009-01-21")
    assert "What changed from October 25, 2007 to January 21, 2009" in words(page)
    assert section(page, "Chair") == (
        "Not the same on both days. October 25, 2007 Secretary of State: Condoleezza Rice "
        "January 21, 2009 Secretary of State: Hillary Clinton"
    )
    assert section(page, "Joined").startswith("Domestic Policy Council, regular participant")
    assert section(page, "Left").startswith("possibly Department of Education")
    assert "possibly between the two days: Meeting of 2009" in section(page, "Meetings between")
    assert section(page, "Laws between") == "No law between these days is entered yet."
    assert "/agencies/dpc/?on=2009-01-21" in read(page).links
    assert len(read(page).ids) == len(set(read(page).ids))


def test_without_days_it_is_the_last_year(client, cast, now):
    now(2010, 2, 3, 12)
    assert "from February 3, 2009 to February 3, 2010" in words(client.get(ADDRESS))


@pytest.mark.parametrize(
    "query, told",
    [
        (
            "from=2007",
            "“2007” is not one whole day. Write one whole day as year, month and day, like from=",
        ),
        ("to=x", "“x” is not a day. Write one whole day as year, month and day, like to="),
        ("from=2007-01-01&from=2008-01-01", "The address names more than one day."),
        (
            "from=2009-01-01&to=2007-01-01",
            "The first day (2009-01-01) is after the last (2007-01-01).",
        ),
        ("from=0001-01-01", "“0001-01-01” is not a day."),
    ],
)
def test_what_can_not_be_compared_is_refused(client, cast, query, told):
    refused = client.get(f"{ADDRESS}?{query}")
    assert refused.status_code == 400
    assert told in words(refused)


def test_the_first_day_of_all_can_be_compared(client, cast):
    assert client.get(f"{ADDRESS}?to=1000-01-01").status_code == 200
    assert client.get("/bodies/nobody/compare/").status_code == 404


def test_a_former_key_leads_to_the_comparison_too(client, cast):
    cast.pitf.key = "task-force"
    cast.pitf.save()
    moved = client.get(f"{ADDRESS}?from=2007-01-01")
    assert moved.status_code == 301
    assert moved["Location"] == "/bodies/task-force/compare/?from=2007-01-01"

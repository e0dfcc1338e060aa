import pytest

from registry.models import AgencySuccession

from .reading import section, table, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

OLD = "Department of Health, Education, and Welfare"
NEW = "Department of Health and Human Services"


@pytest.mark.parametrize(
    "day, name",
    [("1953-04-10", NEW), ("1953-04-11", OLD), ("1980-05-03", OLD), ("1980-05-04", NEW)],
)
def test_an_agency_bears_its_name_of_the_day(client, cast, day, name):
    said = words(client.get(f"/agencies/hhs/?on={day}"))
    assert f"Go {name} (HHS)" in said
    assert (f"Its name today: {NEW}" in said) is (name == OLD)
    assert f"Former names {OLD} (April 11, 1953 – May 3, 1980)" in said


def test_the_list_shows_the_names_of_the_day_and_marks_what_was_not_there(client, cast):
    page = client.get("/agencies/?on=1975-01-01")
    rows = table(page, "Agencies, in the order of their names today")
    assert rows[1:3] == [
        [f"{OLD} today: {NEW}", "HHS", "", "to the present; possibly on this day"],
        ["Department of Homeland Security", "DHS", "", "since March 1, 2003; not on this day"],
    ]
    assert rows[-1][2] == "Department of State"


def test_seats_up_to_the_day_and_positions_with_their_holders(client, cast):
    page = client.get("/agencies/state/?on=2009-02-01")
    pitf = (
        "President's Interagency Task Force to Monitor and Combat Trafficking in Persons (PITF)"
    )
    assert table(page, "Seats up to February 1, 2009") == [
        [pitf, "Chair", "Secretary of State", "since February 13, 2002", "yes"],
        [
            "Senior Policy Operating Group (SPOG)",
            "Member",
            "none is named",
            "since December 19, 2003",
            "yes",
        ],
    ]
    assert table(page, "Positions and who held them on February 1, 2009") == [
        ["Secretary of State", "Hillary Clinton"],
        ["Deputy Secretary of State possibly on this day", "not yet entered"],
    ]
    assert section(page, "Parts") == (
        "Office to Monitor and Combat Trafficking in Persons (G/TIP) possibly on this day"
    )


@pytest.mark.parametrize(
    "day, holds", [("2006-12-31", None), ("2007-01-01", "possibly"), ("2008-01-01", "no")]
)
def test_a_seat_that_ended_is_told_as_of_the_day(client, cast, day, holds):
    page = client.get(f"/agencies/ed/?on={day}")
    if holds is None:
        assert section(page, "Seats on bodies") == "No seat up to this day is entered yet."
    else:
        assert section(page, "Seats on bodies").endswith(f"2007 {holds}")


def test_successions_are_told_on_both_pages(client, cast):
    AgencySuccession.objects.create(
        predecessor=cast.education, successor=cast.labor, kind="merged", happened_on="2012-05"
    )
    said = "Department of Education (ED) was merged into Department of Labor (DOL), May 2012."
    for key in ("ed", "dol"):
        assert section(client.get(f"/agencies/{key}/"), "Before and after it") == said

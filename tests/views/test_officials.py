import pytest

from .reading import section, table, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_the_list_names_what_each_held_on_the_day(client, cast):
    page = client.get("/officials/?on=2007-11-09")
    nothing = "nothing in the record"
    state = "Secretary of State , Department of State"
    assert table(page, "Officials, by family name") == [
        ["Elaine Chao", "Secretary of Labor, Department of Labor"],
        ["Hillary Clinton", nothing],
        ["Alberto Gonzales", nothing],
        ["Peter Keisler", "Attorney General (acting), Department of Justice"],
        [
            "Mark Lagon",
            "Director of the Office to Monitor and Combat Trafficking in Persons, Office to "
            "Monitor and Combat Trafficking in Persons",
        ],
        ["Michael Mukasey", "Attorney General, Department of Justice"],
        ["Kim Park", nothing],
        ["Colin Powell", nothing],
        ["Condoleezza Rice", state.replace(" ,", ",")],
    ]


@pytest.mark.parametrize(
    "day, holds",
    [("2007-09-16", None), ("2007-09-17", "yes"), ("2007-11-09", "yes"), ("2007-11-10", "no")],
)
def test_posts_are_told_as_of_the_day(client, cast, day, holds):
    page = client.get(f"/officials/keisler-peter/?on={day}")
    if holds is None:
        assert section(page, "Posts") == "No post up to this day is entered yet."
    else:
        assert section(page, "Posts").endswith(
            "Attorney General Department of Justice Acting September 17, 2007 – November 9, "
            f"2007 {holds}"
        )


def test_a_page_tells_names_and_meetings(client, cast):
    cast.clinton.honorific, cast.clinton.birth_year = "Senator", 1947
    cast.clinton.biography = "A life."
    cast.clinton.save()
    page = client.get("/officials/clinton-hillary/?on=2010-02-03")
    assert (
        "Senator Hillary Clinton Also written: Hillary Rodham Clinton Born 1947. A life. "
        "On this page Posts" in words(page)
    )
    assert table(page, "Meetings up to February 3, 2010") == [
        [
            "Meeting of February 3, 2010",
            "PITF",
            "Secretary of State",
            "Chair",
            "Present",
            "held",
        ]
    ]
    day_before = client.get("/officials/clinton-hillary/?on=2010-02-02")
    assert section(day_before, "Meetings") == "No meeting up to this day is entered yet."


def test_a_designation_about_a_year_is_only_possible(client, cast):
    page = client.get("/officials/park-kim/?on=2007-10-25")
    assert section(page, "Seats on bodies by designation") == (
        "President's Interagency Task Force to Monitor and Combat Trafficking in Persons "
        "(PITF), for Department of Homeland Security: principal, Under Secretary (since about "
        "2006); possibly on this day"
    )


PITF = "President's Interagency Task Force to Monitor and Combat Trafficking in Persons (PITF)"


@pytest.mark.parametrize(
    "who, day, said",
    [
        ("powell-colin", "2005-01-25", "chair as Secretary of State (February 13, 2002 –"),
        ("rice-condoleezza", "2005-01-25", None),
        ("rice-condoleezza", "2009-01-20", "January 26, 2005 – January 20, 2009)"),
        ("rice-condoleezza", "2009-01-21", "– January 20, 2009); not on this day"),
    ],
)
def test_an_official_has_the_seats_of_their_posts_while_both_hold(client, cast, who, day, said):
    page = client.get(f"/officials/{who}/?on={day}")
    if said is None:
        assert "Seats that came with the posts" not in words(page)
    else:
        seats = section(page, "Seats that came with the posts")
        assert seats.startswith(f"{PITF}: chair as Secretary of State (") and said in seats


def test_namesakes_are_told_apart(client, cast):
    cast.park.told_apart_by = "of Ohio"
    cast.park.save()
    assert "Kim Park of Ohio" in words(client.get("/officials/park-kim/"))
    assert "Kim Park (of Ohio)" in words(client.get("/officials/"))

import pytest

from registry.models import Appointment, Official

from .reading import read, section, table, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def line(client, key, day, in_words):
    return table(client.get(f"/positions/{key}/?on={day}"), f"Who held it, up to {in_words}")


def test_the_line_tells_holders_vacancies_and_gaps_apart(client, cast):
    Appointment.objects.create(
        official=cast.park, position=cast.labor_secretary, started_on="2009-03-01"
    )
    assert line(client, "secretary-of-labor", "2009-03-01", "March 1, 2009") == [
        ["Elaine Chao", "Confirmed or appointed", "January 29, 2001 – January 20, 2009"],
        ["vacant", "", "January 21, 2009 – February 23, 2009"],
        ["not yet entered", "", "February 24, 2009 – February 28, 2009"],
        ["Kim Park", "Confirmed or appointed", "since March 1, 2009"],
    ]
    assert line(client, "deputy-secretary-of-state", "2007-10-25", "October 25, 2007") == [
        ["holder not known", "", "January 1, 2007 – December 31, 2007"]
    ]


@pytest.mark.parametrize(
    "day, holder",
    [
        ("2007-09-16", "Alberto Gonzales"),
        ("2007-09-17", "Alberto Gonzales; Peter Keisler (acting)"),
        ("2007-09-18", "Peter Keisler (acting)"),
        ("2007-11-08", "Peter Keisler (acting)"),
        ("2007-11-09", "Michael Mukasey; Peter Keisler (acting)"),
        ("2007-11-10", "Michael Mukasey"),
        ("2009-01-21", "not yet entered"),
    ],
)
def test_who_held_it_on_the_day(client, cast, day, holder):
    said = words(client.get(f"/positions/attorney-general/?on={day}"))
    assert f"Held by: {holder} Line of holders" in said


def test_the_line_ends_on_the_day(client, cast):
    rows = line(client, "secretary-of-state", "2009-01-20", "January 20, 2009")
    assert [row[0] for row in rows] == ["Colin Powell", "Condoleezza Rice"]


def test_two_confirmed_holders_at_once_are_noted(client, cast):
    second = Appointment.objects.create(
        official=cast.park, position=cast.attorney, started_on="2008", ended_on="2008"
    )

    def said():
        return words(client.get("/positions/attorney-general/?on=2009-01-01"))

    mukasey = (
        "By their dates Michael Mukasey (November 9, 2007 – January 20, 2009) and Kim Park"
    )
    assert f"{mukasey} (2008) both held it at the same time." in said()
    second.started_on = second.ended_on = "2009"
    second.save()
    assert f"{mukasey} (2009) may have held it at the same time." in said()
    assert "By their dates" not in words(
        client.get("/positions/attorney-general/?on=2007-12-31")
    )


def test_an_appointment_has_a_place_of_its_own_in_the_page(client, cast):
    official = read(client.get("/officials/rice-condoleezza/"))
    place = "rice-condoleezza-secretary-of-state"
    assert f"/positions/secretary-of-state/#{place}" in official.links
    assert place in read(client.get("/positions/secretary-of-state/")).ids


def test_agency_form_of_address_and_seats(client, cast):
    page = client.get("/positions/attorney-general/?on=2007-10-25")
    assert section(page, "Seats that its holder fills") == (
        "President's Interagency Task Force to Monitor and Combat Trafficking in Persons "
        "(PITF): member, in person or by a designee (since February 13, 2002)"
    )
    assert "Agency: Department of State. One person holds it at a time. Form of address: " in (
        words(client.get("/positions/secretary-of-state/"))
    )


def test_the_list_names_the_holders_of_the_day(client, cast):
    rows = table(client.get("/positions/?on=2009-02-01"), "Positions, by title")
    office = "Office to Monitor and Combat Trafficking in Persons"
    possibly = "to the present; possibly on this day"
    assert rows == [
        ["Attorney General", "Department of Justice", "not yet entered", possibly],
        ["Deputy Secretary of State", "Department of State", "not yet entered", possibly],
        [f"Director of the {office}", office, "not yet entered", possibly],
        ["Secretary of Labor", "Department of Labor", "vacant", possibly],
        [
            "Secretary of State",
            "Department of State",
            "Hillary Clinton",
            "since 1789; on this day",
        ],
    ]


def test_of_very_many_overlaps_the_first_are_told(client, cast):
    officials = Official.objects.bulk_create(
        Official(family_name=f"Doe {n}", name=f"Doe {n}") for n in range(8)
    )
    Appointment.objects.bulk_create(
        Appointment(official=one, position=cast.deputy, started_on="2008-01-01")
        for one in officials
    )
    said = words(client.get("/positions/deputy-secretary-of-state/"))
    assert said.count("held it at the same time") == 20
    assert "There are 28 such pairs; these are the first 20." in said

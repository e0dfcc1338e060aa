import pytest

from registry.models import Appointment, Body, Official, Seat, Vacancy

from .reading import section, table, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def body_on(client, day, key="pitf"):
    answer = client.get(f"/bodies/{key}/?on={day}")
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize(
    "day, chair",
    [
        ("2005-01-25", "Colin Powell"),
        ("2005-01-26", "Condoleezza Rice"),
        ("2007-10-25", "Condoleezza Rice"),
        ("2009-01-20", "Condoleezza Rice"),
        ("2009-01-21", "Hillary Clinton"),
        ("2010-02-03", "Hillary Clinton"),
        ("2013-02-01", "Hillary Clinton"),
        ("2013-02-02", "not yet entered"),
    ],
)
def test_the_chair_is_who_held_the_position_on_the_day(client, cast, day, chair):
    assert section(body_on(client, day), "Chair") == f"Secretary of State: {chair}"


@pytest.mark.parametrize("day, names", [("2007-10-25", ["Powell", "Rice"]), ("2001-01-01", [])])
def test_the_line_of_chairs_ends_on_the_day(client, cast, day, names):
    said = words(body_on(client, day))
    assert [name for name in ("Powell", "Rice", "Clinton") if name in said] == names


def test_the_roster_in_full(client, cast):
    assert table(body_on(client, "2007-10-25"), "Seats on October 25, 2007") == [
        ["1", "Department of State", "Chair", "Secretary of State", "Condoleezza Rice"],
        [
            "2",
            "Department of Justice",
            "Member",
            "Attorney General or designee",
            "Peter Keisler (acting)",
        ],
        ["3", "Department of Labor", "Member", "Secretary of Labor", "Elaine Chao"],
        [
            "4",
            "Department of Homeland Security printed as “the Directorate of Homeland "
            "Security” in a source",
            "Member",
            "none is named",
            "possibly Kim Park, Under Secretary (principal)",
        ],
        [
            "5",
            "Department of Education possibly on this day",
            "Regular participant",
            "none is named",
            "not yet entered",
        ],
    ]


@pytest.mark.parametrize(
    "day, listed", [("2007-12-20", False), ("2007-12-31", False), ("2008-01-01", True)]
)
def test_a_seat_stands_in_the_roster_from_its_first_day(client, cast, day, listed):
    said = section(body_on(client, day), "Roster")
    assert ("Domestic Policy Council" in said) is listed


def test_vacant_not_known_and_not_yet_entered_are_three_things(client, cast):
    def held_on(day):
        rows = table(body_on(client, day[0]), f"Seats on {day[1]}")
        return {row[3]: row[4] for row in rows}

    Seat.objects.create(
        body=cast.pitf, agency=cast.state, position=cast.deputy, started_on="2001"
    )
    assert held_on(("2009-02-01", "February 1, 2009"))["Secretary of Labor"] == "vacant"
    assert (
        held_on(("2009-02-24", "February 24, 2009"))["Secretary of Labor"] == "not yet entered"
    )
    known = held_on(("2007-06-30", "June 30, 2007"))
    assert known["Deputy Secretary of State"] == "holder not known"


def test_what_is_only_possible_is_marked(client, cast):
    who = Official.objects.create(given_name="Hilda", family_name="Solis")
    position = cast.labor_secretary
    Appointment.objects.create(
        official=who, position=position, started_on="2009", ended_on="2013"
    )
    Vacancy.objects.filter(position=position).delete()
    Vacancy.objects.create(position=position, started_on="2009", ended_on="2009")
    rows = table(body_on(client, "2009-02-01"), "Seats on February 1, 2009")
    assert rows[2][4] == "possibly Hilda Solis; possibly vacant"


def test_bodies_below_it_are_those_of_the_day_and_the_possible_ones_are_marked(client, cast):
    Body.objects.create(key="part", name="Part", kind="committee", parent=cast.pitf)
    spog, part = "Senior Policy Operating Group (SPOG)", "Part possibly on this day"
    for day, below in (("2003-12-18", [part]), ("2003-12-19", [part, spog])):
        said = words(body_on(client, day))
        assert f"Reporting to it: {' '.join(below)} Pictures: time line" in said


def test_a_long_rule_is_cut_short_and_told_in_full_on_the_time_line(client, cast):
    Body.objects.filter(pk=cast.spog.pk).update(cadence_times=1, cadence_period="quarter")
    caption = "It meets quarterly: meetings required and held"
    page = body_on(client, "2007-12-31", "spog")
    assert len(table(page, caption)) == 12
    assert "5 earlier periods stand on its time line." in words(page)
    line = client.get("/bodies/spog/timeline/?on=2007-12-31")
    assert len(table(line, caption)) == 17


def test_several_chairs_and_a_chair_without_a_position(client, cast):
    both = Body.objects.create(key="both", name="Council of Two", kind="council")
    for order, agency in enumerate([cast.state, cast.labor]):
        Seat.objects.create(body=both, agency=agency, role="co-chair", order=order)
    assert section(body_on(client, "2007-10-25", "both"), "Chair") == (
        "Co-chair: Department of State (possibly a co-chair on this day) "
        "Co-chair: Department of Labor (possibly a co-chair on this day)"
    )


def test_the_legal_basis_is_a_dated_chain_up_to_the_day(client, cast):
    said = "October 28, 2000: Trafficking Victims Protection Act of 2000 (TVPA) authorizes"
    assert section(body_on(client, "2000-10-28"), "Legal basis") == said
    assert section(body_on(client, "2000-10-27"), "Legal basis") == "No law is entered yet."


def test_meetings_up_to_the_day_and_what_the_rule_required(client, cast):
    page = body_on(client, "2007-10-25")
    assert table(page, "Meetings up to the day") == [
        ["Meeting of October 25, 2007", "PITF", "Washington", "held"],
        [
            "Meeting of December 8, 2003",
            "PITF",
            "",
            "announced; no source yet says that it was held",
        ],
    ]
    assert table(page, "It meets at least once a year: meetings required and held") == [
        ["2007", "1", "1 October 25, 2007", "met"],
        ["2006", "1", "0", "missed"],
        ["2005", "1", "0", "not known"],
        ["2004", "1", "0", "not known"],
        ["2003", "1", "0 (possibly also December 8, 2003)", "not known"],
        ["2002", "1", "0", "not known"],
    ]
    day_before = table(body_on(client, "2007-10-24"), "Meetings up to the day")
    assert [row[0] for row in day_before] == ["Meeting of December 8, 2003"]


def test_a_rule_is_not_due_in_years_to_come(client, cast, now):
    now(2008, 6, 1)
    caption = "It meets at least once a year: meetings required and held"
    periods = [row[0] for row in table(body_on(client, "9000-12-31"), caption)]
    assert periods == [str(year) for year in range(2008, 2001, -1)]


def test_the_head_of_the_page(client, cast):
    said = words(body_on(client, "2007-10-25", "spog"))
    assert (
        "Senior Policy Operating Group (SPOG) Operating group, senior working level. "
        "Reports to President's Interagency Task Force to Monitor and Combat Trafficking in "
        "Persons (PITF). In existence: since December 19, 2003. Meets quarterly." in said
    )
    assert "It did not exist on December 18, 2003." in words(
        body_on(client, "2003-12-18", "spog")
    )
    assert "did not exist" not in words(body_on(client, "2003-12-19", "spog"))


def test_resolutions_and_fact_sheets_up_to_the_day(client, issued):
    page = body_on(client, "2007-12-20")
    assert section(page, "Resolutions") == (
        "Reaffirming the approach of the Act (approved, October 25, 2007)"
    )
    assert section(page, "Fact sheets") == (
        "December 20, 2007: The President's Interagency Task Force"
    )
    assert "<h2>Resolutions</h2>" not in body_on(client, "2007-10-24").content.decode()
    assert "<h2>Fact sheets</h2>" not in body_on(client, "2007-12-19").content.decode()


def test_the_list_names_all_bodies_with_their_chairs_and_marks_those_of_other_days(
    client, cast
):
    def bodies_on(day):
        return table(client.get(f"/bodies/?on={day}"), "Bodies and who chaired them on the day")

    pitf = (
        "President's Interagency Task Force to Monitor and Combat Trafficking in Persons (PITF)"
    )
    spog = "Senior Policy Operating Group (SPOG)"
    secretary = "Secretary of State"
    director = "Director of the Office to Monitor and Combat Trafficking in Persons"
    assert bodies_on("2003-12-18") == [
        [
            pitf,
            "Task force, cabinet-level",
            f"{secretary}: Colin Powell",
            "since February 13, 2002; on this day",
        ],
        [
            f"{spog} reports to PITF",
            "Operating group, senior working level",
            "not yet entered",
            "since December 19, 2003; not on this day",
        ],
    ]
    assert [row[2] for row in bodies_on("2007-10-25")] == [
        f"{secretary}: Condoleezza Rice",
        f"{director}: Mark Lagon",
    ]

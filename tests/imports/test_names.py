"""People's names in any order."""

from pathlib import Path

import pytest

from registry.imports.names import (
    PersonName,
    after_title,
    is_long_title,
    is_placeholder,
    likeness,
    no_one_person,
    parse_person,
    with_agency,
)
from registry.imports.readers import Limits, read

M09 = Path(__file__).parent / "data" / "messy" / "m09-names.csv"


def name(given="", family="", suffix="", honorific="", nickname="", middle=""):
    return PersonName(given, family, suffix, honorific, nickname, middle)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Rice, Condoleezza", name("Condoleezza", "Rice")),
        ("Condoleezza Rice", name("Condoleezza", "Rice")),
        ("Sec. Rice", name("", "Rice", honorific="Secretary")),
        ("Rice", name("", "Rice")),
        ("TROY, TEVI D.", name("Tevi", "Troy", middle="D.")),
        ("MCCONNELL, MIKE", name("Mike", "McConnell")),
        ("O’BRIEN, ROBERT C.", name("Robert", "O'Brien", middle="C.")),
        ("Dybul, Mark (Ambassador)", name("Mark", "Dybul", honorific="Ambassador")),
        ("Amb. Mark R. Dybul", name("Mark", "Dybul", honorific="Ambassador", middle="R.")),
        (
            "LtGen James R. Clapper, Jr., USAF (Ret.)",
            name("James", "Clapper", "Jr.", "Lt. Gen.", middle="R."),
        ),
        ("Lt. Gen. James Clapper", name("James", "Clapper", honorific="Lt. Gen.")),
        ("Clapper, James R., Jr.", name("James", "Clapper", "Jr.", middle="R.")),
        ("Smith Jr., John", name("John", "Smith", "Jr.")),
        ("John Smith III", name("John", "Smith", "III")),
        (
            "McConnell, J. Michael “Mike”",
            name("J. Michael", "McConnell", nickname="Mike"),
        ),
        ("Kathleen (Kath) Hicks", name("Kathleen", "Hicks", nickname="Kath")),
        ("William J. Burns, Ph.D.", name("William", "Burns", middle="J.")),
        ("The Honorable John Negroponte", name("John", "Negroponte", honorific="Hon.")),
        ("Eric Van Nostrand", name("Eric", "Van Nostrand")),
        ("Nostrand, Eric Van", name("Eric", "Van Nostrand")),
        ("Jan van der Berg", name("Jan", "van der Berg")),
        ("Mary St. John", name("Mary", "St. John")),
        ("Liz Sherwood‑Randall", name("Liz", "Sherwood-Randall")),
        (
            "Mrs. Henrietta Holsman Fore",
            name("Henrietta", "Fore", "", "Mrs.", middle="Holsman"),
        ),
        ("John D. Negroponte\u00a0", name("John", "Negroponte", middle="D.")),
        ("Otero, María", name("María", "Otero")),
        ("J.D. Vance", name("J.D.", "Vance")),
        ("ORR, TJ", name("TJ", "Orr")),
        ("SIMON, Grace L.†", name("Grace", "Simon", middle="L.")),
        ("LI, Wei", name("Wei", "Li")),
        ("Condoleezza RICE", name("Condoleezza", "Rice")),
        ("Kim NG", name("Kim", "NG")),
        ("Rice*, Condoleezza (1)", name("Condoleezza", "Rice")),
        ("Jane Doe <jane.doe@state.gov>", name("Jane", "Doe")),
        ("Doe, Jane (jane.doe@state.gov), 202-555-0101", name("Jane", "Doe")),
        ("Pat Low, a.i.", name("Pat", "Low")),
        ("Low, Pat, Acting", name("Pat", "Low")),
        ("Low, Pat – detailee", name("Pat", "Low")),
        ("Garcia - Lopez, Ana", name("Ana", "Garcia - Lopez")),
        ("Kim Low, performing the duties of Director", name("Kim", "Low")),
        ("Vacant - Jim Beam, Acting", name("Jim", "Beam")),
        ("Ms. Ana Lopez vice John Doe", name("Ana", "Lopez", honorific="Ms.")),
        ("Vice Adm. Ana Lopez", name("Ana", "Lopez", honorific="Vice Adm.")),
        ("LCDR Amy Wu, USPHS", name("Amy", "Wu", honorific="Lt. Cdr.")),
        ("SSgt Al Poe", name("Al", "Poe", honorific="Sgt.")),
        ("Judge", name("", "Judge")),
        ("", name()),
        (",", name()),
    ],
)
def test_a_name_comes_apart_in_whatever_order_it_stands(text, parts):
    assert parse_person(text) == parts


def test_a_name_as_it_is_printed():
    assert parse_person("CLAPPER, JAMES R., JR.").printed == "James R. Clapper, Jr."


@pytest.mark.parametrize(
    "text",
    ["Vacant", "VACANT (since 2007)", "Career Incumbent", "(TBD)", "N/A", "n.a.", "To be named",
     "—", "???", "Position vacant", "Unknown", "Open"],
)  # fmt: skip
def test_a_place_holder_is_nobody(text):
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "Rice",
        "Will Vacantor",
        "Career, Jane",
        "Alan Open",
        "Ng",
        "محمد الفاتح",
        "Иванов",
        "王毅",
        "Vacant (Jane Doe, acting)",
    ],
)
def test_a_person_is_no_place_holder(text):
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("Tevi Troy", "TROY, TEVI D.", "same"),
        ("J. Michael “Mike” McConnell", "Mike McConnell", "same"),
        ("C.deBaca, Luis", "Luis CdeBaca", "same"),
        ("Luis E. C.deBaca", "C. deBaca, Luis", "same"),
        ("Eric Holder", "Eric H. Holder, Jr.", "same"),
        ("Liz Sherwood‑Randall", "Dr. Liz Sherwood-Randall", "same"),
        ("Tom Vilsack", "Thomas James Vilsack", "maybe"),
        ("J. Smith", "John Smith", "maybe"),
        ("Holder", "Eric H. Holder, Jr.", "maybe"),
        ("Mary Walsh", "Marty Walsh", "maybe"),
        ("John Smith, Jr.", "John Smith, Sr.", "no"),
        ("John A. Smith", "John B. Smith", "no"),
        ("Condoleezza Rice", "Susan Rice", "no"),
        ("James Troy", "James Tory", "no"),
    ],
)
def test_two_names_may_be_one_persons(one, other, answer):
    one, other = parse_person(one), parse_person(other)
    assert likeness(one, other) == likeness(other, one) == answer


def test_the_people_of_m09_are_sixteen_or_fourteen():
    [sheet] = read(M09, name=M09.name, limits=Limits()).sheets
    texts = {number: row[0] for number, row in sheet.rows()}
    nobody = [number for number, text in texts.items() if is_placeholder(text)]
    assert nobody == [27, 28, 29]
    parsed = {n: parse_person(text) for n, text in texts.items() if n not in nobody}
    people, asked = [], {}
    for number, person in parsed.items():
        likely = [group for group in people if likeness(parsed[group[0]], person) == "same"]
        if likely:
            likely[0].append(number)
            continue
        maybe = [group[0] for group in people if likeness(parsed[group[0]], person) == "maybe"]
        if maybe:
            asked[number] = maybe
        people.append([number])
    assert asked == {4: [2], 26: [25], 31: [30]}
    assert len(people) == 16 + 1  # "Sec. Rice" is a question too; the README counts her as 2
    assert len(people) - len(asked) == 14


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rice, Condoleezza (State)", ("Rice, Condoleezza", "State")),
        ("Elaine Chao, DOL", ("Elaine Chao", "DOL")),
        ("Jane Doe – HHS", ("Jane Doe", "HHS")),
        ("Luis CdeBaca [G/TIP]", ("Luis CdeBaca", "G/TIP")),
        ("LEE, ED", None),
        ("Elaine Chao", None),
    ],
)
def test_an_agency_may_stand_behind_a_name(text, found):
    assert with_agency(text) == found


@pytest.mark.parametrize(
    ("text", "title", "held_by"),
    [
        ("Acting Secretary of Labor Elaine Chao", "Acting Secretary of Labor", "Elaine Chao"),
        (
            "the Director of Intelligence Mr. Mike Orr",
            "Director of Intelligence",
            "Mr. Mike Orr",
        ),
        ("Attorney General Peter Keisler", "Attorney General", "Peter Keisler"),
        ("Secretary of State John Forbes Kerry", "Secretary of State", "John Forbes Kerry"),
    ],
)
def test_a_title_may_stand_before_a_name(text, title, held_by):
    assert (title, held_by) in after_title(text)


@pytest.mark.parametrize(
    "text",
    ["Sue Ray / Tim Orr", "Ray, Sue; Orr, Tim", "Sue Ray and Tim Orr", "Mr. & Mrs. Brown",
     "Michael Leavitt (represented by Tevi Troy)", "jane.doe@state.gov",
     "Mark Lagon (State); Ann Able (DOL)"],
)  # fmt: skip
def test_several_people_are_no_one_person(text):
    assert no_one_person(text)


@pytest.mark.parametrize(
    "text",
    ["Ann Able / DOL", "Ann Able/DOL ILAB", "Smith & Wesson", "Ray, Sue and Tim", "Rice",
     "Elaine Chao (for the first hour)", "Secretary of Health and Human Services"],
)  # fmt: skip
def test_what_is_not_surely_several_people_may_be_one(text):
    assert not no_one_person(text)


@pytest.mark.parametrize(
    ("title", "long"),
    [("Deputy Director", True), ("Senior Advisor", True), ("Secretary of State", True),
     ("Secretary", False), ("Ambassador", False)],
)  # fmt: skip
def test_a_title_is_long_unless_people_are_addressed_by_it(title, long):
    assert is_long_title(title) == long


@pytest.mark.parametrize(
    "text",
    ["Secretary Rice", "Dr. Tevi Troy", "Lt. Gen. James R. Orr", "Vice Adm. James R. Orr"],
)
def test_a_form_of_address_is_no_title(text):
    assert after_title(text) == []

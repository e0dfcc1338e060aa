"""Which record a cell means."""

from datetime import date
from itertools import pairwise

import pytest

from registry.imports.matching import Match, Matcher, plain_words, without_acting
from registry.models import (
    Agency,
    AgencyName,
    Alias,
    Body,
    FormerKey,
    LegalInstrument,
    Meeting,
    Official,
    Position,
    Source,
    Subject,
)

pytestmark = pytest.mark.django_db


def agency(name, acronym="", **more):
    return Agency.objects.create(name=name, acronym=acronym, **more)


def official(given, family, **more):
    return Official.objects.create(given_name=given, family_name=family, **more)


@pytest.fixture
def agencies(db):
    """State and Labor, their inspectors general, and HHS that was HEW until 1980."""
    made = {
        "state": agency("Department of State", "State"),
        "dol": agency("Department of Labor", "DOL"),
        "hhs": agency("Department of Health and Human Services", "HHS", key="health"),
        "treas": agency("Department of the Treasury", "TREAS"),
        "odni": agency("Office of the Director of National Intelligence", "ODNI"),
        "usaid": agency("United States Agency for International Development", "USAID"),
        "gtip": agency("Office to Monitor and Combat Trafficking in Persons", "G/TIP"),
    }
    for parent in ("state", "dol"):
        made[f"oig-{parent}"] = agency(
            "Office of Inspector General", "OIG", parent=made[parent], key=f"oig-{parent}"
        )
    AgencyName.objects.create(
        agency=made["hhs"], name="Department of Health, Education, and Welfare",
        started_on="1953-04-11", ended_on="1980-05-03",
    )  # fmt: skip
    return made


def matched(matcher, text, **options):
    found = matcher.match(text, **options)
    return found.record_id, found.how


@pytest.mark.parametrize(
    ("text", "which", "how"),
    [
        ("health", "hhs", "key"),
        ("Department of Labor", "dol", "name"),
        ("DEPARTMENT  OF\u00a0LABOR", "dol", "name"),
        ("HHS", "hhs", "acronym"),
        ("hhs", "hhs", "acronym"),
        ("g/tip", "gtip", "acronym"),
        ("Department of Health, Education, and Welfare", "hhs", "former name"),
        ("Dept. of Health & Human Services", "hhs", "name"),
        ("Health & Human Services", "hhs", "name"),
        ("The Department of Labor", "dol", "name"),
        ("Labor", "dol", "name"),
        ("Treasury", "treas", "name"),
        ("the Treasury", "treas", "name"),
        ("Agency for International Development", "usaid", "name"),
        ("U.S. Agency for International Development", "usaid", "name"),
        ("Department of Labor (DOL)", "dol", "name"),
        ("DOL – Department of Labor", "dol", "name"),
    ],
)
def test_an_agency_is_found_in_this_order(agencies, text, which, how):
    assert matched(Matcher(Agency), text) == (agencies[which].pk, how)


def test_an_acronym_of_several_is_never_guessed(agencies):
    matcher = Matcher(Agency)
    found = matcher.match("OIG")
    assert found.record_id is None
    assert [(one.id, one.why) for one in found.candidates] == [
        (agencies["oig-dol"].pk, "one of 2 agencies with this acronym"),
        (agencies["oig-state"].pk, "one of 2 agencies with this acronym"),
    ]
    assert matched(matcher, "OIG", hint=agencies["dol"].pk) == (
        agencies["oig-dol"].pk, "acronym",
    )  # fmt: skip
    assert (
        matcher.match("Office of Inspector General", hint=agencies["hhs"].pk).record_id is None
    )


def test_a_former_name_means_the_agency_that_bore_it_then(agencies):
    matcher, hew = Matcher(Agency), "Department of Health, Education, and Welfare"
    hhs = agencies["hhs"].pk
    assert matched(matcher, hew, on=date(1977, 1, 25)) == (hhs, "former name")
    assert matched(matcher, hew, on="1980-05-03") == (hhs, "former name")
    assert matched(matcher, hew, on="1980") == (hhs, "former name")
    assert matcher.match(hew, on="1980-05-04").record_id is None
    assert matcher.match(hew, on=date(2007, 1, 1)).record_id is None


def test_close_names_are_offered_with_the_reason_and_never_taken(agencies):
    matcher = Matcher(Agency)
    found = matcher.match("DNI")
    assert (found.record_id, found.candidates[0].id) == (None, agencies["odni"].pk)
    assert found.candidates[0].why == "its acronym is ODNI"
    found = matcher.match("Office to Monitor and Combat Traficking in Person")
    assert found.record_id is None
    assert found.candidates[0].id == agencies["gtip"].pk
    assert found.candidates[0].why.startswith("the name is close (")
    assert matcher.match("Interagency") == Match()
    assert matcher.match("Interagency").candidates == []


def test_a_changed_key_still_means_its_record(agencies):
    labor = agencies["dol"]
    labor.key = "labor-department"
    labor.save()
    assert FormerKey.objects.get(key="dol").record_id == labor.pk
    assert matched(Matcher(Agency), "dol") == (labor.pk, "key")


def test_the_offices_own_numbers_are_known_and_may_grow(agencies):
    numbers = {"A-HHS": agencies["hhs"].pk}
    matcher = Matcher(Agency, external_ids=numbers)
    assert matched(matcher, "A-HHS") == (agencies["hhs"].pk, "external id")
    assert matcher.match("A-DOL").record_id is None
    matcher.learn("pending-1", name="Department of Energy", acronym="DOE", external_id="A-DOE")
    assert matched(matcher, "A-DOE") == ("pending-1", "external id")
    assert matched(matcher, "DOE") == ("pending-1", "acronym")
    assert matched(matcher, "Energy") == ("pending-1", "name")


def test_what_was_not_found_is_looked_for_again_once_something_is_learnt(agencies):
    matcher = Matcher(Agency)
    assert matcher.match("Bureau of Public Affairs").record_id is None
    matcher.learn(-1, name="Bureau of Public Affairs", within=agencies["state"].pk)
    assert matched(matcher, "Bureau of Public Affairs") == (-1, "name")


def test_nobody_is_nobody_unless_somebody_is_called_so():
    assert Matcher(Official).match("Vacant") == Match(placeholder=True)
    assert Matcher(Official).match("") == Match(placeholder=True)
    tbd = agency("Bureau of TBD", "TBD")
    assert matched(Matcher(Agency), "TBD") == (tbd.pk, "acronym")


@pytest.fixture
def people(db):
    made = {
        "condi": official("Condoleezza", "Rice", state_id="rice-condoleezza"),
        "susan": official("Susan", "Rice"),
        "mike": official("Mike", "McConnell"),
        "luis": official("Luis", "CdeBaca"),
        "clapper": official("James", "Clapper", suffix="Jr."),
        "marty": official("Marty", "Walsh"),
        "tom": official("Tom", "Vilsack"),
        "liz": official("Liz", "Sherwood-Randall"),
        "eric": official("Eric", "Van Nostrand"),
        "smith-a": official("John A.", "Smith"),
        "smith-b": official("John B.", "Smith"),
    }
    Alias.objects.create(official=made["mike"], name="John Michael McConnell")
    return made


@pytest.mark.parametrize(
    ("text", "who", "how"),
    [
        ("Condoleezza Rice", "condi", "name"),
        ("Rice, Condoleezza", "condi", "name"),
        ("RICE, CONDOLEEZZA", "condi", "name"),
        ("rice-condoleezza", "condi", "key"),
        ("John Michael McConnell", "mike", "alias"),
        ("McConnell, J. Michael “Mike”", "mike", "name"),
        ("C.deBaca, Luis", "luis", "name"),
        ("LtGen James R. Clapper, Jr., USAF (Ret.)", "clapper", "name"),
        ("Dr. Liz Sherwood‑Randall", "liz", "name"),
        ("Nostrand, Eric Van", "eric", "name"),
        ("John A. Smith", "smith-a", "name"),
        ("Smith, John B.", "smith-b", "name"),
    ],
)
def test_a_person_is_found_in_many_forms(people, text, who, how):
    assert matched(Matcher(Official), text) == (people[who].pk, how)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("Sec. Rice", {"condi": "the same family name", "susan": "the same family name"}),
        ("Mary Walsh", {"marty": "the same family name, and a like given name"}),
        (
            "Thomas James Vilsack",
            {"tom": "the same family name, and a form of the given name"},
        ),
        ("John Smith", {"smith-a": "one of 2 officials of this name",
                        "smith-b": "one of 2 officials of this name"}),
        ("John C. Smith", {}),
        ("Luis CdeBacca", {"luis": "the name is close (96 %)"}),
    ],
)  # fmt: skip
def test_of_people_who_may_be_meant_none_is_taken(people, text, offered):
    found = Matcher(Official).match(text)
    names = {record.pk: who for who, record in people.items()}
    assert found.record_id is None
    assert {names[one.id]: one.why for one in found.candidates} == offered


def test_two_people_of_one_name_are_told_apart_by_staff(people):
    other = official("Susan", "Rice", told_apart_by="of Ohio")
    found = Matcher(Official).match("Susan Rice")
    assert found.record_id is None
    assert {one.label for one in found.candidates} == {"Susan Rice", "Susan Rice (of Ohio)"}
    assert other.pk in {one.id for one in found.candidates}


def test_a_position_is_looked_for_in_its_agency(agencies):
    state, labor = agencies["state"], agencies["dol"]
    made = [
        Position.objects.create(title="Senior Advisor", agency=state),
        Position.objects.create(title="Senior Advisor", agency=labor),
        Position.objects.create(title="Secretary of State", agency=state),
    ]
    matcher = Matcher(Position)
    assert matched(matcher, "Senior Advisor", hint=labor.pk) == (made[1].pk, "name")
    assert matched(matcher, "Senior Adviser", hint=state.pk) == (made[0].pk, "name")
    assert matcher.match("Senior Advisor").record_id is None
    assert matched(matcher, "Secretary of State") == (made[2].pk, "name")
    assert matched(matcher, "Acting Secretary of State", hint=state.pk) == (made[2].pk, "name")
    elsewhere = matcher.match("Secretary of State", hint=labor.pk)
    assert elsewhere.record_id is None
    assert [one.why for one in elsewhere.candidates] == [
        "the same title, but in another agency"
    ]


def test_bodies_meetings_laws_subjects_and_sources_are_found():
    pitf = Body.objects.create(
        name="President’s Interagency Task Force to Monitor and Combat Trafficking in Persons",
        short_name="President’s Interagency Task Force", acronym="PITF", kind="task force",
    )  # fmt: skip
    spog = Body.objects.create(
        name="Senior Policy Operating Group",
        acronym="SPOG",
        kind="operating group",
        parent=pitf,
    )
    held = [Meeting.objects.create(held_on="2007-10-25") for _ in range(2)]
    held[0].bodies.add(pitf)
    held[1].bodies.add(spog)
    bodies = Matcher(Body)
    assert matched(bodies, "President's Interagency Task Force") == (pitf.pk, "alias")
    assert matched(bodies, "the SPOG") == (None, None)
    assert matched(bodies, "The Senior Policy Operating Group (SPOG)") == (spog.pk, "name")
    meetings = Matcher(Meeting)
    assert matched(meetings, "PITF 2007-10-25") == (held[0].pk, "name")
    assert meetings.match("2007-10-25").record_id is None
    assert matched(meetings, "2007-10-25", hint=spog.pk) == (held[1].pk, "name")
    law = LegalInstrument.objects.create(
        title="Trafficking Victims Protection Act of 2000", acronym="TVPA", kind="statute",
        citation="22 U.S.C. 7101",
    )  # fmt: skip
    for text in ("TVPA", "22 USC 7101".replace("USC", "U.S.C."), "The " + law.title):
        assert Matcher(LegalInstrument).match(text).record_id == law.pk
    subject = Subject.objects.create(name="Human trafficking")
    assert Matcher(Subject).match("HUMAN TRAFFICKING").record_id == subject.pk
    source = Source.objects.create(title="Fact sheet", website="https://state.gov/x")
    assert Matcher(Source).match("https://state.gov/x").record_id == source.pk


@pytest.mark.parametrize("number", [1, 30])
def test_a_matcher_costs_the_same_queries_at_any_size(number, django_assert_max_num_queries):
    for place in range(number):
        official(f"G{place}", f"F{place}")
        agency(f"Agency {place}")
    for model in (Official, Agency, Position, Body, Meeting, LegalInstrument, Subject, Source):
        with django_assert_max_num_queries(4):
            matcher = Matcher(model)
            for place in range(number):
                matcher.match(f"F{place}, G{place}")


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Acting Attorney General", "Attorney General"),
        ("Administrator (Acting)", "Administrator"),
        ("Administrator, Acting", "Administrator"),
        ("Performing the Duties of the Deputy Secretary", "Deputy Secretary"),
        ("Factor", "Factor"),
        ("Acting", "Acting"),
    ],
)
def test_acting_is_no_part_of_a_title(title, rest):
    assert without_acting(title) == rest


def test_small_words_and_short_forms_do_not_tell_names_apart():
    assert plain_words("dept. of health & human svcs") == plain_words(
        "the department of health and human services"
    )
    assert plain_words("office of management") != plain_words("office of personnel management")


def test_what_is_offered_does_not_hang_on_chance(monkeypatch):
    """Only so many names are compared. Which ones must not change from one process to the
    next, as the order of a set of words does: what was shown would not be what is applied."""
    monkeypatch.setattr("registry.imports.matching.MOST_LOOKED_AT", 1)
    monkeypatch.setattr("registry.imports.matching.CLOSE", 50)
    words = [f"{letter}{letter}lorum" for letter in "bcdfghjklmnp"]
    for word in words:
        Subject.objects.create(name=word)
    matcher = Matcher(Subject)
    for one, other in pairwise(words):
        [offered] = matcher.match(f"{other} {one}").candidates
        assert offered.label == one

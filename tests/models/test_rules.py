"""What the record refuses, in words; what it takes although it looks alike."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from simple_history.utils import bulk_update_with_history

from registry.models import (
    RECORDS,
    Agency,
    AgencySuccession,
    Appointment,
    Attendance,
    Body,
    Citation,
    FactSheet,
    FormerKey,
    Official,
    Photo,
    Position,
    Resolution,
    Seat,
    Source,
)

from ..cast import agency, official


def refusal(record) -> dict[str, list[str]]:
    """What `full_clean` says, by field."""
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    return refused.value.message_dict


@pytest.mark.parametrize(
    "name",
    [
        "Department of State",
        "department of  state",
        "Department\u00a0of State",
        "DEPARTMENT OF STATE",
    ],
)
def test_typographic_variants_never_make_two_agencies(cast, name):
    twin = Agency(name=name)
    assert "This agency is in the record already" in refusal(twin)["name"][0]
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_variants_of_apostrophe_and_hyphen_never_make_two_records(cast):
    body = Body(
        name=cast.pitf.name.replace("'", "’").replace(" to ", "\u00a0to "), kind="council"
    )
    assert "This body is in the record already" in refusal(body)["name"][0]
    Official.objects.create(given_name="Sean", family_name="O'Brien-Lee")
    twin = Official(given_name="Sean", family_name="O’Brien‑Lee")
    assert "what tells them apart" in refusal(twin)["told_apart_by"][0]
    twin.told_apart_by = "born 1970"
    twin.full_clean()
    position = Position(title="attorney  GENERAL", agency=cast.justice)
    assert "has a position of this title" in refusal(position)["title"][0]


def test_one_acronym_may_stand_for_many_agencies_and_one_name_in_many_parents(cast):
    for parent in (cast.state, cast.labor):
        office = Agency(name="Office of Inspector General", acronym="OIG", parent=parent)
        office.full_clean()
        office.save()
    assert sorted(Agency.objects.filter(acronym="OIG").values_list("key", flat=True)) == [
        "oig",
        "oig-2",
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("State\u200fDepartment", "There is a right-to-left mark at character 6"),
        ("State\u202eDepartment", "There is a mark that turns the direction of text"),
        ("Sta\0te", "There is a null byte at character 4, near “State”."),
        ("Sta\x07te", "There is a control character at character 4"),
        ("x" * 301, "at most 300 characters"),
        ("", "This field cannot be blank."),
        ("   ", "This field cannot be blank."),
    ],
)
def test_a_name_that_can_not_be_is_refused(db, name, said):
    assert said in " ".join(refusal(Agency(name=name))["name"])


def test_text_in_other_scripts_is_welcome(db):
    for name in ("وزارة الخارجية", "外務省", "Ministère de l’Intérieur", "Жогорку Кеңеш"):
        office = Agency(name=name)
        office.full_clean()
        office.save()
        assert Agency.objects.get(key=office.key).name == name


def test_a_megabyte_of_text_is_refused_with_its_length(cast):
    cast.pitf.purpose = "x" * 1_000_000
    assert refusal(cast.pitf) == {
        "purpose": [
            "This is 1,000,000 characters long; at most 2,000 are kept. Shorten it, or "
            "move part of it to a document."
        ]
    }


def test_text_is_stored_composed_and_without_blanks_at_the_ends(db):
    made = official("Mari\u0301a", "  Otero\n")
    made.refresh_from_db()
    assert (made.given_name, made.family_name) == ("María", "Otero")
    assert made.key == "otero-maria"


def test_an_agency_or_body_can_not_stand_above_itself(cast):
    cast.state.parent = cast.tip
    assert refusal(cast.state)["parent"] == [
        "“Part of” would go in a circle: Department of State (State) → Office to Monitor "
        "and Combat Trafficking in Persons (G/TIP) → Department of State (State)."
    ]
    cast.state.refresh_from_db()
    cast.pitf.parent = cast.pitf
    assert "would go in a circle" in refusal(cast.pitf)["parent"][0]
    cast.tip.parent = cast.state
    cast.tip.full_clean()


def test_an_agency_does_not_succeed_itself(cast):
    own = AgencySuccession(predecessor=cast.state, successor=cast.state, kind="renamed")
    assert "can't succeed itself" in refusal(own)["successor"][0]
    AgencySuccession(predecessor=cast.state, successor=cast.labor, kind="split").full_clean()


@pytest.mark.parametrize(
    ("times", "period", "right"),
    [
        (1, "year", True),
        (None, "", True),
        (None, "year", False),
        (2, "", False),
        (0, "year", False),
    ],
)
def test_a_cadence_is_whole_or_absent(cast, times, period, right):
    cast.pitf.cadence_times, cast.pitf.cadence_period = times, period
    if right:
        cast.pitf.full_clean()
    else:
        assert "A cadence needs both" in refusal(cast.pitf)["cadence_period"][0]


@pytest.mark.parametrize(
    ("times", "period", "words"),
    [
        (1, "year", "at least once a year"),
        (2, "year", "at least twice a year"),
        (12, "year", "at least 12 times a year"),
        (1, "quarter", "quarterly"),
        (2, "quarter", "at least twice a quarter"),
        (1, "month", "monthly"),
        (None, "", ""),
    ],
)
def test_a_cadence_in_words(times, period, words):
    assert Body(cadence_times=times, cadence_period=period).cadence == words


def test_an_attendance_names_somebody_and_nobody_twice(cast):
    empty = Attendance(meeting=cast.meeting)
    assert "Name an official, a position or an agency." in refusal(empty)["official"]
    again = Attendance(meeting=cast.meeting, official=cast.rice)
    assert "This official is on the list already." in refusal(again)["official"]
    of_another = Attendance(
        meeting=cast.later_meeting,
        official=cast.chao,
        appointment=Appointment.objects.get(official=cast.rice),
    )
    assert "appointment of another official" in refusal(of_another)["appointment"][0]


def test_the_same_told_twice_is_refused(cast):
    rice = Appointment.objects.get(official=cast.rice)
    again = Appointment(
        official=cast.rice,
        position=cast.secretary,
        started_on=rice.started_on,
        ended_on=rice.ended_on,
    )
    assert "in the record already" in refusal(again)["__all__"][0]
    seat = Seat(body=cast.pitf, agency=cast.homeland, started_on="2003")
    assert "This seat is in the record already" in refusal(seat)["agency"][0]


def test_authority_for_acting_belongs_to_one_who_acts(cast):
    rice = Appointment.objects.get(official=cast.rice)
    rice.authority = "5 U.S.C. 3345"
    assert "Only one who is acting" in refusal(rice)["authority"][0]


def test_a_picture_needs_words(cast):
    photo = Photo(meeting=cast.meeting, image="photos/x.png")
    assert "Say what the picture shows" in refusal(photo)["alternative_text"][0]


def test_a_resolution_does_not_replace_itself_and_has_a_number_of_its_own(cast):
    cast.resolution.replaced_by = cast.resolution
    assert "can't replace itself" in refusal(cast.resolution)["replaced_by"][0]
    for number, right in (("1", True), ("1", False), ("", True)):
        made = Resolution(body=cast.pitf, title=f"T{number}{right}", number=number)
        if right:
            made.full_clean()
            made.save()
        else:
            assert "a resolution of this number" in refusal(made)["number"][0]


def test_a_citation_is_of_a_field_that_is_there(cast):
    wrong = Citation(source=cast.source, record=cast.pitf, field="colour")
    assert refusal(wrong)["field"] == ["“colour” is no field of bodies."]
    again = Source(title="Other", website=cast.source.website)
    assert "A source with this address" in refusal(again)["website"][0]


# Keys and their redirects


@pytest.mark.parametrize("key", ["PITF", "pitf spog", "-pitf", "pitf--x", "pitf/", "pïtf"])
def test_a_key_is_lower_case_words(cast, key):
    cast.pitf.key = key
    assert "lower-case letters" in refusal(cast.pitf)["key"][0]


def test_a_changed_key_keeps_the_old_one_for_ever(cast):
    cast.pitf.key = "task-force"
    cast.pitf.save()
    assert FormerKey.objects.get(kind="body", key="pitf").record_id == cast.pitf.pk
    other = Body(name="Other", kind="council", key="pitf")
    assert "was the key of another body" in refusal(other)["key"][0]
    cast.pitf.key = "pitf"
    cast.pitf.full_clean()
    cast.pitf.save()
    assert list(FormerKey.objects.values_list("key", flat=True)) == ["task-force"]


def test_keys_are_made_of_what_names_the_record_and_numbered_where_taken(cast):
    assert cast.tip.key == "g-tip"
    assert cast.secretary.key == "secretary-of-state"
    one, two = Official.objects.bulk_create(
        [
            Official(given_name="Kim", family_name="Park", told_apart_by="of Ohio"),
            Official(given_name="Kim", family_name="Park", told_apart_by="of Iowa"),
        ]
    )
    assert (one.key, two.key) == ("park-kim-2", "park-kim-3")
    cast.park.key = "somebody-else"
    cast.park.save()
    assert official("Kim", "Park", told_apart_by="x").key == "park-kim-4"
    assert agency("محمد", "").key == "record"


def test_every_kind_of_record_is_known_by_its_key_and_keeps_a_history(cast):
    for model in RECORDS:
        for record in model.objects.all():
            assert model.objects.get_by_natural_key(*record.natural_key()) == record
            assert record.history.count() >= 1
            assert str(record)


def test_a_change_in_bulk_can_be_written_down_with_its_reason(cast):
    terms = list(Appointment.objects.filter(official=cast.rice))
    terms[0].note = "Sworn in on January 28, 2005."
    bulk_update_with_history(
        terms, Appointment, ["note"], default_change_reason="A source was found."
    )
    latest = terms[0].history.first()
    assert (latest.note, latest.history_change_reason) == (terms[0].note, "A source was found.")


# What others rest on


def test_what_others_rest_on_is_not_deleted(cast):
    for record in (cast.state, cast.rice, cast.secretary, cast.pitf, cast.meeting, cast.source):
        with pytest.raises(ProtectedError), transaction.atomic():
            record.delete()
    FactSheet.objects.all().delete()
    cast.resolution.delete()
    assert not Resolution.objects.exists()


def test_deleting_a_record_takes_its_citations_along(cast):
    Citation.objects.create(source=cast.source, record=cast.photo)
    cast.photo.delete()
    assert not Citation.objects.filter(kind__model="photo").exists()

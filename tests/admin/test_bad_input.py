"""Whatever is typed, the answer is a sentence at its field, and what was typed stays."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registry.models import Agency, Body, Meeting, Official, Subject

from .browser import address, errors, fill, words

pytestmark = pytest.mark.one_database


def test_a_date_that_is_none_is_told_and_stays(staff, cast):
    page = fill(staff, cast.meeting, held_on="the 31st of Octember", place="Room 7")
    assert errors(page) == [
        (
            "id_held_on",
            "Date",
            "“the 31st of Octember” is not a date. Write a date like 25 October 2007, "
            "October 2007, 2007 or about 2006 (or 2007-10-25, 2007-10, 2006~).",
        )
    ]
    assert '<a href="#id_held_on">Date</a>' in words(page)
    assert 'value="the 31st of Octember"' in words(page)
    assert 'value="Room 7"' in words(page)
    cast.meeting.refresh_from_db()
    assert cast.meeting.held_on == "2007-10-25"


@pytest.mark.parametrize(
    ("fields", "place", "message"),
    [
        ({"held_on": "29 February 2007"}, "held_on", "There is no day 29 in February 2007"),
        ({"held_on": "07/08/2007"}, "held_on", "could be July 8, 2007 or August 7, 2007"),
        ({"held_on": "present"}, "held_on", "can stand only for the end of a span"),
        ({"held_on": ""}, "held_on", "This field is required"),
        # SQLite would take it, and the server would not.
        ({"ordinal": "99999"}, "ordinal", "less than or equal to 32767"),
        ({"key": "Not A Key"}, "key", "Write a key in lower-case letters"),
        ({"key": "pitf-2009"}, "key", "Meeting with this Key already exists"),
        ({"place": "Room \u202e7"}, "place", "a mark that turns the direction of text"),
        ({"place": "Room \u200f7"}, "place", "a right-to-left mark at character 6"),
        ({"place": "Room \0 7"}, "place", "Null characters are not allowed"),
        ({"held_on": "2007\0"}, "held_on", "is not a date"),
        ({"place": "x" * 301}, "place", "at most 300 characters (it has 301)"),
        ({"summary": "x" * 1_000_000}, "summary", "1,000,000 characters long; at most 20,000"),
        ({"starts_at": "teatime"}, "starts_at", "Enter a valid time"),
        ({"ordinal": "9" * 20}, "ordinal", "less than or equal to"),
        ({"status": "dreamt"}, "status", "dreamt is not one of the available choices"),
        ({"topics-TOTAL_FORMS": "x"}, "topics-group", "ManagementForm data is missing"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(staff, cast, fields, place, message):
    page = fill(staff, cast.meeting, **fields)
    ((found, _, said),) = errors(page)
    assert found.removeprefix("id_") == place
    assert message in said
    assert f'id="{found}"' in words(page)


def test_a_text_of_a_megabyte_comes_back_whole(staff, cast):
    text = "word " * 200_000
    page = fill(staff, cast.meeting, summary=text + "end")
    assert text + "end" in page.content.decode()


@pytest.mark.parametrize(
    ("kind", "fields", "place"),
    [
        (Subject, {"name": "Human\u00a0trafficking"}, "name"),
        (Agency, {"name": "department of  labor"}, "name"),
        (Official, {"given_name": "MARK", "family_name": "Lagon"}, "told_apart_by"),
        (
            Body,
            {
                "name": "President’s Interagency Task Force to Monitor and Combat "
                "Trafficking in Persons",
                "kind": "task force",
            },
            "name",
        ),
    ],
)
def test_a_typographic_variant_is_no_new_record(staff, cast, kind, fields, place):
    number = kind.objects.count()
    page = fill(staff, kind, "add", **fields)
    assert [found for found, _, _ in errors(page)] == [f"id_{place}"]
    assert "in the record already" in errors(page)[0][2] or kind is Subject
    assert kind.objects.count() == number


def test_a_circle_is_told_with_its_way(staff, cast):
    assert errors(fill(staff, cast.pitf, parent=cast.spog)) == [
        (
            "id_parent",
            "Reports to",
            f"“Reports to” would go in a circle: {cast.pitf} → {cast.spog} → {cast.pitf}.",
        )
    ]
    assert errors(fill(staff, cast.tip, parent=cast.tip))[0][0] == "id_parent"


def test_an_end_before_the_start_is_told_in_the_row(staff, cast):
    wrong = {"appointments-0-started_on": "2009", "appointments-0-ended_on": "2005"}
    assert errors(fill(staff, cast.rice, **wrong)) == [
        (
            "id_appointments-0-ended_on",
            "Appointments, row 1, Last day",
            "It ends (2005) before it starts (2009).",
        )
    ]


def test_a_photo_that_is_none_is_told(staff, cast):
    page = fill(
        staff,
        cast.meeting,
        **{"photos-0-image": SimpleUploadedFile("a.png", b"no picture", "image/png")},
    )
    assert errors(page)[0][0] == "id_photos-0-image"


def test_a_key_that_leads_elsewhere_is_not_given_away(staff, cast):
    fill(staff, cast.partial_meeting, key="pitf-in-2009")
    page = fill(staff, Meeting, "add", key="pitf-2009", held_on="2009", bodies=[cast.pitf.pk])
    assert errors(page)[0][0] == "id_key"
    assert "was the key of another meeting" in errors(page)[0][2]


def test_how_a_date_is_read_stands_beside_it(staff, cast):
    assert 'class="date-reading">reads: October 25, 2007<' in words(
        staff.get(address(cast.meeting))
    )


def test_a_browser_cuts_nothing_off_what_is_pasted(staff, cast):
    page = words(staff.get(address(cast.pitf)))
    assert 'id="id_name"' in page
    assert not re.search(r'<input[^>]*id="id_name"[^>]*maxlength', page)
    answer = fill(staff, cast.pitf, name="x" * 301)
    assert errors(answer)[0][0] == "id_name"
    assert answer.context["adminform"].form["name"].value() == "x" * 301


def test_labels_begin_with_a_capital(staff, cast):
    assert ">First day:</label>" in words(staff.get(address(cast.pitf)))

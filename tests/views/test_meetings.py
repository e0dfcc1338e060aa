import pytest
from django.core.files.base import ContentFile

from registry.models import Document, Meeting, Official

from .reading import read, section, table, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MEETING = "/meetings/pitf-2007-10-25/"


def test_attendance_in_full(client, cast):
    confirmed = "confirmed or appointed"
    assert table(client.get(MEETING), "Who came") == [
        [
            "Condoleezza Rice",
            "Secretary of State",
            "Department of State",
            "Chair",
            "Present",
            confirmed,
        ],
        [
            "Elaine Chao",
            "Secretary of Labor",
            "Department of Labor",
            "Participant",
            "Present",
            confirmed,
        ],
        [
            "Mr. Peter Keisler",
            "Acting Attorney General",
            "Department of Justice",
            "Participant",
            "Present",
            "acting",
        ],
        [
            "Ambassador Mark Lagon",
            "the Director of the Office",
            "Office to Monitor and Combat Trafficking in Persons",
            "Participant",
            "Present",
            confirmed,
        ],
        [
            "no person is named",
            "",
            "Department of Education",
            "Participant",
            "Present",
            "no position is stated",
        ],
    ]


def test_an_attendance_that_no_appointment_covers_is_told(client, cast):
    cast.meeting.attendances.create(
        meeting=cast.meeting,
        order=9,
        official=cast.clinton,
        position=cast.secretary,
        presence="excused",
        sits_for=cast.powell,
        note="by telephone",
    )
    assert table(client.get(MEETING), "Who came")[-1] == [
        "Hillary Clinton for Colin Powell",
        "Secretary of State",
        "",
        "Participant",
        "Excused by telephone",
        "no appointment covers the day",
    ]


def test_an_appointment_that_only_may_cover_the_day_is_told_as_possible(client, cast):
    appointment = cast.rice.appointments.get()
    appointment.started_on = "2007"
    appointment.save()
    assert table(client.get(MEETING), "Who came")[0][5] == "possibly confirmed or appointed"


def test_one_who_performs_the_duties_is_not_called_acting(client, cast):
    cast.keisler.appointments.update(capacity="performing")
    row = table(client.get(MEETING), "Who came")[2]
    assert row[1] == "performing the duties of Attorney General"


@pytest.mark.parametrize(
    "status, said",
    [
        ("announced", "announced; no source yet says that it was held"),
        ("held", "held"),
        ("postponed", "postponed; it was not held on this date"),
        ("cancelled", "cancelled; it was not held on this date"),
    ],
)
def test_announced_is_not_held(client, cast, status, said):
    cast.meeting.status = status
    cast.meeting.save()
    page = client.get(MEETING)
    assert f"Status {said} Chair" in words(page)
    assert ("Who came" in read(page).tables) is (status == "held")


def test_the_head_of_the_page(client, cast):
    cast.meeting.starts_at, cast.meeting.zone, cast.meeting.ordinal = "15:00", "Eastern", 5
    cast.meeting.attendance_complete = True
    cast.meeting.save()
    said = words(client.get(MEETING))
    assert (
        "Meeting of October 25, 2007 Of President's Interagency Task Force to Monitor and "
        "Combat Trafficking in Persons (PITF) Date October 25, 2007, 3:00 PM (Eastern) "
        "Number 5 Place Washington Status held Chair Condoleezza Rice" in said
    )
    assert "Attendance The list names everybody who came." in said
    assert read(client.get(MEETING)).title == (
        "PITF: Meeting of October 25, 2007 · Registry of Interagency Bodies"
    )


def test_a_partial_date_is_no_more_exact_than_it_is(client, cast):
    page = client.get("/meetings/pitf-2009/")
    assert "Date 2009 Status" in words(page)
    assert '<time datetime="2009">2009</time>' in page.content.decode()
    cast.partial_meeting.held_on = "2009~"
    cast.partial_meeting.save()
    html = client.get("/meetings/pitf-2009/").content.decode()
    assert "<dd>about 2009</dd>" in html


def test_what_hangs_on_a_meeting(client, cast):
    Document.objects.create(
        meeting=cast.meeting, kind="minutes", title="Minutes", website="https://example.org/m"
    )
    page = client.get(MEETING)
    assert section(page, "Topics") == (
        "New initiatives to fight human trafficking (Human trafficking) "
        "DNA testing (Human trafficking) Photo, not held in this record: The task force "
        "meets. State Dept. photo"
    )
    assert section(page, "Resolutions") == "Reaffirming the approach of the Act (approved)"
    assert section(page, "Documents") == "Minutes: Minutes"
    assert section(page, "Sources") == (
        "Fact sheet of December 20, 2007, U.S. Department of State, December 20, 2007. "
        "meeting, date: on October 25, 2007"
    )
    assert {"https://example.org/m", cast.source.website} <= set(read(page).links)


def test_the_list_goes_up_to_the_day_the_last_first(client, cast):
    def listed(day):
        page = client.get(f"/meetings/?on={day}")
        return [row[0] for row in read(page).tables.get("Meetings, the last first", [])[1:]]

    assert listed("2003-12-07") == []
    assert listed("2007-10-24") == ["Meeting of December 8, 2003"]
    assert listed("2007-10-25") == [
        "Meeting of October 25, 2007",
        "Meeting of December 8, 2003",
    ]
    assert listed("2009-01-01")[0] == "Meeting of 2009"


def test_what_is_announced_for_later_stands_apart(client, cast):
    later = Meeting.objects.create(held_on="2008-06-01", status="announced")
    later.bodies.add(cast.pitf, cast.spog)
    page = client.get("/meetings/?on=2007-10-25")
    assert table(page, "Announced for after the day") == [
        [
            "Meeting of June 1, 2008",
            "PITF, SPOG",
            "",
            "announced; no source yet says that it was held",
        ]
    ]
    assert (
        "Announced for after the day" not in read(client.get("/meetings/?on=2008-06-01")).tables
    )


# Photos.

PHOTO = "/photos/pitf-2007-10-25-photo/"


def test_a_photo_without_a_picture_is_caption_and_credit(client, cast):
    page = client.get(MEETING)
    said = "Photo, not held in this record: The task force meets. State Dept. photo"
    assert said in words(page)
    assert "<img" not in page.content.decode()
    assert client.get(PHOTO).status_code == 404


@pytest.mark.parametrize(
    "name, kind",
    [
        ("a.png", "image/png"),
        ("a.JPG", "image/jpeg"),
        ("a.gif", "image/gif"),
        ("a.webp", "image/webp"),
        ("a.svg", None),
        ("a.html", None),
        ("a.png.html", None),
        ("a", None),
    ],
)
def test_only_a_picture_is_handed_out_and_as_what_it_is(client, cast, name, kind):
    cast.photo.image.save(name, ContentFile(b"<script>alert(1)</script>"))
    answer = client.get(PHOTO)
    if kind is None:
        assert answer.status_code == 404
    else:
        assert answer.status_code == 200
        assert answer.body == b"<script>alert(1)</script>"
        assert answer["Content-Type"] == kind
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_picture_stands_in_the_page_with_what_it_shows(client, cast):
    cast.photo.alternative_text = 'People "at" a table'
    cast.photo.image.save("a.png", ContentFile(b"x"))
    html = client.get(MEETING).content.decode()
    assert f'<img src="{PHOTO}" alt="People &quot;at&quot; a table"' in html


@pytest.mark.parametrize("hide", ["photo", "meeting", "pitf"])
def test_a_picture_is_as_public_as_its_meeting(client, cast, hide):
    cast.photo.image.save("a.png", ContentFile(b"x"))
    assert client.get(PHOTO).status_code == 200
    record = getattr(cast, hide)
    record.is_public = False
    record.save()
    assert client.get(PHOTO).status_code == 404


def test_a_picture_whose_file_is_gone_or_lies_elsewhere_is_no_page(client, cast):
    for name in ("gone.png", "../../etc/passwd.png", "/etc/hostname.png", "photos"):
        type(cast.photo).objects.update(image=name)
        assert client.get(PHOTO).status_code in (400, 404)


def test_an_official_of_one_name_in_another_script_is_set_apart(client, cast):
    who = Official.objects.create(family_name="عائشة")
    cast.meeting.attendances.create(meeting=cast.meeting, official=who, order=9)
    assert "<bdi>عائشة</bdi>" in client.get(MEETING).content.decode()

"""Subjects, A to Z, what changed."""

import pytest
from django.utils import timezone

from registry.models import Agency, Meeting, Official

from .reading import read, section, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def test_every_name_of_a_record_leads_to_it(client, issued):
    def under(letter):
        return section(client.get(f"/a-z/?letter={letter}"), letter.upper())

    assert "Rice, Condoleezza, official" in under("r")
    assert "Hillary Rodham Clinton: see Hillary Clinton, official" in under("h")
    former = "Department of Health, Education, and Welfare: see Department of Health and Human"
    assert former in under("d")
    assert "DOJ: see Department of Justice, agency" in under("d")
    assert "TVPA: see Trafficking Victims Protection Act of 2000, law" in under("t")
    assert "Human trafficking, subject" in under("h")
    assert "The President's Interagency Task Force, fact sheet" in under("t")
    assert under("x") == "No name begins like this."


def test_accents_and_other_scripts_have_their_place(client, db):
    Official.objects.create(family_name="Álvarez", given_name="Ana")
    Agency.objects.create(name="9/11 Commission")
    assert "Álvarez, Ana, official" in words(client.get("/a-z/"))
    assert "9/11 Commission, agency" in words(client.get("/a-z/?letter=other"))
    assert "Álvarez" not in words(client.get("/a-z/?letter=other"))


@pytest.mark.parametrize("letter", ["", "A", "ab", "%", "é", "x" * 9_000])
def test_what_is_no_letter_is_refused(client, db, letter):
    refused = client.get("/a-z/", {"letter": letter})
    assert refused.status_code == 400
    assert "There is no letter" in words(refused)


def test_a_long_letter_comes_in_pages(client, db):
    Official.objects.bulk_create(
        Official(family_name="Long", name=f"L {n:03}", sort_name=f"Long {n:03}")
        for n in range(201)
    )
    first = client.get("/a-z/?letter=l&on=2007-10-25")
    assert "?letter=l&on=2007-10-25&page=2" in read(first).links
    second = words(client.get("/a-z/?letter=l&page=2"))
    assert "Long 200" in second and "Long 199" not in second
    assert client.get("/a-z/?letter=l&page=3").status_code == 404


def test_a_subject_gathers_what_is_about_it_up_to_the_day(client, issued):
    page = client.get("/subjects/human-trafficking/?on=2010-02-03")
    assert section(page, "Fact sheets") == (
        "December 20, 2007: The President's Interagency Task Force"
    )
    assert "Meeting of October 25, 2007" in section(page, "Meetings")
    assert section(page, "Bodies").endswith("Senior Policy Operating Group (SPOG)")
    before = client.get("/subjects/human-trafficking/?on=2007-10-24")
    assert section(before, "Bodies") == "No body up to this day is entered yet."


def test_what_changed_is_told_day_by_day(client, issued):
    issued.meeting.place = "Jefferson Room"
    issued.meeting.save()
    Meeting.history.filter(history_type="~").update(history_date="2008-01-02T03:00Z")
    page = client.get("/what-changed/?on=2008-01-01")  # in Washington
    assert section(page, "January 1, 2008") == (
        "Meeting Meeting, October 25, 2007: changed (place)"
    )
    assert section(page, "December 20, 2007") == (
        "Fact sheet The President's Interagency Task Force: issued"
    )
    assert "January 1, 2008" not in read(client.get("/what-changed/?on=2007-12-31")).tables
    assert "changed (place)" not in words(client.get("/what-changed/?on=2007-12-31"))
    assert "Colin Powell" in words(client.get("/what-changed/"))
    assert timezone.now().year > 2007

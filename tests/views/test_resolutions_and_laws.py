import pytest

from registry.models import LegalBasis, LegalInstrument, Resolution

from .reading import read, section, table, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PITF = "President's Interagency Task Force to Monitor and Combat Trafficking in Persons (PITF)"


def test_a_resolution_in_its_own_words(client, cast):
    said = words(client.get("/resolutions/pitf-2007-10-25-resolution/"))
    assert (
        "TASK FORCE RESOLUTION Reaffirming the approach of the Act The source prints the title "
        f"as “Reaffirming the approach of theAct”. Of {PITF} Status approved Adopted "
        "October 25, 2007 Meeting Meeting of October 25, 2007 Text First paragraph. Second "
        "paragraph – with a dash. Sources" in said
    )


def test_a_resolution_and_the_one_that_replaced_it_lead_to_each_other(client, cast):
    later = Resolution.objects.create(body=cast.pitf, title="The later one", number="2")
    cast.resolution.replaced_by = later
    cast.resolution.status = "replaced"
    cast.resolution.save()
    earlier_page = client.get("/resolutions/pitf-2007-10-25-resolution/")
    assert "Status replaced" in words(earlier_page)
    assert "Replaced by The later one" in words(earlier_page)
    assert "Replaces Reaffirming the approach" in words(client.get("/resolutions/pitf-2/"))


def test_resolutions_up_to_the_day(client, cast):
    caption = "Resolutions up to the day, the last first"
    on_the_day = client.get("/resolutions/?on=2007-10-25")
    assert table(on_the_day, caption) == [
        ["Reaffirming the approach of the Act", "PITF", "October 25, 2007", "approved"]
    ]
    assert read(client.get("/resolutions/?on=2007-10-24")).tables == {}


def test_a_law_and_what_it_did(client, cast):
    LegalBasis.objects.create(
        instrument=cast.law,
        body=cast.pitf,
        effect="names the chair",
        clause="sec. 105(b)",
        happened_on="2003-12",
    )
    page = client.get("/laws/tvpa-2000/")
    assert "Kind Statute Citation Pub. L. 106-386, div. A Signed October 28, 2000" in words(
        page
    )
    assert table(page, "Its effects on bodies") == [
        [PITF, "authorizes", "", "October 28, 2000"],
        [PITF, "names the chair", "sec. 105(b)", "December 2003"],
    ]
    assert "/bodies/pitf/" in read(page).links
    assert section(page, "Sources") == "No source is entered yet."


def test_laws_up_to_the_day(client, cast):
    caption = "Laws up to the day, the first signed first"
    assert table(client.get("/laws/?on=2000-10-28"), caption) == [
        [
            "Trafficking Victims Protection Act of 2000 (TVPA)",
            "Statute",
            "Pub. L. 106-386, div. A",
            "October 28, 2000",
        ]
    ]
    assert read(client.get("/laws/?on=2000-10-27")).tables == {}


def test_what_has_no_date_comes_last_on_every_database(client, cast):
    Resolution.objects.create(body=cast.pitf, title="Of no known date")
    LegalInstrument.objects.create(title="An old charter", kind="charter")
    on = "?on=2007-10-25"
    resolutions = table(
        client.get(f"/resolutions/{on}"), "Resolutions up to the day, the last first"
    )
    assert [row[0] for row in resolutions] == [
        "Reaffirming the approach of the Act",
        "Of no known date",
    ]
    laws = table(client.get(f"/laws/{on}"), "Laws up to the day, the first signed first")
    assert [row[0] for row in laws] == [
        "Trafficking Victims Protection Act of 2000 (TVPA)",
        "An old charter",
    ]

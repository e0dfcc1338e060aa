"""A fact sheet is read beside its text, and issued."""

import pytest

from registry.models import Edition, FactSheet

from .browser import address, errors, fill, told, typed, words

BROKEN = "One line.\n\nThe {{ pitf.chiar.title }} chairs it."


@pytest.fixture
def new_sheet(staff, cast):
    """The add page, filled in, not yet sent."""
    return typed(staff.get(address(FactSheet, "add"))) | {
        "title": "A new sheet",
        "issuing_agency": cast.tip.pk,
        "dated_on": "2007-12-20",
        "bodies": [cast.pitf.pk, cast.spog.pk],
        "text": "The {{ spog.acronym }} meets {{ spog.cadence }}.",
    }


def test_how_it_reads_stands_on_its_page_with_the_facts(staff, cast):
    page = staff.get(address(cast.sheet))
    assert "The PITF is chaired by the Secretary of State." in words(page)
    facts = {(fact.record, fact.value) for fact in page.context["rendering"].facts}
    assert ("body pitf", "PITF") in facts
    assert "<td>body pitf</td><td>acronym</td><td>PITF</td>" in words(page)


def test_a_preview_reads_what_was_typed_and_saves_nothing(staff, cast):
    before = (Edition.objects.count(), FactSheet.history.count())
    page = fill(
        staff,
        cast.sheet,
        press="_preview",
        text="On that day {{ spog.acronym }} met {{ spog.cadence }}.",
        dated_on="2007-12-21",
    )
    assert errors(page) == []
    assert "On that day SPOG met quarterly." in words(page)
    assert page.context["adminform"].form["text"].value().startswith("On that day")
    cast.sheet.refresh_from_db()
    assert cast.sheet.text.startswith("The {{ pitf")
    assert (Edition.objects.count(), FactSheet.history.count()) == before


def test_a_preview_reads_the_bodies_that_were_chosen(staff, cast):
    page = fill(staff, cast.sheet, press="_preview", bodies=[cast.spog.pk])
    assert page.context["prose_error"]
    assert set(cast.sheet.bodies.all()) == {cast.pitf, cast.spog}


def test_a_sheet_that_is_not_saved_yet_can_be_read_too(staff, new_sheet):
    page = staff.post(address(FactSheet, "add"), new_sheet | {"_preview": "1"})
    assert "The SPOG meets quarterly." in words(page)
    assert FactSheet.objects.filter(title="A new sheet").count() == 0
    data = typed(page)
    assert data["bodies"] == [str(pk) for pk in new_sheet["bodies"]]
    assert staff.post(address(FactSheet, "add"), data).status_code == 302
    assert FactSheet.objects.get(title="A new sheet").key == "pitf-spog-2007-12-20"


def test_a_second_sheet_of_the_day_gets_a_key_of_its_own(staff, cast, new_sheet):
    staff.post(address(FactSheet, "add"), new_sheet)
    staff.post(address(FactSheet, "add"), new_sheet | {"title": "Another"})
    assert FactSheet.objects.get(title="Another").key == "pitf-spog-2007-12-20-2"


def test_a_fault_in_the_text_is_told_with_its_place_and_the_text_stays(staff, cast):
    page = fill(staff, cast.sheet, press="_preview", text=BROKEN)
    error = page.context["prose_error"]
    assert error.line == 3
    assert f"Line 3, column {error.column}" in words(page)
    assert page.context["adminform"].form["text"].value() == BROKEN


def test_a_draft_with_a_fault_is_saved_and_the_fault_told(staff, cast):
    page = fill(staff, cast.sheet, text=BROKEN)
    assert page.status_code == 302
    assert [one for one in told(page) if "Line 3, column" in one] != []
    cast.sheet.refresh_from_db()
    assert cast.sheet.text == BROKEN
    assert "Line 3, column" in words(staff.get(address(cast.sheet)))


def test_a_preview_of_a_form_with_errors_tells_the_errors(staff, cast):
    page = fill(staff, cast.sheet, press="_preview", title="", text="Stays.")
    assert errors(page) == [("id_title", "Title", "This field is required.")]
    assert page.context["adminform"].form["text"].value() == "Stays."


def test_issuing_asks_first_and_freezes_what_is_read(staff, ada, cast):
    page = staff.get(address(cast.sheet, "issue"))
    assert "The PITF is chaired by the Secretary of State." in words(page)
    assert not Edition.objects.exists()
    page = staff.post(address(cast.sheet, "issue"), {"kind": "first", "note": ""})
    assert page.url == address(cast.sheet)
    edition = Edition.objects.get()
    assert (edition.number, edition.kind, edition.issued_by) == (1, "first", ada)
    assert "chaired by the Secretary of State" in edition.text


def test_the_next_edition_is_an_update_or_a_correction(staff, cast):
    for kind in ("first", "first"):
        staff.post(address(cast.sheet, "issue"), {"kind": kind, "note": ""})
    assert Edition.objects.count() == 1
    staff.post(address(cast.sheet, "issue"), {"kind": "correction", "note": "We erred."})
    page = words(staff.get(address(cast.sheet)))
    assert Edition.objects.get(number=2).kind == "correction"
    assert "We erred." in page and "Correction" in page
    assert 'name="editions-0-note"' not in page


def test_what_cannot_be_read_is_not_issued(staff, cast):
    FactSheet.objects.filter(pk=cast.sheet.pk).update(text=BROKEN)
    page = staff.post(address(cast.sheet, "issue"), {"kind": "first", "note": "Stays."})
    assert page.status_code == 200 and "Line 3, column" in words(page)
    assert 'value="Stays."' in words(page)
    assert not Edition.objects.exists()


def test_who_may_only_look_issues_nothing(looker, cast):
    assert "chaired by the Secretary of State" in words(looker.get(address(cast.sheet)))
    assert 'name="_preview"' not in words(looker.get(address(cast.sheet)))
    assert looker.get(address(cast.sheet, "issue")).status_code == 403
    page = looker.post(address(cast.sheet, "issue"), {"kind": "first", "note": ""})
    assert page.status_code == 403
    assert looker.post(address(cast.sheet), {"_preview": "1"}).status_code == 403
    assert not Edition.objects.exists()

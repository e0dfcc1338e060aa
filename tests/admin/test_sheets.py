"""A fact sheet is read beside its text, and issued."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from registry.acts import sheets as acts
from registry.models import Citation, DraftLink, Drift, Edition, FactSheet
from registry.prose import render

from ..office import hire, issue
from .browser import address, errors, fill, told, typed, words

pytestmark = pytest.mark.one_database

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


# The way to an edition


@pytest.fixture
def office(db):
    return hire()


@pytest.fixture
def sheet(cast, office):
    """A draft by the editor; whatever it reads has a source."""
    for fact in render(cast.sheet).facts:
        if fact.kind != "factsheet":
            kind = ContentType.objects.get_by_natural_key("registry", fact.kind)
            Citation.objects.get_or_create(
                source=cast.source, kind=kind, record_id=fact.record_id, field="", page=""
            )
    acts.edited(cast.sheet, by=office["editor"], at=timezone.now())
    return cast.sheet


def as_(client, who):
    client.force_login(who)
    return client


def press(client, who, sheet, act, **typed_in):
    return as_(client, who).post(address(sheet, act), typed_in)


def stage(sheet) -> str:
    return FactSheet.objects.get(pk=sheet.pk).stage_at(timezone.now())


def test_from_draft_to_a_corrected_edition_by_two_people(client, sheet, office):
    editor, publisher = office["editor"], office["publisher"]
    page = words(as_(client, editor).get(address(sheet)))
    assert "Send to review" in page and ">Issue<" not in page
    assert press(client, editor, sheet, "send", remark="Please.").url == address(sheet)
    page = words(client.get(address(sheet)))
    assert "The text rests; nobody changes it now." in page and 'name="text"' not in page
    page = as_(client, publisher).get(address(sheet, "issue"))
    assert "is chaired by the Secretary of State." in words(page)
    assert page.context["doubts"] == []
    press(client, publisher, sheet, "issue", kind="first")
    edition = Edition.objects.get()
    assert (edition.number, edition.kind, edition.issued_by) == (1, "first", publisher)

    fill(as_(client, editor), sheet, text="The {{ pitf.acronym }} meets {{ pitf.cadence }}.")
    assert stage(sheet) == "draft"
    assert "is chaired by" in words(client.get(sheet.get_absolute_url()))
    press(client, editor, sheet, "send")
    refused = press(client, publisher, sheet, "issue", kind="", note="")
    assert "Is it an update (the world changed) or a correction?" in words(refused)
    assert "Tell readers what changed" in words(refused)
    press(client, publisher, sheet, "issue", kind="correction", note="We had no cadence.")
    live = words(client.get(sheet.get_absolute_url()))
    assert "The PITF meets at least once a year." in live
    assert "correction: <bdi>We had no cadence.</bdi>" in live
    log = words(client.get(address(sheet)))
    for line in ("sent it to review", "Please.", "issued it (edition 2)", "edited the text"):
        assert line in log


def test_who_wrote_it_issues_it_only_with_a_reason(client, sheet, office):
    publisher = office["publisher"]
    fill(as_(client, publisher), sheet, text="The {{ pitf.acronym }} sits.")
    press(client, publisher, sheet, "send")
    page = client.get(address(sheet, "issue"))
    assert "You wrote this text yourself" in words(page)
    refused = press(client, publisher, sheet, "issue", kind="first", note="Stays.")
    assert "state why the sheet goes out" in words(refused)
    assert 'value="Stays."' in words(refused)
    assert not Edition.objects.exists()
    press(client, publisher, sheet, "issue", kind="first", reason="The others are ill.")
    assert Edition.objects.get().reason == "The others are ill."


def test_what_is_doubtful_is_listed_with_the_way_to_mend_it(client, sheet, cast, office):
    Citation.objects.filter(record_id=cast.tip.pk, kind__model="agency").delete()
    press(client, office["editor"], sheet, "send")
    page = words(as_(client, office["publisher"]).get(address(sheet, "issue")))
    assert "has no source." in page
    assert f'<a href="{address(cast.tip)}">Add a citation to it.</a>' in page


def test_a_scheduled_edition_is_frozen_and_can_be_cancelled(client, sheet, office):
    press(client, office["editor"], sheet, "send")
    press(client, office["publisher"], sheet, "issue", kind="first", live_at="2199-01-02T09:00")
    edition = Edition.objects.get()
    assert edition.live_at == datetime(2199, 1, 2, 14, tzinfo=UTC)  # nine in Washington
    assert stage(sheet) == "scheduled"
    assert client.get(sheet.get_absolute_url()).status_code == 404
    press(client, office["publisher"], sheet, "cancel", reason="Too early.")
    assert stage(sheet) == "draft"


def test_withdrawing_asks_for_a_reason_and_the_sheet_that_replaces_it(client, sheet, office):
    issue(sheet, at=timezone.now())
    publisher = office["publisher"]
    assert "This field is required" in words(
        press(client, publisher, sheet, "withdraw", manner="notice", reason="")
    )
    refused = press(
        client, publisher, sheet, "withdraw", manner="replaced", replaced_by="nope", reason="R."
    )
    assert "There is no fact sheet with the key “nope”." in words(refused)
    press(client, publisher, sheet, "withdraw", manner="gone", reason="An error.")
    assert client.get(sheet.get_absolute_url()).status_code == 410


def test_a_link_to_the_draft_is_made_shown_and_revoked(client, sheet, office):
    press(client, office["editor"], sheet, "share", for_whom="The Embassy")
    page = words(client.get(address(sheet)))
    (link,) = re.findall(r"http://testserver(/drafts/[^<]+)<", page)
    client.logout()
    assert "DRAFT." in words(client.get(link))
    revoke = reverse("admin:registry_factsheet_revoke", args=[DraftLink.objects.get().pk])
    assert as_(client, office["viewer"]).post(revoke).status_code == 403
    as_(client, office["editor"]).get(revoke)
    assert client.get(link).status_code == 200
    client.post(revoke)
    assert client.get(link).status_code == 404


def test_a_copy_for_another_day_is_made_and_opened(client, sheet, office):
    page = press(client, office["editor"], sheet, "copy", dated_on="soon")
    assert "Enter a valid date." in words(page) and 'value="soon"' in words(page)
    answer = press(client, office["editor"], sheet, "copy", dated_on="2008-07-23")
    made = FactSheet.objects.get(dated_on="2008-07-23")
    assert answer.url == address(made)
    assert (made.text, made.key) == (sheet.text, "pitf-spog-2008-07-23")
    page = words(client.get(answer.url))
    assert "whose facts are read as of July 23, 2008" in page
    assert "copied it from another sheet" in page and f"From {escape(sheet)}." in page


@pytest.mark.parametrize("role", [None, "viewer", "editor", "publisher"])
def test_what_changed_between_editions_is_told_of_those_that_went_live(
    client, sheet, office, role
):
    issue(sheet, at=timezone.now())
    issue(sheet, at=timezone.now(), live_at=datetime(2199, 1, 2, tzinfo=UTC))
    issue(sheet, at=timezone.now())
    if role:
        client.force_login(office[role])
    base = sheet.get_absolute_url()
    assert client.get(f"{base}changes/1-3/").status_code == 200
    assert client.get(f"{base}changes/1-2/").status_code == 404
    assert client.get(f"{base}editions/2/").status_code == 404


# Each cell of the matrix through HTTP: role × page of a sheet.
PAGES = {
    "change": "viewer editor importer publisher administrator",
    "history": "viewer editor importer publisher administrator",
    "add": "editor publisher administrator",
    "delete": "editor publisher administrator",
    "remark": "editor publisher administrator",
    "send": "editor publisher administrator",
    "send-back": "publisher administrator",
    "issue": "publisher administrator",
    "cancel": "publisher administrator",
    "discard": "editor publisher administrator",
    "withdraw": "publisher administrator",
    "share": "editor publisher administrator",
    "copy": "editor publisher administrator",
    "changelist": "viewer editor importer publisher administrator",
    "export": "viewer editor importer publisher administrator",
}
ROLES = ["viewer", "editor", "importer", "publisher", "administrator"]


@pytest.mark.parametrize("role", [*ROLES, "anonymous"])
def test_roles_and_pages(client, sheet, office, role):
    if role != "anonymous":
        client.force_login(office[role])
    for page, allowed in PAGES.items():
        what = FactSheet if page in ("add", "changelist", "export") else sheet
        for answer in (client.get(address(what, page)), client.post(address(what, page), {})):
            if role == "anonymous":
                assert answer.url.startswith("/admin/login/"), page
            elif page == "change" and answer.request["REQUEST_METHOD"] == "POST":
                may_write = role in PAGES["add"].split()
                assert answer.status_code == (200 if may_write else 403)
            elif role in allowed.split():
                assert answer.status_code in (200, 302), page
            else:
                assert answer.status_code == 403, page
    draft = client.get(f"/fact-sheets/{sheet.key}/draft/").status_code
    assert draft == (404 if role == "anonymous" else 200)
    # Sent and then issued by one who did not write it.
    assert Edition.objects.exists() == (role in ("publisher", "administrator"))


@pytest.mark.parametrize("role", ROLES)
def test_roles_and_previews(client, sheet, office, role):
    """While a sheet is a draft; nobody previews what they may not write."""
    answer = as_(client, office[role]).post(address(sheet), {"_preview": "1"})
    assert answer.status_code == (200 if role in PAGES["add"].split() else 403)


# Drift


@pytest.fixture
def dashboard(cast, sheet):
    issue(sheet, at=timezone.now())
    return reverse("admin:registry_drift_changelist")


def test_the_dashboard_lists_what_the_record_says_otherwise(client, dashboard, cast, office):
    as_(client, office["publisher"])
    assert "Every live fact sheet says what the record says" in words(client.get(dashboard))
    fill(client, cast.secretary, title="Secretary of the State")
    page = words(client.get(dashboard))
    assert "<td>Secretary of State</td> <td>Secretary of the State</td>" in page
    assert "by publisher" in page
    assert as_(client, office["viewer"]).get(dashboard).status_code == 200
    assert "Accept the difference" not in words(client.get(dashboard))


def test_a_correction_is_begun_from_there_with_its_note_half_written(
    client, dashboard, cast, sheet, office
):
    as_(client, office["publisher"])
    fill(client, cast.secretary, title="Secretary of the State")
    client.get(dashboard)
    drift = Drift.objects.get()
    propose = reverse("admin:registry_drift_propose", args=[drift.pk])
    answer = client.post(propose, {"kind": "correction"})
    page = client.get(answer.url)
    form = page.context["form"]
    assert form["kind"].value() == "correction"
    assert form["note"].value() == (
        "Corrects title from “Secretary of State” to “Secretary of the State”."
    )
    press(client, office["publisher"], sheet, "issue", kind="correction", note="Corrects it.")
    assert "chaired by the Secretary of the State." in Edition.objects.get(number=2).text
    assert "Every live fact sheet says" in words(client.get(dashboard))


def test_a_difference_is_accepted_with_a_reason(client, dashboard, cast, office):
    as_(client, office["publisher"])
    fill(client, cast.secretary, title="Secretary of the State")
    client.get(dashboard)
    accept = reverse("admin:registry_drift_accept", args=[Drift.objects.get().pk])
    assert as_(client, office["editor"]).post(accept, {"reason": "x"}).status_code == 403
    as_(client, office["publisher"])
    assert "This field is required" in words(client.post(accept, {"reason": ""}))
    client.post(accept, {"reason": "A matter of style."})
    assert "Every live fact sheet says" in words(client.get(dashboard))

"""A fact sheet from its draft to a corrected edition, by two people in their browsers."""

import pytest
from playwright.sync_api import Error

STAGE = "desks"
pytestmark = [pytest.mark.one_database, pytest.mark.xdist_group("desks")]
SHEET = "/fact-sheets/pitf-2007-12-20/"
LIST = "/admin/registry/factsheet/"


def test_from_draft_to_a_corrected_edition_by_two_people(desk):
    editor, publisher, reader = desk("editor"), desk("publisher"), desk()

    open_sheet(editor)
    editor.type("text", "The {{ pitf.acronym }} met.")
    editor.press("Preview")
    assert "The PITF met." in editor.words()
    editor.press("Save and continue editing")
    editor.follow("Send to review")
    editor.type("remark", "Please have a look.")
    editor.press("Send to review")
    assert "its text rests meanwhile" in editor.words()

    open_sheet(publisher)
    assert "Please have a look." in publisher.words()
    publisher.follow("Send back")
    publisher.type("remark", "Say how often.")
    publisher.press("Send back")

    open_sheet(editor)
    assert "Say how often." in editor.words()
    editor.type("text", "The {{ pitf.acronym }} meets {{ spog.cadence }}.")
    editor.press("Save and continue editing")
    send(editor)

    issue(publisher)
    assert "Edition 1 is issued." in publisher.words()
    reader.go(SHEET)
    assert "The PITF meets quarterly." in reader.words()

    open_sheet(editor)
    editor.type("text", "The {{ pitf.acronym }} meets {{ pitf.cadence }}.")
    editor.press("Save and continue editing")
    reader.go(SHEET)
    assert "The PITF meets quarterly." in reader.words()
    send(editor)

    note = "Corrects how often it meets."
    issue(publisher, kind="correction", note=note)
    assert "Edition 2 is issued." in publisher.words()
    reader.go(SHEET)
    assert "The PITF meets at least once a year." in reader.words() and note in reader.words()
    reader.go("/corrections/")
    assert note in reader.words()
    reader.go(f"{SHEET}editions/1/")
    assert "The PITF meets quarterly." in reader.words()
    assert "It was replaced" in reader.words()
    reader.follow("see what changed")
    assert "at least once a year" in reader.words()


def open_sheet(desk):
    desk.go(LIST)
    with desk.page.expect_navigation():
        desk.page.click("#result_list tbody th a >> nth=0")


def send(desk):
    desk.follow("Send to review")
    desk.press("Send to review")


def issue(desk, kind="first", note=""):
    open_sheet(desk)
    desk.follow("Issue")
    desk.page.select_option("[name=kind]", kind)
    desk.type("note", note)
    desk.press("Issue")


def test_a_server_that_is_away_while_somebody_saves_loses_nothing(desk):
    editor = desk("editor")
    open_sheet(editor)
    editor.type("text", "Typed for an hour.")
    editor.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        editor.press("Save and continue editing")
    editor.context.set_offline(False)
    editor.page.reload()  # the browser sends the form again
    assert "was changed successfully" in editor.words()
    assert editor.typed("text") == "Typed for an hour."


def test_who_is_signed_out_while_typing_goes_on(desk):
    editor = desk("editor")
    open_sheet(editor)
    editor.type("text", "Typed for an hour.")
    editor.context.clear_cookies(name="sessionid")
    editor.press("Save and continue editing")
    assert "Nothing that you typed is lost" in editor.words()
    editor.type("username", "editor")
    editor.type("password", "secret")
    editor.press("Log in")
    editor.press("Send it again")
    assert editor.typed("text") == "Typed for an hour."
    assert "was changed successfully" in editor.words()


def test_two_people_at_one_sheet_see_each_other_and_choose(desk):
    editor, other = desk("editor"), desk("other-editor")
    open_sheet(editor)
    open_sheet(other)
    notice = other.page.locator("#others-here")
    notice.wait_for()
    assert "editor has had it open since" in notice.inner_text()
    editor.type("place", "Geneva")
    editor.press("Save and continue editing")
    other.type("title", "Another title")
    other.press("Save and continue editing")
    assert "Saved meanwhile by editor" in other.words()
    other.press("Save and continue editing")
    assert (other.typed("title"), other.typed("place")) == ("Another title", "Geneva")

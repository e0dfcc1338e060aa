"""A page is sent by mail without a script; with it, its link is copied and it is printed."""

import pytest

STAGE = "pages"
pytestmark = [pytest.mark.one_database, pytest.mark.xdist_group("pages")]
BODY = "/bodies/pitf/?on=2007-10-25"


@pytest.fixture(scope="module")
def reader(chromium, site):
    context = chromium.new_context(base_url=site)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def test_the_link_is_copied(reader, site):
    reader.goto(BODY)
    reader.get_by_role("button", name="Copy the link").click()
    reader.get_by_text("Copied.").wait_for()
    kept = reader.locator(".page-tools__address").get_attribute("href")
    assert kept == f"{site}{BODY}"
    # A page of this site may write what is copied and not read it, so it is pasted.
    reader.goto("/search/")
    reader.focus("main [type=search]")
    reader.keyboard.press("Control+V")
    assert reader.input_value("main [type=search]") == kept


def test_where_nothing_may_be_copied_the_link_is_marked(reader, site):
    reader.goto(BODY)
    reader.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    reader.get_by_role("button", name="Copy the link").click()
    reader.get_by_text("The link is marked").wait_for()
    assert reader.evaluate("getSelection().toString()") == f"{site}{BODY}"


def test_the_page_is_printed(reader):
    reader.goto(BODY)
    reader.evaluate("() => { window.print = () => { document.title = 'printed' } }")
    reader.get_by_role("button", name="Print").click()
    assert reader.title() == "printed"


def test_without_scripts_the_link_stands_there_and_goes_by_mail(chromium, site):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(BODY)
    assert page.locator(".page-tools button").count() == 0
    assert page.locator(".page-tools__address").inner_text() == f"{site}{BODY}"
    mail = page.get_by_role("link", name="Send it by mail").get_attribute("href")
    assert mail.startswith("mailto:?subject=") and mail.endswith("%3Fon%3D2007-10-25")
    context.close()

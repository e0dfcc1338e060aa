"""Every kind of public page in a real browser: nothing that its policy forbids, no barrier,
no sideways scrolling, all within reach of the Tab key, nothing that moves or is kept.

On SQLite only: a page looks the same whatever database it was read from."""

import os
import time

import pytest

from registry.urls import urlpatterns

from ..stage import ADDRESSES, NO_PAGES, PAGES, signed
from . import gates

STAGE = "pages"
pytestmark = [
    pytest.mark.one_database,
    pytest.mark.xdist_group("pages"),
]  # one browser and one site for all of them

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
SECRET_KEY = "of a test"


@pytest.fixture(scope="module", autouse=True)
def tools():
    if not gates.AXE.exists():
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail("There is no axe-core, and the tests of the browser are required.")
        pytest.skip("There is no axe-core here: `make checkers` fetches it (needs npm).")


@pytest.fixture(scope="module")
def page(tools, chromium, site):
    """One page of one reader, who keeps all that the site asks to keep."""
    context = chromium.new_context(base_url=site, viewport=WIDE)
    context.add_init_script(gates.LISTEN)
    yield context.new_page()
    context.close()


def faults(page, address, of="") -> str:
    """What every gate says of a page, in daylight, by night, and on a phone; or the gate
    `of` alone."""
    found = []

    def ask(mode, *asked):
        for gate in asked:
            if of in ("", gate.__name__):
                found.extend(f"{mode}, {gate.__name__}: {fault}" for fault in gate(page))

    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    page.goto(address)
    ask("wide", gates.shifts, gates.barriers, gates.unreached, gates.kept)
    page.emulate_media(color_scheme="dark")
    ask("dark", gates.pale, gates.forbidden)
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="light")
    page.goto(address)
    ask("narrow", gates.shifts, gates.too_wide, gates.barriers, gates.forbidden)
    return "\n".join(found)


def test_every_address_of_a_page_is_in_the_table():
    names = {pattern.name for pattern in urlpatterns}
    assert set(PAGES) == names - NO_PAGES


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_has_no_fault(page, address):
    assert faults(page, signed(address, SECRET_KEY)) == ""


@pytest.mark.parametrize("address", ["/bodies/pitf/?on=2007-10-25", "/bodies/long/", "/laws/"])
def test_a_phone_shows_the_rows_of_tables_whole(page, address):
    page.set_viewport_size(NARROW)
    page.goto(address)
    cut = """[...document.querySelectorAll(".usa-table--stacked")].filter(
      ({ parentElement: box }) => box.scrollWidth > box.clientWidth
    ).map((table) => table.caption.innerText)"""
    assert page.evaluate("document.querySelectorAll('.usa-table--stacked').length") > 0
    assert page.evaluate(cut) == []


def test_the_foot_of_a_short_page_is_that_of_the_window(page):
    page.set_viewport_size(WIDE)
    page.goto("/privacy/")
    foot = page.locator(".usa-footer").bounding_box()
    assert (foot["width"], round(foot["y"] + foot["height"])) == (1280, 900)


def test_paper_has_room_below_its_head_and_no_forms(page):
    page.emulate_media(media="print")
    try:
        page.goto(PAGES["fact-sheet"][0])
        forms = page.locator("form, .other-forms")
        assert [form.is_visible() for form in forms.all()] == [False] * 4
        head = page.locator(".usa-header").bounding_box()
        article = page.locator("article").bounding_box()
        assert article["y"] - (head["y"] + head["height"]) >= 8
    finally:
        page.emulate_media(media="screen")


# What the gates see.


def spoiled(page, old="", new="", *, policy=True, cookie=""):
    """The page about the site, as it would be with that fault in it."""

    def answer(route):
        served = route.fetch()
        headers = dict(served.headers)
        if not policy:
            del headers["content-security-policy"]
        if cookie:
            headers["set-cookie"] = cookie
        html = served.text()
        assert old in html
        route.fulfill(status=200, headers=headers, body=html.replace(old, new, 1))

    page.route("**/about/", answer)
    page.route("**/late.svg", late)


def late(route):
    time.sleep(0.3)
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"/>'
    route.fulfill(content_type="image/svg+xml", body=square)


END = "</main>"
SPOILED = {
    "script": (END, "<script>document.title = 1</script></main>", "forbidden: script-src-elem"),
    "handler": (END, '<p onclick="alert(1)">x</p></main>', "forbidden: script-src-attr"),
    "style": (END, '<p style="color: red">x</p></main>', "forbidden: style-src-attr"),
    "elsewhere": (END, '<img src="//localhost:1/x.png" alt="x"></main>', "forbidden: img-src"),
    "no alt": (END, '<img src="/static/registry/img/info.svg"></main>', "barriers: image-alt"),
    "no name": (END, '<a href="/about/"></a></main>', "barriers: link-name"),
    "pale": (END, '<font color="#bbbbbb">Pale</font></main>', "wide, barriers: color-contrast"),
    "dim": (END, '<font color="#444444">Dim</font></main>', "dark, pale: color-contrast"),
    "small": (
        END,
        '<p><a href="/">.</a><a href="/x">.</a></p></main>',
        "barriers: target-size",
    ),
    "two mains": (END, "</main><main>x</main>", "barriers: landmark-no-duplicate-main"),
    "too wide": (END, '<svg width="900" height="9"></svg></main>', "narrow, too_wide: "),
    "moved": ("<h1", '<img src="/late.svg" alt="x"><h1', "shifts: the page moved by 0."),
    "passed over": (END, '<a href="/" tabindex="-1">x</a></main>', "unreached: not reached"),
    "too soon": (END, '<a href="/" tabindex="5">x</a></main>', "unreached: not reached"),
    "late skip": ('class="usa-skipnav"', 'class="x"', "unreached: the link to the content"),
}


def gate_of(said: str) -> str:
    return said.partition(":")[0].split()[-1]


@pytest.mark.parametrize("name", SPOILED)
def test_a_fault_is_seen(page, name):
    old, new, said = SPOILED[name]
    spoiled(page, old, new)
    try:
        assert said in faults(page, "/about/", gate_of(said))
    finally:
        page.unroute_all()


@pytest.mark.parametrize(
    "style, said",
    [
        ("* { outline: none !important }", "no ring around"),
        (
            "body::after { content: ''; inset: 0; position: fixed; z-index: 9999 }",
            "hidden while",
        ),
    ],
)
def test_a_focus_that_nobody_sees_is_seen(page, style, said):
    spoiled(page, "</head>", f"<style>{style}</style></head>", policy=False)
    try:
        assert said in faults(page, "/about/", "unreached")
    finally:
        page.unroute_all()


def test_a_cookie_is_seen(page):
    spoiled(page, cookie="who=you; Path=/")
    try:
        assert "kept: a cookie: who" in faults(page, "/about/", "kept")
    finally:
        page.unroute_all()
        page.context.clear_cookies()

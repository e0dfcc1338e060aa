"""The admin under its content security policy: its scripts and styles are files of this
site, and nothing on its pages is stopped. On SQLite only, like the gates of the pages."""

import pytest

from . import gates

STAGE = "pages"
pytestmark = [pytest.mark.one_database, pytest.mark.xdist_group("pages")]
REGISTRY = "/admin/registry/"
ADDRESSES = [
    "/admin/",
    f"{REGISTRY}meeting/",
    f"{REGISTRY}meeting/?q=2007&status__exact=held&_facets=True",
    f"{REGISTRY}meeting/?held_first__year=2007",
    f"{REGISTRY}body/",
    f"{REGISTRY}body/add/",
    f"{REGISTRY}factsheet/add/",
    f"{REGISTRY}official/add/?_popup=1",
    f"{REGISTRY}meeting/export/",
    f"{REGISTRY}meeting/import/",
    f"{REGISTRY}importbatch/",
    f"{REGISTRY}drift/",
    "/admin/password_change/",
    "/admin/nowhere/",
]


@pytest.fixture(scope="module")
def page(chromium, site):
    context = chromium.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    context.add_init_script(gates.LISTEN)
    page = context.new_page()
    page.crashed = []
    page.on("pageerror", lambda error: page.crashed.append(str(error)))
    page.goto("/admin/login/")
    assert gates.forbidden(page) == []
    page.fill("[name=username]", "administrator")
    page.fill("[name=password]", "secret")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    yield page
    context.close()


def stopped(page) -> list[str]:
    return gates.forbidden(page) + page.crashed


def first_of(page, kind):
    page.goto(f"{REGISTRY}{kind}/")
    page.goto(page.locator("#result_list tbody th a").first.get_attribute("href"))


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_on_a_page_is_stopped(page, address):
    page.goto(address)
    assert stopped(page) == []


@pytest.mark.parametrize("kind", ["meeting", "body", "official", "position", "factsheet"])
def test_nothing_on_the_page_of_a_record_is_stopped(page, kind):
    first_of(page, kind)
    record = page.url.removesuffix("change/")
    assert stopped(page) == []
    for other in ("history/", "delete/"):
        page.goto(record + other)
        assert stopped(page) == []


def test_a_box_that_looks_up_does_so(page):
    page.goto(f"{REGISTRY}appointment/add/")
    page.click("#id_official + .select2")
    page.fill(".select2-search__field", "Rice")
    page.locator(".select2-results__option", has_text="Condoleezza Rice").click()
    assert "Rice" in page.inner_text("#select2-id_official-container")
    assert stopped(page) == []


def test_a_row_is_added_to_a_form(page):
    first_of(page, "meeting")
    page.locator(".add-row a").first.click()
    assert stopped(page) == []


def test_several_are_chosen_for_an_act(page):
    page.goto(f"{REGISTRY}meeting/")
    page.click("#action-toggle")
    assert page.locator("#result_list .action-select:checked").count() > 1
    assert stopped(page) == []


def test_a_script_that_stands_in_a_page_is_stopped(page):
    def spoil(route):
        served = route.fetch()
        html = served.text().replace("</body>", "<script>let a = 1</script></body>")
        route.fulfill(response=served, body=html)

    page.route("**/admin/", spoil)
    page.goto("/admin/")
    page.unroute_all()
    assert ["script-src-elem" in one for one in stopped(page)] == [True]

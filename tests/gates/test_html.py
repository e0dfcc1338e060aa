"""Every kind of page is valid HTML: the Nu checker of the W3C has nothing to say."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from ..stage import ADDRESSES, ERRORS, set_the_stage, signed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CHECKER = Path(__file__).parents[2] / "assets/node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.fixture(scope="module")
def checker():
    """Tells of some pages, by name, what is wrong with each."""
    if not (CHECKER.exists() and shutil.which("java")):
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail("There is no checker of HTML, and it is required.")
        pytest.skip("There is no checker of HTML here: `make checkers`, and Java 17.")
    return faults


def faults(pages: dict[str, str], place: Path) -> list[str]:
    files = {}
    for number, (name, html) in enumerate(pages.items()):
        path = place / f"{number}.html"
        path.write_text(html)
        files[str(path)] = name
    told = subprocess.run(
        ["java", "-jar", CHECKER, "--format", "json", "--exit-zero-always", *files],
        capture_output=True,
        text=True,
        check=True,
        cwd=place,
    )
    return sorted(
        f"{files[one['url'].removeprefix('file:')]}, line {one['lastLine']}: {one['message']}"
        for one in json.loads(told.stderr)["messages"]
        if one["type"] == "error"  # it also wonders at years far away
    )


def test_every_kind_of_page_is_valid(checker, tmp_path):
    set_the_stage()
    client = Client(raise_request_exception=False)
    pages = {}
    for address in ADDRESSES:
        answer = client.get(signed(address, settings.SECRET_KEY))
        assert answer.status_code == ERRORS.get(address, 200), address
        pages[address] = answer.content.decode()
    for template in ("403.html", "403_csrf.html", "500.html"):
        pages[template] = render_to_string(template)
    assert checker(pages, tmp_path) == []


GOOD = '<!doctype html>\n<html lang="en">\n<head><title>A page</title></head>\n<body>{}</body>\n</html>'


BAD = {
    '<p id="a"></p><p id="a"></p>': "Duplicate ID “a”.",
    "<div><p>Open.</p>": "Unclosed element “div”.",
    "<ul><p>No item.</p></ul>": "Element “p” not allowed as child of element “ul”",
    '<label for="x">Nothing</label>': "The value of the “for” attribute of the “label” element",
    '<img src="x.png">': "An “img” element must have an “alt” attribute",
}


def test_what_is_not_valid_is_seen(checker, tmp_path):
    pages = {part: GOOD.format(part) for part in ["<p>Good.</p>", *BAD]}
    told = checker(pages, tmp_path)
    for part, message in BAD.items():
        assert any(one.startswith(part) and message in one for one in told), part
    assert not any(one.startswith("<p>Good.") for one in told)

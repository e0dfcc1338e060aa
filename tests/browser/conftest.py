"""A real browser: Debian's Chromium, driven by Playwright. Where there is none the tests are
skipped, and say so; with BROWSER_TESTS=required, as .ci/run sets it, they fail instead."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from ..conftest import database_of_its_own

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


# No longer than a module: while Playwright runs, Django takes this thread for an async one.
@pytest.fixture(scope="module")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail("There is no Chromium, and the tests of the browser are required.")
        pytest.skip("There is no Chromium here (Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sites(migrated_database, tmp_path_factory):
    """From a stage (see site.py) to the address of the site with that on it, which is begun
    when it is first asked for."""
    with ExitStack() as running:

        @cache
        def begin(stage: str) -> str:
            database = database_of_its_own(migrated_database, tmp_path_factory)
            environment = running.enter_context(database)
            media = tmp_path_factory.mktemp("media")
            return running.enter_context(_running(stage, media, environment))

        yield begin


@pytest.fixture(scope="module")
def site(request, chromium, sites) -> str:
    """The address of the site, with the office hired and on stage what the module names as
    STAGE."""
    return sites(request.module.STAGE)


@contextmanager
def _running(stage: str, media: Path, environment: dict) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.browser.site", str(port), stage, str(media)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.kill()
        server.wait()


def _wait_for(address: str, server):
    for _ in range(600):
        assert server.poll() is None, "the site did not start"
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the site did not answer")


class Desk:
    """A browser of its own for one person. What goes wrong on a page is kept."""

    def __init__(self, chromium, site, who=""):
        self.site, self.wrong = site, []
        self.context = chromium.new_context(viewport={"width": 1280, "height": 900})
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", self._hear)
        if who:
            self.sign_in(who)

    def _hear(self, message):
        """What the policies of the site stop, or name wrongly, stands in the console; so do
        answers that a test asks for on purpose."""
        told = message.type in ("error", "warning")
        if told and not message.text.startswith("Failed to load"):
            self.wrong.append(message.text)

    def sign_in(self, who):
        self.go("/admin/login/")
        self.type("username", who)
        self.type("password", "secret")
        self.press("Log in")

    def go(self, address):
        self.page.goto(self.site + address)

    def type(self, name, text):
        self.page.fill(f"[name={name}]", text)

    def typed(self, name) -> str:
        return self.page.input_value(f"[name={name}]")

    def press(self, button):
        """A button that sends a form; waits for the page that answers."""
        with self.page.expect_navigation():
            self.page.locator(f"input[type=submit][value='{button}']").first.click()

    def follow(self, link):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link, exact=True).first.click()

    def words(self) -> str:
        return " ".join(self.page.inner_text("body").split())


@pytest.fixture
def desk(chromium, site):
    """`desk("editor")`: the browser of that person; `desk()`: that of a reader."""
    desks = []

    def sit_down(who=""):
        desks.append(Desk(chromium, site, who))
        return desks[-1]

    yield sit_down
    for one in desks:
        one.context.close()
        assert one.wrong == []

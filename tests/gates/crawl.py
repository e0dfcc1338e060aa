"""Follows every link of the site to its end, fragments among them."""

from collections import Counter
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.contrib.staticfiles import finders

# Asked from every page with its own address; the answer is one page.
SAME = "/contact/?"


class _Page(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.ids, self.leads_to = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name == "id":
                self.ids.append(value)
            if name in ("href", "src", "action"):
                self.leads_to.append(value)


def crawl(
    client, starts: Iterable[str], *, follow: Callable[[str], bool] = bool
) -> tuple[set[str], list[str]]:
    """The addresses that are reached from the first ones, of those to follow, and what is
    wrong with them."""
    pages: dict[str, _Page | None] = {}  # None: it answers and is no page
    wrong: list[str] = []
    wanted: list[tuple[str, str, str]] = []  # where, leads to, which part of it
    waiting = [("the door", start) for start in starts]
    while waiting:
        source, address = waiting.pop()
        if address in pages or not follow(address):
            continue
        if address.startswith(SAME) and any(one.startswith(SAME) for one in pages):
            continue
        pages[address] = None
        if address.startswith("/static/"):
            if not finders.find(address.removeprefix("/static/")):
                wrong.append(f"{source} leads to {address}, which is no file")
            continue
        answer = client.get(address)
        if answer.status_code != 200:
            wrong.append(f"{source} leads to {address}, which answers {answer.status_code}")
        if not answer.headers["Content-Type"].startswith("text/html"):
            answer.close()
            continue
        page = pages[address] = _Page(answer.content.decode())
        wrong += [
            f"{address} has the id {i} twice" for i, n in Counter(page.ids).items() if n > 1
        ]
        for link in page.leads_to:
            target, part = urldefrag(urljoin(address, link))
            if urlsplit(target).netloc == "testserver":
                target = urlsplit(target)._replace(scheme="", netloc="").geturl()
            target = target or "/"
            if target.startswith("/") and not target.startswith("//"):
                waiting.append((address, target))
                if part:
                    wanted.append((address, target, part))
    for source, target, part in wanted:
        if target in pages and (pages[target] is None or part not in pages[target].ids):
            wrong.append(f"{source} leads to {target}#{part}, which has no such part")
    return set(pages), sorted(set(wrong))

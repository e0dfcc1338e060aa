"""Reads pages as a reader does: words, tables, links."""

import re
from html.parser import HTMLParser


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts, self.tables, self.links, self.ids = [], {}, [], []
        self.rows, self.caption, self.title = None, "", ""
        self.mark = 0

    def words(self, since=0):
        return " ".join("".join(self.parts[since:]).split())

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("td", "th", "caption", "title"):
            self.mark = len(self.parts)
        if tag == "table":
            self.rows = []
        if tag == "tr":
            self.rows.append([])
        if tag in ("p", "li", "small", "div", "dd", "dt", "h1", "h2", "br"):
            self.parts.append(" ")
        if "href" in attributes:
            self.links.append(attributes["href"])
        if "id" in attributes:
            self.ids.append(attributes["id"])

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.rows[-1].append(self.words(self.mark))
        if tag == "caption":
            self.caption = self.words(self.mark)
        if tag == "title" and not self.title:  # a picture has titles too
            self.title = self.words(self.mark)
        if tag == "table":
            self.tables[self.caption] = self.rows
        if tag in ("td", "th", "p", "li", "h1", "h2", "dt", "dd"):
            self.parts.append(" ")

    def handle_data(self, data):
        if self.cdata_elem != "script":  # data for machines
            self.parts.append(data)


def read(response) -> _Page:
    """`.words()`, `.title`, `.tables` (rows of cells by caption), `.links`, `.ids`."""
    page = _Page()
    page.feed(response.content.decode())
    page.close()
    return page


def words(response) -> str:
    return read(response).words()


def table(response, caption: str) -> list[list[str]]:
    """The rows of the table of that caption, without its head."""
    return read(response).tables[caption][1:]


def section(response, heading: str) -> str:
    """The words under a heading of the second rank, up to the next or the end."""
    html = response.content.decode()
    found = re.search(
        rf"<h2[^>]*>{re.escape(heading)}</h2>(.*?)(<h2\b|<details|</main>)", html, re.DOTALL
    )
    page = _Page()
    page.feed(found[1])
    return page.words()

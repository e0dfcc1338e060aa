"""Markdown to HTML that is safe to show, and HTML to plain text."""

import re
from html.parser import HTMLParser
from urllib.parse import quote

import nh3
from django.utils.html import conditional_escape, escape
from markdown_it import MarkdownIt

from .language import CLOSING, OPENING
from .words import Block, ProseError

# Pictures come by {% photo %} only, so that each has its credit and alternative text.
MARKDOWN = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})
MARKDOWN.enable("table").disable("image")
SCANNER = MarkdownIt("commonmark", {"html": True, "maxNesting": 20}).enable("table")

LIQUID = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
MARK = re.compile(f"{OPENING}(\\d+){CLOSING}")
BLOCK_MARK = re.compile(f"<p>{OPENING}(\\d+){CLOSING}</p>")
MARK_IN_ADDRESS = re.compile(f"{quote(OPENING)}(\\d+){quote(CLOSING)}")

RESERVED = ":/?#[]@!$&'()*+,;=%~"  # what an address may hold as it stands (RFC 3986)

TAGS = set(
    "a abbr article blockquote br code em figcaption figure h1 h2 h3 h4 h5 h6 header hr img "
    "li ol p pre section span strong table tbody td th thead time tr ul".split()
)
ATTRIBUTES = {
    "a": {"href", "title"},
    "figure": {"class"},
    "header": {"class"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "p": {"class"},
    "section": {"class"},
    "span": {"class", "title"},
    "time": {"datetime"},
}
SCHEMES = {"http", "https", "mailto"}


def refuse_html(text: str):
    """Raise ProseError at the first HTML tag that the text itself writes."""
    if "<" not in text:
        return
    plain = LIQUID.sub(lambda m: re.sub(r"[^\n]", "x", m[0]), text)
    lines = plain.split("\n")
    for token in SCANNER.parse(plain):
        children = [token] if token.type == "html_block" else token.children or []
        for child in children:
            if child.type not in ("html_block", "html_inline"):
                continue
            wanted = child.content.strip().split("\n")[0]
            first, last = token.map
            for number in range(first, last):
                if wanted in lines[number]:
                    column = lines[number].index(wanted) + 1
                    raise ProseError(_no_html(wanted), number + 1, column)
            raise ProseError(_no_html(wanted), first + 1, 1)


def _no_html(tag: str) -> str:
    return (
        f"“{tag[:40]}” is HTML. A text is Markdown: write **bold**, *italic* or "
        "[words](https://address); write “&lt;” for a plain “<”."
    )


def to_html(markdown: str, printed: list) -> str:
    """The HTML of a rendered text, with what it `printed` in the place of the marks."""
    tokens = MARKDOWN.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            # The title of the sheet is the one heading of the first rank.
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})

    def whole_block(match):
        value = printed[int(match[1])]
        words = conditional_escape(value)
        return words if isinstance(value, Block) else f"<p>{words}</p>"

    html = BLOCK_MARK.sub(whole_block, html)
    html = MARK_IN_ADDRESS.sub(lambda m: escape(quote(str(printed[int(m[1])]), RESERVED)), html)
    return MARK.sub(lambda m: conditional_escape(printed[int(m[1])]), html)


def clean(html: str) -> str:
    """The last gate: only what a sheet may hold passes. Cleaning twice changes nothing."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)


class _Text(HTMLParser):
    BLOCKS = set(
        "blockquote br figcaption h1 h2 h3 h4 h5 h6 hr li p pre section table td th tr".split()
    )

    def __init__(self):
        super().__init__()
        self.parts = []

    def handle_starttag(self, tag, attrs):
        if tag in self.BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag):
        if tag in self.BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data):
        self.parts.append(data)


def to_text(html: str) -> str:
    """The words of the HTML, a blank line between paragraphs."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    paragraphs = re.split(r"\n{2,}", "".join(reader.parts))
    # Only blanks and line breaks fold: a no-break space or hyphen is part of the text.
    folded = (re.sub(r"[ \t\n]+", " ", one).strip(" ") for one in paragraphs)
    return "\n\n".join(one for one in folded if one)

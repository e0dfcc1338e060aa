"""The language of fact sheets: Markdown with facts in it, in Liquid.

`render(sheet)` turns a sheet's text into safe HTML and plain text, and tells which facts
it read. Data flows one way: words and errors (`words.py`) → what can be asked
(`reading.py`) → tags and filters (`language.py`) → Markdown and HTML (`html.py`) →
`render.py`.
"""

from .pages import check_page, page_html
from .reading import known_facts
from .render import Rendering, render
from .words import AsPrinted, Fact, ProseError

__all__ = [
    "AsPrinted",
    "Fact",
    "ProseError",
    "Rendering",
    "check_page",
    "known_facts",
    "page_html",
    "render",
]

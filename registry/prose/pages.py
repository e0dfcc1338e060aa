"""The Markdown of pages about the site: the same as in fact sheets, without facts."""

from django.utils.safestring import SafeString, mark_safe

from ..text import hidden_in
from .html import clean, refuse_html, to_html
from .language import CLOSING, OPENING
from .words import ProseError

NO_MARKS = {ord(OPENING): None, ord(CLOSING): None}


def page_html(text: str) -> SafeString:
    """Safe to show, whatever the text."""
    return mark_safe(clean(to_html(text.translate(NO_MARKS), [])))


def check_page(text: str):
    """Raise ProseError for what a page would not show as it was meant."""
    if found := hidden_in(text):
        place, name = found
        line = text.count("\n", 0, place - 1) + 1
        raise ProseError(f"There is {name} here. Retype the words around it.", line, 1)
    refuse_html(text)

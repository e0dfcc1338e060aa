"""A fact sheet's text, rendered."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from liquid.exceptions import (
    LiquidError,
    LocalNamespaceLimitError,
    LoopIterationLimitError,
    OutputStreamLimitError,
)

from ..models import Body, FactSheet
from ..text import hidden_in, same_but_for_article
from .html import clean, refuse_html, to_html, to_text
from .language import LANGUAGE, PRINTED
from .reading import AgencyFacts, Reading, SheetFacts, roots
from .words import AsPrinted, Fact, ProseError

LONGEST = 100_000


@dataclass(frozen=True)
class Rendering:
    """`html` is the whole article, title and all, safe to show; `text` the same in words.

    `facts` are those that were read, in the order of reading; `notes` those of them that
    a source printed otherwise than the record has them.
    """

    html: SafeString
    text: str
    facts: list[Fact]

    @property
    def notes(self) -> list[AsPrinted]:
        return [
            AsPrinted(fact.printed, fact.value, fact.record)
            for fact in self.facts
            if fact.printed and not same_but_for_article(fact.printed, fact.value)
        ]


def render(sheet: FactSheet, bodies: list[Body] | None = None) -> Rendering:
    """The sheet as it reads now, its facts as of the sheet's own date.

    `bodies` stands in for the sheet's own where they are not saved yet. Raises
    ProseError, with line and column, for a text that can't be rendered.
    """
    text = sheet.text.replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise ProseError(
            f"The text is {len(text):,} characters long; at most {LONGEST:,} are rendered."
        )
    if found := hidden_in(text):
        place, name = found
        raise ProseError(
            f"There is {name} here. Retype the words around it.", *_at(text, place)
        )
    refuse_html(text)
    reading = Reading(sheet.dated_on)
    if bodies is None:
        bodies = list(sheet.bodies.public()) if sheet.pk else []
    header = _header(sheet, reading)
    printed: list = []
    names = roots(reading, sheet, bodies)
    try:
        markdown = LANGUAGE.from_string(text).render({**names, PRINTED: printed})
    except LiquidError as error:
        raise _in_words(error) from error
    html = clean(header + to_html(markdown, printed))
    return Rendering(mark_safe(html), to_text(html), list(reading.facts))


def _header(sheet: FactSheet, reading: Reading) -> str:
    """Kind, office, place, date and title, as the sheet begins."""
    own = SheetFacts(reading, sheet)
    office = AgencyFacts(reading, sheet.issuing_agency)["name"]
    place = format_html('<p class="place">{}</p>', own["place"]) if sheet.place else ""
    return format_html(
        '<header class="sheet-header"><p class="kind">{}</p><p class="office">{}</p>{}'
        '<p class="date"><time datetime="{}">{}</time></p><h1>{}</h1></header>',
        sheet.get_kind_display(),
        office,
        place,
        sheet.dated_on.isoformat(),
        own["date"],
        own["title"],
    )


def _at(text: str, place: int) -> tuple[int, int]:
    """Line and column, from 1, of the character at `place` (from 1)."""
    before = text[: place - 1]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


LIMITS = {
    LoopIterationLimitError: f"The loops in this text run more than "
    f"{LANGUAGE.loop_iteration_limit:,} times.",
    LocalNamespaceLimitError: "This text assigns more than can be kept.",
    OutputStreamLimitError: f"The text grows to more than "
    f"{LANGUAGE.output_stream_limit:,} characters.",
}


def _in_words(error: LiquidError) -> ProseError:
    message = LIMITS.get(type(error)) or str(error.message or "This can't be read.")
    message = message[0].upper() + message[1:]
    if not message.endswith((".", "?")):
        message += "."
    place = error.context()
    return ProseError(message, place[0], place[1] + 1) if place else ProseError(message)

"""What the language hands around: words, facts that were read, and errors."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import conditional_escape, escape, format_html
from liquid.exceptions import LiquidError

from ..dates import parse_edtf, words_of
from ..text import same_but_for_article


class ProseError(Exception):
    """A text that can't be rendered: what is wrong, for staff, and where it stands.

    `line` and `column` count from 1.
    """

    def __init__(self, message: str, line: int = 1, column: int = 1):
        super().__init__(message)
        self.message, self.line, self.column = message, line, column

    def __str__(self):
        return f"Line {self.line}, column {self.column}: {self.message}"


class FactError(LiquidError):
    """Something asked for that is not there. Liquid adds where it was asked."""

    def __init__(self, message: str):
        super().__init__(message, token=None)


@dataclass(frozen=True)
class Fact:
    """A field of a record that a text read, and what it read.

    `printed` is set where a source's own words stand in the text instead of the value.
    """

    record: str  # kind and key: "body pitf"
    field: str
    value: str
    printed: str = ""


@dataclass(frozen=True)
class AsPrinted:
    """Words that a source printed otherwise than the record has them."""

    printed: str
    recorded: str
    where: str


@dataclass(frozen=True)
class Printed:
    """Words as a source printed them, beside those of the record."""

    printed: str
    recorded: str

    def __str__(self):
        return self.printed

    def __html__(self):
        if same_but_for_article(self.printed, self.recorded):
            return escape(self.printed)
        return format_html(
            '<span class="as-printed" title="As printed. The record has: {}">{}</span>',
            self.recorded,
            self.printed,
        )


@dataclass(frozen=True)
class Words:
    """A phrase made of facts: plain strings and words as printed."""

    parts: tuple[str | Printed, ...]

    def __str__(self):
        return "".join(str(part) for part in self.parts)

    def __html__(self):
        return "".join(conditional_escape(part) for part in self.parts)

    def capitalized(self) -> "Words":
        if not self.parts:
            return self
        first, *rest = self.parts
        if isinstance(first, Printed):
            first = Printed(upfirst(first.printed), upfirst(first.recorded))
        else:
            first = upfirst(first)
        return Words((first, *rest))


@dataclass(frozen=True)
class DateFact:
    """A date as the record writes it; printed in words, shortened by `| year`."""

    written: str

    def __str__(self):
        return words_of(self.written)

    @property
    def year(self) -> str:
        return str(parse_edtf(self.written).year)


@dataclass(frozen=True)
class Block:
    """HTML that stands by itself between paragraphs."""

    html: str

    def __html__(self):
        return self.html


def upfirst(text: str) -> str:
    return text[:1].upper() + text[1:]


def downfirst(text: str) -> str:
    """Lower-case the first letter, unless the word is an acronym or a numbered name."""
    word = text.split(" ", 1)[0]
    return text if len(word) > 1 and not word[1:].islower() else text[:1].lower() + text[1:]


def enumerate_words(items: Iterable, *, comma: str = ", ") -> Words:
    """ "A", "A and B", "A, B, and C": the serial comma, as the government prints it."""
    items = list(items)
    parts: list = []
    for place, item in enumerate(items):
        if place:
            last = place == len(items) - 1
            if len(items) == 2 and comma == ", ":
                parts.append(" and ")
            else:
                parts.append(f"{comma}and " if last else comma)
        parts += item.parts if isinstance(item, Words) else [item]
    return Words(tuple(parts))

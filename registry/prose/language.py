"""The tags and filters of the language. A short list on purpose: each can be read here.

What a text prints is not put into the Markdown itself, where a name with a `*` or a `<`
would change it. A mark (a number between two private-use characters) stands for it until
the Markdown is HTML; `html.py` then puts the escaped words in its place.
"""

from liquid import Environment
from liquid.ast import Node
from liquid.builtin.content import Literal
from liquid.builtin.expressions import FilteredExpression
from liquid.builtin.illegal import Illegal
from liquid.builtin.output import Output, OutputNode
from liquid.builtin.tags import assign_tag, case_tag, comment_tag, for_tag, if_tag, unless_tag
from liquid.context import RenderContext
from liquid.exceptions import UndefinedError
from liquid.tag import Tag
from liquid.template import BoundTemplate
from liquid.token import TOKEN_TAG
from liquid.undefined import StrictUndefined

from .blocks import photo_block, resolution_block
from .reading import AttendeeFacts, Facts, PhotoFacts, ResolutionFacts, SeatFacts, TopicFacts
from .words import (
    DateFact,
    FactError,
    Missing,
    Printed,
    Words,
    downfirst,
    enumerate_words,
    upfirst,
)

OPENING, CLOSING = "\ue000", "\ue001"
PRINTED = " printed"  # no text can write this name
DEPARTMENT = "Department of "


def mark(context: RenderContext, value) -> str:
    """Keep `value` for later, and give the mark that stands for it."""
    kept = context.resolve(PRINTED)
    kept.append(value)
    return f"{OPENING}{len(kept) - 1}{CLOSING}"


class PrintNode(OutputNode):
    def render_to_output(self, context, buffer):
        value = self.expression.evaluate(context)
        if isinstance(value, Missing):
            raise FactError(value.message)
        if isinstance(value, Facts):
            raise FactError(
                f"This is a whole {value.kind}; say which of its facts to print: "
                f"{', '.join(value.names())}."
            )
        if isinstance(value, list):
            raise FactError(
                "This is a list; say how to print it: | roster, | roll or | in_words."
            )
        if value is None or str(value) == "":
            raise FactError(f"“{self.expression}” is empty in the record.")
        str(value)  # an undefined name says so here, at its own place
        return buffer.write(mark(context, value))


class Print(Output):
    node_class = PrintNode


class BlockNode(Node):
    def __init__(self, token, expression, tag):
        super().__init__(token)
        self.expression, self.tag = expression, tag
        self.blank = False

    def render_to_output(self, context, buffer):
        value = self.expression.evaluate(context)
        if isinstance(value, Missing):
            raise FactError(value.message)
        if not isinstance(value, self.tag.wanted):
            raise FactError(f"{{% {self.tag.name} … %}} wants a {self.tag.name}.")
        return buffer.write(f"\n\n{mark(context, self.tag.make(value))}\n\n")


class BlockTag(Tag):
    """A tag that prints something that stands between paragraphs."""

    block = False
    wanted: type[Facts]

    def parse(self, stream):
        token = stream.eat(TOKEN_TAG)
        inner = stream.into_inner(tag=token, eat=False)
        return BlockNode(token, FilteredExpression.parse(self.env, inner), self)


class PhotoTag(BlockTag):
    name, wanted, make = "photo", PhotoFacts, staticmethod(photo_block)


class ResolutionTag(BlockTag):
    name, wanted, make = "resolution", ResolutionFacts, staticmethod(resolution_block)


def _all(items, kind: type[Facts], wanted: str) -> list:
    if isinstance(items, Missing):
        raise FactError(items.message)
    if not isinstance(items, list) or not all(isinstance(one, kind) for one in items):
        raise FactError(f"This filter wants {wanted}.")
    return items


def roster(seats) -> Words:
    """Agencies as a sentence lists them: "the Departments of State, Justice, and Labor
    together with the Agency for …, Office of …, and the …"."""
    seats = _all(seats, SeatFacts, "seats, like pitf.members")
    names = [seat.agency_words() for seat in seats]
    short = []
    for name in names:
        if isinstance(name, Printed) or not name.startswith(f"the {DEPARTMENT}"):
            break
        short.append(name.removeprefix(f"the {DEPARTMENT}"))
    if len(short) < 2:
        return enumerate_words(names)
    departments = Words((f"the {DEPARTMENT[:-4]}s of ", *enumerate_words(short).parts))
    others = names[len(short) :]
    if not others:
        return departments
    return Words((*departments.parts, " together with ", *enumerate_words(others).parts))


def roll(attendees) -> Words:
    """Those who came, with title and name, divided by semicolons."""
    attendees = _all(attendees, AttendeeFacts, "attendees, like meeting.participants")
    return enumerate_words((one.in_roll() for one in attendees), comma="; ")


def in_words(topics) -> Words:
    """Topics as a sentence lists them."""
    topics = _all(topics, TopicFacts, "topics, like meeting.topics")
    return enumerate_words(downfirst(topic["title"]) for topic in topics)


def also_in(seats, others) -> list:
    """Those of the seats whose agency has one of the others too."""
    others = {one.record.agency_id for one in _all(others, SeatFacts, "seats after the colon")}
    seats = _all(seats, SeatFacts, "seats, like pitf.members")
    return [seat for seat in seats if seat.record.agency_id in others]


def year(value) -> str:
    if not isinstance(value, DateFact) or not value.written[:1].isdigit():
        raise FactError("| year wants a date that is known.")
    return value.year


def upfirst_filter(value):
    return value.capitalized() if isinstance(value, Words) else upfirst(str(value))


def downfirst_filter(value):
    return downfirst(str(value))


def size(value) -> int:
    if not isinstance(value, list):
        raise FactError("| size wants a list.")
    return len(value)


FILTERS = {
    "also_in": also_in,
    "downfirst": downfirst_filter,
    "in_words": in_words,
    "roll": roll,
    "roster": roster,
    "size": size,
    "upfirst": upfirst_filter,
    "year": year,
}


class UnknownName(StrictUndefined):
    """A name that stands for nothing: the message says so to staff."""

    def __init__(self, name, *, token, obj=None, hint=None):
        path = (hint or f"'{name}'").removesuffix(" is undefined").strip("'")
        super().__init__(name, token=token, hint=f"There is no fact “{path[:80]}”.")


class SheetContext(RenderContext):
    def get(self, path, *, token, default=None):
        # Liquid knows the clock; a sheet knows only its own day.
        if path[0] in ("now", "today") or not isinstance(path[0], str):
            raise UndefinedError(
                "A text is read as of its own date: write {{ sheet.date }}.", token=token
            )
        return super().get(path, token=token)


class SheetTemplate(BoundTemplate):
    context_class = SheetContext


class SheetLanguage(Environment):
    loop_iteration_limit = 10_000
    local_namespace_limit = 1_000_000
    output_stream_limit = 500_000
    template_class = SheetTemplate

    def __init__(self):
        super().__init__(undefined=UnknownName)

    def setup_tags_and_filters(self, *, extra=False):
        for tag in (
            Literal,
            Print,
            Illegal,
            assign_tag.AssignTag,
            case_tag.CaseTag,
            comment_tag.CommentTag,
            for_tag.ForTag,
            for_tag.BreakTag,
            for_tag.ContinueTag,
            if_tag.IfTag,
            unless_tag.UnlessTag,
            PhotoTag,
            ResolutionTag,
        ):
            self.add_tag(tag)
        self.filters.update(FILTERS)


LANGUAGE = SheetLanguage()

"""The reporting line of a body or of an agency, as an indented tree."""

from dataclasses import dataclass

from ..dates import Holds
from ..facts.trees import Tree
from ..models import Agency, Body
from .frame import Frame
from .labels import and_more, shortened, width_of

EDGE, INDENT, ROW = 12, 26, 28
MOST = 150
LONGEST_NAME = 64
MARKS = {Holds.POSSIBLY: "possibly on this day", Holds.NO: "not on this day"}


@dataclass(frozen=True)
class Node:
    x: int
    y: int  # the base line of its name
    name: str
    title: str
    mark: str
    record: Body | Agency
    is_asked: bool
    line: str  # the path from the one above; "" at the top
    is_sure: bool

    @property
    def middle(self) -> int:
        return self.y - 5


@dataclass(frozen=True)
class Picture(Frame):
    nodes: list[Node]
    more: str


def picture(found: Tree, asked: Body | Agency, title: str) -> Picture:
    nodes: list[Node] = []
    for number, one in enumerate(found.branches[:MOST]):
        x, y = EDGE + INDENT * one.depth, 20 + ROW * number
        line = ""
        if one.above is not None:
            above = nodes[one.above]
            line = f"M{above.x + 8} {above.middle + 11}V{y - 5}H{x - 4}"
        mark = MARKS.get(one.certainty, "")
        nodes.append(
            Node(
                x,
                y,
                shortened(one.name, most=LONGEST_NAME),
                f"{one.name}, {mark}" if mark else one.name,
                mark,
                one.record,
                one.record.pk == asked.pk,
                line,
                one.certainty is Holds.CERTAINLY,
            )
        )
    total = len(found.branches) + found.left_out
    above = sum(1 for one in found.branches[: _place(found, asked)])
    return Picture(
        "tree",
        title,
        f"{above:,} above it and {total - above - 1:,} below it. "
        "The table tells the same in words.",
        max(node.x + width_of(f"{node.name} {node.mark}") for node in nodes) + 2 * EDGE,
        ROW * len(nodes) + 8,
        nodes,
        and_more(len(found.branches) - len(nodes)),
    )


def _place(found: Tree, asked) -> int:
    return next(n for n, one in enumerate(found.branches) if one.record.pk == asked.pk)

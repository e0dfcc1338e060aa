"""What was sent, how it is to be read, and all that it would do."""

from dataclasses import dataclass, field
from pathlib import Path

from .kinds import KINDS
from .outcomes import REFUSED, SheetPlan
from .plan import Planner
from .readers import Workbook


@dataclass
class Options:
    """How a file is to be read."""

    kind: str = ""
    sheet: str | None = None
    fixed: dict[str, str] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    # sheet -> {header: field}, as staff chose it. Of a batch this and the next go by the
    # place of the file.
    columns: dict[str, dict] = field(default_factory=dict)
    left_out: dict | list = field(default_factory=dict)  # names of sheets not taken in
    overwrite: bool = False
    questions: list[str] = field(default_factory=list)


@dataclass
class Sent:
    """A file that was sent: where it is now, and what it was called."""

    path: Path
    name: str
    options: Options
    place: int = 0  # of its part in the batch
    # sheet's place in the file -> rows that came back corrected in a later file
    went_on: dict[int, set[int]] = field(default_factory=dict)


@dataclass
class Plan:
    """Files and all that they would do. `sheets` are those of all files; `came` tells of
    each its file and the workbook."""

    sheets: list[SheetPlan] = field(default_factory=list)
    came: list[tuple[Sent, Workbook]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    planner: Planner | None = None
    file_refused: str = ""
    refused_part: int | None = None  # the place of the file that is refused

    @property
    def hidden_sheets(self) -> list[str]:
        books = {id(book): book for _, book in self.came}.values()
        return [name for book in books for name in book.hidden_sheets]

    @property
    def order(self) -> list[int]:
        """The sheets in the order of their kinds, each after those that it rests on."""
        kinds = list(KINDS)
        able = [n for n, one in enumerate(self.sheets) if one.kind and not one.refused]
        return sorted(able, key=lambda n: kinds.index(self.sheets[n].kind.name))

    def count(self, outcome: str) -> int:
        return sum(one.counts[outcome] for one in self.sheets)

    @property
    def refused(self) -> int:
        """Rows that are refused, and sheets."""
        return self.count(REFUSED) + sum(1 for one in self.sheets if one.refused)

    @property
    def lacks_columns(self) -> bool:
        """Is a sheet stopped by its columns alone? Staff may say which is which."""
        return any(one.refused and one.columns for one in self.sheets)

    @property
    def changes_nothing(self) -> bool:
        return not self.planner or not (
            any(r.new or r.changed for r in self.planner.registers.values())
            or any(links.added for links in self.planner.lists.values())
        )

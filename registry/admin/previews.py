"""What the page of an import shows of its rows: a page of them, each with its cells by their
headers and the records that it is about by their names."""

from dataclasses import dataclass, field

from ..imports.kept import MODELS
from ..imports.understanding import is_problems
from ..models import ImportBatch, ImportRow
from ..vocabulary import ImportOutcome, ImportState
from .planned import Records, changes_in_words

PER_PAGE = 100
NEW = ImportOutcome.NEW.value
KEPT = "kept"
COUNTED = {
    ImportOutcome.NEW: "new",
    ImportOutcome.CHANGED: "changed",
    ImportOutcome.UNCHANGED: "unchanged",
    ImportOutcome.REVIEW: "to_decide",
    ImportOutcome.DUPLICATE: "duplicates",
}
# In the order in which they are worth a look.
SHOWN = [
    ImportOutcome.REFUSED,
    ImportOutcome.REVIEW,
    ImportOutcome.CHANGED,
    ImportOutcome.NEW,
    ImportOutcome.DUPLICATE,
    ImportOutcome.UNCHANGED,
]
ALONG = {ImportOutcome.NEW: "also_new", ImportOutcome.CHANGED: "also_changed"}


@dataclass
class Line:
    """A row of a sheet, and what it does to records: to its own and to what it brings."""

    sheet: int
    number: int
    told: dict  # what the report says of the sheet
    records: list[ImportRow] = field(default_factory=list)
    main: ImportRow | None = None

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Those that say something, each with its header; our own remarks are none."""
        if self.main is None:
            return []
        cells, headers = self.main.cells, self.told.get("headers", [])
        named = [*headers, *[""] * (len(cells) - len(headers))]
        return [
            (header, cell)
            for header, cell in zip(named, cells, strict=False)
            if cell and not is_problems(header)
        ]


@dataclass
class Tab:
    value: str
    label: str
    count: int
    along: int = 0  # records that come with rows that are about others

    def __str__(self):
        with_them = f" and {self.along} with them" if self.along else ""
        return f"{self.label}: {self.count}{with_them}"


def tabs_of(batch: ImportBatch, sheets: list[dict], refused: int) -> dict[str, Tab]:
    tabs = {}
    if batch.state == ImportState.PARTLY_UNDONE:
        tabs[KEPT] = Tab(KEPT, "Kept", kept_rows(batch.rows).count())
    for outcome in SHOWN:
        counted, along = COUNTED.get(outcome, ""), ALONG.get(outcome, "")
        tabs[outcome.value] = Tab(
            outcome.value,
            outcome.label,
            sum(one.get(counted, 0) for one in sheets) if counted else refused,
            sum(sum(one.get(along, {}).values()) for one in sheets) if along else 0,
        )
    return tabs


def kept_rows(rows):
    """Those of records that stayed when the import was undone."""
    return rows.filter(undone__startswith="kept: ")


def kind_in_words(kind: str, number: int = 1) -> str:
    """ "agencyname" as "former name"; what is no kind of record stays as it is."""
    model = MODELS.get(kind)
    if model is None:
        return kind
    return str(model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural)


def in_words(counts: dict[str, int]) -> str:
    """{"official": 2, "agencyname": 1} as "2 officials, 1 former name"."""
    return ", ".join(f"{count} {kind_in_words(kind, count)}" for kind, count in counts.items())


def page_of(rows, shown, query):
    """A page of the rows of one tab, and the ids from which the next and the one before are
    read. By key, so that the last page costs what the first does."""
    rows = kept_rows(rows) if shown == KEPT else rows.filter(outcome=shown)
    after, before = whole(query.get("after")), whole(query.get("before"))
    if before:
        found = list(rows.filter(id__lt=before).order_by("-id")[: PER_PAGE + 1])
        earlier, found = len(found) > PER_PAGE, found[:PER_PAGE][::-1]
        return found, found and found[-1].pk, earlier and found[0].pk
    found = list(rows.filter(id__gt=after or 0).order_by("id")[: PER_PAGE + 1])
    later, found = len(found) > PER_PAGE, found[:PER_PAGE]
    return found, later and found[-1].pk, after and found and found[0].pk


def whole(text) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 18 else None


def lines_of(request, batch: ImportBatch, rows: list[ImportRow]) -> list[Line]:
    """What stands in one row of a sheet together, in the order of the trace."""
    records = name_records(request, rows, batch)
    for row in rows:
        row.told = records.told(row) if row.outcome == NEW else []
        row.changed = changes_in_words(row)
    lines: list[Line] = []
    for row in rows:
        last = lines[-1] if lines else None
        same = last and (last.sheet, last.number) == (row.sheet, row.number)
        # Each mark of a cross table has cells of its own.
        if not same or (row.is_main and last.main and last.main.cells != row.cells):
            last = Line(row.sheet, row.number, batch.report["sheets"][row.sheet])
            lines.append(last)
        last.records.append(row)
        if row.is_main:
            last.main = row
    for line in lines:
        line.records.sort(key=lambda row: not row.is_main)
    find_main_rows(batch, [line for line in lines if line.main is None])
    return lines


def find_main_rows(batch: ImportBatch, lines: list[Line]):
    """Where a record came along whose own row fares otherwise, the cells stand with that.
    It is written right after what it brings along."""
    if not lines:
        return
    first, last = lines[0].records[0].pk, lines[-1].records[-1].pk
    # Asked for the batch too, SQLite would go through all its rows and not by their ids.
    beside = ImportRow.objects.filter(
        is_main=True,
        id__gt=first,
        id__lte=last + PER_PAGE,
        number__in={line.number for line in lines},
    )
    main = {(one.sheet, one.number): one for one in beside if one.batch_id == batch.pk}
    for line in lines:
        line.main = main.get((line.sheet, line.number))


def name_records(request, rows: list, batch: ImportBatch | None = None) -> Records:
    """Each with the words for its kind, its name, and the way there for who may see it."""
    records = Records(request, rows, batch)
    for row in rows:
        row.kind_words = kind_in_words(row.kind)
        row.name = records.name(row.kind, row.record_id)
        row.address = records.address(row.kind, row.record_id)
    return records

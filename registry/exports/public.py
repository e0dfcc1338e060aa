"""The tables that readers may have: published records, and of those what pages may show.

Fact sheets stand here as they were issued, never as they are being written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from ..models import (
    RECORDS,
    Attendance,
    Body,
    Citation,
    Designation,
    Document,
    Edition,
    FactSheet,
    LegalBasis,
    Meeting,
    Photo,
    Resolution,
    Seat,
    Topic,
)
from ..models.kinds import DatedRecord
from .columns import SHARED, Column, Holds, column_of, columns_of, table_name
from .tables import Table

# The way to the bodies that a record is about.
WAY_TO_BODY = {
    Body: "",
    Seat: "body__",
    Designation: "seat__body__",
    LegalBasis: "body__",
    Meeting: "bodies__",
    Topic: "meeting__bodies__",
    Attendance: "meeting__bodies__",
    Photo: "meeting__bodies__",
    Document: "meeting__bodies__",
    Resolution: "body__",
    FactSheet: "bodies__",
    Edition: "bodies__",
}
# When something happened that holds for no span of time.
HAPPENED = {
    Meeting: "held_first",
    Resolution: "adopted_first",
    FactSheet: "dated_on",
    Edition: "dated_on",
}


@dataclass(frozen=True)
class PublicTable:
    """`query` gives what readers may see at a moment."""

    model: type
    name: str
    title: str
    columns: tuple[Column, ...]
    query: Callable[[datetime], QuerySet]

    @property
    def tells_bodies(self) -> bool:
        return self.model in WAY_TO_BODY

    def at(self, at: datetime, *, body: Body | None = None, on: date | None = None) -> Table:
        """The table as it stands at that moment: of one body alone, or what may hold, or
        had happened, on that day. Raises LookupError where it is not about bodies."""
        rows = self.query(at)
        if body is not None:
            if not self.tells_bodies:
                raise LookupError(self.name)
            rows = rows.filter(**{f"{WAY_TO_BODY[self.model]}key": body.key})
        if on is not None and issubclass(self.model, DatedRecord):
            rows = rows.on(on)
        elif on is not None and (field := HAPPENED.get(self.model)):
            rows = rows.filter(Q(**{f"{field}__lte": on}) | Q(**{f"{field}__isnull": True}))
        return Table(self.name, self.title, self.columns, rows, public=True)


def is_shown(column: Column) -> bool:
    """Pictures have addresses of their own; where their files lie is nobody's business."""
    return column.name not in SHARED and column.holds != Holds.FILE


def public_citations(at: datetime) -> QuerySet[Citation]:
    """Those of published records. Sheets count as such while they are shown."""
    seen = Q()
    for model in RECORDS:
        if model is not Citation:
            public = model.objects.public(at) if model is FactSheet else model.objects.public()
            kind = ContentType.objects.get_for_model(model, for_concrete_model=False)
            seen |= Q(kind=kind, record_id__in=public.values("pk"))
    return Citation.objects.public().filter(seen).order_by("key")


def _of_sheet(name: str) -> Column:
    return column_of(FactSheet._meta.get_field(name), before="sheet__")


def _of_edition(field: str, **more) -> Column:
    return column_of(Edition._meta.get_field(field), **more)


# What a sheet says is what its edition says.
SHEET_COLUMNS = (
    _of_sheet("key"),
    # A draft may be of another kind already, and of another agency.
    Column("kind", FactSheet._meta.get_field("kind"), Holds.CHOICE, "source__kind"),
    _of_edition("title"),
    Column(
        "issuing_agency",
        FactSheet._meta.get_field("issuing_agency"),
        Holds.KEY,
        "issuing_agency",
    ),
    _of_edition("dated_on"),
    _of_edition("bodies"),
    _of_edition("subjects"),
    _of_edition("number", name="edition"),
    _of_edition("live_at"),
)
EDITION_COLUMNS = (
    Column("fact_sheet", Edition._meta.get_field("sheet"), Holds.LINK, "sheet__key"),
    *map(_of_edition, ("number", "kind", "title", "dated_on", "live_at", "note", "text")),
)


def _records(model) -> Callable[[datetime], QuerySet]:
    return lambda at: model.objects.public().order_by("key")


def _live_editions(at: datetime) -> QuerySet[Edition]:
    return Edition.objects.public(at).with_issuing_agency().order_by("sheet__key")


def _table_of(model) -> PublicTable:
    name, title = table_name(model), str(model._meta.verbose_name_plural)
    if model is FactSheet:
        return PublicTable(model, name, title, SHEET_COLUMNS, _live_editions)
    shown = tuple(column for column in columns_of(model) if is_shown(column))
    query = public_citations if model is Citation else _records(model)
    return PublicTable(model, name, title, shown, query)


def _editions(at: datetime) -> QuerySet[Edition]:
    """All that readers could see, of the sheets that they find now."""
    sheets = FactSheet.objects.public(at)
    return (
        Edition.objects.gone_live(at).filter(sheet__in=sheets).order_by("sheet__key", "number")
    )


PUBLIC = {
    table.name: table
    for table in (
        *map(_table_of, RECORDS),
        PublicTable(Edition, "editions", "editions", EDITION_COLUMNS, _editions),
    )
}

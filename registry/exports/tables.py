"""Tables of records: their columns, and their rows read in chunks as they are written."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, F, QuerySet, Value, When

from ..models import RECORDS
from ..models.kinds import is_public
from .columns import Column, Holds, columns_of, table_name

CHUNK = 2_000  # rows that are held at once; lists cost a query for each such chunk

Cell = str | int | bool | date | time | datetime | None


@dataclass(frozen=True)
class Table:
    """What goes out as one sheet. Of a `public` one, links lead to published records
    only. Cells of partial dates are the dates as written; blank is "" in text and None
    elsewhere."""

    name: str
    title: str
    columns: tuple[Column, ...]
    queryset: QuerySet
    public: bool = False

    @property
    def headers(self) -> list[str]:
        return [column.name for column in self.columns]

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Two queries, and one for each column of lists, at up to `CHUNK` rows; a column
        of records of any kind costs one for each kind among them."""
        values = [self._value(column) for column in self.columns]
        read = self.queryset.values_list("pk", *values).iterator(CHUNK)
        while chunk := list(islice(read, CHUNK)):
            ids = [row[0] for row in chunk]
            cells = [list(row[1:]) for row in chunk]
            for place, column in enumerate(self.columns):
                if column.holds == Holds.LINKS:
                    keys = self._lists(column, ids)
                    for record_id, row in zip(ids, cells, strict=True):
                        row[place] = "; ".join(keys[record_id])
                elif column.holds == Holds.RECORD:
                    self._name_records(place, cells)
            yield from map(tuple, cells)

    def _value(self, column: Column):
        if column.holds == Holds.LINKS:
            return Value("")
        if self.public and column.holds == Holds.LINK:
            way = column.path.removesuffix("key")
            seen = When(is_public(column.links_to, way), then=F(column.path))
            return Case(seen, output_field=CharField())
        return F(column.path)

    def _lists(self, column: Column, ids: list[int]) -> dict[int, list[str]]:
        """The keys that each of these records names in that column, in their order."""
        through = column.field.remote_field.through._default_manager
        of, to = column.field.m2m_field_name(), column.field.m2m_reverse_field_name()
        found = through.filter(**{f"{of}__in": ids})
        if self.public:
            found = found.filter(is_public(column.links_to, f"{to}__"))
        keys = defaultdict(list)
        for record_id, key in found.values_list(f"{of}_id", f"{to}__key").order_by("pk"):
            keys[record_id].append(key)
        return keys

    def _name_records(self, place: int, cells: list[list]):
        """Put the record's key for its id. The kind stands in the column before."""
        wanted = defaultdict(set)
        for row in cells:
            wanted[row[place - 1]].add(row[place])
        for kind, ids in wanted.items():
            model = ContentType.objects.get_by_natural_key("registry", kind).model_class()
            keys = dict(model._base_manager.filter(pk__in=ids).values_list("pk", "key"))
            for row in cells:
                if row[place - 1] == kind:
                    row[place] = keys.get(row[place], "")


def table_of(queryset: QuerySet) -> Table:
    """The records of the query as staff get them, in its order."""
    model = queryset.model
    title = str(model._meta.verbose_name_plural)
    return Table(table_name(model), title, columns_of(model), queryset)


def whole_record() -> list[Table]:
    """Every kind of record, each after those that it names."""
    return [table_of(model.objects.order_by("key")) for model in RECORDS]

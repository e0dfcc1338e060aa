"""The list of imports: of each at a glance what it holds, how it stands and what is open."""

from django.contrib.admin import FieldListFilter
from django.db.models import (
    Count,
    Func,
    JSONField,
    OuterRef,
    Prefetch,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from ..models import ImportBatch, ImportPart, ImportRow
from ..vocabulary import ImportOutcome
from .lists import SoundList

TOLD = ("new", "changed", "unchanged")
OPEN = {"to decide": ImportOutcome.REVIEW, "refused": ImportOutcome.REFUSED}


class CountsOfSheets(Func):
    """The counts that a report tells of each sheet. The database takes them out of it: the
    reports of a page could be many megabytes."""

    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **context):
        names = ", ".join(f"'$.{name}'" for name in TOLD)
        template = (
            f"(SELECT json_group_array(json(json_extract(value, {names}))) "
            "FROM json_each(%(expressions)s, '$.sheets'))"
        )
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        names = ", ".join(f"value -> '{name}'" for name in TOLD)
        template = (
            f"(SELECT jsonb_agg(jsonb_build_array({names})) "
            "FROM jsonb_array_elements(%(expressions)s -> 'sheets'))"
        )
        return self.as_sql(compiler, connection, template=template, **context)


def still_open(outcome: ImportOutcome):
    """How many rows wait, those aside that came back corrected."""
    rows = ImportRow.objects.filter(batch=OuterRef("pk"), outcome=outcome, undone="")
    rows = rows.order_by().values("batch").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(rows), 0)


class ImportList(SoundList):
    def get_results(self, request):
        """What the columns tell beside the imports themselves, for one page."""
        super().get_results(request)
        files = ImportPart.objects.only("batch_id", "place", "name")
        prefetch_related_objects(self.result_list, Prefetch("parts", files))
        batches = ImportBatch.objects.filter(pk__in=[one.pk for one in self.result_list])
        columns = ["pk", CountsOfSheets("report"), *map(still_open, OPEN.values())]
        counts = {}
        for pk, sheets, *open_rows in batches.values_list(*columns):
            sums = [sum(filter(None, column)) for column in zip(*(sheets or ()), strict=True)]
            counts[pk] = dict(zip(TOLD, sums, strict=False))
            counts[pk] |= dict(zip(OPEN, open_rows, strict=True))
        for batch in self.result_list:
            batch.counts = counts[batch.pk]


def titled(kind: type[FieldListFilter], title: str) -> type[FieldListFilter]:
    """A filter under another name than that of its field."""

    def named(self, *args, **kwargs):
        kind.__init__(self, *args, **kwargs)
        self.title = title

    return type(f"{kind.__name__}Of{title.title()}", (kind,), {"__init__": named})

"""The list of imports: of each at a glance what it holds, how it stands and what is open."""

from django.contrib.admin import FieldListFilter
from django.db.models import (
    Count,
    F,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce

from ..models import ImportBatch, ImportPart, ImportRow
from ..vocabulary import ImportOutcome
from .lists import SoundList


class InReport(Func):
    """The sum of one count over the sheets of a report. The database reads it there: to
    fetch the reports of a page could be many megabytes."""

    output_field = IntegerField()

    def __init__(self, name: str):
        super().__init__(F("report"), name=name)

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(
            compiler, connection, template="(SELECT SUM(json_extract(value, '$.%(name)s')) "
            "FROM json_each(%(expressions)s, '$.sheets'))", **context,
        )  # fmt: skip

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(
            compiler, connection, template="(SELECT SUM((value ->> '%(name)s')::int) "
            "FROM jsonb_array_elements(%(expressions)s -> 'sheets'))", **context,
        )  # fmt: skip


def still_open(outcome: ImportOutcome):
    """How many rows wait, those aside that came back corrected."""
    rows = ImportRow.objects.filter(batch=OuterRef("pk"), outcome=outcome, undone="")
    return Subquery(rows.order_by().values("batch").annotate(n=Count("pk")).values("n"))


COUNTS = {
    "new": InReport("new"),
    "changed": InReport("changed"),
    "unchanged": InReport("unchanged"),
    "to decide": still_open(ImportOutcome.REVIEW),
    "refused": still_open(ImportOutcome.REFUSED),
}


class ImportList(SoundList):
    def get_results(self, request):
        """What the columns tell beside the imports themselves, for one page."""
        super().get_results(request)
        files = ImportPart.objects.only("batch_id", "place", "name")
        prefetch_related_objects(self.result_list, Prefetch("parts", files))
        found = ImportBatch.objects.filter(pk__in=[one.pk for one in self.result_list])
        found = found.values_list("pk", *[Coalesce(count, 0) for count in COUNTS.values()])
        counts = {pk: dict(zip(COUNTS, told, strict=True)) for pk, *told in found}
        for batch in self.result_list:
            batch.counts = counts[batch.pk]


def titled(kind: type[FieldListFilter], title: str) -> type[FieldListFilter]:
    """A filter under another name than that of its field."""

    def named(self, *args, **kwargs):
        kind.__init__(self, *args, **kwargs)
        self.title = title

    return type(f"{kind.__name__}Of{title.title()}", (kind,), {"__init__": named})

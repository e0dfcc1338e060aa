"""When staff last compared a record with its sources."""

from django.db.models import OuterRef, QuerySet, Subquery

from ..models import Record, Review


def reviews(record: Record) -> QuerySet[Review]:
    """Of this record, the last first."""
    return _of(record).filter(record_id=record.pk).select_related("reviewed_by")


def with_last_review(records: QuerySet) -> QuerySet:
    """Each with `reviewed_at`, the moment of its last review; None without one."""
    found = _of(records.model).filter(record_id=OuterRef("pk"))
    return records.annotate(reviewed_at=Subquery(found.values("reviewed_at")[:1]))


def _of(kind: Record | type[Record]) -> QuerySet[Review]:
    """Without a query for the kind's id: pages have few to spare."""
    return Review.objects.filter(kind__app_label="registry", kind__model=kind._meta.model_name)

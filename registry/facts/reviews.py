"""When staff last compared a record with its sources."""

from django.db.models import OuterRef, QuerySet, Subquery

from ..models import Record, Review


def reviews(record: Record) -> QuerySet[Review]:
    """Of this record, the last first."""
    kind = {"kind__app_label": "registry", "kind__model": record._meta.model_name}
    return Review.objects.filter(record_id=record.pk, **kind).select_related("reviewed_by")


def with_last_review(records: QuerySet) -> QuerySet:
    """Each with `reviewed_at`, the moment of its last review; None without one."""
    kind = {"kind__app_label": "registry", "kind__model": records.model._meta.model_name}
    found = Review.objects.filter(record_id=OuterRef("pk"), **kind).order_by("-reviewed_at")
    return records.annotate(reviewed_at=Subquery(found.values("reviewed_at")[:1]))

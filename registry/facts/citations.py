"""Which sources bear out a record."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from ..models import Citation, Record


def citations(*records: Record) -> list[Citation]:
    """The published citations of these records, with their sources. One query."""
    wanted = Q(pk__in=[])
    by_kind: dict[type, list[int]] = {}
    for record in records:
        by_kind.setdefault(type(record), []).append(record.pk)
    kinds = ContentType.objects.get_for_models(*by_kind, for_concrete_models=False)
    for model, ids in by_kind.items():
        wanted |= Q(kind=kinds[model], record_id__in=ids)
    found = Citation.objects.public().filter(wanted).select_related("source")
    return list(found.order_by("source__title", "field", "key"))


def sources(found: Iterable[Citation]) -> list[tuple]:
    """The citations by source: (source, its citations), in the order of titles."""
    by_source: dict = {}
    for citation in found:
        by_source.setdefault(citation.source, []).append(citation)
    return list(by_source.items())

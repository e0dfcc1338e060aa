"""Say that records were compared with their sources, and stand."""

from collections.abc import Iterable
from datetime import datetime

from ..models import Record, Review


def review(records: Iterable[Record], *, by, at: datetime) -> int:
    """Note that `by` (a user) compared each of them with its sources at that moment. How
    many they are."""
    noted = [Review(record=record, reviewed_by=by, reviewed_at=at) for record in records]
    return len(Review.objects.bulk_create(noted))

"""When records were last changed, as their history has it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max

from ..models import Record


def last_changes(records: Iterable[Record]) -> dict[int, tuple[datetime, int]]:
    """For each record (of one kind, by id) the moment of its last change, and how often it
    was changed. A record without history has no entry. One query."""
    records = list(records)
    if not records:
        return {}
    history = type(records[0]).history.model.objects
    rows = history.filter(id__in={record.pk for record in records}).order_by()
    told = rows.values("id").annotate(last=Max("history_date"), times=Count("history_id"))
    return {row["id"]: (row["last"], row["times"]) for row in told}

"""When records were last changed, as their history has it."""

from collections.abc import Iterable
from datetime import datetime

from django.apps import apps
from django.db.models import CharField, Count, Max, QuerySet, Value
from django.db.models.functions import Cast

from ..models import Cancellation, Edition, Record, Withdrawal


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


def state_of_the_record(*, at: datetime) -> str:
    """A text that differs as soon as anything in the record does that a page may show at
    that moment. It tells of drafts too, so it is for us and never for a reader. One query.
    """
    registry = apps.get_app_config("registry").get_models()
    told = [
        _told("live", Edition.objects.filter(live_at__lte=at), Count("pk")),
        _told("expired", Edition.objects.filter(expires_at__lte=at), Count("pk")),
        _told("withdrawn", Withdrawal.objects.filter(at__lte=at), Count("pk")),
        _told("cancelled", Cancellation.objects.all(), Count("pk")),
        *(
            _told(model._meta.model_name, model.objects.all(), Max("history_id"))
            for model in registry
            if hasattr(model, "history_id")
        ),
    ]
    first, *others = told
    return repr(sorted(first.union(*others, all=True)))


def _told(name: str, rows: QuerySet, how_far) -> QuerySet:
    """One row, or none where there are no rows: the name, and how far they have come."""
    named = rows.order_by().annotate(name_of_part=Cast(Value(name), CharField(max_length=60)))
    return (
        named.values("name_of_part")
        .annotate(how_far=how_far)
        .values_list("name_of_part", "how_far")
    )

"""Whether anything has changed, as the history has it."""

from datetime import datetime

from django.apps import apps
from django.db.models import CharField, Count, Max, QuerySet, Value
from django.db.models.functions import Cast

from ..models import Cancellation, Edition, Review, Withdrawal


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
        _told("reviewed", Review.objects.all(), Max("pk")),
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

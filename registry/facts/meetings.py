"""A body's meetings."""

from datetime import date

from django.db.models import QuerySet

from ..models import Body, Meeting


def meetings(body: Body, *, on: date) -> QuerySet[Meeting]:
    """Those that certainly or possibly lie on that day or before it, the last first."""
    of_body = Meeting.objects.public().filter(bodies=body, held_first__lte=on)
    return of_body.order_by("-held_first", "-held_last", "key")


def last_held(body: Body, *, on: date) -> Meeting | None:
    """The most recent meeting that was certainly held on that day or before it."""
    held = Meeting.objects.public().filter(bodies=body).held().until(on)
    return held.order_by("-held_last", "-held_first", "key").first()

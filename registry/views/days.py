"""The day as of which a page is read. Only here do the pages learn what today is."""

from datetime import date

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.utils import timezone

from ..dates import DateError, parse_edtf

WANTED = (
    "Write one whole day as year, month and day, like {}=2007-10-25; the year lies between "
    "1000 and 9000."
)


def today() -> date:
    return timezone.localdate()


def day_of(request) -> date:
    """The day that the address asks for by `?on=`, or today.

    Raises BadRequest, with a sentence for the reader, for anything but one whole day.
    """
    return named_day(request, "on") or today()


def named_day(request, name: str) -> date | None:
    """The day that the address names so, if any. Raises BadRequest like `day_of`."""
    given, wanted = request.GET.getlist(name), WANTED.format(name)
    if not given:
        return None
    if len(given) > 1:
        raise BadRequest(f"The address names more than one day. {wanted}")
    return one_day(given[0], name=name)


def one_day(text: str, *, name: str = "on") -> date:
    """The day that the parameter of that name writes; BadRequest as above."""
    wanted = WANTED.format(name)
    try:
        asked = parse_edtf(text)
    except DateError:
        raise BadRequest(f"“{shortened(text)}” is not a day. {wanted}") from None
    if asked.day is None or asked.about:
        raise BadRequest(f"“{asked}” is not one whole day. {wanted}")
    return asked.first


def shortened(text: str) -> str:
    """As much of what a reader sent as an error page may repeat."""
    seen = "".join(mark for mark in text[:200] if mark.isprintable())
    return f"{seen[:40]}…" if len(seen) > 40 else seen


def happened_by(day: date, field: str) -> Q:
    """What happened on that day or before it, or on a day that is not known."""
    return Q(**{f"{field}__lte": day}) | Q(**{f"{field}__isnull": True})

"""What changed, day by day."""

from datetime import datetime, time, timedelta
from itertools import groupby

from django.http import Http404
from django.utils import timezone
from django.views.generic import TemplateView

from ..facts.what_changed import what_changed
from .pages import AsOf, page_number

PER_PAGE = 100
MOST_PAGES = 20


def end_of(day) -> datetime:
    """The last moment of a day that is known: now, if the day is not over."""
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    last = timezone.make_aware(midnight) - timedelta(microseconds=1)
    return min(last, timezone.now())


class WhatChanged(AsOf, TemplateView):
    """The events up to the day. Who wants to go further back than the pages reach names
    an earlier day."""

    template_name = "registry/what_changed.html"

    def get_context_data(self, **kwargs):
        number = page_number(self.request, MOST_PAGES)
        skip = (number - 1) * PER_PAGE
        events = what_changed(until=end_of(self.day), skip=skip, most=PER_PAGE + 1)
        if number > 1 and not events:
            raise Http404
        days = groupby(events[:PER_PAGE], key=lambda one: timezone.localdate(one.at))
        return super().get_context_data(
            days=[(day, list(of_day)) for day, of_day in days],
            number=number,
            is_more=len(events) > PER_PAGE and number < MOST_PAGES,
            **kwargs,
        )

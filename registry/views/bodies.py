from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import BadRequest
from django.db.models import Q, prefetch_related_objects

from ..dates import Holds
from ..facts.cadence import cadence
from ..facts.comparison import compare
from ..facts.holders import Holding, holdings
from ..facts.matrix import matrix
from ..facts.meetings import meetings
from ..facts.rosters import (
    line_of_chairs,
    line_of_chairs_of,
    roster_of,
    seats_of,
    seats_over_time,
)
from ..models import Agency, Body, Seat
from ..pictures import attendance as attendance_pictures
from ..pictures import cadence as cadence_pictures
from ..pictures.bodies import life
from ..vocabulary import LEADING_ROLES, BodyKind, BodyLevel
from .agencies import with_names
from .days import happened_by, named_day, today
from .filters import Among, InYear, OneOf, OnTheDay, Order, Through
from .laws import effects_in_order
from .pages import PublicList, PublicPage, only_public
from .resolutions import last_first
from .sheets import issued

MOST_PERIODS = 12  # of a rule, on the page of the body; its time line has all


def with_chairs(
    bodies: Iterable[Body], *, on: date
) -> list[tuple[Body, list[tuple[Seat, Holding | None]]]]:
    """Each body, with the one that it reports to, the seats that lead it on that day and who
    held them. Seven queries."""
    bodies = list(bodies)
    prefetch_related_objects(bodies, only_public("parent", Body.objects))
    seats = (
        Seat.objects.public()
        .on(on)
        .filter(body__in=bodies, role__in=LEADING_ROLES)
        .select_related("position")
        .prefetch_related(only_public("agency", with_names(Agency.objects)))
        .order_by("order", "key")
    )
    seats = list(seats)
    held = holdings({seat.position_id for seat in seats if seat.position_id}, on=on)
    leading = defaultdict(list)
    for seat in seats:
        leading[seat.body_id].append((seat, held.get(seat.position_id)))
    return [(body, leading[body.pk]) for body in bodies]


class BodyList(PublicList):
    model = Body
    filters = (
        OneOf("kind", "Kind", BodyKind),
        OneOf("level", "Level", BodyLevel),
        Among("agency", "With a seat of", Agency, "agency", Through(Seat, "body")),
        Among("parent", "Reports to", Body, "parent"),
        InYear("Existed in the year", "earliest_start", "latest_end"),
        OnTheDay("On the day", "existed, or may have", "did not exist"),
    )
    orders = {
        "name": Order("Name"),
        "acronym": Order("Acronym", ("acronym_folded", "name", "key")),
        "established": Order("When established", ("earliest_start", "name", "key")),
    }

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"bodies": with_chairs(context["object_list"], on=self.day)}


class BodyPage(PublicPage):
    model = Body

    def get_context_data(self, **kwargs):
        body, day = self.object, self.day
        family = list(Body.objects.public().filter(Q(pk=body.parent_id) | Q(parent=body)))
        below = [one for one in family if one.parent_id == body.pk]
        seats = list(seats_of(body, on=day))
        rows = roster_of(seats, on=day)
        met = meetings(body, on=day).prefetch_related(only_public("bodies", Body.objects))
        laws = effects_in_order().filter(happened_by(day, "since"), body=body)
        # What a later day will require is not due yet, however far the reader looks.
        periods = cadence(body, met, on=min(day, today()))
        return super().get_context_data(
            parent=next((one for one in family if one.pk == body.parent_id), None),
            parts=[one for one in below if one.on(day) != Holds.NO],
            roster=rows,
            chairs=[row for row in rows if row.is_leading],
            line_of_chairs=line_of_chairs_of(seats, on=day),
            legal_basis=laws,
            cadence=periods[:MOST_PERIODS],
            earlier_periods=len(periods[MOST_PERIODS:]),
            meetings=met,
            resolutions=last_first().filter(happened_by(day, "adopted_first"), body=body),
            editions=issued().filter(bodies=body, dated_on__lte=day),
            sources=self.sources(*(row.seat for row in rows), *laws),
            **kwargs,
        )


class BodyTimeline(PublicPage):
    """Who chaired it, when it met and which agencies had a seat, along the years."""

    model = Body
    template_name = "registry/body_timeline.html"

    def get_context_data(self, **kwargs):
        body, day = self.object, self.day
        chairs = line_of_chairs(body, on=day)
        met = meetings(body, on=day).prefetch_related(only_public("bodies", Body.objects))
        seats = seats_over_time(body, on=day)
        in_order = list(met)[::-1]
        kept = cadence(body, met, on=min(day, today()))
        return super().get_context_data(
            line_of_chairs=chairs,
            cadence=kept,
            cadence_picture=cadence_pictures.picture(body, kept),
            meetings=met,
            seats=seats,
            picture=life(body, chairs, in_order, seats, on=day, today=today()),
            **kwargs,
        )


class BodyAttendance(PublicPage):
    """Which agencies came to its meetings."""

    model = Body
    template_name = "registry/body_attendance.html"

    def get_context_data(self, **kwargs):
        found = matrix(self.object, on=self.day)
        title = f"Attendance: {self.object.label}"
        return super().get_context_data(
            matrix=found,
            picture=attendance_pictures.picture(found, title),
            earlier_day=found.earlier and found.meetings[-1].held_first - timedelta(days=1),
            **kwargs,
        )


class ComparePage(PublicPage):
    """A body on two days. Its links are read as of the later one."""

    model = Body
    template_name = "registry/body_compare.html"

    def get_context_data(self, **kwargs):
        last = named_day(self.request, "to") or self.day
        first = named_day(self.request, "from") or a_year_before(last)
        if first > last:
            raise BadRequest(
                f"The first day ({first}) is after the last ({last}). "
                "Write the earlier one as from=, the later one as to=."
            )
        comparison = compare(self.object, first=first, last=last)
        context = super().get_context_data(comparison=comparison, first=first, **kwargs)
        return context | {"day": last, "on": last.isoformat()}


def a_year_before(day: date) -> date:
    return date(max(day.year - 1, 1000), day.month, min(day.day, 28))

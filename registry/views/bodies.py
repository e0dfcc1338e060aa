from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from ..facts.cadence import cadence
from ..facts.holders import Holding, holdings
from ..facts.matrix import matrix
from ..facts.meetings import meetings
from ..facts.rosters import line_of_chairs, roster, seats_over_time
from ..models import Agency, Body, Seat
from ..pictures import attendance as attendance_pictures
from ..pictures import cadence as cadence_pictures
from ..pictures.bodies import life
from ..vocabulary import LEADING_ROLES
from .agencies import with_names
from .days import happened_by, today
from .laws import effects_in_order
from .pages import PublicList, PublicPage, only_public
from .resolutions import last_first
from .sheets import issued


def with_chairs(
    bodies: Iterable[Body], *, on: date
) -> list[tuple[Body, list[tuple[Seat, Holding | None]]]]:
    """Each body with the seats that lead it on that day and who held them. Six queries."""
    bodies = list(bodies)
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

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"bodies": with_chairs(context["object_list"], on=self.day)}


class BodyPage(PublicPage):
    model = Body

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .prefetch_related(
                only_public("parent", Body.objects), only_public("parts", Body.objects)
            )
        )

    def get_context_data(self, **kwargs):
        body, day = self.object, self.day
        rows = roster(body, on=day)
        laws = effects_in_order().filter(happened_by(day, "since"), body=body)
        return super().get_context_data(
            roster=rows,
            chairs=[row for row in rows if row.is_leading],
            line_of_chairs=line_of_chairs(body, on=day),
            legal_basis=laws,
            # What a later day will require is not due yet, however far the reader looks.
            cadence=cadence(body, on=min(day, today())),
            meetings=meetings(body, on=day).prefetch_related(
                only_public("bodies", Body.objects)
            ),
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
        kept = cadence(body, on=min(day, today()))
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

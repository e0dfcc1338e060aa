from ..facts.officials import career, seats_with
from ..models import Agency, Alias, Appointment, Attendance, Body, Official
from ..pictures.officials import career as picture_of
from ..vocabulary import Capacity
from .agencies import with_names
from .days import today
from .filters import Among, InYear, OneOf, OnTheDay, Order, Through
from .pages import PublicList, PublicPage, only_public

HELD = Through(Appointment, "official")


class OfficialList(PublicList):
    model = Official
    filters = (
        Among("agency", "Held a position in", Agency, "position__agency", HELD),
        Among(
            "body", "At a meeting of", Body, "meeting__bodies", Through(Attendance, "official")
        ),
        OneOf("capacity", "Held one as", Capacity, through=HELD),
        InYear("In office in the year", "earliest_start", "latest_end", HELD),
        OnTheDay("On the day", "in office, or may have been", "not in office", HELD),
    )
    orders = {"name": Order("Family name"), "printed": Order("Given name", ("name", "key"))}

    def rows(self):
        held = (
            Appointment.objects.on(self.day)
            .select_related("position")
            .prefetch_related(only_public("position__agency", with_names(Agency.objects)))
        )
        return super().rows().prefetch_related(only_public("appointments", held))


class OfficialPage(PublicPage):
    model = Official

    def get_queryset(self):
        aliases = only_public("aliases", Alias.objects)
        return super().get_queryset().prefetch_related(aliases)

    def get_context_data(self, **kwargs):
        found = career(self.object, on=self.day)
        seats = seats_with(found.posts, on=self.day)
        shown = [
            *self.object.aliases.all(),
            *(post.appointment for post in found.posts),
            *(designation for designation, _ in found.designations),
            *found.attendances,
            *(seat for seat, _, _ in seats),
        ]
        return super().get_context_data(
            career=found,
            seats=seats,
            picture=picture_of(self.object, found, on=self.day, today=today()),
            sources=self.sources(*shown),
            **kwargs,
        )

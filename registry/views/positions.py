from ..facts.holders import holding, holdings
from ..facts.succession import Gap, line
from ..models import Agency, Body, Position, Seat
from ..pictures.positions import line_of_holders
from ..vocabulary import Holders
from .agencies import with_names
from .days import today
from .filters import Among, InYear, OneOf, OnTheDay, Order, Through
from .pages import PublicList, PublicPage, only_public


class PositionList(PublicList):
    model = Position
    filters = (
        Among("agency", "Agency", Agency, "agency"),
        Among("body", "Fills a seat on", Body, "body", Through(Seat, "position")),
        OneOf("holders", "Held by", Holders),
        InYear("Existed in the year", "earliest_start", "latest_end"),
        OnTheDay("On the day", "existed, or may have", "did not exist"),
    )
    orders = {
        "title": Order("Title"),
        "agency": Order("Agency", ("agency__name", "rank", "title", "key")),
    }

    def rows(self):
        agencies = only_public("agency", with_names(Agency.objects))
        return super().rows().prefetch_related(agencies)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        positions = list(context["object_list"])
        held = holdings([position.pk for position in positions], on=self.day)
        return context | {"positions": [(one, held[one.pk]) for one in positions]}


class PositionPage(PublicPage):
    model = Position

    def get_queryset(self):
        agencies = only_public("agency", with_names(Agency.objects))
        return super().get_queryset().prefetch_related(agencies)

    def get_context_data(self, **kwargs):
        position, day = self.object, self.day
        found = line(position, on=day)
        seats = (
            Seat.objects.public()
            .on(day)
            .filter(position=position)
            .select_related("body")
            .order_by("body__name", "order", "key")
        )
        told = [entry for entry in found.entries if not isinstance(entry, Gap)]
        return super().get_context_data(
            entries=found.entries,
            overlaps=found.overlaps,
            picture=line_of_holders(position, found.entries, on=day, today=today()),
            holding=holding(position, on=day),
            seats=seats,
            sources=self.sources(*told),
            **kwargs,
        )

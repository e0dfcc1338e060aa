from ..facts.agencies import agency_on
from ..models import Agency, AgencyName, Body, Seat
from ..vocabulary import AgencyKind
from .filters import Among, InYear, OneOf, OnTheDay, Order, Through
from .pages import PublicList, PublicPage, only_public


def with_names(agencies):
    """With the former names that `Agency.name_on` reads, published ones only."""
    return agencies.public().prefetch_related(only_public("former_names", AgencyName.objects))


class AgencyList(PublicList):
    model = Agency
    filters = (
        OneOf("kind", "Kind", AgencyKind),
        Among("parent", "Part of", Agency, "parent"),
        Among("body", "With a seat on", Body, "body", Through(Seat, "agency")),
        InYear("Existed in the year", "earliest_start", "latest_end"),
        OnTheDay("On the day", "existed, or may have", "did not exist"),
    )
    orders = {
        "name": Order("Name"),
        "acronym": Order("Acronym", ("acronym_folded", "name", "key")),
        "established": Order("When established", ("earliest_start", "name", "key")),
    }

    def rows(self):
        parents = only_public("parent", with_names(Agency.objects))
        return with_names(Agency.objects).prefetch_related(parents)


class AgencyPage(PublicPage):
    model = Agency

    def get_queryset(self):
        parents = only_public("parent", with_names(Agency.objects))
        return super().get_queryset().prefetch_related(parents)

    def get_context_data(self, **kwargs):
        answer = agency_on(self.object, on=self.day)
        shown = [
            *answer.former_names,
            *(seat for seat, _ in answer.seats),
            *answer.successions_in,
            *answer.successions_out,
        ]
        return super().get_context_data(answer=answer, sources=self.sources(*shown), **kwargs)

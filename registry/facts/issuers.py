"""By which agency a fact sheet was issued. The sheet itself may be on its way to another."""

from collections.abc import Iterable

from django.db.models import Prefetch

from ..models import Agency, AgencyName, Edition


def issuers(editions: Iterable[Edition]) -> dict[str, Agency]:
    """The agencies of editions that were fetched `with_issuing_agency`, by the key that
    each edition names; published ones only, with what `Agency.name_on` reads. Two queries."""
    keys = {edition.issuing_agency for edition in editions}
    names = Prefetch("former_names", queryset=AgencyName.objects.public())
    agencies = Agency.objects.public().filter(key__in=keys).prefetch_related(names)
    return {agency.key: agency for agency in agencies}


def issuer(edition: Edition) -> Agency | None:
    """The same of one edition, without former names. One query."""
    return Agency.objects.public().under_key(edition.source.get("issuing_agency", ""))

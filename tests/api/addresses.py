"""Every address of the API, taken from its own tables."""

from registry.api.addresses import PLACES, api_address
from registry.api.sheets import FILTERS, SORTS
from registry.api.v1 import KINDS
from registry.models import Edition, FactSheet, Record

LISTS = [f"/api/v1/{place}/" for place in PLACES.values()]
FILTERS_OF = {kind.model: kind.filters for kind in KINDS} | {FactSheet: FILTERS}
SORTS_OF = {kind.model: kind.sorts for kind in KINDS} | {FactSheet: SORTS}
DATED = {kind.model for kind in KINDS if kind.dated}
AS_OF = {kind.model for kind in KINDS if kind.dated or kind.as_of}


def records() -> list[Record]:
    """Of every kind, published or not."""
    return [record for model in PLACES for record in model.objects.all()]


def record_addresses() -> list[str]:
    found = [api_address(record) for record in records()]
    for edition in Edition.objects.select_related("sheet"):
        base = api_address(edition.sheet)
        found += [f"{base}editions/", f"{base}editions/{edition.number}/"]
    return list(dict.fromkeys(found))


def filtered_addresses(most: int = 2) -> list[tuple[str, dict[str, str]]]:
    """Each list by each filter, in each order: with what is not published as its value,
    and with up to `most` that are."""
    found = []
    for model, filters in FILTERS_OF.items():
        address = f"/api/v1/{PLACES[model]}/"
        for one in filters:
            found += [(address, {one.name: value}) for value in values(one, model, most)]
        found += [(address, {"sort": sort}) for sort in SORTS_OF[model]]
    return found


def values(one, model, most: int) -> list[str]:
    if hasattr(one, "choices"):
        return list(model.objects.order_by().values_list(one.path, flat=True).distinct())
    if hasattr(one, "compare"):
        return ["2007-10-25"]
    named = getattr(one, "model", None) or getattr(one, "hanging", None) or model
    column = "key" if hasattr(one, "model") else one.path.removesuffix("_folded")
    public = named.objects.public()
    hidden = named.objects.exclude(pk__in=public.values("pk"))
    found = [
        *hidden.values_list(column, flat=True),
        *public.order_by("pk").values_list(column, flat=True)[:most],
    ]
    return [value for value in found if value]

"""Every public address, taken from the table of addresses itself."""

from registry.models import Body, Edition, Page, Record
from registry.urls import urlpatterns

LISTS = [
    f"/{pattern.pattern}"
    for pattern in urlpatterns
    if not pattern.pattern.converters and hasattr(pattern.callback, "view_class")
]
# The pages that every site has about itself.
TOP = {f"/{key}/" for key in Page.AT_TOP}
# Lists that are none: they have no second page.
UNPAGED = {"/", "/data/", *TOP}
# Pages that are the same on every day.
TIMELESS = {"/data/", "/pages/style/", *TOP}
FEEDS = ["/corrections/feed/"]
# Addresses with a key that are no page of a record: a sheet's editions, drafts.
OF_SHEETS = {"edition-list", "edition", "edition-changes", "draft", "shared-draft"}
OF_BODIES = {"body-compare"}
# The kind of record behind each address with a key.
RECORD_PAGES = {
    f"/{pattern.pattern}".replace("<slug:key>", "{}"): pattern.callback.view_class.model
    for pattern in urlpatterns
    if pattern.pattern.converters and pattern.name not in OF_SHEETS | OF_BODIES
}


def address_of(record: Record) -> str:
    for page, model in RECORD_PAGES.items():
        if isinstance(record, model):
            return page.format(record.key)
    raise LookupError(record)


def records_with_pages() -> list[Record]:
    """Published or not."""
    return [record for model in RECORD_PAGES.values() for record in model.objects.all()]


def edition_addresses() -> list[str]:
    """Of every edition, live or not, of the lists of editions, of changes, of drafts."""
    found = []
    for edition in Edition.objects.select_related("sheet"):
        base = f"/fact-sheets/{edition.sheet.key}"
        found += [f"{base}/editions/", f"{base}/editions/{edition.number}/", f"{base}/draft/"]
        found.append(f"{base}/changes/1-{edition.number}/")
    return list(dict.fromkeys(found))


def comparisons() -> list[str]:
    """Of every body, published or not, over all the years of the cast."""
    keys = Body.objects.values_list("key", flat=True)
    return [f"/bodies/{key}/compare/?from=1979-01-01&to=2011-01-01" for key in keys]

"""Every public address, taken from the table of addresses itself."""

from registry.models import Edition
from registry.urls import urlpatterns

LISTS = [
    f"/{pattern.pattern}"
    for pattern in urlpatterns
    if not pattern.pattern.converters and hasattr(pattern.callback, "view_class")
]
FEEDS = ["/corrections/feed/"]
# Addresses with a key that are no page of a record: a sheet's editions, drafts.
OF_SHEETS = {"edition-list", "edition", "edition-changes", "draft", "shared-draft"}
# The kind of record behind each address with a key.
RECORD_PAGES = {
    f"/{pattern.pattern}".replace("<slug:key>", "{}"): pattern.callback.view_class.model
    for pattern in urlpatterns
    if pattern.pattern.converters and pattern.name not in OF_SHEETS
}


def pages_of_records() -> list[str]:
    """Every page of every record, published or not, pictures among them."""
    return [
        page.format(record.key)
        for page, model in RECORD_PAGES.items()
        for record in model.objects.all()
    ]


def edition_addresses() -> list[str]:
    """Of every edition, live or not, of the lists of editions, of changes, of drafts."""
    found = []
    for edition in Edition.objects.select_related("sheet"):
        base = f"/fact-sheets/{edition.sheet.key}"
        found += [f"{base}/editions/", f"{base}/editions/{edition.number}/", f"{base}/draft/"]
        found.append(f"{base}/changes/1-{edition.number}/")
    return list(dict.fromkeys(found))

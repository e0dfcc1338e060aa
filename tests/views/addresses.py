"""Every public address, taken from the table of addresses itself."""

from registry.exports.public import PUBLIC
from registry.models import Body, Edition, Page
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
# To take away: tables, rosters, fact sheets in plain words and on paper.
TAKEN_AWAY = {
    *("table", "roster-table", "fact-sheet-text", "edition-text"),
    *("fact-sheet-pdf", "edition-pdf", "download"),
}
OF_BODIES = {"body-compare"}
# How a page is cited, in files below it.
CITATIONS = {one.name for one in urlpatterns if (one.name or "").endswith("-citation")}
# The kind of record behind each address with a key.
RECORD_PAGES = {
    f"/{pattern.pattern}".replace("<slug:key>", "{}"): pattern.callback.view_class.model
    for pattern in urlpatterns
    if pattern.pattern.converters
    and pattern.name not in OF_SHEETS | OF_BODIES | TAKEN_AWAY | CITATIONS
}


def pages_of_records() -> list[str]:
    """Every page of every record, published or not, pictures among them."""
    return [
        page.format(record.key)
        for page, model in RECORD_PAGES.items()
        for record in model.objects.all()
    ]


def all_addresses() -> list[str]:
    return LISTS + pages_of_records()


def edition_addresses() -> list[str]:
    """Of every edition, live or not, of the lists of editions, of changes, of drafts."""
    found = []
    for edition in Edition.objects.select_related("sheet"):
        base = f"/fact-sheets/{edition.sheet.key}"
        found += [f"{base}/editions/", f"{base}/editions/{edition.number}/", f"{base}/draft/"]
        found.append(f"{base}/changes/1-{edition.number}/")
        found += [f"{base}/text/", f"{base}/editions/{edition.number}/text/"]
        found += [f"{base}/pdf/", f"{base}/editions/{edition.number}/pdf/"]
    return list(dict.fromkeys(found))


def downloads() -> list[str]:
    """The whole record, but for the zip, in which nobody could read."""
    return ["/data/record.sqlite", "/data/popolo.json"]


def citation_addresses() -> list[str]:
    """Of every record and every edition, published or not, the files by which it is cited."""
    of_records = [
        f"/{pattern.pattern}".replace("<slug:key>", record.key)
        for pattern in urlpatterns
        if pattern.name in CITATIONS and "<int:number>" not in str(pattern.pattern)
        for record in pattern.callback.view_class.model.objects.all()
    ]
    of_editions = [
        f"/fact-sheets/{edition.sheet.key}/editions/{edition.number}/cite.<slug:ending>"
        for edition in Edition.objects.select_related("sheet")
    ]
    found = [*of_records, *of_editions]
    return [one.replace("<slug:ending>", ending) for one in found for ending in ("bib", "json")]


def table_addresses() -> list[str]:
    """Of every table, and of the roster of every body, published or not."""
    rosters = [f"/bodies/{body.key}/roster" for body in Body.objects.all()]
    return [f"{one}.csv" for one in [*(f"/tables/{name}" for name in PUBLIC), *rosters]]


def comparisons() -> list[str]:
    """Of every body, published or not, over all the years of the cast."""
    keys = Body.objects.values_list("key", flat=True)
    return [f"/bodies/{key}/compare/?from=1979-01-01&to=2011-01-01" for key in keys]

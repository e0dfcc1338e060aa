"""Every public address, taken from the table of addresses itself."""

from registry.models import Record
from registry.urls import urlpatterns

LISTS = [f"/{pattern.pattern}" for pattern in urlpatterns if not pattern.pattern.converters]
# The kind of record behind each address with a key.
RECORD_PAGES = {
    f"/{pattern.pattern}".replace("<slug:key>", "{}"): pattern.callback.view_class.model
    for pattern in urlpatterns
    if pattern.pattern.converters
}


def address_of(record: Record) -> str:
    for page, model in RECORD_PAGES.items():
        if isinstance(record, model):
            return page.format(record.key)
    raise LookupError(record)


def records_with_pages() -> list[Record]:
    """Published or not."""
    return [record for model in RECORD_PAGES.values() for record in model.objects.all()]

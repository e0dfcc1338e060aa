"""CSL-JSON, which citation processors and Zotero read."""

import json

from .work import Work


def csl_json(work: Work) -> str:
    """A list of one item."""
    item = {
        "id": work.key,
        "type": "webpage",
        "author": [{"literal": work.author}],
        "title": work.title,
    }
    if work.author != work.site:
        item["container-title"] = work.site
    if date := work.date:
        parts = [part for part in (date.year, date.month, date.day) if part]
        item["issued"] = {"date-parts": [parts]} | ({"circa": True} if date.about else {})
    item["genre"] = work.description
    if work.edition is not None:
        item |= {"edition": str(work.edition), "note": work.edition_words}
    day = work.accessed
    item["accessed"] = {"date-parts": [[day.year, day.month, day.day]]}
    item["URL"] = work.address
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"

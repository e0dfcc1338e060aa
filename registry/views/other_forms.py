"""Where what a page shows is told in other forms: JSON, a feed, a calendar."""

from collections.abc import Iterable

from django.urls import reverse

from .linked_data import Page
from .titles import ABOVE

# Where the API tells something as of a day.
TOLD_AS_OF = {"agency", "body", "official", "position"}
NEWS = "News"  # the feed of the whole site


def forms(page: Page, name: str, key="", number=0, **_) -> Iterable[tuple[str, str, str]]:
    """Where the page's matter is told in other forms; `key` and `number` (of an edition) as
    its address has them."""
    on = f"?on={page.on}" if page.on else ""
    places = {above: place for above, place in ABOVE.values() if place}
    if name in ABOVE and ABOVE[name][1]:
        as_of = on if name in TOLD_AS_OF else ""
        place = f"/api/v1/{ABOVE[name][1]}/{key}/{as_of}"
        yield "application/json", "The same as JSON", page.host + place
    elif name == "edition":
        place = f"/api/v1/fact-sheets/{key}/editions/{number}/"
        yield "application/json", "The same as JSON", page.host + place
    elif name in places:
        whole = f"{page.host}/api/v1/{places[name]}/"  # whatever the page narrows it to
        yield "application/json", "The whole list as JSON", whole
    feed = "application/atom+xml"
    yield feed, NEWS, page.host + reverse("feed")
    if name == "what-changed":
        yield feed, "Atom feed of what changed", page.host + reverse("what-changed-feed")
    if name == "corrections":
        yield feed, "Atom feed of corrections", page.host + reverse("corrections-feed")
    if name in ("body", "agency", "subject"):
        yield feed, "Atom feed of this one", page.host + reverse(f"{name}-feed", args=[key])
    calendar = "text/calendar"
    if name in ("body", "meeting"):
        title = "Meetings as calendar" if name == "body" else "Meeting as calendar entry"
        address = reverse(f"{name}-calendar", args=[key])
        yield calendar, title, page.host + address
    elif name in ("home", "meeting-list", "body-list"):
        yield calendar, "Meetings as calendar", page.host + reverse("calendar")

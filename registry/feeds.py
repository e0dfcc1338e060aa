"""Atom feeds."""

from datetime import UTC, datetime

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from .views.sheets import corrections

EMPTY_SINCE = datetime(2000, 1, 1, tzinfo=UTC)


class SteadyAtom(Atom1Feed):
    """Of an empty feed Django says that it changed just now, at each reading."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else EMPTY_SINCE


class CorrectionsFeed(Feed):
    feed_type = SteadyAtom
    title = "Corrections"
    subtitle = "Corrected fact sheets of the Registry of Interagency Bodies."

    def link(self):
        return reverse("corrections")

    def items(self):
        return corrections()[:50]

    def item_title(self, edition):
        return f"Corrected: {edition.title}"

    def item_description(self, edition):
        return edition.note

    def item_link(self, edition):
        return edition.get_absolute_url()

    def item_guid(self, edition):
        return f"{edition.sheet.key}/{edition.number}"

    def item_pubdate(self, edition):
        return edition.live_at

    def item_updateddate(self, edition):
        return edition.live_at

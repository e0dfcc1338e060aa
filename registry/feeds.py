"""Atom feeds."""

from datetime import UTC, datetime

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from .dates import words_of
from .facts.issuers import issuers
from .facts.what_changed import what_changed
from .models import Agency, Body, Edition, Record, Subject
from .views.sheets import corrections, issued
from .views.titles import SITE
from .vocabulary import EditionKind

EMPTY_SINCE = datetime(2000, 1, 1, tzinfo=UTC)
MOST = 50


class SteadyAtom(Atom1Feed):
    """Of an empty feed Django says that it changed just now, at each reading."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else EMPTY_SINCE


class EditionsFeed(Feed):
    """The fact sheets that readers find now, by when their edition went live."""

    feed_type = SteadyAtom
    title = SITE
    subtitle = "Fact sheets, as they are issued, updated and corrected."
    author_name = SITE  # RFC 4287 wants one

    def link(self):
        return reverse("fact-sheet-list")

    def items(self):
        return newest(issued())

    def item_title(self, edition: Edition):
        if hasattr(edition, "withdrawal"):
            return f"Withdrawn: {edition.title}"
        if edition.kind == EditionKind.FIRST:
            return edition.title
        return f"{edition.get_kind_display()}: {edition.title}"

    def item_description(self, edition):
        """As HTML, which a summary is in this kind of feed."""
        if hasattr(edition, "withdrawal"):
            return escape(edition.withdrawal.reason)
        dated = f"Dated {words_of(edition.dated_on.isoformat())}."
        return escape(edition.note or dated)

    def item_author_name(self, edition):
        issuer = edition.issuer
        return issuer.name_on(edition.dated_on) if issuer else SITE

    def item_link(self, edition):
        return edition.get_absolute_url()

    def item_pubdate(self, edition):
        return edition.live_at

    def item_updateddate(self, edition):
        return edition.withdrawal.at if hasattr(edition, "withdrawal") else edition.live_at


def newest(editions: QuerySet[Edition], **about) -> list[Edition]:
    """Those that went live last, each with the agency that issued it."""
    told = editions.with_issuing_agency().filter(**about)
    told = told.select_related("sheet", "withdrawal").order_by("-live_at", "-pk")
    found = list(told[:MOST])
    agencies = issuers(found)
    for edition in found:
        edition.issuer = agencies.get(edition.issuing_agency)
    return found


class CorrectionsFeed(EditionsFeed):
    title = f"Corrections · {SITE}"
    subtitle = "Fact sheets that were corrected, with what was wrong."

    def link(self):
        return reverse("corrections")

    def items(self):
        return newest(corrections())

    def item_title(self, edition):
        return f"Corrected: {edition.title}"

    def item_description(self, edition):
        return escape(edition.note)

    def item_updateddate(self, edition):
        return edition.live_at


class ChangesFeed(Feed):
    """What was issued, added and changed in the public record, the newest first."""

    feed_type = SteadyAtom
    title = f"What changed · {SITE}"
    subtitle = "Additions to the public record and changes of it, by the names of the fields."
    author_name = SITE

    def link(self):
        return reverse("what-changed")

    def items(self):
        return what_changed(until=timezone.now(), most=MOST)

    def item_title(self, event):
        return f"{event.kind_words.capitalize()} {event}: {event.what}"

    def item_description(self, event):
        return escape(event.words)

    def item_link(self, event):
        return event.address

    def item_guid(self, event):
        """A record changes more than once, and several have one address."""
        of = f"{event.kind}/{event.key}"
        return f"tag:registry,{event.at:%Y-%m-%d}:{of}/{event.at:%H%M%S.%f}"

    def item_pubdate(self, event):
        return event.at

    def item_updateddate(self, event):
        return event.at


class _OfRecord(EditionsFeed):
    """The fact sheets about one record."""

    model: type[Record]
    path: str

    def __call__(self, request, key):
        record = self.get_object(request, key)
        if record.key != key:
            name = request.resolver_match.view_name
            return HttpResponsePermanentRedirect(reverse(name, args=[record.key]))
        return super().__call__(request, key=key)

    def get_object(self, request, key):
        record = self.model.objects.public().under_key(key)
        if record is None:
            raise Http404
        return record

    def title(self, record):
        return f"{record} · {SITE}"

    def subtitle(self, record):
        return f"Fact sheets on {record}, as they are issued, updated and corrected."

    def link(self, record):
        return record.get_absolute_url()

    def items(self, record):
        return newest(issued(), **{self.path: record})


class BodyFeed(_OfRecord):
    model, path = Body, "bodies"


class AgencyFeed(_OfRecord):
    """Those that the agency issued."""

    model = Agency

    def subtitle(self, agency):
        return f"Fact sheets that {agency} issued, updated and corrected."

    def items(self, agency):
        return newest(issued(), issuing_agency=agency.key)


class SubjectFeed(_OfRecord):
    model, path = Subject, "subjects"

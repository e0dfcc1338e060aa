"""What crawlers ask for: the sitemap, robots.txt, security.txt, and how to search here."""

from datetime import datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.xmlutils import SimplerXMLGenerator

from .facts.what_changed import last_changes_of_pages
from .models import (
    Agency,
    Body,
    Edition,
    LegalInstrument,
    Meeting,
    Official,
    Page,
    Position,
    Record,
    Resolution,
    Subject,
)
from .views.titles import LISTS, SITE

KINDS: dict[str, type[Record]] = {
    "agencies": Agency,
    "bodies": Body,
    "laws": LegalInstrument,
    "meetings": Meeting,
    "officials": Official,
    "positions": Position,
    "resolutions": Resolution,
    "subjects": Subject,
    "pages": Page,
}


class _Sitemap(Sitemap):
    limit = 5_000

    def get_protocol(self, protocol=None):
        return protocol


class Records(_Sitemap):
    """The pages of a kind. A record that no history tells of has no date rather than one
    that is not true."""

    def __init__(self, model: type[Record]):
        super().__init__()
        self.model = model

    def items(self):
        # Those that every site has are among the lists.
        records = self.model.objects.public().exclude(key__in=getattr(self.model, "AT_TOP", ()))
        return records.order_by("key")

    def get_urls(self, page=1, site=None, protocol=None):
        self.changes = last_changes_of_pages(self.paginator.page(page).object_list)
        return super().get_urls(page, site, protocol)

    def lastmod(self, record) -> datetime | None:
        return self.changes.get(record.pk)

    def get_latest_lastmod(self):
        return None


class Sheets(_Sitemap):
    def items(self):
        editions = Edition.objects.public(timezone.now()).defer("html", "text", "source")
        return editions.select_related("sheet").order_by("sheet__key")

    def location(self, edition):
        return edition.sheet.get_absolute_url()

    def lastmod(self, edition):
        return edition.live_at

    def get_latest_lastmod(self):
        return None


class Lists(_Sitemap):
    """Home, the lists and the pages that every site has."""

    def items(self):
        return ["home", *LISTS, "a-to-z"]

    def location(self, name):
        return reverse(name)


def sections() -> dict[str, Sitemap]:
    """Made anew for each request: a sitemap remembers its pages."""
    records = {name: Records(model) for name, model in KINDS.items()}
    return {"lists": Lists(), "fact-sheets": Sheets(), **records}


def index(request):
    return views.index(request, sections(), sitemap_url_name="sitemap-section")


def section(request, section):
    return views.sitemap(request, sections(), section)


def robots(request):
    """Everything public may be read; drafts are not public, and search is endless."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('admin:index')}",
        "Disallow: /drafts/",
        "Disallow: /search/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security(request):
    """Where to tell of a hole (RFC 9116), where the settings say so."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    address = request.build_absolute_uri(request.path)
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACT),
        f"Expires: {settings.SECURITY_EXPIRES}",
        "Preferred-Languages: en",
        f"Canonical: {address}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def opensearch(request):
    """How a browser searches here (OpenSearch 1.1)."""
    response = HttpResponse(content_type="application/opensearchdescription+xml; charset=utf-8")
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    xml.addQuickElement("ShortName", "Bodies registry")
    xml.addQuickElement("LongName", SITE)
    xml.addQuickElement("Description", "Bodies, agencies, officials, meetings, fact sheets.")
    address = request.build_absolute_uri("/search/") + "?q={searchTerms}"
    xml.addQuickElement("Url", "", {"type": "text/html", "template": address})
    xml.addQuickElement("InputEncoding", "UTF-8")
    xml.addQuickElement("Language", "en")
    xml.endElement("OpenSearchDescription")
    xml.endDocument()
    return response

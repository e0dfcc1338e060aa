"""Fact sheets as PDF: what the page of the edition shows, on paper."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from ..facts.editions import issued_by
from ..models import Edition, FormerKey
from ..paper import Paper, is_printable
from ..vocabulary import EditionState
from .meetings import IMAGES, PhotoImage
from .sheets import EditionText, SheetText

STYLE = "registry/paper.css"
LARGEST_PHOTO = 20_000_000  # bytes
LARGEST_KEPT = 2_000_000


class SheetPdf(SheetText):
    """The live edition. Who may read it is asked each time; only then comes the cache."""

    def render_to_response(self, context, **kwargs):
        edition = context["edition"]
        if not is_printable(edition.html):
            raise Http404
        paper = self.paper(edition)
        kept, key = caches["pdf"], paper.fingerprint
        content = kept.get(key)
        if content is None:
            content = paper.pdf()
            if len(content) <= LARGEST_KEPT:
                kept.set(key, content, timeout=None)
        response = HttpResponse(content, content_type="application/pdf")
        name = f"{self.object.key}-edition-{edition.number}.pdf"
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response

    def paper(self, edition: Edition) -> Paper:
        absolute = self.request.build_absolute_uri
        address = absolute(reverse("edition", args=[self.object.key, edition.number]))
        style = absolute(static(STYLE))
        html = render_to_string(
            "registry/paper.html",
            {
                "address": address,
                "agency": issued_by(edition),
                "edition": edition,
                "live": self.live,
                "sheet": absolute(self.object.get_absolute_url()),
                "state": edition.state(self.now, newest=self.live.number),
                "states": EditionState,
                "style": style,
            },
        )
        files = {style: ("text/css", Path(finders.find(STYLE)).read_bytes())}
        for path, file in photos(edition.html).items():
            files[absolute(path)] = file
        return Paper(html, address, files)


class EditionPdf(SheetPdf, EditionText):
    """One edition, for ever."""


def photos(html: str) -> dict[str, tuple[str, bytes]]:
    """By their addresses, the photos in the text that readers may see now."""
    pattern = re.escape(reverse("photo", args=["key"])).replace("key", "([a-z0-9-]+)")
    keys = set(re.findall(f'src="{pattern}"', html))
    if not keys:
        return {}
    former = dict(
        FormerKey.objects.filter(kind="photo", key__in=keys).values_list("record_id", "key")
    )
    public, found = PhotoImage().get_queryset(), {}
    for photo in public.filter(Q(key__in=keys) | Q(pk__in=former)):
        kind = IMAGES.get(Path(photo.image.name).suffix.lower())
        try:
            if kind is None or photo.image.size > LARGEST_PHOTO:
                continue
            with photo.image.open() as file:
                content = file.read()
        except OSError:
            continue
        for key in {photo.key, former.get(photo.pk)} & keys:
            found[reverse("photo", args=[key])] = (kind, content)
    return found

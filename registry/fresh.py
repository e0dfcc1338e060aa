"""Whether a reader's copy of a public page is still good.

The ETag is of the very words of the answer, so it tells nothing that the page does not.
To say "still good" without making the page again, we remember for which state of the
record (`facts.touched`) an address had which ETag. A change to anything, a draft among
them, makes us look again; a reader learns of it only if the words have changed.
"""

import hashlib

from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from .facts.touched import state_of_the_record

# Anybody may keep it, but must ask each time whether it still stands: what is withdrawn is
# gone at once.
STORE = "public, no-cache"
# An address longer than this is nobody's bookmark.
LONGEST = 300


class Fresh:
    """Sends ETag and Cache-Control with every public answer, and 304 where it may."""

    def __init__(self, get_response):
        self.get_response = get_response
        # Of this process alone: another may run other templates.
        self.known = LocMemCache(f"fresh-{id(self)}", {"OPTIONS": {"MAX_ENTRIES": 5_000}})

    def __call__(self, request):
        request.fresh_name = None
        response = self.get_response(request)
        if not is_for_everybody(request, response):
            return response
        response["Cache-Control"] = STORE
        if response.streaming:
            return response
        etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        if request.fresh_name:
            self.known.set(request.fresh_name, etag, 3_600)
        # A copy is compared by its words alone: a date can't tell what was taken away.
        request.META.pop("HTTP_IF_MODIFIED_SINCE", None)
        return marked(request, get_conditional_response(request, etag, None, response), etag)

    def process_view(self, request, view, args, kwargs):
        address = request.build_absolute_uri()
        if (
            "HTTP_IF_NONE_MATCH" not in request.META
            or not is_for_reading(request)
            or len(address) > LONGEST
        ):
            return None
        # Before the page is made: what changes meanwhile must not count as told.
        state = f"{timezone.localdate()} {state_of_the_record(at=timezone.now())} {address}"
        request.fresh_name = hashlib.sha256(state.encode()).hexdigest()
        etag = self.known.get(request.fresh_name)
        if etag is None:
            return None
        answer = get_conditional_response(request, etag=etag)
        if answer is None or answer.status_code != 304:
            return None
        return marked(request, answer, etag)


def marked(request, response: HttpResponse, etag: str) -> HttpResponse:
    """A 304 says to whom it is, as the answer does that it stands for."""
    response["ETag"], response["Cache-Control"] = etag, STORE
    if request.path.startswith("/api/"):
        response["Access-Control-Allow-Origin"] = "*"
    return response


def is_for_reading(request) -> bool:
    admin = request.path.startswith(reverse("admin:index"))
    return request.method in ("GET", "HEAD") and not admin


def is_for_everybody(request, response: HttpResponse) -> bool:
    """Is it a page or a form of it as anybody gets it? Whoever sets Cache-Control or a
    cookie has said that it is not."""
    return (
        response.status_code == 200
        and is_for_reading(request)
        and not response.has_header("Cache-Control")
        and not response.cookies
        and "Cookie" not in response.get("Vary", "")
    )

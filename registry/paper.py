"""From HTML to a tagged PDF (PDF/UA), for readers who print, file or listen.

WeasyPrint is an extra (`requirements-pdf.txt`) and stands on libraries of the system. Where
one of them is missing `engine()` is None, and the site does without.
"""

import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import import_module
from threading import Lock

# What is longer has no PDF: at any of these bounds one takes some five seconds. The sheet of
# 2007 has 5,200 characters, 25 elements and takes a quarter of a second.
LONGEST = 100_000  # characters of HTML
MOST = 1_500  # elements: a table of 200 rows and six columns
WIDEST = 80  # characters of a word that always fits a line
TO_BREAK = 10_000  # characters of wider words: each of them is a place to break
DOTS_PER_INCH = 150  # of photos
TAG = re.compile(r"<[^>]*>")

_one_at_a_time = Lock()


@cache
def engine():
    """WeasyPrint, read in when it is first asked for; None where it can't be."""
    try:
        return import_module("weasyprint")
    except (ImportError, OSError):  # OSError: Pango is not installed
        return None


def is_printable(html: str) -> bool:
    """Is there a PDF of a text as long as this?"""
    if len(html) > LONGEST or html.count("<") > 2 * MOST:
        return False
    wide = sum(len(word) for word in TAG.sub(" ", html).split() if len(word) > WIDEST)
    return wide <= TO_BREAK and engine() is not None


@dataclass(frozen=True)
class Paper:
    """A document with all that belongs to it. `files`: address → (content type, bytes).

    Nothing else is ever fetched, whatever the HTML or a stylesheet asks for: no file of the
    server, no other site.
    """

    html: str
    base: str  # the address against which those in it are read
    files: dict[str, tuple[str, bytes]]

    @property
    def fingerprint(self) -> str:
        """Of what goes in: the same for the same PDF."""
        parts = [engine().__version__, self.html, self.base]
        for address, (kind, content) in sorted(self.files.items()):
            parts += [address, kind, sha256(content).hexdigest()]
        return sha256("\0".join(parts).encode()).hexdigest()

    def pdf(self) -> bytes:
        """One at a time: each takes a processor and tens of megabytes."""
        with _one_at_a_time:
            document = engine().HTML(
                string=self.html, base_url=self.base, url_fetcher=_only(self.files)
            )
            return document.write_pdf(
                pdf_variant="pdf/ua-1", optimize_images=True, dpi=DOTS_PER_INCH
            )


def _only(files: dict[str, tuple[str, bytes]]):
    """A fetcher that hands out these files."""
    urls = import_module("weasyprint.urls")

    class Given(urls.URLFetcher):
        def fetch(self, url, headers=None):
            if url not in files:
                raise ValueError(f"{url} is no part of this document.")
            kind, content = files[url]
            return urls.URLFetcherResponse(url, content, {"Content-Type": kind})

        def open(self, url, data=None, timeout=None):
            raise ValueError("Nothing is fetched.")

    return Given()

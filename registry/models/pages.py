from django.urls import reverse

from ..fields import LineField, ProseField
from ..text import slug
from .kinds import Record


class Page(Record):
    """A page about the site itself: what it is, how it treats its readers.

    It has the history and the forms of a record, but is none of RECORDS: it tells no fact
    of any body, nobody cites a source for it, and who loads the record of another site
    must not get its words about privacy with it.
    """

    # Pages that every site has: their addresses stand at the top and always answer.
    AT_TOP = {
        "about": "About this site",
        "accessibility": "Accessibility",
        "privacy": "Privacy",
        "contact": "Contact",
    }

    title = LineField(help_text="“About this site”.")
    text = ProseField(
        max_length=50_000,
        help_text="Markdown: **bold**, [words](https://address), “## ” before a heading, "
        "“- ” before a line of a list.",
    )

    class Meta:
        ordering = ["title", "key"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return self.address_of(self.key)

    @classmethod
    def address_of(cls, key: str) -> str:
        return reverse(key) if key in cls.AT_TOP else reverse("page", args=[key])

    def key_parts(self):
        return slug(self.title)

from django.db import models
from django.urls import reverse

from ..fields import FoldedField, LineField
from ..text import slug
from .kinds import Record


class Subject(Record):
    """What bodies, meetings and fact sheets are about; a small list."""

    name = LineField(help_text="“Human trafficking”.")
    name_folded = FoldedField("name")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name_folded"],
                name="subject_is_listed_once",
                violation_error_code="name",
                violation_error_message="This subject is listed already.",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("subject", args=[self.key])

    def key_parts(self):
        return slug(self.name)

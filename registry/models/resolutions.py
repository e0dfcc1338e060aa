from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ..fields import (
    FirstDayField,
    LastDayField,
    LineField,
    PartialDateField,
    ProseField,
)
from ..text import slug
from ..vocabulary import ResolutionStatus
from .bodies import Body
from .kinds import Record
from .meetings import Meeting


class Resolution(Record):
    """What a body decided, in its own words."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="resolutions")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="resolutions"
    )
    number = LineField(max_length=40, blank=True)
    title = LineField(max_length=500)
    printed_title = LineField(
        max_length=500,
        blank=True,
        help_text="Only where the source printed the title with a fault: its very words.",
    )
    heading = LineField(blank=True, help_text="The line above the title, as the source has it.")
    text = ProseField(
        max_length=200_000, blank=True, help_text="A blank line between paragraphs."
    )
    status = models.CharField(
        max_length=10,
        choices=ResolutionStatus.choices,
        default=ResolutionStatus.APPROVED,
    )
    adopted_on = PartialDateField("adopted on", blank=True, default="")
    adopted_first = FirstDayField("adopted_on")
    adopted_last = LastDayField("adopted_on")
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )

    public_needs = ("body",)

    class Meta:
        ordering = [F("adopted_first").desc(nulls_last=True), "key"]
        indexes = [models.Index(fields=["adopted_first"])]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number"],
                condition=~Q(number=""),
                name="resolution_number_is_unique_in_its_body",
                violation_error_code="number",
                violation_error_message="The body has a resolution of this number.",
            )
        ]

    def __str__(self):
        return f"{self.body.label}: {self.title}"

    def get_absolute_url(self):
        return reverse("resolution", args=[self.key])

    def key_parts(self):
        return slug(f"{self.body.key} {self.number or self.title}")[:80]

    def clean(self):
        super().clean()
        if self.replaced_by_id and self.replaced_by_id == self.pk:
            raise ValidationError({"replaced_by": "A resolution can't replace itself."})

    @property
    def paragraphs(self) -> list[str]:
        return [" ".join(part.split("\n")) for part in self.text.split("\n\n") if part]

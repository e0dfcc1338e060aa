from django.db import models
from django.db.models import F
from django.urls import reverse

from ..fields import (
    FirstDayField,
    FoldedField,
    LastDayField,
    LineField,
    PartialDateField,
)
from ..text import slug
from ..vocabulary import Effect, InstrumentKind
from .bodies import Body
from .kinds import Record


class LegalInstrument(Record):
    """A statute, executive order, memorandum or charter."""

    title = LineField("short title", help_text="“Trafficking Victims Protection Act of 2000”.")
    title_folded = FoldedField("title")
    acronym = LineField(max_length=40, blank=True, help_text="“TVPA”.")
    kind = models.CharField(max_length=20, choices=InstrumentKind.choices)
    citation = LineField(blank=True, help_text="“Pub. L. 106-386, div. A; 22 U.S.C. 7101”.")
    signed_on = PartialDateField("signed on", blank=True, default="")
    signed_first = FirstDayField("signed_on")
    signed_last = LastDayField("signed_on")
    website = models.URLField("address", max_length=500, blank=True)

    class Meta:
        verbose_name = "law"
        ordering = [F("signed_first").asc(nulls_last=True), "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["title_folded", "citation"],
                name="law_is_told_once",
                violation_error_code="title",
                violation_error_message="A law of this title and citation is in the "
                "record already.",
            )
        ]

    def __str__(self):
        return f"{self.title} ({self.acronym})" if self.acronym else self.title

    def get_absolute_url(self):
        return reverse("law", args=[self.key])

    def key_parts(self):
        year = self.signed_on[:4]
        return slug(f"{self.acronym} {year}") if self.acronym else slug(self.title)


class LegalBasis(Record):
    """What a law did to a body, and when."""

    instrument = models.ForeignKey(
        LegalInstrument, models.PROTECT, related_name="effects", verbose_name="law"
    )
    body = models.ForeignKey(Body, models.PROTECT, related_name="legal_basis")
    effect = models.CharField(max_length=20, choices=Effect.choices)
    clause = LineField(blank=True, help_text="“sec. 105(a)”.")
    happened_on = PartialDateField(
        "since", blank=True, default="", help_text="Blank: the day it was signed."
    )
    happened_first = FirstDayField("happened_on")

    public_needs = ("instrument", "body")

    class Meta:
        verbose_name = "legal basis"
        verbose_name_plural = "legal bases"
        ordering = ["body", F("happened_first").asc(nulls_first=True), "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "body", "effect", "clause"],
                name="legal_basis_is_told_once",
                violation_error_message="This effect of the law on the body is in the "
                "record already.",
            )
        ]

    def __str__(self):
        return f"{self.instrument} {self.get_effect_display().lower()}: {self.body.label}"

    def key_parts(self):
        return slug(f"{self.body.key} {self.instrument.key} {self.effect}")

from django.db import models
from django.urls import reverse

from ..fields import FoldedField, LineField, ProseField, SmallNumberField
from ..text import slug
from .kinds import Record


class Official(Record):
    """A person who holds or held office."""

    given_name = LineField(max_length=120, blank=True, help_text="“Condoleezza”.")
    family_name = LineField(max_length=120, help_text="“Rice”.")
    suffix = LineField(max_length=20, blank=True, help_text="“Jr.”")
    honorific = LineField(
        max_length=40, blank=True, help_text="“Ambassador”, “Dr.”, “Lt. Gen.”"
    )
    name = LineField(
        "name as printed",
        blank=True,
        help_text="How pages print it; left blank, given name, family name and suffix.",
    )
    name_folded = FoldedField("name")
    sort_name = LineField(
        blank=True, help_text="How lists sort it; left blank, “Rice, Condoleezza”."
    )
    sort_folded = FoldedField("sort_name")
    told_apart_by = LineField(
        max_length=120,
        blank=True,
        help_text="Only where two officials bear one name: what tells this one from the "
        "other, like “born 1946” or “of Ohio”.",
    )
    biography = ProseField(blank=True)
    portrait = models.ImageField(upload_to="portraits/", blank=True)
    portrait_text = LineField(
        "portrait in words", blank=True, help_text="What the portrait shows."
    )
    birth_year = SmallNumberField(null=True, blank=True)
    wikidata_id = LineField("Wikidata", max_length=20, blank=True, help_text="“Q47216”.")
    state_id = LineField(
        "State Department historian’s id",
        max_length=80,
        blank=True,
        help_text="“rice-condoleezza”.",
    )

    class Meta:
        ordering = ["sort_name", "key"]
        indexes = [
            models.Index(fields=["sort_name", "key"]),
            models.Index(fields=["sort_folded"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["name_folded", "told_apart_by"],
                name="namesakes_are_told_apart",
                violation_error_code="told_apart_by",
                violation_error_message="An official of this name (leaving aside case "
                "and typography) is in the record already. If this is another person, "
                "say here what tells them apart.",
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.told_apart_by})" if self.told_apart_by else self.name

    def get_absolute_url(self):
        return reverse("official", args=[self.key])

    def key_parts(self):
        return slug(f"{self.family_name} {self.given_name} {self.suffix}")

    def clean(self):
        super().clean()
        self.fill_names()

    def fill_names(self):
        """Make the printed and the sorted form where staff left them blank."""
        given = [part for part in (self.given_name, self.family_name) if part]
        suffix = f", {self.suffix}" if self.suffix else ""
        self.name = self.name or " ".join(given) + suffix
        family = self.family_name + suffix
        self.sort_name = self.sort_name or ", ".join(
            part for part in (family, self.given_name) if part
        )

    def save(self, *args, **kwargs):
        self.fill_names()
        super().save(*args, **kwargs)


class Alias(Record):
    """Another form in which sources write an official's name."""

    official = models.ForeignKey(Official, models.CASCADE, related_name="aliases")
    name = LineField("also written", help_text="“J. Michael McConnell”.")
    name_folded = FoldedField("name")

    public_needs = ("official",)

    class Meta:
        verbose_name_plural = "aliases"
        ordering = ["official", "name"]
        indexes = [models.Index(fields=["name_folded"])]
        constraints = [
            models.UniqueConstraint(
                fields=["official", "name_folded"],
                name="alias_is_listed_once",
                violation_error_code="name",
                violation_error_message="This form is listed already.",
            )
        ]

    def __str__(self):
        return f"{self.name} → {self.official}"

    def key_parts(self):
        return slug(f"{self.official.key} {self.name}")

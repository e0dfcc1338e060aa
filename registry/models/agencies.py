from django.db import models
from django.db.models import Q
from django.urls import reverse

from ..dates import Holds
from ..fields import FoldedField, LineField, PartialDateField, ProseField
from ..text import slug
from ..vocabulary import AgencyKind, SuccessionKind
from .kinds import DatedRecord, Record, refuse_cycle


class Agency(DatedRecord):
    """A department, office or other part of government; established and abolished."""

    name = LineField(help_text="Its name today, without article: “Department of Labor”.")
    name_folded = FoldedField("name")
    takes_article = models.BooleanField(
        "takes “the”",
        default=True,
        help_text="“the Department of Labor”, but “Amtrak”.",
    )
    acronym = LineField(max_length=40, blank=True, help_text="“DOL”. Need not be unique.")
    acronym_folded = FoldedField("acronym")
    kind = models.CharField(
        max_length=20, choices=AgencyKind.choices, default=AgencyKind.OFFICE
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="part of",
    )
    website = models.URLField(max_length=300, blank=True)
    told_apart_by = LineField(
        max_length=120,
        blank=True,
        help_text="Only where two parts of one agency bear the same name: what tells this "
        "one from the other, like the code under which it is listed.",
    )

    class Meta(DatedRecord.Meta):
        verbose_name_plural = "agencies"
        ordering = ["name", "key"]
        indexes = [
            models.Index(fields=["name_folded"]),
            models.Index(fields=["acronym_folded"]),
        ]
        constraints = [
            *DatedRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["parent", "name_folded", "told_apart_by"],
                name="agency_name_is_unique_in_its_parent",
                violation_error_code="name",
                violation_error_message="This agency is in the record already: one of "
                "the same name (leaving aside case and typography) has the same parent. If "
                "this is another, say what tells it apart.",
            ),
            models.UniqueConstraint(
                fields=["name_folded", "told_apart_by"],
                condition=Q(parent__isnull=True),
                name="agency_name_is_unique_at_the_top",
                violation_error_code="name",
                violation_error_message="This agency is in the record already: one of "
                "the same name (leaving aside case and typography) stands at the top "
                "too. If this is another, say what it is part of, or what tells it apart.",
            ),
        ]

    def __str__(self):
        apart = f", {self.told_apart_by}" if self.told_apart_by else ""
        return f"{self.name} ({self.acronym}){apart}" if self.acronym else self.name + apart

    def get_absolute_url(self):
        return reverse("agency", args=[self.key])

    def key_parts(self):
        return slug(self.acronym) or slug(self.name)

    def clean(self):
        super().clean()
        refuse_cycle(self, "parent", "“Part of”")

    def name_on(self, day) -> str:
        """The name that it bore on `day`: a former one that held then, certainly or else
        possibly, or the one of today. Reads `former_names`, so prefetch them."""
        names = [name for name in self.former_names.all() if name.is_public]
        told = {name.on(day): name.name for name in names}
        return told.get(Holds.CERTAINLY) or told.get(Holds.POSSIBLY) or self.name

    @staticmethod
    def with_article(name: str, takes_article: bool) -> str:
        return f"the {name}" if takes_article else name


class AgencyName(DatedRecord):
    """A name that an agency once bore."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="former_names")
    name = LineField("former name", help_text="Without article.")
    name_folded = FoldedField("name")

    public_needs = ("agency",)

    class Meta(DatedRecord.Meta):
        verbose_name = "former name"
        ordering = ["agency", "earliest_start", "key"]
        indexes = [models.Index(fields=["name_folded"])]

    def __str__(self):
        return f"{self.name} ({self.span.words})"

    def key_parts(self):
        return slug(f"{self.agency.key} {self.name}")


class AgencySuccession(Record):
    """One agency took over from another."""

    predecessor = models.ForeignKey(Agency, models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(Agency, models.PROTECT, related_name="successions_in")
    kind = models.CharField(max_length=20, choices=SuccessionKind.choices)
    happened_on = PartialDateField("when", blank=True, default="")
    note = ProseField(max_length=2_000, blank=True)

    public_needs = ("predecessor", "successor")

    class Meta:
        verbose_name = "succession of agencies"
        verbose_name_plural = "successions of agencies"
        ordering = ["happened_on", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "happened_on"],
                name="succession_is_told_once",
                violation_error_message="This succession is in the record already.",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=models.F("successor")),
                name="succession_is_between_two_agencies",
                violation_error_code="successor",
                violation_error_message="An agency can't succeed itself. A new name of "
                "the same agency is a former name on the agency.",
            ),
        ]

    def __str__(self):
        return f"{self.predecessor} {self.get_kind_display()} {self.successor}"

    def key_parts(self):
        return f"{self.predecessor.key}-to-{self.successor.key}"

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse

from ..fields import LineField, ProseField
from ..text import slug
from ..vocabulary import EditionKind, SheetKind
from .agencies import Agency
from .bodies import Body
from .kinds import Record, RecordQuerySet
from .subjects import Subject


class FactSheetQuerySet(RecordQuerySet):
    def public(self):
        """Those that were issued: a draft is for staff only."""
        issued = Edition.objects.filter(sheet=OuterRef("pk"))
        return super().public().filter(Exists(issued))


class FactSheet(Record):
    """A text with facts in it, read as of its own date; the public reads its editions."""

    kind = models.CharField(
        max_length=20, choices=SheetKind.choices, default=SheetKind.FACT_SHEET
    )
    title = LineField(max_length=500)
    issuing_agency = models.ForeignKey(Agency, models.PROTECT, related_name="fact_sheets")
    place = LineField(max_length=100, blank=True, help_text="“Washington, DC”.")
    dated_on = models.DateField(
        "date", help_text="The facts in the text are read as of this day."
    )
    bodies = models.ManyToManyField(
        Body,
        blank=True,
        related_name="fact_sheets",
        help_text="In the text each of these is at hand by its key: {{ pitf.name }}.",
    )
    subjects = models.ManyToManyField(Subject, blank=True, related_name="fact_sheets")
    text = ProseField(
        max_length=100_000,
        blank=True,
        help_text="Markdown with facts: The PITF is chaired by the {{ pitf.chair.title }}.",
    )

    objects = FactSheetQuerySet.as_manager()

    public_needs = ("issuing_agency",)
    _history_m2m_fields = ["bodies", "subjects"]

    class Meta:
        ordering = ["-dated_on", "key"]
        indexes = [models.Index(fields=["dated_on"])]

    def __str__(self):
        return f"{self.title} ({self.dated_on:%B} {self.dated_on.day}, {self.dated_on.year})"

    def get_absolute_url(self):
        return reverse("fact-sheet", args=[self.key])

    def key_parts(self):
        return slug(f"{self.title} {self.dated_on}")[:120]


class EditionQuerySet(models.QuerySet):
    def get_by_natural_key(self, sheet_key, number):
        return self.get(sheet__key=sheet_key, number=number)


class Edition(models.Model):
    """A fact sheet as it was issued. Frozen: what was read then is what it says."""

    sheet = models.ForeignKey(FactSheet, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(
        max_length=12, choices=EditionKind.choices, default=EditionKind.FIRST
    )
    title = models.CharField(max_length=500)
    html = models.TextField("HTML")
    text = models.TextField("plain text")
    facts = models.JSONField(help_text="Each fact read: record, field, value.")
    note = LineField("public note", max_length=500, blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["sheet", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "number"], name="edition_number_is_unique_in_its_sheet"
            )
        ]

    def __str__(self):
        return f"{self.sheet}, edition {self.number}"

    def natural_key(self):
        return (*self.sheet.natural_key(), self.number)

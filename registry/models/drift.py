"""Where the record has moved on from what a live sheet says."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from ..fields import LineField
from .editions import EditionFact


class DriftMark(models.Model):
    """How far the history of each kind of record has been looked through."""

    kind = models.CharField(max_length=60, unique=True)
    history_id = models.BigIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"{self.kind} up to {self.history_id}"


class DriftQuerySet(models.QuerySet):
    def to_see(self, *, on: date):
        """Those that staff have not accepted, or only until that day or an earlier one."""
        accepted = DriftAcceptance.objects.filter(
            fact=OuterRef("fact"), value=OuterRef("value")
        ).filter(Q(look_again_on__isnull=True) | Q(look_again_on__gt=on))
        return self.exclude(Exists(accepted))


class Drift(models.Model):
    """A fact of an edition that the record now tells otherwise, and who changed it.

    Rows are worked out from the history by `acts.drift` and go when the record says again
    what the sheet says.
    """

    fact = models.OneToOneField(EditionFact, models.CASCADE, related_name="drift")
    value = models.TextField("as it would be now")
    cause_kind = models.CharField(max_length=60)
    cause_id = models.BigIntegerField("row of its history", null=True)
    caused_at = models.DateTimeField(null=True)
    caused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    found_at = models.DateTimeField()

    objects = DriftQuerySet.as_manager()

    class Meta:
        ordering = ["-caused_at", "pk"]
        verbose_name = "difference from a live sheet"
        verbose_name_plural = "differences from live sheets"

    def __str__(self):
        return f"{self.fact} → {self.value}"


class DriftAcceptance(models.Model):
    """Staff let the sheet stand although the record says otherwise."""

    fact = models.ForeignKey(EditionFact, models.CASCADE, related_name="acceptances")
    value = models.TextField()  # accepted as long as the record says this
    reason = LineField(max_length=500)
    look_again_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["fact"])]

    def __str__(self):
        return f"{self.fact}: accepted, {self.reason}"

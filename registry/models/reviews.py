from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from .sources import RecordIdField


class Review(models.Model):
    """Staff compared a record with its sources, and it stood. Readers see the last day."""

    kind = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    record_id = RecordIdField()
    record = GenericForeignKey("kind", "record_id", for_concrete_model=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ["-reviewed_at", "-pk"]
        indexes = [models.Index(fields=["kind", "record_id", "reviewed_at"])]

    def __str__(self):
        return f"{self.record}, {self.reviewed_at:%Y-%m-%d}"

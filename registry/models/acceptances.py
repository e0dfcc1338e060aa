from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from ..fields import LineField
from .sources import RecordIdField


class Acceptance(models.Model):
    """Staff looked at a warning and let the record stand, for a reason."""

    kind = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    record_id = RecordIdField()
    record = GenericForeignKey("kind", "record_id", for_concrete_model=False)
    # Which warning: its code and what it says. When it says something new, it is shown.
    code = models.CharField(max_length=40)
    message = models.TextField()
    reason = LineField(max_length=500)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField()

    class Meta:
        ordering = ["-accepted_at"]
        indexes = [models.Index(fields=["kind", "record_id"])]

    def __str__(self):
        return f"{self.message}: {self.reason}"

"""What the desks of staff know: who has which record open, and which forms came in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from .kinds import Record

HERE = timedelta(minutes=2)  # a page that is open says so twice a minute
KEPT = timedelta(days=30)


class OpenPageQuerySet(models.QuerySet):
    def of(self, record: Record):
        return self.filter(kind=record._meta.model_name, record_id=record.pk)

    def beside(self, user, *, at: datetime):
        """The others who have a page open at that moment, the longest first."""
        here = self.filter(seen_at__gt=at - HERE).exclude(user=user)
        return here.select_related("user").order_by("opened_at", "pk")


class OpenPage(models.Model):
    """Somebody has the form of a record open."""

    kind = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = OpenPageQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record_id", "user"], name="a_record_is_open_once_a_person"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.record_id}, open with {self.user}"


class SentForm(models.Model):
    """A form that made something. Sent again, it makes nothing: a second press of the
    button, a page sent again because the answer never came."""

    token = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)  # of what was typed
    made = models.CharField(max_length=500)  # in words
    address = models.CharField(max_length=500)  # where it led
    at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.made

"""Fact sheets as they were issued.

Rows of `Edition` and `EditionFact` are frozen: the database refuses to change or delete
them (`registry/frozen.py`). What happens to an edition later — cancelled before it
went live, withdrawn — stands in rows of its own; whether one is live follows from times.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.urls import reverse

from ..fields import LineField, ProseField
from ..vocabulary import EditionKind, EditionState, Manner
from .agencies import Agency
from .kinds import FormerKey
from .sources import RecordIdField


class EditionQuerySet(models.QuerySet):
    def get_by_natural_key(self, sheet_key, number):
        return self.get(sheet__key=sheet_key, number=number)

    def gone_live(self, at: datetime):
        """Those that readers could see at that moment or before."""
        return self.filter(live_at__lte=at, cancellation__isnull=True)

    def public(self, at: datetime):
        """Of each public sheet the edition that its address shows at that moment."""
        sheets = Edition._meta.get_field("sheet").related_model.objects.public(at)
        return self.shown(at).filter(sheet__in=sheets)

    def newest(self, at: datetime):
        """Of each sheet the one that its address shows at that moment."""
        later = Edition.objects.gone_live(at).filter(
            sheet=OuterRef("sheet"), number__gt=OuterRef("number")
        )
        return self.gone_live(at).exclude(Exists(later))

    def shown(self, at: datetime):
        """Of each sheet the newest, unless the sheet was withdrawn without a notice."""
        hidden = Q(withdrawal__manner__in=[Manner.GONE, Manner.REPLACED])
        return self.newest(at).exclude(hidden & Q(withdrawal__at__lte=at))

    def live(self, at: datetime):
        """Those that stand: shown, neither withdrawn nor expired."""
        return (
            self.newest(at)
            .exclude(withdrawal__at__lte=at)
            .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=at))
        )

    def with_issuing_agency(self):
        """`issuing_agency` is the present key of the agency that it was issued by, None
        where readers may not see that one. The sheet itself may be on its way to another."""
        then = OuterRef("issued_under")
        former = FormerKey.objects.filter(kind=Agency._meta.model_name, key=OuterRef(then))
        agency = Agency.objects.public().filter(
            Q(key=then) | Q(pk__in=former.values("record_id"))
        )
        return self.annotate(issued_under=KT("source__issuing_agency")).annotate(
            issuing_agency=Subquery(agency.order_by("pk").values("key")[:1])
        )


class Edition(models.Model):
    """A fact sheet as it was issued. What was read then is what it says for ever."""

    sheet = models.ForeignKey("registry.FactSheet", models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(
        max_length=12, choices=EditionKind.choices, default=EditionKind.FIRST
    )
    is_minor = models.BooleanField("minor", default=False)
    title = models.CharField(max_length=500)
    dated_on = models.DateField("date")
    html = models.TextField("HTML")
    text = models.TextField("plain text")
    bodies = models.ManyToManyField("registry.Body", related_name="editions")
    subjects = models.ManyToManyField("registry.Subject", related_name="editions")
    # What staff had written, so that a draft can be thrown away: field → value, records
    # by key.
    source = models.JSONField()
    note = LineField("public note", max_length=500, blank=True)
    live_at = models.DateTimeField("live from")
    expires_at = models.DateTimeField("live until", null=True, blank=True)
    issued_at = models.DateTimeField("frozen at")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Why it was issued by one who had written it, or in spite of doubts.
    reason = LineField(max_length=500, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["sheet", "-number"]
        indexes = [models.Index(fields=["live_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "number"], name="edition_number_is_unique_in_its_sheet"
            )
        ]

    def __str__(self):
        return f"{self.title}, edition {self.number}"

    def natural_key(self):
        return (*self.sheet.natural_key(), self.number)

    def get_absolute_url(self):
        return reverse("edition", args=[self.sheet.key, self.number])

    def state(self, at: datetime, *, newest: int) -> EditionState:
        """What it is at that moment; `newest` is the number of the sheet's newest edition
        that has gone live. Reads `cancellation` and `withdrawal`: fetch them along."""
        if hasattr(self, "cancellation"):
            return EditionState.CANCELLED
        if self.live_at > at:
            return EditionState.SCHEDULED
        if self.number < newest:
            return EditionState.SUPERSEDED
        if hasattr(self, "withdrawal") and self.withdrawal.at <= at:
            return EditionState.WITHDRAWN
        if self.expires_at and self.expires_at <= at:
            return EditionState.EXPIRED
        return EditionState.LIVE


class EditionFactQuerySet(models.QuerySet):
    def get_by_natural_key(self, sheet_key, number, order):
        return self.get(edition__sheet__key=sheet_key, edition__number=number, order=order)


class EditionFact(models.Model):
    """A fact that an edition read: which field of which record, and what it said."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="facts")
    order = models.PositiveIntegerField()
    kind = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    record_id = RecordIdField()
    record = GenericForeignKey("kind", "record_id", for_concrete_model=False)
    key = models.CharField(max_length=200)  # the record's, as it was then
    field = models.CharField(max_length=60)
    value = models.TextField()
    printed = models.TextField(blank=True)

    objects = EditionFactQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "order"]
        indexes = [models.Index(fields=["kind", "record_id", "field"])]

    def __str__(self):
        return f"{self.kind.name} {self.key}, {self.field.replace('_', ' ')}: {self.value}"

    def natural_key(self):
        return (*self.edition.natural_key(), self.order)


class Cancellation(models.Model):
    """A scheduled edition that was taken back before it went live."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="cancellation")
    reason = LineField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.edition}, cancelled"


class Withdrawal(models.Model):
    """A sheet no longer stands: its newest edition was withdrawn, and why."""

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="withdrawal")
    manner = models.CharField(max_length=10, choices=Manner.choices, default=Manner.NOTICE)
    replaced_by = models.ForeignKey(
        "registry.FactSheet", models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    reason = ProseField(max_length=2_000, help_text="Readers see it.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(manner=Manner.REPLACED, replaced_by__isnull=False)
                | (~Q(manner=Manner.REPLACED) & Q(replaced_by__isnull=True)),
                name="withdrawal_names_what_replaces",
                violation_error_code="replaced_by",
                violation_error_message="Name the sheet that replaces this one; in the "
                "other cases name none.",
            )
        ]

    def __str__(self):
        return f"{self.edition}, withdrawn"

from datetime import datetime

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from ..fields import LineField, ProseField
from ..text import slug
from ..vocabulary import SheetAct, SheetKind, Stage
from .agencies import Agency
from .bodies import Body
from .editions import Edition
from .kinds import Record, RecordQuerySet
from .subjects import Subject


class FactSheetQuerySet(RecordQuerySet):
    def public(self, at: datetime | None = None):
        """Those with an edition that readers find at that moment, by default now; also
        under a notice of withdrawal. A draft is for staff only."""
        shown = Edition.objects.shown(at or timezone.now())
        return super().public().filter(Exists(shown.filter(sheet=OuterRef("pk"))))

    def once_public(self, at: datetime):
        """Those that readers could see at that moment or before it: their addresses
        answer for ever, if only that the page is gone."""
        gone_live = Edition.objects.gone_live(at)
        return super().public().filter(Exists(gone_live.filter(sheet=OuterRef("pk"))))


class FactSheet(Record):
    """A document: its working text, with facts in it, read as of its own date. What the
    public reads are its editions."""

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
    stage = models.CharField(
        max_length=10, choices=Stage.choices, default=Stage.DRAFT, editable=False
    )

    objects = FactSheetQuerySet.as_manager()

    public_needs = ("issuing_agency",)
    _history_m2m_fields = ["bodies", "subjects"]

    class Meta:
        ordering = ["-dated_on", "key"]
        indexes = [models.Index(fields=["dated_on"])]
        permissions = [
            ("publish_factsheet", "Can issue, schedule, send back and withdraw fact sheets")
        ]

    def __str__(self):
        return f"{self.title} ({self.dated_on:%B} {self.dated_on.day}, {self.dated_on.year})"

    def get_absolute_url(self):
        return reverse("fact-sheet", args=[self.key])

    def key_parts(self):
        return slug(f"{self.title} {self.dated_on}")[:120]

    def save(self, *args, **kwargs):
        # The stage moves by acts alone: a form that was open meanwhile must not put it back.
        if not self._state.adding and kwargs.get("update_fields") is None:
            loaded = {field.name for field in self._meta.concrete_fields}
            loaded -= {"id", "stage", *self.get_deferred_fields()}
            kwargs["update_fields"] = loaded
        super().save(*args, **kwargs)

    def stage_at(self, at: datetime) -> Stage:
        """Where the text stands at that moment: what was scheduled goes live on time
        although nobody writes it down."""
        if self.stage == Stage.SCHEDULED:
            last = self.editions.order_by("-number").first()
            if last and last.live_at <= at:
                return Stage.ISSUED
        return Stage(self.stage)

    def live_edition(self, at: datetime) -> Edition | None:
        """The edition that the sheet's address shows at that moment, withdrawn or not."""
        live = self.editions.gone_live(at).select_related("withdrawal")
        return live.order_by("-number").first()


class SheetEvent(models.Model):
    """A line of the sheet's log: who did what when, and why. Only ever added."""

    sheet = models.ForeignKey(FactSheet, models.CASCADE, related_name="events")
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="events"
    )
    act = models.CharField(max_length=10, choices=SheetAct.choices)
    stage = models.CharField("then", max_length=10, choices=Stage.choices)
    remark = ProseField(max_length=4_000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["sheet", "at"])]

    def __str__(self):
        return f"{self.by or 'the site'} {self.get_act_display()}"


class DraftLink(models.Model):
    """A link that shows a draft to somebody without a login, for a time."""

    sheet = models.ForeignKey(FactSheet, models.CASCADE, related_name="draft_links")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    for_whom = LineField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return f"Link for {self.for_whom or 'an outsider'}"

    @property
    def token(self) -> str:
        """What stands in its address: signed, so that nobody can guess another's."""
        return signing.dumps(self.pk, salt="registry.draft-link")

    @classmethod
    def of_token(cls, token: str) -> "DraftLink | None":
        """The link that a token names; None for a forged one."""
        try:
            number = signing.loads(token, salt="registry.draft-link")
        except signing.BadSignature:
            return None
        return cls.objects.select_related("sheet").filter(pk=number).first()

    def get_absolute_url(self):
        return reverse("shared-draft", args=[self.token])

    def is_open(self, at: datetime) -> bool:
        return self.revoked_at is None and self.made_at <= at < self.expires_at

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from ..dates import words_of
from ..fields import (
    FirstDayField,
    LastDayField,
    LineField,
    PartialDateField,
    ProseField,
    SmallNumberField,
)
from ..text import slug
from ..vocabulary import AttendanceRole, DocumentKind, MeetingStatus, Presence
from .agencies import Agency
from .bodies import Body, Seat
from .kinds import Record, RecordQuerySet
from .officials import Official
from .positions import Appointment, Position
from .subjects import Subject


class MeetingQuerySet(RecordQuerySet):
    def held(self):
        return self.filter(status=MeetingStatus.HELD)

    def until(self, day):
        """Those that certainly lie on `day` or before it."""
        return self.filter(held_last__lte=day)

    def in_time_order(self):
        return self.order_by("held_first", "held_last", "key")


class Meeting(Record):
    """A meeting of a body, or of several together: announced, held, or not."""

    bodies = models.ManyToManyField(Body, related_name="meetings")
    held_on = PartialDateField(
        "date", help_text="“25 October 2007”, or as much of it as is known."
    )
    held_first = FirstDayField("held_on")
    held_last = LastDayField("held_on")
    starts_at = models.TimeField("starts at", null=True, blank=True)
    zone = LineField("time zone", max_length=40, blank=True, help_text="“America/New_York”.")
    place = LineField(blank=True, help_text="“Jefferson Room, U.S. Department of State”.")
    ordinal = SmallNumberField(
        null=True, blank=True, help_text="2 for the body’s second meeting."
    )
    title = LineField(blank=True, help_text="Only if it bears one of its own.")
    status = models.CharField(
        max_length=10,
        choices=MeetingStatus.choices,
        default=MeetingStatus.ANNOUNCED,
        help_text="Announced is not held: say “held” when a source says so.",
    )
    attendance_complete = models.BooleanField(
        "attendance is complete",
        default=False,
        help_text="The list below names everybody who came. “Participants included …” "
        "does not.",
    )
    summary = ProseField(blank=True)

    objects = MeetingQuerySet.as_manager()

    _history_m2m_fields = ["bodies"]

    class Meta:
        ordering = [F("held_first").desc(nulls_last=True), "key"]
        indexes = [
            models.Index(fields=["held_first"]),
            models.Index(fields=["status", "held_last"]),
        ]

    @staticmethod
    def public_also(prefix):
        """One of its bodies is published."""
        through = Meeting.bodies.through.objects
        return Q(Exists(through.filter(meeting=OuterRef(f"{prefix}pk"), body__is_public=True)))

    def __str__(self):
        return f"{self.title or 'Meeting'}, {self.date_words} ({self.key})"

    def get_absolute_url(self):
        return reverse("meeting", args=[self.key])

    def key_parts(self):
        return slug(f"{self.title or 'meeting'} {self.held_on}")

    @property
    def label(self) -> str:
        """How a page heads it, bodies aside: "Meeting of October 25, 2007"."""
        return self.title or f"Meeting of {self.date_words}"

    @property
    def starts_on_clock(self) -> datetime | None:
        """The moment at which it starts, in its own zone; None unless the day is whole and
        both time and zone are known."""
        if not (self.starts_at and self.zone) or self.held_first != self.held_last:
            return None
        try:
            zone = ZoneInfo(self.zone)
        except (ValueError, OSError, ZoneInfoNotFoundError):  # staff wrote it in words
            return None
        return datetime.combine(self.held_first, self.starts_at, zone)

    @property
    def date_words(self) -> str:
        return words_of(self.held_on)


class Topic(Record):
    """What a meeting talked about, in order."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="topics")
    title = LineField(help_text="“New initiatives to fight human trafficking”.")
    subject = models.ForeignKey(
        Subject, models.PROTECT, null=True, blank=True, related_name="topics"
    )
    order = SmallNumberField(default=1)

    public_needs = ("meeting",)

    class Meta:
        ordering = ["meeting", "order", "key"]

    def __str__(self):
        return self.title

    def key_parts(self):
        return f"{self.meeting.key}-topic-{self.order}"


class Attendance(Record):
    """Somebody, or an agency without a named person, at a meeting.

    Whether the official acted or held the position in full follows from the appointments
    in force that day; `facts.attendance` checks it.
    """

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="attendances", db_index=False
    )
    order = SmallNumberField(default=1)
    official = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        help_text="In which position.",
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    appointment = models.ForeignKey(
        Appointment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attendances",
        help_text="Only where the official has several that day.",
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    role = models.CharField(
        max_length=12,
        choices=AttendanceRole.choices,
        default=AttendanceRole.PARTICIPANT,
    )
    presence = models.CharField(
        max_length=8, choices=Presence.choices, default=Presence.PRESENT
    )
    sits_for = models.ForeignKey(
        Official,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="represented_at",
        verbose_name="sits for",
    )
    printed_title = LineField(
        blank=True,
        help_text="The title as the source prints it, without “Acting”, where it is not "
        "the position’s own: “USAID Administrator”.",
    )
    printed_honorific = LineField(
        max_length=40,
        blank=True,
        help_text="“Mr.”, “Ambassador”, as the source has it.",
    )
    note = LineField(max_length=500, blank=True)

    public_needs = ("meeting", "official", "position", "agency", "sits_for")

    class Meta:
        ordering = ["meeting", "order", "key"]
        indexes = [models.Index(fields=["meeting", "order"], name="attendance_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "official"],
                name="official_attends_once",
                violation_error_code="official",
                violation_error_message="This official is on the list already.",
            ),
            models.CheckConstraint(
                condition=Q(official__isnull=False)
                | Q(agency__isnull=False)
                | Q(position__isnull=False),
                name="attendance_names_somebody",
                violation_error_code="official",
                violation_error_message="Name an official, a position or an agency.",
            ),
        ]

    def __str__(self):
        who = self.official or self.position or self.agency
        return f"{who} at {self.meeting}"

    def get_absolute_url(self):
        return f"{self.meeting.get_absolute_url()}#{self.key}"

    def key_parts(self):
        who = self.official or self.position or self.agency
        return f"{self.meeting.key}-{who.key}"

    def clean(self):
        super().clean()
        if self.appointment:
            if self.official and self.appointment.official_id != self.official_id:
                raise ValidationError(
                    {"appointment": "This is the appointment of another official."}
                )
            if self.position and self.appointment.position_id != self.position_id:
                raise ValidationError(
                    {"appointment": "This is an appointment to another position."}
                )


class Photo(Record):
    """A picture of a meeting, or the place where one stood."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="photos")
    image = models.ImageField(
        upload_to="photos/",
        blank=True,
        help_text="May be missing: caption and credit are kept all the same.",
    )
    alternative_text = LineField(
        max_length=500,
        blank=True,
        help_text="What it shows, for those who can't see it.",
    )
    caption = LineField(max_length=500, blank=True)
    credit = LineField(blank=True, help_text="“State Dept. photo”.")
    order = SmallNumberField(default=1)

    public_needs = ("meeting",)

    class Meta:
        ordering = ["meeting", "order", "key"]

    def __str__(self):
        return self.caption or self.key

    def get_absolute_url(self):
        return reverse("photo", args=[self.key])

    def key_parts(self):
        return f"{self.meeting.key}-photo"

    def clean(self):
        super().clean()
        if self.image and not self.alternative_text:
            raise ValidationError(
                {"alternative_text": "Say what the picture shows: many readers can't see it."}
            )


class Document(Record):
    """An agenda, minutes, a readout: about a meeting, kept elsewhere."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="documents")
    kind = models.CharField(
        max_length=12, choices=DocumentKind.choices, default=DocumentKind.OTHER
    )
    title = LineField()
    website = models.URLField("address", max_length=500, blank=True)

    public_needs = ("meeting",)

    class Meta:
        ordering = ["meeting", "key"]

    def __str__(self):
        return self.title

    def key_parts(self):
        return slug(f"{self.meeting.key} {self.kind}")

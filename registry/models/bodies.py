from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from ..fields import FoldedField, LineField, PartialDateField, ProseField, SmallNumberField
from ..text import slug
from ..vocabulary import BodyKind, BodyLevel, DesignationKind, Period, SeatRole
from .agencies import Agency
from .kinds import DatedRecord, refuse_cycle
from .officials import Official
from .positions import Position

TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times", 5: "five times"} | {
    6: "six times"
}
PERIODIC = {Period.QUARTER: "quarterly", Period.MONTH: "monthly"}


class Body(DatedRecord):
    """A task force, council, committee or group on which several agencies sit."""

    name = LineField(help_text="In full, without article.")
    name_folded = FoldedField("name")
    short_name = LineField(
        blank=True,
        help_text="How texts name it at first: “President’s Interagency Task Force”. "
        "Blank where that is the full name.",
    )
    acronym = LineField(max_length=40, blank=True, help_text="“PITF”.")
    acronym_folded = FoldedField("acronym")
    kind = models.CharField(max_length=30, choices=BodyKind.choices)
    level = models.CharField(max_length=20, choices=BodyLevel.choices, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name="reports to",
    )
    told_apart_by = LineField(
        max_length=120,
        blank=True,
        help_text="Only where two bodies that report to the same bear one name: what tells "
        "this one from the other.",
    )
    purpose = ProseField(
        max_length=2_000,
        blank=True,
        help_text="Begins with “to”: “to coordinate federal efforts to …”.",
    )
    cadence_times = SmallNumberField(
        "must meet at least", null=True, blank=True, help_text="How many times …"
    )
    cadence_period = models.CharField("per", max_length=10, choices=Period.choices, blank=True)
    cadence_since = PartialDateField(
        "since",
        blank=True,
        default="",
        help_text="Since when the rule holds; blank where since the body began.",
    )
    meetings_complete_from = models.DateField(
        "all meetings are entered from",
        null=True,
        blank=True,
        help_text="Between these days the record holds every meeting. Only there does "
        "a missing meeting count as missed; elsewhere it is not known.",
    )
    meetings_complete_until = models.DateField("until", null=True, blank=True)

    class Meta(DatedRecord.Meta):
        verbose_name_plural = "bodies"
        ordering = ["name", "key"]
        indexes = [
            models.Index(fields=["name_folded"]),
            models.Index(fields=["acronym_folded"]),
        ]
        constraints = [
            *DatedRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["parent", "name_folded", "told_apart_by"],
                name="body_name_is_unique_in_its_parent",
                violation_error_code="name",
                violation_error_message="This body is in the record already: one of the "
                "same name (leaving aside case and typography) reports to the same body. If "
                "this is another, say what tells it apart.",
            ),
            models.UniqueConstraint(
                fields=["name_folded", "told_apart_by"],
                condition=Q(parent__isnull=True),
                name="body_name_is_unique_at_the_top",
                violation_error_code="name",
                violation_error_message="This body is in the record already: one has the "
                "same name (leaving aside case and typography). If this is another, say "
                "what it reports to, or what tells it apart.",
            ),
            models.CheckConstraint(
                condition=Q(cadence_times__isnull=True, cadence_period="")
                | Q(
                    Q(cadence_times__isnull=False, cadence_times__gte=1),
                    ~Q(cadence_period=""),
                ),
                name="body_cadence_is_whole",
                violation_error_code="cadence_period",
                violation_error_message="A cadence needs both how many times (1 or more) "
                "and per what; clear both where no rule is known.",
            ),
        ]

    def __str__(self):
        apart = f", {self.told_apart_by}" if self.told_apart_by else ""
        return f"{self.name} ({self.acronym}){apart}" if self.acronym else self.name + apart

    def get_absolute_url(self):
        return reverse("body", args=[self.key])

    def key_parts(self):
        return slug(self.acronym) or slug(self.name)

    def clean(self):
        super().clean()
        refuse_cycle(self, "parent", "“Reports to”")
        first, last = self.meetings_complete_from, self.meetings_complete_until
        if bool(first) != bool(last) or (first and first > last):
            raise ValidationError(
                {
                    "meetings_complete_until": "Say from when until when all meetings "
                    "are entered, in this order, or clear both days."
                }
            )

    @property
    def label(self) -> str:
        """The shortest name that readers know it by."""
        return self.acronym or self.short_name or self.name

    @property
    def cadence(self) -> str:
        """Its rule in words, as after "meets": "at least once a year", "quarterly"."""
        if not self.cadence_times:
            return ""
        if self.cadence_times == 1 and self.cadence_period in PERIODIC:
            return PERIODIC[self.cadence_period]
        times = TIMES.get(self.cadence_times, f"{self.cadence_times} times")
        return f"at least {times} a {self.cadence_period}"


class Seat(DatedRecord):
    """An agency's place on a body. Its holder follows from who holds the position."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats", db_index=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="seats", db_index=False)
    position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        help_text="The position whose holder sits here, if the rule names one.",
    )
    or_designee = models.BooleanField(
        "or designee", default=False, help_text="The holder may send somebody else."
    )
    role = models.CharField(max_length=20, choices=SeatRole.choices, default=SeatRole.MEMBER)
    order = SmallNumberField(default=100, help_text="Place in the roster: 1 comes first.")
    clause = LineField(blank=True, help_text="Which words of the law give the seat.")
    printed_as = LineField(
        "printed as",
        blank=True,
        help_text="Only where a sheet printed the agency otherwise than the record has "
        "it: its words, with article. “the Office of the Directorate of National "
        "Intelligence”.",
    )

    public_needs = ("body", "agency", "position")

    class Meta(DatedRecord.Meta):
        ordering = ["body", "order", "key"]
        indexes = [
            models.Index(fields=["body", "latest_end", "earliest_start"], name="seat_of_body"),
            models.Index(
                fields=["body", "role", "earliest_start"], name="seat_of_body_by_role"
            ),
            models.Index(
                fields=["agency", "latest_end", "earliest_start"], name="seat_of_agency"
            ),
        ]
        constraints = [
            *DatedRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["body", "agency", "position", "role", "started_on"],
                name="seat_is_told_once",
                violation_error_code="agency",
                violation_error_message="This seat is in the record already: the same "
                "body, agency, position, role and first day.",
            ),
            models.UniqueConstraint(
                fields=["body", "agency", "role", "started_on"],
                condition=Q(position__isnull=True),
                name="seat_without_position_is_told_once",
                violation_error_code="agency",
                violation_error_message="This seat is in the record already: the same "
                "body, agency, role and first day.",
            ),
        ]

    def __str__(self):
        who = self.position.title if self.position else self.agency.name
        return f"{self.body.label}: {who}, {self.get_role_display().lower()}"

    def get_absolute_url(self):
        return f"{self.body.get_absolute_url()}#{self.key}"

    def key_parts(self):
        return f"{self.body.key}-{self.agency.key}"


class Designation(DatedRecord):
    """An official sits for a seat, as its principal or as an alternate."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="designations", db_index=False)
    official = models.ForeignKey(Official, models.PROTECT, related_name="designations")
    kind = models.CharField(
        max_length=10,
        choices=DesignationKind.choices,
        default=DesignationKind.PRINCIPAL,
    )
    title = LineField(blank=True, help_text="The official’s own title, if it is known.")

    public_needs = ("seat", "official")

    class Meta(DatedRecord.Meta):
        ordering = ["seat", "kind", "earliest_start", "key"]
        indexes = [
            models.Index(
                fields=["seat", "latest_end", "earliest_start"],
                name="designation_of_seat",
            )
        ]
        constraints = [
            *DatedRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["seat", "official", "kind", "started_on"],
                name="designation_is_told_once",
                violation_error_code="official",
                violation_error_message="This designation is in the record already.",
            ),
        ]

    def __str__(self):
        return f"{self.official} for {self.seat}, {self.span.words}"

    def get_absolute_url(self):
        return self.seat.get_absolute_url()

    def key_parts(self):
        return f"{self.seat.key}-{self.official.key}"

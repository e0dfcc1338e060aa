from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from ..fields import FoldedField, LineField, ProseField, SmallNumberField
from ..text import slug
from ..vocabulary import Capacity, Holders, VacancyKind
from .agencies import Agency
from .kinds import DatedRecord
from .officials import Official


class Position(DatedRecord):
    """An office that people hold one after another; established and abolished."""

    title = LineField(help_text="In full: “Secretary of State”.")
    title_folded = FoldedField("title")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="positions")
    holders = models.CharField(
        "held by",
        max_length=10,
        choices=Holders.choices,
        default=Holders.ONE,
        help_text="How many hold it at a time (confirmed; an acting one may stand beside).",
    )
    address_form = LineField(
        "form of address",
        max_length=40,
        blank=True,
        help_text="Put before the holder’s name: “Secretary” gives “Secretary "
        "Condoleezza Rice”.",
    )
    rank = SmallNumberField(
        default=100,
        help_text="Order within the agency: 1 for its head, 2 for the deputy, …",
    )

    told_apart_by = LineField(
        max_length=120,
        blank=True,
        help_text="Only where an agency has several positions of one title: what tells this "
        "one from the others, like its number in a list or its place.",
    )

    public_needs = ("agency",)

    class Meta(DatedRecord.Meta):
        ordering = ["title", "key"]
        indexes = [models.Index(fields=["title", "key"])]
        constraints = [
            *DatedRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "title_folded", "told_apart_by"],
                name="position_title_is_unique_in_its_agency",
                violation_error_code="title",
                violation_error_message="The agency has a position of this title "
                "(leaving aside case and typography) already. If this is another, say what "
                "tells it apart.",
            ),
        ]

    def __str__(self):
        apart = f" ({self.told_apart_by})" if self.told_apart_by else ""
        return f"{self.title}{apart} · {self.agency.acronym or self.agency.name}"

    def get_absolute_url(self):
        return reverse("position", args=[self.key])

    def key_parts(self):
        return slug(self.title)


class Appointment(DatedRecord):
    """An official holds a position, in a capacity, from a first to a last day."""

    official = models.ForeignKey(
        Official, models.PROTECT, related_name="appointments", db_index=False
    )
    position = models.ForeignKey(
        Position, models.PROTECT, related_name="appointments", db_index=False
    )
    capacity = models.CharField(
        max_length=20, choices=Capacity.choices, default=Capacity.CONFIRMED
    )
    authority = LineField(
        "authority for acting",
        blank=True,
        help_text="For one who is acting: by which rule. “5 U.S.C. 3345(a)(1)”.",
    )
    note = ProseField(max_length=2_000, blank=True)

    public_needs = ("official", "position")

    class Meta(DatedRecord.Meta):
        ordering = ["position", "earliest_start", "latest_end", "key"]
        indexes = [
            # "Who holds it today?": nearly all began before and few end after.
            models.Index(
                fields=["position", "latest_end", "earliest_start"],
                name="appointment_of_position",
            ),
            models.Index(
                fields=["official", "latest_end", "earliest_start"],
                name="appointment_of_official",
            ),
            models.Index(fields=["earliest_start"], name="appointment_start"),
            models.Index(fields=["latest_end"], name="appointment_end"),
        ]
        constraints = [
            *DatedRecord.Meta.constraints,
            models.UniqueConstraint(
                fields=["official", "position", "started_on", "ended_on", "capacity"],
                name="appointment_is_told_once",
                violation_error_message="This appointment is in the record already: the "
                "same official, position, capacity and dates.",
            ),
        ]

    def __str__(self):
        acting = f" ({self.get_capacity_display().lower()})" if self.is_acting else ""
        return f"{self.official}, {self.position.title}{acting}, {self.span.words}"

    def get_absolute_url(self):
        return f"{self.position.get_absolute_url()}#{self.key}"

    def key_parts(self):
        return f"{self.official.key}-{self.position.key}"

    @property
    def is_acting(self) -> bool:
        return self.capacity in (Capacity.ACTING, Capacity.PERFORMING)

    def clean(self):
        super().clean()
        if self.authority and not self.is_acting:
            raise ValidationError(
                {
                    "authority": "Only one who is acting or performs the duties has an "
                    "authority for it. Change the capacity, or clear this."
                }
            )


class Vacancy(DatedRecord):
    """A stretch in which nobody held a position, or in which the holder is not known.

    Without one, a day that no appointment covers is merely not entered yet.
    """

    position = models.ForeignKey(
        Position, models.PROTECT, related_name="vacancies", db_index=False
    )
    kind = models.CharField(
        "what is known",
        max_length=10,
        choices=VacancyKind.choices,
        default=VacancyKind.VACANT,
        help_text="“Holder not known”: it was looked up, and sources do not say.",
    )
    note = ProseField(max_length=2_000, blank=True)

    public_needs = ("position",)

    class Meta(DatedRecord.Meta):
        verbose_name_plural = "vacancies"
        ordering = ["position", "earliest_start", "latest_end", "key"]
        indexes = [
            models.Index(
                fields=["position", "latest_end", "earliest_start"],
                name="vacancy_of_position",
            )
        ]

    def __str__(self):
        return f"{self.position}: {self.get_kind_display().lower()}, {self.span.words}"

    def key_parts(self):
        return f"{self.position.key}-{self.kind}"

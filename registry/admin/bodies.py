from django.contrib import admin
from django.db.models import Prefetch
from django.utils import timezone

from ..models import Body, Designation, LegalBasis, Seat
from ..vocabulary import SeatRole
from .base import DATES, LIFE, PartAdmin, RegistryAdmin
from .filters import SourceFilter
from .reviewing import Reviewing
from .rows import Inline


class Seats(Inline):
    model = Seat
    fields = [
        "order",
        "agency",
        "position",
        "or_designee",
        "role",
        "started_on",
        "ended_on",
        "seen_from",
    ]


class Bases(Inline):
    model = LegalBasis
    fields = ["instrument", "effect", "clause", "happened_on"]


@admin.register(Body)
class BodyAdmin(Reviewing, RegistryAdmin):
    list_display = ["name", "acronym", "kind", "chair_today", "parent", "has_source"]
    list_filter = ["kind", "level", SourceFilter, "is_public"]
    list_select_related = ["parent"]
    search_fields = ["name_folded", "acronym_folded", "short_name", "key"]
    search_help_text = "Name, acronym or key."
    fieldsets = [
        (None, {"fields": ["name", ("short_name", "acronym"), ("kind", "level")]}),
        (None, {"fields": ["parent", "told_apart_by"]}),
        ("Task", {"fields": ["purpose"]}),
        LIFE,
        (
            "Meetings",
            {
                "fields": [
                    ("cadence_times", "cadence_period", "cadence_since"),
                    ("meetings_complete_from", "meetings_complete_until"),
                ]
            },
        ),
    ]
    inlines = [Seats, Bases]

    def page_prefetch(self):
        chairs = Seat.objects.filter(role__in=[SeatRole.CHAIR, SeatRole.CO_CHAIR])
        today = chairs.certainly_on(timezone.localdate()).select_related("agency", "position")
        return [Prefetch("seats", today, "chairs"), *super().page_prefetch()]

    @admin.display(description="chair today", empty_value="—")
    def chair_today(self, body):
        return "; ".join(
            seat.position.title if seat.position else seat.agency.name for seat in body.chairs
        )


class Designations(Inline):
    model = Designation
    fields = ["official", "kind", "title", "started_on", "ended_on", "seen_from", "seen_until"]


@admin.register(Seat)
class SeatAdmin(RegistryAdmin):
    list_display = [
        "body",
        "role",
        "agency",
        "position",
        "started_on",
        "ended_on",
        "has_source",
    ]
    list_display_links = ["body", "role"]
    list_filter = ["role", "body", SourceFilter, "is_public"]
    list_select_related = ["body", "agency", "position__agency"]
    search_fields = [
        "body__name_folded",
        "body__acronym_folded",
        "agency__name_folded",
        "agency__acronym_folded",
        "position__title_folded",
        "key",
    ]
    search_help_text = "Body, agency or position."
    fieldsets = [
        (None, {"fields": ["body", "agency", ("position", "or_designee"), ("role", "order")]}),
        ("In the law and in print", {"fields": ["clause", "printed_as"]}),
        DATES,
    ]
    inlines = [Designations]


@admin.register(Designation)
class DesignationAdmin(PartAdmin):
    list_display = ["official", "kind", "seat", "dates", "has_source"]
    list_filter = ["kind", SourceFilter]
    list_select_related = ["official", "seat__body", "seat__agency", "seat__position"]
    search_fields = ["official__name_folded", "seat__body__name_folded"]
    fieldsets = [(None, {"fields": ["seat", "official", "kind", "title"]}), DATES]

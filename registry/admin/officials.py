from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from ..models import Alias, Appointment, Official
from .base import PartAdmin, RegistryAdmin
from .filters import Question, SourceFilter
from .reviewing import Reviewing
from .rows import Inline


class Appointments(Inline):
    model = Appointment
    fields = [
        "position",
        "capacity",
        "started_on",
        "ended_on",
        "seen_from",
        "seen_until",
    ]


class Aliases(Inline):
    model = Alias
    fields = ["name"]


class InOfficeFilter(Question):
    title, parameter_name = "in office today", "in_office"
    answers = {"yes": ("certainly", "in_office"), "no": ("not certainly", "not_in_office")}

    def held(self):
        today = Appointment.objects.certainly_on(timezone.localdate())
        return Exists(today.filter(official=OuterRef("pk")))

    def in_office(self, officials):
        return officials.filter(self.held())

    def not_in_office(self, officials):
        return officials.filter(~self.held())


@admin.register(Official)
class OfficialAdmin(Reviewing, RegistryAdmin):
    list_display = ["sort_name", "honorific", "told_apart_by", "posts_today", "has_source"]
    list_filter = [InOfficeFilter, SourceFilter, "is_public"]
    search_fields = ["name_folded", "aliases__name_folded", "sort_name", "key"]
    search_help_text = "A name in any of its forms, or a key."
    fieldsets = [
        ("Name", {"fields": ["honorific", ("given_name", "family_name", "suffix")]}),
        (
            "Name on pages and in lists",
            {"fields": [("name", "sort_name"), "told_apart_by"]},
        ),
        ("Person", {"fields": ["birth_year", "biography", "portrait", "portrait_text"]}),
        (
            "In other catalogues",
            {"classes": ["collapse"], "fields": [("wikidata_id", "state_id")]},
        ),
    ]
    inlines = [Appointments, Aliases]

    def page_prefetch(self):
        today = Appointment.objects.certainly_on(timezone.localdate())
        posts = today.select_related("position__agency").in_time_order()
        return [Prefetch("appointments", posts, "in_office"), *super().page_prefetch()]

    @admin.display(description="posts today", empty_value="—")
    def posts_today(self, official):
        return "; ".join(
            f"{one.position} (acting)" if one.is_acting else str(one.position)
            for one in official.in_office
        )


@admin.register(Alias)
class AliasAdmin(PartAdmin):
    list_display = ["name", "official", "has_source"]
    list_filter = [SourceFilter]
    list_select_related = ["official"]
    search_fields = ["name_folded", "official__name_folded"]
    fieldsets = [(None, {"fields": ["official", "name"]})]

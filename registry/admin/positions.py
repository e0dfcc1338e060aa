from django.contrib import admin
from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from ..dates import Holds
from ..models import Appointment, Position, Vacancy
from .base import DATES, LIFE, PartAdmin, RegistryAdmin
from .filters import Question, SourceFilter
from .reviewing import Reviewing
from .rows import Inline


class Appointments(Inline):
    model = Appointment
    fields = [
        "official",
        "capacity",
        "started_on",
        "ended_on",
        "seen_from",
        "seen_until",
    ]


class Vacancies(Inline):
    model = Vacancy
    fields = ["kind", "started_on", "ended_on", "note"]


class HolderFilter(Question):
    title, parameter_name = "holder today", "holder"
    answers = {
        "yes": ("has one", "held"),
        "no": ("has none in the record", "not_held"),
        "vacant": ("is vacant", "vacant"),
    }

    def _today(self, model):
        of_position = model.objects.filter(position=OuterRef("pk"))
        return of_position.certainly_on(timezone.localdate())

    def held(self, positions):
        return positions.filter(Exists(self._today(Appointment)))

    def not_held(self, positions):
        return positions.filter(~Exists(self._today(Appointment)))

    def vacant(self, positions):
        return positions.filter(Exists(self._today(Vacancy).filter(kind="vacant")))


@admin.register(Position)
class PositionAdmin(Reviewing, RegistryAdmin):
    list_display = ["title", "agency", "holder_today", "holders", "has_source"]
    list_filter = [HolderFilter, "holders", SourceFilter, "is_public"]
    list_select_related = ["agency"]
    search_fields = ["title_folded", "agency__name_folded", "agency__acronym_folded", "key"]
    search_help_text = "Title, agency or key."
    fieldsets = [
        (
            None,
            {"fields": ["title", "agency", "told_apart_by", "holders", "address_form", "rank"]},
        ),
        LIFE,
    ]
    inlines = [Appointments, Vacancies]

    def page_prefetch(self):
        today = Appointment.objects.on(timezone.localdate())
        holding = today.select_related("official").in_time_order()
        return [Prefetch("appointments", holding, "holding"), *super().page_prefetch()]

    @admin.display(description="holder today", empty_value="—")
    def holder_today(self, position):
        return "; ".join(self._told(one) for one in position.holding)

    def _told(self, appointment):
        told = [str(appointment.official)]
        if appointment.is_acting:
            told.append("(acting)")
        if appointment.on(timezone.localdate()) is not Holds.CERTAINLY:
            told.append("(possibly)")
        return " ".join(told)


class InOfficeFilter(Question):
    title, parameter_name = "in office today", "in_office"
    answers = {
        "yes": ("certainly", "certainly"),
        "maybe": ("possibly", "possibly"),
        "no": ("no", "over"),
    }

    def certainly(self, appointments):
        return appointments.certainly_on(timezone.localdate())

    def possibly(self, appointments):
        certain = Appointment.objects.certainly_on(timezone.localdate()).values("pk")
        return appointments.on(timezone.localdate()).exclude(pk__in=certain)

    def over(self, appointments):
        at_all = Appointment.objects.on(timezone.localdate()).values("pk")
        return appointments.exclude(pk__in=at_all)


@admin.register(Appointment)
class AppointmentAdmin(RegistryAdmin):
    list_display = ["official", "position", "capacity", "dates", "has_source"]
    list_filter = [InOfficeFilter, "capacity", SourceFilter, "is_public"]
    list_select_related = ["official", "position__agency"]
    search_fields = [
        "official__name_folded",
        "official__aliases__name_folded",
        "position__title_folded",
        "position__agency__acronym_folded",
        "key",
    ]
    search_help_text = "Official, position or agency."
    fieldsets = [
        (None, {"fields": ["official", "position", "capacity", "authority"]}),
        DATES,
        (None, {"fields": ["note"]}),
    ]


@admin.register(Vacancy)
class VacancyAdmin(PartAdmin):
    list_display = ["position", "kind", "dates", "has_source"]
    list_filter = ["kind", SourceFilter]
    list_select_related = ["position__agency"]
    search_fields = ["position__title_folded"]
    fieldsets = [(None, {"fields": ["position", "kind"]}), DATES, (None, {"fields": ["note"]})]

from django.contrib import admin

from ..models import Agency, AgencyName, AgencySuccession
from .base import DATES, LIFE, PartAdmin, RegistryAdmin
from .filters import SourceFilter
from .reviewing import Reviewing
from .rows import Inline
from .words import date_column


class FormerNames(Inline):
    model = AgencyName
    fields = ["name", "started_on", "ended_on"]


class TakenOverFrom(Inline):
    model = AgencySuccession
    fk_name = "successor"
    fields = ["predecessor", "kind", "happened_on", "note"]
    verbose_name_plural = "agencies it took over from"


class TakenOverBy(Inline):
    model = AgencySuccession
    fk_name = "predecessor"
    fields = ["successor", "kind", "happened_on", "note"]
    verbose_name_plural = "agencies that took over from it"


@admin.register(Agency)
class AgencyAdmin(Reviewing, RegistryAdmin):
    list_display = ["name", "acronym", "kind", "parent", "has_source"]
    list_filter = ["kind", SourceFilter, "is_public"]
    list_select_related = ["parent"]
    search_fields = ["name_folded", "acronym_folded", "former_names__name_folded", "key"]
    search_help_text = "Name, former name, acronym or key."
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name",
                    "takes_article",
                    "acronym",
                    "kind",
                    "parent",
                    "told_apart_by",
                    "website",
                ]
            },
        ),
        LIFE,
    ]
    inlines = [FormerNames, TakenOverFrom, TakenOverBy]


@admin.register(AgencyName)
class AgencyNameAdmin(PartAdmin):
    list_display = ["name", "agency", "dates", "has_source"]
    list_filter = [SourceFilter]
    list_select_related = ["agency"]
    search_fields = ["name_folded", "agency__name_folded"]
    fieldsets = [(None, {"fields": ["agency", "name"]}), DATES]


@admin.register(AgencySuccession)
class AgencySuccessionAdmin(PartAdmin):
    list_display = [
        "predecessor",
        "kind",
        "successor",
        date_column("happened_on", "when"),
        "has_source",
    ]
    list_filter = ["kind", SourceFilter]
    list_select_related = ["predecessor", "successor"]
    search_fields = ["predecessor__name_folded", "successor__name_folded"]
    fieldsets = [
        (None, {"fields": ["predecessor", "kind", "successor", "happened_on", "note"]})
    ]

"""Filters of the lists: the questions that staff ask."""

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef

from ..models import Citation


class Question(admin.SimpleListFilter):
    """A filter whose `answers` maps what stands in the address to (words, method)."""

    answers: dict[str, tuple[str, str]]

    def lookups(self, request, model_admin):
        return [(value, words) for value, (words, _) in self.answers.items()]

    def queryset(self, request, queryset):
        if self.value() in self.answers:
            return getattr(self, self.answers[self.value()][1])(queryset)
        return queryset


class SourceFilter(Question):
    title, parameter_name = "source", "source"
    answers = {"no": ("no source", "unsourced"), "yes": ("has a source", "sourced")}

    def cited(self, queryset):
        kind = ContentType.objects.get_for_model(queryset.model)
        return Exists(Citation.objects.filter(kind=kind, record_id=OuterRef("pk")))

    def sourced(self, queryset):
        return queryset.filter(self.cited(queryset))

    def unsourced(self, queryset):
        return queryset.filter(~self.cited(queryset))

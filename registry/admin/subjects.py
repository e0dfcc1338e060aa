from django.contrib import admin

from ..models import Subject
from .base import RegistryAdmin
from .reviewing import Reviewing


@admin.register(Subject)
class SubjectAdmin(Reviewing, RegistryAdmin):
    list_display = ["name", "key"]
    search_fields = ["name_folded", "key"]
    fieldsets = [(None, {"fields": ["name"]})]
    has_citations = False

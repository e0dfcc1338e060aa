"""The registry for its staff: Django's admin, one file a subject, `base.py` what they share."""

from django.contrib import admin

from . import (  # noqa: F401
    agencies,
    bodies,
    drift,
    imports,
    laws,
    meetings,
    officials,
    pages,
    positions,
    resolutions,
    settled,
    sheets,
    sources,
    subjects,
)

admin.site.site_header = "Registry"
admin.site.site_title = "Registry"
admin.site.index_title = "The record"

"""Why a record can't be deleted."""

from collections import defaultdict

from django.contrib.admin.utils import NestedObjects
from django.db import router
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

SHOWN = 20


def what_rests_on(records, admin_site, request) -> list:
    """The records that keep these from being deleted, with links: a nested list by kind,
    at most SHOWN of each; [] where nothing does."""
    if not records:
        return []
    collector = NestedObjects(using=router.db_for_write(type(records[0])), origin=records)
    collector.collect(records)
    by_kind = defaultdict(list)
    for record in collector.protected:
        by_kind[type(record)].append(record.pk)
    told = []
    for kind, ids in sorted(by_kind.items(), key=lambda one: one[0]._meta.verbose_name):
        told.append(f"{capfirst(kind._meta.verbose_name_plural)}: {len(ids)}")
        told.append(_lines(kind, sorted(ids), admin_site, request))
    return told


def _lines(kind, ids, admin_site, request) -> list:
    registered = admin_site.is_registered(kind)
    found = (
        admin_site.get_model_admin(kind).get_queryset(request)
        if registered
        else kind._default_manager.all()
    )
    lines = [
        format_html(
            '<a href="{}">{}</a>',
            reverse(
                f"admin:{kind._meta.app_label}_{kind._meta.model_name}_change", args=[one.pk]
            ),
            one,
        )
        if registered
        else str(one)
        for one in found.filter(pk__in=ids[:SHOWN])
    ]
    return lines + ([f"and {len(ids) - SHOWN} more"] if len(ids) > SHOWN else [])

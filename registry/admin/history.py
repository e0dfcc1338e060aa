"""What changed, in words, for the history page of a record."""

from collections import defaultdict
from itertools import pairwise

from django.db.models import ForeignKey
from django.utils.formats import date_format
from django.utils.text import capfirst
from simple_history.template_utils import ObjDiffDisplay

from ..dates import DateError, words_of
from ..fields import Derived, PartialDateField

NOTHING = "—"
shorten = ObjDiffDisplay(max_length=200)


def tell_changes(model, entries, before, labelled):
    """Give each entry (the newest first) its `changes`: field, old and new words.

    `before` is the entry before the oldest of them, or None. `labelled(model)` is a
    queryset whose records know their names. One query for each kind of linked record.
    """
    fields = [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, Derived) and not field.primary_key
    ]
    links = [field for field in fields if isinstance(field, ForeignKey)]
    lists = model._meta.many_to_many
    entries = [*entries, before] if before else list(entries)
    linked = {field: _linked(entries, field) for field in lists}
    names = {}
    for field in links:
        ids = {getattr(entry, field.attname) for entry in entries} - {None}
        names[field] = labelled(field.related_model).in_bulk(ids)
    for field in lists:
        ids = {one for ones in linked[field].values() for one in ones}
        names[field] = labelled(field.related_model).in_bulk(ids)

    def words(field, entry) -> str:
        if field in linked:
            ids = sorted(linked[field][entry.pk])
            return "; ".join(_name(names[field], field, one) for one in ids) or NOTHING
        value = getattr(entry, field.attname)
        if field in names and value is not None:
            return _name(names[field], field, value)
        return in_words(field, value)

    for entry in entries:
        entry.changes = []
    for new, old in pairwise(entries):
        if new.history_type == "~":
            for field in (*fields, *lists):
                was, became = words(field, old), words(field, new)
                if was != became:
                    was, became = shorten.common_shorten_repr(was, became)
                    new.changes.append((capfirst(field.verbose_name), was, became))


def _linked(entries, field) -> dict[int, set[int]]:
    """For each entry the ids that it had in a many-to-many field."""
    rows = getattr(type(entries[0]), field.name).model.objects.filter(history__in=entries)
    linked = defaultdict(set)
    for entry, one in rows.values_list("history_id", f"{field.m2m_reverse_field_name()}_id"):
        linked[entry].add(one)
    return linked


def _name(names, field, pk) -> str:
    return (
        str(names[pk]) if pk in names else f"a deleted {field.related_model._meta.verbose_name}"
    )


def in_words(field, value) -> str:
    """A value that is no link, as a reader sees it."""
    if isinstance(field, PartialDateField):
        try:
            return words_of(value or "") or "not known"
        except DateError:
            return value
    if value is None or value == "":
        return NOTHING
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return date_format(value) if field.get_internal_type() == "DateField" else str(value)

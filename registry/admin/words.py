"""Dates as a reader sees them, in lists and on pages that are only read."""

from functools import cache

from django.contrib import admin

from ..dates import words_of
from ..fields import PartialDateField


def date_column(name, description, order=""):
    """A column that tells a date as a reader sees it."""

    @admin.display(description=description, ordering=order or name, empty_value="—")
    def column(record):
        return words_of(getattr(record, name))

    column.__name__ = name
    return column


@cache  # one for each: pages compare them
def _date_of(model, name):
    @admin.display(description=model._meta.get_field(name).verbose_name)
    def words(record):
        return words_of(getattr(record, name)) or "-"  # as the admin shows other blanks

    words.__name__ = name
    return words


def in_words(model, fields) -> list:
    """The fields of a page that is only read, with dates in words. EDTF is how they are
    stored; where they are typed, a line below says how they are read."""
    return [
        [*in_words(model, one)]
        if isinstance(one, (list, tuple))
        else _date_of(model, one)
        if one in dates_of(model)
        else one
        for one in fields
    ]


def dates_of(model) -> set[str]:
    fields = model._meta.concrete_fields
    return {field.name for field in fields if isinstance(field, PartialDateField)}

"""The columns of each kind of record: its key, then its own fields; other records by key,
and nothing that follows from other columns. Admin lists, public tables and the whole record
all take them from here, and a sheet of any of them can come in again."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.db import models
from django.utils.text import capfirst

from ..fields import Derived, KeyField, PartialDateField, ProseField
from ..models import RECORDS, Citation

DATES = ("started_on", "ended_on", "seen_from", "seen_until")
SHARED = ("is_public", "remarks")


class Holds(StrEnum):
    """What the cells of a column hold."""

    KEY = "key"
    TEXT = "text"
    PROSE = "text of several lines"
    CHOICE = "one of a list"
    LINK = "the key of another record"
    LINKS = "keys of other records, with semicolons between"
    RECORD = "the key of the record that is meant"
    KIND = "a kind of record"
    NUMBER = "whole number"
    YES_NO = "yes or no"
    DAY = "day"
    DATE = "date, as much of it as is known"
    TIME = "time of day"
    MOMENT = "moment"
    FILE = "name of a file"


@dataclass(frozen=True)
class Column:
    """A column, the field that it tells of, and by which way a query comes to its value."""

    name: str
    field: models.Field
    holds: Holds
    path: str = ""

    @property
    def label(self) -> str:
        return capfirst(self.field.verbose_name)

    @property
    def help_text(self) -> str:
        return self.field.help_text

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What may stand in a cell, and the words for it."""
        return [(str(value), str(label)) for value, label in self.field.choices or ()]

    @property
    def links_to(self) -> type[models.Model] | None:
        return self.field.related_model if self.holds in (Holds.LINK, Holds.LINKS) else None

    @property
    def required(self) -> bool:
        field = self.field
        return not (field.blank or field.null or field.has_default() or field.many_to_many)


def what_it_holds(field: models.Field) -> Holds:
    if field.is_relation:
        return Holds.LINKS if field.many_to_many else Holds.LINK
    if field.choices:
        return Holds.CHOICE
    for kind, holds in (
        (KeyField, Holds.KEY),
        (PartialDateField, Holds.DATE),
        (ProseField, Holds.PROSE),
        (models.FileField, Holds.FILE),
        (models.BooleanField, Holds.YES_NO),
        (models.DateTimeField, Holds.MOMENT),
        (models.DateField, Holds.DAY),
        (models.TimeField, Holds.TIME),
        (models.IntegerField, Holds.NUMBER),
    ):
        if isinstance(field, kind):
            return holds
    return Holds.TEXT


def column_of(field: models.Field, *, name="", before="") -> Column:
    """`before` is the way to the field's model, as in a query: "sheet__"."""
    if field.model is Citation and field.name == "kind":
        return Column("kind", field, Holds.KIND, "kind__model")
    if field.model is Citation and field.name == "record_id":
        return Column("record", field, Holds.RECORD, "record_id")
    holds = what_it_holds(field)
    path = f"{field.name}__key" if holds == Holds.LINK else field.name
    return Column(name or field.name, field, holds, before + path)


@cache
def columns_of(model: type[models.Model]) -> tuple[Column, ...]:
    """All columns of a kind of record, for staff."""
    fields = {
        field.name: field
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if not isinstance(field, Derived) and field.name != "id"
    }
    own = [name for name in fields if name not in ("key", *DATES, *SHARED)]
    dates = [name for name in DATES if name in fields]
    return tuple(column_of(fields[name]) for name in ("key", *own, *dates, *SHARED))


def table_name(model: type[models.Model]) -> str:
    """How its table is called, in addresses and as the name of a file: "former-names"."""
    return str(model._meta.verbose_name_plural).replace(" ", "-")


NAMES = {table_name(model): model for model in RECORDS}

"""Sheets out of the record: a line each, keys instead of ids, nothing that follows from
other columns."""

from import_export.fields import Field
from import_export.formats.base_formats import CSV, JSON
from import_export.resources import ModelResource, modelresource_factory
from import_export.widgets import ManyToManyWidget
from tablib import Dataset

from .fields import Derived
from .models import RECORDS, Citation, Page

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
SHARED = ["is_public", "remarks"]


def defused(cell):
    """A cell that a spreadsheet program would run as a formula, made plain text."""
    if not isinstance(cell, str) or not cell.startswith(FORMULA_MARKS):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


class DefusedCSV(CSV):
    def export_data(self, dataset, **kwargs):
        rows = (tuple(defused(cell) for cell in row) for row in dataset)
        return super().export_data(Dataset(*rows, headers=dataset.headers), **kwargs)


FORMATS = [DefusedCSV, JSON]


class RecordSheet(ModelResource):
    links: list[str] = []
    lists: list[str] = []

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related(*self.links).prefetch_related(*self.lists)


def sheet_of(model) -> type[RecordSheet]:
    """The sheet of a kind of record: its key, then its own columns."""
    own = [
        field
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if not isinstance(field, Derived) and field.name not in ("id", "key", *SHARED)
    ]
    names = ["key", *(field.name for field in own), *SHARED]
    links = [field.name for field in own if field.many_to_one]
    lists = [field.name for field in own if field.many_to_many]
    columns = {name: Field(f"{name}__key", name) for name in links}
    for field in own:
        if field.many_to_many:
            keys = ManyToManyWidget(field.related_model, separator=" ", field="key")
            columns[field.name] = Field(field.name, field.name, keys)
    if model is Citation:
        columns |= {
            "kind": Field("kind__model", "kind"),
            "record_id": Field("record__key", "record"),
        }
        lists = ["record"]
    base = type("Sheet", (RecordSheet,), {"links": links, "lists": lists})
    return modelresource_factory(model, base, {"fields": names, "export_order": names}, columns)


RESOURCES = {model: sheet_of(model) for model in (*RECORDS, Page)}

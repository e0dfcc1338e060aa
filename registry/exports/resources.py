"""The tables as django-import-export knows them, for the Export button of the admin's lists:
a resource a kind of record, and the formats that the Export page offers."""

from import_export.fields import Field
from import_export.formats.base_formats import Format
from import_export.resources import ModelResource, modelresource_factory

from ..models import RECORDS, Page
from .columns import columns_of
from .files import FORMATS


def resource_of(model) -> type[ModelResource]:
    columns = {column.name: Field(column.path, column.name) for column in columns_of(model)}
    order = {"fields": list(columns), "export_order": list(columns)}
    return modelresource_factory(model, ModelResource, order, columns)


RESOURCES = {model: resource_of(model) for model in (*RECORDS, Page)}


class _SheetFormat(Format):
    ending: str

    def get_title(self):
        return FORMATS[self.ending].name

    def get_extension(self):
        return self.ending

    def get_content_type(self):
        return FORMATS[self.ending].content_type

    def can_export(self):
        return True


SHEET_FORMATS = [
    type(f"{ending.upper()}Sheet", (_SheetFormat,), {"ending": ending})
    for ending in ("xlsx", "csv", "ods", "json")
]

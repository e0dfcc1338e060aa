"""The records that the rows of an import are about: those of the record by their names, those
that would be new in the words of what they would be."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress

from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.urls import reverse

from ..fields import Derived
from ..imports.kept import MODELS, Kept, Known, planned_records
from ..models import ImportBatch, ImportRow, Record
from .history import NOTHING, in_words

DATES = ("started_on", "ended_on", "seen_from", "seen_until")
NOT_TOLD = {"id", "record_id", *DATES}


class Records:
    """What the rows of one page are about: a query for each kind. Of a batch also what is
    not in the record yet, and what that links to."""

    def __init__(self, request, rows: list, batch: ImportBatch | None = None):
        self.request = request
        met = {(row.kind, row.record_id) for row in rows if row.record_id}
        self.plan = Kept()
        planned = {one for one in met if one[1] < 0}
        if batch and planned:
            self.plan, links = planned_records(batch, planned)
            met |= links
        # Of planned records: the bodies of a meeting, and the like.
        self.listed: dict[Known, list[tuple[str, Known]]] = defaultdict(list)
        for (kind, name), links in self.plan.lists.items():
            for one, other in links.added:
                if one < 0:
                    self.listed[kind, one].append((name, (links.other_kind, other)))
        self.found: dict[Known, Record] = {}
        stored = defaultdict(set)
        for kind, pk in met:
            if pk > 0:
                stored[kind].add(pk)
        for kind, ids in stored.items():
            for pk, record in self._of_kind(kind).in_bulk(ids).items():
                self.found[kind, pk] = record
        for kind, pk in met:
            if pk < 0:
                self._make(kind, pk)

    def _of_kind(self, kind):
        """With what their names are made of."""
        model = MODELS[kind]
        if admin.site.is_registered(model):
            return admin.site.get_model_admin(model).get_queryset(self.request)
        return model._default_manager.all()

    def _make(self, kind, pk):
        """A planned record as its model, so that it says its name itself."""
        if (kind, pk) in self.found:
            return self.found[kind, pk]
        register = self.plan.registers.get(kind)
        values = register and register.records.get(pk)
        if not values:
            return None
        record = self.found[kind, pk] = register.model(
            **dict(zip(register.names, values, strict=True))
        )
        for field in register.fields:
            if field.is_relation and (linked := getattr(record, field.attname)):
                other = self.of(field.related_model._meta.model_name, linked)
                if other is not None:
                    field.set_cached_value(record, other)
        return record

    def of(self, kind, pk):
        return self._make(kind, pk) if pk < 0 else self.found.get((kind, pk))

    def name(self, kind, pk) -> str:
        """Blank where it is not known, or not any more."""
        record = pk and self.of(kind, pk)
        if not record:
            return ""
        with suppress(ObjectDoesNotExist):  # what it is named by was deleted since
            said = str(record).removesuffix(" ()")  # no key yet
            listed = [self.name(*one) for _, one in self.listed[kind, pk]]
            return f"{said} ({', '.join(listed)})" if listed else said
        return ""

    def address(self, kind, pk) -> str:
        """Of the page of a record, for who may see it."""
        model = MODELS.get(kind)
        if (kind, pk) not in self.found or pk < 0 or not admin.site.is_registered(model):
            return ""
        if not admin.site.get_model_admin(model).has_view_permission(self.request):
            return ""
        return reverse(f"admin:registry_{kind}_change", args=[pk])

    def told(self, row: ImportRow) -> list[tuple[str, str, bool]]:
        """What a record would be that is planned, field by field: label, value, and whether
        that is a record which is new too."""
        pk = row.record_id
        record = pk and pk < 0 and self.of(row.kind, pk)
        return list(self._fields(row, record)) if record else []

    def _fields(self, row, record) -> Iterator[tuple[str, str, bool]]:
        for field in record._meta.concrete_fields:
            value = getattr(record, field.attname)
            label = str(field.verbose_name)
            if field.name == DATES[0]:
                if any(not _is_default(record, name) for name in DATES):
                    yield "dates", record.span.words.removeprefix("dates "), False
            elif field.name in NOT_TOLD or isinstance(field, Derived):
                continue
            elif field.related_model is ContentType:
                about = ContentType.objects.get_for_id(value).model, record.record_id
                yield "bears out", self.name(*about), about[1] < 0
            elif field.is_relation and value:
                linked = field.related_model._meta.model_name, value
                yield label, self.name(*linked), value < 0
            elif value in (None, "") or (
                # A choice is told of the record that the row is about, whoever made it.
                _is_default(record, field.name) and not (field.choices and row.is_main)
            ):
                continue
            else:
                yield label, in_words(field, value), False
        for name, other in self.listed[row.kind, row.record_id]:
            label = str(record._meta.get_field(name).verbose_name)
            yield label, self.name(*other), other[1] < 0


def _is_default(record, name) -> bool:
    return getattr(record, name) == record._meta.get_field(name).get_default()


def changes_in_words(row: ImportRow) -> list[tuple[str, str, str]]:
    """Label, old and new of each cell that the row changes."""
    told = []
    for name, old, new, *_ in row.changes:
        try:
            field = MODELS[row.kind]._meta.get_field(name)
        except (KeyError, FieldDoesNotExist):  # there was one when the import was sent
            told.append((name, old or NOTHING, new or NOTHING))
        else:
            told.append((str(field.verbose_name), _reworded(field, old), _reworded(field, new)))
    return told


def _reworded(field, shown: str) -> str:
    """What the trace shows of a value, where that is how it is stored."""
    if not field.is_relation:
        with suppress(ValidationError, ValueError):
            return in_words(field, field.to_python(shown) if shown else shown)
    return shown or NOTHING

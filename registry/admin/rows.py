"""Inlines: rows of one kind on the page of the record on which they hang."""

from collections import defaultdict

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.admin import GenericTabularInline
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint, Value
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.text import capfirst

from ..fields import ProseField
from ..models import Citation
from .links import LinkField, Linking
from .words import in_words


def is_deleted(row) -> bool:
    return bool(getattr(row, "cleaned_data", {}).get(DELETION_FIELD_NAME))


class _Rows:
    """Mixin of a formset: many rows in few queries, and no two that say the same."""

    parent_fields: tuple[str, ...]

    @cached_property
    def forms(self):
        for name, field in self.form.base_fields.items():
            if isinstance(field, LinkField):
                field.fetch(self._chosen(name))
        return super().forms

    def _chosen(self, name):
        """The ids that stand in a column, as stored and as sent."""
        attribute = self.model._meta.get_field(name).attname
        yield from (getattr(record, attribute) for record in self.get_queryset())
        if self.is_bound:
            for number in range(self.total_form_count()):
                yield self.data.get(f"{self.add_prefix(number)}-{name}")

    def _construct_form(self, number, **kwargs):
        row = super()._construct_form(number, **kwargs)
        # A row that nobody touched is not checked again: it costs nothing, and what was
        # wrong with it before does not stand in the way of the rest.
        row.empty_permitted = True
        return row

    def clean(self):
        super().clean()
        kept = [
            row
            for number, row in enumerate(self.forms)
            if not row.errors
            and not is_deleted(row)
            and (number < self.initial_form_count() or row.has_changed())
        ]
        # Django leaves the constraints in which the parent has a part to the database.
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                self._refuse_twins(constraint, kept)
            elif constraint.condition.referenced_base_fields & set(self.parent_fields):
                self._check(constraint, [row for row in kept if row.has_changed()])

    def _check(self, constraint, rows):
        for row in rows:
            try:
                constraint.validate(self.model, row.instance)
            except ValidationError:
                _refuse(row, constraint)

    def _refuse_twins(self, constraint, rows):
        """All rows of the parent are here, the stored and the new."""
        names = [name for name in constraint.fields if name not in self.parent_fields]
        attributes = [self.model._meta.get_field(name).attname for name in names]
        alike = defaultdict(list)
        for row in rows:
            alike[tuple(getattr(row.instance, name) for name in attributes)].append(row)
        for values, group in alike.items():
            if len(group) == 1 or None in values:
                continue
            for row in [row for row in group if _binds(constraint, row)][1:]:
                _refuse(row, constraint)


def _refuse(row, constraint):
    at = constraint.violation_error_code
    seen = at in row.fields and not row.fields[at].widget.is_hidden
    row.add_error(at if seen else None, constraint.violation_error_message)


def _binds(constraint, row) -> bool:
    if not constraint.condition:
        return True
    fields = [
        row.instance._meta.get_field(name)
        for name in constraint.condition.referenced_base_fields
    ]
    return constraint.condition.check(
        {f.name: Value(getattr(row.instance, f.attname), output_field=f) for f in fields}
    )


class Rows(_Rows, BaseInlineFormSet):
    @property
    def parent_fields(self):
        return (self.fk.name,)


class CitationRows(_Rows, BaseGenericInlineFormSet):
    parent_fields = ("kind", "record_id")


class _Inline(Linking):
    extra = 0
    show_change_link = True
    view_on_site = False

    def get_queryset(self, request):
        """With what a row's name is made of."""
        of_model = self.admin_site.get_model_admin(self.model)
        return super().get_queryset(request).select_related(*of_model.list_select_related)

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        if self.has_change_permission(request, obj):
            return fields
        return in_words(self.model, fields)

    def get_readonly_fields(self, request, obj=None):
        told = [one for one in self.get_fields(request, obj) if callable(one)]
        return [*super().get_readonly_fields(request, obj), *told]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, ProseField):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "cols": 40})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, LinkField):
            field.widget.can_change_related = field.widget.can_view_related = False
        return field


class Inline(_Inline, admin.TabularInline):
    formset = Rows


class TallInline(_Inline, admin.StackedInline):
    formset = Rows


class Citations(_Inline, GenericTabularInline):
    """The sources of a record: of the whole, or of one of its fields."""

    model = Citation
    ct_field, ct_fk_field = "kind", "record_id"
    formset = CitationRows
    fields = ["source", "field", "page", "quotation"]
    verbose_name_plural = "sources of this record"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "field":
            return forms.ChoiceField(
                label="bears out",
                choices=[("", "the whole record"), *citable_fields(self.parent_model)],
                required=False,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def citable_fields(model) -> list[tuple[str, str]]:
    """The fields of a record that a source can bear out, with the words for them."""
    return [
        (field.name, capfirst(field.verbose_name))
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if field.editable and field.name not in ("id", "key", "is_public", "remarks")
    ]

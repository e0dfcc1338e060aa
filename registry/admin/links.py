"""Form fields that lead to other records: autocomplete boxes that stay cheap by the hundred."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models


def id_of(value) -> int | None:
    """The id that a browser sent; None for anything that can't be one."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class _KnowsRecords:
    """Mixin of a field that fetches each linked record once for all rows of a form.

    Django copies a field for each row; `known` remains one and the same dictionary.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {}

    def fetch(self, values) -> list:
        """The records of these ids, leaving out what is none."""
        ids = [found for value in values if (found := id_of(value)) is not None]
        if missing := set(ids) - self.known.keys():
            self.known |= dict.fromkeys(missing) | self.queryset.in_bulk(missing)
        return [self.known[one] for one in ids if self.known[one]]


class LinkField(_KnowsRecords, forms.ModelChoiceField):
    def to_python(self, value):
        if value in self.empty_values:
            return None
        if found := self.fetch([value]):
            return found[0]
        raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")


class LinksField(_KnowsRecords, forms.ModelMultipleChoiceField):
    def clean(self, value):
        for one in value or ():
            if id_of(one) is None:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": one},
                )
        return super().clean(value)


class _ShowsChosen:
    """Mixin of an autocomplete box that asks its field for the chosen records.

    Django's own asks the database for each box, and fails on an id that is none.
    """

    def optgroups(self, name, value, attr=None):
        field = self.choices.field
        options = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", False, 0))
        for record in field.fetch(value):
            label = field.label_from_instance(record)
            options.append(self.create_option(name, record.pk, label, True, len(options)))
        return [(None, options, 0)]


class LinkSelect(_ShowsChosen, AutocompleteSelect):
    pass


class LinkSelectMultiple(_ShowsChosen, AutocompleteSelectMultiple):
    pass


class Linking:
    """Mixin of a ModelAdmin or an inline: each link to a record is such a box. Whole days
    and times are the browser's own boxes, since scripts would build 300 calendars."""

    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.DateField: {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")},
        models.TimeField: {"widget": forms.TimeInput({"type": "time"}, format="%H:%M")},
    }

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs |= self._link(db_field, request, LinkField, LinkSelect)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs |= self._link(db_field, request, LinksField, LinkSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def _link(self, db_field, request, field, widget) -> dict:
        model = db_field.remote_field.model
        if not self.admin_site.is_registered(model):
            return {}
        return {
            "form_class": field,
            "widget": widget(db_field, self.admin_site),
            "queryset": self.admin_site.get_model_admin(model).get_queryset(request),
        }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, LinkField | LinksField):
            # Nobody deletes an agency on the way to naming it.
            field.widget.can_delete_related = False
        return field

"""The fields that records are made of, and the form field for dates as people type them.

A *derived* column is worked out from other columns of its record whenever it is read, so
`save()`, `bulk_create`, `bulk_update` and fixtures all write what belongs there. Record's
queryset takes care that it is written whenever one of its sources is.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.html import format_html
from django.utils.text import capfirst

from .dates import OPEN, UNKNOWN, DateError, Span, parse_edtf, read_date, words_of
from .text import fold, hidden_in, tidy, tidy_line


def refuse_hidden_characters(text: str):
    """Raise ValidationError for control characters and marks that no reader can see."""
    if found := hidden_in(text):
        place, name = found
        around = "".join(c for c in text[max(0, place - 16) : place + 15] if c.isprintable())
        raise ValidationError(
            f"There is {name} at character {place}, near “{around}”. It can't be seen, "
            "so it makes two names look alike: retype the words around it.",
            code="hidden_character",
        )


class LineField(models.CharField):
    """One line of text."""

    default_validators = [refuse_hidden_characters]

    def __init__(self, *args, max_length=300, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def formfield(self, **kwargs):
        field = super().formfield(**kwargs)
        # The browser must not cut what was pasted: the error says how much is over.
        field.widget.attrs.pop("maxlength", None)
        return field

    def to_python(self, value):
        value = super().to_python(value)
        return tidy_line(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))


class SmallNumberField(models.PositiveSmallIntegerField):
    """A number up to 32,767, which is what servers keep in two bytes. SQLite would keep any."""

    default_validators = [MaxValueValidator(32_767)]

    def deconstruct(self):
        """As a column it is what it was, so no migration is to know of the rule."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs


class ProseField(models.TextField):
    """Text of several lines."""

    default_validators = [refuse_hidden_characters]

    def __init__(self, *args, max_length=20_000, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)
        self.validators.append(self._check_length)

    def _check_length(self, value):
        if len(value) > self.max_length:
            raise ValidationError(
                f"This is {len(value):,} characters long; at most {self.max_length:,} "
                "are kept. Shorten it, or move part of it to a document.",
                code="max_length",
            )

    def formfield(self, **kwargs):
        # The browser must not cut what was pasted: the check above says how much is over.
        return super().formfield(**{"max_length": None, **kwargs})

    def to_python(self, value):
        value = super().to_python(value)
        return tidy(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        return self.to_python(super().get_prep_value(value))


class KeyField(models.CharField):
    """The short readable name of a record in addresses, sheets and fixtures."""

    default_validators = [
        RegexValidator(
            r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
            "Write a key in lower-case letters a–z, digits and single hyphens, "
            "like “pitf” or “rice-condoleezza”.",
        )
    ]

    def __init__(self, *args, max_length=200, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)


class DateText(forms.CharField):
    """A date as people type it ("Oct 2007", "about 2006", "present"), cleaned to EDTF.

    The page says beside the field how the stored date reads.
    """

    def __init__(self, *, open_allowed=False, **kwargs):
        self.open_allowed = open_allowed
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("widget", DateTextInput)
        super().__init__(**kwargs)

    def to_python(self, value):
        try:
            written = read_date(super().to_python(value) or "")
        except DateError as error:
            raise ValidationError(str(error), code="date") from None
        if written == OPEN and not self.open_allowed:
            raise ValidationError(
                "“Present” can stand only for the end of a span. Write a date.",
                code="date",
            )
        return written

    def has_changed(self, initial, data):
        try:
            return read_date(data or "") != (initial or "")
        except DateError:
            return True


class DateTextInput(forms.TextInput):
    """A text box that says how what stands in it is read."""

    def __init__(self, attrs=None):
        super().__init__({"size": 18, "autocomplete": "off", **(attrs or {})})

    def format_value(self, value):
        return "present" if value == OPEN else super().format_value(value)

    def render(self, name, value, attrs=None, renderer=None):
        box = super().render(name, value, attrs, renderer)
        try:
            reading = words_of(read_date(value or ""))
        except DateError:
            reading = ""
        if not reading:
            return box
        return format_html('{} <span class="date-reading">reads: {}</span>', box, reading)


class PartialDateField(models.CharField):
    """A date as the record writes it: EDTF, "" for unknown, `..` for an open end."""

    def __init__(self, *args, open_allowed=False, **kwargs):
        self.open_allowed = open_allowed
        kwargs["max_length"] = 11
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        if self.open_allowed:
            kwargs["open_allowed"] = True
        return name, path, args, kwargs

    def to_python(self, value):
        value = super().to_python(value) or UNKNOWN
        if value == UNKNOWN or (value == OPEN and self.open_allowed):
            return value
        try:
            return str(parse_edtf(value))
        except DateError as error:
            raise ValidationError(str(error), code="date") from None

    def get_prep_value(self, value):
        return None if value is None else self.to_python(value)

    def formfield(self, **kwargs):
        return DateText(
            open_allowed=self.open_allowed,
            required=not self.blank,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            initial=self.get_default() if self.has_default() else None,
            **{k: v for k, v in kwargs.items() if k in ("label", "help_text")},
        )


class DerivedAttribute(DeferredAttribute):
    """Works the value out at each reading; what is set from outside does not count."""

    def __get__(self, instance, cls=None):
        return self if instance is None else self.field.derive(instance)

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class Derived:
    """Mixin of a model field whose value follows from the fields named in `sources`."""

    descriptor_class = DerivedAttribute
    sources: tuple[str, ...]

    def __init__(self, *args, **kwargs):
        kwargs.update(editable=False, serialize=False)
        super().__init__(*args, **kwargs)

    def derive(self, instance):
        raise NotImplementedError

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["serialize"]
        return name, path, args, kwargs


class _OfOneSource(Derived):
    def __init__(self, source, **kwargs):
        self.sources = (source,)
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, [*self.sources], kwargs


class FoldedField(_OfOneSource, models.CharField):
    """The text of `source` folded, so that typographic variants are one and the same."""

    def __init__(self, source, **kwargs):
        kwargs["max_length"] = 600
        super().__init__(source, **kwargs)

    def derive(self, instance):
        return fold(getattr(instance, self.sources[0]) or "")[: self.max_length]


class FirstDayField(_OfOneSource, models.DateField):
    """The first day that the partial date `source` can mean; None where unknown."""

    def __init__(self, source, **kwargs):
        kwargs["null"] = True
        super().__init__(source, **kwargs)

    def derive(self, instance):
        written = getattr(instance, self.sources[0])
        return parse_edtf(written).first if written else None


class LastDayField(FirstDayField):
    """The last day that the partial date `source` can mean; None where unknown."""

    def derive(self, instance):
        written = getattr(instance, self.sources[0])
        return parse_edtf(written).last if written else None


class SpanDayField(Derived, models.DateField):
    """One bound of the record's span: `earliest_start`, `latest_start`, …"""

    sources = ("started_on", "ended_on", "seen_from", "seen_until")

    def derive(self, instance):
        span = Span(*(getattr(instance, source) for source in self.sources))
        return getattr(span, self.name)

"""What records share: a key, a history, publication, and dates."""

from contextlib import suppress

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from ..dates import OPEN, UNKNOWN, Holds, Span
from ..fields import Derived, KeyField, PartialDateField, ProseField, SpanDayField
from ..text import slug


def is_public(model, prefix: str = "") -> Q:
    """The rows of `model` that a reader may see: those that are published, and whose
    records in `public_needs` are too. `prefix` is the way to the model in a query."""
    condition = Q(**{f"{prefix}is_public": True}) & model.public_also(prefix)
    for name in model.public_needs:
        field = model._meta.get_field(name)
        needed = is_public(field.related_model, f"{prefix}{name}__")
        if field.null:
            needed |= Q(**{f"{prefix}{name}__isnull": True})
        condition &= needed
    return condition


class RecordQuerySet(models.QuerySet):
    def public(self):
        """What a reader may see. Every page, feed and export starts from it."""
        return self.filter(is_public(self.model))

    def get_by_natural_key(self, key):
        return self.get(key=key)

    def under_key(self, key: str):
        """The record that has the key, else the one that had it once; None without either.
        One query, two for a former key."""
        former = FormerKey.objects.filter(kind=self.model._meta.model_name, key=key)
        had_it = self.filter(pk__in=former.values("record_id"))
        return self.filter(key=key).first() or had_it.first()

    # Writing in bulk must leave keys and derived columns as right as save() does.

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        fill_keys([record for record in objs if not record.key])
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs, fields, *args, **kwargs):
        self._refuse_key(fields)
        return super().bulk_update(objs, with_derived(self.model, fields), *args, **kwargs)

    def update(self, **values):
        self._refuse_key(values)
        derived = set(with_derived(self.model, values)) - set(values)
        if derived:
            raise TypeError(
                f"{', '.join(sorted(derived))} follow from {', '.join(sorted(values))}: "
                "write them with save() or bulk_update()."
            )
        return super().update(**values)

    update.alters_data = True

    def _refuse_key(self, names):
        if "key" in names:
            raise TypeError("A key changes through save(), which keeps the old address.")


def derived_fields(model) -> list[Derived]:
    return [field for field in model._meta.concrete_fields if isinstance(field, Derived)]


def with_derived(model, names) -> list[str]:
    """`names` and those of the columns that follow from them."""
    names = list(names)
    return names + [
        field.name
        for field in derived_fields(model)
        if field.name not in names and set(field.sources) & set(names)
    ]


def fill_keys(records: list["Record"], *, model=None, taken=None, numbers=None):
    """Give each record (all of one kind, not yet saved) a free key made of its parts.

    Who writes many sets of records hands over `taken`, the set of keys in use, and
    `numbers`, a dictionary of the last number given to each stem; both are kept up to date.
    """
    if not records:
        return
    model = model or type(records[0])
    length = model._meta.get_field("key").max_length - 8
    stems = [record.key_parts()[:length].strip("-") or "record" for record in records]
    if taken is None:
        taken = taken_keys(model, set(stems))
    numbers = {} if numbers is None else numbers
    for record, stem in zip(records, stems, strict=True):
        key, number = stem, numbers.get(stem, 1)
        while key in taken:
            number += 1
            key = f"{stem}-{number}"
        if number > 1:
            numbers[stem] = number
        taken.add(key)
        record.key = key


def taken_keys(model, stems: set[str]) -> set[str]:
    """Keys in use, now or formerly, that are one of `stems` or a numbered one."""
    from_stem = Q()
    for stem in stems:
        from_stem |= Q(key=stem) | Q(key__regex=rf"^{stem}-[0-9]+$")
    if len(stems) > 100:  # a long file: one look at all keys beats a long question
        from_stem = Q()
    former = FormerKey.objects.filter(from_stem, kind=model._meta.model_name)
    return set(model._base_manager.filter(from_stem).values_list("key", flat=True)) | set(
        former.values_list("key", flat=True)
    )


class FormerKey(models.Model):
    """A key that a record once had. Its address leads to the record for ever."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    record_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="former_key_is_unique")
        ]

    def __str__(self):
        return f"{self.kind} {self.key}"


class FromImport(models.Model):
    """What each history row says beside the values: the import that made it, if one did.

    Not indexed: an import's rows are found by its own trace (`ImportRow`).
    """

    import_batch = models.ForeignKey(
        "registry.ImportBatch",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        db_index=False,
    )

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """Who changed what, when. Derived columns follow from the others, so they stay out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, bases=[FromImport], **kwargs)

    def fields_included(self, model):
        return [
            field for field in super().fields_included(model) if not isinstance(field, Derived)
        ]


class Record(models.Model):
    """Anything that the registry keeps."""

    key = KeyField(
        "key",
        unique=True,
        blank=True,
        help_text="Names the record in addresses and sheets, like “pitf”. "
        "Left blank, one is made. When it changes, the old address leads to the new one.",
    )
    is_public = models.BooleanField(
        "published", default=True, help_text="Untick to keep it from the public pages."
    )
    remarks = ProseField(
        "staff remarks", blank=True, help_text="For staff only; never published."
    )
    citations = GenericRelation(
        "registry.Citation",
        content_type_field="kind",
        object_id_field="record_id",
        for_concrete_model=False,
    )

    objects = RecordQuerySet.as_manager()
    history = History(inherit=True)

    # Names of the foreign keys whose records must be public for this one to be.
    public_needs: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @staticmethod
    def public_also(prefix: str) -> Q:
        """What else must hold for a reader to see it; `prefix` is the way to it."""
        return Q()

    def natural_key(self):
        return (self.key,)

    def key_parts(self) -> str:
        """What a key is made of when staff leave it blank."""
        return slug(str(self))

    def clean(self):
        super().clean()
        if self.key:
            taken = FormerKey.objects.filter(kind=self._meta.model_name, key=self.key)
            if taken.exclude(record_id=self.pk or 0).exists():
                raise ValidationError(
                    {
                        "key": f"“{self.key}” was the key of another "
                        f"{self._meta.verbose_name}, and its address still leads there. "
                        "Choose another key."
                    }
                )

    def clean_fields(self, exclude=None):
        derived = {field.name for field in derived_fields(type(self))}
        super().clean_fields(exclude={*(exclude or ()), *derived})

    def validate_constraints(self, exclude=None):
        """Folded names are checked although no form shows them, and an error whose code
        is the name of a field is shown at that field. Of spans `clean()` says more than
        their constraint, which stands guard where nothing is cleaned."""
        exclude = set(exclude or ())
        for field in derived_fields(type(self)):
            if isinstance(field, SpanDayField):
                exclude.add(field.name)
            else:
                exclude.discard(field.name)
        try:
            super().validate_constraints(exclude=exclude)
        except ValidationError as error:
            at_fields: dict[str, list] = {}
            for place, found in error.error_dict.items():
                for one in found:
                    known = one.code in {field.name for field in self._meta.fields}
                    at = one.code if known and one.code not in exclude else place
                    at_fields.setdefault(at, []).append(one)
            raise ValidationError(at_fields) from None

    def save(self, *args, **kwargs):
        if not self.key:
            fill_keys([self])
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = with_derived(type(self), kwargs["update_fields"])
        self._load_sources_of_derived()
        with transaction.atomic(using=kwargs.get("using")):
            self._keep_former_key()
            super().save(*args, **kwargs)

    def _load_sources_of_derived(self):
        """Of a record loaded in part, load what its derived columns are worked out from,
        and have Django write them: it leaves out what was not loaded."""
        deferred = self.get_deferred_fields()
        for field in derived_fields(type(self)) if deferred else ():
            missing = deferred.intersection(field.sources)
            if len(missing) < len(field.sources):
                if missing:
                    self.refresh_from_db(fields=missing)
                self.__dict__[field.attname] = None

    def _keep_former_key(self):
        if self.pk is None:
            return
        kind, before = (
            self._meta.model_name,
            type(self)._base_manager.filter(pk=self.pk),
        )
        old = before.values_list("key", flat=True).first()
        if old and old != self.key:
            FormerKey.objects.filter(kind=kind, key=self.key, record_id=self.pk).delete()
            FormerKey.objects.get_or_create(kind=kind, key=old, defaults={"record_id": self.pk})


class DatedQuerySet(RecordQuerySet):
    def on(self, day):
        """The rows that certainly or possibly hold on `day`.

        Says in SQL what `Span.on` says in Python; `record.span.on(day)` tells the two
        answers apart.
        """
        return self.filter(earliest_start__lte=day, latest_end__gte=day)

    def certainly_on(self, day):
        return self.filter(latest_start__lte=day, earliest_end__gte=day)

    def between(self, first, last):
        """The rows that may hold on some day from `first` to `last`, both included."""
        return self.filter(earliest_start__lte=last, latest_end__gte=first)

    def in_time_order(self):
        return self.order_by("earliest_start", "latest_end", "key")


class DatedRecord(Record):
    """A record that holds from its first day to its last, both included."""

    started_on = PartialDateField(
        "first day",
        blank=True,
        default=UNKNOWN,
        help_text="“25 October 2007”, “Oct 2007”, “2007” or “about 2006”; "
        "blank where it is not known.",
    )
    ended_on = PartialDateField(
        "last day",
        blank=True,
        default=OPEN,
        open_allowed=True,
        help_text="A date likewise, “present” while it still holds; "
        "blank where it has ended but nobody knows when, or where that is not known.",
    )
    seen_from = models.DateField(
        "seen from",
        null=True,
        blank=True,
        help_text="Where the first or last day is not known: a day on which a source "
        "shows that it held.",
    )
    seen_until = models.DateField("seen until", null=True, blank=True)
    earliest_start = SpanDayField()
    latest_start = SpanDayField()
    earliest_end = SpanDayField()
    latest_end = SpanDayField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(earliest_start__lte=F("latest_end"))
                & Q(earliest_start__lte=F("latest_start"))
                & Q(earliest_end__lte=F("latest_end")),
                name="%(class)s_span_is_possible",
                violation_error_message="The dates contradict each other: the end is "
                "before the start, or it was seen outside them.",
            )
        ]

    @property
    def span(self) -> Span:
        return Span(self.started_on, self.ended_on, self.seen_from, self.seen_until)

    def on(self, day) -> Holds:
        return self.span.on(day)

    def clean(self):
        super().clean()
        with suppress(ValueError):  # a date that can't be read has its own message
            if wrong := self.span.contradiction():
                at = "seen_until" if "seen" in wrong.lower() else "ended_on"
                raise ValidationError({at: wrong})


def refuse_cycle(record, name: str, words: str):
    """Raise ValidationError at field `name` if going up by it comes back to `record`.

    One query a storey; a chain longer than 50 counts as a circle.
    """
    above, seen = getattr(record, name), []
    while above is not None and len(seen) < 50:
        seen.append(str(above))
        if above.pk == record.pk or len(seen) == 50:
            way = " → ".join([str(record), *seen])
            raise ValidationError({name: f"{words} would go in a circle: {way}."})
        above = getattr(above, name)

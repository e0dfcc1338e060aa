from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import Q

from ..fields import FoldedField, LineField, PartialDateField, ProseField
from ..text import slug
from .kinds import Record


class Source(Record):
    """A document, page or data set from which facts were taken."""

    title = LineField(max_length=500)
    title_folded = FoldedField("title")
    publisher = LineField(blank=True)
    website = models.URLField("address", max_length=500, blank=True)
    archived = models.URLField("archived address", max_length=500, blank=True)
    published_on = PartialDateField("published on", blank=True, default="")
    accessed_on = models.DateField("accessed on", null=True, blank=True)
    license = LineField(
        blank=True,
        help_text="And the credit it asks for: “CC BY 4.0, FiveThirtyEight”.",
    )

    class Meta:
        ordering = ["title", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["website"],
                condition=~Q(website=""),
                name="source_address_is_listed_once",
                violation_error_code="website",
                violation_error_message="A source with this address is in the record already.",
            )
        ]

    def __str__(self):
        return self.title

    def key_parts(self):
        return slug(self.title)[:80]


class RecordIdField(models.PositiveBigIntegerField):
    """The id of a record of any kind. A fixture writes its kind and key instead."""

    def to_python(self, value):
        if isinstance(value, list):
            kind, key = value
            model = ContentType.objects.get_by_natural_key("registry", kind).model_class()
            return model._base_manager.get(key=key).pk
        return super().to_python(value)


class Citation(Record):
    """A source says so: of a whole record, or of one of its fields."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="cited")
    kind = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    record_id = RecordIdField()
    record = GenericForeignKey("kind", "record_id", for_concrete_model=False)
    field = models.CharField(
        max_length=60, blank=True, help_text="Blank: it bears out the whole record."
    )
    page = LineField(max_length=60, blank=True, help_text="“p. 3”, “par. 2”.")
    quotation = ProseField(max_length=4_000, blank=True, help_text="Its very words.")

    citations = None
    public_needs = ("source",)

    class Meta:
        ordering = ["kind", "record_id", "field", "key"]
        indexes = [models.Index(fields=["kind", "record_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "record_id", "field", "page"],
                name="citation_is_told_once",
                violation_error_code="source",
                violation_error_message="This source is cited here already for the same "
                "field and page.",
            )
        ]

    def __str__(self):
        return f"{self.source} {self.page}".strip()

    def key_parts(self):
        kind = self.kind.model
        return slug(f"{kind} {self.record.key} {self.field} {self.source.key}")[:180]

    def clean(self):
        super().clean()
        if self.field and self.kind_id:
            try:
                self.kind.model_class()._meta.get_field(self.field)
            except FieldDoesNotExist:
                plural = self.kind.model_class()._meta.verbose_name_plural
                raise ValidationError(
                    {"field": f"“{self.field}” is no field of {plural}."}
                ) from None

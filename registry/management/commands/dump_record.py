from django.core.management.base import BaseCommand
from django.core.serializers.json import Serializer
from django.db.models import ForeignKey

from registry.models import RECORDS, Edition
from registry.models.sources import RecordIdField


class RecordSerializer(Serializer):
    """Writes no database id: records by key, and a citation's record by kind and key."""

    def handle_field(self, obj, field):
        if isinstance(field, RecordIdField):
            self._current[field.name] = [obj.kind.model, obj.record.key]
        else:
            super().handle_field(obj, field)


class Command(BaseCommand):
    help = "Print the whole record as a fixture by natural keys, for loaddata."

    def handle(self, **options):
        objects = [one for model in RECORDS for one in in_order(model)]
        objects += Edition.objects.order_by("sheet__key", "number")
        RecordSerializer().serialize(
            objects,
            stream=self.stdout,
            indent=1,
            use_natural_foreign_keys=True,
            use_natural_primary_keys=True,
        )


def in_order(model) -> list:
    """All records of a kind by key, each after the one of its own kind that it names."""
    rest = list(model.objects.order_by("key"))
    own = [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is model
    ]
    ready, placed = [], set()
    while rest:
        free = [
            one for one in rest if all(getattr(one, name) in (*placed, None) for name in own)
        ]
        ready += free or rest
        placed.update(one.pk for one in free)
        rest = [one for one in rest if one.pk not in placed] if free else []
    return ready

"""Records that are saved and deleted one by one tell search so. What is written in bulk
says it itself (`imports`), or is followed by `manage.py index_record`."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.utils import timezone

from ..models import Edition, Meeting
from .keep import REACHES, make_pages, pages_of, written


def connect():
    for signal, receiver, sender in _wires():
        signal.connect(receiver, sender=sender)


def disconnect() -> bool:
    """For whoever writes much and makes the entries anew afterwards. Says whether saves
    told search until now."""
    told = [signal.disconnect(receiver, sender) for signal, receiver, sender in _wires()]
    return all(told)


def _wires():
    for model in REACHES:
        yield post_save, _saved, model
        yield pre_delete, _going, model
        yield post_delete, _gone, model
    for model, name in ((Meeting, "bodies"), (Edition, "bodies"), (Edition, "subjects")):
        yield m2m_changed, _linked, getattr(model, name).through


def _saved(sender, instance, raw, **kwargs):
    if not raw:  # a fixture: what a record points at may not be there yet
        written({sender: [instance.pk]}, at=timezone.now())


def _going(sender, instance, **kwargs):
    # With the record go its links, so where it shows is asked while it stands.
    instance.shown_on = pages_of({sender: [instance.pk]})


def _gone(sender, instance, **kwargs):
    make_pages(instance.shown_on, at=timezone.now())


def _linked(sender, instance, action, reverse, model, pk_set, **kwargs):
    linking = type(instance) if not reverse else model
    if action == "pre_clear":
        far = next(f for f in sender._meta.get_fields() if f.related_model is linking)
        near = next(f for f in sender._meta.get_fields() if f.related_model is type(instance))
        links = sender.objects.filter(**{near.name: instance})
        instance.shown_on = pages_of({linking: links.values_list(far.attname, flat=True)})
    elif action == "post_clear":
        make_pages(instance.shown_on, at=timezone.now())
    elif action in ("post_add", "post_remove"):
        ids = pk_set if reverse else [instance.pk]
        written({linking: ids}, at=timezone.now())

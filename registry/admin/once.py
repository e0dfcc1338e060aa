"""A form that was sent makes what it makes once, however often it arrives."""

import secrets
from hashlib import sha256

from django.utils import timezone

from ..models import SentForm
from ..models.desks import KEPT

ONCE = "_once"
# What differs between two sendings of the same words.
ASIDE = {ONCE, "csrfmiddlewaretoken"}


def token() -> str:
    """For a hidden field of a form, made anew each time that the form is shown."""
    return secrets.token_urlsafe(20)


def digest(request) -> str:
    """Of what was typed, files by name and size."""
    typed = sorted(
        (name, *values) for name, values in request.POST.lists() if name not in ASIDE
    )
    files = sorted((name, file.name, file.size) for name, file in request.FILES.items())
    return sha256(repr((typed, files)).encode()).hexdigest()


def earlier(request) -> SentForm | None:
    """What this form made when it came before."""
    sent = request.POST.get(ONCE, "")
    return SentForm.objects.filter(token=sent).first() if sent else None


def is_same(form: SentForm, request) -> bool:
    return form.digest == digest(request)


def said_before(form: SentForm) -> str:
    return (
        f"This form was sent before, and made “{form.made}”. Something else stands in it now: "
        "to add that too, save once more."
    )


def note(request, made: str, address: str):
    """Within the transaction that made it, so that both stand or neither does. Raises
    IntegrityError if the same form was quicker."""
    sent, at = request.POST.get(ONCE, ""), timezone.now()
    if sent:
        SentForm.objects.filter(at__lt=at - KEPT).delete()
        SentForm.objects.create(
            token=sent[:40], digest=digest(request), made=made[:500], address=address, at=at
        )

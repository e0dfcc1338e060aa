"""A form that was sent makes what it makes once, however often it arrives.

A second press and a page sent again carry the token of the first. After the back button the
browser asks for the page anew, so the token is another, but the words are the same: then
staff are asked whether they mean it.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from ..models import SentForm
from ..models.desks import KEPT

ONCE, AGAIN = "_once", "_again"
# What differs between two sendings of the same words.
ASIDE = {ONCE, AGAIN, "csrfmiddlewaretoken"}
JUST_NOW = timedelta(minutes=10)


def token() -> str:
    """For a hidden field of a form, made anew each time that the form is shown."""
    return secrets.token_urlsafe(20)


def digest(request) -> str:
    """Of who typed what on which page; files by name and size."""
    typed = sorted(
        (name, *values) for name, values in request.POST.lists() if name not in ASIDE
    )
    files = sorted((name, file.name, file.size) for name, file in request.FILES.items())
    of = (request.user.pk, request.path, typed, files)
    return sha256(repr(of).encode()).hexdigest()


def earlier(request) -> SentForm | None:
    """What this form made when it came before."""
    sent = request.POST.get(ONCE, "")
    return SentForm.objects.filter(token=sent).first() if sent else None


def is_same(form: SentForm, request) -> bool:
    return form.digest == digest(request)


def doubt(request, *, could_repeat=True) -> str:
    """What to ask before this form makes something; "" if nothing is doubtful. Where the
    record itself refuses a repetition, the same words may well be meant."""
    if before := earlier(request):
        return (
            f"This form was sent before: {before.made} Something else stands in it now; to "
            "add that too, save once more."
        )
    if not could_repeat or AGAIN in request.POST or ONCE not in request.POST:
        return ""
    since = timezone.now() - JUST_NOW
    same = SentForm.objects.filter(digest=digest(request), at__gt=since).first()
    if same is None:
        return ""
    return (
        f"You sent the same a few minutes ago: {same.made} To do it a second time, save once "
        "more."
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

"""The staff of the tests: one person for each role, and two editors."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from registry.acts.issue import freeze
from registry.acts.roles import ROLES, make_roles
from registry.prose import render

from .replay import once

# A real one takes half a second for each person who is hired or signs in.
QUICK_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def staff(name: str, role: str):
    user = get_user_model().objects.create_user(name, password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    # Permissions are kept on the object once asked for: hand out a fresh one.
    return get_user_model().objects.get(pk=user.pk)


def hire() -> dict[str, object]:
    """Staff by role, in lower case; "other editor" and "other publisher" beside them."""
    return once(_hire, app="auth")


def _hire():
    make_roles()
    people = {role.lower(): staff(role.lower(), role) for role in ROLES}
    people["other editor"] = staff("other-editor", "Editor")
    people["other publisher"] = staff("other-publisher", "Publisher")
    return people


def issue(sheet, *, at, **more):
    """Freeze the sheet as it reads, without the way through review."""
    return freeze(sheet, render(sheet), by=None, at=at, **more)

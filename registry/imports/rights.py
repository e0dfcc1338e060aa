"""Who may load, apply and undo sheets, and see whose."""

from ..models import ImportBatch
from ..models.imports import IMPORTED


def may(user, deed: str, kinds) -> bool:
    """May the user import, apply or undo sheets of each of these kinds?"""
    return all(user.has_perm(f"registry.{deed}_{kind}") for kind in kinds if kind in IMPORTED)


def not_allowed(user, deed: str, kinds) -> str:
    """Why the user may not; blank if they may."""
    words = {"import": "load", "apply": "apply", "undo": "undo"}[deed]
    lacking = [IMPORTED[kind] for kind in sorted(kinds) if not may(user, deed, [kind])]
    return f"You may not {words} sheets of {', '.join(lacking)}." if lacking else ""


def may_import_something(user) -> bool:
    return user.is_active and any(may(user, "import", [kind]) for kind in IMPORTED)


def may_see_all(user) -> bool:
    """Others' imports too, and those of the command, which are nobody's."""
    return user.has_perm("registry.view_importbatch")


def may_see(user, batch: ImportBatch) -> bool:
    own = batch.created_by_id is not None and batch.created_by_id == user.pk
    return own or may_see_all(user)

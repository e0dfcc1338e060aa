"""The roles of the office, as groups of permissions."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from ..models import RECORDS, Page

VIEWER, EDITOR, PUBLISHER, IMPORTER, ADMINISTRATOR = (
    "Viewer",
    "Editor",
    "Publisher",
    "Importer",
    "Administrator",
)
RECORD_KINDS = [model._meta.model_name for model in (*RECORDS, Page)]
SETTLED = ["decision", "columnmeaning"]
WRITES = [f"{act}_{kind}" for kind in RECORD_KINDS for act in ("add", "change", "delete")]
VIEWS = [f"view_{kind}" for kind in (*RECORD_KINDS, "edition")]

# What each role may do with records, beyond looking at them.
ROLES: dict[str, list[str]] = {
    VIEWER: [],
    EDITOR: WRITES,
    PUBLISHER: [*WRITES, "publish_factsheet"],
    IMPORTER: [
        *(f"{act}_{kind}" for kind in RECORD_KINDS for act in ("add", "change")),
        # What imports settled is looked at, and forgotten by deleting it.
        *(f"{act}_{kind}" for kind in SETTLED for act in ("view", "delete")),
    ],
    ADMINISTRATOR: [*WRITES, "publish_factsheet"],
}


@transaction.atomic
def make_roles():
    """Make the groups, or set them right."""
    in_registry = Permission.objects.filter(content_type__app_label="registry")
    for name, acts in ROLES.items():
        wanted = Q(codename__in=[*VIEWS, *acts]) & Q(content_type__app_label="registry")
        if name == IMPORTER:
            # An importer loads records; the text of sheets stays with editors.
            for deed in ("import_", "apply_", "undo_"):
                wanted |= Q(codename__startswith=deed, content_type__app_label="registry")
            wanted &= Q(codename="view_factsheet") | ~Q(codename__endswith="_factsheet")
        if name == ADMINISTRATOR:
            wanted |= Q(content_type__app_label="auth") | Q(pk__in=in_registry)
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(wanted))

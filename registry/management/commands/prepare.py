import secrets
from datetime import datetime, timedelta
from io import StringIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from registry.acts.roles import make_roles
from registry.imports.parts import forget_unapplied
from registry.models import RECORDS, Page, Record, SearchEntry

LOGIN = "staff"


def load_demonstration():
    """Load the fixture, and begin the history of its records: loaddata writes none. What a
    record that was emptied had of history stays as it is."""
    earlier = {
        model: model.history.aggregate(last=Max("history_id"))["last"] or 0 for model in RECORDS
    }
    call_command("loaddata", "demonstration", verbosity=0)
    # It tells of each kind that has a history already, whatever the verbosity.
    call_command("populate_history", auto=True, stdout=StringIO(), stderr=StringIO())
    begin_at(timezone.now(), earlier)


def begin_at(moment: datetime, earlier: dict[type[Record], int]):
    """Let all histories begin at one moment, from the last `earlier` row of each. Links to
    many write theirs as they are loaded: changes of records that are not there yet, before
    those to which they link."""
    for model, last_row in earlier.items():
        history = model.history.filter(history_id__gt=last_row)
        told = history.order_by("id", "-history_id").values_list("id", "history_id")
        last = {}
        for record, row in told:
            last.setdefault(record, row)
        history.exclude(pk__in=last.values()).delete()
        history.update(history_type="+", history_date=moment)


def load_pages():
    """Load the first words of the pages about the site, with their history."""
    call_command("loaddata", "pages", verbosity=0)
    call_command("populate_history", "registry.Page", stdout=StringIO(), stderr=StringIO())


class Command(BaseCommand):
    help = (
        "Bring the site to where it can be used: migrate, collect the static files, load "
        "the demonstration record into an empty database and the first words of the pages "
        "about the site, let search read it all, make a first staff login, forget imports "
        "that nobody applied. Safe to run again."
    )

    def handle(self, **options):
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        is_empty = not any(model.objects.exists() for model in RECORDS)
        if is_empty:
            load_demonstration()
            self.stdout.write("The demonstration record is loaded.")
        if not Page.objects.exists():
            load_pages()
            self.stdout.write("The pages about the site are loaded; staff may rewrite them.")
        if is_empty or not SearchEntry.objects.exists():
            call_command("index_record", stdout=StringIO())
        make_roles()
        self.make_login()
        forget_unapplied(timezone.now() - timedelta(days=settings.IMPORT_KEPT_DAYS))

    @transaction.atomic
    def make_login(self):
        users = get_user_model().objects
        if users.exists():
            return
        password = secrets.token_urlsafe(12)
        users.create_superuser(LOGIN, password=password)
        self.stdout.write(
            f"A staff login for /admin/ is made: {LOGIN} with password {password}\n"
            "It is not shown again; change it under “Change password”."
        )

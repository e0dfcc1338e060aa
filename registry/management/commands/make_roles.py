from django.core.management.base import BaseCommand

from registry.acts.roles import ROLES, make_roles


class Command(BaseCommand):
    help = "Make the groups of the office's roles, or set their permissions right."

    def handle(self, **options):
        make_roles()
        self.stdout.write(f"Roles: {', '.join(ROLES)}.")

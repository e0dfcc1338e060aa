from django.core.management.base import BaseCommand
from django.utils import timezone

from registry.search.keep import make_anew


class Command(BaseCommand):
    help = (
        "Make what search knows of the record anew. Needed after a restore or after rows "
        "were written past the site; else search keeps in step by itself."
    )

    def handle(self, **options):
        made = make_anew(at=timezone.now())
        self.stdout.write(f"Search knows {made:,} records.")

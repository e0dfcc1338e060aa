from django.core.management.base import BaseCommand

from registry.facts.warnings import all_warnings


class Command(BaseCommand):
    help = "List what is doubtful in the record: overlaps, attendance nothing covers, …"

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", help="list accepted warnings too, with reasons"
        )
        parser.add_argument(
            "--strict", action="store_true", help="exit with 1 if anything is not accepted"
        )

    def handle(self, **options):
        found = all_warnings()
        open_ones = [one for one in found if not one.accepted]
        for one in found if options["all"] else open_ones:
            kind = one.record._meta.verbose_name
            self.stdout.write(f"{kind} {one.record.key}: {one.message}")
            if one.accepted:
                self.stdout.write(f"    accepted: {one.accepted.reason}")
        accepted = len(found) - len(open_ones)
        self.stdout.write(f"{len(open_ones)} to look at, {accepted} accepted.")
        if options["strict"] and open_ones:
            raise SystemExit(1)

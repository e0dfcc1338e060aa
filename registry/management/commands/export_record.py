from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from registry.exports.files import FORMATS
from registry.exports.record import export_record

ENDINGS = sorted(set(FORMATS) - {"csv"})


class Command(BaseCommand):
    help = (
        "Write the whole record, unpublished records too, into one file, a table for each "
        f"kind. Its name says how: {', '.join(f'.{ending}' for ending in ENDINGS)}."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")

    def handle(self, *, file, **options):
        ending = Path(file).suffix.lower().removeprefix(".")
        if ending not in ENDINGS:
            wanted = ", ".join(f".{one}" for one in ENDINGS)
            raise CommandError(f"Name the file with one of these endings: {wanted}.")
        with export_record(ending) as found, open(file, "wb") as kept:
            while part := found.read(1 << 20):
                kept.write(part)
        self.stdout.write(f"The whole record is in {file}.")

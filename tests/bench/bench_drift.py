"""What 10,000 live fact sheets cost: saving a record, and looking for drift.

    make bench-drift                        SQLite, 10,000 sheets
    make bench-drift ARGS="1000"            that many
    DATABASE_URL=postgres://… SECRET_KEY=… make bench-drift

Every sheet is a copy of the demonstration's, with its edition and the facts that it read.
Told are CPU seconds of this process, medians, without any sheet but the first and with all
of them: one run, so the ratios hold whatever the machine. On a database of its own.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]


def seconds(act, times=9) -> float:
    spent = []
    for number in range(times):
        start = time.process_time()
        act(number)
        spent.append(time.process_time() - start)
    return median(spent)


def copies(count: int):
    """Of the first sheet and its edition, with their facts."""
    from registry.models import Edition, EditionFact, FactSheet

    sheet, edition = FactSheet.objects.get(), Edition.objects.get()
    facts = list(edition.facts.all())
    for start in range(0, count, 200):
        sheets = []
        for number in range(start, min(start + 200, count)):
            sheet.pk, sheet.key = None, f"copy-{number}"
            sheets.append(sheet.__class__(**_values(sheet)))
        FactSheet.objects.bulk_create(sheets)
        editions = []
        for one in sheets:
            edition.pk, edition.sheet = None, one
            editions.append(Edition(**_values(edition)))
        Edition.objects.bulk_create(editions)
        rows = []
        for one in editions:
            for fact in facts:
                fact.pk, fact.edition = None, one
                rows.append(EditionFact(**_values(fact)))
        EditionFact.objects.bulk_create(rows, batch_size=5_000)


def _values(record) -> dict:
    return {
        field.attname: getattr(record, field.attname)
        for field in record._meta.concrete_fields
        if not field.primary_key
    }


def measure() -> dict[str, float]:
    from django.utils import timezone

    from registry.acts.drift import look
    from registry.models import Drift, FactSheet, Official, Position

    read = Position.objects.get(key="secretary-of-state")
    unread = Official.objects.create(family_name=f"Nobody among {FactSheet.objects.count()}")

    def save(record, field):
        def act(number):
            setattr(record, field, f"{getattr(record, field).split(' #')[0]} #{number}")
            record.save()

        return act

    def look_now(_):
        look(at=timezone.now())

    title = read.title
    look_now(0)
    told = {
        "save a record that no sheet reads": seconds(save(unread, "family_name")),
        "save a record that every sheet reads": seconds(save(read, "title")),
        "first look after it": seconds(look_now, times=1),
        "differences found": Drift.objects.count(),
        "look again, nothing new": seconds(look_now, times=3),
    }
    read.title = title
    read.save()
    look_now(0)
    told["differences left when it is put right"] = Drift.objects.count()
    return told


def main(count: int):
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("loaddata", "demonstration", verbosity=0)
    few = measure()
    copies(count)
    many = measure()
    print(f"{'':44}{'1 sheet':>12}{count + 1:>10,} sheets")
    for what in few:
        print(f"{what:44}{few[what]:>12.4g}{many[what]:>17.4g}")
    print(json.dumps({"few": few, "many": many}))


if __name__ == "__main__":
    import django

    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pitf_site.settings")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("SECRET_KEY", "of a bench")
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)

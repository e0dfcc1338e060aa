"""How fast sheets come in, against stock django-import-export and against the floor.

    make bench-import                       SQLite, 1,000 and 10,000 rows
    make bench-import ARGS="100000"         that many rows
    DATABASE_URL=postgres://… make bench-import

Each way loads the same CSV of appointments by natural keys, with history: first all rows
are new, then none has changed, then every tenth has. *Stock* is a default Resource, preview
(dry run) and confirm; above 1,000 rows it is not run but reckoned at its pace there, unless
STOCK=1. The *floor* parses, reads each key map in one query, and writes with bulk_create
and history in one transaction. *Ours* is preview and apply: validation, differences, trace
and history included. Each runs in a process of its own; CPU seconds, and the most memory
that it holds for itself above what it held before. (What Linux maps of the database's file
is not counted: it is the kernel's, which takes it back when others need it.) Before that
each loads a sheet of twenty rows, as a process that serves has done: what Python and Django
work out once is paid for. COLD=1 leaves that out.
"""

import csv
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEADER = ["official", "position", "capacity", "started_on", "ended_on"]
TENURES = 20


def write_sheet(path: Path, rows: int, *, first=0, changed=False):
    """Positions with a line of holders each, so that no two overlap."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADER)
        for number in range(first, first + rows):
            position, turn = divmod(number, TENURES)
            start = date(1950, 1, 1) + timedelta(days=turn * 1000)
            end = start + timedelta(days=990 if changed and number % 10 == 0 else 999)
            official = (number * 7919) % max((first or rows) // 5, 1)
            out.writerow(
                [f"official-{official}", f"position-{position}", "confirmed", start, end]
            )


def fill(rows: int):
    from registry.models import Agency, Official, Position

    agency = Agency.objects.create(name="Office of Benchmarks", acronym="OB")
    Official.objects.bulk_create(
        [
            Official(
                key=f"official-{n}", family_name=f"Family{n}", name=f"Given{n} Family{n}",
                given_name=f"Given{n}", sort_name=f"Family{n}, Given{n}",
            )
            for n in range(max(rows // 5, 1))
        ],
        batch_size=2000,
    )  # fmt: skip
    Position.objects.bulk_create(
        [
            Position(key=f"position-{n}", title=f"Post {n}", agency=agency)
            for n in range(rows // TENURES + 1)
        ],
        batch_size=2000,
    )


# The three ways


def stock(path: Path):
    import tablib
    from import_export import fields, resources, widgets

    from registry.models import Appointment, Official, Position

    class AppointmentResource(resources.ModelResource):
        official = fields.Field(
            "official", "official", widgets.ForeignKeyWidget(Official, "key")
        )
        position = fields.Field(
            "position", "position", widgets.ForeignKeyWidget(Position, "key")
        )

        class Meta:
            model = Appointment
            fields = HEADER
            import_id_fields = ["official", "position", "started_on"]
            skip_unchanged = True

    data = tablib.Dataset().load(path.read_text(encoding="utf-8"), format="csv")
    preview = AppointmentResource().import_data(data, dry_run=True, use_transactions=True)
    assert not preview.has_errors() and not preview.has_validation_errors()
    AppointmentResource().import_data(
        data, dry_run=False, raise_errors=True, use_transactions=True
    )


def floor(path: Path):
    from django.db import transaction
    from simple_history.utils import bulk_create_with_history, bulk_update_with_history

    from registry.models import Appointment, Official, Position

    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with transaction.atomic():
        officials = dict(Official.objects.values_list("key", "pk"))
        positions = dict(Position.objects.values_list("key", "pk"))
        known = {
            (one.official_id, one.position_id, one.started_on): one
            for one in Appointment.objects.all()
        }
        new, changed = [], []
        for number, row in enumerate(rows):
            official, position = officials[row["official"]], positions[row["position"]]
            one = known.get((official, position, row["started_on"]))
            if one is None:
                new.append(
                    Appointment(
                        key=f"{row['position']}-{number}",
                        official_id=official,
                        position_id=position,
                        capacity=row["capacity"],
                        started_on=row["started_on"],
                        ended_on=row["ended_on"],
                    )
                )
            elif (one.capacity, one.ended_on) != (row["capacity"], row["ended_on"]):
                one.capacity, one.ended_on = row["capacity"], row["ended_on"]
                changed.append(one)
        if new:
            bulk_create_with_history(new, Appointment, batch_size=2000)
        if changed:
            fields = ["capacity", "ended_on"]
            bulk_update_with_history(changed, Appointment, fields, batch_size=500)


def ours(path: Path):
    from django.utils import timezone

    from registry.imports.batches import begin, confirm, plan_batch
    from registry.imports.sent import Options

    now, today = timezone.now(), timezone.localdate()
    options = Options(kind="appointments")
    batch = begin([(path, path.name)], options=options, by=None, at=now)
    shown = plan_batch(batch, today=today)
    assert not shown.plan.refused, shown.report["sheets"][0]["refused"][:3]
    done = confirm(batch, by=None, at=now, today=today)
    assert done.applied, done


WAYS = {"stock": stock, "floor": floor, "ours": ours}


# Each in a process of its own


def child(way: str, path: str, rows: str):
    import django

    django.setup()
    from django.db import connection

    WAYS[way].__globals__  # noqa: B018 (imports are paid for before the clock starts)
    import simple_history.utils  # noqa: F401

    import registry.imports.batches  # noqa: F401

    connection.ensure_connection()
    if not os.environ.get("COLD"):
        small = Path(path).with_name("twenty.csv")
        write_sheet(small, TENURES, first=int(rows))
        WAYS[way](small)
    before, most, done = own_memory(), [0.0], threading.Event()

    def watch():
        while not done.wait(0.02):
            most[0] = max(most[0], own_memory())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    start = time.process_time()
    WAYS[way](Path(path))
    used = time.process_time() - start
    done.set()
    watcher.join()
    print(json.dumps({"cpu": used, "memory": max(most[0] - before, 0)}))


def own_memory() -> float:
    """Megabytes that the process holds for itself."""
    _, _, told = Path("/proc/self/status").read_text().partition("RssAnon:")
    return int(told.split()[0]) / 1024


def child_fill(rows: str):
    import django

    django.setup()
    from django.core.management import call_command

    call_command("flush" if "DATABASE_URL_KEPT" in os.environ else "migrate", verbosity=0)
    fill(int(rows))


def measure(rows: int, way: str, folder: Path) -> dict[str, dict]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "pitf_site.settings"}
    environment["PYTHONPATH"] = str(ROOT)
    if not environment.get("DATABASE_URL"):
        environment["DATABASE_URL"] = f"sqlite:///{folder / f'{way}-{rows}.sqlite3'}"
        environment["SECRET_KEY"] = "bench"

    def run(*arguments) -> str:
        return subprocess.run(
            [sys.executable, __file__, *map(str, arguments)],
            env=environment, cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip

    if "postgres" in environment["DATABASE_URL"]:
        run("--empty")
    run("--fill", rows)
    found = {}
    for case, changed in (("new", False), ("unchanged", False), ("tenth changed", True)):
        path = folder / f"{way}-{rows}.csv"
        write_sheet(path, rows, changed=changed)
        found[case] = json.loads(run("--child", way, path, rows))
    return found


def child_empty():
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("flush", verbosity=0, interactive=False)


def main(sizes):
    out = io.StringIO()
    print(
        f"{'rows':>8} {'case':14} {'stock':>9} {'floor':>9} {'ours':>9} "
        f"{'× stock':>8} {'of floor':>8} {'memory':>8}"
    )
    pace: dict[str, float] = {}
    for rows in sizes:
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            results = {way: measure(rows, way, folder) for way in ("floor", "ours")}
            if rows <= 1000 or os.environ.get("STOCK"):
                results["stock"] = measure(rows, "stock", folder)
                pace = {case: one["cpu"] / rows for case, one in results["stock"].items()}
        for case, mine in results["ours"].items():
            floor_cpu = results["floor"][case]["cpu"]
            stock_cpu = pace[case] * rows if pace else float("nan")
            told = "" if "stock" in results else "~"
            print(
                f"{rows:>8,} {case:14} {told + format(stock_cpu, '.1f'):>9} {floor_cpu:>9.2f} "
                f"{mine['cpu']:>9.2f} {stock_cpu / mine['cpu']:>8.1f} "
                f"{mine['cpu'] / floor_cpu:>8.2f} {mine['memory']:>5.0f} MB",
                flush=True,
            )
    return out


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--child", way, path, rows]:
            child(way, path, rows)
        case ["--fill", rows]:
            child_fill(rows)
        case ["--empty"]:
            child_empty()
        case sizes:
            main([int(one) for one in sizes] or [1_000, 10_000])

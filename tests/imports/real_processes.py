"""Imports in processes that are killed, and in several at once, on a database of their own.

Run by `test_killed.py` with DATABASE_URL set; prints what it saw as JSON. Each child is a
process of its own (a fork) that ends itself with SIGKILL at a moment named by a function of
ours: nothing waits for a clock.
"""

import io
import json
import os
import signal
import threading
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.test.utils import override_settings, setup_test_environment

from registry import threads
from registry.imports import apply, batches, progress, undo, work, write
from registry.imports.batches import begin, plan_batch
from registry.imports.progress import at_work
from registry.imports.sent import Options
from registry.imports.work import ask, carry_on
from registry.models import RECORDS, Agency, ImportBatch, ImportPart, ImportRow, ImportWork

AT, TODAY = datetime(2026, 7, 1, 12, 0, tzinfo=UTC), date(2026, 7, 1)
SHEET = """acronym,name,parent,website
X0,Office of Old,,https://new.gov
X1,First Office,X0,
X2,Second Office,X1,
"""
# Where a process dies: after the n-th return of this function.
PLANNING = [(batches, "_read", 1), (batches.Trace, "__call__", 1), (batches, "report", 1)]
APPLYING = [
    (batches, "kept_plan", 1),
    (write, "keep_others_out", 1),
    (batches, "stamp", 2),
    (apply, "reserve", 1),
    (apply, "update", 1),
    (write, "write_history", 1),
    (apply, "insert", 1),
    (apply, "settle_trace", 1),
    (batches, "mark_applied", 1),
    (progress.Progress, "finish", 1),
]
UNDOING = [
    (undo, "what_it_did", 1),
    (undo, "put_back", 1),
    (undo, "remove", 1),
    (undo, "mark", 1),
    (progress.Progress, "finish", 1),
]


def the_record() -> list:
    """All that an import writes, as it stands."""
    kept = [list(model.objects.order_by("pk").values()) for model in RECORDS]
    kept += [list(m.history.order_by("history_id").values("history_id")) for m in RECORDS]
    kept.append(list(ImportPart.objects.order_by("pk").values("pk", "is_applied")))
    return kept


def the_batch(batch) -> list:
    rows = ImportRow.objects.filter(batch=batch).order_by("pk")
    told = ImportBatch.objects.filter(pk=batch.pk)
    return [
        told.values("state", "settled", "digest", "applied_at", "undone_at").get(),
        list(rows.values("record_id", "outcome", "undone")),
    ]


def page(browser, batch) -> str:
    return browser.get(f"/admin/registry/importbatch/{batch.pk}/change/").content.decode()


def in_a_process(deed):
    """Start it; the answer waits for its end and tells by which signal that came."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            deed()
        finally:
            os._exit(0)

    def ended() -> int:
        return os.WTERMSIG(os.waitpid(pid, 0)[1])

    return ended


def dying(place, name, turn, deed):
    """Do it in a process that dies in the given moment."""

    def child():
        original, calls = getattr(place, name), iter(range(1, 1_000))

        def deadly(*args, **kwargs):
            value = original(*args, **kwargs)
            if next(calls) == turn:
                os.kill(os.getpid(), signal.SIGKILL)
            return value

        setattr(place, name, deadly)
        deed()

    return in_a_process(child)()


def asked(batch, deed, by, **options):
    found = ask(batch, deed, by=by, at=AT, **options).pk
    return lambda: carry_on(found, at=AT, today=TODAY)


def new_batch(folder, text, by, name="sheet.csv") -> ImportBatch:
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(text)
    return begin([(path, name)], options=Options(), by=by, at=AT)


def killed(folder, boss, browser):
    """[what, moment, died, the record is as before, the batch is, what its page says]"""
    Agency.objects.create(name="Office of Old", acronym="X0")
    batch, seen = new_batch(folder, SHEET, boss), []
    words = ("This was interrupted, and nothing was", ">Applied.<", "records removed")

    def tell(what, moment, died, record, before):
        with at_work(batch.pk):  # the database has seen that its client is dead
            pass
        said = page(browser, batch)
        seen.append(
            [
                what,
                moment,
                died == signal.SIGKILL,
                the_record() == record,
                before is None or the_batch(batch) == before,
                [word for word in words if word in said],
            ]
        )

    def try_all(deed, moments, **options):
        record, before = the_record(), the_batch(batch) if deed != "plan" else None
        for place, name, turn in moments:
            died = dying(place, name, turn, asked(batch, deed, boss, **options))
            tell(deed, name, died, record, before)
        died = dying(work, "_do", 1, asked(batch, deed, boss, **options))
        tell(deed, "the end", died, record, before)
        batch.refresh_from_db()

    try_all("plan", PLANNING)
    try_all("apply", APPLYING, digest=batch.digest)
    try_all("undo", UNDOING)
    return seen


def begun_again(folder, boss, browser):
    """After a death in mid-apply, the button does the same again."""
    batch = new_batch(folder, "acronym,name\nY1,Later Office\n", boss)
    plan_batch(batch, today=TODAY)
    dying(apply, "insert", 1, asked(batch, "apply", boss, digest=batch.digest))
    with at_work(batch.pk):
        pass
    browser.post(f"/admin/registry/importbatch/{batch.pk}/again/")
    return [
        Agency.objects.filter(acronym="Y1").count(),
        ImportWork.objects.count(),
        "Applied." in page(browser, batch),
    ]


def at_once(folder, boss, browser):
    """Two apply sheets that say different things of the same office, at the same time."""
    outcomes = []
    for turn in range(3):
        sheets = [
            f"acronym,name,website\nZ{turn},Office {turn},https://{n}.gov\n" for n in "ab"
        ]
        pair = [new_batch(folder, text, boss) for text in sheets]
        for batch in pair:
            plan_batch(batch, today=TODAY)
        deeds = [asked(batch, "apply", boss, digest=batch.digest) for batch in pair]
        out, into = os.pipe()

        def when_told(deed, out=out):
            def child():
                os.read(out, 1)
                deed()

            return child

        ends = [in_a_process(when_told(deed)) for deed in deeds]
        os.write(into, b"go")
        died = [end() for end in ends]
        for batch in pair:
            batch.refresh_from_db()
        pair.sort(key=lambda batch: batch.state)
        told = [[batch.state, batch.said] for batch in pair]
        office = Agency.objects.get(acronym=f"Z{turn}")
        won = office.history.get().import_batch_id == pair[0].pk
        loser = pair[1].rows.get()
        outcomes.append([died, told, won, loser.outcome, loser.changes[0][0]])
    return outcomes


def in_a_thread(folder, boss, browser):
    return sent_and_applied(browser, "T", lambda: None)


def in_turn(folder, boss, browser):
    """While a long sheet is worked on in a thread, another long one waits; a short one that
    the request does itself must not."""
    with threads.TURN:
        with override_settings(IMPORT_ROWS_AT_ONCE=0):
            long = sent(browser, "L")
        short = sent(browser, "S")
        said = [page(browser, long), page(browser, short)]
    wait_for_threads()
    return [
        "It waits for its turn." in said[0],
        "1 row: 1 new" in said[1],
        "1 row: 1 new" in page(browser, long),
    ]


def by_a_worker(folder, boss, browser):
    backend = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    with override_settings(TASKS=backend):
        return sent_and_applied(
            browser,
            "W",
            lambda: call_command("db_worker", batch=True, startup_delay=False, verbosity=0),
        )


def sent(browser, name) -> ImportBatch:
    file = io.BytesIO(f"acronym,name\n{name}1,Office {name}\n".encode())
    file.name = "long.csv"
    browser.post("/admin/registry/importbatch/add/", {"file": file})
    return ImportBatch.objects.latest("pk")


def wait_for_threads():
    for one in threading.enumerate():
        if one.name.startswith("task"):
            one.join()


def sent_and_applied(browser, name, somebody_works):
    def wait():
        somebody_works()
        wait_for_threads()

    with override_settings(IMPORT_ROWS_AT_ONCE=0):
        batch = sent(browser, name)
        wait()
        shown = page(browser, batch)
        batch.refresh_from_db()
        browser.post(f"/admin/registry/importbatch/{batch.pk}/apply/", {"digest": batch.digest})
        wait()
    return [
        "1 row: 1 new" in shown,
        "Applied." in page(browser, batch),
        Agency.objects.filter(acronym=f"{name}1").count(),
    ]


@contextmanager
def boss_and_browser():
    setup_test_environment()
    boss = get_user_model().objects.create_superuser("boss", password="x")
    browser = Client()
    browser.force_login(boss)
    yield boss, browser


def main(folder):
    call_command("migrate", verbosity=0)
    cases = (killed, begun_again, at_once, in_a_thread, in_turn, by_a_worker)
    with boss_and_browser() as (boss, browser):
        told = {case.__name__: case(folder, boss, browser) for case in cases}
    print(json.dumps(told))

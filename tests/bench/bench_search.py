"""What a search costs in a large record, beside a look-up by primary key.

    make bench-search                       SQLite, 200,000 officials and 100,000 meetings
    make bench-search ARGS="20000"          that many officials, and half as many meetings
    DATABASE_URL=postgres://… make bench-search     empties that database first

The questions are asked in turn, round after round, so that the ratios hold on a machine
that does other things too. A question is asked as the page asks it: found, checked for what
is public, ranked, counted, and the twenty best with their snippets.
"""

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from itertools import product
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROUNDS = 15
QUESTIONS = {
    "a name": "Condoleezza Rice",
    "a misspelt name": "Condoleeza Rice",
    "a family name of many": "Bakaro",
    "the beginning of a name": "Cond",
    "an acronym": "OIG",
    "two words of many meetings": "coordination 2004",
    "a word of every third record": "official",
    "a word of nearly all records": "meeting",
    "nothing like it": "xyzzyx",
}


def names(count: int):
    """As many different names as in a real list: few given names, many family names."""
    parts = [f"{c}{v}" for c, v in product("bdfgklmnprst", "aeiou")]
    families = ["".join(three).title() for three in product(parts, repeat=3)]
    given = [a.title() + b for a, b in product(parts[:20], parts[20:30])]
    for number in range(count):
        yield given[number % len(given)], families[number * 7919 % 40_000]


def fill(count: int):
    from registry.models import Agency, Body, Meeting, Official, Topic

    state = Agency.objects.create(name="Department of State", acronym="State")
    Agency.objects.bulk_create(
        Agency(
            key=f"oig-{n}",
            name=f"Office of Inspector General {n}",
            acronym="OIG",
            parent=state,
        )
        for n in range(19)
    )
    body = Body.objects.create(name="Coordination Group", acronym="CG", kind="council")
    Official.objects.create(given_name="Condoleezza", family_name="Rice")
    Official.objects.bulk_create(
        (
            Official(
                key=f"official-{n}",
                given_name=given,
                family_name=family,
                name=f"{given} {family} {n}",
                biography="A career official." if n % 3 == 0 else "",
            )
            for n, (given, family) in enumerate(names(count))
        ),
        batch_size=2_000,
    )
    first = date(1990, 1, 1)
    Meeting.objects.bulk_create(
        (
            Meeting(
                key=f"meeting-{n}",
                held_on=(first + timedelta(days=n % 10_000)).isoformat(),
                status="held",
            )
            for n in range(count // 2)
        ),
        batch_size=2_000,
    )
    meetings = Meeting.objects.order_by("pk").values_list("pk", flat=True)
    through = Meeting.bodies.through
    through.objects.bulk_create(
        (through(meeting_id=pk, body=body) for pk in meetings), batch_size=2_000
    )
    Topic.objects.bulk_create(
        (
            Topic(key=f"topic-{pk}", meeting_id=pk, title=f"Coordination of item {pk % 500}")
            for pk in meetings
        ),
        batch_size=2_000,
    )


def main(count: int):
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from registry.models import Official, SearchEntry
    from registry.search.ask import Question, nearest, search, with_texts
    from registry.search.keep import make_anew

    call_command("migrate", verbosity=0)
    if connection.vendor == "postgresql":
        call_command("flush", verbosity=0, interactive=False)
    fill(count)
    start = time.perf_counter()
    made = make_anew(at=timezone.now())
    took = time.perf_counter() - start
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"{connection.vendor}: {made:,} entries made in {took:.0f} s ({made / took:,.0f}/s)")

    def ask(text):
        answer = search(Question(text), at=timezone.now())
        terms = Question(answer.corrected or text).terms
        for hit in with_texts(answer.hits[:20], terms):
            _ = hit.title, hit.context, hit.snippet, hit.also
        _ = answer.kinds, answer.years, answer.bodies
        return f"{len(answer.hits):,}{'+' if answer.is_cut else ''}"

    pks = list(Official.objects.values_list("pk", flat=True)[:1_000])
    ways = {"a look-up by primary key": lambda: Official.objects.get(pk=pks[len(took_by) % 99])}
    ways |= {what: lambda text=text: ask(text) for what, text in QUESTIONS.items()}
    ways["the nearest to a key"] = lambda: len(
        nearest("official", "condoleeza-rice", at=timezone.now())
    )
    took_by, said = {what: [] for what in ways}, {}
    for _ in range(ROUNDS):
        for what, way in ways.items():
            start = time.perf_counter()
            said[what] = way()
            took_by[what].append(time.perf_counter() - start)
    base = statistics.median(took_by["a look-up by primary key"])
    print(f"{'':32} {'found':>8} {'median':>9} {'worst':>9} {'look-ups':>9}")
    for what, times in took_by.items():
        middle, found = statistics.median(times), said[what]
        shown = "" if isinstance(found, Official) else found
        print(
            f"{what:32} {shown:>8} {middle * 1e3:>6.1f} ms {max(times) * 1e3:>6.1f} ms "
            f"{middle / base:>9.0f}"
        )
    assert SearchEntry.objects.count() == made


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pitf_site.settings")
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("SECRET_KEY", "bench")
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)

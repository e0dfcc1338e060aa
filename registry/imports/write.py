"""Writing a plan in sets: rows, their history, their links. Each in a few statements, all
within the caller's transaction."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from time import monotonic
from types import SimpleNamespace

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction

from ..models import RECORDS, ExternalId, ImportBatch, Record, SheetEvent
from ..models.kinds import FormerKey, fill_keys, with_derived
from ..vocabulary import SheetAct
from .registers import CHUNK, Register
from .rows import Refused

PATIENCE = 15.0  # seconds that an import waits for others to finish
AT_ONCE, IN_TURN = "500ms", "3s"  # that it waits for all tables together, and for one alone
IMPORTS = 2007_1025  # the lock that imports wait for each other by


@contextmanager
def alone() -> Iterator[None]:
    """The transaction in which records are written in sets: nobody else writes them until
    it ends. Raises Refused if others don't stop writing."""
    with transaction.atomic():
        keep_others_out()
        yield


def keep_others_out():
    """Until the transaction ends. SQLite has one pen anyway. On PostgreSQL imports wait for
    each other, then for people, then for the server's own vacuum. A second after somebody
    began to wait the server looks for deadlocks and ends one of them, so while several
    tables are waited for together nothing is held as long as that; its vacuum, in turn,
    gives way only to who has waited so long, so each table is then waited for alone."""
    if connection.vendor != "postgresql":
        return
    tables = [
        connection.ops.quote_name(model._meta.db_table) for model in (*RECORDS, ExternalId)
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORTS])
    end = monotonic() + PATIENCE
    while not _lock(tables, AT_ONCE, keep=True):
        for table in tables:
            _lock([table], IN_TURN, keep=False)
        if monotonic() > end:
            raise Refused(
                "",
                "Others are changing the record just now, so nothing was done. Try it again.",
            )


def _lock(tables: list[str], wait: str, keep: bool) -> bool:
    """Whether nobody else writes these tables, and nobody will if they are to be kept."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{wait}'")
            cursor.execute(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
            if not keep:
                transaction.set_rollback(True)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "55P03":  # waited too long
            raise
        return False
    return True


def stamp() -> list[list[int]]:
    """Equal only as long as nobody has changed any record. The last of the history is not
    enough: who began to write before may end after."""
    with connection.cursor() as cursor:
        cursor.execute(_how_far())
        return [list(row) for row in sorted(cursor.fetchall())]


@cache
def _how_far() -> str:
    """Of each history its place, its last row and how many they are. Django takes longer to
    put 23 questions into words than the database to answer them."""
    quote = connection.ops.quote_name
    tables = [quote(model.history.model._meta.db_table) for model in RECORDS]
    return " UNION ALL ".join(
        f"SELECT {place}, COALESCE(MAX(history_id), 0), COUNT(*) FROM {table}"
        for place, table in enumerate(tables)
    )


class Times:
    """Who writes, when, and for which import: what each history row says."""

    def __init__(self, batch: ImportBatch | None, by, at, reason: str):
        self.batch, self.by, self.at, self.reason = batch, by, at, reason[:100]


def reserve(model, count: int) -> int:
    """Set `count` ids aside; the first of them is the answer plus one. No one else takes
    an id between, since we are `alone`."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = f"pg_get_serial_sequence('\"{table}\"', 'id')"
            cursor.execute(f"SELECT nextval({sequence})")
            last = cursor.fetchone()[0] - 1
            cursor.execute(f"SELECT setval({sequence}, %s)", [last + max(count, 1)])
            return last
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        return row[0] if row else 0


def insert_rows(table: str, columns: Iterable[str], rows: list):
    """Store all rows, in one statement where the database has one for that."""
    quote = connection.ops.quote_name
    into = f"{quote(table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with (
                connection.wrap_database_errors,
                cursor.copy(f"COPY {into} FROM STDIN") as copy,
            ):
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("%s" for _ in columns)
        cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)


def insert(register: Register, real: "RealIds", times: Times):
    """Store the new records of one kind, with keys, derived columns and history."""
    new = register.new
    if not new:
        return
    model, base = register.model, real.bases[register.kind]
    row_of = Columns(register)
    keys, numbers = all_keys(model), {}
    for start in range(0, len(new), CHUNK):
        part = new[start : start + CHUNK]
        rows = [real.values(register, one) for one in part]
        at_key = register.place["key"]
        nameless = [values for values in rows if not values[at_key]]
        real.learn_keys(register, nameless)
        shapes = [row_of.shape(values, real) for values in nameless]
        keys.update(values[at_key] for values in rows)
        fill_keys(shapes, model=model, taken=keys, numbers=numbers)
        for values, shape in zip(nameless, shapes, strict=True):
            values[at_key] = shape.key
        for temporary, values in zip(part, rows, strict=True):
            register.records[temporary][at_key] = values[at_key]
        row_of.insert(rows)
    write_history(model, "+", times, first=base + 1, last=base - min(new))


class Columns:
    """All columns of a table, derived ones too, as the database takes them. What a value
    becomes is worked out once: the same few come again and again."""

    def __init__(self, register: Register):
        self.register, self.model = register, register.model
        self.columns = []
        for field in self.model._meta.concrete_fields:
            place = register.place.get(field.attname)
            plain = field.is_relation or field.name in ("id", "key")
            self.columns.append((field, place, None if plain else {}))
        self.as_instance = self.model.key_parts is Record.key_parts

    def insert(self, rows: list[list]):
        columns = [field.column for field, _, _ in self.columns]
        rows = [self.row(values) for values in rows]
        insert_rows(self.model._meta.db_table, columns, rows)

    def row(self, values: list) -> list:
        derived = self.register.rules.derived
        row = []
        for field, place, known in self.columns:
            value = derived(field.name, values) if place is None else values[place]
            if known is not None:
                stored = known.get(value, known)
                if stored is known:
                    if len(known) > 20_000:
                        known.clear()
                    stored = known[value] = field.get_db_prep_save(value, connection)
                value = stored
            row.append(value)
        return row

    def shape(self, values: list, real: "RealIds"):
        """As much of the record as its key is made of."""
        if self.as_instance:
            record = self.model(
                **dict(zip(self.register.names, values, strict=True)),
            )
            record._state.fields_cache.update(real.stubs(self.register, values))
            return record
        shape = SimpleNamespace(**dict(zip(self.register.names, values, strict=True)))
        shape.__dict__.update(real.stubs(self.register, values))
        shape.key_parts = partial(self.model.key_parts, shape)
        return shape


def update(register: Register, real: "RealIds", times: Times, also: set[int] = frozenset()):
    """Store the changed records of one kind. `also` changed in their links only."""
    changed, model = register.changed, register.model
    touched = set()
    for record_id in changed:
        was, now = register.stored[record_id], register.records[record_id]
        touched |= {
            n for n, old, new in zip(register.names, was, now, strict=True) if old != new
        }
    fields = [model._meta.get_field(name).name for name in touched]
    for start in range(0, len(changed), CHUNK):
        records = [
            model(**dict(zip(register.names, real.values(register, one), strict=True)))
            for one in changed[start : start + CHUNK]
        ]
        model._base_manager.bulk_create(
            records,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=with_derived(model, fields),
        )
    write_history(model, "~", times, ids=sorted({*changed, *also}))


def write_history(model, sign: str, times: Times, *, first=None, last=None, ids=None):
    """One history row for each record as it stands, in sets."""
    history = model.history.model
    quote = connection.ops.quote_name
    tracked = [
        field.column
        for field in history._meta.concrete_fields
        if field.name in {one.name for one in history.tracked_fields}
    ]
    columns = ", ".join(quote(name) for name in tracked)
    extra = ["history_date", "history_type", "history_user_id", "history_change_reason"]
    extra.append("import_batch_id")
    into = (
        f"INSERT INTO {quote(history._meta.db_table)} ({columns}, "
        f"{', '.join(map(quote, extra))}) SELECT {columns}, %s, %s, %s, %s, %s "
        f"FROM {quote(model._meta.db_table)} WHERE "
    )
    said = [
        connection.ops.adapt_datetimefield_value(times.at),
        sign,
        times.by.pk if times.by else None,
        times.reason,
        times.batch.pk if times.batch else None,
    ]
    with connection.cursor() as cursor:
        if ids is None:
            cursor.execute(into + "id BETWEEN %s AND %s ORDER BY id", [*said, first, last])
            return
        for start in range(0, len(ids), CHUNK):
            part = ids[start : start + CHUNK]
            marks = ", ".join(["%s"] * len(part))
            cursor.execute(into + f"id IN ({marks}) ORDER BY id", [*said, *part])


def all_keys(model) -> set[str]:
    former = FormerKey.objects.filter(kind=model._meta.model_name)
    keys = set(model._base_manager.values_list("key", flat=True).iterator())
    return keys | set(former.values_list("key", flat=True).iterator())


class RealIds:
    """From the negative ids of a plan to those of the stored records."""

    def __init__(self):
        self.bases: dict[str, int] = {}
        self._stubs: dict[str, dict[int, Keyed]] = defaultdict(dict)  # kind -> id -> key

    def of(self, kind: str, record_id: int | None) -> int | None:
        if record_id is None or record_id > 0:
            return record_id
        return self.bases[kind] - record_id

    def values(self, register: Register, record_id: int) -> list:
        values = list(register.records[record_id])
        values[0] = self.of(register.kind, record_id)
        for place, kind in register.link_places:
            if values[place] is not None and values[place] < 0:
                values[place] = self.of(kind, values[place])
        for kind_place, place in register.generic:
            values[place] = self.of(kind_of(values[kind_place]).model, values[place])
        return values

    def learn_keys(self, register: Register, rows: list[list]):
        """Read the keys of all that these rows link to."""
        wanted: dict[type[Record], set[int]] = defaultdict(set)
        for _, place, model in register.key_links:
            wanted[model] |= {values[place] for values in rows}
        for kind_place, place in register.generic:
            for values in rows:
                wanted[kind_of(values[kind_place]).model_class()].add(values[place])
        for model, ids in wanted.items():
            known = self._stubs[model._meta.model_name]
            stored = model._base_manager.filter(pk__in=ids - known.keys() - {None})
            known.update((pk, Keyed(key)) for pk, key in stored.values_list("pk", "key"))

    def stubs(self, register: Register, values: list) -> dict:
        """What a key is made of, of the records that this one links to: their keys."""
        found = {}
        for name, place, model in register.key_links:
            found[name] = self._stubs[model._meta.model_name].get(values[place])
        for kind_place, place in register.generic:
            kind = found["kind"] = kind_of(values[kind_place])
            found["record"] = self._stubs[kind.model][values[place]]
        return found


kind_of = ContentType.objects.get_for_id


class Keyed:
    """A linked record, as far as a key needs it."""

    __slots__ = ("key",)

    def __init__(self, key):
        self.key = key


def link_lists(planner, real: RealIds, times: Times):
    for links in planner.lists.values():
        pairs = [
            links.through(
                **{
                    links.mine: real.of(links.kind, one),
                    links.theirs: real.of(links.other_kind, other),
                }
            )
            for one, other in links.added
        ]
        links.through.objects.bulk_create(pairs, batch_size=CHUNK)
    write_list_history(times, [m for m in LISTING if m._meta.model_name in planner.registers])


# Kinds that are linked to several others of a kind, which their history tells too.
LISTING = [model for model in RECORDS if model._meta.many_to_many]


def write_list_history(times: Times, models):
    """Beside each history row that this batch wrote now: what its record is linked to."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model in models:
            history = model.history.model
            tables = {one.related_model.__name__: one for one in history._meta.related_objects}
            for field in model._meta.many_to_many:
                through = field.remote_field.through
                beside = tables[f"Historical{model.__name__}_{field.name}"].related_model
                mine = quote(field.m2m_column_name())
                theirs = quote(field.m2m_reverse_name())
                cursor.execute(
                    f"INSERT INTO {quote(beside._meta.db_table)} "
                    f"(id, {mine}, {theirs}, history_id) "
                    f"SELECT t.id, t.{mine}, t.{theirs}, h.history_id "
                    f"FROM {quote(through._meta.db_table)} t "
                    f"JOIN {quote(history._meta.db_table)} h ON h.id = t.{mine} "
                    "WHERE h.import_batch_id = %s AND h.history_date = %s "
                    "ORDER BY t.id",
                    [times.batch.pk, connection.ops.adapt_datetimefield_value(times.at)],
                )


def note_writers(planner, real: RealIds, times: Times):
    """Who loads the text of a fact sheet has written it: its log says so, since a second
    person should issue it."""
    register = planner.registers.get("factsheet")
    touched = [*register.new, *register.changed] if register else ()
    note_edits(
        {real.of("factsheet", one): register.get(one, "stage") for one in touched}, times
    )


def note_edits(stages: dict[int, str], times: Times):
    """In the logs of fact sheets, given by id with the stage in which each is."""
    SheetEvent.objects.bulk_create(
        [
            SheetEvent(
                sheet_id=sheet,
                act=SheetAct.EDIT,
                stage=stage,
                remark=times.reason,
                by=times.by,
                at=times.at,
            )
            for sheet, stage in stages.items()
        ]
    )


def keep_office_ids(planner, real: RealIds):
    ExternalId.objects.bulk_create(
        [
            ExternalId(kind=kind, office_id=office_id, record_id=real.of(kind, record_id))
            for kind, register in planner.registers.items()
            for office_id, record_id in register.new_office_ids.items()
        ],
        batch_size=CHUNK,
    )

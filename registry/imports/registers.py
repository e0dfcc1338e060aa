"""All that is known of one kind while sheets are planned: what is stored, and what the
rows so far would make of it.

A planned record has a negative id until it is stored, so a later row can name it like any
other. Nothing here writes.
"""

from collections.abc import Callable
from functools import cached_property
from itertools import count, islice
from operator import itemgetter
from types import SimpleNamespace

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import EmptyResultSet, ValidationError
from django.db.models import (
    BooleanField,
    CharField,
    CheckConstraint,
    DateField,
    ExpressionWrapper,
    F,
    Field,
    Lookup,
    Q,
    TextField,
    UniqueConstraint,
)

from ..fields import Derived
from ..models import ExternalId
from ..models.kinds import derived_fields
from .matching import Matcher

CHUNK = 2_000
# Kinds of which only that is read which hangs on the records that a sheet names. What these
# are is told for a chunk of rows at once (`Recipe.owners`) and, of those that were not
# foreseen, when they are asked for.
SCOPES = {
    "appointment": "official",
    "alias": "official",
    "vacancy": "position",
    "seat": "body",
    "designation": "seat__body",
    "legalbasis": "body",
    "topic": "meeting",
    "attendance": "meeting",
    "document": "meeting",
    "photo": "meeting",
    "citation": "record_id",
}


class Among(Lookup):
    """IN, of thousands of ids, which stand in the query as numbers: as parameters each is
    looked at several times on its way, which costs more than to find the records."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        if not self.rhs:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN ({', '.join(str(int(one)) for one in self.rhs)})", params


class ReadOnce(dict):
    """What stored values say, each read once."""

    def __init__(self, read: Callable):
        super().__init__({None: None})
        self.read = read

    def __missing__(self, stored):
        value = self[stored] = self.read(stored)
        return value


class Register:
    """The records of one kind by id, each a list of values in the order of `names`."""

    def __init__(self, model, *, scope: str | None = None):
        self.model = model
        self.kind = model._meta.model_name
        self.fields = [f for f in model._meta.concrete_fields if not isinstance(f, Derived)]
        self.names = [field.attname for field in self.fields]
        self.place = {name: place for place, name in enumerate(self.names)}
        # Links go by either name: "agency" and "agency_id".
        self.place |= {field.name: self.place[field.attname] for field in self.fields}
        self.field_of = {f.name: f for f in self.fields} | {f.attname: f for f in self.fields}
        self.defaults = [None if f.primary_key else f.get_default() for f in self.fields]
        # A citation's kind is none of the record's own kinds.
        links = [f for f in self.fields if f.is_relation and f.related_model is not ContentType]
        self.link_places = [
            (self.place[f.attname], f.related_model._meta.model_name) for f in links
        ]
        # A citation links to a record of any kind: where its kind stands, and its id.
        generic = [f for f in model._meta.private_fields if isinstance(f, GenericForeignKey)]
        self.generic = [(self.place[f.ct_field], self.place[f.fk_field]) for f in generic]
        self.key_links = [(f.name, self.place[f.attname], f.related_model) for f in links]
        # Of these SQLite keeps 0 and 1, and text. They come as they are kept, and each value
        # is read once: to read each of them in each row costs more than the query.
        plain = [f for f in self.fields if type(f) in (BooleanField, DateField)]
        self.read_here = [(self.place[f.attname], ReadOnce(f.to_python)) for f in plain]
        self.read_as = [
            ExpressionWrapper(F(f.attname), Field()) if f in plain else f.attname
            for f in self.fields
        ]
        self.text_places = [
            self.place[f.attname] for f in self.fields if isinstance(f, (CharField, TextField))
        ]
        self.scope = scope
        self.in_scope: set[int] = set()
        self.owner = f"{scope}_id" if scope in self.field_of else scope
        if self.owner not in self.names:
            self.owner = None  # hangs on it through another record
        self.all_loaded = False
        self.records: dict[int, list] = {}
        self.stored: dict[int, tuple] = {}  # as they stand, of those that would change
        # Record -> sheet and number of the row that it stands for, and what tells its
        # cells from others.
        self.origin: dict[int, tuple[int, int, int]] = {}
        self.by: dict[tuple[str, ...], dict] = {}
        self.keys_made: dict[tuple[str, ...], Callable[[list], tuple]] = {}
        self.rules = Rules(self)
        self._next = count(1)
        self._matcher: Matcher | None = None
        self._texts: dict[str, str] = {}
        self.new_office_ids: dict[str, int] = {}
        self._numbers: dict[int, list[str]] | None = None

    # Reading what is stored

    @cached_property
    def office_ids(self) -> dict[str, int]:
        known = ExternalId.objects.filter(kind=self.kind)
        return dict(known.values_list("office_id", "record_id"))

    def load(self, scope_ids=None):
        """Read what is stored: all of it, or that which hangs on `scope_ids`."""
        if self.all_loaded:
            return
        rows = self.model._base_manager.all()
        if self.scope is None:
            self.all_loaded = True
        else:
            wanted = {one for one in scope_ids if one and one > 0} - self.in_scope
            self.in_scope.update(scope_ids)
            if not wanted:
                return
            rows = rows.filter(Among(F(self.scope), wanted))
        self._keep(rows)

    def load_keys(self, keys: set[str]):
        """Read those of these keys too, whatever they hang on."""
        if keys and not self.all_loaded:
            self._keep(self.model._base_manager.filter(key__in=keys))

    def load_numbers(self, numbers: set[str]):
        """Read those that the office numbers so, whatever they hang on."""
        if numbers and not self.all_loaded:
            ids = {self.office_ids.get(one) for one in numbers} - {None, *self.records}
            self._keep(self.model._base_manager.filter(Among(F("pk"), ids)))

    def _keep(self, rows):
        rows = rows.order_by("pk").values_list(*self.read_as).iterator(chunk_size=CHUNK)
        while chunk := list(islice(rows, CHUNK)):
            # Column by column, which takes a third of the time of value by value.
            chunk = [row for row in chunk if row[0] not in self.records]
            columns = list(zip(*chunk, strict=True))
            if not columns:
                continue
            same = self._texts.setdefault  # equal texts are kept once
            for place in self.text_places:
                columns[place] = map(same, columns[place], columns[place])
            for place, read in self.read_here:
                columns[place] = map(read.__getitem__, columns[place])
            records = {values[0]: values for values in map(list, zip(*columns, strict=True))}
            self.records |= records
            if self.by:
                for record_id, values in records.items():
                    self._index(record_id, values)

    @property
    def matcher(self) -> Matcher:
        if self._matcher is None:
            self._matcher = Matcher(self.model, external_ids=self.office_ids)
        return self._matcher

    # Finding

    def index(self, names: tuple[str, ...]) -> dict[tuple, "int | list[int]"]:
        """Ids by the values of the columns `names`; a derived name is worked out. Nearly
        every key has one id, so only several make a list."""
        found = self.by.get(names)
        if found is None:
            found = self.by[names] = {}
            key_of = self.key_of(names)
            for record_id, values in self.records.items():
                _put(found, key_of(values), record_id)
        return found

    def find(self, names: tuple[str, ...], *wanted) -> list[int]:
        if self.owner in names and (owner := wanted[names.index(self.owner)]) is not None:
            if owner not in self.in_scope:
                self.load({owner})
        found = self.index(names).get(wanted)
        if found is None:
            return NONE
        return found if type(found) is list else [found]

    def key_of(self, names: tuple[str, ...]) -> Callable[[list], tuple]:
        """Makes of a record's values its key in the index of these names."""
        made = self.keys_made.get(names)
        if made is None:
            made = self.keys_made[names] = self._key_of(names)
        return made

    def _key_of(self, names):
        place = self.place
        if len(names) > 1 and all(name in place for name in names):
            return itemgetter(*[place[name] for name in names])

        def key(values):
            return tuple(
                [
                    values[place[name]] if name in place else self.rules.derived(name, values)
                    for name in names
                ]
            )

        return key

    def _index(self, record_id, values):
        for names, found in self.by.items():
            _put(found, self.key_of(names)(values), record_id)

    def _unindex(self, record_id, values):
        for names, found in self.by.items():
            key = self.key_of(names)(values)
            held = found.get(key)
            if held == record_id:
                del found[key]
            elif type(held) is list and record_id in held:
                held.remove(record_id)

    def get(self, record_id, name):
        return self.records[record_id][self.place[name]]

    # Planning

    def add(self, given: dict) -> int:
        """Plan a new record of these values."""
        record_id = -next(self._next)
        values = list(self.defaults)
        for name, value in given.items():
            values[self.place[name]] = value
        values[0] = record_id
        self.records[record_id] = values
        self._index(record_id, values)
        return record_id

    def change(self, record_id, given: dict):
        values = self.records[record_id]
        if record_id > 0 and record_id not in self.stored:
            self.stored[record_id] = tuple(values)
        self._unindex(record_id, values)
        for name, value in given.items():
            values[self.place[name]] = value
        self._index(record_id, values)

    def put_back(self, record_id, before: list | None):
        """Take back what a refused row planned: the values `before`, or no record."""
        self._unindex(record_id, self.records[record_id])
        if before is None:
            del self.records[record_id]
            for office_id in self.numbers_of(record_id):
                del self.new_office_ids[office_id], self.office_ids[office_id]
            self.numbers.pop(record_id, None)
            return
        self.records[record_id] = list(before)
        self._index(record_id, before)
        if tuple(before) == self.stored.get(record_id):
            del self.stored[record_id]

    @property
    def numbers(self) -> dict[int, list[str]]:
        """The office's numbers of each record."""
        if self._numbers is None:
            self._numbers = {}
            for office_id, record_id in self.office_ids.items():
                self._numbers.setdefault(record_id, []).append(office_id)
        return self._numbers

    def numbers_of(self, record_id) -> list[str]:
        return self.numbers.get(record_id, [])

    def new_numbers_of(self, record_id) -> list[str]:
        """Those that this very batch told."""
        return [one for one in self.numbers_of(record_id) if one in self.new_office_ids]

    def learn_office_id(self, office_id: str, record_id: int):
        if office_id and office_id not in self.office_ids:
            self.numbers.setdefault(record_id, []).append(office_id)
            self.office_ids[office_id] = self.new_office_ids[office_id] = record_id
            if self._matcher is not None:
                self._matcher.known.clear()  # it may have looked for this number in vain

    def forget_how_to_find(self):
        self.by.clear()
        self.origin.clear()
        self._matcher = None

    @property
    def new(self) -> list[int]:
        return sorted((one for one in self.records if one < 0), reverse=True)

    @property
    def changed(self) -> list[int]:
        return [one for one, was in self.stored.items() if tuple(self.records[one]) != was]


NONE: list[int] = []


def _put(found: dict, key: tuple, record_id: int):
    held = found.setdefault(key, record_id)
    if type(held) is list:
        held.append(record_id)
    elif held != record_id:
        found[key] = [held, record_id]


class Rules:
    """The model's own rules for rows that no instance was saved of: its fields, `clean()`
    and constraints, each value checked once."""

    def __init__(self, register: Register):
        self.register = register
        self.model = register.model
        self.sources = {f.name: (f, f.sources) for f in derived_fields(self.model)}
        self.known: dict[tuple, object] = {}
        constraints = self.model._meta.constraints
        self.checks = [
            one
            for one in constraints
            # `clean()` says more of spans than their constraint does.
            if isinstance(one, CheckConstraint) and not one.name.endswith("_span_is_possible")
        ]
        self.unique = [one for one in constraints if isinstance(one, UniqueConstraint)]
        # Whether was it anybody else's key is looked up for all rows at once.
        self.checked = [
            (register.place[field.attname], field, {})
            for field in register.fields
            if not (field.is_relation or field.name in ("id", "key", "record_id"))
        ]
        self.unique_names = [
            tuple(self.model._meta.get_field(name).attname for name in one.fields)
            for one in self.unique
        ]
        self.attnames = register.names
        self.needed = [
            (register.place[f.attname], f.name)
            for f in register.fields
            if f.is_relation and not f.null
        ]
        self.may_be_none = [f.name for f in register.fields if f.is_relation and f.null]
        # The kind of which a citation is has its own store of what was read.
        self.kinds = [f for f in register.fields if f.related_model is ContentType]
        self.shape = self.model()

    def derived(self, name: str, values: list):
        field, sources = self.sources[name]
        place = self.register.place
        given = (name, *[values[place[source]] for source in sources])
        if given not in self.known:
            stub = SimpleNamespace(**dict(zip(sources, given[1:], strict=True)))
            self.known[given] = field.derive(stub)
            if len(self.known) > 20_000:
                self.known.clear()
                return field.derive(stub)
        return self.known[given]

    def problems(self, record_id: int) -> list[tuple[str, str]]:
        """What is wrong with a planned record: (field, sentence)."""
        values = self.register.records[record_id]
        found = [(name, NEEDED) for place, name in self.needed if values[place] is None]
        for place, field, sound in self.checked:
            value = values[place]
            if value in BLANK and field.blank:
                continue
            said = sound.get(value)
            if said is None:
                if len(sound) > 20_000:
                    sound.clear()
                said = sound[value] = self._of_value(field, value)
            if said != "sound":
                found.append((field.name, said))
        if found:
            return found
        try:
            self.instance(values).clean()
        except ValidationError as error:
            return _sentences(error)
        value_of = self.value_of(values)
        for one in self.checks:
            if holds(one.condition, value_of) is False:
                return [(one.violation_error_code or "", one.violation_error_message)]
        for one, names in zip(self.unique, self.unique_names, strict=True):
            if one.condition is not None and holds(one.condition, value_of) is not True:
                continue
            key = self.register.key_of(names)(values)
            if None in key:
                continue
            for other in self.register.find(names, *key):
                if other == record_id:
                    continue
                theirs = self.value_of(self.register.records[other])
                if one.condition is None or holds(one.condition, theirs) is True:
                    return [(one.violation_error_code or "", one.violation_error_message)]
        return []

    def _of_value(self, field, value) -> str:
        try:
            field.clean(value, None)
        except ValidationError as error:
            return " ".join(error.messages)
        return "sound"

    def value_of(self, values):
        place = self.register.place

        def value(name):
            return values[place[name]] if name in place else self.derived(name, values)

        return value

    def instance(self, values: list):
        """The record as an instance, lent until the next is asked for: to make one for
        each row would cost more than all else. Of records to which it may link `clean()`
        sees none, since each would be a query: the recipes look at these themselves, and
        the planner for circles; its key is looked up for all rows at once."""
        record = self.shape
        record.__dict__.update(zip(self.attnames, values, strict=True))
        record.key = ""
        record._state.fields_cache = dict.fromkeys(self.may_be_none)
        for field in self.kinds:
            kind = ContentType.objects.get_for_id(values[self.register.place[field.name]])
            record._state.fields_cache[field.name] = kind
        return record


BLANK = ("", None)
NEEDED = "The row needs one that is in the record. Write its key or name."


def _sentences(error: ValidationError) -> list[tuple[str, str]]:
    if hasattr(error, "error_dict"):
        return [
            (name if name != "__all__" else "", " ".join(one.messages))
            for name, errors in error.error_dict.items()
            for one in errors
        ]
    return [("", " ".join(error.messages))]


def holds(condition: Q, value_of) -> bool | None:
    """Is a constraint's condition true of these values? None as in SQL: not known."""
    answers = []
    for part in condition.children:
        if isinstance(part, Q):
            answers.append(holds(part, value_of))
            continue
        path, wanted = part
        name, _, lookup = path.partition("__")
        have = value_of(name)
        if isinstance(wanted, F):
            wanted = value_of(wanted.name)
        if lookup == "isnull":
            answers.append((have is None) is wanted)
        elif have is None or wanted is None:
            answers.append(None)
        else:
            answers.append(COMPARE[lookup or "exact"](have, wanted))
    if condition.connector == Q.OR:
        answer = True if True in answers else None if None in answers else False
    else:
        answer = False if False in answers else None if None in answers else True
    return (None if answer is None else not answer) if condition.negated else answer


COMPARE = {
    "exact": lambda one, other: one == other,
    "lte": lambda one, other: one <= other,
    "gte": lambda one, other: one >= other,
    "lt": lambda one, other: one < other,
    "gt": lambda one, other: one > other,
}

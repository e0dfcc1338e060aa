"""Which record a cell means.

In this order: its key, its number in the office's own lists, its exact name (leaving aside
case and typography), an acronym that only one bears, an alias, a name that it bore then, and
the same name in other typography ("&" for "and", "Dept." for "Department"). What is only
close is offered with the reason and never taken; neither is one of several namesakes.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache, partial

from rapidfuzz import fuzz, process

from ..dates import DateError, Holds, Span, parse_edtf
from ..models import (
    Agency,
    AgencyName,
    Alias,
    Appointment,
    Body,
    FormerKey,
    LegalInstrument,
    Meeting,
    Official,
    Position,
    Resolution,
    Seat,
    Source,
    Subject,
)
from ..text import fold
from .names import (
    PARTICLES,
    SUFFIXES,
    PersonName,
    family_key,
    is_nobody,
    is_placeholder,
    likeness,
    parse_person,
    same_given,
)

CLOSE = 72  # of 100: how close a name must be to be offered
MOST_CANDIDATES = 5
LONGEST = 300  # a longer text is looked up as it stands and no further
MOST_NAMESAKES = 25
MOST_LOOKED_AT = 400  # how many records that share words with a text are compared with it
COMMON = 5_000  # a word that more records than this share tells nothing
CLOSE_ACRONYM = 0.75


@dataclass(slots=True)
class Candidate:
    """A record that may be meant. `score` runs from 0 to 1; `why` is read by staff."""

    id: Hashable
    label: str
    why: str
    score: float


@dataclass
class Match:
    """`how` is "key", "external id", "name", "acronym", "alias" or "former name", and None
    where no one record is meant: then `candidates` are those that may be, best first."""

    record_id: Hashable | None = None
    how: str | None = None
    placeholder: bool = False
    find_candidates: Callable[[], list[Candidate]] = field(default=list, compare=False)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Found when somebody is to be asked: to compare names costs more than all else."""
        return self.find_candidates()


@dataclass(slots=True)
class Entry:
    """One record as it is found: `names` are folded; `within` is what it belongs to."""

    id: Hashable
    label: str
    key: str = ""
    names: tuple[str, ...] = ()
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    within: frozenset = frozenset()
    external_ids: tuple[str, ...] = ()


class Ids:
    """Ids by text. Nearly every text has one, so only several are kept as a list."""

    def __init__(self):
        self.held: dict[str, object] = {}

    def add(self, text: str, one: Hashable):
        known = self.held.setdefault(text, one)
        if type(known) is list:
            if one not in known[-50:]:  # the same record comes close behind itself
                known.append(one)
        elif known != one:
            self.held[text] = [known, one]

    def of(self, text: str) -> list:
        known = self.held.get(text, [])
        return known if type(known) is list else [known]

    def __contains__(self, text: str) -> bool:
        return text in self.held

    def keys(self):
        return self.held.keys()


class Matcher:
    """All records of one model by the texts that may mean them.

    Reads the database once, in at most four queries. `learn()` adds what is not stored yet,
    such as the records of an earlier sheet; its id may be anything hashable.
    `external_ids` is looked up as it is at the time, so it may grow.
    """

    def __init__(self, model, *, external_ids: dict[str, Hashable] | None = None):
        self.model = model
        self.external_ids = external_ids if external_ids is not None else {}
        self.people = model is Official
        # The same title in another agency is another position; an agency whose sheet names
        # another parent is still that agency.
        self.told_by_hint = model is Position
        self.by_key: dict[str, Hashable] = {}
        self.by_own_id: dict[str, Hashable] = {}
        self.by_name, self.by_acronym, self.by_alias = Ids(), Ids(), Ids()
        self.former: dict[str, list[tuple[Hashable, Span]]] = defaultdict(list)
        self.labels: dict[Hashable, str] = {}
        self.within: dict[Hashable, frozenset] = {}
        # Every name with its record, in order of arrival; the indexes below are made from
        # it when they are first needed, and brought up to date when something was learnt.
        self.names: list[tuple[str, Hashable]] = []
        self.variants, self.families, self.words = Ids(), Ids(), Ids()
        self.in_plain_words: list[str] = []  # the names, as far as their words are known
        self.by_first_letter: dict[str, dict[str, None]] = defaultdict(dict)
        self.done = {"variants": 0, "families": 0, "words": 0}
        self.parsed: dict[str, PersonName] = {}
        self.known: dict[tuple, Match] = {}
        for entry in ENTRIES[model]():
            self._add(entry)
        if model is Agency:
            self._read_former_names()
        self._read_former_keys()

    # Filling

    def learn(
        self,
        record_id: Hashable,
        *,
        key: str = "",
        name: str = "",
        acronym: str = "",
        external_id: str = "",
        aliases: Iterable[str] = (),
        within: Hashable = None,
        label: str = "",
    ):
        """`within` is what tells namesakes apart: the agency of a position, the parent of
        an agency or body."""
        self._add(
            Entry(
                id=record_id,
                label=label or name or key,
                key=key,
                names=(fold(name),) if name else (),
                acronym=fold(acronym),
                aliases=tuple(fold(alias) for alias in aliases),
                within=frozenset() if within is None else frozenset([within]),
                external_ids=(external_id,) if external_id else (),
            )
        )
        self.known.clear()

    def _add(self, entry: Entry):
        record_id = entry.id
        self.labels[record_id] = entry.label
        if entry.within:
            self.within[record_id] = entry.within
        if entry.key:
            self.by_key[entry.key] = record_id
        for name in entry.names:
            self.by_name.add(name, record_id)
            self.names.append((name, record_id))
        if entry.acronym:
            self.by_acronym.add(entry.acronym, record_id)
        for alias in entry.aliases:
            self.by_alias.add(alias, record_id)
            self.names.append((alias, record_id))
        for own in entry.external_ids:
            self.by_own_id.setdefault(own, record_id)

    def _read_former_names(self):
        rows = AgencyName.objects.values_list(
            "agency_id", "name_folded", "started_on", "ended_on", "seen_from", "seen_until"
        )
        for record_id, name, *span in rows:
            self.former[name].append((record_id, Span(*span)))

    def _read_former_keys(self):
        """A key that a record once had still means it."""
        rows = FormerKey.objects.filter(kind=self.model._meta.model_name)
        for key, record_id in rows.values_list("key", "record_id"):
            if record_id in self.labels:
                self.by_key.setdefault(key, record_id)

    # Finding

    def match(self, text: str, *, on=None, hint: Hashable = None) -> Match:
        """`on` is the day (a date) or date (EDTF) of the row, for names of their time;
        `hint` the `within` of the wanted record."""
        text = " ".join(str(text).split())
        asked = (text, str(on), hint)
        found = self.known.get(asked)
        if found is None:
            found = self.known[asked] = self._match(text, on, hint)
        return found

    def _match(self, text: str, on, hint) -> Match:
        if not text:
            return Match(placeholder=True)
        for how, ids in self._exactly(text, on):
            if ids:
                return self._one_of(ids, how, hint)
        if len(text) > LONGEST:
            return Match()
        if is_nobody(text) if self.people else is_placeholder(text):
            return Match(placeholder=True)
        for how, ids in self._in_other_words(text):
            if ids:
                return self._one_of(ids, how, hint)
        return Match(find_candidates=partial(self._close, text, hint))

    def _one_of(self, ids: list, how: str, hint) -> Match:
        """The one, or the one where the hint says; never one of several."""
        here = self._in(ids, hint)
        if len(here) == 1:
            return Match(here[0], how)
        by_itself = how in ("key", "external id") or hint is None or not self.told_by_hint
        if len(ids) == 1 and by_itself:
            return Match(ids[0], how)
        namesakes = self._namesakes(here or ids, how, elsewhere=not by_itself)
        return Match(find_candidates=lambda: namesakes)

    def _in(self, ids: list, hint) -> list:
        if hint is None:
            return []
        return [one for one in ids if hint in self.within.get(one, ())]

    def _exactly(self, text: str, on) -> Iterator[tuple[str, list]]:
        if text in self.by_key:
            yield "key", [self.by_key[text]]
        if text in self.external_ids:
            yield "external id", [self.external_ids[text]]
        if text in self.by_own_id:
            yield "external id", [self.by_own_id[text]]
        folded = fold(text)
        if folded in self.by_name:
            yield "name", self.by_name.of(folded)
        if folded in self.by_acronym:
            yield "acronym", self.by_acronym.of(folded)
        if folded in self.by_alias:
            yield "alias", self.by_alias.of(folded)
        if folded in self.former:
            yield "former name", self._named_so(folded, on)

    def _named_so(self, folded: str, on) -> list:
        """Who bore the name then; where no day is told, who ever did."""
        held = self.former[folded]
        span = _span_of(on)
        if span is not None:
            held = [(one, own) for one, own in held if _held_on(own, span)]
        return list(dict.fromkeys(one for one, _ in held))

    def _in_other_words(self, text: str) -> Iterator[tuple[str, list]]:
        if self.people:
            yield "name", self._same_person(text)
            return
        self._bring_up_to_date("variants")
        folded = fold(text)
        for way in variants_of(folded):
            yield "name", self.variants.of(way)
        for name, acronym in _name_and_acronym(text):
            ids = self._named(fold(name))
            both = [one for one in ids if one in self.by_acronym.of(fold(acronym))]
            yield "name", both or ids
        if self.model is Position and (rest := without_acting(text)) != text:
            yield "name", self._named(fold(rest))

    def _named(self, folded: str) -> list:
        return self.by_name.of(folded) or self.variants.of(plain_words(folded))

    # People

    def _same_person(self, text: str) -> list:
        """Those of the same family name whose other names agree, if nobody else may be
        meant as well."""
        wanted = parse_person(text)
        if not wanted.family:
            return []
        found = self._of_family(wanted)
        return [one for one, how in found if how == "same"]

    def _of_family(self, wanted: PersonName) -> list[tuple[Hashable, str]]:
        self._bring_up_to_date("families")
        best: dict[Hashable, str] = {}
        for place in self.families.of(family_key(wanted.family)):
            name, record_id = self.names[place]
            how = likeness(wanted, self._parse(name))
            if how != "no" and best.get(record_id) != "same":
                best[record_id] = how
        return list(best.items())

    def _parse(self, folded: str) -> PersonName:
        found = self.parsed.get(folded)
        if found is None:
            found = self.parsed[folded] = parse_person(folded)
        return found

    # What is close

    def _namesakes(self, ids: list, how: str, elsewhere: bool) -> list[Candidate]:
        what = self.model._meta.verbose_name_plural
        if elsewhere:
            why, score = "the same title, but in another agency", 0.7
        else:
            said = {"acronym": "with this acronym", "former name": "that bore this name"}
            why = f"one of {len(ids)} {what} {said.get(how, 'of this name')}"
            score = 1.0
        return [Candidate(one, self.labels[one], why, score) for one in ids[:MOST_NAMESAKES]]

    def _close(self, text: str, hint) -> list[Candidate]:
        found: dict[Hashable, Candidate] = {}

        def offer(record_id, why, score):
            if record_id not in found or found[record_id].score < score:
                label = self.labels[record_id]
                found[record_id] = Candidate(record_id, label, why, round(score, 2))

        wanted = parse_person(text) if self.people else None
        if wanted:
            self._offer_people(wanted, offer)
        folded = fold(text)
        if len(folded) <= 10 and " " not in folded and not self.people:
            for acronym, score, _ in process.extract(
                folded, self.by_acronym.keys(), scorer=fuzz.ratio, limit=3, score_cutoff=66
            ):
                for record_id in self.by_acronym.of(acronym):
                    offer(record_id, f"its acronym is {acronym.upper()}", score / 100 * 0.9)
        for name, record_id, score in self._like(folded):
            if wanted and not self._like_family(wanted, name):
                continue
            offer(record_id, f"the name is close ({score:.0f} %)", score / 100)
        held = list(found.values())
        held.sort(key=lambda one: (hint is None or not self._in([one.id], hint), -one.score))
        return held[:MOST_CANDIDATES]

    def _offer_people(self, wanted: PersonName, offer):
        for record_id, _ in self._of_family(wanted) if wanted.family else ():
            given = [name for name in (wanted.given, wanted.nickname) if name]
            if not given:
                offer(record_id, "the same family name", 0.9)
            elif any(same_given(one, self._given_of(record_id)) for one in given):
                offer(record_id, "the same family name, and a form of the given name", 0.95)
            else:
                offer(record_id, "the same family name, and a like given name", 0.9)

    def _like_family(self, wanted: PersonName, name: str) -> bool:
        """Is only the family name spelt otherwise? John A. and John B. are two people."""
        other = self._parse(name)
        if family_key(wanted.family) == family_key(other.family):
            return False  # compared by their parts already
        return likeness(replace(other, family=wanted.family), wanted) == "same"

    def _given_of(self, record_id) -> str:
        return parse_person(self.labels[record_id]).given

    def _like(self, folded: str) -> list[tuple[str, Hashable, float]]:
        """The names closest to a text, among those that share its rarer words."""
        self._bring_up_to_date("words")
        # Told apart by the words themselves too: only so many names are looked at, and these
        # are the same whenever the sheet is gone through.
        words = set(plain_words(folded).split())
        words = sorted(words, key=lambda one: (len(self.words.of(one)), one))
        places: dict[int, None] = {}
        for one in words:
            for known in (one,) if one in self.words else self._near_words(one):
                held = self.words.of(known)
                if len(held) <= COMMON and len(places) < MOST_LOOKED_AT:
                    places.update(dict.fromkeys(held[:MOST_LOOKED_AT]))
        if not places:
            return []
        names = {place: self.in_plain_words[place] for place in places}
        close = process.extract(
            plain_words(folded), names, scorer=fuzz.token_sort_ratio, limit=8,
            score_cutoff=CLOSE,
        )  # fmt: skip
        return [(*self.names[place], score) for _, score, place in close]

    def _near_words(self, one: str) -> list[str]:
        """Words of names that may have been meant by one that stands in none."""
        if len(one) < 4:
            return []
        known = self.by_first_letter.get(one[0], {}).keys()
        close = process.extract(one, known, scorer=fuzz.ratio, limit=3, score_cutoff=78)
        return [found[0] for found in close]

    def _bring_up_to_date(self, which: str):
        for place, (name, record_id) in enumerate(
            self.names[self.done[which] :], start=self.done[which]
        ):
            if which == "variants":
                for way in variants_of(name):
                    self.variants.add(way, record_id)
            elif which == "families":
                for family in families_in(name):
                    self.families.add(family, place)
            else:
                plain = plain_words(name)
                self.in_plain_words.append(plain)
                for one in plain.split():
                    self.words.add(one, place)
                    self.by_first_letter[one[0]][one] = None
        self.done[which] = len(self.names)


def families_in(folded: str) -> set[str]:
    """What may be the family name in a printed name: its last word without suffix, with the
    word before it, or with two if they are particles. Quicker than taking the name apart,
    which waits until needed."""
    words = folded.split()
    while len(words) > 1 and words[-1].replace(".", "") in SUFFIXES:
        words.pop()
    found = {"".join(filter(str.isalnum, words[-1]))} if words else set()
    if len(words) > 2:
        found.add("".join(filter(str.isalnum, "".join(words[-2:]))))
    if len(words) > 3 and words[-3] in PARTICLES:
        found.add("".join(filter(str.isalnum, "".join(words[-3:]))))
    return found


# ---- Typography

SHORT = {
    **dict.fromkeys(("&", "+"), "and"),
    **dict.fromkeys(("dept", "dep't", "depart", "dpt"), "department"),
    **dict.fromkeys(("ofc", "off"), "office"),
    **dict.fromkeys(("admin", "adm"), "administration"),
    **dict.fromkeys(("asst", "ass't"), "assistant"),
    **dict.fromkeys(("sec", "secy", "sec'y"), "secretary"),
    **dict.fromkeys(("dir",), "director"),
    **dict.fromkeys(("natl", "nat'l"), "national"),
    **dict.fromkeys(("intl", "int'l"), "international"),
    **dict.fromkeys(("govt", "gov't"), "government"),
    **dict.fromkeys(("comm", "commn"), "commission"),
    **dict.fromkeys(("cmte", "cttee", "comte"), "committee"),
    **dict.fromkeys(("agcy", "agy"), "agency"),
    **dict.fromkeys(("adviser", "advisers", "advisors"), "advisor"),
    **dict.fromkeys(("ctr", "centre"), "center"),
    **dict.fromkeys(("bur",), "bureau"),
    **dict.fromkeys(("svc", "svcs", "service"), "services"),
    **dict.fromkeys(("mgmt",), "management"),
    **dict.fromkeys(("hlth",), "health"),
    **dict.fromkeys(("exec",), "executive"),
    **dict.fromkeys(("pres",), "president"),
    "undersecretary": "under secretary",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
}
DROPPED = {"the", "us", "of", "for", "a", "an", "united", "states"}


def plain_words(folded: str) -> str:
    """A name with its words written out and small words left out: "Dept. of Health & Human
    Services" is "department health and human services"."""
    text = re.sub(r"[.]", "", folded)
    text = re.sub(r"'s\b", "s", text).replace("&", " & ").replace("+", " + ")
    words = re.sub(r"[^\w&+']+", " ", text).split()
    return " ".join(SHORT.get(one, one) for one in words if one not in DROPPED)


def variants_of(folded: str) -> list[str]:
    """The ways in which a name may be written, likeliest first. A department also goes by
    its subject alone: "Labor", "the Treasury"."""
    whole = plain_words(folded)
    ways = [whole] if whole else []
    if whole.startswith("department ") and len(whole) > 11:
        ways.append(whole.removeprefix("department "))
    return ways


def _name_and_acronym(text: str) -> Iterator[tuple[str, str]]:
    """ "Department of Labor (DOL)", "DOL – Department of Labor"."""
    if match := re.fullmatch(r"(.{4,}?)\s*[(\[]([^)\]]{2,15})[)\]]", text):
        yield match[1], match[2]
    parts = re.split(r"\s+[-–—]\s+|:\s+", text)
    if len(parts) == 2:
        one, other = parts
        yield (one, other) if len(one) > len(other) else (other, one)


ACTING = re.compile(
    r"\(?(acting|actg\.?|performing the (functions and )?duties of( the)?|ptdo)\)?[,:]?\s+",
    re.IGNORECASE,
)
ACTING_BEHIND = re.compile(
    r"\s*(,\s*(acting|a\.?\s?i\.?|ad interim|interim|ptdo)|\s[-–—]\s*acting"
    r"|\((acting|actg\.?|a\.?|a\.?\s?i\.?|ad interim|interim|ptdo|performing the duties)\))$",
    re.IGNORECASE,
)


MAY_ACT = re.compile(r"act|perf|ptdo|interim|\(a|a\.i| ai")


@lru_cache(maxsize=10_000)
def without_acting(title: str) -> str:
    """ "Acting Attorney General" is the position "Attorney General", held by one who acts."""
    said = title.lower()
    if not MAY_ACT.search(said):
        return title  # as nearly every title
    if match := ACTING.match(title):
        return title[match.end() :].strip() or title
    return re.sub(ACTING_BEHIND, "", title).strip() or title


def _held_on(own: Span, asked: Span) -> bool:
    """Did it hold, certainly or possibly, on any day of those asked for?"""
    ends = (asked.earliest_start, asked.latest_end)
    return own.overlap(asked) != Holds.NO or any(own.on(day) != Holds.NO for day in ends)


def _span_of(on) -> Span | None:
    """The day or the partial date as a span."""
    if isinstance(on, date):
        return Span(on.isoformat(), on.isoformat())
    if isinstance(on, str) and on:
        try:
            parse_edtf(on)
        except DateError:
            return None
        return Span(on, on)
    return None


# ---- What each kind of record is found by


def _agencies() -> Iterator[Entry]:
    rows = Agency.objects.values_list(
        "pk", "key", "name", "acronym", "name_folded", "acronym_folded", "parent_id",
        "told_apart_by",
    )  # fmt: skip
    for pk, key, name, acronym, folded, short, parent, apart in rows.iterator(5_000):
        label = f"{name} ({acronym})" if acronym else name
        label += f", {apart}" if apart else ""
        yield Entry(pk, label, key, (folded,), short, within=_within(parent))


def _bodies() -> Iterator[Entry]:
    rows = Body.objects.values_list(
        "pk", "key", "name", "acronym", "name_folded", "acronym_folded", "parent_id",
        "short_name",
    )  # fmt: skip
    for pk, key, name, acronym, folded, short, parent, short_name in rows.iterator(5_000):
        label = f"{name} ({acronym})" if acronym else name
        aliases = (fold(short_name),) if short_name else ()
        yield Entry(pk, label, key, (folded,), short, aliases, _within(parent))


def _officials() -> Iterator[Entry]:
    aliases = defaultdict(list)
    for pk, folded in Alias.objects.values_list("official_id", "name_folded").iterator(5_000):
        aliases[pk].append(folded)
    rows = Official.objects.values_list(
        "pk", "key", "name", "name_folded", "told_apart_by", "state_id",
        "wikidata_id",
    )  # fmt: skip
    for pk, key, name, folded, apart, *own in rows.iterator(5_000):
        label = f"{name} ({apart})" if apart else name
        own = tuple(one for one in own if one)
        yield Entry(pk, label, key, (folded,), "", tuple(aliases.get(pk, ())), external_ids=own)


def _positions() -> Iterator[Entry]:
    rows = Position.objects.values_list(
        "pk", "key", "title", "title_folded", "told_apart_by", "agency_id",
        "agency__acronym", "agency__name",
    )  # fmt: skip
    for pk, key, title, folded, apart, agency, acronym, name in rows.iterator(5_000):
        label = f"{title} ({apart})" if apart else title
        label = f"{label} · {acronym or name}"
        yield Entry(pk, label, key, (folded,), within=_within(agency))


def _laws() -> Iterator[Entry]:
    rows = LegalInstrument.objects.values_list(
        "pk", "key", "title", "title_folded", "acronym", "citation"
    )
    for pk, key, title, folded, acronym, citation in rows.iterator(5_000):
        aliases = (fold(citation),) if citation else ()
        yield Entry(pk, title, key, (folded,), fold(acronym), aliases)


def _meetings() -> Iterator[Entry]:
    bodies = defaultdict(list)
    links = Meeting.bodies.through.objects.values_list(
        "meeting_id", "body_id", "body__acronym", "body__name"
    )
    for meeting, body, acronym, name in links.iterator(5_000):
        bodies[meeting].append((body, acronym or name))
    rows = Meeting.objects.values_list("pk", "key", "title", "held_on")
    for pk, key, title, held_on in rows.iterator(5_000):
        names = [fold(held_on)] + [fold(f"{name} {held_on}") for _, name in bodies[pk]]
        label = f"{', '.join(name for _, name in bodies[pk])} {held_on}".strip()
        aliases = (fold(title),) if title else ()
        within = frozenset(body for body, _ in bodies[pk])
        yield Entry(pk, label, key, tuple(names), "", aliases, within)


def _subjects() -> Iterator[Entry]:
    rows = Subject.objects.values_list("pk", "key", "name", "name_folded")
    for pk, key, name, folded in rows.iterator(5_000):
        yield Entry(pk, name, key, (folded,))


def _sources() -> Iterator[Entry]:
    rows = Source.objects.values_list("pk", "key", "title", "title_folded", "website")
    for pk, key, title, folded, website in rows.iterator(5_000):
        yield Entry(pk, title, key, (folded,), "", (fold(website),) if website else ())


def _resolutions() -> Iterator[Entry]:
    rows = Resolution.objects.values_list("pk", "key", "title", "number", "body_id")
    for pk, key, title, number, body in rows.iterator(5_000):
        yield Entry(pk, title, key, (fold(title),), fold(number), within=_within(body))


def _keyed(model):
    def entries() -> Iterator[Entry]:
        for pk, key in model.objects.values_list("pk", "key").iterator(5_000):
            yield Entry(pk, key, key)

    return entries


def _within(record_id) -> frozenset:
    return frozenset() if record_id is None else frozenset([record_id])


ENTRIES = {
    Agency: _agencies,
    Body: _bodies,
    Official: _officials,
    Position: _positions,
    LegalInstrument: _laws,
    Meeting: _meetings,
    Subject: _subjects,
    Source: _sources,
    Resolution: _resolutions,
    Seat: _keyed(Seat),
    Appointment: _keyed(Appointment),
}

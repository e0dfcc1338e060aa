"""Questions to the index. What is found is shown, counted and guessed from only as far as
it is public at that moment."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import chain, dropwhile

from django.apps import apps
from django.db.models import CharField, Value
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from ..models import Edition, FactSheet, SearchEntry, Spelling
from .entries import ACRONYM, KINDS, NOTE, OWN, Piece, Source, for_short, words
from .words import (
    SMALL,
    WORD,
    compounds,
    forms,
    is_found,
    marked,
    may_go_on,
    pairs,
    skeleton,
    together,
    token_of,
    tokens,
)

MOST = 1_000  # results that are ranked and counted
MOST_WORDS = 12  # of a question
# Words in quotes, straight or typographic ones.
QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]+)[\"“”»]")
Phrase = tuple[str, ...]
Groups = list[list[str]]  # at least one of each is wanted: `models.search.Match`
# What tells one of several results of the same name from the others.
CONTEXT = {NOTE, "part of", "at", "reports to", "of", "issued by", "held"}
ORDER = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Question:
    """What a reader asks, as search compares it."""

    text: str
    kind: str = ""  # a name of a model
    year: int | None = None
    body: int | None = None  # id

    @cached_property
    def all_terms(self) -> tuple[str, ...]:
        found = list(dict.fromkeys(tokens(self.text)))
        return tuple([one for one in found if one not in SMALL] or found)

    @property
    def terms(self) -> tuple[str, ...]:
        return self.all_terms[:MOST_WORDS]

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Words that the reader wants one after the other."""
        quoted = [tuple(tokens(one)) for one in QUOTED.findall(self.text)]
        return tuple(one for one in quoted if len(one) > 1)

    @property
    def filters(self) -> Groups:
        given = {"k_": self.kind, "y_": self.year, "b_": self.body}
        return [[f"{mark}{value}"] for mark, value in given.items() if value]


@dataclass
class Hit:
    """A result: a public record with those of its names and texts that are public."""

    entry: SearchEntry
    names: list[Piece]
    rank: tuple = ()
    texts: list[Piece] = field(default_factory=list)
    terms: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()

    @property
    def kind(self) -> str:
        return self.entry.kind

    @property
    def model(self):
        return apps.get_model("registry", self.kind)

    def get_absolute_url(self):
        return self.model(key=self.entry.key).get_absolute_url()

    def __str__(self):
        acronyms = [name.text for name in self.names if name.role == ACRONYM]
        return f"{self.heading} ({acronyms[0]})" if acronyms else self.heading

    @property
    def heading(self) -> str:
        return next(name.text for name in self.names if name.text)

    @property
    def years(self) -> set[int]:
        return {name.year for name in self.names if name.year}

    @property
    def bodies(self) -> set[int]:
        return {body for name in self.names for body in name.bodies}

    @property
    def title(self):
        return marked(str(self), self.terms)

    @cached_property
    def also(self) -> Piece | None:
        """The other name by which it was found: "formerly …"."""
        others = [name for name in self.names if name.text and name.role not in ("", ACRONYM)]
        best = max(others, key=self._has, default=None)
        return best if best and self._has(best) > count(self.terms, str(self)) else None

    def _has(self, name: Piece) -> int:
        """How many of the terms stand in the name, or are what it may be called for short."""
        short = for_short(self.kind, name)
        return max(count(self.terms, name.text), sum(term in short for term in self.terms))

    @property
    def also_marked(self):
        return marked(self.also.text, self.terms)

    @property
    def context(self) -> list[Piece]:
        told = [piece for piece in self.texts if piece.role in CONTEXT]
        return [piece for n, piece in enumerate(told) if piece.text not in _texts(told[:n])][:3]

    @property
    def snippet(self):
        """The words around what was found in its text, in pieces; none where its names
        and what stands beside them say it all."""
        shown = " ".join([str(self), *(piece.text for piece in self.context)])
        for phrase in self.phrases:
            if not stands_in(phrase, shown):
                for piece in self.texts:
                    if stands_in(phrase, piece.text):
                        return cut(marked(piece.text, self.terms), phrase)
        missing = [term for term in self.terms if not count([term], shown)]
        best = max(self.texts, key=lambda piece: count(missing, piece.text), default=None)
        if not best or not count(missing, best.text):
            return []
        return cut(marked(best.text, self.terms))


def _texts(pieces) -> set[str]:
    return {piece.text for piece in pieces}


def count(terms: Iterable[str], text: str) -> int:
    """How many of the terms stand in the text."""
    found = {*tokens(text), *compounds(text)}
    return sum(any(is_found(term, token) for token in found) for term in terms)


def stands_in(phrase: Phrase, text: str) -> bool:
    """Do these words stand in the text one after the other?"""
    found = tokens(text)
    return any(
        tuple(found[place : place + len(phrase)]) == phrase
        for place, word in enumerate(found)
        if word == phrase[0]
    )


def cut(pieces: list[tuple[bool, str]], phrase: Phrase = (), around: int = 90, most: int = 240):
    """As much of a marked text as a result shows, from a little before the first mark, or
    before the one that begins the phrase."""
    marks = [n for n, (is_mark, _) in enumerate(pieces) if is_mark] or [0]
    wanted = tuple(dropwhile(SMALL.__contains__, phrase))  # those are not marked

    def begins(place: int) -> bool:
        rest = "".join(text for _, text in pieces[place : place + 2 * len(wanted)])
        return tuple(tokens(rest)[: len(wanted)]) == wanted

    first = next(filter(begins, marks), marks[0])
    before = " ".join("".join(text for _, text in pieces[:first]).split())
    if len(before) > around:
        before = f"… {before[-around:].partition(' ')[2]}"
    gap = " " if first and pieces[first - 1][1][-1:].isspace() else ""
    shown, left = [(False, before + gap)], most
    for is_mark, text in pieces[first:]:
        text = " ".join(text.split()) if is_mark else _spaced(text)
        if len(text) > left:
            shown.append((False, f"{text[:left].rpartition(' ')[0]} …"))
            break
        shown.append((is_mark, text))
        left -= len(text)
    return [piece for piece in shown if piece[1]]


def _spaced(text: str) -> str:
    """With one blank where there are several, also at the ends."""
    inner = " ".join(text.split())
    if not inner:
        return " " if text else ""
    return f"{' ' * text[:1].isspace()}{inner}{' ' * text[-1:].isspace()}"


@dataclass
class Answer:
    question: Question
    hits: list[Hit]
    is_cut: bool = False  # there are more than MOST
    corrected: str = ""  # what was looked for instead of what was asked
    is_partial: bool = False  # none has all the words
    is_apart: bool = False  # none has the words in quotes one after the other
    is_sample: bool = False  # only MOST of those that have the words were looked through

    @property
    def kinds(self) -> list[tuple[str, int]]:
        counts = Counter(hit.kind for hit in self.hits)
        return sorted(counts.items(), key=lambda one: ORDER[one[0]])

    @property
    def years(self) -> list[tuple[int, int]]:
        counts = Counter(year for hit in self.hits for year in hit.years)
        return sorted(counts.items(), reverse=True)

    @property
    def bodies(self) -> list[tuple[int, int]]:
        """Ids, the one with the most results first."""
        counts = Counter(body for hit in self.hits for body in hit.bodies)
        return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def search(question: Question, *, at: datetime) -> Answer:
    """The records that have all the words, the best first. Where none has, those that have
    the words that were probably meant; else those that have some of them. At most eleven
    queries."""
    if not question.terms:
        return Answer(question, [])
    answer = _plain(question, at)
    if not answer.hits:
        answer = _corrected(question, at) or _partial(question, at) or answer
    return answer


def with_texts(hits: list[Hit], terms) -> list[Hit]:
    """The hits of one page with what their records say. One query."""
    texts = SearchEntry.objects.filter(pk__in=[hit.entry.pk for hit in hits])
    known = dict(texts.values_list("pk", "texts"))
    for hit in hits:
        pieces = map(Piece.of, known.get(hit.entry.pk, ()))
        hit.texts = [piece for piece in pieces if piece.source not in hit.entry.hidden]
        hit.terms = terms
    return hits


def _plain(question: Question, at) -> Answer:
    goes_on = [f"{term}*" if may_go_on(term) else term for term in question.terms]
    in_text = [*([term] for term in goes_on), *question.filters]
    as_a_whole = [[f"w_{token_of(tokens(question.text))}"], *question.filters]
    found = fetch(as_a_whole)
    found += fetch([*([f"n_{term}"] for term in goes_on), *question.filters])
    if len(found) <= MOST:
        found += fetch(in_text)
    hits = visible(found, [as_a_whole, in_text], at)
    whole = together(tokens(question.text))
    for hit in hits:
        hit.rank = rank(hit, question.terms, whole)
    hits.sort(key=lambda hit: hit.rank)
    answer = Answer(question, hits[:MOST], is_cut=len(hits) > MOST)
    return _in_a_row(answer) if question.phrases else answer


def _in_a_row(answer: Answer) -> Answer:
    """Of these results those that have the phrases; all of them where none has. One query."""
    texts = SearchEntry.objects.filter(pk__in=[hit.entry.pk for hit in answer.hits])
    known = dict(texts.values_list("pk", "texts"))
    phrases = answer.question.phrases

    def has_all(hit):
        said = [*hit.names, *map(Piece.of, known.get(hit.entry.pk, ()))]
        seen = [piece.text for piece in said if piece.source not in hit.entry.hidden]
        return all(any(stands_in(phrase, text) for text in seen) for phrase in phrases)

    hits = [hit for hit in answer.hits if has_all(hit)]
    if not hits:
        return replace(answer, is_apart=bool(answer.hits))
    for hit in hits:
        hit.phrases = phrases
    return replace(answer, hits=hits, is_cut=False, is_sample=answer.is_cut)


def rank(hit: Hit, terms: tuple[str, ...], whole: str) -> tuple:
    """First what bears that very name or acronym, then what has the words in a name, the
    shorter the better, then what has them in its text."""
    best, everywhere = (5, 0), set()
    for name in hit.names:
        found, short = tokens(name.text), for_short(hit.kind, name)
        said = {*found, *compounds(name.text), *pairs(found)}
        everywhere.update(said, short)
        if found and together(found) == whole:
            best = min(best, (0 if name.role in OWN else 1, 0))
        elif whole in short:
            best = min(best, (1, 0))
        elif all(term in said for term in terms):
            best = min(best, (2, len(found)))
        elif _all_found(terms, said):
            best = min(best, (3, len(found)))
    if best[0] == 5:
        inside = sum(_all_found([term], everywhere) for term in terms)
        best = (4 if inside == len(terms) else 5, -inside)
    return (*best, *_in_order(hit))


def _all_found(terms: Iterable[str], words: Iterable[str]) -> bool:
    return all(any(is_found(term, word) for word in words) for term in terms)


def _in_order(hit: Hit) -> tuple:
    newest = max(hit.years, default=0)
    return (ORDER[hit.kind], -newest, hit.heading.casefold(), hit.entry.key)


def fetch(groups: Groups, most: int = MOST) -> list[SearchEntry]:
    """Entries that have at least one of each group, one more than `most` at most, in no
    order."""
    found = SearchEntry.objects.filter(words__match=groups).order_by()
    return list(found.defer("texts", "words")[: most + 1])


def visible(found: Iterable[SearchEntry], ways: list[Groups], at: datetime) -> list[Hit]:
    """Those that a reader may see and that fit in one of these ways even without what they
    may not see. Each once. At most two queries."""
    found = list({entry.pk: entry for entry in found}.values())
    asked: set[Source] = set()
    for entry in found:
        entry.pieces = [Piece.of(stored) for stored in entry.names]
        asked.add((entry.kind, entry.record_id))
        asked.update(map(tuple, entry.sources))
        asked.update(("body", body) for piece in entry.pieces for body in piece.bodies)
    public = public_ones(asked, at)
    hits, doubtful = [], []
    for entry in found:
        entry.hidden = {tuple(one) for one in entry.sources if tuple(one) not in public}
        if (entry.kind, entry.record_id) not in public:
            continue
        names = [
            piece
            if all(("body", body) in public for body in piece.bodies)
            else replace(piece, bodies=tuple(b for b in piece.bodies if ("body", b) in public))
            for piece in entry.pieces
            if piece.source not in entry.hidden
        ]
        if any(name.text for name in names):
            hits.append(Hit(entry, names))
            if entry.hidden:
                doubtful.append(entry.pk)
    if not doubtful:
        return hits
    texts = dict(SearchEntry.objects.filter(pk__in=doubtful).values_list("pk", "texts"))

    def still_fits(hit):
        pieces = [*map(Piece.of, texts[hit.entry.pk])]
        return any(fits(hit, pieces, groups) for groups in ways)

    return [hit for hit in hits if not hit.entry.hidden or still_fits(hit)]


def fits(hit: Hit, texts: Iterable[Piece], groups: Groups) -> bool:
    """Is there one of each group among the words that a reader may see?"""
    seen = [piece for piece in texts if piece.source not in hit.entry.hidden]
    there = words(hit.kind, hit.entry.key, hit.names, seen)

    def stands(term: str) -> bool:
        if term.endswith("*"):
            return any(word.startswith(term[:-1]) for word in there)
        return term in there

    return all(any(map(stands, terms)) for terms in groups)


def public_ones(asked: set[Source], at: datetime) -> set[Source]:
    """Those of these records that a reader may see at that moment. One query."""
    by_kind = defaultdict(list)
    for kind, pk in asked:
        by_kind[kind].append(pk)
    queries = []
    for kind, pks in sorted(by_kind.items()):
        model = apps.get_model("registry", kind)
        rows = model.objects
        public = rows.public(at) if model in (FactSheet, Edition) else rows.public()
        named = public.filter(pk__in=pks).order_by()
        queries.append(
            named.annotate(of=Value(kind, output_field=CharField())).values_list("of", "pk")
        )
    if not queries:
        return set()
    first, *others = queries
    return set(first.union(*others, all=True) if others else first)


# Words that are probably meant.


def near(terms: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """For each term the words of names that it may be misspelt for, with by how many
    letters they differ, the nearest first; nothing for short ones. One query."""
    wanted = {term: forms(term) for term in terms if len(term) >= 4 and not term.isdigit()}
    all_forms = set().union(*wanted.values()) if wanted else set()
    known = defaultdict(set)
    for form, word in Spelling.objects.filter(form__in=all_forms).values_list("form", "word"):
        known[form].add(word)
    found = {}
    for term in terms:
        nearest = []
        for word in set().union(*(known[form] for form in wanted.get(term, ()))):
            away = OSA.distance(term, word)
            sounds = len(term) >= 6 and skeleton(term) == skeleton(word)
            if 0 < away <= (1 if len(term) <= 5 else 2) + sounds:
                nearest.append((away, word))
        found[term] = sorted(nearest)[:8]
    return found


def _corrected(question: Question, at) -> Answer | None:
    """The answer to the question with the words that were probably meant."""
    nearest = near(question.terms)
    if not any(nearest.values()):
        return None
    groups = [
        [f"{term}*" if may_go_on(term) else term, *(f"n_{word}" for _, word in nearest[term])]
        for term in question.terms
    ]
    groups += question.filters
    hits = visible(fetch(groups), [groups], at)
    meant = [(*_meant(hit, question, nearest), hit) for hit in hits]
    often = Counter(tuple(words.items()) for _, words, _ in meant)
    meant = [one for one in meant if one[0]]
    if not meant:
        return None
    _, instead, _ = min(
        meant, key=lambda m: (m[0], -often[tuple(m[1].items())], _in_order(m[2]))
    )

    def put_right(word: re.Match) -> str:
        return next((instead[one] for one in tokens(word[0]) if one in instead), word[0])

    text = WORD.sub(put_right, question.text)
    answer = _plain(replace(question, text=text), at)
    return replace(answer, corrected=text) if answer.hits else None


def _meant(hit: Hit, question: Question, nearest) -> tuple[int, dict[str, str]]:
    """How many letters the terms are away from the words of its names, and for each term
    that it does not have the word as it writes it."""
    written = _as_written(*(name.text for name in hit.names))
    away, instead = 0, {}
    for term in question.terms:
        near_by = [(far, word) for far, word in nearest[term] if word in written]
        if near_by and not any(is_found(term, token) for token in written):
            far, word = near_by[0]
            away += far
            instead[term] = written[word]
    return away, instead


def _as_written(*texts: str) -> dict[str, str]:
    """Each token, and the word that it was made of."""
    found = {}
    for text in texts:
        for word in WORD.findall(text):
            found.update(dict.fromkeys(tokens(word), word))
    return found


def _partial(question: Question, at) -> Answer | None:
    """Those in whose names the most of the words stand."""
    if len(question.terms) < 2:
        return None
    either = [f"n_{term}{'*' * may_go_on(term)}" for term in question.terms]
    groups = [either, *question.filters]
    hits = visible(fetch(groups), [groups], at)
    counts = [count(question.terms, " ".join(name.text for name in hit.names)) for hit in hits]
    best = max(counts, default=0)
    hits = [hit for hit, has in zip(hits, counts, strict=True) if has == best]
    hits.sort(key=_in_order)
    return Answer(question, hits[:MOST], is_cut=len(hits) > MOST, is_partial=True)


def nearest(kind: str, key: str, *, at: datetime, most: int = 5) -> list[Hit]:
    """The public records of a kind whose keys or names are nearest to a key that leads
    nowhere, the nearest first. At most seven queries, whatever the key."""
    terms = tuple(dict.fromkeys(tokens(key)))[:MOST_WORDS]
    if not terms or kind not in KINDS:
        return []
    alike = near(terms)
    either = []
    for term in terms:
        written = [term, *(word for _, word in alike[term])]
        either.append([f"{mark}{word}" for word in written for mark in ("q_", "n_")])
    only = [[f"k_{kind}"]]
    hits = _near_to(key, [*either, *only], at)
    if len(hits) < most and len(terms) > 1:
        known = {hit.entry.pk for hit in hits}
        others = _near_to(key, [[*chain(*either)], *only], at)
        hits += [hit for hit in others if hit.entry.pk not in known]
    return hits[:most]


def _near_to(key: str, groups: Groups, at) -> list[Hit]:
    asked = " ".join(tokens(key))
    hits = visible(fetch(groups, most=300), [groups], at)
    scores = {}
    for hit in hits:
        labels = [hit.entry.key, *(name.text for name in hit.names)]
        scores[hit.entry.pk] = max(
            fuzz.token_sort_ratio(asked, " ".join(tokens(label))) for label in labels
        )
    hits = [hit for hit in hits if scores[hit.entry.pk] >= 50]
    return sorted(hits, key=lambda hit: (-scores[hit.entry.pk], _in_order(hit)))

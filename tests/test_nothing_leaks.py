"""Nothing unpublished shows on any public page.

Every kind of record is made once unpublished and hung on published ones, and published
ones are hung on those. Each text of each is a word of its own, and no page may show one.
First the same walk over the same records, published, must find them.
"""

from collections import defaultdict
from datetime import UTC, date, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import models

from registry.facts.index import LETTERS
from registry.fields import Derived, PartialDateField
from registry.models import (
    RECORDS,
    Agency,
    AgencyName,
    AgencySuccession,
    Alias,
    Appointment,
    Attendance,
    Body,
    Citation,
    Designation,
    Document,
    Edition,
    EditionFact,
    FactSheet,
    LegalBasis,
    LegalInstrument,
    Meeting,
    Official,
    Page,
    Photo,
    Position,
    Resolution,
    Seat,
    Source,
    Subject,
    Topic,
    Vacancy,
)
from registry.search.entries import KINDS
from registry.sitemaps import sections

from .api.addresses import LISTS as API_LISTS
from .api.addresses import filtered_addresses, record_addresses
from .office import issue
from .views.addresses import (
    FEEDS,
    LISTS,
    RECORD_PAGES,
    citation_addresses,
    comparisons,
    downloads,
    edition_addresses,
    pages_of_records,
    table_addresses,
)
from .views.conftest import Reader

pytestmark = pytest.mark.django_db

# What nobody prints, published or not.
NEVER_PRINTED = {
    ("factsheet", "title"),  # the edition's stands for it
    ("factsheet", "place"),
    ("factsheet", "text"),
    ("edition", "reason"),
}
# What no program is told, published or not.
NEVER_TOLD = {
    ("page", "text"),  # written for readers of the site
    ("official", "portrait_text"),
    ("factsheet", "title"),
    ("factsheet", "place"),
    ("factsheet", "text"),
    ("edition", "reason"),
}
# What is found by search: every text but these, of what has a page of its own or shows
# on one that has.
FOUND = {
    "agency": {"name", "acronym", "told_apart_by"},
    "agencyname": {"name"},
    "alias": {"name"},
    "body": {"name", "short_name", "acronym", "purpose", "told_apart_by"},
    "document": {"title"},
    "edition": {"title", "text"},
    "legalinstrument": {"title", "acronym", "citation"},
    "meeting": {"title", "place", "summary"},
    "official": {
        *("name", "given_name", "family_name", "suffix", "honorific"),
        *("told_apart_by", "biography"),
    },
    "photo": {"caption", "alternative_text", "credit"},
    "position": {"title", "told_apart_by"},
    "resolution": {"number", "title", "printed_title", "heading", "text"},
    "seat": {"printed_as"},
    "subject": {"name"},
    "topic": {"title"},
}
# Searches that reach many records, and addresses that lead nowhere.
SEARCHES = [
    "/search/?q=zq0",
    "/search/?q=meeting&kind=meeting",
    "/search/?q=task+force+2007",
    "/search/?q=Condoleeza",
    "/search/?q=state+zzz",
    "/officials/condoleeza-rice/",
    "/meetings/pitf-2007-10-26/",
]


def texts(model) -> list[models.Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, Derived | PartialDateField | models.FileField)
        and not field.choices
    ]


class Planter:
    """Makes records whose every text is a word that stands nowhere else."""

    def __init__(self, published: bool):
        self.published = published
        self.words: dict[str, tuple[str, str]] = {}  # word: kind, field

    def word(self, model, field: str) -> str:
        word = f"zq{len(self.words):04}"
        self.words[word] = (model._meta.model_name, field)
        return word

    def fill(self, model, given: dict) -> dict:
        made = {}
        for field in texts(model):
            if field.name not in given:
                word = self.word(model, field.name)
                is_address = isinstance(field, models.URLField)
                made[field.name] = f"https://example.org/{word}" if is_address else word
        return made | given

    def secret(self, model, **given):
        """An unpublished record."""
        return model.objects.create(**self.fill(model, {"is_public": self.published, **given}))

    def hung(self, model, **given):
        """A published record that may not show, since one that it needs is unpublished."""
        return model.objects.create(**self.fill(model, given))


def plant(c, published: bool, named=True) -> dict[str, tuple[str, str]]:
    """The words of what readers may not see, unless it is `published`. With `named`,
    published records that may do without it name it too."""
    p = Planter(published)
    long = {"started_on": "1980-05-04"}  # from before any day that the walk asks for
    day = {"held_on": "2007-10-25", "status": "held", "starts_at": "15:00"}
    picture = ContentFile(b"picture", "picture.png")

    subject = p.secret(Subject)
    source = p.secret(Source)
    agency = p.secret(Agency, parent=c.state, **long)
    official = p.secret(Official)
    position = p.secret(Position, agency=c.state, **long)
    body = p.secret(Body, parent=c.pitf, kind="council", **long)
    law = p.secret(LegalInstrument, kind="statute", signed_on="1980")
    meeting = p.secret(Meeting, **day)
    meeting.bodies.add(c.pitf)
    resolution = p.secret(Resolution, body=c.pitf, meeting=c.meeting)
    sheet = p.secret(FactSheet, issuing_agency=c.tip, dated_on=date(2007, 1, 1))
    sheet.bodies.add(c.pitf)
    an_edition(p, sheet)
    appointment = p.secret(
        Appointment, official=c.powell, position=c.deputy, capacity="acting", **long
    )
    p.secret(Appointment, official=c.park, position=c.secretary, capacity="acting", **long)
    seat = p.secret(Seat, body=c.pitf, agency=c.council, position=c.deputy, **long)
    p.secret(AgencyName, agency=c.labor, **long)
    p.secret(AgencySuccession, predecessor=c.labor, successor=c.state, kind="merged")
    p.secret(Alias, official=c.rice)
    p.secret(Vacancy, position=c.deputy, **long)
    p.secret(Designation, seat=c.homeland_seat, official=c.chao, **long)
    p.secret(LegalBasis, instrument=c.law, body=c.pitf, effect="amends")
    p.secret(Topic, meeting=c.meeting)
    p.secret(Attendance, meeting=c.meeting, official=c.park)
    p.secret(Photo, meeting=c.meeting, image=picture)
    p.secret(Document, meeting=c.meeting)
    p.secret(Citation, source=c.source, record=c.pitf, field="name")
    p.secret(Page)

    # Published, but they need one that is not.
    p.hung(AgencyName, agency=agency, **long)
    p.hung(AgencySuccession, predecessor=agency, successor=c.state, kind="merged")
    p.hung(AgencySuccession, predecessor=c.state, successor=agency, kind="merged")
    p.hung(Alias, official=official)
    p.hung(Position, agency=agency, **long)
    p.hung(Appointment, official=official, position=c.deputy, capacity="acting", **long)
    p.hung(Appointment, official=c.powell, position=position, capacity="acting", **long)
    p.hung(Vacancy, position=position, **long)
    p.hung(Seat, body=body, agency=c.state, role="chair", **long)
    p.hung(Seat, body=c.pitf, agency=agency, **long)
    p.hung(Seat, body=c.pitf, agency=c.state, position=position, role="chair", **long)
    p.hung(Designation, seat=seat, official=c.chao, **long)
    p.hung(Designation, seat=c.homeland_seat, official=official, **long)
    p.hung(LegalBasis, instrument=law, body=c.pitf, effect="amends")
    p.hung(LegalBasis, instrument=c.law, body=body, effect="amends")
    p.hung(Attendance, meeting=c.later_meeting, official=official)
    p.hung(Attendance, meeting=c.later_meeting, official=c.chao, sits_for=official)
    p.hung(Attendance, meeting=c.later_meeting, official=c.park, agency=agency)
    p.hung(Attendance, meeting=c.later_meeting, official=c.rice, position=position)
    p.hung(Resolution, body=body, meeting=c.meeting)
    p.hung(Citation, source=source, record=c.pitf, field="name")
    p.hung(Citation, source=c.source, record=agency, field="name")
    other = p.hung(FactSheet, issuing_agency=agency, dated_on=date(2007, 1, 1))
    other.bodies.add(c.pitf)
    an_edition(p, other)
    for of_secret in (meeting, p.hung(Meeting, **day)):
        of_secret.bodies.add(body)
        p.hung(Attendance, meeting=of_secret, official=c.chao, position=c.labor_secretary)
        p.hung(Topic, meeting=of_secret)
        p.hung(Photo, meeting=of_secret, image=picture)
        p.hung(Document, meeting=of_secret)

    if not named:
        return p.words
    c.pitf.parent, c.state.parent = body, agency
    c.pitf.save(), c.state.save()
    c.meeting.bodies.add(body)
    c.sheet.bodies.add(body)
    c.resolution.meeting, c.resolution.replaced_by = meeting, resolution
    c.resolution.save()
    Topic.objects.create(meeting=c.meeting, title="Public topic", subject=subject)
    c.meeting.attendances.update(seat=seat)
    c.meeting.attendances.filter(official=c.rice).update(appointment=appointment)
    return p.words


def an_edition(p, sheet):
    given = {
        "sheet": sheet,
        "source": {},
        "dated_on": sheet.dated_on,
        "live_at": "2007-01-01T12:00Z",
        "issued_at": "2007-01-01T12:00Z",
    }
    edition = Edition.objects.create(**p.fill(Edition, given))
    edition.bodies.set(sheet.bodies.all())
    EditionFact.objects.create(
        edition=edition,
        order=0,
        kind=ContentType.objects.get_for_model(Agency),
        record_id=sheet.issuing_agency_id,
        **p.fill(EditionFact, {"key": "x", "field": "x"}),
    )


def walk(among=None) -> dict[str, bytes]:
    """Every public address, of unpublished records too, and what it answers, on several
    days. With `among`, only of these."""
    reader = Reader()
    answers = {}
    pages, taken = pages_of_records(), [*table_addresses(), *citation_addresses()]
    taken += downloads()
    for page in [*LISTS, *FEEDS, *SEARCHES, *pages, *edition_addresses(), *taken]:
        for day in ("", "?on=2007-10-25"):
            day = day.replace("?", "&") if "?" in page else day
            if among is not None and page + day not in among:
                continue
            answer = reader.get(page + day)
            assert answer.status_code in (200, 404), page
            answers[page + day] = repr(answer.headers).encode() + answer.body
    for page in [*comparisons(), *(f"/a-z/?letter={letter}" for letter in LETTERS)]:
        if among is not None and page not in among:
            continue
        answer = reader.get(page)
        assert answer.status_code in (200, 404), page
        answers[page] = repr(answer.headers).encode() + answer.body
    return answers


def other_forms() -> list[str]:
    """Feeds, calendars and the sitemap, also of records that are not published."""
    found = [
        "/feed/",
        "/corrections/feed/",
        "/what-changed/feed/",
        "/meetings.ics",
        "/sitemap.xml",
    ]
    found += [f"/sitemap-{section}.xml" for section in sections()]
    for kind, model, form in (
        ("bodies", Body, "feed/"),
        ("agencies", Agency, "feed/"),
        ("subjects", Subject, "feed/"),
        ("bodies", Body, "meetings.ics"),
        ("meetings", Meeting, "meeting.ics"),
    ):
        found += [f"/{kind}/{record.key}/{form}" for record in model.objects.all()]
    return found


def walk_of_programs(among=None) -> dict[str, bytes]:
    """Every address of programs, with each filter and each value that a record could give
    it, and what it answers. With `among`, only of these."""
    reader = Reader()
    answers = {}
    asked = [(address, {}) for address in [*API_LISTS, *record_addresses(), *other_forms()]]
    asked += [(address, {"on": "2007-10-25"}) for address in [*API_LISTS, *record_addresses()]]
    for address, query in [*asked, *filtered_addresses()]:
        question = f"{address}?{query}"
        if among is not None and question not in among:
            continue
        answer = reader.get(address, query)
        assert answer.status_code in (200, 404, 400), address
        told = repr(answer.headers).encode() + answer.body
        # What a program asked for it may read again in where it is told to go on.
        for value in query.values():
            told = told.replace(value.encode(), b"(as asked)")
        answers[question] = told
    return answers


def seen(words, answers) -> dict[str, list[str]]:
    """Which of the words are seen, and where."""
    everything = b"\0".join(answers.values())
    return {
        word: [page for page, body in answers.items() if word.encode() in body]
        for word in words
        if word.encode() in everything
    }


def remark(c):
    """Staff write remarks on every record, and go on with the sheet that is issued."""
    for number, model in enumerate(RECORDS):
        assert model.objects.update(remarks=f"zqremark{number:02}")
    c.sheet.title = c.sheet.text = "zqdraft"
    c.sheet.save()


NEVER_SEEN = ["zqremark", "zqdraft"]


@pytest.fixture
def issued(cast):
    issue(cast.sheet, at=datetime(2007, 12, 20, 20, tzinfo=UTC))
    return cast


@pytest.mark.one_database
def test_the_walk_sees_every_word_when_all_is_published_but_no_remark_and_no_draft(issued):
    words = plant(issued, published=True)
    remark(issued)
    answers = walk()
    assert seen([*NEVER_SEEN, "Human trafficking"], answers).keys() == {"Human trafficking"}
    found = seen(words, answers)
    missing = {
        (kind, field)
        for word, (kind, field) in words.items()
        if word not in found
        and field != "remarks"
        and (kind, field) not in NEVER_PRINTED
        and (kind, field) != ("editionfact", "key")
    }
    assert missing == set()
    printed = {words[word] for word in found}
    assert {kind for kind, _ in printed} == {
        *(model._meta.model_name for model in (*RECORDS, Page)),
        "edition",
        "editionfact",
    }
    assert printed & NEVER_PRINTED == set()


@pytest.mark.one_database
def test_no_page_shows_a_word_of_what_is_not_published(issued):
    words = plant(issued, published=False)
    told = {
        f"{kind}.{field}": pages
        for word, pages in seen(words, walk()).items()
        for kind, field in [words[word]]
    }
    assert told == {}


def test_the_address_of_what_is_not_published_answers_like_an_unknown_one(issued):
    plant(issued, published=False)
    reader = Reader()
    for page, model in RECORD_PAGES.items():
        unknown = reader.get(page.format("no-such-key"))
        hidden = model.objects.exclude(pk__in=model.objects.public().values("pk"))
        assert hidden.exists(), page
        for record in hidden:
            for day in ("", "?on=2007-10-25"):
                answer = reader.get(page.format(record.key) + day)
                assert answer.status_code == unknown.status_code == 404, page
                assert answer.body == unknown.body
                assert answer.headers == unknown.headers


@pytest.mark.one_database
def test_search_finds_every_word_when_all_is_published(issued):
    planted, reader, found = plant(issued, published=True), Reader(), defaultdict(set)
    for word, (kind, field) in planted.items():
        if kind in FOUND:
            page = reader.get(f"/search/?q={word}").body
            if b'id="results"' in page and b"Showing results for" not in page:
                found[kind].add(field)
    keys = {kind: {"key"} if kind in KINDS else set() for kind in FOUND}
    assert {kind: found[kind] - keys[kind] for kind in FOUND} == FOUND


def test_search_answers_to_a_word_of_what_is_not_published_as_to_an_unknown_one(issued):
    """Also where the word is cut short or misspelt, and where it is taken for a key."""
    planted, reader = plant(issued, published=False), Reader()
    asked = [word for word, (kind, field) in planted.items() if field in FOUND.get(kind, ())]
    assert len(asked) > 50
    for address in (
        "/search/?q={}",
        "/search/?q={}x",
        "/search/?q=state+{}",
        "/officials/{}x/",
    ):
        unknown = reader.get(address.format("zq9999")).body.replace(b"zq9999", b"")
        for word in asked:
            body = reader.get(address.format(word)).body.replace(word.encode(), b"")
            assert body == unknown, (address, word, planted[word])


@pytest.mark.one_database
def test_no_count_order_or_word_changes_with_what_is_not_published(issued):
    Attendance.objects.create(
        meeting=issued.meeting, official=issued.powell, position=issued.deputy
    )
    before = walk()
    plant(issued, published=False, named=False)
    after = walk(among=before)
    assert [page for page in before if after[page] != before[page]] == []


@pytest.mark.one_database
def test_programs_see_every_word_when_all_is_published_but_no_remark_and_no_draft(issued):
    words = plant(issued, published=True)
    remark(issued)
    answers = walk_of_programs()
    assert seen([*NEVER_SEEN, "Human trafficking"], answers).keys() == {"Human trafficking"}
    found = {words[word] for word in seen(words, answers)}
    missing = {
        (kind, field)
        for kind, field in words.values()
        if (kind, field) not in found
        and field not in ("remarks", "key")
        and (kind, field) not in NEVER_TOLD
    }
    assert missing == set()
    assert found & NEVER_TOLD == set()


@pytest.mark.one_database
def test_no_program_sees_a_word_of_what_is_not_published(issued):
    words = plant(issued, published=False)
    told = {
        f"{kind}.{field}": pages
        for word, pages in seen(words, walk_of_programs()).items()
        for kind, field in [words[word]]
    }
    assert told == {}


@pytest.mark.one_database
def test_no_answer_to_a_program_changes_with_what_is_not_published(issued):
    before = walk_of_programs()
    plant(issued, published=False, named=False)
    after = walk_of_programs(among=before)
    assert [page for page in before if after[page] != before[page]] == []

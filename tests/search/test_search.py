"""What is found by which words, in which order, and what is not."""

from datetime import UTC, date, datetime

import pytest

from registry.models import (
    Agency,
    AgencyName,
    Alias,
    Document,
    Edition,
    FactSheet,
    Official,
    Resolution,
    SearchEntry,
    Seat,
    Topic,
    Withdrawal,
)
from registry.search.ask import Question, nearest, search, with_texts
from registry.search.keep import make_anew

from ..office import issue

pytestmark = pytest.mark.django_db

NOW = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def issued(cast):
    issue(cast.sheet, at=datetime(2007, 12, 20, 20, tzinfo=UTC))
    return cast


def ask(text, at=NOW, **filters):
    return search(Question(text, **filters), at=at)


def found(text, at=NOW, **filters) -> list[str]:
    """The keys of what is found, the best first."""
    return [hit.entry.key for hit in ask(text, at, **filters).hits]


def test_a_name_an_acronym_an_alias_a_former_name_and_a_printed_form_are_found(issued):
    assert found("Condoleezza Rice")[0] == "rice-condoleezza"
    assert found("PITF")[0] == "pitf"
    assert found("gtip")[0] == found("g tip")[0] == found("G/TIP")[0] == "g-tip"
    assert found("Hillary Rodham Clinton") == ["clinton-hillary"]
    assert found("Health, Education, and Welfare") == ["hhs"]
    assert found("Directorate of Homeland Security") == ["dhs"]
    assert found("theAct") == ["pitf-2007-10-25-resolution"]


def test_a_word_is_found_with_its_hyphen_and_without(issued):
    Agency.objects.create(name="Counter-Terrorism Bureau")
    for text in ("counterterrorism", "Counter-Terrorism", "counter terrorism bureau"):
        answer = ask(text)
        assert [hit.entry.key for hit in answer.hits] == ["counter-terrorism-bureau"], text
        assert not (answer.corrected or answer.is_partial) and answer.hits[0].rank[0] <= 2


def test_two_words_of_a_name_are_found_as_one(issued):
    assert found("taskforce")[0] == found("interagency taskforce")[0] == "pitf"
    assert [hit.rank[0] for hit in ask("taskforce").hits][:1] == [2]
    Official.objects.create(given_name="Ann", family_name="A. Smith")
    assert ask("Anna").corrected == "Ann"  # and not found as it is


def test_initials_that_nobody_wrote_down_find_a_former_name(issued):
    """The record has no acronym of a former name."""
    for text in ("HEW", "DHEW", "hew"):
        (hit,) = ask(text).hits
        assert (hit.entry.key, hit.rank[0]) == ("hhs", 1)
        (hit,) = with_texts([hit], Question(text).terms)
        assert hit.also.text == "Department of Health, Education, and Welfare"
    AgencyName.objects.update(is_public=False)
    assert found("HEW") == []


@pytest.mark.parametrize(
    "text", ["2007-10-25", "10/25/2007", "25 Oct 2007", "October 25, 2007"]
)
def test_a_day_is_found_however_it_is_written(issued, text):
    answer = ask(text)
    assert (answer.hits[0].entry.key, answer.is_partial) == ("pitf-2007-10-25", False)


@pytest.mark.parametrize(
    "text",
    [
        "president's interagency task force",
        "PRESIDENT’S INTERAGENCY TASK FORCE",
        "Presidents Interagency Task‑Force",
        "préśident interagency task force",
        "  interagency\ttask -- force president ",
    ],
)
def test_typography_case_accents_and_order_make_no_difference(issued, text):
    assert found(text)[:2] == ["pitf", "pitf-2007-12-20"]


def test_what_bears_the_name_comes_first_then_names_then_texts(issued):
    ranks = [(hit.entry.key, hit.rank[0]) for hit in ask("trafficking").hits]
    assert [rank for _, rank in ranks] == sorted(rank for _, rank in ranks)
    assert ranks[0] == ("tvpa-2000", 2)
    assert ("pitf-2007-10-25", 5) in ranks
    assert found("state")[0] == "state"  # its acronym
    assert found("Secretary of State")[0] == "secretary-of-state"


def test_words_may_stand_in_different_records_of_one_page(issued):
    assert found("rice secretary of state") == ["rice-condoleezza"]
    assert found("DNA testing PITF 2007") == ["pitf-2007-10-25"]
    assert found("chao labor") == ["chao-elaine"]


def test_fact_sheets_are_found_by_what_they_say_and_not_by_what_they_will(issued):
    issued.sheet.text = "Tomorrow it says zucchini."
    issued.sheet.title = "Zucchini"
    issued.sheet.save()
    assert found("chaired Secretary", kind="factsheet") == ["pitf-2007-12-20"]
    assert found("zucchini") == []


def test_a_scheduled_edition_is_found_from_its_hour_on_and_what_it_replaces_no_more(issued):
    issued.sheet.text = "Now it says zucchini."
    issued.sheet.save()
    noon = datetime(2008, 1, 1, 12, tzinfo=UTC)
    before = datetime(2008, 1, 1, 11, tzinfo=UTC)
    issue(issued.sheet, at=before, live_at=noon)
    SearchEntry.objects.all().delete()
    make_anew(at=before)
    assert found("zucchini", before) == []
    assert found("zucchini", noon) == ["pitf-2007-12-20"]
    only = {"kind": "factsheet"}
    assert found("chaired", before, **only) == ["pitf-2007-12-20"]
    assert found("chaired", noon, **only) == []


def test_the_beginning_of_a_word_finds_it_and_its_middle_does_not(issued):
    assert found("condo") == ["rice-condoleezza"]
    assert found("ondoleezza rice") == ["rice-condoleezza"]  # as a misspelt name
    assert found("gency") == []


@pytest.mark.parametrize(
    "text, corrected, key",
    [
        ("Condoleeza", "Condoleezza", "rice-condoleezza"),
        ("Condoleeza Rice", "Condoleezza Rice", "rice-condoleezza"),
        ("Kondoleesa", "Condoleezza", "rice-condoleezza"),
        ("Gonzalez", "Gonzales", "gonzales-alberto"),
        ("Mukasy attorney", "Mukasey attorney", "mukasey-michael"),
        ("Lgaon", "Lagon", "lagon-mark"),
        ("the Secratary of State", "the Secretary of State", "secretary-of-state"),
        ("“Secratary of State”", "“Secretary of State”", "secretary-of-state"),
    ],
)
def test_a_misspelt_name_is_looked_for_as_it_is_meant(issued, text, corrected, key):
    answer = ask(text)
    assert (answer.corrected, answer.hits[0].entry.key) == (corrected, key)


def test_a_word_that_stands_nowhere_public_is_never_what_was_meant(issued):
    Official.objects.create(given_name="Zebulon", family_name="Quark", is_public=False)
    Alias.objects.create(official=issued.rice, name="Zebulonia", is_public=False)
    assert ask("Zebulom").hits == [] and ask("Zebulom").corrected == ""
    quark = Official.objects.get(family_name="Quark")
    quark.is_public = True
    quark.save()
    assert ask("Zebulom").corrected == "Zebulon"
    # Past the site's own ways: the entry stays, and nobody finds it.
    Official.objects.filter(pk=quark.pk).update(is_public=False)
    assert SearchEntry.objects.filter(key="quark-zebulon").exists()
    assert ask("Zebulom").hits == ask("Zebulon").hits == ask("quark zebul").hits == []
    assert nearest("official", "quark-zebulon", at=NOW) == []


def test_where_no_record_has_all_words_those_that_have_the_most_are_shown(issued):
    answer = ask("Senior Policy zzz Group")
    assert answer.is_partial
    assert [hit.entry.key for hit in answer.hits] == ["spog"]
    assert not ask("zzz").is_partial


def test_words_in_quotes_must_stand_one_after_the_other(issued):
    assert found("trafficking act") == found("“act” trafficking")  # a word alone is a word
    assert found('"Victims Protection Act"') == found("“victims’ protection act”")
    assert found('"Victims Protection Act"')[0] == "tvpa-2000"
    assert found('Rice "secretary of state"') == ["rice-condoleezza"]
    answer = ask('"protection victims"')
    assert answer.is_apart and {hit.entry.key for hit in answer.hits} == set(
        found("protection victims")
    )
    # What stands one after the other only in what a reader may not see does so nowhere.
    meeting = {"meeting": issued.meeting, "title": "Zebra crossing"}
    topic = Topic.objects.create(**meeting, order=90)
    Topic.objects.create(**meeting | {"title": "Crossing the zebra"}, order=91)
    assert not ask('"zebra crossing"').is_apart
    Topic.objects.filter(pk=topic.pk).update(is_public=False)
    assert ask('"zebra crossing"').is_apart and ask('"crossing the zebra"').hits


def test_the_snippet_shows_the_words_in_quotes(issued):
    text = "One but last. " + "Filler. " * 60 + "There came the last but one."
    Resolution.objects.update(text=text)
    Resolution.objects.first().save()
    question = '"the last but one"'
    (hit,) = with_texts(ask(question, kind="resolution").hits, Question(question).terms)
    shown = "".join(piece for _, piece in hit.snippet)
    assert shown.startswith("… ") and shown.endswith("There came the last but one.")


def test_filters_narrow_what_is_found(issued):
    assert found("2007", kind="meeting") == ["pitf-2007-10-25"]
    assert set(found("task force", year=2010)) == {"pitf-2010-02-03"}
    assert found("meeting", year=2010, body=issued.spog.pk) == []
    assert set(found("meeting", body=issued.pitf.pk, kind="meeting")) == {
        "pitf-2003-12-08",
        "pitf-2007-10-25",
        "pitf-2009",
        "pitf-2010-02-03",
    }


def test_counts_by_kind_year_and_body(issued):
    answer = ask("PITF")
    assert answer.kinds == [
        ("body", 2),
        ("factsheet", 1),
        ("meeting", 4),
        ("resolution", 1),
        ("legalinstrument", 1),
    ]
    assert answer.years == [(2010, 1), (2009, 1), (2007, 3), (2003, 1), (2000, 1)]
    assert answer.bodies == [(issued.pitf.pk, 8), (issued.spog.pk, 2)]


def test_what_is_shown_of_a_result(issued):
    def shown(text, **filters):
        answer = ask(text, **filters)
        [hit, *_] = with_texts(answer.hits, answer.question.terms)
        return hit

    hit = shown("health welfare")
    assert str(hit) == "Department of Health and Human Services (HHS)"
    assert (hit.also.role, hit.also.text) == (
        "formerly",
        "Department of Health, Education, and Welfare",
    )
    assert "1953" in hit.also.when
    assert [(p.role, p.text) for p in shown("G/TIP").context] == [
        ("part of", "Department of State (State)")
    ]
    assert shown("DNA", kind="meeting").snippet == [(True, "DNA"), (False, " testing")]
    assert shown("PITF").snippet == []


def test_nineteen_of_one_acronym_are_all_found_with_what_they_are_part_of(db):
    for number in range(19):
        parent = Agency.objects.create(name=f"Department {number:02}")
        Agency.objects.create(name="Office of Inspector General", acronym="OIG", parent=parent)
    hits = with_texts(ask("OIG").hits, ["oig"])
    assert sorted(piece.text for hit in hits for piece in hit.context) == [
        f"Department {number:02}" for number in range(19)
    ]
    assert {hit.rank[0] for hit in hits} == {0}


def test_two_of_one_name_are_told_apart(db):
    for place in ("of Ohio", "of Utah"):
        Official.objects.create(given_name="Jo", family_name="Doe", told_apart_by=place)
    hits = with_texts(ask("Jo Doe").hits, ["jo", "doe"])
    assert [hit.context[0].text for hit in hits] == ["of Ohio", "of Utah"]


def test_a_long_text_is_cut_around_what_was_found(cast):
    text = f"{'before ' * 100}the <b>needle</b> {'after ' * 100}"
    Resolution.objects.create(body=cast.pitf, title="Hay", text=text)
    answer = ask("needle")
    [hit] = with_texts(answer.hits, answer.question.terms)
    snippet = "".join(piece for _, piece in hit.snippet)
    assert (True, "needle") in hit.snippet
    assert snippet.startswith("… before before") and snippet.endswith("after …")
    assert len(snippet) < 400


def test_more_than_a_thousand_results_are_told_as_such(db, monkeypatch):
    monkeypatch.setattr("registry.search.ask.MOST", 3)
    monkeypatch.setattr("registry.search.ask.fetch.__defaults__", (3,))
    for number in range(5):
        Official.objects.create(given_name=f"Jo{number}", family_name="Doe")
    assert (len(ask("Doe").hits), ask("Doe").is_cut) == (3, True)
    assert (len(ask("Doe Jo1").hits), ask("Doe Jo1").is_cut) == (1, False)
    hidden = Official.objects.filter(given_name__in=["Jo1", "Jo2"])
    hidden.update(is_public=False)
    assert (len(ask("Doe").hits), ask("Doe").is_cut) != (3, True)


def test_the_nearest_records_to_a_key_that_leads_nowhere(issued):
    def near(kind, key):
        return [hit.entry.key for hit in nearest(kind, key, at=NOW)]

    assert near("official", "condoleeza-rice") == ["rice-condoleezza"]
    assert near("body", "senior-policy-group") == ["spog"]
    assert near("meeting", "pitf-2007-10-26")[0] == "pitf-2007-10-25"
    assert len(near("meeting", "pitf-2007")) == 4
    assert near("official", "xyzzy") == near("photo", "x") == near("body", "---") == []


def test_only_pieces_that_are_public_count(issued):
    """Each hides its words past the site's own ways, so that entries know nothing of it."""
    seat = Seat.objects.get(agency=issued.homeland)
    Document.objects.create(meeting=issued.meeting, title="Kumquat")
    for model, record, text, key in (
        (Alias, issued.clinton.aliases.get(), "Rodham", "clinton-hillary"),
        (type(seat), seat, "Directorate homeland", "dhs"),
        (Topic, issued.meeting.topics.get(order=2), "DNA testing", "pitf-2007-10-25"),
        (Document, issued.meeting.documents.get(), "kumquat", "pitf-2007-10-25"),
        (type(issued.photo), issued.photo, "state dept photo", "pitf-2007-10-25"),
    ):
        assert found(text) == [key]
        model.objects.filter(pk=record.pk).update(is_public=False)
        assert key not in found(text) or ask(text).is_partial, text
        hits = with_texts(ask(key.split("-")[0]).hits, [])
        assert text not in str([(h.names, h.texts) for h in hits])


def test_a_body_that_is_hidden_counts_nowhere(issued):
    issued.meeting.bodies.add(issued.spog)
    assert issued.spog.pk in dict(ask("DNA testing").bodies)
    type(issued.spog).objects.filter(pk=issued.spog.pk).update(is_public=False)
    assert dict(ask("DNA testing").bodies) == {issued.pitf.pk: 1}


def test_a_withdrawn_sheet_says_so_and_one_that_is_gone_is_not_found(issued):
    edition = Edition.objects.get()
    gone = Withdrawal.objects.create(edition=edition, reason="Wrong.", at=NOW)
    hits = with_texts(ask("chaired secretary", kind="factsheet").hits, [])
    assert "withdrawn" in [piece.text for hit in hits for piece in hit.context]
    gone.manner = "gone"
    gone.save()
    assert found("chaired secretary", kind="factsheet") == []


def test_a_sheet_that_was_never_issued_is_not_found(cast):
    FactSheet.objects.create(
        title="Zucchini", issuing_agency=cast.tip, dated_on=date(2007, 1, 1)
    )
    assert found("zucchini") == []


@pytest.mark.parametrize("rows", [3, 60])
def test_a_search_costs_the_same_at_any_size(issued, rows, django_assert_max_num_queries):
    Official.objects.bulk_create(
        Official(given_name="Jo", family_name=f"Doe{n}", name=f"Jo Doe{n}") for n in range(rows)
    )
    make_anew(at=NOW)
    for text, most in (("Jo", 4), ("Joo Dooe1", 11), ("jo zzz", 10), ("zzz", 4)):
        with django_assert_max_num_queries(most):
            ask(text)
    with django_assert_max_num_queries(7):
        nearest("official", "joo-dooe1", at=NOW)

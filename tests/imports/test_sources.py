"""A column that says where a row is from becomes citations of what the row is about."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType

from registry.imports.batches import confirm, decide, plan_batch
from registry.imports.undo import undo
from registry.models import Agency, Appointment, Citation, ImportBatch, Official, Source
from registry.vocabulary import Verdict

from .sheets import AT, TODAY, load, start, told, written

MINUTES = "https://example.gov/minutes"


@pytest.fixture
def minutes(cast):
    return Source.objects.create(title="Minutes of May 2007", key="minutes", website=MINUTES)


def citations() -> list[tuple]:
    return sorted(
        (one.kind.model, str(one.record), one.source.key, one.page, one.quotation)
        for one in Citation.objects.filter(source__key__startswith="min")
    )


def of(record):
    kind = ContentType.objects.get_for_model(record)
    return Citation.objects.filter(kind=kind, record_id=record.pk)


@pytest.mark.parametrize("named", ["minutes", "Minutes of May 2007", MINUTES])
def test_a_source_is_cited_of_what_a_row_makes_and_brings_along(minutes, tmp_path, named):
    path = written(
        tmp_path,
        f"""
        official,position,agency,start,source,page,quotation
        Ada Byron,Head of Engines,State,2007-05-01,{named},p. 3,“She has begun.”
        """,
    )
    result = load(path)
    assert told(result) == {"new": 1}
    assert result.report["sheets"][0]["also_new"] == {
        "official": 1, "position": 1, "citation": 3
    }  # fmt: skip
    holds = Appointment.objects.get(official__name="Ada Byron")
    said = ("minutes", "p. 3", "“She has begun.”")
    assert citations() == [
        ("appointment", str(holds), *said),
        ("official", "Ada Byron", *said),
        ("position", str(holds.position), *said),
    ]
    second = load(path)
    assert told(second) == {"unchanged": 1}
    assert len(citations()) == 3
    assert second.report["sheets"][0]["notices"] == [
        "Everything in this sheet is in the record already."
    ]
    undo(result.batch, by=None, at=AT + timedelta(days=1))
    assert citations() == []
    assert not Official.objects.filter(name="Ada Byron").exists()


def test_a_source_that_nobody_knows_is_asked_about_and_the_rows_do_not_wait(cast, tmp_path):
    path = written(
        tmp_path,
        """
        acronym,name,source
        X1,First Office,Minutes of June
        X2,Second Office,Minutes of June
        """,
    )
    begun = start(path)
    assert told(begun) == {"new": 2}
    [question] = begun.report["questions"]
    assert (question["kind"], question["text"], question["times"], question["may_be_new"]) == (
        *("source", "Minutes of June", 2, True),
    )
    assert begun.report["sheets"][0]["notices"] == [
        "No source of the record is called “Minutes of June”. What is loaded is cited from it "
        "once you have said which source it is, or that it is new."
    ]
    decide(begun.batch, {"source:minutes of june": (Verdict.CREATE, None)}, by=None, at=AT)
    shown = plan_batch(begun.batch, today=TODAY)
    assert shown.report["sheets"][0]["also_new"] == {"source": 1, "citation": 2}
    batch = ImportBatch.objects.get()
    assert confirm(batch, by=None, at=AT, today=TODAY).applied
    assert [one.title for one in Source.objects.filter(title__startswith="Minutes")] == [
        "Minutes of June"
    ]
    assert [of(one).count() for one in Agency.objects.filter(acronym__startswith="X")] == [1, 1]


def test_several_sources_in_a_cell_are_cited_each(minutes, tmp_path):
    Source.objects.create(title="Minutes of June 2007", key="minutes-2")
    path = written(tmp_path, "acronym,name,source\nX1,First Office,minutes; minutes-2")
    load(path)
    assert of(Agency.objects.get(acronym="X1")).count() == 2


def test_citations_come_in_a_sheet_of_their_own(minutes, tmp_path):
    path = written(
        tmp_path,
        """
        source,kind,record,field,page,quotation
        minutes,agency,state,name,,
        minutes,agencies,state,,p. 1,State
        minutes,agency,nowhere,,,
        minutes,agency,state,colour,,
        """,
    )
    result = load(path, partial=True)
    assert told(result) == {"new": 2, "refused": 2}
    assert [one["reason"] for one in result.report["sheets"][0]["refused"]] == [
        "“nowhere” is the key of no agency in the record.",
        "“colour” is no field of agencies.",
    ]


def test_words_of_a_source_that_were_mended_by_hand_are_kept(minutes, tmp_path):
    sheet = "acronym,name,source,quotation\nX1,First Office,minutes,{}"
    load(written(tmp_path, sheet.format("An ofice.")))
    result = load(written(tmp_path, sheet.format("An offise.")))
    assert told(result) == {"unchanged": 1}
    assert result.report["sheets"][0]["also_changed"] == {"citation": 1}
    assert result.report["sheets"][0]["notices"] == []
    [one] = of(Agency.objects.get(acronym="X1"))
    one.quotation = "An office."
    one.save()
    assert load(written(tmp_path, sheet.format("An ophice."))).plan.changes_nothing
    assert of(Agency.objects.get(acronym="X1")).get().quotation == "An office."

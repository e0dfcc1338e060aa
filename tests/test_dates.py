"""Days as sources tell them; `models/test_days.py` holds SQL to the same rule."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.dates import (
    EARLIEST,
    LATEST,
    OPEN,
    UNKNOWN,
    DateError,
    Holds,
    PartialDate,
    Span,
    parse_edtf,
    read_date,
    words_of,
)


@pytest.mark.parametrize(
    ("written", "first", "last", "words"),
    [
        ("2003", date(2003, 1, 1), date(2003, 12, 31), "2003"),
        ("2007-10", date(2007, 10, 1), date(2007, 10, 31), "October 2007"),
        ("2008-02", date(2008, 2, 1), date(2008, 2, 29), "February 2008"),
        ("2007-10-25", date(2007, 10, 25), date(2007, 10, 25), "October 25, 2007"),
        ("2006~", date(2005, 1, 1), date(2007, 12, 31), "about 2006"),
        ("2006-12~", date(2006, 11, 1), date(2007, 1, 31), "about December 2006"),
        ("2006-01~", date(2005, 12, 1), date(2006, 2, 28), "about January 2006"),
        ("2006-03-01~", date(2006, 2, 28), date(2006, 3, 2), "about March 1, 2006"),
    ],
)
def test_a_partial_date_means_the_days_from_its_first_to_its_last(written, first, last, words):
    partial = parse_edtf(written)
    assert (partial.first, partial.last, partial.words) == (first, last, words)
    assert str(partial) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Oct 2007", "2007-10"),
        ("October, 2007", "2007-10"),
        ("Sept. 2007", "2007-09"),
        ("25 October 2007", "2007-10-25"),
        ("25 OCT 2007", "2007-10-25"),
        ("25-Oct-2007", "2007-10-25"),
        ("25th of October 2007", "2007-10-25"),
        ("October 25, 2007", "2007-10-25"),
        ("  October   25th,  2007 ", "2007-10-25"),
        ("October\u00a025, 2007", "2007-10-25"),
        ("10/25/2007", "2007-10-25"),
        ("25.10.2007", "2007-10-25"),
        ("05/05/2007", "2007-05-05"),
        ("10/2007", "2007-10"),
        ("20071025", "2007-10-25"),
        ("2007-10-25", "2007-10-25"),
        ("2007/10/25", "2007-10-25"),
        ("2003", "2003"),
        ("about 2006", "2006~"),
        ("c. 2006", "2006~"),
        ("ca. May 2006", "2006-05~"),
        ("2006~", "2006~"),
        ("2007 Oct 25", "2007-10-25"),
        ("2007-Oct", "2007-10"),
        ("25Oct2007", "2007-10-25"),
        ("25. October 2007", "2007-10-25"),
        ("present", OPEN),
        ("Still serving", OPEN),
        ("to the present", OPEN),
        ("Still in office", OPEN),
        ("..", OPEN),
        ("", UNKNOWN),
        ("n/a", UNKNOWN),
        ("29 February 2008", "2008-02-29"),
    ],
)
def test_what_people_type_is_read(typed, written):
    assert read_date(typed) == written


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("29 February 2007", "There is no day 29 in February 2007: it has 28 days."),
        ("31/02/2005", "There is no day 31 in February 2005: it has 28 days."),
        (
            "07/08/2007",
            "“07/08/2007” could be July 8, 2007 or August 7, 2007. "
            "Write 2007-07-08 or 2007-08-07.",
        ),
        ("5/31/07", "“5/31/07”: write the year in four digits, like 2007."),
        ("0007", "The year 7 is not between 1000 and 9000."),
        ("13/2007", "There is no month 13."),
        ("next Tuesday", "“next Tuesday” is not a date. Write a date like"),
        ("٢٠٠٧", "“٢٠٠٧” is not a date."),
        ("Marchember 2007", "“Marchember 2007” is not a date."),
        ("1" * 5_000, "is not a date"),
    ],
)
def test_what_can_not_be_read_is_refused_in_words(typed, said):
    with pytest.raises(DateError) as refused:
        read_date(typed)
    assert said in str(refused.value)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text):
    try:
        written = read_date(text)
    except DateError as error:
        assert str(error)
    else:
        assert written in (UNKNOWN, OPEN) or str(parse_edtf(written)) == written


partial_dates = st.builds(
    lambda day, precision, about: str(
        PartialDate(
            day.year,
            day.month if precision > 0 else None,
            day.day if precision > 1 else None,
            about,
        )
    ),
    st.dates(date(1001, 1, 1), date(8990, 12, 31)),
    st.integers(0, 2),
    st.booleans(),
)


@given(partial_dates)
def test_what_is_written_reads_back(written):
    assert read_date(written) == written
    assert read_date(words_of(written)) == written


# Few days and every kind of end, so that spans touch, meet and contradict each other.
few_dates = st.sampled_from(
    ["2003", "2004", "2003-12", "2004-01", "2003-12-31", "2004-01-01", "2003-11~"]
    + ["2003~", "2003-12-30~"]
)
few_days = st.dates(date(2001, 12, 30), date(2005, 1, 2))
spans = st.builds(
    Span,
    few_dates | st.just(UNKNOWN),
    few_dates | st.sampled_from([UNKNOWN, OPEN]),
    st.none() | few_days,
    st.none() | few_days,
).filter(lambda span: not span.contradiction())


def possible_tenures(span):
    """Every bound that matters of each start and end that the span allows, told apart
    from `Span`'s own arithmetic: starts and ends are listed and paired."""
    if span.started == UNKNOWN:
        starts = {EARLIEST, LATEST}
    else:
        started = parse_edtf(span.started)
        starts = {started.first, started.last}
    if span.ended == UNKNOWN:
        ends = {EARLIEST, LATEST}
    elif span.ended == OPEN:
        ends = {LATEST}
    else:
        ended = parse_edtf(span.ended)
        ends = {ended.first, ended.last}
    low_start, high_start, low_end, high_end = (
        min(starts), max(starts), min(ends), max(ends)
    )  # fmt: skip
    around = {
        day + timedelta(days=shift)
        for day in (date(2003, 1, 1), date(2003, 12, 1), date(2004, 1, 1))
        for shift in (-1, 0, 1)
    }
    seen = {day for day in (span.seen_from, span.seen_until) if day}
    points = starts | ends | seen | around
    for start in points:
        for end in points:
            if (
                low_start <= start <= high_start
                and low_end <= end <= high_end
                and start <= end
                and all(start <= day <= end for day in seen)
            ):
                yield start, end


def test_it_holds_within_another_no_longer_than_is_known():
    acting = Span(UNKNOWN, UNKNOWN, date(2007, 10, 25))
    seat = Span("2002-02-13", OPEN)
    assert acting.within(seat) == Span(UNKNOWN, UNKNOWN, date(2007, 10, 25))
    assert Span("2001", "2005-01-26").within(seat) == Span("2002-02-13", "2005-01-26")
    assert Span("2002", OPEN).within(seat) == Span("2002", OPEN)


@given(spans, spans)
def test_what_two_spans_share_is_true_of_every_tenure_that_they_may_mean(one, other):
    shared = one.within(other)
    for start, end in possible_tenures(one):
        for start_of_other, end_of_other in possible_tenures(other):
            first, last = max(start, start_of_other), min(end, end_of_other)
            if first <= last:
                assert shared.earliest_start <= first
                assert last <= shared.latest_end
                assert shared.started == UNKNOWN or first <= parse_edtf(shared.started).last
                if shared.ended not in (UNKNOWN, OPEN):
                    assert parse_edtf(shared.ended).first <= last


@given(spans, few_days)
def test_certainly_is_every_possible_tenure_and_possibly_is_some(span, day):
    answers = {start <= day <= end for start, end in possible_tenures(span)}
    if span.on(day) is Holds.CERTAINLY:
        assert answers == {True}
    elif span.on(day) is Holds.NO:
        assert answers == {False}
    else:
        # Some tenure covers the day; the listed ones need not hold the one that does.
        assert span.earliest_start <= day <= span.latest_end
        assert (span.latest_start > day) or (span.earliest_end < day)


@pytest.mark.parametrize(
    ("span", "day", "answer"),
    [
        (Span("2005-01-26", "2009-01-20"), date(2005, 1, 25), "no"),
        (Span("2005-01-26", "2009-01-20"), date(2005, 1, 26), "certainly"),
        (Span("2005-01-26", "2009-01-20"), date(2009, 1, 20), "certainly"),
        (Span("2005-01-26", "2009-01-20"), date(2009, 1, 21), "no"),
        (Span("2003", "2003"), date(2003, 6, 1), "possibly"),
        (Span("2003", "2003"), date(2002, 12, 31), "no"),
        (Span("2003", OPEN), date(2003, 12, 30), "possibly"),
        (Span("2003", OPEN), date(2003, 12, 31), "certainly"),
        (Span("2003", "2003-02-01"), date(2003, 2, 1), "certainly"),
        (Span(UNKNOWN, "2009-01-20"), date(1990, 1, 1), "possibly"),
        (Span(UNKNOWN, "2009-01-20"), date(2009, 1, 20), "certainly"),
        (Span(UNKNOWN, UNKNOWN), date(2007, 10, 25), "possibly"),
        (
            Span(UNKNOWN, UNKNOWN, date(2007, 10, 25)),
            date(2007, 10, 25),
            "certainly",
        ),
        (Span(UNKNOWN, UNKNOWN, date(2007, 10, 25)), date(2007, 10, 26), "possibly"),
    ],
)
def test_the_day_before_the_first_day_the_last_day_and_the_day_after(span, day, answer):
    assert span.on(day) == answer


@pytest.mark.parametrize(
    ("span", "wrong"),
    [
        (Span("2007-02", "2007-01"), "It ends (January 2007) before it starts"),
        (Span("2007", "2007-01"), ""),
        (
            Span("2007", OPEN, date(2006, 1, 1)),
            "It was seen on January 1, 2006, before it started (2007).",
        ),
        (
            Span("", "2007", None, date(2008, 1, 1)),
            "It was seen on January 1, 2008, after it ended (2007).",
        ),
        (
            Span("", "", date(2008, 1, 2), date(2008, 1, 1)),
            "“Seen until” is before “seen from”.",
        ),
    ],
)
def test_dates_that_contradict_each_other_are_told(span, wrong):
    assert (wrong in span.contradiction()) if wrong else not span.contradiction()


@pytest.mark.parametrize(
    ("one", "two", "answer"),
    [
        # Keisler ends and Mukasey starts on the same day: a handover is no overlap.
        (Span("2007-09-17", "2007-11-09"), Span("2007-11-09", "2009-01-20"), "no"),
        (Span("2007-09-17", "2007-11-10"), Span("2007-11-09", OPEN), "certainly"),
        (Span("2007-09-17", "2007-11"), Span("2007-11-09", OPEN), "possibly"),
        (Span("2007-11-09", "2007-11-09"), Span("2007", OPEN), "possibly"),
    ],
)
def test_overlap_leaves_a_day_of_handover_alone(one, two, answer):
    assert one.overlap(two) == two.overlap(one) == answer


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span("2005-01-26", "2009-01-20"), "January 26, 2005 – January 20, 2009"),
        (Span("2021-03", OPEN), "since March 2021"),
        (Span(UNKNOWN, "2009"), "until 2009"),
        (Span("2009", UNKNOWN), "from 2009, end unknown"),
        (Span("2009", "2009"), "2009"),
        (Span(UNKNOWN, UNKNOWN), "dates unknown"),
        (Span(UNKNOWN, OPEN), "to the present"),
        (Span(UNKNOWN, UNKNOWN, date(2007, 10, 25)), "seen October 25, 2007"),
    ],
)
def test_a_span_in_words(span, words):
    assert span.words == words

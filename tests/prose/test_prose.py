"""The language of fact sheets: what it prints, what it notes, what it refuses, and where."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.models import Agency, AgencyName, FactSheet, Official, Photo, Seat
from registry.prose import ProseError, render
from registry.prose.html import clean, to_text

from ..cast import THE_DAY, agency

pytestmark = pytest.mark.one_database


def told(sheet, text: str) -> str:
    """The HTML of a text, without the sheet's header."""
    sheet.text = text
    return render(sheet).html.split("</header>")[1].strip()


def words(sheet, text: str) -> str:
    return to_text(told(sheet, text))


def refusal(sheet, text: str) -> str:
    with pytest.raises(ProseError) as refused:
        told(sheet, text)
    return str(refused.value)


def test_the_sheet_begins_with_kind_office_place_date_and_title(cast):
    assert to_text(render(cast.sheet).html).split("\n\n")[:5] == [
        "Fact Sheet",
        "Office to Monitor and Combat Trafficking in Persons",
        "Washington, DC",
        "December 20, 2007",
        "The President's Interagency Task Force",
    ]


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ pitf.short_name }}, {{ pitf.level }}", "President’s Interagency Task Force, cabinet-level"),
        ("chaired by the {{ pitf.chair.title }}", "chaired by the Secretary of State"),
        ("{{ pitf.chair.holder.name }}", "Condoleezza Rice"),
        ("meets {{ pitf.cadence }}", "meets at least once a year"),
        ("meets {{ spog.cadence }}", "meets quarterly"),
        ("In {{ spog.started_on | year }}", "In 2003"),
        ("on {{ pitf.last_meeting.date }}", "on October 25, 2007"),
        ("{{ pitf.last_meeting.chair.addressed }}", "Secretary Condoleezza Rice"),
        ("{{ laws.tvpa-2000.acronym }} {{ laws.tvpa-2000.signed_on | year }}", "TVPA 2000"),
        ("{{ officials['rice-condoleezza'].family_name }}", "Rice"),
        ("{{ positions.attorney-general.holder.name }}", "Michael Mukasey"),
        ("{{ agencies.hhs.name }}", "Department of Health and Human Services"),
        ("{{ resolutions.pitf-2007-10-25-resolution.status }}", "approved"),
        ("{{ sheet.date }}", "December 20, 2007"),
        ("{{ pitf.members | size }} members", "4 members"),
        (
            "{{ pitf.members | roster }}",
            "the Departments of State, Justice, and Labor together with "
            "the Directorate of Homeland Security",
        ),
        ("{{ pitf.members | also_in: spog.members | roster | upfirst }}", "The Department of State"),
        (
            "{{ pitf.last_meeting.topics | in_words }}",
            "new initiatives to fight human trafficking and DNA testing",
        ),
        (
            "{{ pitf.last_meeting.participants | roll }}",
            "Secretary of State Condoleezza Rice as Chair; Secretary of Labor Elaine Chao; "
            "Acting Attorney General Mr. Peter Keisler; the Director of the Office "
            "Ambassador Mark Lagon; and the Department of Education",
        ),
        (
            "{% for one in pitf.members %}- {{ one.agency.acronym }}\n{% endfor %}",
            "State\n\nDOJ\n\nDOL\n\nDHS",
        ),
        ("{% if pitf.acronym == 'PITF' %}yes{% else %}no{% endif %}", "yes"),
        ("President’s – anti‑trafficking [pictured right]", "President’s – anti‑trafficking [pictured right]"),
    ],
)  # fmt: skip
def test_facts_in_words(cast, text, printed):
    assert words(cast.sheet, text) == printed


@pytest.mark.parametrize(
    ("day", "holder", "members"),
    [
        (date(2005, 1, 25), "Colin Powell", "State, Justice, and Labor"),
        (date(2005, 1, 26), "Condoleezza Rice", "State, Justice, and Labor"),
    ],
)
def test_facts_are_read_as_of_the_date_of_the_sheet(cast, day, holder, members):
    cast.sheet.dated_on = day
    text = "{{ pitf.chair.holder.name }}: {{ pitf.members | roster }}"
    assert words(cast.sheet, text).startswith(f"{holder}: the Departments of {members}")


def test_a_seat_that_is_only_possible_is_not_stated(cast):
    """Education took part in 2007, perhaps not on December 20."""
    assert words(cast.sheet, "{{ pitf.regular_participants | size }}") == "0"
    seat = Seat.objects.get(agency=cast.education)
    seat.seen_from = date(2007, 12, 20)
    seat.save()
    text = "{{ pitf.regular_participants | roster }}"
    assert words(cast.sheet, text) == "the Department of Education"


@pytest.mark.parametrize(
    ("names", "printed"),
    [
        (["Department of Labor"], "the Department of Labor"),
        (["Department of Labor", "Department of War"], "the Departments of Labor and War"),
        (["Bank", "Department of Labor"], "the Bank and the Department of Labor"),
        (
            ["Department of A", "Department of B and C", "Bank"],
            "the Departments of A and B and C together with the Bank",
        ),
        (["Bank", "Board", "Bureau"], "the Bank, the Board, and the Bureau"),
    ],
)
def test_rosters_of_every_size(cast, names, printed):
    Seat.objects.filter(body=cast.spog).delete()
    for order, name in enumerate(names):
        member = Agency.objects.filter(name=name).first() or agency(name, "")
        Seat.objects.create(body=cast.spog, agency=member, order=order, started_on="2004")
    assert words(cast.sheet, "{{ spog.members | roster }}") == printed


def test_an_agency_has_the_name_of_the_day(cast):
    cast.sheet.dated_on = date(1975, 1, 1)
    assert words(cast.sheet, "{{ agencies.hhs.name }}").endswith("and Welfare")
    AgencyName.objects.update(is_public=False)
    assert words(cast.sheet, "{{ agencies.hhs.name }}").endswith("Human Services")


def test_markdown_is_rendered_below_the_rank_of_the_title(cast):
    html = told(cast.sheet, "# A **bold** *word*\n\n- one\n- two\n\n> [x](https://a.gov)")
    assert html.replace("\n", "") == (
        "<h2>A <strong>bold</strong> <em>word</em></h2><ul><li>one</li><li>two</li></ul>"
        '<blockquote><p><a href="https://a.gov">x</a></p></blockquote>'
    )


def test_what_a_source_printed_is_marked_and_noted_beside_the_record(cast):
    html = told(cast.sheet, "{{ pitf.members | roster }}")
    assert html.endswith(
        '<span class="as-printed" title="As printed. The record has: '
        'the Department of Homeland Security">the Directorate of Homeland Security</span></p>'
    )
    (note,) = render(cast.sheet).notes
    assert (note.printed, note.recorded) == (
        "the Directorate of Homeland Security",
        "the Department of Homeland Security",
    )


def test_a_photo_without_a_picture_keeps_caption_and_credit(cast):
    assert told(cast.sheet, "{% photo pitf.last_meeting.photo %}") == (
        '<figure class="photo"><figcaption>The task force meets. '
        '<span class="credit">State Dept. photo</span></figcaption></figure>'
    )
    Photo.objects.filter(pk=cast.photo.pk).update(
        image="photos/x.png", alternative_text='A "room"'
    )
    assert 'alt="A &quot;room&quot;"' in told(cast.sheet, "{% photo pitf.last_meeting.photo %}")


def test_a_resolution_stands_between_the_paragraphs(cast):
    html = told(cast.sheet, "Before.\n{% resolution pitf.last_meeting.resolution %} After.")
    assert to_text(html).split("\n\n") == [
        "Before.",
        "TASK FORCE RESOLUTION",
        "Reaffirming the approach of theAct",
        "First paragraph.",
        "Second paragraph – with a dash.",
        "After.",
    ]


def test_every_fact_that_was_read_is_noted_once_and_in_order(cast):
    cast.sheet.text = "{{ pitf.acronym }} {{ pitf.chair.title }} {{ pitf.acronym }}"
    assert [(f.record, f.field, f.value) for f in render(cast.sheet).facts] == [
        ("agency g-tip", "name", cast.tip.name),
        ("factsheet pitf-2007-12-20", "place", "Washington, DC"),
        ("factsheet pitf-2007-12-20", "date", "December 20, 2007"),
        ("factsheet pitf-2007-12-20", "title", "The President's Interagency Task Force"),
        ("body pitf", "acronym", "PITF"),
        ("body pitf", "chair", "pitf-state"),
        ("position secretary-of-state", "title", "Secretary of State"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ pitf.charir }}", "Line 1, column 1: A body has no fact “charir”. It has: acronym,"),
        ("ok\n\nthen {{ foo.bar }}", "Line 3, column 9: There is no fact “foo”."),
        ("{{ pitf }}", "Line 1, column 1: This is a whole body; say which of its facts"),
        ("{{ pitf.members }}", "This is a list; say how to print it: | roster"),
        ("{{ pitf.members.title }}", "There is no fact “pitf.members.title”."),
        ("{{ pitf.name | roster }}", "This filter wants seats, like pitf.members."),
        ("{{ pitf.name | year }}", "| year wants a date that is known."),
        ("{{ pitf.ended_on | year }}", "| year wants a date that is known."),
        ("{{ pitf.members | nope }}", "Unknown filter 'nope'."),
        ("{{ pitf.name | also_in }}", "Line 1, column 1"),
        ("{% photo pitf.chair %}", "{% photo … %} wants a photo."),
        ("{% include 'x' %}", "Unexpected tag 'include'."),
        ("{% if pitf.name %}", "Line 1, column"),
        ("{{ officials.nobody.name }}", "There is no published official with the key “nobody”."),
        ("{{ spog.last_meeting.date }}", "As of December 20, 2007, the record has no meeting held by SPOG."),
        ("{{ now }}", "A text is read as of its own date: write {{ sheet.date }}."),
        ("{{ today }}", "A text is read as of its own date: write {{ sheet.date }}."),
        ("{{ sheet.text }}", "A fact sheet has no fact “text”."),
        ("{{ pitf._meta }}", "A body has no fact “_meta”."),
        ("{{ pitf.record.remarks }}", "A body has no fact “record”."),
        ("{{ pitf['__class__'] }}", "A body has no fact “__class__”."),
        ("{{", "Line 1, column 1: Expected '}}'"),
        ("{% for i in (1..100000000) %}{% endfor %}", "loops in this text run more than 10,000 times."),
        (
            "{% for i in (1..9000) %}" + "x" * 100 + "{% endfor %}",
            "The text grows to more than 500,000 characters.",
        ),
        (
            "{% for i in (1..9999) %}{% assign x = pitf.members | roster %}{% endfor %}",
            "The text reads more than 20,000 facts.",
        ),
        ("x" * 100_001, "The text is 100,001 characters long; at most 100,000 are rendered."),
        ("one\nt\u202ewo", "Line 2, column 2: There is a mark that turns the direction of text here."),
        ("a\0", "Line 1, column 2: There is a null byte here."),
        ("a \ue0000\ue001", "There is a private-use character here."),
        ("a <b>c</b>", "Line 1, column 3: “<b>” is HTML. A text is Markdown"),
        ("one\n\ntwo <script>alert(1)</script>", "Line 3, column 5: “<script>” is HTML."),
        ("<div>\n{{ pitf.name }}\n</div>", "Line 1, column 1: “<div>” is HTML."),
        ("a <!-- hidden -->", "Line 1, column 3: “<!-- hidden -->” is HTML."),
        ("{{ pitf.acronym }} is\n<img src=x onerror=y>", "Line 2, column 1: “<img src=x onerror=y>” is HTML."),
    ],
)  # fmt: skip
def test_what_can_not_be_rendered_is_refused_with_its_place(cast, text, said):
    assert said in refusal(cast.sheet, text)


def test_a_text_that_looks_up_too_much_is_refused(cast):
    Official.objects.bulk_create(
        Official(key=f"p{n}", family_name=f"P{n}", name=f"P{n}") for n in range(501)
    )
    text = "".join(f"{{{{ officials.p{n}.name }}}}" for n in range(501))
    assert "looks up more than 500 records" in refusal(cast.sheet, text)


def test_what_is_not_published_can_not_be_read(cast):
    cast.rice.is_public = False
    cast.rice.save()
    assert "no published official" in refusal(
        cast.sheet, "{{ officials.rice-condoleezza.name }}"
    )
    assert "no certain holder" in refusal(cast.sheet, "{{ pitf.chair.holder.name }}")
    assert "Rice" not in words(cast.sheet, "{{ pitf.last_meeting.participants | roll }}")
    cast.spog.is_public = False
    cast.spog.save()
    assert "There is no fact “spog”." in refusal(cast.sheet, "{{ spog.name }}")


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "*not bold* [x](javascript:alert(1)) `code`",
    "{{ 7 | plus: 7 }} {% if %}",
    "</h1></header>&lt;b&gt;",
    "\n\n# heading",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_only_ever_text(cast, name):
    cast.pitf.acronym = name[:40]
    cast.pitf.save()
    cast.rice.name = name
    cast.rice.save()
    cast.sheet.title = name
    text = "**{{ pitf.acronym }}** {{ pitf.last_meeting.participants | roll }}"
    html = told(cast.sheet, text)
    assert "<script" not in html and "<img" not in html and "<h2" not in html
    assert "<code" not in html and "<a " not in html and "<em" not in html
    assert " ".join(name.split()) in " ".join(to_text(html).split())


def test_an_address_from_the_record_is_quoted_and_its_scheme_checked(cast):
    cast.law.citation = 'https://a.gov/b c?d="e"'
    cast.law.save()
    html = told(cast.sheet, "[x]({{ laws.tvpa-2000.citation }})")
    assert html == '<p><a href="https://a.gov/b%20c?d=%22e%22">x</a></p>'
    cast.law.citation = "javascript:alert(1)"
    cast.law.save()
    assert told(cast.sheet, "[x]({{ laws.tvpa-2000.citation }})") == "<p><a>x</a></p>"


def test_pictures_come_by_the_photo_tag_only(cast):
    assert "<img" not in told(cast.sheet, "![x](https://tracker.example/x.png)")


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.sampled_from(
            "{{ }} {% %} pitf .name | roster for in if endif endfor assign = x ( 1..9 ) [ ] * "
            "_ # > <b> < & ` ~ \n - 1. : ' \" first size last members null".split(" ")
        )
        | st.text(max_size=4),
        max_size=25,
    )
)
def test_no_text_breaks_the_renderer(cast, parts):
    cast.sheet.text = " ".join(parts)
    try:
        rendering = render(cast.sheet)
    except ProseError as error:
        assert error.line >= 1 and error.column >= 1 and error.message
    else:
        assert clean(rendering.html) == rendering.html


@pytest.mark.parametrize(
    "text", ["[" * 50_000, "*a " * 30_000, "> " * 40_000, "- " * 40_000, "`" * 50_000, "a\n" * 49_000]
)  # fmt: skip
def test_a_text_made_to_be_slow_is_not(cast, text):
    """Each ends well within the test's time limit; quadratic parsing would not."""
    assert told(cast.sheet, text) is not None


@pytest.mark.parametrize("size", [3, 300])
def test_rendering_costs_the_same_at_any_size(cast, size, django_assert_num_queries):
    agencies = Agency.objects.bulk_create(Agency(name=f"Agency {n}") for n in range(size))
    Seat.objects.bulk_create(
        Seat(body=cast.pitf, agency=one, started_on="2003", order=9) for one in agencies
    )
    cast.sheet.text = (
        "{{ pitf.members | roster }} {{ pitf.last_meeting.participants | roll }} "
        "{{ pitf.chair.title }} {{ pitf.last_meeting.topics | in_words }}"
    )
    sheet = FactSheet.objects.select_related("issuing_agency").get(pk=cast.sheet.pk)
    sheet.text = cast.sheet.text
    with django_assert_num_queries(12):
        assert render(sheet).text


def test_the_day_matters_not_the_clock(cast):
    assert cast.sheet.dated_on != THE_DAY
    assert words(cast.sheet, "{{ pitf.last_meeting.date }}") == "October 25, 2007"

"""Staff enter the fact sheet of December 20, 2007 by hand: every record by its page, each
link chosen by name in the box that offers it, and no id typed."""

import json

import pytest
from django.urls import reverse

from registry.facts.warnings import all_warnings
from registry.models import (
    Agency,
    Body,
    FactSheet,
    LegalInstrument,
    Meeting,
    Official,
    Position,
    Source,
)

from .browser import CITATIONS, add_row, address, errors, typed, words

TEXT = """\
The {{ pitf.name }} is chaired by the {{ pitf.chair.title }} and meets {{ pitf.cadence }}.
The {{ spog.acronym }} meets {{ spog.cadence }}.
"""


@pytest.fixture
def enter(staff, db):
    """Fill in the add page of a kind of record and save it; `rows` go into its inlines."""

    def choose(kind, field, said):
        asked = {
            "app_label": "registry",
            "model_name": kind._meta.model_name,
            "field_name": field.name,
            "term": said,
        }
        found = json.loads(staff.get(reverse("admin:autocomplete"), asked).content)
        (one,) = found["results"]
        return one["id"]

    def sent(kind, fields):
        for name, value in fields.items():
            field = kind._meta.get_field(name)
            if field.many_to_many:
                value = [choose(kind, field, one) for one in value]
            elif field.many_to_one:
                value = choose(kind, field, value)
            yield name, value

    def enter(kind, rows=(), /, **fields):
        data = typed(staff.get(address(kind, "add"))) | dict(sent(kind, fields))
        for inline, row in rows:
            if inline == CITATIONS:
                of_row = kind._meta.get_field("citations").related_model
            else:
                of_row = kind._meta.get_field(inline).related_model
            add_row(data, inline, **dict(sent(of_row, row)))
        page = staff.post(address(kind, "add"), data)
        assert page.status_code == 302, errors(page)

    return enter


SEATS = [
    ("order agency position role", "1 | department of state | secretary of state | chair"),
    ("order agency role", "2 | department of justice | member"),
    ("order agency role", "3 | department of labor | member"),
    ("order agency role", "4 | education | regular participant"),
]
SEEN = {"seen_from": "2007-12-20"}
ATTENDANCE = [
    ("rice", "secretary of state", "department of state", "chair", ""),
    ("chao", "secretary of labor", "department of labor", "participant", ""),
    ("keisler", "attorney general", "justice", "participant", "Mr."),
    ("lagon", "director of the office", "g/tip", "participant", "Ambassador"),
]


def test_the_fact_sheet_is_entered_by_hand(staff, enter):
    enter(Source, title="Fact sheet", publisher="U.S. Department of State")
    source = (CITATIONS, {"source": "fact sheet"})
    for name, acronym in (
        ("Department of State", "State"),
        ("Department of Justice", "DOJ"),
        ("Department of Labor", "DOL"),
        ("Department of Education", "ED"),
    ):
        enter(Agency, [source], name=name, acronym=acronym, kind="department")
    enter(
        Agency,
        [source],
        name="Office to Monitor and Combat Trafficking in Persons",
        acronym="G/TIP",
        parent="department of state",
    )
    for title, agency in (
        ("Secretary of State", "department of state"),
        ("Attorney General", "doj"),
        ("Secretary of Labor", "dol"),
        ("Director of the Office to Monitor and Combat Trafficking in Persons", "g/tip"),
    ):
        enter(Position, title=title, agency=agency)
    for given, family, post, capacity in (
        ("Condoleezza", "Rice", "secretary of state", "confirmed"),
        ("Elaine", "Chao", "secretary of labor", "confirmed"),
        ("Peter", "Keisler", "attorney general", "acting"),
        ("Mark", "Lagon", "director", "confirmed"),
    ):
        term = {
            "position": post,
            "capacity": capacity,
            "started_on": "",
            "ended_on": "",
            "seen_from": "2007-10-25",
        }
        enter(
            Official,
            [("appointments", term), source],
            given_name=given,
            family_name=family,
        )
    seats = [
        ("seats", dict(zip(names.split(), row.split(" | "), strict=True)) | SEEN)
        for names, row in SEATS
    ]
    enter(
        Body,
        [*seats, source],
        name="President's Interagency Task Force to Monitor and Combat Trafficking in Persons",
        short_name="President’s Interagency Task Force",
        acronym="PITF",
        kind="task force",
        level="cabinet",
        purpose="to coordinate federal efforts to combat human trafficking",
        cadence_times="1",
        cadence_period="year",
    )
    enter(
        Body,
        [
            (
                "seats",
                {"order": "1", "agency": "g/tip", "position": "director", "role": "chair"}
                | SEEN,
            )
        ],
        name="Senior Policy Operating Group",
        acronym="SPOG",
        kind="operating group",
        level="senior working",
        parent="pitf",
        started_on="2003",
        cadence_times="1",
        cadence_period="quarter",
    )
    enter(
        LegalInstrument,
        [("effects", {"body": "PITF", "effect": "authorizes"})],
        title="Trafficking Victims Protection Act of 2000",
        acronym="TVPA",
        kind="statute",
        signed_on="2000",
    )
    attendances = [
        (
            "attendances",
            {
                "order": str(number),
                "official": official,
                "position": position,
                "agency": agency,
                "role": role,
                "presence": "present",
                "printed_honorific": honorific,
            },
        )
        for number, (official, position, agency, role, honorific) in enumerate(ATTENDANCE, 1)
    ]
    enter(
        Meeting,
        [
            *attendances,
            ("topics", {"order": "1", "title": "New initiatives to fight human trafficking"}),
            ("photos", {"order": "1", "credit": "State Dept. photo"}),
            (
                "resolutions",
                {
                    "body": "PITF",
                    "title": "Reaffirming the victim-centered approach",
                    "status": "approved",
                    "adopted_on": "October 25, 2007",
                },
            ),
            source,
        ],
        bodies=["PITF"],
        held_on="October 25, 2007",
        status="held",
    )
    enter(
        FactSheet,
        kind="fact sheet",
        title="The President's Interagency Task Force and the Senior Policy Operating Group",
        issuing_agency="office to monitor",
        place="Washington, DC",
        dated_on="2007-12-20",
        bodies=["PITF", "SPOG"],
        text=TEXT,
    )
    meeting = Meeting.objects.get(key="pitf-2007-10-25")
    assert [str(one.official) for one in meeting.attendances.all()] == [
        "Condoleezza Rice",
        "Elaine Chao",
        "Peter Keisler",
        "Mark Lagon",
    ]
    assert meeting.citations.get().source.title == "Fact sheet"
    assert all_warnings() == []
    page = words(staff.get(address(FactSheet.objects.get(key="pitf-spog-2007-12-20"))))
    assert "is chaired by the Secretary of State and meets at least once a year." in page
    assert "The SPOG meets quarterly." in page

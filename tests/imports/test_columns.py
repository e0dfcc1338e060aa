"""Which column is which field, and what kind of sheet it is."""

import csv
from pathlib import Path

import pytest

from registry.imports.columns import detect_kind, normal_header, plan_columns
from registry.imports.kinds import KINDS
from registry.imports.readers import Limits, read

MESSY = Path(__file__).parent / "data" / "messy"
# The headers of an office's own lists, and of large public ones: file, headers, kind.
LISTS = list(csv.reader((MESSY.parent / "headers.csv").read_text().splitlines()))


def plan(headers, kind, **options):
    return plan_columns(headers, KINDS[kind], **options)


@pytest.mark.parametrize(("kind", "name", "headers"), LISTS)
def test_the_kind_of_each_list_is_found_and_every_required_column(kind, name, headers):
    headers = headers.split("|")
    assert detect_kind(headers, name).name == kind
    found = plan(headers, kind)
    assert (found.unknown, found.doubled, found.guessed) == ([], {}, {})


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("m01-title-rows-merged.xlsx", "memberships"),
        ("m03-windows-1252.csv", "officials"),
        ("m05-semicolon-bom.csv", "appointments"),
        ("m06-mixed-dates.xlsx", "appointments"),
        ("m08-agencies-tab.tsv", "agencies"),
        ("m09-names.csv", "officials"),
        ("m11-hidden.xlsx", "officials"),
        ("m15-duplicates.csv", "agencies"),
        ("m16-dates-contradict.csv", "appointments"),
        ("m18-hostile-cells.csv", "officials"),
        ("m23-plum-book-state.tsv", "positions"),
    ],
)
def test_the_kind_of_each_messy_file_is_found(file, kind):
    [sheet] = read(MESSY / file, name=file, limits=Limits()).sheets
    assert detect_kind(sheet.headers, sheet.name).name == kind
    assert detect_kind(sheet.headers, "").name == kind


def test_the_name_of_a_sheet_decides_where_the_headers_leave_it_open():
    assert detect_kind(["id", "title", "agency"], "Sheet1").name == "positions"
    assert detect_kind(["Name", "Kind"], "Bodies").name == "bodies"
    assert detect_kind(["Name", "Kind"], "Agencies 2007").name == "agencies"


@pytest.mark.parametrize("headers", [[], [""], ["ACHP"], ["foo", "bar"], ["1", "2", "3"]])
def test_a_sheet_of_no_kind_is_of_none(headers):
    assert detect_kind(headers) is None


@pytest.mark.parametrize(
    ("header", "kind", "field"),
    [
        ("Agy", "appointments", "agency"),
        ("Dept.", "appointments", "agency"),
        ("DEPARTMENT / AGENCY", "appointments", "agency"),
        ("Rep", "attendance", "official"),
        ("Official Name", "appointments", "official"),
        ("StartDate", "appointments", "started_on"),
        ("start_date", "appointments", "started_on"),
        ("From:", "appointments", "started_on"),
        ("  Term   Start ", "appointments", "started_on"),
        ("Start date (YYYY-MM-DD)", "appointments", "started_on"),
        ("Fïrst day", "appointments", "started_on"),
        ("first day", "appointments", "started_on"),
        ("started_on", "appointments", "started_on"),
        ("Part of", "agencies", "parent"),
        ("Reports to", "bodies", "parent"),
    ],
)
def test_a_header_is_known_by_name_label_or_synonym(header, kind, field):
    assert plan([header], kind).fields == {0: field}


def test_a_misspelt_header_is_guessed_and_shown():
    found = plan(["Offical", "Postion", "Start dat", "Shoe size"], "appointments")
    assert found.fields == {0: "official", 1: "position", 2: "started_on"}
    assert found.guessed["Offical"] == ("official", 0.93)
    assert set(found.guessed) == {"Offical", "Postion", "Start dat"}
    assert found.unknown == ["Shoe size"]


def test_a_guess_gives_way_to_a_column_that_is_named_so():
    found = plan(["Offical", "Official", "Official Name", "Position"], "appointments")
    assert found.fields == {1: "official", 2: "official_name", 3: "position"}
    assert (found.unknown, found.guessed) == (["Offical"], {})


def test_two_columns_of_one_name_are_doubled_and_neither_is_taken():
    found = plan(["Name", "Acronym", "acronym ", "Parent"], "agencies")
    assert found.doubled == {"acronym": ["Acronym", "acronym "]}
    assert found.fields == {0: "name", 3: "parent"}


def test_a_missing_required_column_is_named():
    assert plan(["Position", "From"], "appointments").missing == ["official"]
    assert plan(["Family name", "Given name", "Post"], "appointments").missing == []
    assert plan(["Acronym", "Parent"], "agencies").missing == ["name"]


def test_of_a_number_and_a_name_the_number_is_the_link():
    headers = ["meeting_id", "body_code", "body", "date", "official_id", "official", "present"]
    assert plan(headers, "attendance").fields == dict(
        enumerate(["meeting", "body", "body_name", "meeting_date", "official", "official_name"]
                  + ["presence"])
    )  # fmt: skip
    assert plan(["official", "name", "position", "title"], "appointments").fields == {
        0: "official", 1: "official_name", 2: "position", 3: "position_title",
    }  # fmt: skip


def test_a_name_alone_is_the_link():
    assert plan(["Name", "Title", "From"], "appointments").fields == {
        0: "official", 1: "position", 2: "started_on",
    }  # fmt: skip


def test_what_was_settled_for_a_header_is_remembered():
    remembered = {"Whereabouts": "agency", "Title": ""}
    found = plan(["Name", "whereabouts:", "Title"], "officials", remembered=remembered)
    assert found.fields == {0: "name", 1: "agency"}
    assert found.unknown == []


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("Agency;Name;Attended", "attendance"),  # “Attended” is no fault in “Attendee”
        ("Name;Title;Phone", "officials"),  # of people, not of bodies with a telephone
        ("Name (please print);Agency/Office;Phone;E-mail;Initials;Meeting date", "attendance"),
        ("Position;2001-2005;2005-2009", None),  # who held it: no list of vacancies
        ("Position;Agency;Vacant since", "vacancies"),
        ("Position;Agency;Incumbent;Start;End", "appointments"),  # not days of the position
        ("Position;Agency;Incumbent;Pay plan", "positions"),
        ("No.;Date;Decision;Status;Body", "resolutions"),
        ("Body;Agency;Name of designee;Effective date;Principal / Alternate", "designations"),
    ],
)
def test_a_kind_is_told_by_what_its_columns_are_together(headers, kind):
    found = detect_kind(headers.split(";"))
    assert (found and found.name) == kind


@pytest.mark.parametrize(
    ("headers", "kind", "fields"),
    [
        ("Body Name;Agency;Role", "memberships", ["body", "agency", "role"]),
        ("Item;Topic;Body;Date", "topics", ["order", "title", "body", "meeting_date"]),
        ("Agency;Represented by;Date", "attendance", ["agency", "official", "meeting_date"]),
        ("Body;Agency;Designee", "designations", ["body", "agency", "official"]),
        (
            "Body;Agency;Principal;Designee",
            "designations",
            ["body", "agency", "official", "designee"],
        ),
    ],
)
def test_a_column_alone_stands_for_what_it_would_be_beside(headers, kind, fields):
    found = plan(headers.split(";"), kind)
    assert list(dict(sorted(found.fields.items())).values()) == fields
    assert found.missing == []


def test_a_blank_header_is_no_unknown_column():
    assert plan(["Name", "", "Agency"], "officials").unknown == []


def test_no_two_fields_of_a_kind_have_one_name():
    for kind in KINDS.values():
        names = [one.name for one in kind.fields]
        assert len(names) == len(set(names)), kind.name


def test_every_field_that_is_stored_is_one_of_its_model():
    for kind in KINDS.values():
        columns = {one.name for one in kind.model._meta.get_fields()}
        stored = {one.name for one in kind.fields if one.use == "store"}
        assert stored <= columns, kind.name


def test_a_field_that_stands_for_another_names_one_of_its_kind():
    for kind in KINDS.values():
        for one in kind.fields:
            for other in (one.stands_for, *one.instead):
                assert other is None or other in kind.by_name, (kind.name, one.name)


def test_kinds_stand_after_those_that_they_link_to():
    order = {f"registry.{kind.model.__name__}": n for n, kind in enumerate(KINDS.values())}
    for number, kind in enumerate(KINDS.values()):
        for one in kind.fields:
            if one.link in order and one.use == "store":
                assert order[one.link] <= number, (kind.name, one.name)


@pytest.mark.parametrize(
    ("header", "normal"),
    [("Type of Appt.", "type of appt"), ("org_name", "org name"), ("Body*", "body"),
     ("Phone (internal)", "phone"), ("Member's Name", "members name"), ("(none)", "none")],
)  # fmt: skip
def test_headers_are_compared_without_case_and_punctuation(header, normal):
    assert normal_header(header) == normal


@pytest.mark.parametrize("said", ["name", "label"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_with_our_own_names_of_its_fields_is_known_again(kind, said):
    kind = KINDS[kind]
    stored = [one for one in kind.fields if one.use == "store"]
    headers = [getattr(one, said) for one in stored]
    assert detect_kind(headers) is kind
    assert plan_columns(headers, kind).fields == dict(enumerate(one.name for one in stored))

"""What a sheet would do, row by row."""

import json

import pytest
import xlsxwriter
from django.db.models import F

from registry.imports.kinds import KINDS
from registry.imports.recipes import RECIPES
from registry.imports.registers import Among
from registry.models import (
    Agency,
    Appointment,
    Attendance,
    Body,
    Decision,
    ImportRow,
    Meeting,
    Official,
    Position,
)

from .sheets import AT, DATA, load, reasons, told, written

EXPECTED = {
    one["file"]: one for one in json.loads((DATA / "messy" / "expected.json").read_text())
}


@pytest.fixture
def core(db):
    """The agencies, officials and bodies of a real office."""
    for name in ("agencies", "officials", "bodies"):
        assert load(DATA / "core" / f"{name}.csv").applied


def messy(name, **options):
    return load(DATA / "messy" / name, partial=True, **options)


def refused_rows(result):
    return sorted(reasons(result))


# The messy sheets, against what should come of each


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("m01-title-rows-merged.xlsx", {"new": 24}),
        ("m03-windows-1252.csv", {"new": 1, "changed": 4}),
        ("m05-semicolon-bom.csv", {"new": 6}),
        ("m06-mixed-dates.xlsx", {"new": 12, "refused": 1}),
        ("m11-hidden.xlsx", {"unchanged": 14}),
        ("m16-dates-contradict.csv", {"new": 11, "refused": 3}),
        ("m23-plum-book-state.tsv", {"new": 484, "duplicates": 136}),
    ],
)
def test_a_messy_sheet_comes_to_as_many_records_as_a_person_counts(core, name, counts):
    result = messy(name)
    assert told(result) == counts
    expected = EXPECTED[name]
    taken = sum(counts.values()) - counts.get("refused", 0)
    assert taken == expected["records"]
    assert refused_rows(result) == [one["row"] for one in expected["rejected"]]
    flagged = set(reasons(result, "review"))
    assert {one["row"] for one in expected.get("review", [])} <= flagged


@pytest.mark.django_db
def test_duplicates_within_a_file_are_told_apart_by_what_they_add():
    result = messy("m15-duplicates.csv")
    expected = EXPECTED["m15-duplicates.csv"]
    assert told(result) == {"new": 4, "duplicates": 3, "to_decide": 2}
    [sheet] = result.report["sheets"]
    assert sheet["duplicate_rows"] == [
        {"row": one["row"], "what": f"The same as row {one['of']} ({one['kind']})."}
        for one in expected["duplicates"]
    ]
    assert set(reasons(result, "review")) == {one["row"] for one in expected["conflicts"]}
    assert reasons(result, "review")[6] == (
        "Row 5 says otherwise of the same agency: website: “https://www.dol.gov” there, "
        "“https://www.labor.gov” here. Say which is right."
    )
    assert Agency.objects.get(acronym="ED").website == "https://www.ed.gov"
    assert Agency.objects.get(acronym="DOL").website == "https://www.dol.gov"


@pytest.mark.django_db
def test_agencies_that_name_each_other_as_parents():
    result = messy("m08-agencies-tab.tsv")
    said = reasons(result)
    assert sorted(said) == [8, 9, 10, 11]
    assert said[8].startswith("“Interagency” is no agency in the record.")
    assert said[9] == (
        "The parents go in a circle: Executive Office of the President → White House Office "
        "→ Executive Office of the President."
    )
    assert said[11] == "“Office of Management and Budget” names itself as its parent."
    doubts = reasons(result, "review")
    assert "“eop” stands in row 9" in doubts[12]
    assert "“DOE” stands for another agency in row 18 too" in doubts[17]
    assert Agency.objects.filter(acronym="DOE").count() == 2
    child = Agency.objects.get(name="Office of Electronic Information")
    assert child.parent.name == "Bureau of Public Affairs"  # which stands in a later row
    assert child.parent.parent.acronym == "State"


def test_people_in_many_forms_are_one_person_each(core):
    before = Official.objects.count()
    result = messy("m09-names.csv")
    [sheet] = result.report["sheets"]
    assert sheet["ignored_rows"] == [27, 28, 29]
    assert set(reasons(result, "review")) == {4, 25, 30}
    assert reasons(result, "review")[4] == (
        "“Sec. Rice” may be Condoleezza Rice (the same family name); Susan Rice (the same "
        "family name). Say which official is meant."
    )
    people = ImportRow.objects.filter(kind="official", record_id__isnull=False)
    listed = people.filter(batch=result.batch).values("record_id").distinct().count()
    assert listed == EXPECTED["m09-names.csv"]["distinct_people"]["merged"]
    assert Official.objects.count() == before + 1


def test_hostile_cells_are_kept_as_they_are_or_refused_by_name(core):
    result = messy("m18-hostile-cells.csv")
    said = {(one["row"], one["column"]) for one in result.report["sheets"][0]["refused"]}
    assert (9, "Agency") in said
    assert "40,000 characters" in reasons(result, "review")[8]
    rice = Official.objects.get(name="Condoleezza Rice")
    assert rice.remarks == "=cmd|' /C calc'!A0"
    title = "Deputy Secretary of Health and Human Services"
    assert Position.objects.filter(title=title).exists()


@pytest.mark.parametrize("name", [n for n in EXPECTED if n.startswith(("m20", "m21"))])
@pytest.mark.django_db
def test_what_is_no_sheet_is_refused_in_a_sentence_and_what_is_empty_is_said(name):
    result = messy(name)
    assert result.batch is None
    if name.startswith("m20"):
        assert result.report["file_refused"].startswith("This ")
    else:
        [sheet] = result.report["sheets"]
        assert "There is nothing to import: the sheet has no rows." in sheet["notices"]
    assert Agency.objects.count() == 0


# A whole office's record


@pytest.mark.django_db
def test_a_real_record_loads_and_the_same_files_change_nothing():
    names = "agencies officials positions appointments bodies memberships meetings".split()
    names += ["attendance", "topics", "resolutions", "documents"]
    for name in names:
        result = load(DATA / "core" / f"{name}.csv")
        assert result.applied, reasons(result)
        assert not {"to_decide", "refused"} & set(told(result)), name
    assert [
        model.objects.count() for model in (Agency, Official, Appointment, Body, Meeting)
    ] == [83, 124, 156, 27, 23]
    assert Attendance.objects.count() == 356  # one official is listed twice at a meeting
    history = sum(model.history.count() for model in (Agency, Official, Appointment, Body))
    for name in names:
        result = load(DATA / "core" / f"{name}.csv")
        assert not {"new", "changed", "to_decide", "refused"} & set(told(result)), name
    again = sum(model.history.count() for model in (Agency, Official, Appointment, Body))
    assert again == history


# Rules and links


def test_a_rule_of_the_model_is_told_at_its_cell(cast, tmp_path):
    path = written(
        tmp_path,
        """
        official,position,agency,start,end
        Condoleezza Rice,Secretary of State,State,2009-01-20,2005-01-26
        """,
    )
    result = load(path)
    assert not result.applied
    assert result.report["sheets"][0]["refused"] == [
        {
            "row": 2,
            "column": "end",
            "value": "2005-01-26",
            "reason": "It ends (January 26, 2005) before it starts (January 20, 2009).",
        }
    ]


def test_an_unknown_agency_is_quoted_and_what_was_wanted_said(cast, tmp_path):
    path = written(tmp_path, "body,agency,role\nPITF,Ministry of Magic,member")
    result = load(path)
    assert reasons(result) == {
        2: "“Ministry of Magic” is no agency in the record. Write its key or acronym or name, "
        "or enter it first."
    }


def test_a_changed_cell_is_shown_old_and_new(cast, tmp_path):
    path = written(tmp_path, "acronym,name,website\nDOL,Department of Labor,https://labor.gov")
    result = load(path)
    assert told(result) == {"changed": 1}
    [row] = ImportRow.objects.filter(batch=result.batch)
    assert row.changes == [["website", "", "https://labor.gov", ""]]


def test_a_blank_cell_and_a_vaguer_date_change_nothing(cast, tmp_path):
    path = written(
        tmp_path,
        """
        official,position,agency,start,end
        Condoleezza Rice,Secretary of State,State,2005,
        """,
    )
    assert told(load(path)) == {"unchanged": 1}


def test_what_two_rows_say_otherwise_is_asked_and_not_settled_by_their_order(cast, tmp_path):
    path = written(
        tmp_path,
        """
        acronym,name,website
        X,Office of X,https://one.gov
        X,Office of X,https://two.gov
        """,
    )
    result = load(path)
    assert told(result) == {"new": 1, "to_decide": 1}
    assert "Row 2 says otherwise" in reasons(result, "review")[3]


def test_a_link_to_an_earlier_sheet_of_the_same_file_is_pending(db, tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in {
            "Positions": [["title", "agency"], ["Head of X", "X"]],
            "Agencies": [["acronym", "name", "parent"], ["X", "Office of X", ""]],
        }.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    result = load(path)
    assert result.applied
    assert Position.objects.get().agency.acronym == "X"


# A row of each kind, without any number or key by which its record is known again.
ONE_OF_EACH = {
    "subjects": "name\nForced labor",
    "sources": "title;website\nReport of 2008;https://example.gov/2008",
    "agencies": "acronym;name;parent\nX1;First Office;State",
    "agency_names": "agency;name;first day\nState;Department of Foreign Affairs;1789-07-27",
    "successions": "predecessor;successor;kind;date\nDOL;State;merged;2030",
    "officials": "name;aka\nAda Byron;Ada Lovelace",
    "aliases": "official;alias\nColin Powell;General Powell",
    "positions": "title;agency;incumbent\nClerk;DOL;Elaine Chao",
    "appointments": "official;position;agency;start;end\nSec. P.;Clerk;DOL;1999-01;1999-12",
    "vacancies": "position;agency;vacancy;start;end\nSecretary of Labor;DOL;vacant;1990;1991",
    "bodies": "name;laws;chair position\nCouncil of Clerks;Clerks Act;Secretary of State",
    "memberships": "body;agency;position;participation\nThe SPOG;DOL;Clerk;invited",
    "designations": "body;agency;official;kind\nThe SPOG;DOL;Sec. P.;alternate",
    "laws": "title;kind;citation\nActs Act;statute;Pub. L. 1-1",
    "legal_bases": "instrument;body;effect\nTVPA;The SPOG;amends",
    "meetings": "bodies;date;place\nThe SPOG;2009-02-03;Room 1",
    "topics": "body;date;topic\nThe SPOG;2009-02-03;Clerks",
    "attendance": "body;date;official\nThe SPOG;2009-02-03;Sec. P.",
    "resolutions": "body;title;heading\nThe SPOG;On clerks;Resolution",
    "documents": "meeting;kind;title\npitf-2007-10-25;minutes;Minutes",
    "photos": "body;date;caption;alternative text\nThe SPOG;2009-02-03;At work;Two clerks",
    "fact_sheets": "title;dated on;issuing agency;text\nOn clerks;2009-02-04;State;Words",
}


def test_what_is_loaded_again_changes_nothing_whatever_its_kind(cast, tmp_path):
    """Texts too that mean what staff said they mean, and nothing by themselves."""
    path = tmp_path / "all.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, text in ONE_OF_EACH.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(text.splitlines()):
                sheet.write_row(number, 0, row.split(";"))
    for kind, text, record in (
        ("official", "sec. p.", cast.powell),
        ("body", "the spog", cast.spog),
    ):
        Decision.objects.create(
            kind=kind, text=text, verdict="is", record_id=record.pk, decided_at=AT
        )
    first = load(path)
    told_wrong = {
        one["kind"]: said
        for one in first.report["sheets"]
        if (said := one["refused"] + one["review"])
    }
    assert first.applied, json.dumps(told_wrong)
    assert {one["kind"]: one["new"] for one in first.report["sheets"]} == dict.fromkeys(
        ONE_OF_EACH, 1
    )
    again = load(path)
    assert {one["kind"]: one["unchanged"] for one in again.report["sheets"]} == dict.fromkeys(
        ONE_OF_EACH, 1
    )
    assert not ImportRow.objects.filter(
        batch=again.batch, outcome__in=["new", "changed"]
    ).exists()


@pytest.mark.parametrize("rows", [10, 1000])
def test_a_sheet_costs_few_queries_and_few_more_with_each_thousand_rows(
    cast, tmp_path, rows, django_assert_max_num_queries
):
    header = "official id,official,position,agency,start"
    lines = [f"Q-{n},Person Number{n},Post {n},State,200{n % 9}-01" for n in range(rows)]
    path = written(tmp_path, "\n".join([header, *lines]))
    with django_assert_max_num_queries(140 + 80 * rows // 1000):
        assert told(load(path)) == {"new": rows}


def test_every_kind_of_sheet_has_a_recipe_for_its_records():
    assert list(RECIPES) == list(KINDS)
    assert all(RECIPES[name].model is kind.model for name, kind in KINDS.items())


@pytest.mark.parametrize(
    ("kind", "sheet", "said"),
    [
        ("memberships", "body,agency\nTBD,DOL", "No body is named. Write its acronym or name."),
        ("meetings", "body,date\nTBD,2009", "No body is named. Write its acronym or name."),
        (
            "meetings",
            "body,date,ordinal\nPITF,2009,99999",
            "Ensure this value is less than or equal to 32767.",
        ),
        (
            "successions",
            "predecessor,successor,kind\nTBD,DOL,renamed",
            "“TBD” tells nothing here. Write the agency before.",
        ),
    ],
)
def test_a_link_that_a_row_needs_is_no_placeholder(cast, tmp_path, kind, sheet, said):
    result = load(written(tmp_path, sheet), kind=kind)
    assert reasons(result) == {2: said}


def test_a_number_is_no_name_of_an_agency_and_said_to_be_none(db, tmp_path):
    result = load(written(tmp_path, "acronym,name\nX1,0\nX2,—\n"))
    assert reasons(result) == {2: "“0” is no name. Write what the agency is called."}
    assert result.report["sheets"][0]["ignored_rows"] == [3]


def test_people_of_any_script_are_people(cast, tmp_path):
    sheet = "official name,agency,position,appt date\nمحمد الفاتح,State,Envoy,1/26/2005\n"
    assert told(load(written(tmp_path, sheet))) == {"new": 1}
    held = Appointment.objects.get(official__name="محمد الفاتح")
    assert held.started_on == "2005-01-26"


def test_a_tick_beside_a_one_stays_what_it_is(db, tmp_path):
    """To Python 1, 1.0 and True are the same; two cells of a column are not."""
    path = tmp_path / "agencies.xlsx"
    rows = [["key", "name", "remarks"], ["one", "Office One", 1], ["two", "Office Two", True]]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("agencies")
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    assert load(path).applied
    told = dict(Agency.objects.values_list("key", "remarks"))
    assert told == {"one": "1", "two": "yes"}


def test_of_no_ids_the_database_is_not_asked(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not Appointment.objects.filter(Among(F("official"), set())).exists()
    assert not Appointment.objects.filter(Among(F("official"), {1, 2})).exists()
    with pytest.raises(ValueError, match="abc"):
        Appointment.objects.filter(Among(F("official"), {"abc"})).exists()


def test_a_row_that_is_left_out_is_told_with_why(cast, tmp_path):
    path = written(
        tmp_path,
        """
        Body,Agency,Principal
        PITF,State,Condoleezza Rice
        PITF,DOL,Vacant since 3/2007
        """,
    )
    result = load(path, dry_run=True, kind="designations")
    [sheet] = result.report["sheets"]
    assert sheet["ignored_rows"] == [3]
    assert "Left out: row 3 (The row names nobody)." in sheet["notices"]

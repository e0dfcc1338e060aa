"""What single kinds of sheets bring, that the others do not."""

from datetime import date, time, timedelta

import pytest
import xlsxwriter

from registry.imports.kinds import KINDS
from registry.imports.undo import undo
from registry.models import (
    Agency,
    AgencyName,
    Appointment,
    Attendance,
    Body,
    Designation,
    ExternalId,
    FactSheet,
    Meeting,
    Official,
    Photo,
    Position,
    Seat,
    SheetEvent,
)
from registry.models.kinds import FormerKey
from registry.vocabulary import Stage

from .sheets import AT, load, reasons, told, written

# What a row can't do without


@pytest.mark.parametrize("said", ["", "TBD", "n/a"])
def test_a_row_without_what_its_record_needs_is_refused_and_makes_nothing(db, tmp_path, said):
    path = tmp_path / "sheet.csv"
    for kind in KINDS.values():
        needed = [f"{said}" if name in kind.required else "" for name in kind.by_name]
        path.write_text(f"{','.join(kind.by_name)}\n{','.join(needed)},\n", encoding="utf-8")
        place = list(kind.by_name).index("remarks")
        needed[place] = "we lack the rest"
        with path.open("a", encoding="utf-8") as file:
            file.write(",".join(needed) + "\n")
        result = load(path, kind=kind.name, dry_run=True)
        [sheet] = result.report["sheets"]
        assert (sheet["new"], sheet["to_decide"]) == (0, 0), kind.name
        assert 3 in reasons(result) or 3 in sheet["ignored_rows"], kind.name


def test_a_meeting_without_a_day_is_refused_beside_those_that_have_one(db, tmp_path):
    load(written(tmp_path, "name,acronym\nBody of Tests,BT", "bodies.csv"))
    path = written(
        tmp_path,
        """
        Body,Date,Place
        BT,2007-10-25,Room 1
        BT,TBD,Room 2
        BT,,Room 3
        """,
        "meetings.csv",
    )
    result = load(path, partial=True)
    words = "Write when the meeting is: a day, a month or a year."
    assert reasons(result) == {
        3: f"“TBD” tells nothing here. {words}",
        4: f"A blank cell tells nothing here. {words}",
    }
    assert [one.held_on for one in Meeting.objects.all()] == ["2007-10-25"]


def test_time_and_zone_are_read_wherever_they_are_written(db, tmp_path):
    load(written(tmp_path, "name,acronym\nBody of Tests,BT", "bodies.csv"))
    path = written(
        tmp_path,
        """
        Body,Meeting Date/Time,Time
        BT,"October 25, 2007 2:30 PM",
        BT,2008-10-25 00:00:00,
        BT,2009-10-25,2:00 p.m. PT
        BT,2010-10-25,10:00-11:30 AM
        BT,2011-10-25,1 to 3 p.m. ET
        """,
        "meetings.csv",
    )
    result = load(path)
    assert list(Meeting.objects.order_by("held_on").values_list("starts_at", "zone")) == [
        *((time(14, 30), ""), (None, ""), (time(14), "America/Los_Angeles")),
        *((time(10), ""), (time(13), "America/New_York")),
    ]
    assert "is kept as 13:00" in reasons(result, "review")[6]


@pytest.mark.parametrize(
    "title",
    [
        *("Acting Clerk", "Clerk (Acting)", "Clerk, Acting", "Clerk - Acting", "Clerk (A)"),
        *("Clerk, a.i.", "Clerk (PTDO)", "Clerk, Interim", "Performing the Duties of Clerk"),
    ],
)
def test_who_acts_in_a_position_holds_no_other_one(offices, tmp_path, title):
    path = tmp_path / "held.csv"
    path.write_text(f'Name,Title,Agency,From - To\nAda Roe,"{title}",DOL,2006 - 2007\n')
    assert told(load(path)) == {"new": 1}
    held = Appointment.objects.get()
    assert (held.position.title, held.capacity) == ("Clerk", "acting")
    assert (held.started_on, held.ended_on) == ("2006", "2007")


def test_a_list_of_positions_has_none_called_acting(offices, tmp_path):
    path = written(tmp_path, "Title,Agency,Incumbent,Pay plan\nActing Clerk,DOL,Ada Roe,EX")
    assert told(load(path)) == {"new": 1}
    held = Appointment.objects.get()
    assert (held.position.title, held.capacity) == ("Clerk", "acting")
    assert told(load(path)) == {"unchanged": 1}


def test_a_title_without_an_agency_is_told_whose_it_is_taken_for(offices, tmp_path):
    load(
        written(tmp_path, "Title,Agency\nDirector,DOL\nEnvoy to Congress,DOL", "positions.csv")
    )
    path = written(tmp_path, "Name,Title\nAda Roe,Director\nAda Poe,Envoy to Congress")
    assert reasons(load(path), "review") == {
        2: "No agency is told: “Director” is taken for that of Department of Labor."
    }


# Agencies and positions that bear one name


def test_parts_of_one_name_are_told_apart_by_the_office_s_code(db, tmp_path):
    path = written(
        tmp_path,
        """
        code,acronym,name,parent_code
        012,USDA,Department of Agriculture,
        012-1226,,Forest Service,012
        012-12C2,FS,Forest Service,012
        """,
    )
    assert told(load(path)) == {"new": 3}
    assert [one.told_apart_by for one in Agency.objects.filter(name="Forest Service")] == [
        "", "012-12C2"
    ]  # fmt: skip
    assert told(load(path)) == {"unchanged": 3}


def test_one_name_without_codes_is_one_agency(db, tmp_path):
    path = written(tmp_path, "acronym,name\nFS,Forest Service\nFS,Forest  service")
    assert told(load(path)) == {"new": 1, "duplicates": 1}


PLUM_BOOK = """
    id,title,agcy_name,org_name,name_of_incumbent
    1,Member,Holocaust Council,Holocaust Council,Ada Byron
    2,Member,Holocaust Council,Holocaust Council,Vacant
    3,Member,Holocaust Council,Holocaust Council,Grace Hopper
    """


def test_a_list_that_numbers_its_positions_has_one_for_each_number(db, tmp_path):
    path = written(tmp_path, PLUM_BOOK)
    assert told(load(path)) == {"new": 3}
    held = [
        (one.told_apart_by, [str(a.official) for a in one.appointments.all()])
        for one in Position.objects.order_by("pk")
    ]
    assert held == [("", ["Ada Byron"]), ("2", []), ("3", ["Grace Hopper"])]
    assert told(load(path)) == {"unchanged": 3}
    assert Appointment.objects.count() == 2


def test_another_list_with_its_own_numbers_means_the_same_positions_in_their_order(
    db, tmp_path
):
    load(written(tmp_path, PLUM_BOOK))
    # The same numbers mean other positions in it; two of the three were there before.
    later = written(
        tmp_path,
        """
        id,title,agcy_name,org_name,name_of_incumbent
        1,Chair,Holocaust Council,Holocaust Council,Vacant
        3,Member,Holocaust Council,Holocaust Council,Vacant
        8,Member,Holocaust Council,Holocaust Council,Vacant
        """,
        name="later.csv",
    )
    assert told(load(later)) == {"new": 1, "unchanged": 2}
    assert told(load(later)) == {"unchanged": 3}


def test_a_list_without_numbers_has_one_position_that_several_hold(db, tmp_path):
    path = written(tmp_path, "title,agency\nMember,Holocaust Council\nMember,Holocaust Council")
    assert told(load(path)) == {"new": 1, "duplicates": 1}
    assert Position.objects.get().holders == "several"


def test_a_sheet_that_does_not_say_what_kind_of_body_it_is_changes_none(cast, tmp_path):
    path = written(tmp_path, f'acronym,name\nPITF,"{cast.pitf.name}"\nX,Office of X')
    assert told(load(path, kind="bodies")) == {"new": 1, "unchanged": 1}
    kinds = dict(Body.objects.values_list("acronym", "kind"))
    assert (kinds["PITF"], kinds["X"]) == ("task force", "other")


# Who sits


def test_who_sits_for_a_seat_comes_with_the_seat_and_keeps_their_own_dates(cast, tmp_path):
    path = written(
        tmp_path,
        """
        body,agency,representative,title,since
        PITF,DOL,Ada Byron,Counselor,2007-05-01
        PITF,DOL,Grace Hopper,Chair,2008
        """,
    )
    assert told(load(path)) == {"new": 2}
    sits = [
        (str(one.official), one.title, one.started_on, one.seat.role, one.seat.started_on)
        for one in Designation.objects.filter(seat__agency__acronym="DOL").order_by("pk")
    ]
    assert sits == [
        ("Ada Byron", "Counselor", "2007-05-01", "member", "2002-02-13"),
        ("Grace Hopper", "Chair", "2008", "chair", ""),
    ]
    assert told(load(path)) == {"unchanged": 2}


def test_members_of_committees_of_congress_sit_for_their_chamber(db, tmp_path):
    bodies = "code,name,kind\nHSAG,House Committee on Agriculture,committee"
    load(written(tmp_path, bodies), kind="bodies")
    path = written(
        tmp_path,
        """
        body_code,bioguide,name,party,rank,title,chamber,term_start,term_end
        HSAG,T000467,Glenn Thompson,majority,1,Chair,house,2025-01-03,2027-01-03
        HSAG,L000491,Frank D. Lucas,majority,2,,house,2025-01-03,2027-01-03
        """,
        name="memberships_congress.csv",
    )
    assert told(load(path)) == {"new": 2}
    assert [str(one) for one in Seat.objects.order_by("role")] == [
        "House Committee on Agriculture: House of Representatives, chair",
        "House Committee on Agriculture: House of Representatives, member",
    ]
    assert told(load(path)) == {"unchanged": 2}


# Attendance, photos


def test_an_attendance_says_in_which_appointment_the_official_came(cast, tmp_path):
    one = Attendance.objects.filter(official__isnull=False, position__isnull=False).first()
    held = Appointment.objects.create(
        key="held", official=one.official, position=one.position, started_on="1990"
    )
    other = Appointment.objects.exclude(official=one.official).first()
    path = written(
        tmp_path,
        f"""
        key,meeting,official,appointment
        {one.key},{one.meeting.key},{one.official.key},held
        """,
    )
    assert told(load(path)) == {"changed": 1}
    one.refresh_from_db()
    assert one.appointment == held
    ExternalId.objects.create(kind="appointment", office_id="A-17", record_id=held.pk)
    path.write_text(path.read_text().replace(",held", ",A-17"))
    assert told(load(path)) == {"unchanged": 1}
    path.write_text(path.read_text().replace(",A-17", f",{other.key}"))
    assert reasons(load(path)) == {2: f"“{other.key}” is the appointment of another official."}


def test_photos_come_without_their_files(cast, tmp_path):
    meeting = Meeting.objects.first()
    path = written(
        tmp_path,
        f"""
        meeting,image,alternative text,caption,credit
        {meeting.key},rice.jpg,Ministers at a table,The task force meets,State Dept. photo
        """,
    )
    result = load(path)
    assert told(result) == {"new": 1}
    assert result.report["sheets"][0]["notices"] == [
        "Files can't come in a sheet, so “image” is left out: add them on the record's own page."
    ]
    photo = Photo.objects.get(caption="The task force meets")
    assert (photo.image.name, photo.alternative_text) == ("", "Ministers at a table")
    assert told(load(path)) == {"unchanged": 1}


# Fact sheets

SHEET = """
    title,issuing agency,date,bodies,text
    New sheet,State,2008-01-05,PITF,The PITF is a body.
    """


def test_the_text_of_a_fact_sheet_comes_as_a_draft_and_is_in_its_log(cast, tmp_path):
    path = written(tmp_path, SHEET)
    result = load(path)
    assert told(result) == {"new": 1}
    sheet = FactSheet.objects.get(title="New sheet")
    assert (sheet.stage, sheet.dated_on, sheet.text) == (
        Stage.DRAFT, date(2008, 1, 5), "The PITF is a body."
    )  # fmt: skip
    assert [one.acronym for one in sheet.bodies.all()] == ["PITF"]
    assert [one.act for one in SheetEvent.objects.filter(sheet=sheet)] == ["edit"]
    assert told(load(path)) == {"unchanged": 1}
    undo(result.batch, by=None, at=AT + timedelta(days=1))
    assert not FactSheet.objects.filter(title="New sheet").exists()


def test_a_text_that_is_set_back_is_in_the_log_too(cast, tmp_path):
    load(written(tmp_path, SHEET))
    path = written(tmp_path, SHEET.replace("is a body", "is another body"))
    result = load(path)
    assert told(result) == {"changed": 1}
    undo(result.batch, by=None, at=AT + timedelta(days=1))
    sheet = FactSheet.objects.get(title="New sheet")
    assert sheet.text == "The PITF is a body."
    last = SheetEvent.objects.filter(sheet=sheet).latest("id")
    assert (last.act, last.stage) == ("edit", Stage.DRAFT)
    assert last.remark == f"Undo of import {result.batch.pk}: sheet.csv"


def test_no_sheet_changes_a_text_that_is_in_review_or_issued(cast, tmp_path):
    load(written(tmp_path, SHEET))
    FactSheet.objects.filter(title="New sheet").update(stage=Stage.IN_REVIEW)
    path = written(tmp_path, SHEET.replace("is a body", "is another body"))
    assert reasons(load(path)) == {
        2: "“New sheet” is in review, so no sheet changes it. Begin a new draft on its own "
        "page first."
    }
    assert told(load(written(tmp_path, SHEET))) == {"unchanged": 1}


# Keys


def test_a_key_finds_its_record_whatever_else_the_row_says(cast, tmp_path):
    one = Appointment.objects.first()
    other = Official.objects.create(given_name="Ada", family_name="Byron")
    path = written(
        tmp_path,
        f"""
        key,official,position
        {one.key},Ada Byron,{one.position.key}
        """,
    )
    assert told(load(path, kind="appointments")) == {"changed": 1}
    one.refresh_from_db()
    assert one.official == other


def test_a_key_that_differs_from_the_record_s_own_changes_nothing(cast, tmp_path):
    path = written(tmp_path, "key,acronym,name\nlabor-dept,DOL,Department of Labor")
    result = load(path)
    assert told(result) == {"unchanged": 1}
    own = Agency.objects.get(acronym="DOL").key
    assert reasons(result, "review") == {
        2: f"It is in the record under the key “{own}”, which stays."
    }


def test_a_key_that_led_to_another_record_is_refused_with_what_hangs_on_it(cast, tmp_path):
    FormerKey.objects.create(kind="agency", key="old", record_id=cast.state.pk)
    path = written(
        tmp_path,
        """
        key,name,parent,former names
        old,Old Office,,Older Office
        new,New Office,Old Office,
        """,
    )
    result = load(path, partial=True)
    assert (told(result), result.applied) == ({"to_decide": 1, "refused": 1}, True)
    assert reasons(result) == {
        2: "“old” was the key of another record, and its address still leads there. Choose "
        "another key."
    }
    assert not AgencyName.objects.filter(name="Older Office").exists()


# Nothing, said on purpose


def test_a_cell_that_says_none_takes_away_what_was_there(cast, tmp_path):
    Agency.objects.filter(acronym="DOL").update(website="https://dol.gov")
    blank = written(tmp_path, "acronym,name,website\nDOL,Department of Labor,")
    assert told(load(blank)) == {"unchanged": 1}
    path = written(tmp_path, "acronym,name,website\nDOL,Department of Labor,(none)")
    result = load(path)
    assert told(result) == {"changed": 1}
    [row] = result.batch.rows.all()
    assert row.changes == [["website", "https://dol.gov", "", "https://dol.gov"]]
    assert Agency.objects.get(acronym="DOL").website == ""
    assert told(load(path)) == {"unchanged": 1}
    undo(result.batch, by=None, at=AT + timedelta(days=1))
    assert Agency.objects.get(acronym="DOL").website == "https://dol.gov"


@pytest.mark.parametrize("name", ["name", "takes_article"])
def test_what_must_not_be_blank_can_t_be_taken_away(cast, tmp_path, name):
    one = Agency.objects.first()
    cells = {"key": one.key, "name": one.name} | {name: "(none)"}
    path = written(tmp_path, f"{','.join(cells)}\n{','.join(cells.values())}")
    assert reasons(load(path, kind="agencies")) == {
        2: "This can't be taken away by a sheet: write what it is."
    }


def test_unknown_is_told_and_a_blank_is_not(db, tmp_path):
    path = written(
        tmp_path,
        """
        acronym,name,abolished
        X1,First Office,
        X2,Second Office,unknown
        X3,Third Office,n/a
        X4,Fourth Office,(none)
        """,
    )
    load(path)
    assert [one.ended_on for one in Agency.objects.order_by("acronym")] == ["..", "", "..", ""]


# Who sits where, as offices list it


@pytest.fixture
def offices(db, tmp_path):
    agencies = """
        acronym,name
        DOJ,Department of Justice
        DOL,Department of Labor
        HHS,Department of Health and Human Services
        """
    assert load(written(tmp_path, agencies, "agencies.csv")).applied
    bodies = "name,acronym\nBody of Tests,BT\nGroup of Tests,GT"
    assert load(written(tmp_path, bodies, "bodies.csv")).applied


def seats():
    return sorted(Seat.objects.values_list("body__acronym", "agency__acronym", "role"))


def test_several_agencies_in_a_cell_have_a_seat_each(offices, tmp_path):
    path = tmp_path / "members.csv"
    path.write_text(
        'Body,Agencies,Role\nBT,"DOJ, Labor and HHS",member\n"GT","DOJ\nDOL",observer\n'
        'GT,"Department of Health\nand Human Services",member\n',
        encoding="utf-8",
    )
    assert told(load(path)) == {"new": 6}
    assert seats() == [
        *(("BT", "DOJ", "member"), ("BT", "DOL", "member"), ("BT", "HHS", "member")),
        *(("GT", "DOJ", "observer"), ("GT", "DOL", "observer"), ("GT", "HHS", "member")),
    ]


def test_a_column_may_say_who_chairs(offices, tmp_path):
    path = written(
        tmp_path,
        """
        Task Force,Member Agency,Chair?,Co-Chair
        BT,DOJ,Yes,
        BT,DOL,No,x
        BT,HHS,the Attorney General,
        """,
    )
    result = load(path)
    assert seats() == [
        *(("BT", "DOJ", "chair"), ("BT", "DOL", "co-chair"), ("BT", "HHS", "member"))
    ]
    assert reasons(result, "review") == {
        4: "“the Attorney General” is neither yes nor no, so it is left out."
    }


@pytest.mark.parametrize(
    "columns", ["Principal,Alternate", "Representative,Title,Role,Alt.", "Principal,Designee"]
)
def test_alternates_sit_for_the_seat_beside_the_principal(offices, tmp_path, columns):
    between = ",," if "Title" in columns else ""
    path = written(
        tmp_path,
        f"""
        Body,Agency,{columns}
        BT,DOJ,Peter Keisler,{between}"Mary Adams; John Brown"
        BT,DOL,Vacant,{between}Ann Poe
        BT,HHS,Tevi Troy,{between}TBD
        """,
    )
    load(path)
    assert sorted(Designation.objects.values_list("seat__key", "official__name", "kind")) == [
        *(("bt-doj", "John Brown", "alternate"), ("bt-doj", "Mary Adams", "alternate")),
        ("bt-doj", "Peter Keisler", "principal"),
        *(("bt-dol", "Ann Poe", "alternate"), ("bt-hhs", "Tevi Troy", "principal")),
    ]


@pytest.mark.parametrize("kind", ["memberships", "designations"])
def test_that_who_sits_only_acts_is_told_since_a_seat_does_not_keep_it(offices, tmp_path, kind):
    path = written(tmp_path, "Body,Agency,Principal\nBT,DOJ,Peter Keisler (acting)")
    said = reasons(load(path, kind=kind), "review")
    assert said[2].startswith("That the official acts is not kept here")
    assert Designation.objects.get().official.name == "Peter Keisler"


def test_an_acronym_in_the_place_of_a_name_means_its_agency_or_body(offices, tmp_path):
    for sheet in ("Organization,Website\nDOL,dol.gov", "Committee,Purpose\nBT,To test."):
        assert told(load(written(tmp_path, sheet))) == {"changed": 1}
    assert Agency.objects.get(acronym="DOL").name == "Department of Labor"
    assert Body.objects.get(acronym="BT").name == "Body of Tests"
    inside = "Organization,Parent\nDOL,Department of Labor"  # a part that is called so
    assert told(load(written(tmp_path, inside))) == {"new": 1}


def test_an_agency_may_stand_in_two_columns(offices, tmp_path):
    path = written(
        tmp_path,
        """
        Name,Title,Agency Acronym,Agency Name,Start
        Elaine Chao,Secretary of Labor,DOL,Department of Labor,2001
        Peter Keisler,Attorney General,DOJ,,2007
        """,
    )
    assert told(load(path)) == {"new": 2}
    assert {one.agency.acronym for one in Position.objects.all()} == {"DOL", "DOJ"}


def test_a_department_beside_an_agency_is_what_it_is_part_of(offices, tmp_path):
    path = written(
        tmp_path,
        """
        Department,Agency,Acronym
        Department of Labor,Office of Widgets,OW
        Department of Labor,Department of Labor,DOL
        """,
    )
    assert told(load(path)) == {"new": 1, "unchanged": 1}
    assert Agency.objects.get(acronym="OW").parent.acronym == "DOL"
    alone = written(tmp_path, "Department,Acronym\nDepartment of Tests,DT")
    assert told(load(alone)) == {"new": 1}


def test_names_in_columns_of_their_own_are_read_like_those_in_one(offices, tmp_path):
    path = written(
        tmp_path,
        """
        Last,First,MI,Suffix,Dept,Position
        O'BRIEN,ROBERT,C.,JR,DOL,Envoy
        VACANT,,,,HHS,Secretary
        """,
    )
    assert told(load(path)) == {"new": 1}
    assert str(Official.objects.get()) == "Robert C. O'Brien, Jr."


def test_a_place_holder_with_a_date_is_nobody(offices, tmp_path):
    path = written(
        tmp_path,
        """
        Official,Position,Agency,Start
        Vacant since 3/2007,Clerk,DOL,2007
        Vacant (3/1/2007),Envoy,DOL,2007
        TBD by 2008,Envoy,DOL,2008
        """,
    )
    assert told(load(path)) == {}
    assert not Official.objects.exists()


@pytest.mark.parametrize(
    "table",
    [
        "Name,Title,Agency\n{},Clerk,DOL",
        "Name,Title,Agency,Start\n{},Clerk,DOL,2006",
        "Title,Agency,Incumbent,Pay plan\nClerk,DOL,{},EX",
    ],
)
def test_several_people_in_a_cell_are_refused_and_who_acts_is_known(offices, tmp_path, table):
    result = load(written(tmp_path, table.format("Sue Ray / Tim Orr")), partial=True)
    assert reasons(result) == {
        2: "“Sue Ray / Tim Orr” names several people. Give each a row of their own."
    }
    assert not Official.objects.exists()
    assert told(load(written(tmp_path, table.format('"Ada Roe, Acting"')))) == {"new": 1}
    held = Appointment.objects.get()
    assert (str(held.official), held.capacity) == ("Ada Roe", "acting")


def test_a_meeting_that_was_cancelled_was_not_held(offices, tmp_path):
    path = written(
        tmp_path,
        """
        Body,Date,Notes
        BT,2007-10-24,canceled
        BT,2007-11-24 (postponed),
        BT,2007-12-24,rescheduled from 4/11
        """,
    )
    assert list(reasons(load(path), "review")) == [2, 3]
    meetings = Meeting.objects.order_by("held_on")
    assert [one.status for one in meetings] == ["cancelled", "postponed", "held"]


def test_a_list_of_roles_or_a_summary_is_no_list_of_people(offices, tmp_path):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in {
            "Summary": [["Members", 2], ["Meetings", 1]],
            "Members": [["Body", "Agency"], ["BT", "DOL"]],
            "Lists": [["member"], ["chair"], ["observer"]],
        }.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    load(path)
    assert seats() == [("BT", "DOL", "member")]
    assert not Official.objects.exists()
    load(written(tmp_path, "Name,Title,Agency\nAda Roe,Chair,DOL"))  # as a title it is one
    assert Position.objects.get().title == "Chair"


def test_the_bodies_of_a_meeting_are_told_as_people_list_them(offices, tmp_path):
    path = written(
        tmp_path,
        """
        Date,Bodies
        2007-10-25,"BT, GT"
        2007-11-25,BT and GT
        2007-12-25,BT / XYZ
        """,
    )
    result = load(path, partial=True)
    assert [one.bodies.count() for one in Meeting.objects.all()] == [2, 2]
    assert list(reasons(result)) == [4]

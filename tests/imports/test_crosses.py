"""What stands above a table or where its rows and columns cross; and what is asked once
for a whole column."""

import pytest

from registry.imports.batches import decide, plan_batch
from registry.models import Agency, Appointment, Attendance, Body, Decision, Seat, Subject
from registry.vocabulary import Verdict

from .sheets import AT, TODAY, load, reasons, start, told, written


def test_a_row_with_a_cell_too_many_is_refused_and_no_other(db, tmp_path):
    path = written(
        tmp_path,
        """
        acronym,name,website
        X1,First Office,https://one.gov
        X2,Second, Office,https://two.gov
        X3,Third Office,https://three.gov
        """,
    )
    result = load(path, partial=True)
    assert told(result) == {"new": 2, "refused": 1}
    assert reasons(result) == {
        3: "The row has 4 cells where the header names 3; the first too many is "
        "“https://two.gov”. If a cell holds the delimiter, put it in quotation marks."
    }


def test_of_the_shifted_cells_of_such_a_row_nothing_is_asked(cast, tmp_path):
    path = written(
        tmp_path,
        """
        official,position,agency,start
        Ada Byron,Head of Engines,State,07/08/2001,07/08/2001
        """,
    )
    result = load(path)
    assert told(result) == {"refused": 1}
    assert list(reasons(result)) == [2]
    assert result.report["questions"] == []


def came():
    return sorted(
        (one.meeting.held_on, str(one.official), one.presence)
        for one in Attendance.objects.filter(meeting__bodies__acronym="PITF")
        if one.meeting.held_on < "2005"
    )


def test_a_title_says_of_which_body_and_day_a_list_of_those_present_is(cast, tmp_path):
    path = written(
        tmp_path,
        """
        "PITF meeting of May 1, 2004: attendance",,
        ,,
        Name,Agency,Present
        Elaine Chao,DOL,x
        Ada Byron,DOJ,regrets
        """,
    )
    result = load(path)
    assert told(result) == {"new": 2}
    assert came() == [
        ("2004-05-01", "Ada Byron", "excused"),
        ("2004-05-01", "Elaine Chao", "present"),
    ]
    [sheet] = result.report["sheets"]
    assert "The day of the meeting is read from the title: 2004-05-01." in sheet["notices"]
    assert any(
        said.startswith("The body is read from the title “PI") for said in sheet["notices"]
    )


def test_marks_anywhere_in_a_column_tell_what_its_blank_cells_mean(cast, tmp_path, monkeypatch):
    """However far below: rows are planned some thousand at a time, and here one by one."""
    monkeypatch.setattr("registry.imports.plan.CHUNK", 1)
    path = written(
        tmp_path,
        """
        PITF meeting of May 1 2004: attendance,,
        ,,
        Name,Agency,Present
        Elaine Chao,DOL,
        Condoleezza Rice,State,x
        """,
    )
    result = load(path, dry_run=True)
    assert told(result) == {"new": 1, "to_decide": 1}
    assert reasons(result, "review")[4].startswith("Nothing says whether this row was there.")


def test_a_title_of_two_bodies_says_of_neither(cast, tmp_path):
    path = written(tmp_path, "Members of PITF and SPOG,\nAgency,Role\nDOL,member")
    assert "has no column for “body”" in reasons(load(path))[2]
    named_so = written(tmp_path, "Agency,Role\nDOL,observer", "PITF_members.csv")
    load(named_so)
    assert Seat.objects.filter(body=cast.pitf, role="observer").count() == 1
    [sheet] = load(named_so, fixed={"body": "SPOG"}, dry_run=True).report["sheets"]
    assert not any("read from the title" in said for said in sheet["notices"])


@pytest.mark.parametrize(
    "table",
    [
        """
        PITF,,
        Date,1-May-04,3-Jun-04
        Elaine Chao,x,n/a
        Ada Byron,A,r
        Total,1,0
        """,
        """
        Task force: PITF,,
        Meeting date,Elaine Chao,Ada Byron
        2004-05-01,Y,N
        2004-06-03,,E
        """,
    ],
)
def test_people_and_meetings_may_cross_either_way(cast, tmp_path, table):
    load(written(tmp_path, "Name\nAda Byron", "officials.csv"))
    load(written(tmp_path, table))
    assert came() == [
        ("2004-05-01", "Ada Byron", "absent"),
        ("2004-05-01", "Elaine Chao", "present"),
        ("2004-06-03", "Ada Byron", "excused"),
    ]


def test_what_is_given_from_outside_outranks_what_stands_above(cast, tmp_path):
    above = "PITF attendance of 2004-05-01\n,\nName,Present\nElaine Chao,x"
    load(written(tmp_path, above), fixed={"meeting date": "2004-06-03"})
    assert came() == [("2004-06-03", "Elaine Chao", "present")]


def test_who_has_no_mark_in_a_list_is_asked_about_and_not_taken_for_present(cast, tmp_path):
    path = written(
        tmp_path,
        """
        Body,Meeting date,Name,Present
        PITF,2004-05-01,Elaine Chao,x
        PITF,2004-05-01,Ada Byron,
        """,
    )
    assert told(load(path)) == {"new": 1, "to_decide": 1}
    assert came() == [("2004-05-01", "Elaine Chao", "present")]
    unmarked = written(tmp_path, "Body,Meeting date,Name,Present\nPITF,2004-05-02,Ada Byron,")
    assert told(load(unmarked)) == {"new": 1}


def test_names_are_found_among_what_lists_print_around_them(cast, tmp_path):
    path = written(
        tmp_path,
        """
        Participants,Body,Date
        Secretary of Labor Elaine Chao as Chair,PITF,2004-05-01
        "Byron, Ada (DOJ)",PITF,2004-05-01
        "Grace Hopper, DOL",PITF,2004-05-01
        Assistant Secretary for Widgets Zoe Quux,PITF,2004-05-01
        """,
    )
    result = load(path)
    assert told(result) == {"new": 3, "to_decide": 1}
    assert reasons(result, "review")[5].startswith("“Assistant Secretary for Widgets Zoe Quux”")
    there = Attendance.objects.filter(meeting__held_on="2004-05-01")
    assert sorted(
        (str(one.official), one.agency and one.agency.acronym, one.role) for one in there
    ) == [
        ("Ada Byron", "DOJ", "participant"),
        ("Elaine Chao", None, "chair"),
        ("Grace Hopper", "DOL", "participant"),
    ]
    chair = there.get(role="chair")
    assert str(chair.position or chair.printed_title).startswith("Secretary of Labor")


@pytest.mark.parametrize(
    "sheet",
    [
        'Meeting,Name\n"PITF, May 1, 2004",Elaine Chao\nPITF meeting of 2004-05-01,Ada Byron',
        'Body,Meeting,Name\nPITF,2004-05-01,Elaine Chao\nPITF,"May 1, 2004",Ada Byron',
        "Meeting,Date,Name\nPITF,2004-05-01,Elaine Chao\nPITF,2004-05-01,Ada Byron",
    ],
)
def test_a_meeting_may_be_named_in_words(cast, tmp_path, sheet):
    assert told(load(written(tmp_path, sheet))) == {"new": 2}
    assert {held for held, *_ in came()} == {"2004-05-01"}


def test_what_stands_above_a_table_holds_for_every_row(cast, tmp_path):
    path = written(
        tmp_path,
        """
        Body: PITF,,
        Meeting date: 2009-05-01,,
        ,,
        Name,Agency,Role
        Elaine Chao,DOL,participant
        Ada Byron,DOJ,participant
        """,
    )
    assert told(load(path)) == {"new": 2}
    came = Attendance.objects.filter(meeting__held_on="2009-05-01")
    assert sorted(str(one.official) for one in came) == ["Ada Byron", "Elaine Chao"]
    assert {str(one) for one in came.first().meeting.bodies.all()} == {str(cast.pitf)}


def test_a_letter_is_no_table_though_its_subject_stands_above(db, tmp_path):
    path = written(
        tmp_path, "Subject: Roster\n\nHi Bob, here it is:\nRice, Secretary\nChao, Labor"
    )
    assert reasons(load(path))[3].startswith("The headers tell of no kind of record.")
    assert not Subject.objects.exists()


def test_what_a_column_tells_is_not_taken_from_above_it(cast, tmp_path):
    path = written(
        tmp_path,
        """
        Agency: Department of State,,
        ,,
        Body,Agency,Participation
        PITF,DOL,observer
        """,
    )
    result = load(path)
    assert told(result) == {"new": 1}
    assert result.report["sheets"][0]["notices"] == [
        "“Agency: Department of State” above the table is not read: a column tells it, or no "
        "field of seats on bodies is called so."
    ]


CROSS = {
    "agencies by bodies": "Agency,PITF,SPOG\nDOL,,observer\nDOJ,observer,\nState,no,-",
    "bodies by agencies": "Body,State,DOJ,DOL\nPITF,,observer,\nSPOG,no,,observer",
}


@pytest.mark.parametrize("way", CROSS)
def test_a_cross_table_of_agencies_and_bodies_is_a_list_of_seats(cast, tmp_path, way):
    path = written(tmp_path, CROSS[way])
    result = load(path)
    assert told(result) == {"new": 2}
    seats = Seat.objects.filter(role="observer").order_by("body__acronym")
    assert [(one.body.acronym, one.agency.acronym) for one in seats] == [
        ("PITF", "DOJ"), ("SPOG", "DOL")
    ]  # fmt: skip
    assert told(load(path)) == {"unchanged": 2}


def test_a_mark_in_a_cross_table_is_a_member(db, tmp_path):
    Agency.objects.create(name="Office of X", acronym="X")
    for name in ("Alpha", "Beta"):
        Body.objects.create(name=f"{name} group", acronym=name, kind="council")
    load(written(tmp_path, "Agency,No.,Alpha,Beta\nX,1,✓,X"))
    assert [one.role for one in Seat.objects.all()] == ["member", "member"]


DATES = """
    official,position,agency,start
    Ada Byron,Head of Engines,State,07/08/2001
    Grace Hopper,Head of Compilers,State,05/06/2001
    """


def test_dates_that_can_be_read_in_two_ways_are_asked_once_for_the_column(cast, tmp_path):
    path = written(tmp_path, DATES)
    begun = start(path)
    assert told(begun) == {"to_decide": 2}
    [question] = begun.report["questions"]
    assert (question["text"], question["times"]) == ("start", 2)
    assert [why for _, _, why in question["candidates"]] == [
        "07/08/2007 is July 8", "07/08/2007 is August 7"
    ]  # fmt: skip
    decide(begun.batch, {"date order:start": (Verdict.IS, 2)}, by=None, at=AT)
    shown = plan_batch(begun.batch, today=TODAY)
    assert told(shown) == {"new": 2}
    assert shown.report["questions"] == []
    assert Decision.objects.count() == 0  # the next file may come from elsewhere


@pytest.mark.parametrize(("order", "started"), [("mdy", "2001-07-08"), ("dmy", "2001-08-07")])
def test_the_order_of_dates_can_be_told_with_the_file(cast, tmp_path, order, started):
    assert told(load(written(tmp_path, DATES), fixed={"date_order": order})) == {"new": 2}
    assert Appointment.objects.get(official__name="Ada Byron").started_on == started


def test_an_order_of_dates_that_is_none_is_refused(cast, tmp_path):
    result = load(written(tmp_path, DATES), fixed={"date_order": "ymd"})
    assert result.report["file_refused"] == (
        "“ymd”: write mdy (month first) or dmy (day first)."
    )


@pytest.mark.parametrize("kind", ["bodies", "agencies"])
def test_parents_that_go_in_a_circle_are_refused_each_with_the_way(db, tmp_path, kind):
    path = written(
        tmp_path,
        """
        name,parent
        First,Second
        Second,Third
        Third,First
        Fine,
        """,
    )
    result = load(path, kind=kind, partial=True)
    assert told(result) == {"new": 1, "refused": 3}
    assert set(reasons(result).values()) == {
        "The parents go in a circle: First → Second → Third → First."
    }


def test_a_circle_with_the_record_is_refused_too(db, tmp_path):
    top = Agency.objects.create(name="Top", acronym="T")
    Agency.objects.create(name="Below", acronym="B", parent=top)
    result = load(written(tmp_path, "acronym,name,parent\nT,Top,Below"))
    assert reasons(result) == {2: "The parents go in a circle: Below → Top."}


def test_a_table_that_staff_call_something_else_is_no_cross_table(cast, tmp_path):
    path = written(tmp_path, "Agency,PITF,SPOG\nOffice of X,member,")
    result = load(path, kind="agencies")
    assert told(result) == {"new": 1}
    assert result.report["sheets"][0]["columns"]["unknown"] == ["PITF", "SPOG"]


def test_dates_of_a_column_without_a_sign_are_read_like_those_of_the_others(cast, tmp_path):
    path = written(
        tmp_path,
        """
        official,position,agency,start,end
        Ada Byron,Head of Engines,State,02/03/2005,17/09/2007
        Grace Hopper,Head of Compilers,State,9 Nov 2007,20/01/2009
        """,
    )
    result = load(path)
    assert told(result) == {"new": 2}
    assert reasons(result, "review") == {
        2: "“02/03/2005” could be February 3, 2005 or March 2, 2005. As other dates of the "
        "sheet have the day first, it is read as March 2, 2005."
    }


def test_a_list_of_offices_is_known_by_short_headers(db, tmp_path):
    Agency.objects.create(name="Department of Labor", acronym="DOL")
    path = written(tmp_path, "Org\tAbbrev.\tReports To\nBureau of Testing\tBT\tDOL", "a.tsv")
    assert told(load(path)) == {"new": 1}
    assert Agency.objects.get(acronym="BT").parent.acronym == "DOL"

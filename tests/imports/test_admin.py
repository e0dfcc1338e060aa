"""Sheets in the admin: sent, looked at, settled, applied, undone; each by who may."""

import io

import pytest
from django.contrib.auth.models import User
from python_calamine import CalamineWorkbook

import registry.admin.imports  # noqa: F401 (its pages)
from registry.exports.files import open_workbook
from registry.models import (
    Agency,
    ColumnMeaning,
    Decision,
    ImportBatch,
    ImportFile,
    ImportWork,
    Position,
    Seat,
    Source,
)

from ..office import hire
from .browser import ADD, apply, may, page, post, send, sent


def test_a_sheet_is_shown_then_applied(cast, clerk):
    page, batch = send(clerk, "acronym,name,parent\nX1,First Office,State\n")
    assert "1 row: 1 new, 0 changed" in page.content.decode()
    assert not Agency.objects.filter(acronym="X1").exists()
    page = apply(clerk, batch)
    assert "Applied." in page.content.decode()
    office = Agency.objects.get(acronym="X1")
    assert office.history.get().history_user.username == "clerk"


def test_what_can_t_be_read_is_said_at_the_form(clerk):
    page, batch = send(clerk, "<html><table><tr><td>1</td></tr></table></html>")
    assert batch is None
    assert "web page (HTML)" in page.content.decode()
    assert not ImportFile.objects.exists()
    page, batch = send(clerk, "")
    assert batch is None
    assert "There is nothing to import" in page.content.decode()


def test_changes_are_shown_cell_by_cell_and_refusals_with_reasons(cast, clerk):
    page, batch = send(
        clerk,
        "acronym,name,parent,website\n"
        "DOL,Department of Labor,,https://labor.gov\n"
        "X1,First Office,Nowhere,\n",
    )
    shown = page.content.decode()
    assert "“Nowhere” is no agency in the record" in shown
    counts = "2 rows: 0 new, 1 changed, 0 unchanged, 0 duplicates, 0 to decide, 1 refused."
    assert counts in " ".join(shown.split())
    changed = clerk.get(f"/admin/registry/importbatch/{batch.pk}/change/?show=changed")
    assert "<del>—</del> → <ins>https://labor.gov</ins>" in changed.content.decode()


def test_rows_that_only_bring_others_along_are_applied_too(cast, client):
    """The officials are in the record already; what they hold is not."""
    client.force_login(hire()["importer"])
    page, batch = send(
        client,
        "name,title,agency\nCondoleezza Rice,Chair of Tests,State\n",
        kind="officials",
    )
    page = page.content.decode()
    assert "1 row: 0 new, 0 changed, 1 unchanged" in " ".join(page.split())
    assert "nothing to apply" not in page and "/apply/" in page
    apply(client, batch)
    assert Position.objects.filter(title="Chair of Tests").exists()


def test_good_rows_alone_are_applied_as_chosen(cast, clerk):
    _, batch = send(clerk, "acronym,name,parent\nX1,First,Nowhere\nX2,Second,State\n")
    page = apply(clerk, batch)
    assert "nothing was applied" in page.content.decode()
    apply(clerk, batch, partial="1")
    assert [one.acronym for one in Agency.objects.filter(acronym__in=["X1", "X2"])] == ["X2"]


def test_a_sheet_that_is_refused_as_a_whole_does_not_keep_the_others_out(cast, clerk):
    book = io.BytesIO()
    with open_workbook(book) as made:
        for name, rows in (
            ("Agencies", [["acronym", "name"], ["X1", "First Office"]]),
            ("Seats", [["body", "role", "clause"], ["PITF", "member", "sec. 5"]]),
        ):
            sheet = made.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    book.seek(0)
    book.name = "two.xlsx"
    shown, batch = send(clerk, "", file=book)
    shown = shown.content.decode()
    assert "Sheet “Seats”: The sheet of seats on bodies has no column for “agency”" in shown
    assert "1 sheet is refused as a whole." in shown and 'name="partial"' in shown
    apply(clerk, batch, partial="1")
    assert Agency.objects.filter(acronym="X1").exists()
    batch.refresh_from_db()
    assert batch.state == "partial"


def test_or_it_is_left_out_and_all_the_rest_is_applied(cast, clerk):
    sheets = ["acronym,name\nX1,First Office\n", "body,role,clause\nPITF,member,sec. 5\n"]
    _, batch = send(clerk, "", file=[sent(one, name="a.csv")["file"] for one in sheets])
    shown = post(clerk, batch, "leave-out", sheet="1").content.decode()
    assert "refused as a whole" not in shown and 'name="partial"' not in shown
    apply(clerk, batch)
    batch.refresh_from_db()
    assert batch.state == "applied"


def test_the_refused_rows_come_back_as_a_sheet_with_reasons(cast, clerk):
    _, batch = send(clerk, "acronym,name,parent\nX1,=First(),Nowhere\nX2,Second,State\n")
    response = clerk.get(f"/admin/registry/importbatch/{batch.pk}/refused/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    head, row = book.get_sheet_by_index(0).to_python()
    assert head == ["Problems", "acronym", "name", "parent"]
    assert row[1:] == ["X1", "=First()", "Nowhere"]
    assert row[0].startswith("parent: “Nowhere” is no agency in the record.")


@pytest.mark.parametrize(
    "name",
    [
        "../../pitf_site/settings.py",
        "..\\\\..\\\\settings.csv",
        "/etc/passwd",
        'a\\"; filename=\\"b.csv',
        "<script>alert(1)</script>.csv",
        "x%0d%0aSet-Cookie: a=1.csv",
        "مجلس.csv",
        "CON",
        "x" * 300 + ".csv",
    ],
)
def test_the_name_of_a_file_is_a_word_and_no_place(name, cast, clerk, settings):
    """Sent as it stands: a browser would take the folders off."""
    fields = (
        f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        "acronym,name,parent\r\nX1,First Office,Nowhere\r\n",
        *(
            f'Content-Disposition: form-data; name="{one}"\r\n\r\n'
            for one in ("kind", "sheet", "fixed")
        ),
    )
    body = "".join(f"--x\r\n{field}\r\n" for field in fields) + "--x--\r\n"
    clerk.generic("POST", ADD, body.encode(), "multipart/form-data; boundary=x")
    batch = ImportBatch.objects.get()
    assert not {"/", "\\"} & set(batch.name) and len(batch.name) <= 255
    assert "<script>alert" not in page(clerk, batch)
    response = clerk.get(f"/admin/registry/importbatch/{batch.pk}/refused/")
    told = response.headers
    response.close()
    assert "Set-Cookie" not in told and "\n" not in told["Content-Disposition"]
    assert not settings.MEDIA_ROOT.exists()


def test_what_a_row_lacked_is_entered_and_the_sheet_looked_through_again(cast, clerk):
    _, batch = send(clerk, "acronym,name,parent\nX1,First Office,Zorkland\n")
    assert 'value="Look through it again"' in page(clerk, batch)
    Agency.objects.create(name="Zorkland")
    shown = post(clerk, batch, "again").content.decode()
    assert "1 row: 1 new" in " ".join(shown.split())
    assert 'value="Look through it again"' not in shown
    apply(clerk, batch)
    assert Agency.objects.get(acronym="X1").parent.name == "Zorkland"


def test_one_answer_settles_every_cell_and_is_remembered(cast, clerk):
    text = "body,agency,role\nPITF,Dept of Stat,observer\nSPOG,Dept of Stat,observer\n"
    page, batch = send(clerk, text)
    state = Agency.objects.get(acronym="State")
    assert "“Dept of Stat” (agency; row 2 and 1 more)" in page.content.decode()
    post(clerk, batch, "decide", **{"answer-0": str(state.pk)})
    apply(clerk, batch)
    assert Seat.objects.filter(agency=state, role="observer").count() == 2
    assert str(Decision.objects.get()) == "agency “dept of stat”: is"
    Decision.objects.all().delete()  # forgotten: asked again
    page, _ = send(clerk, text.replace("observer", "invited"))
    assert "“Dept of Stat” (agency; row 2 and 1 more)" in page.content.decode()


@pytest.mark.parametrize(
    "typed, parent",
    [
        ("state", "State"),
        ("department of state", "State"),
        (
            "Bureau of Nothing",
            "“Bureau of Nothing” is neither key nor name of a record (agency).",
        ),
        ("Twin", "More than one agency is called “Twin”: write its key."),
    ],
)
def test_a_record_is_named_by_key_or_name(typed, parent, cast, clerk):
    for above in (cast.state, cast.labor):
        Agency.objects.create(name="Twin", parent=above)
    shown, batch = send(clerk, "acronym,name,parent\nX1,First Office,Foggy Bottom\n")
    [question] = shown.context["questions"]
    told = post(clerk, batch, "decide", **{"asked-0": question["named"], "key-0": typed})
    if parent == "State":
        apply(clerk, batch)
        assert Agency.objects.get(acronym="X1").parent == cast.state
    else:
        assert [str(one) for one in told.context["messages"]] == [parent]


def test_an_answer_of_a_page_that_is_older_than_the_questions_settles_nothing(cast, clerk):
    """Two windows, or two presses: by its number alone it would answer another question."""
    text = "body,agency,role\nPITF,Dept of Stat,observer\nSPOG,Department of Labr,observer\n"
    page, batch = send(clerk, text)
    first, second = page.context["questions"]
    labor = Agency.objects.get(acronym="DOL")
    sent = {f"asked-{n}": one["named"] for n, one in enumerate([first, second])}
    post(clerk, batch, "decide", **sent, **{"answer-0": "leave out"})
    post(clerk, batch, "decide", **sent, **{"answer-0": "leave out"})
    assert [one.text for one in Decision.objects.all()] == ["dept of stat"]
    post(clerk, batch, "decide", **{"asked-0": second["named"], "answer-0": str(labor.pk)})
    assert Decision.objects.get(text="department of labr").record_id == labor.pk


def test_a_question_tells_in_which_of_several_sheets_it_arose(cast, clerk):
    files = [
        sent("acronym,name\nX1,First Office\n", name="offices.csv")["file"],
        sent("body,agency,role\nPITF,Dept of Stat,observer\n", name="seats.csv")["file"],
    ]
    shown, _ = send(clerk, "", file=files)
    assert "(agency; seats, row 2)" in shown.content.decode()
    alone, _ = send(clerk, "body,agency,role\nPITF,Dept of Stat,observer\n")
    assert "(agency; row 2)" in alone.content.decode()


def test_that_a_text_does_not_mean_a_record_is_remembered_too(cast, client):
    """Then the row goes its usual way: here it is somebody new."""
    client.force_login(hire()["importer"])
    page, batch = send(client, "name\nCondoleeza Rice\n", kind="officials")
    [question] = page.context["questions"]
    assert [pk for pk, _, _ in question["candidates"]] == [cast.rice.pk]
    assert "is not this one" in page.content.decode()
    for _ in range(2):  # a second press changes nothing
        page = post(client, batch, "decide", **{"answer-0": "none"}).content.decode()
    assert str(Decision.objects.get()) == "official “condoleeza rice”: is not"
    assert "1 row: 1 new" in " ".join(page.split())


def test_hand_edits_give_way_to_the_sheet_where_that_is_chosen(cast, clerk):
    text = "acronym,name,website\nX1,First Office,{}\n"
    apply(clerk, send(clerk, text.format("https://x.gov"))[1])
    office = Agency.objects.get(acronym="X1")
    office.website = "https://hand.x.gov"
    office.save()
    page, batch = send(clerk, text.format("https://new.x.gov"))
    page = page.content.decode()
    assert "choose “overwrite hand edits”" in page and 'value="Overwrite hand edits"' in page
    assert "There is nothing to apply" in page
    page = post(clerk, batch, "by-hand", overwrite="1").content.decode()
    assert "<del>https://hand.x.gov</del> → <ins>https://new.x.gov</ins>" in page
    page = post(clerk, batch, "by-hand").content.decode()
    assert 'value="Overwrite hand edits"' in page
    post(clerk, batch, "by-hand", overwrite="1")
    apply(clerk, batch)
    assert Agency.objects.get(acronym="X1").website == "https://new.x.gov"


def test_how_a_file_is_read_is_said_anew_without_sending_it_again(cast, clerk):
    file = io.BytesIO("acronym,name\nX1,Úřad první\n".encode("cp1250"))
    file.name = "sheet.csv"
    page, batch = send(clerk, "", file=file)
    assert "say which encoding it is" in page.content.decode()
    assert "Úøad" in page.content.decode()
    page = clerk.get(f"/admin/registry/importbatch/{batch.pk}/reading/").content.decode()
    assert 'value="windows-1250"' in page
    said = {"encoding": "windows-1250", "fixed": "kind=department"}
    page = post(clerk, batch, "reading", **said).content.decode()
    assert "Úřad první" in page and "which encoding" not in page
    page = clerk.get(f"/admin/registry/importbatch/{batch.pk}/reading/").content.decode()
    assert "kind=department</textarea>" in page
    apply(clerk, batch)
    assert Agency.objects.get(acronym="X1").kind == "department"


def test_in_which_order_dates_stand_is_settled_for_the_sheet(cast, clerk):
    page, batch = send(clerk, "body,agency,role,start\nPITF,DOL,observer,07/08/2009\n")
    page = page.content.decode()
    assert "the day comes first" in page
    assert "leave it out" not in page and "the one with the key" not in page
    post(clerk, batch, "decide", **{"answer-0": "2"})
    apply(clerk, batch)
    assert Seat.objects.get(role="observer").started_on == "2009-08-07"
    assert not Decision.objects.exists()


def test_a_column_is_given_another_field_and_that_is_remembered(cast, clerk):
    text = "acronym,name,Zork\nX1,First Office,https://x.gov\n"
    _, batch = send(clerk, text)
    page = clerk.get(f"/admin/registry/importbatch/{batch.pk}/columns/").content.decode()
    assert "Zork" in page
    post(clerk, batch, "columns", **{"0-2": "website"})
    assert ColumnMeaning.objects.get().field == "website"
    apply(clerk, batch)
    assert Agency.objects.get(acronym="X1").website == "https://x.gov"


@pytest.mark.parametrize(
    "said, why",
    [
        ({"0-2": "name"}, "Several columns are the name: “name” and “Zork”."),
        ({"0-1": ""}, "has no column for “name”"),
    ],
)
def test_columns_that_stop_the_sheet_are_refused_and_not_remembered(said, why, cast, clerk):
    """Remembered, they stopped every later sheet of these headers."""
    _, batch = send(clerk, "acronym,name,Zork\nX1,First Office,https://x.gov\n")
    shown = post(clerk, batch, "columns", **said).content.decode()
    assert why in shown and "“First Office”" in shown
    assert not ColumnMeaning.objects.exists()
    assert "1 row: 1 new" in " ".join(page(clerk, batch).split())


def test_of_columns_that_are_taken_for_one_field_each_can_be_told(cast, clerk):
    text = "Agy,Office,Boss\nX1,First Office,State\n"
    shown, batch = send(clerk, text, kind="agencies")
    assert "Several columns are the name: “Agy” and “Office”." in shown.content.decode()
    address = f"/admin/registry/importbatch/{batch.pk}/columns/"
    [sheet] = clerk.get(address).context["sheets"]
    assert [(one["header"], one["field"], one["cell"]) for one in sheet["columns"]] == [
        ("Agy", "name", "X1"),
        ("Office", "name", "First Office"),
        ("Boss", "", "State"),
    ]
    post(clerk, batch, "columns", **{"0-0": "acronym", "0-2": "parent"})
    apply(clerk, batch)
    assert Agency.objects.get(acronym="X1", parent=cast.state).name == "First Office"


def test_a_sheet_that_lacks_a_column_waits_to_be_told_which_it_is(cast, clerk):
    _, batch = send(clerk, "Kürzel,Zork\nX1,First Office\n", kind="agencies")
    shown = page(clerk, batch)
    assert "has no column for “name”" in shown and f"{batch.pk}/columns/" in shown
    assert "There is nothing to apply: say first which column is which" in shown
    assert "0 rows" not in shown
    shown = post(clerk, batch, "columns", **{"0-1": "name", "0-0": "acronym"})
    assert "1 row: 1 new" in " ".join(shown.content.decode().split())
    apply(clerk, batch)
    assert Agency.objects.get(acronym="X1").name == "First Office"


TWO_ROWS = """acronym,name,website
X1,First Office,https://one.gov
X1,First Office,https://two.gov
X2,Second Office,
"""


@pytest.mark.parametrize("right, website", [(1, "https://one.gov"), (2, "https://two.gov")])
def test_of_two_rows_that_differ_somebody_says_which_is_right(right, website, cast, clerk):
    shown, batch = send(clerk, TWO_ROWS)
    [question] = shown.context["questions"]
    assert question["text"] == "First Office: row 2 of sheet 1 or row 3 of sheet 1"
    assert question["candidates"] == [
        [1, "row 2 is right", "website: “https://one.gov”"],
        [2, "row 3 is right", "website: “https://two.gov”"],
    ]
    nonsense = post(clerk, batch, "decide", **{"answer-0": "leave out", "key-0": "state"})
    assert nonsense.context["questions"] and not Decision.objects.exists()
    shown = post(clerk, batch, "decide", **{"answer-0": right}).content.decode()
    assert "1 settled.<" in shown, "and not remembered: the next sheet has other rows"
    assert "2 rows: 2 new" in " ".join(shown.split())
    apply(clerk, batch)
    assert Agency.objects.get(acronym="X1").website == website
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "step, said",
    [("reading", {"kind": "agencies"}), ("columns", {"0-2": ""})],
)
def test_which_row_is_right_is_asked_anew_when_rows_are_read_otherwise(step, said, cast, clerk):
    """It was said of other words; a row that contradicts nothing is not left out for it."""
    _, batch = send(clerk, TWO_ROWS)
    shown = post(clerk, batch, "decide", **{"answer-0": 2}).content.decode()
    assert "2 rows: 2 new" in " ".join(shown.split())
    shown = post(clerk, batch, step, **said)
    assert len(shown.context["questions"]) == (step == "reading")
    assert "3 rows: " in " ".join(shown.content.decode().split())


def test_pages_of_rows_go_forward_and_back(cast, clerk):
    lines = [f"Y{n},Office number {n}" for n in range(230)]
    _, batch = send(clerk, "\n".join(["acronym,name", *lines]))
    address = f"/admin/registry/importbatch/{batch.pk}/change/?show=new"
    first = clerk.get(address)
    second = clerk.get(f"{address}&after={first.context['forward']}")
    third = clerk.get(f"{address}&after={second.context['forward']}")
    assert [len(page.context["rows"]) for page in (first, second, third)] == [100, 100, 30]
    assert not third.context["forward"]
    back = clerk.get(f"{address}&before={third.context['backward']}")
    assert [row.pk for row in back.context["rows"]] == [
        row.pk for row in second.context["rows"]
    ]


def test_a_row_names_its_cells_and_the_records_that_it_is_about(cast, client):
    """What a row brings along stands with it, also where its own record fares otherwise."""
    client.force_login(hire()["importer"])
    page, _ = send(
        client,
        "Name,Title,Agency\nCondoleezza Rice,Chair of Tests,State\n",
        kind="officials",
    )
    [line] = page.context["lines"]
    assert [row.kind for row in line.records] == ["position", "appointment"]
    assert line.cells == [
        ("Name", "Condoleezza Rice"),
        ("Title", "Chair of Tests"),
        ("Agency", "State"),
    ]
    page = page.content.decode()
    assert "With them come 1 position, 1 appointment." in page
    assert "New: 0 and 2 with them" in page
    batch = ImportBatch.objects.get()
    page = client.get(f"/admin/registry/importbatch/{batch.pk}/change/?show=unchanged")
    assert f'Official: <a href="/admin/registry/official/{cast.rice.pk}/change/">' in (
        page.content.decode()
    )


def test_what_new_rows_would_make_is_told_before_they_are_applied(cast, client):
    client.force_login(hire()["importer"])
    page, batch = send(
        client,
        "official,position,agency,start,capacity,note\n"
        "Jane Doe,Chair of Tests,State,Oct 2006,acting,Since the first day\n"
        "Condoleezza Rice,Chair of Tests,State,,,\n",
    )
    first, second = page.context["lines"]
    told = {row.kind: row.told for row in first.records}
    assert list(told) == ["appointment", "official", "position"]  # its own stands first
    assert told["appointment"] == [
        ("dates", "from October 2006, end unknown", False),
        ("official", "Jane Doe", True),
        ("position", "Chair of Tests · State", True),
        ("capacity", "Acting", False),
        ("note", "Since the first day", False),
    ]
    assert told["position"] == [
        ("title", "Chair of Tests", False),
        ("agency", "Department of State (State)", False),
    ]
    assert ("given name", "Jane", False) in told["official"]
    assert [row.told for row in second.records] == [
        [
            ("dates", "unknown", False),
            ("official", "Condoleezza Rice", False),
            ("position", "Chair of Tests · State", True),
            ("capacity", "Confirmed or appointed", False),
        ]
    ]
    words = " ".join(page.content.decode().split())
    assert "New appointment" in words and "With it a new official" in words
    assert '<span class="help">official:</span> Jane Doe <em>(new)</em>' in words
    apply(client, batch)
    page = client.get(f"/admin/registry/importbatch/{batch.pk}/change/?show=new")
    [line, _] = page.context["lines"]  # they are in the record, and bear their names there
    assert [(row.told, row.name != "") for row in line.records] == [([], True)] * 3


def test_so_is_what_links_to_several_or_to_a_record_of_any_kind(cast, client):
    Source.objects.create(title="Minutes of May 2007", key="minutes")
    client.force_login(hire()["importer"])
    page, _ = send(client, "body,date,source\nPITF; SPOG,2007-11-05,minutes\n", kind="meetings")
    [line] = page.context["lines"]
    pitf, spog = str(cast.pitf), str(cast.spog)
    assert [(row.kind, row.told) for row in line.records] == [
        (
            "meeting",
            [
                ("date", "November 5, 2007", False),
                ("status", "Held", False),
                ("bodies", pitf, False),
                ("bodies", spog, False),
            ],
        ),
        (
            "citation",
            [
                ("source", "Minutes of May 2007", False),
                ("bears out", f"Meeting, November 5, 2007 ({pitf}, {spog})", True),
            ],
        ),
    ]


def test_what_changes_is_told_in_words_of_the_record(cast, client):
    client.force_login(hire()["importer"])
    chao = cast.labor_secretary.appointments.get()
    page, batch = send(
        client,
        "official,position,start,end\nElaine Chao,Secretary of Labor,2001-01-29,2009-01-19\n",
    )
    [line] = page.context["lines"]
    [row] = line.records
    assert (row.name, row.told) == (str(chao), [])
    assert row.changed == [("last day", "January 20, 2009", "January 19, 2009")]
    # A field that is no more since, in an import from before.
    batch.rows.update(changes=[["finished_on", "", "2009", ""]])
    page = client.get(f"/admin/registry/importbatch/{batch.pk}/change/?show=changed")
    assert page.context["lines"][0].records[0].changed == [("finished_on", "—", "2009")]


def test_what_a_planned_record_was_named_by_may_be_gone_since(cast, clerk):
    above = Agency.objects.create(name="Bureau of Straw")
    page, _ = send(clerk, f"name,acronym,parent\nFirst,X1,{above.key}\nSecond,,X1\n")
    above.delete()
    shown = clerk.get(page.request["PATH_INFO"])
    assert [line.records[0].told[-1] for line in shown.context["lines"]] == [
        ("part of", "", False),
        ("part of", "First (X1)", True),
    ]


def test_a_page_of_rows_costs_the_same_at_any_size(cast, client, django_assert_num_queries):
    client.force_login(hire()["importer"])
    sheet = ["official,position,agency,start", "Jane Doe,Chair of Tests,State,2006"]
    few, _ = send(client, "\n".join(sheet))
    sheet += ["Otto Brahm,Director of Rivers,DOL,2007", "Mia Quist,Counsel for Woods,ED,2008"]
    more, _ = send(client, "\n".join(sheet))
    for shown in (few, more):
        with django_assert_num_queries(12):
            client.get(shown.request["PATH_INFO"])


@pytest.mark.parametrize("junk", ["after=x", "before=-1", "show=%00", "after=" + "9" * 30])
def test_junk_in_the_address_of_a_page_is_no_error(cast, clerk, junk):
    _, batch = send(clerk, "acronym,name\nX1,First Office\n")
    response = clerk.get(f"/admin/registry/importbatch/{batch.pk}/change/?{junk}")
    assert response.status_code in (200, 400)


LIST = "/admin/registry/importbatch/"


def listed(client, query="") -> list[tuple]:
    """Files, state and rows of each import in the list."""
    page = client.get(LIST + query)
    shown, of = page.context["cl"].result_list, page.context["cl"].model_admin
    return [(of.files(one), of.stands(one), of.rows(one)) for one in shown]


def test_the_list_tells_what_became_of_each_import(cast, clerk):
    _, first = send(clerk, "acronym,name,parent\nX1,First,\nX2,Second,Nowhere\nDOL,Labor,\n")
    apply(clerk, first, partial="1")
    files = [sent("body,agency\nPITF,HHS\n", name=f"{n}.csv")["file"] for n in "abcde"]
    _, second = send(clerk, "", file=files)
    waits = ("a.csv, b.csv, c.csv and 2 more", "To be decided", "1 new")
    assert listed(clerk) == [
        waits,
        ("sheet.csv", "Applied in part", "1 new, 1 unchanged, 1 refused"),
    ]
    assert listed(clerk, "?state__exact=planned") == listed(clerk, "?q=e.csv") == [waits]
    first.rows.filter(outcome="refused").update(undone="went on in a corrected sheet")
    ImportWork.objects.create(batch=second, deed="apply", asked_at=second.created_at)
    assert [one[1:] for one in listed(clerk)] == [
        ("Applying …", "1 new"),
        ("Applied in part", "1 new, 1 unchanged"),
    ]


def test_the_list_costs_the_same_at_any_length(cast, clerk, django_assert_max_num_queries):
    for number in range(3):
        send(clerk, f"acronym,name\nX{number},Office number {number}\n")
    with django_assert_max_num_queries(12):
        assert len(listed(clerk)) == 3


@pytest.mark.parametrize("junk", ["created_at__year=9999", "p=99999", "id=" + "9" * 25])
def test_junk_in_the_address_of_the_list_is_no_error(cast, clerk, junk):
    assert clerk.get(f"{LIST}?{junk}").status_code in (200, 302)


# Who may


def test_one_without_the_permission_of_the_kind_can_t_load_its_sheets(cast, clerk):
    before = ImportBatch.objects.count()
    response = clerk.post(ADD, sent("family,given\nDoe,Jane\n"))
    assert response.status_code == 403
    assert "You may not load sheets of officials." in response.content.decode()
    assert ImportBatch.objects.count() == before


def test_one_without_any_permission_sees_nothing(cast, client, clerk):
    _, batch = send(clerk, "acronym,name\nX1,First Office\n")
    client.force_login(User.objects.create_user("ira", password="x", is_staff=True))
    assert client.get(ADD).status_code == 403
    assert client.get(f"/admin/registry/importbatch/{batch.pk}/change/").status_code == 404
    for deed in (
        "apply",
        "undo",
        "decide",
        "discard",
        "columns",
        "reading",
        "by-hand",
        "refused",
    ):
        address = f"/admin/registry/importbatch/{batch.pk}/{deed}/"
        assert client.post(address).status_code == 404, deed


@pytest.mark.parametrize(
    "address, status", [("factsheet/import/", 403), ("importbatch/999/change/", 404)]
)
def test_a_page_that_is_none_for_them_leads_back(clerk, address, status):
    page = clerk.get(f"/admin/registry/{address}")
    assert page.status_code == status
    assert '<a href="/admin/">Back to the pages for staff</a>' in page.content.decode()
    assert "Back to the pages for staff" not in clerk.get("/nowhere/").content.decode()


def test_loading_applying_and_undoing_are_three_rights(cast, client, clerk):
    _, batch = send(clerk, "acronym,name\nX1,First Office\n")
    only_loads = User.objects.create_user("leo", password="x", is_staff=True)
    may(only_loads, "import_agency", "view_importbatch")
    client.force_login(only_loads)
    shown = page(client, batch)
    assert "You may not apply sheets of agencies. Somebody who may finds this import" in shown
    assert 'value="Apply"' not in shown
    assert apply(client, batch).status_code == 403
    client.force_login(User.objects.get(username="clerk"))
    assert apply(client, batch).status_code == 200
    assert post(client, batch, "undo").status_code == 403
    may(User.objects.get(username="clerk"), "undo_agency")
    undone = post(client, batch, "undo").content.decode()
    assert "1 record removed, 0 set back." in undone
    assert not Agency.objects.filter(acronym="X1").exists()


def test_undo_asks_first_and_lists_what_it_keeps(cast, clerk):
    may(User.objects.get(username="clerk"), "undo_agency")
    _, batch = send(clerk, "acronym,name\nX1,First Office\nX2,Second Office\nX3,Third Office\n")
    address = f"/admin/registry/importbatch/{batch.pk}/undo/"
    assert clerk.get(address).status_code == 302  # nothing is applied yet
    apply(clerk, batch)
    assert f'href="{address}"' in page(clerk, batch)
    asked = clerk.get(address).content.decode()
    assert "Of its rows 3 made a new record and 0 changed one." in asked
    assert Agency.objects.filter(acronym__in=["X1", "X2", "X3"]).count() == 3
    edited = Agency.objects.get(acronym="X2")
    edited.website = "https://two.gov"
    edited.save()
    shown = post(clerk, batch, "undo")
    assert str(next(iter(shown.context["tabs"]))) == "Kept: 1"
    [line] = shown.context["lines"]
    assert [(row.record_id, row.undone) for row in line.records] == [
        (edited.pk, "kept: changed since")
    ]


def test_applying_twice_is_refused_in_a_sentence(cast, clerk):
    _, batch = send(clerk, "acronym,name\nX1,First Office\n")
    apply(clerk, batch)
    page = apply(clerk, batch)
    assert "This import is applied already" in page.content.decode()


def test_nothing_changes_by_a_link(cast, clerk):
    _, batch = send(clerk, "acronym,name\nX1,First Office\n")
    for deed in ("apply", "decide", "by-hand", "discard"):
        address = f"/admin/registry/importbatch/{batch.pk}/{deed}/"
        assert clerk.get(address).status_code == 405, deed


def test_each_list_has_an_import_button_for_who_may(cast, clerk):
    page = clerk.get("/admin/registry/agency/")
    assert page.status_code == 403  # to load sheets is not yet to see the list
    may(User.objects.get(username="clerk"), "view_agency", "view_official")
    assert (
        "href='/admin/registry/agency/import/'"
        in clerk.get("/admin/registry/agency/").content.decode()
    )
    assert "import_link" not in clerk.get("/admin/registry/official/").content.decode()
    assert clerk.get("/admin/registry/agency/import/").url == f"{ADD}?kind=agencies"
    assert clerk.get("/admin/registry/official/import/").status_code == 403


def test_a_record_tells_which_cells_it_came_from(cast, clerk):
    _, batch = send(clerk, "acronym,name,website\nX1,First Office,https://x.gov\n")
    apply(clerk, batch)
    may(User.objects.get(username="clerk"), "view_agency")
    office = Agency.objects.get(acronym="X1")
    form = clerk.get(f"/admin/registry/agency/{office.pk}/change/").content.decode()
    assert f"/admin/registry/agency/{office.pk}/came-from/" in form
    page = clerk.get(f"/admin/registry/agency/{office.pk}/came-from/").content.decode()
    assert "sheet.csv</a>, sheet sheet, row 2" in page
    # One below the other, however many columns the sheet has.
    assert '<th scope="row">website</th><td>https://x.gov</td>' in page
    assert "First Office" in page
    _, again = send(clerk, "acronym,name,website\nX1,First Office,https://x.gov\n")
    apply(clerk, again)  # it changes nothing, so nothing came from it
    page = clerk.get(f"/admin/registry/agency/{office.pk}/came-from/").content.decode()
    assert page.count("First Office</") == 1 and f"importbatch/{again.pk}/" not in page
    state = Agency.objects.get(acronym="State")
    page = clerk.get(f"/admin/registry/agency/{state.pk}/came-from/").content.decode()
    assert "It was entered by hand: no sheet told of it." in page


def test_who_may_load_records_may_not_load_the_text_of_fact_sheets(client, cast, db):
    client.force_login(hire()["importer"])
    assert client.get("/admin/registry/factsheet/import/").status_code == 403
    assert client.get("/admin/registry/agency/import/").status_code == 302
    assert "/import/" not in client.get("/admin/registry/factsheet/").content.decode()
    assert "/import/" in client.get("/admin/registry/agency/").content.decode()


@pytest.mark.parametrize("fixed", ["meeting=2007-10-25", "date=2007-10-25"])
def test_a_sheet_may_be_about_the_meeting_of_a_day(cast, client, fixed):
    client.force_login(hire()["importer"])
    text = "Name,Title,Agency\nCondoleezza Rice,Secretary of State,State\n"
    shown, _ = send(client, text, kind="attendance", fixed=f"body=PITF\n{fixed}")
    assert "1 row: 0 new, 0 changed, 1 unchanged" in " ".join(shown.content.decode().split())

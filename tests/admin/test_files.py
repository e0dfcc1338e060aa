"""Empty sheets to fill in and the whole record, handed out by the page of imports."""

import io

import pytest
from django.contrib.auth.models import User
from python_calamine import CalamineWorkbook

from registry.models import RECORDS

from ..imports.browser import ADD, may
from ..office import hire

IMPORTS = "/admin/registry/importbatch/"


def sheets(answer) -> list[str]:
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).sheet_names


@pytest.fixture
def clerk(client, db):
    user = User.objects.create_user("clerk", password="x", is_staff=True)
    may(user, "import_agency", "import_seat")
    client.force_login(user)
    return client


def test_who_loads_sheets_is_offered_empty_ones_of_their_kinds(clerk):
    page = clerk.get(ADD).content.decode()
    assert f'href="{IMPORTS}blank/?kind=agency"' in page
    assert "?kind=official" not in page
    answer = clerk.get(f"{IMPORTS}blank/?kind=agency")
    assert 'filename="agencies - to fill in.xlsx"' in answer["Content-Disposition"]
    assert sheets(answer) == ["agencies"]
    assert sheets(clerk.get(f"{IMPORTS}blank/")) == ["agencies", "seats"]


@pytest.mark.parametrize("kind", ["official", "nonsense", "'", "%00"])
def test_a_kind_that_they_may_not_load_is_not_there(clerk, kind):
    assert clerk.get(f"{IMPORTS}blank/?kind={kind}").status_code in (400, 404)


def test_who_loads_nothing_gets_no_sheet(looker, cast):
    assert looker.get(f"{IMPORTS}blank/").status_code == 403


def test_the_whole_record_is_for_who_may_see_all_of_it(looker, cast):
    page = looker.get(IMPORTS).content.decode()
    assert f'href="{IMPORTS}record.xlsx"' in page
    assert len(sheets(looker.get(f"{IMPORTS}record.xlsx"))) == len(RECORDS)
    assert looker.get(f"{IMPORTS}record.csv").status_code == 404


def test_the_first_page_leads_to_the_whole_record_for_who_loads_no_sheets(client, cast):
    """They can't open the page of imports, where it stands too."""
    client.force_login(hire()["viewer"])
    assert client.get(IMPORTS).status_code == 403
    page = client.get("/admin/").content.decode()
    assert f'<a href="{IMPORTS}record.xlsx">The whole record as XLSX</a>' in page
    assert len(sheets(client.get(f"{IMPORTS}record.xlsx"))) == len(RECORDS)
    part = User.objects.create_user("ira", password="x", is_staff=True)
    may(part, "view_agency")
    client.force_login(part)
    assert "record.xlsx" not in client.get("/admin/").content.decode()


def test_the_whole_record_is_not_for_who_sees_a_part(clerk, cast):
    assert "record.xlsx" not in clerk.get(IMPORTS).content.decode()
    assert clerk.get(f"{IMPORTS}record.xlsx").status_code == 403


def test_an_empty_workbook_that_comes_back_as_it_was_is_told_so_once(clerk):
    file = io.BytesIO(clerk.get(f"{IMPORTS}blank/").getvalue())
    file.name = "blank.xlsx"
    page = clerk.post(ADD, {"file": file, "kind": "", "sheet": "", "fixed": ""})
    assert page.content.decode().count("There is nothing to import") == 1

"""Who may load, apply and undo sheets of each kind, and see whose, tried through HTTP."""

import pytest
from django.contrib.auth.models import Group, User

from registry.imports.batches import kinds_of
from registry.models import Agency, ImportBatch
from registry.models.imports import IMPORTED

from ..office import hire
from .browser import ADD, apply, may, post, send, sent
from .sheets import start, written

pytestmark = pytest.mark.one_database

DEEDS = (
    *(
        "reading",
        "columns",
        "leave-out",
        "decide",
        "by-hand",
        "correct",
        "cancel",
        "again",
        "discard",
    ),
    *("apply", "undo"),
)


@pytest.fixture
def office(cast):
    return hire()


def batch_of(user, kind="agency") -> ImportBatch:
    """One that waits; its report says what it is about."""
    names = {"agency": "agencies", "seat": "memberships", "official": "officials"}
    sheet = {"kind": names.get(kind), "columns": {}, "rows": 0, "refused": [], "name": "x"}
    return ImportBatch.objects.create(
        name="x.csv", created_at="2026-07-01T12:00Z", created_by=user, digest="x",
        report={"sheets": [sheet | {"part": 0, "file": "x.csv"}]},
    )  # fmt: skip


@pytest.mark.parametrize(
    "role, status",
    [
        ("viewer", 403),
        ("editor", 403),
        ("publisher", 403),
        ("importer", 200),
        ("administrator", 200),
    ],
)
def test_roles_that_may_send_a_sheet(client, office, role, status):
    client.force_login(office[role])
    assert client.get(ADD).status_code == status
    response = client.post(ADD, sent("acronym,name\nX1,First Office\n"))
    assert response.status_code == (302 if status == 200 else 403)
    kinds = {kind for kind in IMPORTED if office[role].has_perm(f"registry.import_{kind}")}
    # The text of fact sheets stays with those who write it.
    assert kinds == {"importer": {*IMPORTED} - {"factsheet"}, "administrator": {*IMPORTED}}.get(
        role, set()
    )


def test_which_kinds_an_import_touches_is_known_without_its_rows(
    office, tmp_path, django_assert_num_queries
):
    """Also of rows that are about others: whose agency is known and who sits there."""
    row = "body,agency,role,representative\nPITF,HHS,member,Mia Quist"
    seats = start(written(tmp_path, row)).batch
    meetings = start(written(tmp_path, "body,date,status\nPITF; SPOG,2007-10-25,held")).batch
    with django_assert_num_queries(0):
        assert kinds_of(seats) == {"seat", "official", "designation"}
        assert kinds_of(meetings) == {"meeting"}


@pytest.mark.parametrize("kind", IMPORTED)
def test_each_kind_has_an_import_button_for_who_may_load_it_alone(client, office, kind):
    user = User.objects.create_user("leo", password="x", is_staff=True)
    client.force_login(user)
    address = f"/admin/registry/{kind}/import/"
    assert client.get(address).status_code == 403
    may(user, f"import_{kind}")
    assert client.get(address).status_code == 302
    others = [f"/admin/registry/{one}/import/" for one in IMPORTED if one != kind]
    assert {client.get(one).status_code for one in others} == {403}


@pytest.mark.parametrize("deed", ["import", "apply", "undo"])
def test_each_deed_needs_its_right_for_every_kind_that_the_sheets_touch(client, office, deed):
    """The sheet is of seats and brings a position along: both rights are needed."""
    user = User.objects.create_user("leo", password="x", is_staff=True)
    for one in ("import", "apply", "undo"):
        may(user, f"{one}_seat", *([f"{one}_position"] if one != deed else []))
    client.force_login(user)
    text = "body,agency,position,role\nPITF,State,Under Secretary of State for Tests,observer\n"
    response, batch = send(client, text)
    if deed == "import":
        assert response.status_code == 403 and batch is None
        assert not ImportBatch.objects.exists()
        return
    applied = apply(client, batch).status_code
    assert applied == (403 if deed == "apply" else 200)
    if deed == "undo":
        assert post(client, batch, "undo").status_code == 403
        batch.refresh_from_db()
        assert batch.state == "applied"


@pytest.mark.parametrize(
    "role, status",
    [
        ("viewer", 404),
        ("editor", 404),
        ("publisher", 404),
        ("importer", 404),
        ("administrator", 200),
    ],
)
def test_an_import_is_its_sender_s_own_and_the_administrators(client, office, role, status):
    """Importers load whatever they like, but open, apply, cancel and undo their own."""
    sender = User.objects.create_user("sender", password="x", is_staff=True)
    sender.groups.add(Group.objects.get(name="Importer"))
    client.force_login(sender)
    _, batch = send(client, "acronym,name\nX1,First Office\n")
    client.force_login(office[role])
    base = f"/admin/registry/importbatch/{batch.pk}"
    assert client.get(f"{base}/change/").status_code == status
    sheet = client.get(f"{base}/refused/")
    sheet.getvalue()  # read to its end, and so closed
    assert sheet.status_code == status
    assert client.get(f"{base}/columns/").status_code == status
    listed = client.get("/admin/registry/importbatch/")
    if listed.status_code == 200:
        assert ("sheet.csv" in listed.content.decode()) is (status == 200)
    for deed in DEEDS:
        found = client.post(f"{base}/{deed}/", {"digest": batch.digest}).status_code
        assert found == (302 if status == 200 else 404), deed
        batch.refresh_from_db()
    assert Agency.objects.filter(acronym="X1").exists() is False


def test_the_same_import_opens_to_its_sender(client, office):
    client.force_login(office["importer"])
    _, batch = send(client, "acronym,name\nX1,First Office\n")
    assert client.get(f"/admin/registry/importbatch/{batch.pk}/change/").status_code == 200
    assert "sheet.csv" in client.get("/admin/registry/importbatch/").content.decode()
    assert apply(client, batch).status_code == 200
    assert Agency.objects.filter(acronym="X1").exists()


def test_what_the_command_loaded_is_open_to_who_may_see_all(client, office):
    batch = batch_of(None)
    address = f"/admin/registry/importbatch/{batch.pk}/change/"
    client.force_login(office["importer"])
    assert client.get(address).status_code == 404
    client.force_login(office["administrator"])
    assert client.get(address).status_code == 200


def test_who_may_see_all_may_not_do_more_for_that(client, office):
    user = User.objects.create_user("leo", password="x", is_staff=True)
    may(user, "view_importbatch", "import_agency")
    client.force_login(user)
    own, other = batch_of(office["importer"]), batch_of(office["importer"], "official")
    base = "/admin/registry/importbatch"
    assert client.get(f"{base}/{own.pk}/change/").status_code == 200
    assert client.post(f"{base}/{own.pk}/apply/").status_code == 403
    assert client.post(f"{base}/{own.pk}/undo/").status_code == 403
    assert client.get(f"{base}/{other.pk}/change/").status_code == 404


def test_a_right_lost_before_confirming_is_missed(client, office):
    user = office["importer"]
    client.force_login(user)
    _, batch = send(client, "acronym,name\nX1,First Office\n")
    user.groups.clear()
    assert apply(client, batch).status_code == 404
    may(user, "import_agency")
    assert apply(client, batch).status_code == 403
    assert not Agency.objects.filter(acronym="X1").exists()


def test_nobody_but_staff_is_let_in(client, office):
    user = User.objects.create_user("leo", password="x")
    may(user, "import_agency", "apply_agency", "view_importbatch")
    batch = batch_of(user)
    for who in (None, user):
        if who:
            client.force_login(who)
        for address in (ADD, f"/admin/registry/importbatch/{batch.pk}/change/"):
            assert client.get(address).url.startswith("/admin/login/")

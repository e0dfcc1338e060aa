"""Staff at work at the same time: who has what open, and forms that come twice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.models import Agency, FactSheet, OpenPage, SentForm, SheetEvent

from ..office import hire
from .browser import add_row, address, errors, told, typed, words

pytestmark = pytest.mark.one_database


@pytest.fixture
def office(db):
    return hire()


def open_page(client, who, record, **more):
    client.force_login(who)
    return client.post(address(record, "here"), more)


# Who else has it open


def test_a_page_tells_who_else_has_the_record_open(client, cast, office):
    editor, other = office["editor"], office["other editor"]
    assert open_page(client, editor, cast.pitf).json() == {"others": [], "overtaken": False}
    since = timezone.localtime(OpenPage.objects.get().opened_at)
    notice = f"editor has had it open since {since:%H:%M}"
    assert open_page(client, other, cast.pitf).json()["others"] == [notice]
    assert f"{notice}." in words(client.get(address(cast.pitf)))
    assert notice not in words(client.get(address(cast.spog)))


def test_who_left_or_has_gone_silent_is_not_told(client, cast, office):
    editor, other = office["editor"], office["other editor"]
    open_page(client, editor, cast.pitf)
    assert open_page(client, editor, cast.pitf, left="1").json() == {}
    assert open_page(client, other, cast.pitf).json()["others"] == []
    open_page(client, editor, cast.pitf)
    OpenPage.objects.filter(user=editor).update(
        seen_at=timezone.now() - timedelta(minutes=2, seconds=1)
    )
    assert open_page(client, other, cast.pitf).json()["others"] == []


def test_an_open_page_learns_that_somebody_saved_meanwhile(client, cast, office):
    client.force_login(office["editor"])
    seen = client.get(address(cast.pitf)).context["seen"]
    assert (
        open_page(client, office["editor"], cast.pitf, _seen=seen).json()["overtaken"] is False
    )
    cast.labor_seat.order = 77
    cast.labor_seat.save()
    assert (
        open_page(client, office["editor"], cast.pitf, _seen=seen).json()["overtaken"] is True
    )


def test_only_who_may_change_a_record_has_it_open(client, cast, office):
    assert open_page(client, office["viewer"], cast.pitf).status_code == 403
    client.force_login(office["editor"])
    assert client.get(address(cast.pitf, "here")).status_code == 405
    nowhere = reverse("admin:registry_body_here", args=[999_999])
    assert client.post(nowhere).status_code == 404
    assert not OpenPage.objects.exists()


# The same form twice


@pytest.fixture
def new_agency(staff):
    data = typed(staff.get(address(Agency, "add"))) | {"name": "Office of Late Trains"}
    page = staff.get(address(Agency, "add"))
    return data | {"_once": page.context["once"]}


def test_a_form_that_adds_makes_one_record_however_often_it_is_sent(staff, cast, new_agency):
    new_agency["kind"] = "office"
    first = staff.post(address(Agency, "add"), new_agency)
    assert first.status_code == 302, errors(first)
    again = staff.post(address(Agency, "add"), new_agency)
    made = Agency.objects.get(name="Office of Late Trains")
    assert again.url == address(made)
    assert told(again)[-1] == (
        "This form was sent before, and counts once: Office of Late Trains was added."
    )
    assert SentForm.objects.count() == 1


def test_back_in_the_browser_something_else_is_typed_and_kept(staff, cast, new_agency):
    new_agency["kind"] = "office"
    staff.post(address(Agency, "add"), new_agency)
    page = staff.post(address(Agency, "add"), new_agency | {"name": "Office of Early Trains"})
    assert "This form was sent before: Office of Late Trains was added." in errors(page)[0][2]
    assert not Agency.objects.filter(name="Office of Early Trains").exists()
    data = typed(page) | {"_once": page.context["once"]}
    assert data["name"] == "Office of Early Trains"
    assert staff.post(address(Agency, "add"), data).status_code == 302
    assert Agency.objects.filter(name="Office of Early Trains").exists()


def test_a_server_stopped_while_saving_leaves_nothing_and_the_form_goes_again(
    staff, cast, new_agency, monkeypatch
):
    new_agency["kind"] = "office"

    def stopped(*_):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("registry.admin.once.note", stopped)  # the last step of a save
        with pytest.raises(SystemExit):
            staff.post(address(Agency, "add"), new_agency)
    assert not Agency.objects.filter(name="Office of Late Trains").exists()
    assert staff.post(address(Agency, "add"), new_agency).status_code == 302
    assert Agency.objects.filter(name="Office of Late Trains").count() == 1


def test_a_remark_and_an_issue_sent_twice_count_once(client, cast, office):
    client.force_login(office["editor"])
    remark = {
        "_once": client.get(address(cast.sheet, "remark")).context["once"],
        "remark": "Hm.",
    }
    for _ in range(2):
        assert client.post(address(cast.sheet, "remark"), remark).url == address(cast.sheet)
    assert SheetEvent.objects.filter(remark="Hm.").count() == 1
    other = client.post(address(cast.sheet, "remark"), remark | {"remark": "And again."})
    assert "Something else stands in it now" in words(other)
    assert SheetEvent.objects.filter(remark="And again.").count() == 0
    assert "And again." in words(other)
    copy = {"_once": client.get(address(cast.sheet, "copy")).context["once"]}
    for _ in range(2):
        answer = client.post(address(cast.sheet, "copy"), copy | {"dated_on": "2008-07-23"})
    assert answer.url == address(FactSheet.objects.get(dated_on="2008-07-23"))


def test_after_the_back_button_the_same_words_are_asked_about_first(client, cast, office):
    """The browser asks for the page anew, so its token is a new one."""
    client.force_login(office["editor"])
    page = address(cast.sheet, "copy")
    for _ in range(2):
        fresh = {"_once": client.get(page).context["once"], "dated_on": "2008-07-23"}
        answer = client.post(page, fresh)
    assert FactSheet.objects.filter(dated_on="2008-07-23").count() == 1
    assert "You sent the same a few minutes ago: This is the copy" in words(answer)
    assert 'name="_again"' in words(answer)
    meant = fresh | {"_once": answer.context["once"], "_again": "yes"}
    assert client.post(page, meant).status_code == 302
    assert FactSheet.objects.filter(dated_on="2008-07-23").count() == 2


def test_the_same_record_is_added_a_second_time_only_if_it_is_meant(staff, cast, new_agency):
    new_agency |= {"kind": "office", "parent": cast.state.pk, "name": "Office of Trains"}
    assert staff.post(address(Agency, "add"), new_agency).status_code == 302
    fresh = new_agency | {"_once": staff.get(address(Agency, "add")).context["once"]}
    page = staff.post(address(Agency, "add"), fresh)
    assert "You sent the same a few minutes ago" in errors(page)[0][2]


def test_a_sheet_is_sent_to_review_again_without_being_asked(client, cast, office):
    def send():
        client.force_login(office["editor"])
        page = address(cast.sheet, "send")
        return client.post(page, {"_once": client.get(page).context["once"], "remark": ""})

    assert send().status_code == 302
    client.force_login(office["publisher"])
    client.post(address(cast.sheet, "send-back"), {"remark": "Not yet."})
    assert send().status_code == 302


def test_words_of_an_hour_ago_or_of_another_are_not_asked_about(client, cast, office):
    page = address(cast.sheet, "remark")

    def remarks(who):
        client.force_login(who)
        sent = {"_once": client.get(page).context["once"], "remark": "Ok."}
        return client.post(page, sent).status_code

    assert remarks(office["editor"]) == remarks(office["publisher"]) == 302
    assert remarks(office["editor"]) == 200
    SentForm.objects.update(at=timezone.now() - timedelta(hours=1))
    assert remarks(office["editor"]) == 302


# Signed out while typing


def test_who_is_signed_out_while_typing_signs_in_and_sends_it_again(client, cast, office):
    client.force_login(office["editor"])
    page = client.get(address(cast.pitf))
    data = typed(page) | {"_seen": page.context["seen"], "purpose": "“Typed”\r\nfor an hour"}
    add_row(data, "seats", agency=cast.tip, role="member", order="31", ended_on="present")
    client.logout()
    page = client.post(address(cast.pitf), data)
    assert page.status_code == 200
    assert "Nothing that you typed is lost" in words(page)
    login = {
        "next": page.context["next"],
        "_kept": page.context["kept"],
        "username": "editor",
        "password": "wrong",
    }
    page = client.post(page.context["app_path"], login)
    assert page.context["kept"] == login["_kept"]
    page = client.post(reverse("admin:login"), login | {"password": "secret"})
    assert (page.status_code, page.context["address"]) == (200, address(cast.pitf))
    fields = page.context["fields"]
    assert ("purpose", "“Typed”\r\nfor an hour") in fields
    assert client.post(page.context["address"], dict(fields)).status_code == 302
    cast.pitf.refresh_from_db()
    assert cast.pitf.purpose.split() == ["“Typed”", "for", "an", "hour"]
    assert cast.pitf.seats.filter(agency=cast.tip).exists()


@pytest.mark.parametrize("kept", ["{", "[]", '{"fields": [1], "files": 0}', '{"fields": []}'])
def test_nonsense_kept_in_a_login_is_let_go(client, office, kept):
    login = {"username": "editor", "password": "secret", "_kept": kept}
    answer = client.post(reverse("admin:login"), login)
    assert (answer.status_code, answer.url) == (302, reverse("admin:index"))


def test_a_login_never_leads_a_kept_form_to_another_site(client, office):
    kept = '{"fields": [["a", "b"]], "files": false}'
    login = {"username": "editor", "password": "secret", "_kept": kept}
    answer = client.post(reverse("admin:login"), login | {"next": "https://evil.example/"})
    assert (answer.status_code, answer.url) == (302, reverse("admin:index"))


@pytest.fixture
def strict(client, office):
    client.handler.enforce_csrf_checks = True
    client.force_login(office["editor"])
    return client


def test_a_form_of_an_earlier_login_is_offered_again(strict, cast):
    sent = {"name": "x", "csrfmiddlewaretoken": "of an earlier login"}
    page = strict.post(address(cast.pitf), sent, headers={"origin": "http://testserver"})
    assert page.status_code == 403
    assert page.context["fields"] == [("name", "x")]
    assert "Send it again" in words(page)


@pytest.mark.parametrize("origin", [{}, {"origin": "null"}, {"origin": "https://evil.example"}])
def test_a_form_from_elsewhere_is_never_offered_again(strict, cast, origin):
    page = strict.post(address(cast.pitf), {"name": "x"}, headers=origin)
    assert page.status_code == 403
    assert "This form has expired" in words(page)


def test_a_password_is_never_kept(strict, client):
    sent = {"username": "editor", "password": "secret"}
    own = {"origin": "http://testserver"}
    page = strict.post(reverse("admin:login"), sent, headers=own)
    assert page.status_code == 403
    assert b"secret" not in page.content
    client.logout()
    change = {"old_password": "secret", "new_password1": "s", "new_password2": "s"}
    client.handler.enforce_csrf_checks = False
    assert client.post(reverse("admin:password_change"), change).status_code == 302

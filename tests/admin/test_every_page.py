"""Every page of every kind of record answers, whatever stands in its address."""

import pytest
from django.contrib import admin
from django.urls import reverse

from registry.models import (
    RECORDS,
    AgencySuccession,
    Appointment,
    Document,
    Edition,
    Page,
    Record,
)

from .browser import address

pytestmark = pytest.mark.one_database

KINDS = [kind for kind in admin.site._registry if issubclass(kind, Record)]


@pytest.fixture
def one_of_each(cast):
    AgencySuccession.objects.create(
        predecessor=cast.health, successor=cast.education, kind="split"
    )
    Document.objects.create(meeting=cast.meeting, title="Agenda")


def pages_of(kind):
    record = kind.objects.first()
    yield from (address(kind, page) for page in ("changelist", "export", "add"))
    yield from (address(record, page) for page in ("change", "history", "delete"))
    version = record.history.first().pk
    yield reverse(
        f"admin:registry_{kind._meta.model_name}_simple_history", args=[record.pk, version]
    )


def test_every_kind_of_record_has_its_pages():
    assert set(KINDS) == {*RECORDS, Page}


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_answers_staff(kind, staff, one_of_each):
    for page in pages_of(kind):
        no_add = page.endswith("citation/add/")
        answer = staff.get(page)
        assert answer.status_code == (403 if no_add else 200), page
        if not no_add:  # a browser looks for /favicon.ico where a page names no icon
            assert b'<link rel="icon"' in answer.content


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_only_look_sees_every_record_and_can_change_none(kind, looker, one_of_each):
    *lists, add, change, history, delete, version = pages_of(kind)
    for page in (*lists, change, history, version):
        assert looker.get(page).status_code == 200, page
    for page in (add, delete):
        assert looker.get(page).status_code == 403, page
    assert looker.post(change, {}).status_code == 403
    assert looker.post(version, {}).status_code == 405


@pytest.mark.parametrize("kind", KINDS)
def test_who_has_no_right_gets_none_of_it(kind, intern, one_of_each):
    for page in pages_of(kind):
        assert intern.get(page).status_code == 403, page


@pytest.mark.parametrize("kind", KINDS)
def test_who_is_not_logged_in_is_asked_to(kind, client, one_of_each):
    for page in pages_of(kind):
        assert client.get(page).url == f"/admin/login/?next={page}"


JUNK = [
    "?q=%00",
    "?q=%ED%A0%80",
    "?q=" + "x%20" * 300,
    "?q=%27%22%28%5B%25_",
    "?o=x",
    "?o=99.-99",
    "?p=99999",
    "?p=x",
    "?all=",
    "?e=1",
    "?_facets=True",
    "?_popup=1",
    "?_to_field=id",
    "?_to_field=password",
    "?id__exact=x",
    "?id__exact=99999999999999999999",
    "?id__in=99999999999999999999",
    "?key__regex=%28%28",
    "?official__user__password__startswith=a",
    "?is_public__exact=perhaps",
    "?kind__exact=%ff",
    "?role__exact=emperor",
    "?source=perhaps",
    "?held_first__year=9999",
    "?held_first__year=99999999999999999999",
    "?held_first__year__gte=99999",
    "?held_first__week=x",
    "?held_first__year=2007&held_first__month=13",
    "?dated_on__year=0&dated_on__day=x",
    "?body__id__exact=x",
    "?body__id__exact=99999999999999999999",
]


@pytest.mark.parametrize("junk", JUNK)
def test_junk_in_an_address_is_never_a_fault_of_the_server(junk, staff, one_of_each):
    staff.raise_request_exception = False
    for kind in KINDS:
        for page in ("changelist", "export"):
            status = staff.get(address(kind, page) + junk).status_code
            assert status in (200, 302, 400), (kind, page)


@pytest.mark.parametrize("junk", ["x", "0", "-1", "99999999999999999999", "1e3", "%00", "1/2"])
def test_an_address_of_no_record_is_no_fault_either(junk, staff, one_of_each):
    staff.raise_request_exception = False
    for kind in KINDS:
        base = address(kind, "changelist")
        for page in ("change", "history", "delete", "accept", "issue", "history/x"):
            status = staff.get(f"{base}{junk}/{page}/").status_code
            assert status in (302, 400, 404), (kind, page)


@pytest.mark.parametrize(
    "junk",
    [
        "body=x",
        "body=99999999999999999999",
        "bodies=1,x",
        "parent=-1",
        "official=%ff&meeting=9",
    ],
)
def test_an_add_page_bears_any_suggestion(junk, staff, one_of_each):
    staff.raise_request_exception = False
    for kind in KINDS:
        status = staff.get(f"{address(kind, 'add')}?{junk}").status_code
        assert status in (200, 403), kind


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "app_label=registry&model_name=seat&field_name=agency&page=x",
        "app_label=registry&model_name=seat&field_name=role",
        "app_label=registry&model_name=citation&field_name=kind",
        "app_label=auth&model_name=user&field_name=groups&term=%5C",
    ],
)
def test_the_look_up_of_the_boxes_bears_junk(junk, staff):
    staff.raise_request_exception = False
    status = staff.get(f"{reverse('admin:autocomplete')}?{junk}").status_code
    assert status in (200, 403, 404)


def test_nobody_can_touch_an_edition(staff, one_of_each):
    assert not admin.site.is_registered(Edition)


def test_the_first_page_shows_what_staff_look_for_first(staff):
    shown = [
        kind["object_name"]
        for app in staff.get("/admin/").context["app_list"]
        for kind in app["models"]
        if app["app_label"] == "registry"
    ]
    assert shown == [
        "Agency",
        "Appointment",
        "Attendance",
        "Body",
        "Drift",
        "FactSheet",
        "ImportBatch",
        "LegalInstrument",
        "Meeting",
        "Official",
        "Page",
        "Position",
        "Resolution",
        "Seat",
        "Source",
        "Subject",
    ]


def test_who_may_only_look_reads_dates_in_words_and_not_as_they_are_stored(looker, cast):
    """On the page itself, and in the rows of what hangs on it."""
    appointment = Appointment.objects.get(official=cast.rice)
    appointment.started_on = "2005-01"
    appointment.save()
    for record in (appointment, cast.rice):
        page = looker.get(address(record, "change")).content.decode()
        assert "January 2005" in page, record
        assert ">2005-01<" not in page, record
    appointment.started_on = ""
    appointment.save()
    page = looker.get(address(appointment, "change"))
    shown = [field for part in page.context["adminform"] for line in part for field in line]
    first = next(one for one in shown if one.field["label"].lower() == "first day")
    assert first.contents() == "-"


def test_the_results_of_tasks_are_no_business_of_the_office():
    assert {kind._meta.app_label for kind in admin.site._registry} == {"auth", "registry"}

"""What others rest on is not deleted, and the page says which."""

from registry.models import Agency, Citation, Meeting, Official, Seat, Topic

from .browser import address, words


def test_what_others_rest_on_is_kept_and_they_are_listed(staff, cast):
    page = staff.get(address(cast.secretary, "delete"))
    said = words(page)
    assert "Position “Secretary of State · State” can’t be deleted" in said
    assert "Appointments: 3" in said and "Attendances: 2" in said and "Seats: 1" in said
    for record in (*cast.secretary.appointments.all(), *cast.secretary.seats.all()):
        assert f'<a href="{address(record)}">{record}</a>' in said
    assert "Yes, I’m sure" not in said
    staff.post(address(cast.secretary, "delete"), {"post": "yes"})
    cast.secretary.refresh_from_db()


def test_a_long_list_is_cut_and_says_how_long_it_is(staff, cast, django_assert_max_num_queries):
    agencies = Agency.objects.bulk_create(Agency(name=f"Agency {n}") for n in range(300))
    Seat.objects.bulk_create(Seat(body=cast.spog, agency=agency) for agency in agencies)
    with django_assert_max_num_queries(30):
        page = staff.get(address(cast.spog, "delete"))
    assert "Seats: 302" in words(page) and "and 282 more" in words(page)
    assert words(page).count("<li>") < 40


def test_in_bulk_it_is_the_same(staff, cast):
    chosen = {"action": "delete_selected", "_selected_action": [cast.rice.pk, cast.chao.pk]}
    for confirmed in ({}, {"post": "yes"}):
        page = staff.post(address(Official, "changelist"), chosen | confirmed)
        assert "The selected officials can’t be deleted" in words(page)
        assert "Appointments: 2" in words(page)
    assert Official.objects.filter(pk__in=[cast.rice.pk, cast.chao.pk]).count() == 2


def test_what_has_only_its_own_sources_and_parts_goes_with_them(staff, cast):
    for record in (cast.partial_meeting, cast.subject):
        Citation.objects.create(source=cast.source, record=record)
    Topic.objects.all().delete()
    cast.sheet.subjects.clear()
    for record in (cast.partial_meeting, cast.subject):
        assert "Are you sure" in words(staff.get(address(record, "delete")))
        assert staff.post(address(record, "delete"), {"post": "yes"}).status_code == 302
    assert not Meeting.objects.filter(key="pitf-2009").exists()
    assert Citation.objects.count() == 1
    assert Citation.history.filter(history_type="-").count() == 2


def test_a_sheet_that_was_issued_stays(staff, cast):
    staff.post(address(cast.sheet, "issue"), {"kind": "first", "note": ""})
    assert "can’t be deleted" in words(staff.get(address(cast.sheet, "delete")))
    assert "Editions: 1" in words(staff.get(address(cast.sheet, "delete")))

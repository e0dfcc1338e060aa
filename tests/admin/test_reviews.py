"""Staff say that a record was compared with its sources; its page tells when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from registry.acts.review import review
from registry.models import Body, FactSheet, Official, Review

from .browser import address, told, words
from .test_lists import listed

pytestmark = pytest.mark.one_database

DAY = datetime(2008, 1, 2, 12, tzinfo=UTC)


def test_a_record_is_marked_as_reviewed_by_whom_and_when(staff, ada, cast):
    where = address(cast.pitf, "review")
    assert f'href="{where}">Mark as reviewed</a>' in words(staff.get(address(cast.pitf)))
    assert "Reviewed before" not in words(staff.get(where))
    assert not Review.objects.exists()  # to look is not to review
    page = staff.post(where)
    assert (page.url, told(page)) == (address(cast.pitf), ["It is marked as reviewed today."])
    done = Review.objects.get()
    assert (done.record, done.reviewed_by) == (cast.pitf, ada)
    assert f"{done.reviewed_at:%Y}" in words(staff.get(where)) and "by ada" in words(
        staff.get(where)
    )


def test_many_are_marked_at_once(staff, cast):
    chosen = [cast.pitf.pk, cast.spog.pk]
    page = staff.post(
        address(Body, "changelist"),
        {"action": "mark_as_reviewed", "_selected_action": chosen},
    )
    assert told(page) == ["2 bodies marked as reviewed today."]
    assert {one.record for one in Review.objects.all()} == {cast.pitf, cast.spog}


def test_which_records_are_to_be_reviewed(staff, cast):
    review([cast.rice], by=None, at=DAY)
    review([cast.chao], by=None, at=DAY)
    review([cast.chao], by=None, at=timezone.now() - timedelta(days=300))
    assert listed(staff, Official, "review=lately") == [cast.chao.key]
    never, long_ago = (
        listed(staff, Official, f"review={one}") for one in ("never", "long_ago")
    )
    assert cast.rice.key not in never and cast.rice.key in long_ago
    assert cast.chao.key not in [*never, *long_ago] and cast.park.key in never


def test_who_may_only_look_reviews_nothing(looker, cast):
    where = address(cast.sheet, "review")
    assert "Mark as reviewed" not in words(looker.get(address(cast.sheet)))
    assert looker.get(where).status_code == looker.post(where).status_code == 403
    data = {"action": "mark_as_reviewed", "_selected_action": [cast.sheet.pk]}
    looker.post(address(FactSheet, "changelist"), data)
    assert not Review.objects.exists()


def test_of_what_is_not_there_nothing_is_asked(staff, cast):
    assert staff.get("/admin/registry/body/99999/review/").status_code == 404

"""Warnings of a record are shown on it, and accepted with a reason."""

import pytest

from registry.models import Acceptance, Appointment

from ..cast import appoint, official
from .browser import address, fill, told, words

MESSAGE = (
    "Jo Rival (2006 – June 30, 2007) and Condoleezza Rice (January 26, 2005 – January 20, "
    "2009) are both confirmed as Secretary of State at the same time."
)


@pytest.fixture
def rival(cast):
    return appoint(official("Jo", "Rival"), cast.secretary, "2006", "2007-06-30")


def accepting(page) -> str:
    """The address behind "Accept with a reason"."""
    ((_, where),) = page.context["open_warnings"]
    return where


def test_a_warning_is_shown_above_the_form(staff, rival):
    page = staff.get(address(rival))
    assert MESSAGE in words(page)
    assert '<section class="warning-box" aria-labelledby="warnings-heading">' in words(page)


def test_it_is_accepted_with_a_reason_and_then_told_quietly(staff, rival):
    where = accepting(staff.get(address(rival)))
    assert MESSAGE in words(staff.get(where))
    page = staff.post(where, {"reason": "The oath was taken twice."})
    assert page.url == address(rival)
    page = staff.get(address(rival))
    assert page.context["open_warnings"] == []
    assert "Accepted by ada on" in words(page) and "The oath was taken twice." in words(page)
    assert staff.get(where).status_code == 302


@pytest.mark.parametrize("reason", ["", "  ", "hidden \u200f mark", "x" * 501])
def test_a_reason_that_is_none_is_told_and_stays(staff, rival, reason):
    where = accepting(staff.get(address(rival)))
    page = staff.post(where, {"reason": reason})
    assert page.context["form"].errors["reason"]
    assert reason in page.content.decode()
    assert not Acceptance.objects.exists()


def test_it_is_accepted_on_the_page_of_the_official_too(staff, rival):
    where = accepting(staff.get(address(rival.official)))
    assert staff.post(where, {"reason": "Both."}).url == address(rival.official)
    assert Acceptance.objects.get().record == rival


def test_who_may_not_change_the_record_accepts_nothing(client, ada, rival, looker):
    page = looker.get(address(rival))
    assert MESSAGE in words(page) and "Accept with a reason" not in words(page)
    where = accepting(page)
    assert looker.get(where).status_code == 403
    assert looker.post(where, {"reason": "Mine."}).status_code == 403
    assert not Acceptance.objects.exists()


def test_a_warning_that_nobody_gave_is_not_accepted(staff, rival):
    page = staff.post(f"{address(rival, 'accept')}?warning=0", {"reason": "Any."})
    assert page.status_code == 302
    assert not Acceptance.objects.exists()


def test_saving_says_what_is_doubtful_and_saves_all_the_same(staff, cast):
    page = fill(
        staff,
        Appointment,
        "add",
        official=cast.park,
        position=cast.secretary,
        started_on="2006",
        ended_on="2007",
    )
    assert page.status_code == 302
    assert [one for one in told(page) if "at the same time" in one] != []
    assert Appointment.objects.filter(official=cast.park).exists()

"""Two people at one record: the second to save sees both versions and chooses."""

import pytest

from registry.admin.bodies import BodyAdmin
from registry.models import Appointment, Body, Seat

from .browser import add_row, address, errors, typed, words


@pytest.fixture
def opened(staff, cast):
    """A page that somebody opened, before another saved the record."""

    def page(record):
        page = staff.get(address(record))
        return typed(page) | {"_seen": page.context["seen"]}

    return page


def send(staff, record, data):
    return staff.post(address(record), data)


def stored(record):
    return type(record).objects.get(pk=record.pk)


def saved_by_another(record, **fields):
    other = stored(record)
    for name, value in fields.items():
        setattr(other, name, value)
    other.save()


def test_whoever_saves_alone_just_saves(staff, opened, cast):
    data = opened(cast.pitf)
    assert send(staff, cast.pitf, data | {"acronym": "P"}).status_code == 302
    assert stored(cast.pitf).acronym == "P"


def test_the_second_to_save_sees_both_versions_and_nothing_is_overwritten(staff, opened, cast):
    data = opened(cast.pitf)
    saved_by_another(cast.pitf, purpose="to do what the other wrote")
    page = send(staff, cast.pitf, data | {"acronym": "MINE", "purpose": "to do mine"})
    assert "Somebody else saved this record while you were typing." in errors(page)[0][2]
    assert stored(cast.pitf).acronym == "PITF"
    assert typed(page)["purpose"] == "to do mine"
    assert [
        (one.label, one.theirs, one.yours, one.take_theirs)
        for one in page.context["differences"]
    ] == [
        ("Acronym", "PITF", "MINE", False),
        ("Purpose", "to do what the other wrote", "to do mine", False),
    ]


def test_the_second_chooses_field_by_field(staff, opened, cast):
    data = opened(cast.pitf)
    saved_by_another(cast.pitf, purpose="to do what the other wrote", level="")
    page = send(staff, cast.pitf, data | {"acronym": "MINE"})
    again = typed(page) | {"_seen": page.context["seen"], "_take": []}
    for one in page.context["differences"]:
        again[f"_theirs-{one.name}"] = one.sent
        if one.take_theirs:
            again["_take"].append(one.name)
    assert again["_take"] == ["level", "purpose"]  # what this one had not touched
    page = send(staff, cast.pitf, again)
    assert page.status_code == 302, errors(page)
    now = stored(cast.pitf)
    assert (now.acronym, now.purpose, now.level) == ("MINE", "to do what the other wrote", "")


def test_a_row_that_another_changed_is_seen_too(staff, opened, cast):
    data = opened(cast.pitf)
    number = next(n for n in range(9) if data.get(f"seats-{n}-id") == str(cast.labor_seat.pk))
    saved_by_another(cast.labor_seat, order=77)
    page = send(staff, cast.pitf, data | {f"seats-{number}-order": "55"})
    (difference,) = page.context["differences"]
    assert difference.label.startswith("Seat, row") and difference.label.endswith("Order")
    assert (difference.theirs, difference.yours) == ("77", "55")
    assert stored(cast.labor_seat).order == 77


def test_a_row_that_another_added_is_kept(staff, opened, cast):
    data = opened(cast.pitf)
    Seat.objects.create(body=cast.pitf, agency=cast.health, order=30)
    add_row(data, "seats", agency=cast.tip, role="member", order="31", ended_on="present")
    page = send(staff, cast.pitf, data)
    assert "Somebody else saved" in errors(page)[0][2]
    again = typed(page) | {"_seen": page.context["seen"]}
    assert send(staff, cast.pitf, again).status_code == 302
    seats = Seat.objects.filter(body=cast.pitf)
    assert seats.filter(agency=cast.health).exists() and seats.filter(agency=cast.tip).exists()


def test_a_link_and_a_date_are_told_in_words(staff, opened, cast):
    term = Appointment.objects.get(official=cast.rice)
    data = opened(term)
    saved_by_another(term, official=cast.clinton, ended_on="..")
    page = send(staff, term, data | {"official": cast.powell.pk, "ended_on": "2008"})
    told = {one.label: (one.theirs, one.yours) for one in page.context["differences"]}
    assert told == {
        "Official": ("Hillary Clinton", "Colin Powell"),
        "Last day": ("present", "2008"),
    }


def test_a_form_sent_twice_does_nothing_twice(staff, opened, cast):
    data = opened(cast.pitf) | {"acronym": "ONCE"}
    add_row(data, "seats", agency=cast.tip, role="member", order="31", ended_on="present")
    assert send(staff, cast.pitf, data).status_code == 302
    page = send(staff, cast.pitf, data)
    assert "Somebody else saved" in words(page)
    assert Seat.objects.filter(body=cast.pitf, agency=cast.tip).count() == 1
    assert Body.history.filter(id=cast.pitf.pk).count() == 2


def test_what_is_saved_while_a_page_is_being_read_counts_as_saved_later(
    staff, cast, monkeypatch
):
    told = BodyAdmin.render_change_form

    def slow(self, *args, **kwargs):
        saved_by_another(cast.pitf, purpose="to do what the other wrote")
        return told(self, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(BodyAdmin, "render_change_form", slow)
        page = staff.get(address(cast.pitf))
    data = typed(page) | {"_seen": page.context["seen"]}
    assert "Somebody else saved" in words(send(staff, cast.pitf, data))
    assert stored(cast.pitf).purpose == "to do what the other wrote"

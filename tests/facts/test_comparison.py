"""A body on two days."""

from datetime import date

import pytest

from registry.facts.comparison import compare
from registry.models import LegalBasis, Meeting, Seat

pytestmark = pytest.mark.django_db


def compared(body, first, last):
    return compare(body, first=date.fromisoformat(first), last=date.fromisoformat(last))


def names(rows):
    return [(row.agency_name, certainty.value) for row, certainty in rows]


def test_who_joined_and_left_certainly_and_possibly(cast):
    told = compared(cast.pitf, "2002-12-31", "2007-06-01")
    assert names(told.joined) == [
        ("Department of Homeland Security", "certainly"),
        ("Department of Education", "possibly"),
    ]
    assert told.left == []
    later = compared(cast.pitf, "2007-06-01", "2008-01-01")
    assert names(later.joined) == [("Domestic Policy Council", "certainly")]
    assert names(later.left) == [("Department of Education", "possibly")]


def test_holders_and_the_chair(cast):
    told = compared(cast.pitf, "2007-10-25", "2009-01-21")
    assert [
        (one.row.agency_name, field.name, field.before, field.after, field.certainty.value)
        for one in told.changed
        for field in one.fields
    ] == [
        ("Department of State", "held by", "Condoleezza Rice", "Hillary Clinton", "certainly"),
        *[
            (agency, "held by", before, after, "certainly")
            for agency, before, after in (
                ("Department of Justice", "Peter Keisler (acting)", "not yet entered"),
                ("Department of Labor", "Elaine Chao", "vacant"),
            )
        ],
    ]
    assert told.same_chairs is False
    assert compared(cast.pitf, "2007-10-25", "2007-10-26").same_chairs is True


def test_a_seat_given_up_for_another_is_a_change_of_role(cast):
    cast.labor_seat.ended_on = "2008-01-01"
    cast.labor_seat.save()
    Seat.objects.create(
        body=cast.pitf, agency=cast.labor, role="observer", order=3, started_on="2008-01-02"
    )
    told = compared(cast.pitf, "2007-12-31", "2008-12-31")
    assert "Department of Labor" not in [name for name, _ in names(told.joined + told.left)]
    (one,) = [one for one in told.changed if one.row.agency == cast.labor]
    assert [(field.name, field.before, field.after) for field in one.fields] == [
        ("role", "Member", "Observer"),
        ("position", "Secretary of Labor", "none is named"),
        ("held by", "Elaine Chao", "not yet entered"),
    ]


def test_meetings_and_laws_between(cast, django_assert_num_queries):
    LegalBasis.objects.create(
        instrument=cast.law, body=cast.pitf, effect="amends", happened_on="2007"
    )
    secret = Meeting.objects.create(held_on="2007-11-01", is_public=False)
    secret.bodies.add(cast.pitf)
    with django_assert_num_queries(13):
        told = compared(cast.pitf, "2007-10-25", "2009-06-01")
    assert [(one.key, certainty.value) for one, certainty in told.meetings] == [
        ("pitf-2007-10-25", "certainly"),
        ("pitf-2009", "possibly"),
    ]
    assert [(one.effect, when, c.value) for one, when, c in told.laws] == [
        ("amends", "2007", "possibly")
    ]

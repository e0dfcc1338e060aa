"""The record's own warnings, told of rows before anything is written."""

import pytest

from registry.facts.warnings import RULES, all_warnings
from registry.imports import doubts
from registry.models import Appointment, Official

from .sheets import load, reasons, told, written


def review(path, **options):
    """What a preview says; then what the record itself says, once it is applied."""
    said = list(reasons(load(path, dry_run=True, **options), "review").values())
    assert load(path, **options).applied
    return said, [one.message for one in all_warnings()]


def test_every_rule_of_the_record_is_asked_of_rows():
    asked = {model: {rule.__name__ for rule in rules} for model, rules in doubts.RULES.items()}
    asked[Appointment].add("confirmed_holders_overlap")  # told with row numbers
    assert asked == {model: {r.__name__ for r in rules} for model, rules in RULES.items()}


SHEETS = {
    "appointments": """
        official,position,agency,start,end
        Ada Byron,Secretary of State,State,1700,1710
        """,
    "memberships": """
        body,agency,participation,start,end
        PITF,DOL,observer,1990,1995
        """,
    "meetings": "body,date,status\nPITF,1990-05-01,held",
    "attendance": """
        body,date,official,position,agency
        PITF,2007-10-25,Ada Byron,Secretary of State,State
        """,
    "aliases": "official,also written\nCondoleezza Rice,Elaine Chao",
}


@pytest.mark.parametrize("kind", SHEETS)
def test_a_preview_says_what_the_record_will_say(cast, tmp_path, kind):
    Official.objects.create(given_name="Ada", family_name="Byron")
    cast.secretary.started_on = "1789"
    cast.secretary.save()
    said, afterwards = review(written(tmp_path, SHEETS[kind]), kind=kind)
    assert said == afterwards
    assert len(said) == 1


def test_two_chairs_of_one_file_are_told_at_both_rows(cast, tmp_path):
    path = written(
        tmp_path,
        """
        body,agency,participation,start
        PITF,DOL,chair,2009
        PITF,DOJ,chair,2009
        """,
    )
    said = reasons(load(path, dry_run=True), "review")
    assert all("two chairs at the same time" in sentence for sentence in said.values())
    assert sorted(said) == [2, 3]


def test_who_holds_nothing_is_told_once_and_not_at_each_meeting(cast, tmp_path):
    Official.objects.create(given_name="Ada", family_name="Byron")
    path = written(
        tmp_path,
        """
        body,date,official,present
        PITF,2009-10-25,Ada Byron,y
        PITF,2010-10-25,Ada Byron,y
        """,
    )
    result = load(path)
    assert told(result) == {"new": 2}
    assert reasons(result, "review") == {
        2: "Ada Byron is listed on October 25, 2009, but no appointment in the record covers "
        "that day."
    }

"""The office's own sheets upon the demonstration record. What goes out and comes in again
is tried in `tests/exports/test_round_trip.py`."""

from registry.models import Attendance

from .sheets import DATA, load, told


def test_the_office_s_sheets_agree_with_the_demonstration_record(demonstration):
    names = "agencies officials positions appointments bodies memberships meetings topics"
    for name in names.split():
        counts = told(load(DATA / "core" / f"{name}.csv"))
        assert set(counts) <= {"new", "unchanged"}, (name, counts)
        assert counts["unchanged"] > 10
    counts = told(load(DATA / "core" / "attendance.csv"))
    assert counts == {"new": 270, "changed": 16, "unchanged": 70, "duplicates": 1}
    assert Attendance.objects.filter(note__startswith="the only one marked as Chair").exists()

"""The demonstration record out and in again, and the office's own sheets upon it."""

import pytest
from django.core.management import call_command

from registry.exports import RESOURCES, DefusedCSV
from registry.imports.kinds import KINDS
from registry.models import Attendance, Official

from .sheets import DATA, load, told


@pytest.fixture
def demonstration(db):
    call_command("loaddata", "demonstration", verbosity=0)


def test_what_is_exported_is_imported_with_nothing_changed(demonstration, tmp_path):
    Official.objects.create(given_name="=SUM(A1)", family_name="+Plus", remarks="-minus")
    loaded = 0
    for kind in KINDS.values():
        if kind.model not in RESOURCES:
            continue
        path = tmp_path / f"{kind.name}.csv"
        exported = DefusedCSV().export_data(RESOURCES[kind.model]().export())
        path.write_text(exported, encoding="utf-8")
        result = load(path, kind=kind.name)
        [sheet] = result.report["sheets"]
        assert set(told(result)) <= {"unchanged"}, (kind.name, sheet["refused"])
        assert sheet["unchanged"] == kind.model.objects.count()
        loaded += sheet["unchanged"]
    assert loaded > 350


def test_the_office_s_sheets_agree_with_the_demonstration_record(demonstration):
    names = "agencies officials positions appointments bodies memberships meetings topics"
    for name in names.split():
        counts = told(load(DATA / "core" / f"{name}.csv"))
        assert set(counts) <= {"new", "unchanged"}, (name, counts)
        assert counts["unchanged"] > 10
    counts = told(load(DATA / "core" / "attendance.csv"))
    assert counts == {"new": 270, "changed": 16, "unchanged": 70, "duplicates": 1}
    assert Attendance.objects.filter(note__startswith="the only one marked as Chair").exists()

"""Long lists of real offices, from the first row to the last."""

import lzma

import pytest

from registry.models import Agency, Appointment, Attendance, Meeting, Official

from .sheets import DATA, load, reasons, told
from .test_plan import EXPECTED

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def unpacked(tmp_path):
    def file(name):
        path = tmp_path / name.rpartition("/")[2]
        path.write_bytes(lzma.decompress((DATA / f"{name}.xz").read_bytes()))
        return path

    return file


def test_a_hundred_thousand_marks_of_attendance(unpacked):
    assert load(unpacked("bulk/bodies_congress.csv")).applied
    result = load(unpacked("messy/m14-attendance-100k.csv"), partial=True)
    expected = EXPECTED["m14-attendance-100k.csv"]
    planted = sorted(row for one in expected["rejected"] for row in one["rows"])
    [doubled] = expected["duplicates"]
    first, *others = doubled["rows"]
    assert told(result) == {"new": 99_985, "duplicates": 3, "refused": 12}
    assert sorted(reasons(result)) == planted
    [sheet] = result.report["sheets"]
    assert [one["row"] for one in sheet["duplicate_rows"]] == [first, *others]
    assert Attendance.objects.count() == expected["records"]
    assert Meeting.objects.count() == expected["distinct"]["meetings"]
    assert Official.objects.count() == expected["distinct"]["officials"]


def test_agencies_of_a_government_of_which_many_share_an_acronym(unpacked):
    path = unpacked("bulk/agencies.csv")
    assert told(load(path)) == {"new": 1_640}
    assert Agency.objects.filter(acronym="OIG").count() == 19
    assert told(load(path)) == {"unchanged": 1_640}


def test_appointments_of_two_and_a_half_centuries(unpacked):
    Agency.objects.create(name="Department of State", acronym="State")
    fixed = {"agency": "Department of State"}
    assert load(unpacked("bulk/positions_state.csv"), fixed=fixed).applied
    path = unpacked("bulk/appointments_state.csv")
    result = load(path, partial=True, fixed=fixed)
    rest = {"duplicates": 1, "to_decide": 2, "refused": 1}
    assert told(result) == {"new": 7_033} | rest
    # The year was typed 1886 for 1866.
    assert reasons(result) == {
        5728: "It ends (July 22, 1886) before it starts (July 27, 1886)."
    }
    assert told(load(path, partial=True, fixed=fixed)) == {"unchanged": 7_033} | rest
    assert Appointment.objects.count() == 7_033

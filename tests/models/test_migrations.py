"""The squashed migration makes the same tables as those that it replaces."""

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

SQUASHED = "0001_squashed_0010_search"


def test_the_squashed_migration_comes_to_the_same_as_the_ten_before():
    step_by_step = MigrationLoader(None, replace_migrations=False)
    before = step_by_step.project_state(("registry", "0010_search"))
    at_once = MigrationLoader(None).project_state(("registry", SQUASHED))
    assert differences(before, at_once) == differences(at_once, before) == {}


def test_a_difference_is_seen():
    loader = MigrationLoader(None)
    before, after = (loader.project_state(("registry", SQUASHED)) for _ in range(2))
    after.remove_constraint("registry", "edition", "edition_number_is_unique_in_its_sheet")
    assert list(differences(before, after)) == ["registry"]


def differences(before: ProjectState, after: ProjectState) -> dict:
    return MigrationAutodetector(before, after)._detect_changes()

"""Which column of a sheet is which field, and what kind of sheet it is."""

from dataclasses import dataclass, field

from .kinds import Kind


@dataclass
class ColumnPlan:
    """What each column holds. `doubled` and `missing` stop the sheet; `guessed` (header ->
    field and closeness) and `unknown` (headers) are shown."""

    fields: dict[int, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    doubled: dict[str, list[str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    guessed: dict[str, tuple[str, float]] = field(default_factory=dict)


def plan_columns(
    headers: list[str], kind: Kind, *, remembered: dict[str, str] | None = None
) -> ColumnPlan:
    raise NotImplementedError


def detect_kind(headers: list[str], sheet_name: str = "") -> Kind | None:
    raise NotImplementedError

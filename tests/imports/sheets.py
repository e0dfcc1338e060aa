"""Small sheets for tests, and the import of one in a line."""

from datetime import UTC, date, datetime
from pathlib import Path

from registry.imports.batches import Result, begin, import_files, plan_batch
from registry.imports.sent import Options

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 7, 1)
AT = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def load(path, *, by=None, at=AT, partial=False, dry_run=False, **options) -> Result:
    return import_files(
        [(Path(path), Path(path).name)],
        options=Options(**options),
        by=by,
        at=at,
        today=TODAY,
        partial=partial,
        dry_run=dry_run,
    )


def start(path, **options) -> Result:
    """The file sent and looked through, as in the admin, and not yet applied."""
    path = Path(path)
    batch = begin([(path, path.name)], options=Options(**options), by=None, at=AT)
    return plan_batch(batch, today=TODAY)


def written(folder, text, name="sheet.csv"):
    """A file of these lines; each line may be indented as the test is."""
    path = folder / name
    lines = [line.strip() for line in text.strip().splitlines()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def told(result) -> dict:
    """The counts of the only sheet, those that are not zero."""
    [sheet] = result.report["sheets"]
    names = ("new", "changed", "unchanged", "duplicates", "to_decide")
    counts = {name: sheet[name] for name in names} | {"refused": len(sheet["refused"])}
    return {name: count for name, count in counts.items() if count}


def reasons(result, word="refused") -> dict[int, str]:
    [sheet] = result.report["sheets"]
    return {one["row"]: one["reason"] for one in sheet[word]}

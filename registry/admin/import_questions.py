"""What staff are asked about an import: which column is which, and what is meant by a text."""

from types import SimpleNamespace

from ..imports.columns import plan_columns
from ..imports.kept import MODELS
from ..imports.kinds import KINDS
from ..imports.outcomes import SheetPlan
from ..imports.rows import OF_ONE_IMPORT
from ..imports.sent import Options
from ..imports.understanding import columns_wrong, without_problems
from ..models import Decision
from ..text import fold
from ..vocabulary import Verdict
from .previews import kind_in_words


def columns_told(batch, place: int) -> dict:
    """The columns of a sheet in its own order, which PostgreSQL does not keep in JSON: what
    each is taken for, and a cell of it."""
    sheet = batch.report["sheets"][place]
    first = batch.rows.filter(sheet=place, is_main=True).order_by("id").first()
    cells = first.cells if first else sheet.get("first_cells", [])
    cells = dict(zip(sheet["headers"], cells, strict=False))
    doubled = sheet["columns"].get("doubled", {})
    fields, unknown = sheet["columns"]["fields"] | doubled, sheet["columns"]["unknown"]
    return {
        "place": place,
        "name": sheet["name"],
        "kind": KINDS[sheet["kind"]],
        "headers": sheet["headers"],
        "columns": [
            {
                "header": header,
                "field": fields.get(header, ""),
                "said": fields.get(header, ""),
                "guess": sheet["columns"]["guessed"].get(header),
                "doubled": header in doubled,
                "cell": cells.get(header, ""),
            }
            for header in dict.fromkeys(sheet["headers"])
            if header in fields or header in unknown
        ],
        "fields": [(one.name, one.label) for one in KINDS[sheet["kind"]].fields],
    }


def what_stops(sheet: dict, fixed: dict[str, str]) -> str:
    """Why the sheet could not be taken in if its columns were as they are said; or blank."""
    headers = without_problems(sheet["headers"])
    remembered = {column["header"]: column["said"] for column in sheet["columns"]}
    columns = plan_columns(headers, sheet["kind"], remembered=remembered)
    plan = SheetPlan(SimpleNamespace(headers=headers), sheet["kind"], columns)
    return columns_wrong(plan, Options(fixed=fixed))


def questions_of(batch) -> list[dict]:
    """The questions of a report as the page asks them, each with the name by which its
    answer is kept and the sheet in which it stands first."""
    sheets = batch.report.get("sheets", [])
    return [
        one
        | {
            "named": f"{one['kind']}:{fold(one['text'])}",
            "kind_words": kind_in_words(one["kind"]),
            "of_record": one["kind"] not in OF_ONE_IMPORT,
            "stands_in": sheets[one["sheet"]]["name"] if "sheet" in one else "",
        }
        for one in batch.report.get("questions", [])
    ]


def is_known_not_to_be(named: str, pk: int) -> bool:
    kind, _, text = named.partition(":")
    said = Decision.objects.filter(kind=kind, text=text, record_id=pk)
    return said.filter(verdict=Verdict.IS_NOT).exists()


def records_called(kind: str, text: str) -> list[int]:
    """The record of that key; else those of that acronym or name, one or two of them."""
    model = MODELS.get(kind)
    if model is None:  # a question about a column
        return []
    found: list[int] = []
    names = {field.name for field in model._meta.fields}
    for way in ("key", "acronym__iexact", "name__iexact", "title__iexact"):
        if not found and way.partition("__")[0] in names:
            found = list(model.objects.filter(**{way: text}).values_list("pk", flat=True)[:2])
    return found

"""What a sheet is taken for, and which column for which field."""

from copy import deepcopy
from functools import lru_cache

from ..models import ColumnMeaning
from ..text import fold
from .columns import detect_kind, field_named, is_known_header, normal_header, plan_columns
from .crosses import unfolded, with_fixed
from .kinds import KINDS, Kind
from .outcomes import SheetPlan
from .readers import Workbook
from .rows import Refused
from .sent import Options

PROBLEMS = "Problems"  # the column that our own sheet of refused rows begins with


def kind_named(name: str) -> Kind:
    """The kind that staff mean by "officials", "official" or "Officials". Raises Refused."""
    wanted = name.strip().casefold().replace("-", "_").replace(" ", "_")
    for one in KINDS.values():
        model = one.model._meta
        names = {one.name, model.model_name, str(model.verbose_name).replace(" ", "_")}
        names.add(str(model.verbose_name_plural).replace(" ", "_"))
        if wanted in names:
            return one
    raise Refused("kind", f"“{name}” is no kind of sheet. There are: {', '.join(KINDS)}.")


def understand(workbook: Workbook, options: Options) -> list[SheetPlan]:
    """What each sheet is taken for, and which column for which field."""
    plans = []
    filled = [one for one in workbook.sheets if not one.empty]
    for sheet in workbook.sheets:
        plan = SheetPlan(sheet)
        plans.append(plan)
        plan.is_left_out = sheet.name in options.left_out
        if sheet.empty or plan.is_left_out:
            continue
        if sheet.fault:
            plan.refused = sheet.fault
            continue
        told = kind_named(options.kind) if options.kind else None
        if (as_list := unfolded(sheet, told)) is not None:
            sheet = plan.sheet = as_list
        headers = without_problems(sheet.headers)
        # What stands above makes no table of what is below it: "Subject:" of a letter.
        above = sheet.fixed if any(map(is_known_header, headers)) else ()
        plan.kind = told or detect_kind([*headers, *above], sheet.name)
        if plan.kind is None:
            if len(filled) == 1:
                plan.refused = (
                    "The headers tell of no kind of record. Say what it holds (in the shell "
                    "with --kind), or name the columns as in the template of that kind."
                )
            else:
                sheet.notices.append(
                    f"The sheet “{sheet.name}” is left out: its headers tell of no kind of "
                    "record."
                )
            continue
        given = frozenset(field_named(word, plan.kind) for word in options.fixed)
        sheet = plan.sheet = with_fixed(sheet, plan.kind, given)
        remembered = dict(
            ColumnMeaning.objects.filter(kind=plan.kind.name).values_list("header", "field")
        )
        chosen = options.columns.get(sheet.name, {})
        remembered |= {fold(header): field for header, field in chosen.items()}
        headers = without_problems(sheet.headers)
        plan.columns = plan_columns(headers, plan.kind, remembered=remembered)
        plan.refused = columns_wrong(plan, options)
        if plan.refused:  # its rows are not gone through; the copy notes what it passes over
            plan.first_cells = next((cells for _, cells in deepcopy(sheet).rows()), ())
    return plans


@lru_cache(maxsize=1_000)  # asked of each row that a page shows
def is_problems(header: str) -> bool:
    """Does our own remarks' header stand over the column?"""
    return normal_header(header) == normal_header(PROBLEMS) and not is_known_header(header)


def without_problems(headers: list[str]) -> list[str]:
    """The headers, that of our own remarks blank: it is left out and not told of."""
    return ["" if is_problems(header) else header for header in headers]


def columns_wrong(plan: SheetPlan, options: Options) -> str:
    said = []
    for name, headers in plan.columns.doubled.items():
        shown = " and ".join(f"“{header}”" for header in headers)
        label = plan.kind.by_name[name].label if name in plan.kind.by_name else name
        said.append(f"Several columns are the {label}: {shown}. Keep one, or rename it.")
    told = {field_named(word, plan.kind) for word in options.fixed}
    missing = [
        name
        for name in plan.columns.missing
        if not told & {name, *plan.kind.by_name[name].instead}
    ]
    if missing:
        labels = ", ".join(f"“{plan.kind.by_name[name].label}”" for name in missing)
        said.append(
            f"The sheet of {plan.kind.label} has no column for {labels}. Its columns are: "
            f"{', '.join(f'“{header}”' for header in plan.sheet.headers if header)}."
        )
    return " ".join(said)

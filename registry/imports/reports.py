"""What reading and planning told, as the command prints it and a batch keeps it."""

from collections.abc import Iterator

from ..models import ImportBatch
from .files import and_more
from .outcomes import SheetPlan
from .rows import cell_text
from .sent import Plan


def report(plan: Plan, batch: ImportBatch | None) -> dict:
    """The outcome as the command prints it and the batch keeps it."""
    settled, kinds = [], _touched(plan)
    if batch and batch.settled:
        settled = batch.report["sheets"][: batch.settled]
        kinds |= set(batch.report.get("kinds", ()))
    sheets = []
    for one, (sent, workbook) in zip(plan.sheets, plan.came, strict=True):
        sheet, counts = one.sheet, one.counts
        refused = one.refusals
        if one.refused:
            refused = [
                {"row": sheet.header_row, "column": "", "value": "", "reason": one.refused}
            ]
        sheets.append(
            {
                "name": sheet.name,
                "kind": one.kind.name if one.kind else None,
                "header_row": sheet.header_row,
                "encoding": sheet.encoding,
                "delimiter": sheet.delimiter,
                "rows": one.rows,
                "new": counts["new"],
                "changed": counts["changed"],
                "unchanged": counts["unchanged"],
                "duplicates": counts["duplicate"],
                "to_decide": counts["review"],
                "refused_rows": counts["refused"],
                "also_new": dict(one.also),
                "also_changed": dict(one.also_changed),
                "kept_by_hand": one.kept,
                "left_out": one.is_left_out,
                "ignored_rows": sorted({*sheet.ignored_rows, *one.left_out}),
                "refused": refused,
                "review": one.doubts,
                "duplicate_rows": one.duplicates,
                "hidden": {
                    "columns": sheet.hidden_columns,
                    "rows": sheet.hidden_rows,
                    "sheets": workbook.hidden_sheets,
                },
                "file": sent.name,
                "part": sent.place,
                "headers": list(sheet.headers),
                "columns": _columns(one),
                "first_cells": [cell_text(cell) for cell in one.first_cells],
                "notices": _notices(one),
            }
        )
    return {
        "batch": batch.pk if batch else None,
        "sheets": [*settled, *sheets],
        "kinds": sorted(kinds),
        "questions": [vars(one) for one in plan.planner.questions.values()]
        if plan.planner
        else [],
        "hidden_sheets": plan.hidden_sheets,
        "notices": plan.notices,
        "file_refused": plan.file_refused or None,
    }


def _touched(plan: Plan) -> set[str]:
    """The kinds of record of which something is new or changed. The page of a batch asks for
    them, and could not go through all its rows for that."""
    if not plan.planner:
        return set()
    registers, lists = plan.planner.registers.items(), plan.planner.lists.values()
    return {kind for kind, one in registers if one.new or one.changed} | {
        links.kind for links in lists if links.added
    }


def _columns(one: SheetPlan) -> dict:
    if not one.columns:
        return {"fields": {}, "unknown": [], "guessed": {}, "doubled": {}}
    headers = one.sheet.headers
    return {
        "fields": {headers[n]: name for n, name in sorted(one.columns.fields.items())},
        "unknown": one.columns.unknown,
        "guessed": {h: f for h, (f, _) in one.columns.guessed.items()},
        "doubled": {h: f for f, several in one.columns.doubled.items() for h in several},
    }


def _notices(one: SheetPlan) -> list[str]:
    if one.is_left_out:
        return ["The whole sheet is left out, as was said on the page of the import."]
    said = list(one.sheet.notices)
    if one.sheet.empty:
        said.append("There is nothing to import: the sheet has no rows.")
    if one.columns:
        said += _not_kept(one)
    if one.columns and one.columns.unknown:
        names = ", ".join(f"“{header}”" for header in one.columns.unknown)
        said.append(f"Left out, since no field is known for it: {names}.")
    fields = set(one.columns.fields.values()) if one.columns else set()
    if (
        one.kind
        and one.kind.name == "officials"
        and fields & {"agency", "position"} == {"agency"}
    ):
        said.append(
            "The agency is not kept: what an official holds is told by a title beside it."
        )
    if one.left_out:
        rows = [f"row {number} ({why})" for number, why in sorted(one.left_out.items())]
        said.append(f"Left out: {and_more(rows)}.")
    if one.kept:
        cells = "cell that was" if one.kept == 1 else "cells that were"
        are = "is" if one.kept == 1 else "are"
        said.append(f"{one.kept} {cells} changed by hand since the last import {are} kept.")
    if one.unsourced:
        texts = ", ".join(f"“{text}”" for text in list(one.unsourced)[:10])
        said.append(
            f"No source of the record is called {texts}. What is loaded is cited from it once "
            "you have said which source it is, or that it is new."
        )
    still = one.counts["unchanged"] + one.counts["duplicate"]
    does_something = one.also or one.also_changed or one.kept
    if one.rows and still == one.rows and not does_something:
        said.append("Everything in this sheet is in the record already.")
    return said


def _not_kept(one: SheetPlan) -> Iterator[str]:
    """Columns that are understood and yet have no place in the record."""
    for use, words in (
        ("told", "Left out, since the record has no place for it: {}."),
        ("file", "Files can't come in a sheet, so {} is left out: add them on the record's "
         "own page."),
    ):  # fmt: skip
        names = [
            f"“{one.sheet.headers[place]}”"
            for place, name in sorted(one.columns.fields.items())
            if one.kind.by_name[name].use == use
        ]
        if names:
            yield words.format(", ".join(names))


def why_nothing(plan: Plan) -> list[str]:
    """Why there is nothing to apply or to decide in what was sent."""
    if plan.file_refused:
        return [plan.file_refused]
    if plan.order:
        return []
    said = [one.refused for one in plan.sheets if one.refused]
    said += [notice for one in plan.sheets for notice in _notices(one)]
    return list(dict.fromkeys(said)) or ["There is nothing to import."]

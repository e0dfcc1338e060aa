"""The rows of an import that were not taken in, as a sheet like the one that came."""

import re
from typing import IO

from ..imports.parts import rows_to_correct
from ..imports.understanding import PROBLEMS, is_problems
from ..models import ImportBatch
from .files import open_workbook


def write_refused(batch: ImportBatch, file: IO[bytes]):
    """With what is wrong in the first column; corrected, it can be loaded as it is."""
    with open_workbook(file, constant_memory=True) as book:
        head = book.add_format({"bold": True, "bg_color": "#DDDDDD"})
        bad = book.add_format({"bg_color": "#FFD6D6"})
        for number, told in enumerate(batch.report["sheets"]):
            rows = rows_to_correct(batch, number)
            if not rows.exists():
                continue
            headers = told["headers"]
            # Remarks of ours that came back give way to those of today.
            own = {place for place, header in enumerate(headers) if is_problems(header)}
            kept = [place for place in range(len(headers)) if place not in own]
            sheet = book.add_worksheet(free_title(told["name"], book))
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 0, 60)
            sheet.write_row(0, 0, [PROBLEMS, *[headers[place] for place in kept]], head)
            for line, row in enumerate(rows.iterator(), start=1):
                wrong = {column for column, _, _ in row.notes}
                said = " ".join(f"{c}: {why}" if c else why for c, _, why in row.notes)
                sheet.write_string(line, 0, said[:32_000])
                for column, place in enumerate(kept, start=1):
                    cell = row.cells[place] if place < len(row.cells) else ""
                    sheet.write_string(
                        line, column, cell, bad if headers[place] in wrong else None
                    )
                # A row of more cells than the header names has them still.
                for column, cell in enumerate(row.cells[len(headers) :], start=len(kept) + 1):
                    sheet.write_string(line, column, cell)


def free_title(name: str, book) -> str:
    """A name for a sheet that the workbook takes: two files may have sheets of one name."""
    name = re.sub(r"[\[\]:*?/\\]", " ", name).strip(" '") or "Sheet"
    taken = {sheet.get_name().casefold() for sheet in book.worksheets()}
    title, number = name[:31], 1
    while title.casefold() in taken:
        number += 1
        title = f"{name[:26]} {number}"
    return title

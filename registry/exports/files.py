"""The formats in which tables go out. Each is written row by row, so that a long table
takes no more memory than a short one, and none of them ever holds a formula."""

import csv
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

import xlsxwriter

from ..dates import UNKNOWN
from ..text import defused, kept_quoted
from .columns import Column, Holds
from .ods import write_ods
from .tables import Cell, Table

LONGEST_CELL = 32_767  # what a cell of an XLSX workbook holds, in units of UTF-16
MOST_ROWS = 1_048_576
# Before it spreadsheet programs count days in different ways, or not at all.
FIRST_DAY = date(1900, 3, 1)
WHOLE_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class TooLong(ValueError):
    """More rows than the format holds. The text is a sentence for who asked."""


def plain(cell: Cell, column: Column) -> str | int | None:
    """The cell as text, or a number; None where it is blank. That a last day is not known
    is said, for a blank one comes in as still open."""
    if column.holds == Holds.DATE and cell == UNKNOWN and column.field.open_allowed:
        return "unknown"
    if cell is None or cell == "":
        return None
    if column.holds == Holds.YES_NO:
        return "yes" if cell else "no"
    if isinstance(cell, str | int):
        return cell
    return cell.isoformat()


def typed(cell: Cell, column: Column) -> str | int | date | None:
    """The same with whole days as days."""
    said = plain(cell, column)
    if isinstance(said, str) and column.holds in (Holds.DAY, Holds.DATE):
        if WHOLE_DAY.fullmatch(said):
            return date.fromisoformat(said)
    return said


# Text


class _Echo:
    """Hands a csv.writer's line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(table: Table) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(table.headers)
    for row in table.rows():
        yield writer.writerow(
            [
                defused(said) if isinstance(said, str) else said
                for cell, column in zip(row, table.columns, strict=True)
                for said in [plain(cell, column)]
            ]
        )


def write_csv(file: IO[bytes], tables: Sequence[Table]):
    [table] = tables
    for line in csv_lines(table):
        file.write(line.encode())


def json_rows(table: Table) -> Iterator[str]:
    """An object a row; yes and no are true and false."""
    between = "["
    for row in table.rows():
        told = dict(zip(table.headers, row, strict=True))
        yield between + json.dumps(told, ensure_ascii=False, default=_iso)
        between = ",\n"
    yield "]" if between != "[" else "[]"


def _iso(value: date | datetime) -> str:
    return value.isoformat()


def write_json(file: IO[bytes], tables: Sequence[Table]):
    """A list for one table; for several an object of lists by the name of the table."""
    if len(tables) == 1:
        for part in json_rows(tables[0]):
            file.write(part.encode())
        return
    between = "{"
    for table in tables:
        file.write(f"{between}{json.dumps(table.name)}: ".encode())
        between = ",\n"
        for part in json_rows(table):
            file.write(part.encode())
    file.write(b"}")


def write_zip(file: IO[bytes], tables: Sequence[Table]):
    """A CSV for each table."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            with archive.open(f"{table.name}.csv", "w") as member:
                write_csv(member, [table])


# Workbooks

WIDTHS = {
    Holds.KEY: 32,
    Holds.LINK: 32,
    Holds.LINKS: 32,
    Holds.RECORD: 32,
    Holds.PROSE: 60,
    Holds.TEXT: 28,
    Holds.FILE: 28,
    Holds.CHOICE: 18,
    Holds.KIND: 18,
    Holds.MOMENT: 22,
}


def width_of(column: Column) -> int:
    """In characters, with room for the arrow of the filter beside the header."""
    return max(WIDTHS.get(column.holds, 12), len(column.name) + 4)


def open_workbook(file: IO[bytes], **options) -> xlsxwriter.Workbook:
    return xlsxwriter.Workbook(
        file, {"strings_to_formulas": False, "strings_to_urls": False, **options}
    )


def write_xlsx(file: IO[bytes], tables: Sequence[Table]):
    left_out = []
    with open_workbook(file, constant_memory=True) as book:
        head = book.add_format({"bold": True, "bg_color": "#DDDDDD"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        text = book.add_format({"num_format": "@"})
        for table in tables:
            sheet = book.add_worksheet(table.title[:31])
            for place, column in enumerate(table.columns):
                # In a cell of text "019" and "2007-10" stay what they are when edited.
                look = text if column.holds not in (Holds.NUMBER, Holds.DAY) else None
                sheet.set_column(place, place, width_of(column), look)
                sheet.write_string(0, place, column.name, head)
            line = 0
            for line, row in enumerate(table.rows(), start=1):
                if line == MOST_ROWS:
                    raise TooLong(
                        f"There are more {table.title} than the {MOST_ROWS - 1:,} rows that "
                        "a sheet of a workbook holds. Take them as CSV, or filter the list."
                    )
                for place, column in enumerate(table.columns):
                    cell = typed(row[place], column)
                    if cell is None:
                        continue
                    if isinstance(cell, date) and cell < FIRST_DAY:
                        cell = cell.isoformat()
                    if isinstance(cell, str):
                        if len(cell) > LONGEST_CELL // 2 and _units(cell) > LONGEST_CELL:
                            left_out.append((table.title, line + 1, column.name, _units(cell)))
                        else:
                            sheet.write_string(line, place, kept_quoted(cell), text)
                    elif isinstance(cell, date):
                        sheet.write_datetime(line, place, cell, day)
                    else:
                        sheet.write_number(line, place, cell)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, line, len(table.columns) - 1)
        if left_out:
            _tell_left_out(book, left_out)


def _units(cell: str) -> int:
    return len(cell) + sum(mark > "\uffff" for mark in cell)


def _tell_left_out(book, left_out: list[tuple[str, int, str, int]]):
    """A blank cell changes nothing when it comes in again, a cut one would."""
    sheet = book.add_worksheet("Left out")
    sheet.set_column(0, 0, 100)
    sheet.write_string(
        0, 0, "These cells hold more than a workbook can keep, so they are blank here:"
    )
    for line, (table, row, column, units) in enumerate(left_out, start=1):
        said = f"“{table}”, row {row}, “{column}”: {units:,} characters. CSV and JSON hold it."
        sheet.write_string(line, 0, said)


def write_ods_tables(file: IO[bytes], tables: Sequence[Table]):
    write_ods(
        file,
        (
            (
                table.title,
                [(column.name, width_of(column)) for column in table.columns],
                (
                    [
                        kept_quoted(said) if isinstance(said, str) else said
                        for cell, column in zip(row, table.columns, strict=True)
                        for said in [typed(cell, column)]
                    ]
                    for row in table.rows()
                ),
            )
            for table in tables
        ),
    )


@dataclass(frozen=True)
class FileFormat:
    name: str
    content_type: str
    write: Callable[[IO[bytes], Sequence[Table]], None]


FORMATS = {
    "csv": FileFormat("CSV", "text/csv; charset=utf-8", write_csv),
    "xlsx": FileFormat(
        "XLSX",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsx,
    ),
    "ods": FileFormat(
        "ODS", "application/vnd.oasis.opendocument.spreadsheet", write_ods_tables
    ),
    "json": FileFormat("JSON", "application/json", write_json),
    "zip": FileFormat("ZIP of CSVs", "application/zip", write_zip),
}


def written(ending: str, tables: Sequence[Table]) -> IO[bytes]:
    """The tables in that format."""
    return kept(lambda file: FORMATS[ending].write(file, tables))


def kept(write: Callable[[IO[bytes]], None]) -> IO[bytes]:
    """What is written, in a temporary file that goes when it is closed."""
    file = tempfile.TemporaryFile()
    try:
        write(file)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file

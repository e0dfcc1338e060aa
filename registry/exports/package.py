"""The whole public record as one download: a zip of CSVs with a data dictionary, and a
database of SQLite.

The dictionary is a Data Package (https://specs.frictionlessdata.io/), so that programs can
check and load the tables by it.
"""

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO

from .columns import Column, Holds
from .files import kept, plain, write_zip
from .popolo import write_popolo
from .public import PUBLIC
from .record import one_moment
from .tables import CHUNK, Table, table_name

TYPES = {
    Holds.NUMBER: "integer",
    Holds.YES_NO: "boolean",
    Holds.DAY: "date",
    Holds.TIME: "time",
    Holds.MOMENT: "datetime",
}
DATES = (
    "A date as the sources tell it (EDTF): 2007-10-25, 2007-10, 2007; 2006~ is about 2006; "
    "of a last day, .. is “still so” and “unknown” is not known."
)


def public_tables(at: datetime) -> list[Table]:
    return [table.at(at) for table in PUBLIC.values()]


def dictionary(tables: Sequence[Table], at: datetime) -> dict:
    """What each file and each of its columns holds."""
    return {
        "profile": "tabular-data-package",
        "name": "registry-of-interagency-bodies",
        "title": "Registry of Interagency Bodies",
        "created": at.isoformat(timespec="seconds"),
        "description": "All that is published, as of one moment. Links between tables are "
        "keys. A cell that begins as a formula does has an apostrophe before it.",
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": table.name,
                "title": table.title,
                "path": f"{table.name}.csv",
                "encoding": "utf-8",
                "schema": _schema(table),
            }
            for table in tables
        ],
    }


def _schema(table: Table) -> dict:
    schema = {"fields": [_field(column) for column in table.columns]}
    if table.headers[0] == "key":
        schema["primaryKey"] = "key"
    known = {one.model: one for one in PUBLIC.values()}
    schema["foreignKeys"] = [
        {
            "fields": column.name,
            "reference": {"resource": table_name(column.links_to), "fields": "key"},
        }
        for column in table.columns
        if column.holds == Holds.LINK and column.links_to in known
    ]
    return schema


def _field(column: Column) -> dict:
    said = [str(column.help_text)] if column.help_text else []
    if column.holds == Holds.DATE:
        said.append(DATES)
    elif column.holds in (Holds.LINK, Holds.LINKS, Holds.RECORD):
        said.append(f"{str(column.holds).capitalize()}.")
    field = {
        "name": column.name,
        "title": column.label,
        "type": TYPES.get(column.holds, "string"),
        "description": " ".join(said),
    }
    if column.holds == Holds.YES_NO:
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    if column.holds == Holds.CHOICE:
        field["constraints"] = {"enum": [value for value, _ in column.choices]}
    return field


def write_package(file: IO[bytes], at: datetime):
    tables = public_tables(at)
    write_zip(file, tables)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        told = json.dumps(dictionary(tables, at), ensure_ascii=False, indent=2)
        archive.writestr("datapackage.json", told)


def write_database(file: IO[bytes], at: datetime):
    """A table for each kind, its links as foreign keys; what the columns hold stands in the
    table `columns`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.sqlite"
        with closing(sqlite3.connect(path)) as database:
            tables = public_tables(at)
            database.execute(
                "CREATE TABLE columns (of_table TEXT, name TEXT, title TEXT, type TEXT, "
                "description TEXT, PRIMARY KEY (of_table, name))"
            )
            for table in tables:
                _fill(database, table)
            database.commit()
        with open(path, "rb") as made:
            while part := made.read(1 << 20):
                file.write(part)


def _fill(database: sqlite3.Connection, table: Table):
    name, schema = table.name.replace("-", "_"), _schema(table)
    lines = [f'"{one["name"]}" {_affinity(one["type"])}' for one in schema["fields"]]
    if "primaryKey" in schema:
        lines[0] += " PRIMARY KEY"
    for one in schema["foreignKeys"]:
        other = one["reference"]["resource"].replace("-", "_")
        lines.append(f'FOREIGN KEY ("{one["fields"]}") REFERENCES "{other}" ("key")')
    database.execute(f'CREATE TABLE "{name}" ({", ".join(lines)})')
    database.executemany(
        "INSERT INTO columns VALUES (?, ?, ?, ?, ?)",
        [
            (name, *(one[key] for key in ("name", "title", "type", "description")))
            for one in schema["fields"]
        ],
    )
    marks = ", ".join("?" * len(table.columns))
    rows = iter(table.rows())
    while chunk := list(islice(rows, CHUNK)):
        database.executemany(
            f'INSERT INTO "{name}" VALUES ({marks})',
            (
                [plain(cell, column) for cell, column in zip(row, table.columns, strict=True)]
                for row in chunk
            ),
        )


def _affinity(type: str) -> str:
    return "INTEGER" if type == "integer" else "TEXT"


DOWNLOADS: dict[str, tuple[str, Callable[[IO[bytes], datetime], None]]] = {
    "record.zip": ("application/zip", write_package),
    "record.sqlite": ("application/vnd.sqlite3", write_database),
    "popolo.json": ("application/json", lambda file, at: write_popolo(file)),
}


def download(name: str, at: datetime) -> IO[bytes]:
    """All that is public at that moment."""
    with one_moment():
        return kept(lambda file: DOWNLOADS[name][1](file, at))

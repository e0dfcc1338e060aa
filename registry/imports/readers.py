"""A file becomes sheets of rows, by its content and not by its name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings


class FileRefused(Exception):
    """The file can't be read. The text is a sentence for the person who sent it: what it
    is, what was wanted, what to do."""


@dataclass(frozen=True)
class CellError:
    """A cell in which the spreadsheet program itself reports an error: "#REF!"."""

    text: str

    def __str__(self):
        return self.text


@dataclass(frozen=True)
class Limits:
    """How much of a file is read. `IMPORT_LIMITS` in the settings changes any of them."""

    bytes: int = 20 * 1024 * 1024
    unpacked: int = 300 * 1024 * 1024
    rows: int = 200_000
    columns: int = 200
    cell: int = 32_767
    seconds: int = 60

    @classmethod
    def from_settings(cls) -> "Limits":
        return cls(**getattr(settings, "IMPORT_LIMITS", {}))


@dataclass
class SheetData:
    """One table: its headers and, each time `rows()` is called, its rows.

    Row numbers count from 1 at the top of the sheet, as a person sees them; of a text file
    they count records, since cells may hold line breaks.
    """

    name: str
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    headers: list[str] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    ignored_rows: list[int] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    empty: bool = False

    def rows(self) -> Iterator[tuple[int, tuple]]:
        raise NotImplementedError


@dataclass
class Workbook:
    sheets: list[SheetData]
    hidden_sheets: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read(
    path: Path,
    *,
    name: str,
    limits: Limits,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Workbook:
    """The visible sheets of the file, or the one asked for (which may be hidden).

    A file without rows is no error: its sheets are marked empty.
    """
    raise NotImplementedError

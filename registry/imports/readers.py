"""A file becomes sheets of rows, by its content and not by its name."""

import zipfile
from pathlib import Path

from .files import (
    CellError,
    Clock,
    FileRefused,
    Grid,
    Limits,
    SheetData,
    Workbook,
    and_more,
    blank,
)
from .guard import damaged
from .layouts import sheet_of
from .text_files import read_text_file
from .workbooks import password, read_ods, read_xls, read_xlsx

__all__ = [
    "CellError",
    "FileRefused",
    "Limits",
    "SheetData",
    "Workbook",
    "blank",
    "read",
]

WANTED = "Send an Excel (.xlsx, .xls) or OpenDocument (.ods) workbook, or a CSV or TSV file."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What a file begins with, and what it then is.
SIGNS = (
    (b"%PDF", "a PDF. Tables can't be read out of a page: send the workbook it was made from"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"BM", "a picture (BMP)"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a packed file (GZIP). Unpack it and send the sheet that is in it"),
    (b"7z\xbc\xaf", "a packed file (7-Zip). Unpack it and send the sheet that is in it"),
    (b"Rar!", "a packed file (RAR). Unpack it and send the sheet that is in it"),
    (b"SQLite format 3", "a database"),
    (b"MIME-Version:", "a web page (MHTML). Open it and save it as an Excel workbook"),
    (b"ID;P", "a sheet in SYLK. Open it and save it as an Excel workbook"),
    (b"BEGIN:VCALENDAR", "a calendar"),
    (b"BEGIN:VCARD", "an address card"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
)
ZIPPED_NAMES = (".xlsx", ".xlsm", ".xlsb", ".ods")


def read(
    path: Path,
    *,
    name: str,
    limits: Limits,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    with_hidden_columns: bool = False,
) -> Workbook:
    """The visible sheets of the file, or the one asked for (which may be hidden).

    A file without rows is no error: its sheets are marked empty. Rows are read from the
    file when they are asked for, so it must stay where it is.
    """
    path, clock = Path(path), Clock(limits.seconds)
    size = path.stat().st_size
    if size > limits.bytes:
        raise FileRefused(
            f"This file has {size / 2**20:,.0f} MB; at most {limits.bytes / 2**20:,.0f} MB are "
            "read. Divide it into smaller files."
        )
    notices: list[str] = []
    if size == 0:
        return Workbook([SheetData(Path(name).stem, empty=True)])
    with open(path, "rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        grids, notices = _read_zipped(path, name, limits, clock)
    elif head.startswith(OLE):
        _refuse_other_ole(path)
        grids, notices = read_xls(path, limits, clock)
    elif head[:4] in (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00"):
        grids, notices = read_xls(path, limits, clock)  # an old XLS without its envelope
    else:
        _refuse_what_is_no_sheet(head, name)
        notices = _said_of_text_name(name)
        grids = [
            read_text_file(
                path,
                name=Path(name).stem,
                limits=limits,
                clock=clock,
                encoding=encoding,
                delimiter=delimiter,
            )
        ]
    hidden = [grid.name for grid in grids if grid.hidden]
    chosen = _chosen(grids, sheet)
    if hidden and sheet is None:
        several = len(hidden) > 1
        notices.append(
            f"The hidden sheet{'s' if several else ''} “{and_more(hidden)}” "
            f"{'are' if several else 'is'} not read unless chosen."
        )
    sheets = []
    for grid in chosen:
        sheets.append(sheet_of(grid, with_hidden_columns=with_hidden_columns))
        clock.check()
    return Workbook(sheets, hidden, notices)


def _chosen(grids: list[Grid], sheet: str | None) -> list[Grid]:
    if sheet is None:
        return [grid for grid in grids if not grid.hidden]
    wanted = sheet.strip().casefold()
    found = [grid for grid in grids if grid.name.strip().casefold() == wanted]
    if not found:
        names = and_more([f"“{grid.name}”" for grid in grids], 20)
        raise FileRefused(f"There is no sheet “{sheet}” in this file; it has {names}.")
    return found


def _read_zipped(path: Path, name: str, limits: Limits, clock: Clock):
    try:
        with zipfile.ZipFile(path) as archive:
            names = {part.filename.lower() for part in archive.infolist()}
            mime = b""
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    mime = file.read(200).strip()
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, RuntimeError) as error:
        raise damaged() from error
    except NotImplementedError as error:
        raise damaged("it is packed in an unusual way") from error
    if "xl/workbook.xml" in names:
        return read_xlsx(path, limits, clock)
    if mime.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return read_ods(path, limits, clock)
    if "xl/workbook.bin" in names:
        raise FileRefused(
            "This is an Excel binary workbook (.xlsb), which is not read. Save it as .xlsx."
        )
    if "word/document.xml" in names or b"opendocument.text" in mime:
        raise _is_no_sheet("a text document")
    if any(one.startswith("ppt/") for one in names) or b"opendocument.presentation" in mime:
        raise _is_no_sheet("a presentation")
    if any(one.endswith(".iwa") for one in names):
        raise _is_no_sheet("an Apple Numbers or Pages document. Export it as an Excel workbook")
    if "[content_types].xml" in names or name.lower().endswith(ZIPPED_NAMES):
        raise damaged("its list of sheets is missing")
    raise _is_no_sheet("a ZIP archive. Unpack it and send the sheet that is in it")


def _is_no_sheet(what: str) -> FileRefused:
    return FileRefused(f"This is no spreadsheet but {what}. {WANTED}")


def _refuse_other_ole(path: Path):
    """An old Word or Outlook file has the same envelope as an XLS, and so has a workbook
    with a password."""
    content = path.read_bytes()

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        raise password()
    if has("Workbook") or has("Book"):
        return
    if has("WordDocument"):
        raise _is_no_sheet("a text document (Word)")
    if has("PowerPoint Document"):
        raise _is_no_sheet("a presentation (PowerPoint)")
    if has("__properties_version"):
        raise _is_no_sheet("a message (Outlook)")
    raise damaged("it holds no workbook")


def _refuse_what_is_no_sheet(head: bytes, name: str):
    for sign, what in SIGNS:
        if head.startswith(sign) and (sign not in (b"BM", b"MZ") or 0 in head):
            raise _is_no_sheet(what)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    wide = head.replace(b"\0", b"").lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n").lower()
    for text in (start, wide):
        if text.startswith(
            (b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body")
        ):
            raise FileRefused(
                "This is no Excel file but a web page (HTML), whatever its name says. Open "
                "it in the spreadsheet program, save it as an Excel workbook and send that."
            )
        if text.startswith(b"<?xml") or text.startswith(b"<"):
            if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
                raise FileRefused(
                    "This is an Excel workbook in the XML format of 2003, which is not read. "
                    "Open it and save it as .xlsx."
                )
            if b"opendocument.spreadsheet" in text:
                raise FileRefused(
                    "This is an OpenDocument sheet in flat XML (.fods), which is not read. "
                    "Open it and save it as .ods."
                )
            if b"<html" in text:
                return _refuse_what_is_no_sheet(b"<html", name)
            raise _is_no_sheet("a file in XML")
        if text.startswith((b'{"', b'[{"', b"{\n", b"[\n")) and b":" in text:
            raise _is_no_sheet("a file in JSON")
    if name.lower().endswith(ZIPPED_NAMES):
        if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise damaged("it is no workbook at all")
        ending = Path(name).suffix.lower()
        raise FileRefused(
            f"This is not a workbook, though its name ends in {ending}: it is plain text. Name "
            "it .csv if it is a table in text, or save it as a workbook."
        )
    marks = sum(byte < 9 or 13 < byte < 32 for byte in head)
    if marks > 0.1 * len(head) and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        if head.count(0) < 0.3 * len(head):
            raise _is_no_sheet("a file of some other kind (it is not text)")


def _said_of_text_name(name: str) -> list[str]:
    if name.lower().endswith(".xls"):
        return ["This is a table in plain text, though its name ends in .xls; read as text."]
    return []

"""Looks at a zipped workbook before its reader opens it.

The reader takes memory for the whole area between the first and the farthest cell, so one
cell at XFD1048576 would end the process. Every part is unpacked here as a stream and counted
in bytes, whatever the archive declares; DTDs are refused; and the scan of a sheet brings
along what the reader does not tell: hidden rows and columns, merged cells, errors.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from xml.parsers import expat
from xml.sax.saxutils import unescape

from .files import Clock, FileRefused, Limits, letters

CHUNK = 1 << 16
LONGEST_STRETCH = 1 << 22  # of XML without a cell, or of one text
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DAMAGED = (
    "This workbook is damaged or was cut off on its way{}. Open it in the spreadsheet "
    "program, save it again and send the new file."
)
REFERENCE = re.compile(r"([A-Z]{1,7})([0-9]{1,12})", re.ASCII)


def damaged(what: str = "") -> FileRefused:
    return FileRefused(DAMAGED.format(f" ({what})" if what else ""))


@dataclass
class SheetScan:
    """What the XML of one worksheet says. Rows and columns count from 0."""

    last_row: int = -1
    last_column: int = -1
    first_row: int = LAST_ROW
    first_column: int = LAST_COLUMN
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    shared_strings: int = 0  # cells that point to the table of shared strings
    struck: set[int] = field(default_factory=set)  # rows with cells that are struck through

    @property
    def area(self) -> int:
        if self.last_row < 0:
            return 0
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)


@dataclass
class WorkbookScan:
    sheets: dict[str, SheetScan]  # by part: "xl/worksheets/sheet1.xml"
    names: list[tuple[str, str, str]]  # name, state, part of each sheet, in order
    epoch_1904: bool
    macros: bool
    comments: bool
    struck_words: list[str]  # texts of which a part is struck through


class Archive:
    """A ZIP file whose parts are unpacked as streams, on a budget of bytes and time."""

    def __init__(self, path, limits: Limits, clock: Clock):
        self.limits, self.clock, self.left = limits, clock, limits.unpacked
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise damaged() from error
        self.parts = self.zip.infolist()
        self.by_name = {part.filename: part for part in self.parts}
        self._check_list()

    def _check_list(self):
        if len(self.parts) > self.limits.members:
            raise FileRefused(
                f"This workbook is packed from {len(self.parts):,} parts; at most "
                f"{self.limits.members:,} are unpacked. Copy the sheet into a new workbook."
            )
        if len({part.filename.lower() for part in self.parts}) < len(self.parts):
            raise damaged("two of its parts have one name")
        if any(part.flag_bits & 1 for part in self.parts):
            raise FileRefused(
                "This file is protected with a password. Save it without one and send that."
            )
        if sum(part.file_size for part in self.parts) > self.limits.unpacked:
            raise self.too_large()

    def too_large(self) -> FileRefused:
        return FileRefused(
            f"Unpacked, this workbook is larger than {self.limits.unpacked // 2**20:,} MB, "
            "more than is read. Delete what is not needed, or divide it."
        )

    def unpack(self, name: str) -> Iterator[bytes]:
        """The part in pieces. Counts what really comes, not what the list declares."""
        part = self.by_name[name]
        file = self.zip.fp
        file.seek(part.header_offset)
        header = file.read(30)
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise damaged()
        skip = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        at, left, total = part.header_offset + 30 + skip, part.compress_size, 0
        if part.compress_type == zipfile.ZIP_STORED:
            inflate = None
        elif part.compress_type == zipfile.ZIP_DEFLATED:
            inflate = zlib.decompressobj(-15)
        else:
            raise damaged("it is packed in an unusual way")
        pending, stretch = b"", 0
        while left or pending:
            if not pending:
                file.seek(at)  # another part may have been read in between
                pending = file.read(min(CHUNK, left))
                if not pending:
                    raise damaged()
                at, left = at + len(pending), left - len(pending)
            if inflate is None:
                piece, pending = pending, b""
            else:
                try:
                    piece = inflate.decompress(pending, CHUNK * 4)
                except zlib.error as error:
                    raise damaged() from error
                pending = inflate.unconsumed_tail
                if inflate.eof:
                    left, pending = 0, b""
            tag = piece.rfind(b"<")
            stretch = stretch + len(piece) if tag < 0 else len(piece) - tag
            if stretch > LONGEST_STRETCH:  # the reader would hold it as a whole
                raise damaged("its XML goes on for megabytes without a tag")
            total, self.left = total + len(piece), self.left - len(piece)
            if self.left < 0:
                raise self.too_large()
            self.clock.check()
            if piece:
                yield piece
        if total != part.file_size or (inflate is not None and not inflate.eof):
            raise damaged("a part is not as long as the list of parts says")

    def again(self) -> "Archive":
        """The same archive with its whole budget of bytes, for another pass."""
        return Archive(self.zip.filename, self.limits, Clock(self.limits.seconds))

    def parse(self, name: str, parser) -> None:
        """Feed the part to an expat parser that refuses DTDs."""
        for _ in self.feed(name, parser):
            pass

    def feed(self, name: str, parser) -> Iterator[None]:
        """`parse`, stopping after each piece."""
        parser.StartDoctypeDeclHandler = refuse_dtd
        parser.EntityDeclHandler = refuse_dtd
        parser.buffer_text = True
        try:
            for piece in self.unpack(name):
                parser.Parse(piece, False)
                yield
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise damaged(f"in {PurePosixPath(name).name}") from error


def refuse_dtd(*_):
    raise FileRefused(
        "This workbook has a document type definition or entities in its XML, as no "
        "spreadsheet program writes them. Copy its cells into a new workbook and send that."
    )


def local(name: str) -> str:
    return name.rpartition(" ")[2]


def scan_workbook(archive: Archive) -> WorkbookScan:
    """Check every XML part of an Excel workbook, and scan its sheets."""
    names, epoch_1904 = _workbook_part(archive)
    longest, texts, sheets, struck_words = 0, [], {}, []
    struck = _struck_styles(archive)
    listed = {part for _, _, part in names}
    for part in archive.parts:
        name = part.filename
        if name not in listed and not name.lower().endswith((".xml", ".rels")):
            continue
        root = _root(archive, name)
        if root == "worksheet":
            skimmed = _skim_sheet(archive, name, struck)
            sheets[name] = skimmed or _scan_sheet(archive, name, struck)
        elif root == "sst":
            texts.append(name)
            longest = max(longest, _longest_text(archive, name, struck_words))
        else:
            archive.parse(name, expat.ParserCreate())
    pointing = sum(sheet.shared_strings for sheet in sheets.values())
    if longest * pointing > archive.limits.unpacked:
        _check_text(archive, sheets, texts)
    titles = {part: name for name, _, part in names}
    for part, sheet in sheets.items():
        check_extent(
            archive.limits,
            titles.get(part, part),
            sheet.last_row + 1,
            sheet.last_column + 1,
        )
    check_cells(archive.limits, sum(sheet.area for sheet in sheets.values()))
    files = {part.filename.lower() for part in archive.parts}
    return WorkbookScan(
        sheets=sheets,
        names=names,
        epoch_1904=epoch_1904,
        macros=any(name.endswith("vbaproject.bin") for name in files),
        comments=any(re.match(r"xl/(threaded)?comments", name) for name in files),
        struck_words=struck_words,
    )


def check_extent(limits: Limits, sheet: str, rows: int, columns: int):
    """Refuse a sheet with cells beyond the last row or column that is read."""
    if rows > limits.rows or columns > limits.columns:
        place = f"{letters(max(columns, 1) - 1)}{rows}"
        raise FileRefused(
            f"The sheet “{sheet}” has {rows:,} rows and {columns:,} columns (its last cell is "
            f"{place}); at most {limits.rows:,} rows and {limits.columns:,} columns are read. "
            "If there are stray cells far from the table, delete their rows and columns; "
            "else divide the sheet."
        )


def check_cells(limits: Limits, area: int):
    if area > limits.cells:
        raise FileRefused(
            f"The tables of this workbook span {area:,} cells, blank ones included; at most "
            f"{limits.cells:,} are read. Delete stray cells far from the tables, or divide it."
        )


def check_merged(limits: Limits, number: int):
    if number > limits.rows:
        raise FileRefused(
            f"A sheet has more than {limits.rows:,} merged cells. Take the merging away and "
            "write the values into every row."
        )


def _workbook_part(archive: Archive) -> tuple[list[tuple[str, str, str]], bool]:
    """Name, state and part of each sheet, and whether days count from 1904."""
    parts = {name.lower(): name for name in archive.by_name}
    if "xl/workbook.xml" not in parts:
        raise damaged("its list of sheets is missing")
    sheets, targets, epoch = [], {}, [False]

    def in_workbook(tag, attributes):
        if local(tag) == "sheet":
            said = {local(name): value for name, value in attributes.items()}
            state = said.get("state", "visible")
            sheets.append((said.get("name", ""), state, said.get("id", "")))
        elif local(tag) == "workbookPr":
            epoch[0] = attributes.get("date1904", "0").lower() in ("1", "true")

    def in_relations(tag, attributes):
        if local(tag) == "Relationship":
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            path = str(PurePosixPath(path)).replace("/./", "/").lower()
            targets[attributes.get("Id", "")] = parts.get(path, path)

    for name, handler in (
        ("xl/workbook.xml", in_workbook),
        ("xl/_rels/workbook.xml.rels", in_relations),
    ):
        if name in parts:
            parser = expat.ParserCreate(namespace_separator=" ")
            parser.StartElementHandler = handler
            archive.parse(parts[name], parser)
    return [(name, state, targets.get(id, "")) for name, state, id in sheets], epoch[0]


def _struck_styles(archive: Archive) -> set[str]:
    """The numbers of the styles of cells that are struck through."""
    fonts, styles, inside = [], [], []

    def start(tag, attributes):
        tag = local(tag)
        if tag == "font" and inside[-1:] == ["fonts"]:
            fonts.append(False)
        elif tag == "strike" and fonts and inside[-1] == "font":
            fonts[-1] = attributes.get("val", "1") in ("1", "true")
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            styles.append(attributes.get("fontId", ""))
        inside.append(tag)

    part = {name.lower(): name for name in archive.by_name}.get("xl/styles.xml")
    if part is None:
        return set()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = start, lambda _: inside.pop()
    archive.parse(part, parser)
    struck = {str(number) for number, one in enumerate(fonts) if one}
    return {str(number) for number, font in enumerate(styles) if font in struck}


def _root(archive: Archive, name: str) -> str:
    """The name of the part's outermost element, whatever the part is called."""
    found = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda tag, _: found.append(local(tag))
    parser.StartDoctypeDeclHandler = refuse_dtd
    try:
        for piece in archive.unpack(name):
            parser.Parse(piece, False)
            if found:
                return found[0]
    except expat.ExpatError:
        return ""  # said with its place when the part is read
    return ""


# A cell as nearly every program writes it. Whatever is written otherwise is parsed.
CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: (?:s|t|cm|vm|ph)="[0-9A-Za-z]*")*(/?)>', re.ASCII
)
CELL_BEGINS = (b"<c ", b"<c>", b"<c/", b"<c\n", b"<c\r", b"<c\t")
MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9:]+)"')
# What only a parser can tell: errors, formulas, what is hidden, other prefixes, comments and
# CDATA. Looked for by its beginning first, which is rare, and only then in full.
TELLING = {
    b't="e"': (b't="e"',),
    b"<f": (b"<f>", b"<f ", b"<f/", b"<f\n", b"<f\r", b"<f\t"),
    b"hidden=": (b'hidden="1"', b'hidden="true"', b"hidden='"),
    b"<!": (b"<!",),
    b":c": (b":c ", b":c>", b":c/", b":c\n", b":c\r", b":c\t"),
}


def _tells_more(xml: bytes) -> bool:
    return any(
        begins in xml and any(mark in xml for mark in marks)
        for begins, marks in TELLING.items()
    )


def _skim_sheet(archive: Archive, name: str, struck=frozenset()) -> SheetScan | None:
    """What `_scan_sheet` finds, at a fraction of the cost; None where the XML has anything
    but plain cells. Sound, since in XML each "<" outside comments and CDATA begins a tag:
    every cell is one of those counted, or the counts differ."""
    scan, columns = SheetScan(), set()
    struck_marks = [b' s="%b"' % number.encode() for number in struck]
    first, last = LAST_ROW, -1
    for number, whole in enumerate(_between_cells(archive.unpack(name))):
        if len(whole) > LONGEST_STRETCH or (number == 0 and not _is_utf8(whole)):
            return None
        if _tells_more(whole) or any(mark in whole for mark in struck_marks):
            return None
        cells = CELL.findall(whole)
        others = whole.count(b"<c") - len(cells)  # cells, or <cols> and the like
        if others and len(cells) != sum(map(whole.count, CELL_BEGINS)):
            return None
        filled = [cell for cell in cells if not cell[2]]
        if filled:
            columns.update([cell[0] for cell in filled])
            rows = [int(cell[1]) for cell in filled]
            first, last = min(first, *rows, LAST_ROW), max(last, *rows, -1)
        scan.shared_strings += whole.count(b't="s"')
        merged = MERGED.findall(whole)
        if len(merged) != whole.count(b"<mergeCell "):
            return None
        scan.merged += [area for one in merged if (area := area_of(one.decode()))]
        check_merged(archive.limits, len(scan.merged))
    if columns:
        if not 1 <= first <= last <= LAST_ROW:
            raise damaged("a cell is in no row")
        numbers = [column_number(column.decode()) for column in columns]
        scan.first_row, scan.last_row = first - 1, last - 1
        scan.first_column, scan.last_column = min(numbers), max(numbers)
    return scan


def _between_cells(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut only where a cell or row begins."""
    rest = b""
    for piece in pieces:
        piece = rest + piece
        at = max(piece.rfind(b"<c "), piece.rfind(b"<row"), 0)
        if at or len(piece) > LONGEST_STRETCH:  # hours would go by joining ever longer ones
            yield piece[:at] or piece
        rest = piece[at:]
    yield rest


def _is_utf8(start: bytes) -> bool:
    told = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([^\"']*)", start)
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start[:100]
    return not wide and (not told or told[1].lower() in (b"utf-8", b"us-ascii"))


def _longest_text(archive: Archive, name: str, struck_words: list[str]) -> int:
    """At least as many characters as the longest shared text has. Texts of which a part is
    struck through are added to `struck_words`, some of them."""
    longest, rest = 0, b""
    for piece in archive.unpack(name):
        piece = rest + piece
        if b"<!" in piece or b"\0" in piece or len(rest) > LONGEST_STRETCH:
            return max(_shared_string_lengths(archive, name), default=0)
        *texts, rest = piece.split(b"</si>")
        if b"<strike" in piece and len(struck_words) < 10:
            struck_words += [_words_of(text) for text in texts if STRUCK.search(text)]
        longest = max(longest, len(rest), *map(len, texts), 0)
    return longest


STRUCK = re.compile(rb"<strike(?: val=\"(?:1|true)\")? ?/>")


def _words_of(text: bytes) -> str:
    """The words of a shared text, for people to find it by."""
    said = b"".join(re.findall(rb"<t[^>]*>([^<]*)</t>", text)).decode("utf-8", "replace")
    return unescape(said)


def _shared_string_lengths(archive: Archive, name: str) -> list[int]:
    lengths = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(tag, attributes):
        if local(tag) == "si":
            lengths.append(0)

    def characters(text):
        if lengths:
            lengths[-1] += len(text)

    parser.StartElementHandler = start
    parser.CharacterDataHandler = characters
    archive.parse(name, parser)
    return lengths


def _scan_sheet(archive: Archive, name: str, struck=frozenset()) -> SheetScan:
    """One pass over the XML of a sheet; the handlers do little, for each cell calls them."""
    scan = SheetScan()
    parser = expat.ParserCreate(namespace_separator=" ")
    row, column = -1, -1  # as the XML tells, or else one after the other
    error_text: list[str] | None = None
    stored: list[str] = []  # of a formula: programs that don't calculate leave it blank
    formula = value = filled = False
    kind = style = None
    columns: dict[str, int] = {}

    def start(tag, attributes):
        nonlocal row, column, formula, value, kind, style, filled, error_text
        tag = tag[tag.rfind(" ") + 1 :]
        if tag == "c":
            reference = attributes.get("r")
            if reference is None:
                column += 1
            else:
                match = REFERENCE.fullmatch(reference)
                if not match:
                    raise damaged(f"a cell is at “{reference[:20]}”")
                column = columns.get(match[1], -1)
                if column < 0:
                    column = columns[match[1]] = column_number(match[1])
                row = int(match[2]) - 1
            kind, style = attributes.get("t"), attributes.get("s")
            formula = value = filled = False
            if kind == "s":
                scan.shared_strings += 1
        elif tag == "v" or tag == "is":
            value = filled = True
            if kind == "e":
                error_text = []
                parser.CharacterDataHandler = error_text.append
            elif formula:
                parser.CharacterDataHandler = stored.append
        elif tag == "f":
            formula = filled = True
            stored.clear()
        elif tag == "row":
            said = attributes.get("r")
            row = row + 1 if said is None else row_number(said)
            column = -1
            if attributes.get("hidden") in ("1", "true"):
                scan.hidden_rows.append(row)
        elif tag == "col":
            if attributes.get("hidden") in ("1", "true"):
                first, last = int(attributes["min"]) - 1, int(attributes["max"]) - 1
                scan.hidden_columns.update(range(max(first, 0), min(last, LAST_COLUMN) + 1))
        elif tag == "mergeCell":
            if area := area_of(attributes.get("ref", "")):
                scan.merged.append(area)
                check_merged(archive.limits, len(scan.merged))

    def end(tag):
        nonlocal error_text
        if not tag.endswith(" c"):
            return
        if filled:
            if style in struck:
                scan.struck.add(row)
            if row > scan.last_row:
                scan.last_row = row
            if column > scan.last_column:
                scan.last_column = column
            if row < scan.first_row:
                scan.first_row = row
            if column < scan.first_column:
                scan.first_column = column
            if error_text is not None:
                scan.errors[row, column] = "".join(error_text).strip() or "#ERROR!"
                error_text, parser.CharacterDataHandler = None, None
            elif formula:
                # A text may be the result "", and then its type says that it is a text.
                if not value or not (kind == "str" or "".join(stored).strip()):
                    scan.errors[row, column] = "a formula without a stored result"
                parser.CharacterDataHandler = None
            if len(scan.errors) > archive.limits.rows:
                raise FileRefused(
                    f"More than {archive.limits.rows:,} cells hold errors or formulas "
                    "without a stored result. Open the workbook in the spreadsheet program, "
                    "have it calculate, save it and send that."
                )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        archive.parse(name, parser)
    except (KeyError, ValueError) as error:
        raise damaged("a column or row has no number") from error
    return scan


def column_number(name: str) -> int:
    """ "A" is 0, "XFD" 16383. Refuses what is beyond."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    if number > LAST_COLUMN:
        raise damaged(f"a cell is in column {name}")
    return number - 1


def row_number(said: str) -> int:
    number = int(said)
    if not 1 <= number <= LAST_ROW:
        raise damaged(f"it has a row {said[:20]}")
    return number - 1


def area_of(reference: str) -> tuple[int, int, int, int] | None:
    """First row, first column, last row, last column of "A5:B13"; None if it is not one."""
    corners = [REFERENCE.fullmatch(corner) for corner in reference.split(":")]
    if len(corners) != 2 or None in corners:
        return None
    (left, top), (right, bottom) = (corner.groups() for corner in corners)
    return int(top) - 1, column_number(left), int(bottom) - 1, column_number(right)


def _check_text(archive: Archive, sheets: dict[str, SheetScan], texts: list[str]):
    """Add up the shared texts as often as cells point to them: the reader copies each."""
    archive.left = budget = archive.limits.unpacked
    lengths = [length for name in texts for length in _shared_string_lengths(archive, name)]
    for name in sheets:
        parser = expat.ParserCreate(namespace_separator=" ")
        text: list[str] = []

        def start(tag, attributes, parser=parser, text=text):
            if tag.endswith(" c"):
                text.clear()
                shared = attributes.get("t") == "s"
                parser.CharacterDataHandler = text.append if shared else None

        def end(tag, parser=parser, text=text):
            nonlocal budget
            if tag.endswith(" c") and text:
                parser.CharacterDataHandler = None
                number = "".join(text).strip()
                if number.isdecimal() and int(number) < len(lengths):
                    budget -= lengths[int(number)]
                if budget < 0:
                    raise archive.too_large()

        parser.StartElementHandler, parser.EndElementHandler = start, end
        archive.left = archive.limits.unpacked
        archive.parse(name, parser)

"""An OpenDocument spreadsheet written row by row.

The libraries for it build the whole document in memory (2 GB for 100,000 rows), and of the
format only few words are needed here: tables of text, numbers and days.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO
from xml.sax.saxutils import escape, quoteattr

TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "number": "datastyle",
        "fo": "xsl-fo-compatible",
        "config": "config",
        "manifest": "manifest",
    }.items()
)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
MANIFEST = f"""{HEAD}<manifest:manifest {NAMESPACES} manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
STYLES = """<office:automatic-styles>
<number:date-style style:name="iso"><number:year number:style="long"/>\
<number:text>-</number:text><number:month number:style="long"/>\
<number:text>-</number:text><number:day number:style="long"/></number:date-style>
<number:text-style style:name="as-text"><number:text-content/></number:text-style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="iso"/>
<style:style style:name="text" style:family="table-cell" style:data-style-name="as-text"/>
<style:style style:name="head" style:family="table-cell"><style:table-cell-properties \
fo:background-color="#dddddd"/><style:text-properties fo:font-weight="bold"/></style:style>
"""
# What no XML may hold, and halves of characters.
NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Rows = Iterable[Sequence[str | int | date | None]]


def write_ods(file: IO[bytes], sheets: Iterable[tuple[str, Sequence[tuple[str, int]], Rows]]):
    """Each sheet: its name, its columns as (header, width in characters), its rows."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", TYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        names, ranges = [], []
        with archive.open("content.xml", "w") as content:
            content.write(
                f'{HEAD}<office:document-content {NAMESPACES} office:version="1.3">'
                f"{STYLES}{_widths()}</office:automatic-styles>"
                "<office:body><office:spreadsheet>".encode()
            )
            for number, (name, columns, rows) in enumerate(sheets):
                count = _write_table(content, name, columns, rows)
                names.append(name)
                ranges.append(_filter(number, name, len(columns), count))
            content.write(
                f"<table:database-ranges>{''.join(ranges)}</table:database-ranges>"
                "</office:spreadsheet></office:body></office:document-content>".encode()
            )
        archive.writestr("settings.xml", _settings(names))


WIDTHS = range(5, 81)


def _widths() -> str:
    return "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * 0.2:.1f}cm"/>'
        "</style:style>"
        for width in WIDTHS
    )


def _write_table(content, name: str, columns, rows: Rows) -> int:
    """Returns how many rows there are beside the header."""
    content.write(f"<table:table table:name={quoteattr(name)}>".encode())
    for _, width in columns:
        width = min(max(width, WIDTHS[0]), WIDTHS[-1])
        content.write(
            f'<table:table-column table:style-name="w{width}" '
            'table:default-cell-style-name="text"/>'.encode()
        )
    head = "".join(_text(header, "head") for header, _ in columns)
    content.write(f"<table:table-row>{head}</table:table-row>\n".encode())
    count = 0
    for row in rows:
        cells = "".join(map(_cell, row))
        content.write(f"<table:table-row>{cells}</table:table-row>\n".encode())
        count += 1
    content.write(b"</table:table>")
    return count


def _cell(value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return _text(value, "text")
    if isinstance(value, date):
        day = value.isoformat()
        return (
            f'<table:table-cell table:style-name="day" office:value-type="date" '
            f'office:date-value="{day}"><text:p>{day}</text:p></table:table-cell>'
        )
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def _text(value: str, style: str) -> str:
    lines = NO_XML.sub("", value).split("\n")
    said = "".join(f"<text:p>{_spaced(escape(line))}</text:p>" for line in lines)
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"{said}</table:table-cell>"
    )


def _spaced(line: str) -> str:
    """Blanks at the ends, several in a row and tabs have elements of their own."""
    if "\t" in line:
        line = line.replace("\t", "<text:tab/>")
    if "  " in line or line[:1] == " " or line[-1:] == " ":
        line = re.sub("^ | $|  +", lambda m: f'<text:s text:c="{len(m[0])}"/>', line)
    return line


def _filter(number: int, name: str, columns: int, rows: int) -> str:
    """LibreOffice calls the filters of a sheet so. One of any other name becomes a table
    when it saves the file as XLSX, and Excel finds a table's name with blanks damaged."""
    last = f"{_letters(columns)}{rows + 1}"
    quoted = "'" + name.replace("'", "''") + "'"
    return (
        f'<table:database-range table:name="__Anonymous_Sheet_DB__{number}" '
        f"table:target-range-address={quoteattr(f'{quoted}.A1:{quoted}.{last}')} "
        'table:display-filter-buttons="true"/>'
    )


def _letters(number: int) -> str:
    """The name of a column that counts from 1."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _settings(names: list[str]) -> str:
    """The header of each sheet stays where it is when one scrolls."""
    frozen = "".join(
        f'<config:config-item config:name="{item}" config:type="{kind}">{value}'
        "</config:config-item>"
        for item, kind, value in (
            ("VerticalSplitMode", "short", 2),
            ("VerticalSplitPosition", "int", 1),
            ("ActiveSplitRange", "short", 2),
            ("PositionBottom", "int", 1),
        )
    )
    sheets = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(name)}>{frozen}"
        "</config:config-item-map-entry>"
        for name in names
    )
    return (
        f'{HEAD}<office:document-settings {NAMESPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'<config:config-item-map-named config:name="Tables">{sheets}'
        "</config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set>"
        "</office:settings></office:document-settings>"
    )

"""What stands in a cell and is no part of what it says: marks for "as above" and of footnotes,
the code of web pages."""

import html
import re

# What people write for "as in the row above": marks or a word, with dashes about them.
DITTO = re.compile(
    r"""[\s(–—-]* (?: (?:["″〃”“]|'') (?:[\s–—-]*["″〃”“])* | (?-i:do) | do\. | ditto
    | (?:same\ )?as\ above ) [\s)–—-]* | \s*\(same\)\s*""",
    re.I | re.X,
)
# The mark of a footnote behind or before a cell; numbers are only where a note has them.
FOOTNOTE = re.compile(r"(?<=\S)\s*([*†‡§]+|[¹²³⁴-⁹]+)$|^([*†‡§]+)\s*(?=\w)")
NUMBERED = re.compile(r"(?<=\S)\s*(\(\d{1,2}\)|\[\d{1,2}\])$")
ENTITY = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[rl][sd]quo|[mn]dash|#\d{2,5}|#x[0-9a-f]{2,4});"
)
BEGINS_NOTE = re.compile(r"\s*([*†‡§]+|[¹²³⁴-⁹]+|\(\d{1,2}\)|\[\d{1,2}\])\s*(\S.*)", re.S)


def a_ditto(cell) -> bool:
    return type(cell) is str and len(cell) < 24 and DITTO.fullmatch(cell) is not None


def without_entities(cell) -> str:
    """The cell as a page of the web would show it, where it has its code: "R&amp;D"."""
    short = type(cell) is str and "&" in cell and len(cell) <= 300 and "\n" not in cell
    return html.unescape(cell) if short and ENTITY.search(cell) else ""


def footnotes(head: list[tuple[int, list]], body: list[tuple[int, list]]) -> dict | None:
    """The notes above and below a table by their marks; None where no cell has one. Blank
    cells are None."""
    notes = {}
    for _, cells in head:
        said = [cell for cell in cells if cell is not None]
        if len(said) == 1 and (match := BEGINS_NOTE.fullmatch(str(said[0]))):
            notes.setdefault(match[1], " ".join(match[2].split()))
    full = [cells for _, cells in body if cells.count(None) < len(cells) - 1]
    texts = {cell for cells in full for cell in cells if type(cell) is str}
    return notes if any(without_footnote(cell, notes) for cell in texts) else None


def without_footnote(cell, notes: dict[str, str]) -> tuple[str, str] | None:
    """A cell that bears the mark of a footnote, without it, and the mark."""
    if type(cell) is not str or len(cell) > 300 or "\n" in cell:
        return None
    text = cell.strip()
    if text.isascii() and text[:1].isalnum() and text[-1:].isalnum():
        return None  # as nearly every cell
    match = FOOTNOTE.search(text)
    if match is None and ((match := NUMBERED.search(text)) is None or match[1] not in notes):
        return None
    rest = (text[: match.start()] + text[match.end() :]).strip()
    return (rest, match[0].strip()) if rest else None

"""Comma, semicolon and tab separated text, in whatever encoding it came.

A file is never held in memory as a whole: one quick pass finds the encoding and counts
quotes, the second, when rows are asked for, reads.
"""

import codecs
import csv
import re
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path

from .files import Clock, FileRefused, Grid, Limits

CHUNK = 1 << 18
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|"}
TITLES = {"\t": "tab"}  # how a delimiter that can't be seen is written
CURLY = str.maketrans("“”", '""')
# A cell may be as long as the file; how much of it is kept is for `cells.py` to say.
csv.field_size_limit(2**31 - 1)

CP1252_NOTICE = (
    "The text is not UTF-8 and was read as Windows-1252, the usual encoding of Excel in the "
    "West. If letters with accents look wrong, say which encoding it is."
)


def read_text_file(
    path: Path,
    *,
    name: str,
    limits: Limits,
    clock: Clock,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Grid:
    encoding, notices = find_encoding(path, clock, encoding)
    sample = _sample(path, encoding)
    told = re.match(r'"?sep=([^\r\n"])', sample)  # the first line may say so, for Excel
    delimiter = _given_delimiter(delimiter or (told and told[1])) or find_delimiter(sample)
    curly = _in_curly_quotes(sample, delimiter)
    if curly:
        notices = [*notices, "Curly quotation marks around cells are read like straight ones."]
    grid = Grid(
        name=name,
        rows=lambda: _rows(path, encoding, delimiter, curly),
        notices=notices,
        encoding="windows-1252" if encoding == "cp1252" else encoding,
        delimiter=TITLES.get(delimiter, delimiter),
        blank_rows_count=True,
    )
    _look_through(path, encoding, delimiter, limits)
    return grid


def find_encoding(path: Path, clock: Clock, given: str | None) -> tuple[str, list[str]]:
    """The encoding in which the whole file can be read, and what to say about it."""
    with open(path, "rb") as file:
        head = file.read(CHUNK)
    if given:
        try:
            encoding = codecs.lookup(given).name
        except LookupError:
            raise FileRefused(
                f"There is no encoding “{given}”. Say utf-8, utf-16 or windows-1252."
            ) from None
        if encoding == "utf-8" and head.startswith(codecs.BOM_UTF8):
            encoding = "utf-8-sig"
        if fault := _decoding_fault(path, encoding, clock):
            raise FileRefused(
                f"The text can't be read as {given}: {fault}. Leave the encoding open, or "
                "choose another."
            )
        return encoding, []
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        order = ["utf-16"]
    elif head.startswith(codecs.BOM_UTF8):
        order = ["utf-8-sig"]
    elif wide := _wide_without_mark(head):
        order = [wide]
    else:
        order = ["utf-8", "cp1252"]
    faults = {}
    for encoding in order:
        faults[encoding] = _decoding_fault(path, encoding, clock)
        if not faults[encoding]:
            return encoding, [CP1252_NOTICE] if encoding == "cp1252" else []
        if "null byte" in faults[encoding]:
            break
    said = "; ".join(f"as {encoding}, {fault}" for encoding, fault in faults.items())
    raise FileRefused(
        f"The text can't be read ({said}). Save it again as UTF-8 text, or say which "
        "encoding it is."
    )


def _wide_without_mark(head: bytes) -> str:
    """UTF-16 without a byte order mark: every other byte of plain text is zero."""
    even, odd = head[0:2000:2], head[1:2000:2]
    if len(odd) > 4 and odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if len(even) > 4 and even.count(0) > 0.7 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return ""


def _decoding_fault(path: Path, encoding: str, clock: Clock) -> str:
    """Why the file is no text in that encoding, as the end of a sentence; "" if it is."""
    decoder = codecs.getincrementaldecoder(encoding)()
    place = 0
    with open(path, "rb") as file:
        while True:
            clock.check()
            piece = file.read(CHUNK)
            try:
                text = decoder.decode(piece, final=not piece)
            except (UnicodeDecodeError, UnicodeError) as error:
                at = place + getattr(error, "start", 0) + 1
                return f"the byte at place {at:,} means nothing"
            if "\0" in text:
                return "there is a null byte in it, so it is damaged or no text"
            if not piece:
                return ""
            place += len(piece)


def _sample(path: Path, encoding: str) -> str:
    with open(path, encoding=encoding, newline="") as file:
        return file.read(CHUNK)


def _given_delimiter(delimiter: str | None) -> str:
    if not delimiter:
        return ""
    delimiter = NAMED.get(delimiter.strip().lower() or delimiter, delimiter)
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise FileRefused(
            f"“{delimiter}” can't separate cells. Say comma, semicolon, tab or bar."
        )
    return delimiter


def find_delimiter(sample: str) -> str:
    """The one that stands equally often in most lines, counted outside quotes."""
    lines = _counts(sample)
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        counts = [line[delimiter] for line in lines if line[delimiter]]
        if not counts:
            continue
        usual, same = Counter(counts).most_common(1)[0]
        # How many lines agree counts most, then how many cells they make.
        score = same / len(lines) + 0.01 * min(usual, 30)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _counts(sample: str) -> list[Counter]:
    """How often each delimiter stands in each of the first lines, quoted text left out."""
    lines, line, quoted = [], Counter(), False
    for mark in sample:
        if mark == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif mark == "\n":
            if line:
                lines.append(line)
                if len(lines) == 200:
                    return lines
            line = Counter()
        elif mark in DELIMITERS:
            line[mark] += 1
    if line:
        lines.append(line)
    return lines


def _in_curly_quotes(sample: str, delimiter: str) -> bool:
    """Did a word processor make “…” of the quotation marks around the cells?"""
    if '"' in sample or "“" not in sample:
        return False
    mark = re.escape(delimiter)
    needed = "“" in sample.split("\n", 1)[0] or re.search(rf"“[^”\n]*{mark}[^”]*”", sample)
    opened = len(re.findall(rf"(?:^|(?<={mark}))“", sample, re.M))
    closed = len(re.findall(rf"”(?=$|\r|{mark})", sample, re.M))
    whole = opened == closed == sample.count("“") == sample.count("”")
    return bool(needed and whole)


def _rows(path, encoding, delimiter, curly=False) -> Iterator[tuple[int, list[str]]]:
    with open(path, encoding=encoding, newline="") as file:
        lines = (line.translate(CURLY) for line in file) if curly else file
        yield from enumerate(csv.reader(lines, delimiter=delimiter), start=1)


def _look_through(path: Path, encoding: str, delimiter: str, limits: Limits):
    """Refuse too many rows, and a quote that is opened and never closed.

    Counting marks is quick. Only a file with more lines than rows may have, or with an odd
    number of quotes, is read through here.
    """
    with open(path, encoding=encoding, newline="") as file:
        lines = quotes = 0
        for piece in iter(lambda: file.read(CHUNK), ""):
            lines += max(piece.count("\n"), piece.count("\r"))
            quotes += piece.count('"')
    if lines > limits.rows:
        count = sum(1 for _ in _rows(path, encoding, delimiter))
        if count > limits.rows:
            raise FileRefused(
                f"The file has {count:,} rows; at most {limits.rows:,} are read. Divide it."
            )
    if quotes % 2:
        _refuse_open_quote(path, encoding, delimiter)


def _refuse_open_quote(path: Path, encoding: str, delimiter: str):
    """It would swallow all rows after it in silence. Not every stray quote does: one that
    stands inside a cell stands for itself."""
    with open(path, encoding=encoding, newline="") as file:
        try:
            for _ in csv.reader(file, delimiter=delimiter, strict=True):
                pass
            return
        except csv.Error:
            pass
    [(number, last)] = deque(_rows(path, encoding, delimiter), maxlen=1)
    longest = max(last, key=len, default="")
    if "\n" in longest or "\r" in longest:
        begins = longest.split("\n")[0].strip()[:60]
        raise FileRefused(
            f"In row {number} a quotation mark is opened and never closed, before "
            f"“{begins}”; all that follows would be one cell. Close the quotation mark, or "
            "double it where it belongs to the text."
        )

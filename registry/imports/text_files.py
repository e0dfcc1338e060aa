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
MAC_NOTICE = (
    "The text is not UTF-8 and was read as Mac Roman, since its words come out whole that way. "
    "If letters with accents look wrong, say which encoding it is."
)
# UTF-8 among which single bytes are Windows-1252, as in files put together of two.
MIXED, AS_CP1252 = "utf-8 and windows-1252", "as windows-1252"
SHOWN = {"cp1252": "windows-1252", "mac_roman": "mac-roman", MIXED: "utf-8"}
STRAY = re.compile("[\udc80-\udcff]")  # how "surrogateescape" keeps bytes that mean nothing
# What stands in words of the right encoding, and what a wrong one makes of them: “JosŽ”.
RIGHT = re.compile(
    r"[a-z][ß-öø-ÿœšž]|\b[À-ÖØ-ÞŠŽ][a-z]|[a-zA-Z]’[a-zA-Z]| [–—] |(?<!\w)“\w|\w”"
)
WRONG = re.compile(r"[a-z][À-ÖØ-ÞŠŽŸ]|\w[‘‚„“]|\w[^\w\s’–—…\x00-\x7f]\w|[\x80-\x9f\ufffd]")


def _stray_bytes(error: UnicodeDecodeError) -> tuple[str, int]:
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace"), error.end


codecs.register_error(AS_CP1252, _stray_bytes)


def _opened(path: Path, encoding: str):
    if encoding == MIXED:
        return open(path, encoding="utf-8-sig", errors=AS_CP1252, newline="")
    return open(path, encoding=encoding, newline="")


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
    faults: dict[int, str] = {}
    grid = Grid(
        name=name,
        rows=lambda: _rows(path, encoding, delimiter, curly),
        notices=list(notices),
        encoding=SHOWN.get(encoding, encoding),
        delimiter=TITLES.get(delimiter, delimiter),
        blank_rows_count=True,
        row_faults=faults,
    )
    told, inner = _look_through(path, encoding, delimiter, limits)
    grid.notices += told
    if inner:
        grid.rows = lambda: _checked_rows(path, encoding, delimiter, faults)
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
        wanted = "utf-16"
    elif head.startswith(codecs.BOM_UTF8):
        wanted = "utf-8-sig"
    elif wide := _wide_without_mark(head):
        wanted = wide
    else:
        wanted = "utf-8"
    faults = {wanted: _decoding_fault(path, wanted, clock)}
    if not faults[wanted]:
        return wanted, []
    if wanted.startswith("utf-8") and "null byte" not in faults[wanted]:
        other, notice = _not_quite_utf8(path, clock)
        faults[other] = _decoding_fault(path, other, clock)
        if not faults[other]:
            return other, [notice]
    said = "; ".join(f"as {encoding}, {fault}" for encoding, fault in faults.items())
    raise FileRefused(
        f"The text can't be read ({said}). Save it again as UTF-8 text, or say which "
        "encoding it is."
    )


def _not_quite_utf8(path: Path, clock: Clock) -> tuple[str, str]:
    """The encoding of text that is not UTF-8 as a whole, and what to say of it."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("surrogateescape")
    letters, strays, first, odd = 0, 0, "", b""
    with open(path, "rb") as file:
        starts_so = file.read(3) == codecs.BOM_UTF8
        file.seek(0)
        for piece in iter(lambda: file.read(CHUNK), b""):
            clock.check()
            text = decoder.decode(piece)
            found = STRAY.findall(text)
            letters += len(re.findall("[^\0-\x7f]", text)) - len(found)
            strays += len(found)
            if found and not first:
                at = STRAY.search(text).start()
                near = re.search(r"[^\r\n]{0,20}$", text[:at])[0] + text[at : at + 10]
                near = near.encode("utf-8", "surrogateescape").decode("utf-8", AS_CP1252)
                first = " ".join(near.split())
            odd += piece if found and len(odd) < CHUNK else b""
    if letters >= strays or starts_so:
        return MIXED, (
            f"The text is UTF-8, but for {strays:,} byte{'s' if strays > 1 else ''} read as "
            f"Windows-1252 (first in “{first}”). Look whether the letters there are right."
        )
    windows, mac = (
        len(RIGHT.findall(text)) - 2 * len(WRONG.findall(text))
        for text in (odd.decode("cp1252", "replace"), odd.decode("mac_roman"))
    )
    old_mac = b"\r" in odd and b"\n" not in odd  # where only they ended lines like that
    if mac > windows or (old_mac and mac == windows):
        return "mac_roman", MAC_NOTICE
    return "cp1252", CP1252_NOTICE


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
    if encoding == MIXED:
        decoder = codecs.getincrementaldecoder("utf-8-sig")(AS_CP1252)
    else:
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
    with _opened(path, encoding) as file:
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
    with _opened(path, encoding) as file:
        lines = (line.translate(CURLY) for line in file) if curly else file
        yield from enumerate(csv.reader(lines, delimiter=delimiter), start=1)


def _checked_rows(path, encoding, delimiter, faults: dict) -> Iterator[tuple[int, list[str]]]:
    """The same, noting the rows in which quotation marks are not where they may be."""
    inner, lines = _inner_quote(delimiter), []

    def kept(file):
        for line in file:
            lines.append(line)
            yield line

    with _opened(path, encoding) as file:
        for number, cells in enumerate(csv.reader(kept(file), delimiter=delimiter), start=1):
            text = "".join(lines)
            if inner.search(text) and _breaks_rules(text, delimiter):
                faults[number] = INNER_QUOTE
            lines.clear()
            yield number, cells


INNER_QUOTE = (
    "Quotation marks inside a cell that stands in quotation marks must be doubled, like "
    '“"Ann ""Annie"" Able"”; where this row\'s cells end can\'t be told.'
)


def _inner_quote(delimiter: str) -> re.Pattern:
    """A quotation mark that neither begins nor ends a cell, and is not doubled."""
    mark = re.escape(delimiter)
    return re.compile(f'[^{mark}\r\n"]"[^{mark}\r\n"]')


def _breaks_rules(text: str, delimiter: str) -> bool:
    try:
        deque(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True), 0)
    except csv.Error:
        return True
    return False


def _look_through(
    path: Path, encoding: str, delimiter: str, limits: Limits
) -> tuple[list[str], bool]:
    """Refuse too many rows, and a quote that is opened and never closed; tell of letters
    that were lost before the file came here, and whether there may be quotation marks inside
    cells in quotation marks.

    Counting marks is quick. Only a file with more lines than rows may have, or with an odd
    number of quotes, is read through here.
    """
    with _opened(path, encoding) as file:
        lines = quotes = lost = 0
        inner, found = _inner_quote(delimiter), False
        for piece in iter(lambda: file.read(CHUNK), ""):
            lines += max(piece.count("\n"), piece.count("\r"))
            quotes += piece.count('"')
            lost += piece.count("\ufffd")
            found = found or ('"' in piece and bool(inner.search(piece)))
    if lines > limits.rows:
        count = sum(1 for _ in _rows(path, encoding, delimiter))
        if count > limits.rows:
            raise FileRefused(
                f"The file has {count:,} rows; at most {limits.rows:,} are read. Divide it."
            )
    if quotes % 2:
        _refuse_open_quote(path, encoding, delimiter)
    told = [
        f"In {lost:,} place{'s' if lost > 1 else ''} “\ufffd” stands for a letter that was "
        "lost before the file came here. Write it again, or send an earlier copy."
    ]
    return told if lost else [], found


def _refuse_open_quote(path: Path, encoding: str, delimiter: str):
    """It would swallow all rows after it in silence. Not every stray quote does: one that
    stands inside a cell stands for itself."""
    with _opened(path, encoding) as file:
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

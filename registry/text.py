"""Text as people type it: what is kept, what is refused, what counts as the same."""

import re
import unicodedata

# Marks that change how text runs or hide in it. A name with one looks like another name.
HIDDEN = {
    0x00AD: "a soft hyphen",
    0x061C: "an Arabic letter mark",
    0x200B: "a zero-width space",
    0x200E: "a left-to-right mark",
    0x200F: "a right-to-left mark",
    0x2060: "a word joiner",
    0xFEFF: "a byte order mark",
    **dict.fromkeys(range(0x202A, 0x202F), "a mark that turns the direction of text"),
    **dict.fromkeys(range(0x2066, 0x206A), "a mark that turns the direction of text"),
    **dict.fromkeys(range(0xE000, 0xF900), "a private-use character"),
    **dict.fromkeys(range(0xD800, 0xE000), "half of a character"),
}
ALLOWED_CONTROLS = {"\n", "\t", "\r"}

# Typographic variants of one character; NFKC does not unite these.
VARIANTS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛ʼ′`´ʻ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    }
)
UNSEEN = dict.fromkeys([*HIDDEN, 0x200C, 0x200D])

# How the first cell of a row begins that shows what a row may look like.
EXAMPLE = "Example, not read"

# How a cell begins that a spreadsheet program may run as a formula, whatever blanks and
# quotation marks stand before it; apostrophes too, since they are the mark against that.
FORMULA = re.compile(r"'*(?:[\t\r\0]|[\s\"]*[=+\-@＝＋－＠])")
NUMBER = re.compile(r"[+-]?\d[\d.,]*(?:[eE][+-]?\d+)?%?")


def tidy(text: str) -> str:
    """What is stored: composed (NFC), one kind of line break, no blanks at the ends."""
    text = unicodedata.normalize("NFC", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def tidy_line(text: str) -> str:
    """`tidy` for a single line: a line break or tab in it becomes a space."""
    return re.sub(r"[\n\t]+ *", " ", tidy(text))


def fold(text: str) -> str:
    """The form in which names are compared: no accents, case, doubled blanks, or
    typographic variants of apostrophe, hyphen and space."""
    if text.isascii():  # nearly all text, and none of this is in it but one apostrophe
        return " ".join(text.replace("`", "'").lower().split())
    text = unicodedata.normalize("NFKD", text.translate(VARIANTS).translate(UNSEEN))
    text = "".join(mark for mark in text if not unicodedata.combining(mark))
    return " ".join(text.translate(VARIANTS).casefold().split())


def hidden_in(text: str) -> tuple[int, str] | None:
    """Place (from 1) and name of the first character that no reader could see."""
    for place, mark in enumerate(text, start=1):
        name = HIDDEN.get(ord(mark))
        if not name and mark not in ALLOWED_CONTROLS:
            if unicodedata.category(mark) == "Cc":
                name = "a null byte" if mark == "\0" else "a control character"
        if name:
            return place, name
    return None


def defused(cell: str) -> str:
    """The cell of a text file as no program runs it: a formula gets an apostrophe before
    it, a number stays one. `undefused` takes it off again."""
    return f"'{cell}" if FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell


def kept_quoted(cell: str) -> str:
    """The cell of a workbook, where text is no formula whatever it begins with: only an
    apostrophe that `undefused` would take for the mark is doubled."""
    return f"'{cell}" if cell.startswith("'") and FORMULA.match(cell) else cell


def undefused(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell, 1) else cell


def slug(text: str) -> str:
    """A key made of text: lower-case words of a–z and 0–9, joined by hyphens."""
    words = re.findall(r"[a-z0-9]+", fold(text).replace("'", "").replace(".", ""))
    return "-".join(words)


def same_but_for_article(one: str, other: str) -> bool:
    """Printing "Office" for "the Office" is a matter of the sentence, not of the fact."""
    return one.removeprefix("the ").casefold() == other.removeprefix("the ").casefold()

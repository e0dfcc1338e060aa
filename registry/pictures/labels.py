"""Names in pictures: how wide they are, and how much of a long one is drawn."""

import unicodedata

WIDE = 15  # CSS pixels of a Chinese or Japanese character in text of 14 pixels
NARROW = 7.5
JOINERS = "\u200c\u200d"


def shortened(name: str, *, most: int) -> str:
    """At most `most` characters of the name, cut before no accent that belongs to them."""
    if len(name) <= most:
        return name
    end = most - 1
    while end and (unicodedata.combining(name[end]) or name[end] in JOINERS):
        end -= 1
    return name[:end].rstrip() + "…"


def width_of(text: str) -> int:
    """About how many pixels wide the text is drawn; rather too many than too few."""
    width = 0.0
    for mark in text:
        if unicodedata.combining(mark) or mark in JOINERS:
            continue
        width += WIDE if unicodedata.east_asian_width(mark) in "WF" else NARROW
    return round(width)


def and_more(left_out: int) -> str:
    """What is said of what is not drawn; "" where all of it is."""
    return f"and {left_out:,} more, in the table" if left_out else ""

"""As people write it: in plain words, and in the style of the APA (7th edition)."""

import calendar

from .work import Work, day_words


def stopped(text: str) -> str:
    """The text with a full stop, unless it ends a sentence by itself."""
    return text if text.endswith((".", "?", "!", "…", "؟", "。")) else f"{text}."


def plain(work: Work) -> str:
    said = work.description
    if work.date:
        said = f"{said}, {work.date.words}"
    elif not work.as_of:
        said = f"{said}, n.d."
    parts = [stopped(work.author), stopped(work.title), stopped(said)]
    if work.edition_words:
        parts.append(stopped(work.edition_words))
    if work.author != work.site:
        parts.append(stopped(work.site))
    return f"{' '.join(parts)} {work.address} (read on {day_words(work.accessed)})."


def apa(work: Work) -> str:
    return "".join(apa_parts(work))


def apa_parts(work: Work) -> tuple[str, str, str]:
    """What stands before the title, the title, which is set in italics, and the rest."""
    before = f"{stopped(work.author)} ({_apa_date(work)}). "
    edition = f" ({ordinal(work.edition)} ed.)" if (work.edition or 1) > 1 else ""
    site = f" {stopped(work.site)}" if work.author != work.site else ""
    read = f"Retrieved {day_words(work.accessed)}, from " if work.edition is None else ""
    return before, work.title, f"{edition} [{work.description}].{site} {read}{work.address}"


def _apa_date(work: Work) -> str:
    date = work.date
    if date is None:
        return "n.d."
    words = f"ca. {date.year}" if date.about else str(date.year)
    if date.month:
        words += f", {calendar.month_name[date.month]}"
    return f"{words} {date.day}" if date.day else words


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    last = "th" if number % 100 in (11, 12, 13) else None
    return f"{number}{last or {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"

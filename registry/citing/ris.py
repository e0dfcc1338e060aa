"""RIS, which every program for references reads."""

from .work import Work


def ris(work: Work) -> str:
    """One reference. A date that is not known is left out: each style has its own words
    for that."""
    fields = [
        ("TY", "ELEC"),
        ("ID", work.key),
        ("AU", _corporate(work.author)),
        ("TI", work.title),
    ]
    if work.author != work.site:
        fields.append(("T2", work.site))
    if date := work.date:
        about = "circa" if date.about else ""
        month = f"{date.month:02}" if date.month else ""
        day = f"{date.day:02}" if date.day else ""
        fields += [("PY", str(date.year)), ("DA", f"{date.year}/{month}/{day}/{about}")]
    fields.append(("M3", work.description))
    if work.edition is not None:
        fields += [("ET", str(work.edition)), ("N1", work.edition_words)]
    fields += [("UR", work.address), ("Y2", f"{work.accessed:%Y/%m/%d}/")]
    lines = [f"{tag}  - {value}\r\n" for tag, value in fields]
    return "".join([*lines, "ER  - \r\n"])


def _corporate(name: str) -> str:
    """RIS knows persons only: after a comma it looks for a given name. Without its commas
    "Department of Health, Education, and Welfare" stays one name."""
    return " ".join(name.replace(",", " ").split())

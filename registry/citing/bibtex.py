"""BibTeX, for LaTeX. Read as UTF-8 by biber and by what is newer than 2018."""

import re

from .work import Work

# Each in braces of its own: BibTeX takes what begins with a command for one letter with
# its accent, and puts all of it into lower case. Braces by name: BibTeX counts them,
# whatever stands before them.
SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"{\textless}",
    ">": r"{\textgreater}",
    "|": r"{\textbar}",
    **{mark: f"{{\\{mark}}}" for mark in "&%$#_"},
}
# What TeX would draw together: "--" as a dash, "''" and ",," as quotation marks.
LIGATURE = re.compile(r"-(?=-)|'(?=')|,(?=,)|[`?!](?=`)")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def escaped(text: str) -> str:
    """The text so that TeX prints it letter by letter."""
    apart = LIGATURE.sub(r"\g<0>\0", text)
    return "".join(SPECIAL.get(mark, mark) for mark in apart).replace("\0", "{}")


def bibtex(work: Work) -> str:
    """An entry `@misc`, which the old styles know as well as biblatex."""
    fields = {
        # The second braces keep a name in one piece, and the capitals of a title.
        "author": f"{{{{{escaped(work.author)}}}}}",
        "title": f"{{{{{escaped(work.title)}}}}}",
    }
    if work.author != work.site:
        fields["howpublished"] = f"{{{escaped(work.site)}}}"
    fields |= _date_fields(work)
    told = ". ".join(filter(None, [work.description, work.edition_words]))
    fields["note"] = f"{{{escaped(told)}}}"
    fields["url"] = f"{{{work.address}}}"
    fields["urldate"] = f"{{{work.accessed.isoformat()}}}"
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
    return f"@misc{{{work.key},\n{lines}\n}}\n"


def _date_fields(work: Work) -> dict[str, str]:
    """`date` for biblatex, `year` and `month` for the old styles."""
    date = work.date
    if date is None:
        return {"year": "{n.d.}"}
    if date.about:
        return {"year": f"{{ca. {date.year}}}", "date": f"{{{date}}}"}
    fields = {"year": f"{{{date.year}}}"}
    if date.month:
        fields["month"] = MONTHS[date.month - 1]
    return fields | {"date": f"{{{date}}}"}

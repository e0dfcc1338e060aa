import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.imports.cells import normal
from registry.text import (
    defused,
    fold,
    hidden_in,
    kept_quoted,
    slug,
    tidy,
    tidy_line,
    undefused,
)

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("President's Task Force", "President’s Task Force"),
        ("anti-trafficking", "anti‑trafficking"),
        ("Department of State", "Department\u00a0of  State"),
        ("María Otero", "Maria Otero"),
        ("STRASSE", "Straße"),
        ("O’Neill", "o`neill"),
        ("ﬁne", "fine"),
        ("Mc\u200bConnell", "McConnell"),
    ],
)
def test_typographic_variants_are_the_same(one, other):
    assert fold(one) == fold(other)


def test_other_names_are_not_the_same():
    assert fold("Department of Labor") != fold("Department of Labour")


@given(st.text())
def test_folding_and_tidying_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert tidy(tidy(text)) == tidy(text)
    assert tidy_line(tidy_line(text)) == tidy_line(text)
    assert "\n" not in tidy_line(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_the_shorter_way_for_plain_text_comes_to_the_same(text):
    """One accent, and the text goes the longer way."""
    assert fold(f"{text} é") == f"{fold(text)} e".strip()
    words = normal(text) if any(mark.isalnum() for mark in text) else ""
    assert normal(f"{text} é") == f"{words} e".strip()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rice", None),
        ("Rice\nRice\t", None),
        ("ab\u200fc", (3, "a right-to-left mark")),
        ("\0", (1, "a null byte")),
        ("a\x1b[31m", (2, "a control character")),
        ("a\u202ecba", (2, "a mark that turns the direction of text")),
        ("محمد", None),
    ],
)
def test_what_no_reader_can_see_is_found(text, found):
    assert hidden_in(text) == found


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("G/TIP", "g-tip"),
        ("U.S. Customs", "us-customs"),
        ("President’s Task Force", "presidents-task-force"),
        ("María Otero", "maria-otero"),
        ("محمد", ""),
    ],
)
def test_a_key_is_made_of_words(text, key):
    assert slug(text) == key


@pytest.mark.parametrize(
    "cell, safe",
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd", "'+cmd"),
        ("-cmd", "'-cmd"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\0x", "'\0x"),
        (" =x", "' =x"),
        ("\n=x", "'\n=x"),
        ("\u00a0=x", "'\u00a0=x"),
        ("＝x", "'＝x"),
        ("＋x", "'＋x"),
        ("－x", "'－x"),
        ("＠x", "'＠x"),
        ('"=x', "'\"=x"),
        ("'=x", "''=x"),
        ("-5", "-5"),
        ("+1.5", "+1.5"),
        ("-1,000.50", "-1,000.50"),
        ("-1e5", "-1e5"),
        ("-1+1", "'-1+1"),
        ("+1 202 555 0100", "'+1 202 555 0100"),
        ("– a dash", "– a dash"),
        ("'tis", "'tis"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_a_formula_is_made_plain_text_and_a_number_stays_one(cell, safe):
    assert defused(cell) == safe
    assert undefused(safe) == cell


@given(st.text(st.sampled_from("'\"=+-@＝ \t\r\n01x"), max_size=6))
def test_the_mark_comes_off_again(cell):
    assert undefused(defused(cell)) == cell
    assert undefused(kept_quoted(cell)) == cell

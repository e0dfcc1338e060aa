"""What counts as the same word, and which words are near to each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.search.words import compounds, forms, initials, marked, together, token_of, tokens


@pytest.mark.parametrize(
    "text, words",
    [
        ("The President's Task Force", ["the", "president", "task", "force"]),
        ("President’s", ["president"]),
        ("Departments of State", ["department", "of", "state"]),
        ("policies, agencies", ["policy", "agency"]),
        ("Congress, census, Paris", ["congress", "census", "paris"]),
        ("U.S. Government", ["us", "government"]),
        ("G/TIP", ["g", "tip"]),
        ("Élodie Müller‑Straße", ["elodie", "muller", "strasse"]),
        ("O’Brien O'Brien OʼBrien", ["obrien", "obrien", "obrien"]),
        ("NEAR(a, b) * : ^ \"x\" a_b", ["near", "a", "b", "x", "a", "b"]),
        ("%%%___&|!\0\ud800", []),
        ("2007-10-25 and 10/5/2007", ["october", "25", "2007", "and", "october", "5", "2007"]),
        ("pitf-2007-10-25, 2007-13-01, 25/10/2007", [*("pitf", "2007", "10", "25", "2007"),
          *("13", "01", "25", "10", "2007")]),
        ("E.O. 13257, EO13257, Executive Order No. 13257", ["executive", "order", "13257"] * 3),
        ("P.L. 106-386; Pub. L. No. 106–386", ["public", "law", "106", "386"] * 2),
        ("Public lands, EO, PL", ["public", "land", "eo", "pl"]),
        ("وزارة العمل", ["وزارة", "العمل"]),
    ],
)  # fmt: skip
def test_the_words_of_a_text(text, words):
    assert tokens(text) == words


@pytest.mark.parametrize("name", ["G/TIP", "gtip", "g tip", "G.TIP", "The G/TIP"])
def test_a_whole_name_is_one_token_however_it_is_divided(name):
    assert together(tokens(name)) == "gtip"
    assert token_of(tokens(name)) == token_of(["gtip"])


def test_the_initials_of_a_name_are_what_it_may_be_called():
    welfare = "Department of Health, Education, and Welfare"
    assert initials(welfare) == {"dhew", "hew"}
    assert initials("Office of Management and Budget") == {"omb"}
    assert initials("Department of State") == initials("") == set()


@given(st.text())
def test_words_are_letters_and_digits_of_bounded_length(text):
    for token in tokens(text):
        assert token.isalnum() and 0 < len(token) <= 40
        assert token == token.casefold()


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_text_is_folded_in_a_short_way_to_the_same(text):
    assert tokens(text) == tokens(f"{text} é")[:-1]


def test_a_word_with_a_hyphen_is_found_and_marked_without_one_too():
    text = "Counter‑Terrorism Bureau, anti-trafficking, G-8, 2007-10"
    assert compounds(text) == {"counterterrorism", "antitrafficking"}
    assert marked("Anti-trafficking law", ["antitrafficking"])[0] == (True, "Anti-trafficking")
    assert marked("Anti-trafficking law", ["traffick"])[:2] == [
        (False, "Anti-"),
        (True, "trafficking"),
    ]


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_marking_loses_and_adds_nothing(text, terms):
    assert "".join(piece for _, piece in marked(text, terms)) == text


def test_what_is_marked_is_the_word_as_it_stands():
    assert marked("The U.S. – Müller’s policies.", ["us", "mull", "policy"]) == [
        (False, "The "),
        (True, "U.S."),
        (False, " – "),
        (True, "Müller’s"),
        (False, " "),
        (True, "policies"),
        (False, "."),
    ]


@pytest.mark.parametrize(
    "wrong, right",
    [
        ("condoleeza", "condoleezza"),
        ("kondoleesa", "condoleezza"),
        ("mukasy", "mukasey"),
        ("lgaon", "lagon"),
        ("albrite", "albright"),
        ("filips", "phillips"),
        ("gonzalez", "gonzales"),
    ],
)
def test_a_misspelt_word_shares_a_form_with_the_right_one(wrong, right):
    assert forms(wrong) & forms(right)

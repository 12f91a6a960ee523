"""Names as they are written, sorted and compared (A3, A4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.person_names import (
    comparison_key,
    full_name,
    name_words,
    sort_name,
    split_name,
)


@pytest.mark.parametrize(
    "parts, full, in_a_list",
    [
        (("Tijn", "van den", "Berg"), "Tijn van den Berg", "Berg, Tijn van den"),
        (("Noor", "", "Linde"), "Noor Linde", "Linde, Noor"),
        (("", "van den", "Berg"), "van den Berg", "Berg, van den"),
        (("Selam", "", ""), "Selam", "Selam"),
        (("", "", "Berg"), "Berg", "Berg"),
        (("", "", ""), "", ""),
        ((" Anna  Maria ", " de ", " Wit "), "Anna Maria de Wit", "Wit, Anna Maria de"),
    ],
)
def test_full_and_sort_name(parts, full, in_a_list):
    assert full_name(*parts) == full
    assert sort_name(*parts) == in_a_list


@pytest.mark.parametrize(
    "written, expected",
    [
        ("Tijn van den Berg", ("Tijn", "van den", "Berg")),
        ("Anna Maria de Wit", ("Anna Maria", "de", "Wit")),
        ("Berg, Tijn van den", ("Tijn", "van den", "Berg")),
        ("Noor Linde", ("Noor", "", "Linde")),
        ("Piet van 't Hek", ("Piet", "van 't", "Hek")),
        ("Al Jansen", ("Al", "", "Jansen")),
        ("Jan de", ("Jan", "", "de")),
        ("Selam", ("Selam", "", "")),
        ("Eva Dam-de Wit", ("Eva", "", "Dam-de Wit")),
        ("", ("", "", "")),
    ],
)
def test_split_name(written, expected):
    assert split_name(written) == expected


@pytest.mark.parametrize(
    "one, other",
    [
        ("Noël  El-Haddad", "NOEL el haddad"),
        ("van 't Hek", "Van ’t HEK"),
        ("Öztürk", "OZTURK"),
        ("Işık", "isik"),
        ("Łukasz Sørensen", "lukasz sorensen"),
        ("Groß", "GROSS"),
        ("gezin_sleutel", "Gezin Sleutel"),
        ("Zoe\u0308", "Zoë"),
    ],
)
def test_spellings_that_compare_equal(one, other):
    assert comparison_key(one) == comparison_key(other)


@pytest.mark.parametrize(
    "one, other",
    [("Noor", "Noortje"), ("Sem", "Sam"), ("Linde", "Lind"), ("آدم", "نور")],
)
def test_names_that_stay_apart(one, other):
    assert comparison_key(one) != comparison_key(other)


@given(st.text())
def test_a_comparison_key_is_stable(text):
    assert comparison_key(comparison_key(text)) == comparison_key(text)


@given(st.text())
def test_splitting_loses_no_word(text):
    parts = split_name(text.replace(",", " "))
    assert full_name(*parts) == " ".join(text.replace(",", " ").split())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Noor Bakker", "Bakker, Noor", True),
        ("Noor Bakker", "noor  bak\u200bker", True),
        ("Noor El-Haddad", "el haddad noor", True),
        ("Noor Bakker", "Noor", False),
        ("Noor Bakker", "Noor Bakker senior", False),
    ],
)
def test_a_name_is_known_in_any_order(one, other, same):
    assert (name_words(one) == name_words(other)) is same

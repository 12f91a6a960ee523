import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.right_to_left import split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("البيت كبير", [["البيت"], ["كبير"]]),
        ("طفلكم.", [["طفلكم", "."]]),
        ("معًا، نعم", [["معًا", "،"], ["نعم"]]),
        ("مدرسة De Linde هنا", [["مدرسة"], ["De Linde"], ["هنا"]]),
        ("المدرسة (mentor). ثم", [["المدرسة"], ["(mentor)."], ["ثم"]]),
        ("שלום!", [["שלום", "!"]]),
        ("Only Dutch here", [["Only Dutch here"]]),
    ],
)
def test_words(text, words):
    assert split_words(text) == words


@given(st.text(alphabet="aب.ً ( )ג1", max_size=40))
def test_nothing_is_lost(text):
    together = " ".join("".join(runs) for runs in split_words(text))
    assert together == " ".join(text.split())

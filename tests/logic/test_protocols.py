import pytest

from huisbezoek_addon.logic.protocols import (
    find_gaps,
    pair_paragraphs,
    split_paragraphs,
)


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("", []),
        ("Bel de school.", []),
        ("Bel [naam] op [nummer], of [naam].", ["[naam]", "[nummer]"]),
        ("Niet [over\ntwee regels]", []),
        ("[]", []),
    ],
)
def test_gaps(text, gaps):
    assert find_gaps(text) == gaps


def test_paragraphs_are_kept_apart_by_empty_lines():
    assert split_paragraphs(" Een.\nNog een.\n \n\nTwee. \n") == [
        "Een.\nNog een.",
        "Twee.",
    ]


@pytest.mark.parametrize(
    ("source", "translation", "pairs"),
    [
        ("A\n\nB", "C\n\nD", [("A", "C"), ("B", "D")]),
        ("A\n\nB", "C", [("A\n\nB", "C")]),
        ("A\n\nB", "", [("A", None), ("B", None)]),
        ("", "", []),
    ],
)
def test_two_languages_side_by_side(source, translation, pairs):
    assert pair_paragraphs(source, translation) == pairs

"""What was taken out of a text, and where else it stands (F4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.errors import RuleError
from huisbezoek_addon.logic.passages import is_telling, passage_pattern, taken_out


@pytest.mark.parametrize(
    ("original", "stays", "passages"),
    [
        ("one two three", "one two three", []),
        ("one two three", "", ["one two three"]),
        ("one two three", "one three", ["two"]),
        ("one two three", "three", ["one two"]),
        ("one  two\nthree", "one two", ["three"]),
        ("a b a c", "a c", ["b a"]),
        ("a x b y c", "a b c", ["x", "y"]),
        ("", "", []),
    ],
)
def test_taken_out(original, stays, passages):
    assert taken_out(original, stays) == passages


@pytest.mark.parametrize(
    ("original", "stays"),
    [("one two", "one three"), ("one two", "two one"), ("one", "one one"), ("", "a")],
)
def test_nothing_is_written_anew(original, stays):
    with pytest.raises(RuleError, match="text_rewritten"):
        taken_out(original, stays)


@pytest.mark.parametrize(
    ("passage", "text", "found"),
    [
        ("blue marks", "He has Blue\n marks.", True),
        ("en", "leren lezen en rekenen", True),
        ("en", "leren lezen", False),
        ("a+b (c)", "x a+b (c) y", True),
        ("één arm", "zijn één  arm", True),
    ],
)
def test_pattern(passage, text, found):
    assert bool(passage_pattern(passage).search(text)) is found


def test_common_words_are_not_looked_for():
    assert not is_telling("niet goed gaan")
    assert is_telling("blue marks on arm")


WORDS = st.lists(st.sampled_from("abcd"), max_size=12)


@given(WORDS, st.data())
def test_what_is_taken_out_and_what_stays_make_the_whole(words, data):
    kept = [w for w in words if data.draw(st.booleans())]
    passages = taken_out(" ".join(words), " ".join(kept))
    rest = sorted([*kept, *" ".join(passages).split()])
    assert rest == sorted(words)

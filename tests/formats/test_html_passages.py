"""Taking a passage out of HTML leaves all else as it was (F4)."""

import pytest

from huisbezoek_addon.formats.html_passages import text_of, without_passage
from huisbezoek_addon.logic.passages import passage_pattern


@pytest.mark.parametrize(
    ("fragment", "passage", "left"),
    [
        ("<p>One two three</p>", "two", "<p>One  three</p>"),
        ("<p>Saw <b>blue</b> marks here</p>", "blue marks", "<p>Saw <b></b> here</p>"),
        ("<p>blue</p><p>marks</p>", "blue marks", "<p></p><p></p>"),
        ("BLUE<br>marks &amp; more", "blue marks", "<br> &amp; more"),
        ("plain text", "plain text", ""),
        ("<p>A <b>treat</b>: blue marks</p>", "blue marks", "<p>A <b>treat</b>: </p>"),
        ("<p>nothing here</p>", "blue marks", None),
        ("<!-- blue marks --><p>x</p>", "blue marks", None),
    ],
)
def test_without(fragment, passage, left):
    assert without_passage(fragment, passage_pattern(passage)) == left


def test_text():
    assert text_of("<p>One<br>two</p>three").split() == ["One", "two", "three"]

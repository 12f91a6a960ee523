"""Words of a text from right to left, for printers that cannot measure it (B3).

Odoo prints with wkhtmltopdf, and the one that Debian ships measures a line with Arabic
letters wrongly as soon as it holds anything else: words then lie over one another.
Each run of letters by itself it measures and shapes well.
"""

import unicodedata
from itertools import groupby


def split_words(text: str) -> list[list[str]]:
    """Return the words of a text, each as the runs that are to stay together.

    A run holds either letters from right to left with their marks, or none of them.
    Words from left to right that follow one another, such as the name of a school,
    are one word: in a line from right to left they would change places.
    """
    words = []
    was_foreign = False
    for word in text.split():
        runs = _split_runs(word)
        is_foreign = not any(map(_is_right_to_left, word))
        if is_foreign and was_foreign:
            words[-1][-1] += f" {word}"
        else:
            words.append(runs)
        was_foreign = is_foreign
    return words


def _split_runs(word: str) -> list[str]:
    marked = []
    for letter in word:
        # A mark belongs to the letter before it.
        is_mark = unicodedata.bidirectional(letter) == "NSM"
        side = marked[-1][0] if is_mark and marked else _is_right_to_left(letter)
        marked.append((side, letter))
    return [
        "".join(letter for _side, letter in run)
        for _side, run in groupby(marked, key=lambda pair: pair[0])
    ]


def _is_right_to_left(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("R", "AL") and letter.isalpha()

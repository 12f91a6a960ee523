"""What was taken out of a text, and where else the same words stand (F4).

Words are what counts: the same sentence may be spaced, cut into lines and
capitalised otherwise where it stands a second time.
"""

import re

from .errors import RuleError

#: Fewer words than this are common speech: they are taken out where somebody chose
#: to, and looked for nowhere else.
TELLING_WORDS = 4


def passage_pattern(passage: str) -> re.Pattern[str]:
    """Give the pattern that finds a passage as whole words, however it is spaced.

    :param passage: at least one word.
    """
    words = r"\s+".join(map(re.escape, passage.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def taken_out(original: str, stays: str) -> list[str]:
    """Give the passages that stand in the original and not in what stays.

    :param original: the text as it was.
    :param stays: the same text, with nothing but words taken out.
    :return: the passages in their order, with single spaces.
    :raises RuleError: ``text_rewritten`` where something else than that was done.
    """
    old, new = original.split(), stays.split()
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    # Between what begins alike and what ends alike: each word that stays, in order.
    rest = new[start : len(new) - end]
    passages: list[list[str]] = [[]]
    for word in old[start : len(old) - end]:
        if rest and word == rest[0]:
            rest = rest[1:]
            passages.append([])
        else:
            passages[-1].append(word)
    if rest:
        raise RuleError("text_rewritten")
    return [" ".join(words) for words in passages if words]


def is_telling(passage: str) -> bool:
    """Tell whether a passage is so much somebody's own that it is looked for."""
    return len(passage.split()) >= TELLING_WORDS

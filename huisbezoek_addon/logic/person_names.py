"""How people's names are written, sorted and compared (A3, A4, A6).

Dutch names keep their prefix apart: Tijn *van den* Berg is sorted under the B.
Names are compared only to warn or to find a person beside a date of birth, never
as an identity of their own.
"""

import re
import unicodedata
from typing import NamedTuple

_PREFIXES = (
    "'s 't aan af al auf bij d' da das dal de dei del den der des di do dos du "
    "el het in la las le les lo los of onder op over te ten ter tot toe uit "
    "unter van vom von voor vor zu zum zur"
)
_PREFIX_WORDS = frozenset(_PREFIXES.split())
#: Letters that have no accent to strip but are written without it elsewhere.
_FOLDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_APOSTROPHES = re.compile("['`´‘’ʼʻ]")
_NO_LETTERS = re.compile(r"[\W_]+")


class NameParts(NamedTuple):
    """A name in its three parts, each possibly blank."""

    first: str
    prefix: str
    last: str


def _join(*parts: str) -> str:
    """Join the parts that are there with one space."""
    return " ".join(" ".join(parts).split())


def full_name(first: str, prefix: str, last: str) -> str:
    """Give the name as it is spoken: ``Tijn van den Berg`` (A3)."""
    return _join(first, prefix, last)


def sort_name(first: str, prefix: str, last: str) -> str:
    """Give the name as it stands in a list: ``Berg, Tijn van den`` (A3).

    Without a first name it is ``Berg, van den``; without a last name it is what
    is left.
    """
    rest = _join(first, prefix)
    if not last.strip():
        return rest
    return f"{_join(last)}, {rest}" if rest else _join(last)


def split_name(name: str) -> NameParts:
    """Guess the parts of a name written in one piece (A4).

    The prefix starts at the first prefix word after the first name; without one
    the first word is the first name. ``Berg, Tijn van den`` works as well. It is a
    guess for a person to check, since ``Anna Maria de Vries`` cannot be told from
    a double first name otherwise.
    """
    last, comma, rest = name.partition(",")
    if comma:
        words = rest.split()
        cut = next((i for i, word in enumerate(words) if _is_prefix(word)), len(words))
        return NameParts(_join(*words[:cut]), _join(*words[cut:]), _join(last))
    words = name.split()
    start = next(
        (i for i, word in enumerate(words[:-1]) if i and _is_prefix(word)), None
    )
    if start is None:
        return NameParts(_join(*words[:1]), "", _join(*words[1:]))
    stop = start
    while stop < len(words) - 1 and _is_prefix(words[stop]):
        stop += 1
    return NameParts(
        _join(*words[:start]), _join(*words[start:stop]), _join(*words[stop:])
    )


def comparison_key(text: str) -> str:
    """Give a text as it is compared: without case, accents, hyphens or apostrophes.

    ``Noël  El-Haddad`` and ``NOEL el haddad`` give the same key. Used for names
    beside a date of birth, for column headers and for names of languages (A6).
    """
    kept = text.lower() if text.isascii() else _without_accents(text)
    return _NO_LETTERS.sub(" ", _APOSTROPHES.sub("", kept)).strip()


def visible(text: str) -> str:
    """Give a text without characters that nobody sees, such as a zero-width space."""
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


def name_words(name: str) -> list[str]:
    """Give the words of a name as they are compared, in whatever order they stood.

    ``Bakker, Noor`` and ``noor bakker`` give the same words (D4).
    """
    return sorted(comparison_key(visible(name)).split())


def _without_accents(text: str) -> str:
    """Give a text in lower case, its letters without accents."""
    lowered = unicodedata.normalize("NFKC", text).casefold()
    plain = unicodedata.normalize("NFKD", lowered.translate(_FOLDED))
    return "".join(char for char in plain if not unicodedata.combining(char))


def _is_prefix(word: str) -> bool:
    """Tell whether a word is one that Dutch names carry before the last name."""
    return word.casefold().replace("’", "'") in _PREFIX_WORDS

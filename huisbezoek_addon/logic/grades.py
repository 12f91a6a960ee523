"""The year groups of Dutch education, coded as EDEXML codes them (A2, A6).

The codes are also the keys of our selection fields, so an import needs no
translation table. 9 and 10 do not exist: primary school ends at 8, and 11 is the
first year of secondary school. Source: EDEXML 2.1, ``jaargroep``.
"""

from typing import Literal

SchoolType = Literal["po", "vo", "so"]

#: Code → English label, from the youngest to the oldest, then the special ones.
GRADES: dict[str, str] = {
    "B": "Babies (0-12 months)",
    "D": "Toddlers (1-2 years)",
    "0": "Playgroup (3-4 years)",
    **{str(year): f"Group {year}" for year in range(1, 9)},
    "S": "Special primary education",
    **{str(year + 10): f"Secondary year {year}" for year in range(1, 7)},
    "V": "Special secondary education",
    "C": "Combination group",
    "N": "Neither primary nor secondary",
    "H": "Historical",
}

#: For an Odoo ``fields.Selection``.
GRADE_SELECTION: list[tuple[str, str]] = list(GRADES.items())

_ORDER = {code: position for position, code in enumerate(GRADES)}
#: Codes that say something about the group but not about a pupil's own year.
_NOT_A_YEAR = frozenset({"C", "N", "H"})
_FIRST: dict[str, tuple[str, ...]] = {"po": ("1",), "vo": ("11",), "so": ()}
_NEXT = {
    **{"B": "D", "D": "0", "0": "1"},
    **{str(year): str(year + 1) for year in (*range(1, 8), *range(11, 16))},
    **{code: code for code in "SVCN"},
}


def parse_grade(text: str) -> str | None:
    """Give our key for a grade as a file writes it (A6).

    :param text: such as ``"3"``, ``"03"`` or ``"s"``; blank means not given.
    :return: the key, ``""`` where nothing was given, None where it is unknown.
    """
    code = text.strip().upper()
    if code.isdecimal():
        code = code.lstrip("0") or "0"
    if not code or code in GRADES:
        return code
    return None


def grade_order(grade: str) -> int:
    """Give the place of a grade in a list, young to old; unknown comes last (A2)."""
    return _ORDER.get(grade, len(_ORDER))


def is_own_year(grade: str) -> bool:
    """Tell whether the grade is a pupil's own, not that of a mixed group (A6)."""
    return grade in GRADES and grade not in _NOT_A_YEAR


def pupil_grade(own: str, group: str) -> str:
    """Give the most specific grade: the pupil's, else that of the group (A6).

    :param own: the grade on the pupil; EDEXML 1.03 gives none beside a group.
    :param group: the grade of the group; ``C`` says nothing about the pupil.
    :return: the grade, or ``""`` when neither tells.
    """
    if own and is_own_year(own):
        return own
    return group if is_own_year(group) else own


def first_grades(school_type: SchoolType) -> tuple[str, ...]:
    """Give the grades where home visits start by default (C1, brochure step 4).

    Special education has none: its pupils all stand in one grade, so there the
    date of entry tells who is new.
    """
    return _FIRST[school_type]


def next_grade(grade: str) -> str | None:
    """Give the grade after the summer, for the roll-over to a new year (A2).

    :return: the next grade; the same one where years are not told apart (special
        education, combination groups); None after the last year. A pupil of
        vmbo or havo leaves earlier than year 6: the office decides that.
    """
    return _NEXT.get(grade)

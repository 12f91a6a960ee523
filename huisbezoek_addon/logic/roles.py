"""Roles in a school and what they open.

A role is a dated record (user, school, role). Odoo groups follow from it, and
each record rule tests the school through it (design §4, J1, J2).
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Role:
    """One role of design §4.

    ``key`` is the stored value, ``group`` the XML id of the Odoo group that
    follows from it, ``reads_files`` whether it opens files about families: a
    grant of such a role is logged and mailed to management (J2).
    """

    key: str
    group: str
    reads_files: bool


ROLES = {
    role.key: role
    for role in (
        Role("teacher", "group_teacher", True),
        Role("companion", "group_companion", False),
        Role("planner", "group_planner", True),
        Role("care_coordinator", "group_care_coordinator", True),
        Role("confidant", "group_confidant", True),
        Role("management", "group_management", False),
        Role("privacy_officer", "group_privacy_officer", True),
        Role("board", "group_board", False),
        Role("administrator", "group_administrator", False),
    )
}


def is_in_force(date_from: date, date_to: date | None, today: date) -> bool:
    """Tell whether a dated record holds on ``today``, both ends included.

    Used for roles, memberships and teaching (A2, J2). ``date_to`` None means
    without an end.
    """
    return date_from <= today and (date_to is None or today <= date_to)


def narrows(old: tuple[date, date | None], new: tuple[date, date | None]) -> bool:
    """Tell whether the period ``new`` lies within ``old``.

    Nobody grants himself a role (J2), but everybody may give one up: a user
    may narrow his own role's period and never widen it. Each period is
    (first day, last day or None for no end); one that ends before it begins
    holds no day and lies within any other.
    """
    old_from, old_to = old
    new_from, new_to = new
    if new_to is not None and new_to < new_from:
        return True
    ends_in_time = old_to is None or (new_to is not None and new_to <= old_to)
    return new_from >= old_from and ends_in_time

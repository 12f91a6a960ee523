"""When a role holds, and what its own holder may do with it (J2)."""

from datetime import date

import pytest
from huisbezoek_addon.logic.roles import ROLES, is_in_force, narrows

DAY = date(2026, 11, 23)
BEFORE, AFTER = date(2026, 11, 22), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (DAY, DAY, True),
        (BEFORE, AFTER, True),
        (BEFORE, None, True),
        (DAY, None, True),
        (AFTER, None, False),
        (BEFORE, BEFORE, False),
        # Ended on the day it was given: never in force.
        (DAY, BEFORE, False),
    ],
)
def test_in_force_includes_both_ends(first, last, holds):
    assert is_in_force(first, last, DAY) is holds


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        ((BEFORE, None), (BEFORE, DAY), True),
        ((BEFORE, AFTER), (DAY, DAY), True),
        ((BEFORE, None), (BEFORE, None), True),
        ((BEFORE, DAY), (BEFORE, AFTER), False),
        ((BEFORE, DAY), (BEFORE, None), False),
        ((DAY, None), (BEFORE, None), False),
    ],
)
def test_own_role_only_gets_shorter(old, new, allowed):
    assert narrows(old, new) is allowed


def test_who_reads_files_is_listed_on_purpose():
    assert {key for key, role in ROLES.items() if role.reads_files} == {
        "teacher",
        "planner",
        "care_coordinator",
        "confidant",
        "privacy_officer",
    }

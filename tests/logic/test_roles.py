"""When a role holds, and what its own holder may do to its dates (J2)."""

from datetime import date

import pytest

from huisbezoek_addon.logic.roles import ROLES, is_in_force, narrows

AUG, SEP, OCT, NOV = (date(2026, month, 1) for month in (8, 9, 10, 11))


@pytest.mark.parametrize(
    ("today", "held"),
    [(AUG, False), (SEP, True), (date(2026, 9, 15), True), (OCT, True), (NOV, False)],
)
def test_role_holds_from_its_first_to_its_last_day(today, held):
    assert is_in_force(SEP, OCT, today) is held


def test_role_without_end_goes_on():
    assert is_in_force(SEP, None, date(2036, 1, 1))


@pytest.mark.parametrize(
    ("new", "narrower"),
    [
        ((SEP, NOV), True),
        ((SEP, OCT), True),
        ((OCT, OCT), True),
        ((AUG, NOV), False),
        ((SEP, date(2026, 11, 2)), False),
        ((SEP, None), False),
        # Ended before it began: it holds no day at all.
        ((AUG, date(2026, 7, 31)), True),
    ],
)
def test_narrowing_never_adds_a_day(new, narrower):
    assert narrows((SEP, NOV), new) is narrower


def test_open_end_may_be_closed():
    assert narrows((SEP, None), (SEP, NOV))


def test_each_role_has_a_group_of_its_own():
    assert len({role.group for role in ROLES.values()}) == len(ROLES)


def test_roles_without_files():
    without = {key for key, role in ROLES.items() if not role.reads_files}
    assert without == {"companion", "management", "board", "administrator"}

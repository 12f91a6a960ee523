"""How many visits somebody still has room for (C3, C5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.capacity import capacity, weekly_capacity
from huisbezoek_addon.logic.proposal import propose
from huisbezoek_addon.logic.schedule import Problem
from huisbezoek_addon.logic.travel import SCHOOL, TravelTimes
from proposal_world import ANOUK, MONDAY, evening, person, visit, window

TRAVEL = TravelTimes()


@pytest.mark.parametrize(
    ("free", "minutes", "expected"),
    [
        ([], 45, 0),
        ([window(0, "15:00", "15:45")], 45, 1),
        ([window(0, "15:00", "15:40")], 45, 0),
        # 45 minutes, 15 to travel, 45 again
        ([window(0, "15:00", "16:45")], 45, 2),
        ([window(0, "15:00", "16:40")], 45, 1),
        ([window(0, "15:00", "17:00")], 30, 3),
        # the way from school, and back
        ([window(0, "15:00", "17:00", before=SCHOOL)], 45, 2),
        ([window(0, "15:00", "17:00", before=SCHOOL, after=SCHOOL)], 45, 1),
        # begins are multiples of the step
        ([window(0, "15:05", "16:45")], 45, 1),
        # the way holds between two windows of a day too
        ([window(0, "15:00", "15:45"), evening(0, "15:50", "16:40")], 45, 1),
        ([window(0, "15:00", "15:45"), evening(0, "16:00", "16:45")], 45, 2),
    ],
)
def test_windows_are_filled_with_the_default_way(free, minutes, expected):
    assert capacity(person(ANOUK, *free), minutes, TRAVEL) == expected


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, {0: 5, 7: 3}),
        ({"evening_limit": 1}, {0: 4, 7: 2}),
        ({"evening_limit": 2}, {0: 5, 7: 2}),
        ({"week_limit": 4}, {0: 4, 7: 1}),
        ({"week_limit": 3}, {0: 3, 7: 0}),
        ({"week_limit": 2}, {0: 2, 7: 0}),
        ({"evening_limit": 1, "week_limit": 4}, {0: 4, 7: 1}),
    ],
)
def test_limits_hold_with_what_is_taken_already(limits, expected):
    free = (
        *(window(0), evening(0, "19:00", "20:45"), window(4, "15:00", "15:45")),
        *(window(7), evening(8)),
    )
    anouk = person(ANOUK, *free, evenings={8: 2}, weeks={7: 3})
    weeks = weekly_capacity(anouk, 45, TRAVEL, **limits)
    assert weeks == {MONDAY + day: count for day, count in expected.items()}
    assert capacity(anouk, 45, TRAVEL, **limits) == sum(expected.values())


@given(
    st.lists(st.tuples(st.integers(0, 13), st.integers(60, 180)), max_size=8),
    st.integers(0, 3),
    st.integers(0, 4),
)
def test_so_many_visits_do_fit(lengths, evening_limit, week_limit):
    free = [
        window(day, "18:00", f"{18 + minutes // 60}:{minutes % 60}", evening=day % 2)
        for day, minutes in sorted(dict(lengths).items())
    ]
    anouk = person(ANOUK, *free)
    limits = {"evening_limit": evening_limit, "week_limit": week_limit}
    count = capacity(anouk, 45, TRAVEL, **limits)
    visits = tuple(visit(key) for key in range(count + 1))
    round_ = Problem(visits, {ANOUK: anouk}, TRAVEL, **limits)
    assert len(propose(round_).starts) == count

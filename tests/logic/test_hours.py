"""What a visit costs, as a table and as properties (H2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.hours import (
    COUNTING,
    KINDS,
    closed_door_minutes,
    split_minutes,
)
from huisbezoek_addon.logic.visit_states import HELD, MOVES

MINUTES = st.integers(min_value=0, max_value=1000)


@pytest.mark.parametrize(
    ("norm", "planned", "real", "travels", "expected"),
    [
        (120, 45, None, True, (45, 30, 15, 30)),
        (120, 45, 60, True, (60, 30, 15, 30)),
        (120, 45, None, False, (45, 0, 15, 30)),
        # whole minutes, and nothing lost
        (90, 45, None, True, (45, 18, 9, 18)),
        (100, 59, None, True, (59, 16, 9, 16)),
        # a norm below the visit leaves nothing to spread
        (30, 45, None, True, (45, 0, 0, 0)),
        (45, 45, 44, True, (44, 0, 0, 0)),
        (46, 45, None, True, (45, 0, 1, 0)),
        (47, 45, None, True, (45, 1, 0, 1)),
    ],
)
def test_split(norm, planned, real, travels, expected):
    minutes = split_minutes(norm, planned, real, travels=travels)
    assert tuple(minutes[kind] for kind in KINDS) == expected


@given(norm=MINUTES, planned=MINUTES)
def test_the_norm_is_spread_exactly(norm, planned):
    minutes = split_minutes(norm, planned)
    assert tuple(minutes) == KINDS
    assert sum(minutes.values()) == max(norm, planned)
    assert min(minutes.values()) >= 0


@given(norm=MINUTES, planned=MINUTES, real=MINUTES, travels=st.booleans())
def test_real_time_changes_the_visit_alone(norm, planned, real, travels):
    by_norm = split_minutes(norm, planned, travels=travels)
    really = split_minutes(norm, planned, real, travels=travels)
    assert really == {**by_norm, "visit": real}


@given(norm=MINUTES, planned=MINUTES, travels=st.booleans())
def test_a_closed_door_costs_the_way(norm, planned, travels):
    minutes = closed_door_minutes(norm, planned, travels=travels)
    assert (
        minutes.pop("travel") == split_minutes(norm, planned, travels=travels)["travel"]
    )
    assert not any(minutes.values())


def test_states_are_states():
    assert HELD < COUNTING < set(MOVES)

"""What taps on a phone say of the true times of a visit (E4)."""

from datetime import datetime, timedelta

import pytest
from huisbezoek_addon.logic.real_times import LONGEST, is_near, left_at
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 11, 25, 15, 30)
STOP = START + timedelta(minutes=45)
PLANNED = STOP - START


@pytest.mark.parametrize(
    ("minutes", "near"),
    [(-121, False), (-120, True), (0, True), (45, True), (225, True), (226, False)],
)
def test_near(minutes, near):
    assert is_near(START, STOP, START + timedelta(minutes=minutes)) is near


@pytest.mark.parametrize(
    ("minutes", "length"),
    [
        (-5, 1),  # a clock that was set back
        (0, 1),
        (1, 1),
        (50, 50),
        (180, 180),
        (181, 45),  # forgotten
        (60 * 20, 45),
    ],
)
def test_left(minutes, length):
    now = START + timedelta(minutes=minutes)
    assert left_at(START, now, PLANNED) == START + timedelta(minutes=length)


@given(st.integers(-1000, 100_000), st.integers(1, 60))
def test_a_visit_ends_after_it_begins_and_is_never_absurd(minutes, planned):
    length = timedelta(minutes=planned)
    end = left_at(START, START + timedelta(minutes=minutes), length)
    assert timedelta(0) < end - START <= LONGEST

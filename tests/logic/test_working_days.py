"""On which days somebody works: tables (C4)."""

from datetime import date

import pytest

from huisbezoek_addon.logic.working_days import (
    Pattern,
    Period,
    period_on,
    week_parity,
    working_days,
)

#: Two weeks, from a Monday.
FIRST = date(2026, 11, 23).toordinal()
FORTNIGHT = range(FIRST, FIRST + 14)


def pattern(*weekdays, parities=(0, 1)):
    return Pattern(frozenset((week, day) for week in parities for day in weekdays))


def weekdays(periods):
    """Return the days that are worked, counted from the first Monday."""
    return sorted(day - FIRST for day in working_days(periods, FORTNIGHT))


WEEK = pattern(0, 1, 2, 3, 4)
PART_TIME = pattern(0, 1)


@pytest.mark.parametrize(
    ("periods", "found"),
    [
        ([Period(1, WEEK)], [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]),
        ([Period(1, PART_TIME)], [0, 1, 7, 8]),
        ([Period(1, Pattern(every_day=True))], [*range(14)]),
        ([Period(1, Pattern())], []),
        # Nobody can say that somebody is free whose hours are not known.
        ([], [*range(14)]),
        # Another free day from the second Tuesday on.
        ([Period(FIRST + 8, pattern(4)), Period(1, PART_TIME)], [0, 1, 7, 11]),
        # Before the first period that holds, the first one does.
        ([Period(FIRST + 8, PART_TIME)], [0, 1, 7, 8]),
        # With a contract, only within it.
        ([Period(1, WEEK, 0, FIRST + 8)], [8, 9, 10, 11]),
        ([Period(1, WEEK, 0, FIRST - 9, FIRST + 1)], [0, 1]),
        # Who had a contract and has none any more does not work.
        ([Period(1, WEEK, 0, 2, 3), Period(FIRST, WEEK)], []),
    ],
)
def test_working_days(periods, found):
    assert weekdays(periods) == found


def test_weeks_in_turns():
    first = week_parity(FIRST)
    in_turns = [Period(1, pattern(0, parities=[first]))]
    assert weekdays(in_turns) == [0]
    assert weekdays([Period(1, pattern(0, parities=[1 - first]))]) == [7]


def test_period_in_force():
    old, new = Period(1, WEEK), Period(FIRST, PART_TIME)
    assert period_on([new, old], FIRST - 1) == old
    assert period_on([new, old], FIRST) == new
    assert period_on([], FIRST) is None

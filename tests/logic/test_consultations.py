"""Terms and counts of consultations, as tables and as properties (G2)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.consultations import (
    Consulted,
    band,
    count_month,
    counted_periods,
    due_date,
    ended_months,
)

DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2031, 12, 31))
#: A Monday; the month before it is over.
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("asked", "days", "due"),
    [
        # Monday to Thursday
        (date(2026, 11, 23), 3, date(2026, 11, 26)),
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        # over one weekend, and over two
        (date(2026, 11, 25), 3, date(2026, 11, 30)),
        (date(2026, 11, 26), 3, date(2026, 12, 1)),
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
        # asked on a Friday, a Saturday, a Sunday
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 29), 1, date(2026, 11, 30)),
        # over a year's end and a leap day
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2028, 2, 28), 2, date(2028, 3, 1)),
    ],
)
def test_due_date(asked, days, due):
    assert due_date(asked, days) == due


@pytest.mark.parametrize("days", [0, -1])
def test_a_term_has_a_day(days):
    with pytest.raises(ValueError, match="at least one day"):
        due_date(TODAY, days)


@given(DAYS, st.integers(1, 30))
def test_so_many_weekdays_lie_between(asked, days):
    due = due_date(asked, days)
    between = [asked + timedelta(days=n + 1) for n in range((due - asked).days)]
    assert sum(day.weekday() < 5 for day in between) == days
    assert due.weekday() < 5


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, (0, 4)), (1, (0, 4)), (4, (0, 4)), (5, (5, 9)), (9, (5, 9)), (10, (10, 14))],
)
def test_band(count, expected):
    assert band(count) == expected


def test_no_band_below_zero():
    with pytest.raises(ValueError, match="negative"):
        band(-1)


@given(st.integers(0, 1000))
def test_each_number_lies_in_its_band_with_four_others(count):
    first, last = band(count)
    assert first <= count <= last
    assert {band(n) for n in range(first, last + 1)} == {(first, last)}


@pytest.mark.parametrize(
    ("today", "current", "former"),
    [
        (
            date(2026, 11, 23),
            (date(2026, 8, 1), date(2026, 11, 1)),
            (date(2025, 8, 1), date(2026, 8, 1)),
        ),
        (
            date(2027, 7, 31),
            (date(2026, 8, 1), date(2027, 7, 1)),
            (date(2025, 8, 1), date(2026, 8, 1)),
        ),
        # nothing of a month counts while it lasts
        (
            date(2026, 8, 31),
            (date(2026, 8, 1), date(2026, 8, 1)),
            (date(2025, 8, 1), date(2026, 8, 1)),
        ),
    ],
)
def test_counted_periods(today, current, former):
    assert counted_periods(today) == (current, former)


CONSULTED = st.lists(
    st.builds(
        Consulted,
        asked=DAYS,
        closed=st.none() | DAYS,
        went_well=st.sampled_from([None, "yes", "partly", "no"]),
    )
)


@given(CONSULTED, st.integers(1, 23), st.sampled_from(["yes", "partly", "no"]))
def test_what_is_asked_and_closed_this_month_changes_nothing(present, day, went_well):
    """So that nobody notices a single one."""
    new = Consulted(TODAY.replace(day=day), TODAY, went_well)
    for month in ended_months(date(2025, 8, 1), TODAY):
        assert count_month([*present, new], month) == count_month(present, month)


@given(CONSULTED, DAYS.filter(lambda day: day < TODAY.replace(day=1)))
def test_closing_one_this_month_changes_nothing(present, asked):
    opened = Consulted(asked)
    closed = Consulted(asked, TODAY.replace(day=1), "no")
    for month in ended_months(date(2025, 8, 1), TODAY):
        assert count_month([*present, opened], month) == count_month(
            [*present, closed], month
        )


def test_what_counts():
    consultations = [
        Consulted(date(2026, 9, 1), date(2026, 9, 2), "yes"),
        Consulted(date(2026, 9, 30), date(2026, 10, 1), "partly"),
        Consulted(date(2026, 7, 31), date(2026, 9, 2), "yes"),
        Consulted(date(2026, 9, 12)),
        Consulted(date(2026, 10, 1)),
        Consulted(date(2025, 9, 1)),
    ]
    assert count_month(consultations, date(2026, 9, 1)) == {
        "asked": 3,
        "yes": 2,
        "partly": 0,
        "no": 0,
    }


def test_ended_months():
    assert ended_months(date(2026, 8, 15), TODAY) == [
        date(2026, 8, 1),
        date(2026, 9, 1),
        date(2026, 10, 1),
    ]
    assert ended_months(date(2026, 11, 1), TODAY) == []
    assert ended_months(date(2025, 11, 30), date(2026, 3, 31))[-1] == date(2026, 2, 1)

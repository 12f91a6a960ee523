"""When a family that keeps a feast would rather not be visited: a table (C2, A5)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.feasts import (
    DARK_MONTHS,
    Feast,
    days_to_avoid,
    evening_hour,
)
from huisbezoek_addon.logic.planning import Avoided

#: A feast of one day, in spring.
MAY_5 = date(2027, 5, 5)


def day(month, number, year=2027):
    return date(year, month, number)


def whole(first, last=None):
    return Avoided(first=first, last=last or first)


def evening(on, hour):
    return Avoided(first=on, last=on, hour_from=hour)


@pytest.mark.parametrize(
    ("feast", "found"),
    [
        # One day, several days.
        (Feast(MAY_5, MAY_5), [whole(MAY_5)]),
        (Feast(day(4, 14), day(4, 16)), [whole(day(4, 14), day(4, 16))]),
        # The margin lies on both sides, also over the end of a month and a year.
        (Feast(MAY_5, MAY_5, margin=1), [whole(day(5, 4), day(5, 6))]),
        (
            Feast(day(1, 1), day(1, 1), margin=2),
            [whole(day(12, 30, 2026), day(1, 3))],
        ),
        # The evening before: late when days are long, early when they are short.
        (Feast(MAY_5, MAY_5, True), [evening(day(5, 4), 19.0), whole(MAY_5)]),
        (
            Feast(day(12, 5), day(12, 12), True),
            [evening(day(12, 4), 16.0), whole(day(12, 5), day(12, 12))],
        ),
        # It is the month of the evening that counts, not that of the feast.
        (
            Feast(day(10, 1), day(10, 1), True),
            [evening(day(9, 30), 19.0), whole(day(10, 1))],
        ),
        (
            Feast(day(4, 1), day(4, 1), True),
            [evening(day(3, 31), 16.0), whole(day(4, 1))],
        ),
        # A margin holds the evening before already.
        (Feast(MAY_5, MAY_5, True, 1), [whole(day(5, 4), day(5, 6))]),
    ],
)
def test_one_feast(feast, found):
    assert days_to_avoid([feast]) == found


@pytest.mark.parametrize(("month", "hour"), [(9, 19.0), (10, 16.0), (3, 16.0), (4, 19)])
def test_evenings_follow_the_light(month, hour):
    assert evening_hour(day(month, 15)) == hour


def test_feasts_that_touch_become_one_period():
    """Nobody sees where one ends and another begins."""
    feasts = [Feast(day(3, 9), day(3, 11), margin=1), Feast(day(3, 13), day(3, 13))]
    assert days_to_avoid(feasts) == [whole(day(3, 8), day(3, 13))]


def test_evening_inside_another_feast_is_said_once():
    feasts = [Feast(day(3, 8), day(3, 8)), Feast(day(3, 9), day(3, 9), True)]
    assert days_to_avoid(feasts) == [whole(day(3, 8), day(3, 9))]


@pytest.mark.parametrize(
    ("known", "found"),
    [
        # All of it, more than it, a part of it.
        ([whole(day(5, 4), day(5, 6))], []),
        ([Avoided(first=day(5, 1))], []),
        ([whole(MAY_5)], [whole(day(5, 4)), whole(day(5, 6))]),
        ([whole(day(5, 6), day(5, 9))], [whole(day(5, 4), MAY_5)]),
        # An hour of the day is not the day, nor is each Wednesday.
        ([evening(MAY_5, 16.0)], [whole(day(5, 4), day(5, 6))]),
        ([Avoided(first=MAY_5, last=MAY_5, hour_to=12.0)], None),
        ([Avoided(weekday=2)], None),
    ],
)
def test_what_is_avoided_already_is_not_said_twice(known, found):
    feast = Feast(MAY_5, MAY_5, True, 1)
    expected = [whole(day(5, 4), day(5, 6))] if found is None else found
    assert days_to_avoid([feast], known) == expected


@pytest.mark.parametrize(
    ("known", "is_added"),
    [
        (evening(day(5, 4), 19.0), False),
        (evening(day(5, 4), 12.0), False),
        (whole(day(5, 4)), False),
        (evening(day(5, 4), 20.0), True),
        (evening(day(5, 3), 19.0), True),
    ],
)
def test_evening_that_is_free_already(known, is_added):
    found = days_to_avoid([Feast(MAY_5, MAY_5, True)], [known])
    assert (evening(day(5, 4), 19.0) in found) is is_added


FEASTS = st.builds(
    lambda first, length, evening, margin: Feast(
        first, first + timedelta(days=length), evening, margin
    ),
    st.dates(day(1, 1), day(3, 31)),
    st.integers(0, 9),
    st.booleans(),
    st.integers(0, 2),
)


@given(st.lists(FEASTS, max_size=5), st.randoms())
def test_order_of_choosing_leaves_no_trace(feasts, random):
    shuffled = list(feasts)
    random.shuffle(shuffled)
    found = days_to_avoid(feasts)
    assert days_to_avoid(shuffled) == found
    assert found == sorted(found, key=lambda time: (time.first, time.hour_from))


@given(st.lists(FEASTS, max_size=5))
def test_choosing_again_adds_nothing(feasts):
    assert days_to_avoid(feasts, days_to_avoid(feasts)) == []


@given(st.lists(FEASTS, max_size=5))
def test_every_day_of_every_feast_is_avoided_once(feasts):
    found = [time for time in days_to_avoid(feasts) if time.hour_from == 0]
    days = [
        time.first + timedelta(days=number)
        for time in found
        for number in range((time.last - time.first).days + 1)
    ]
    assert len(days) == len(set(days))
    for feast in feasts:
        margin = timedelta(days=feast.margin)
        assert {feast.first - margin, feast.last, feast.last + margin} <= set(days)


def test_half_of_the_year_is_dark():
    assert len(DARK_MONTHS) == 6

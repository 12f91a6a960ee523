"""Local clocks, on the days they are changed too: tables and properties (C4)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.local_time import (
    DAY,
    day_of,
    days_of,
    hour_of,
    merge,
    monday_of,
    overlaps,
    spans,
    subtract,
    to_datetime,
    to_moment,
    to_span,
    weekday_of,
    whole_day,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
#: Clocks are put back at 3:00, and forward at 2:00.
BACK, FORWARD = date(2026, 10, 25), date(2027, 3, 28)


def utc(day, hours):
    return to_moment(
        datetime(day.year, day.month, day.day) + timedelta(minutes=round(hours * 60))
    )


def spans_in_utc(day, *hours, zone=AMSTERDAM):
    """Return the spans in hours of UTC since the midnight of the date."""
    found = spans(day.toordinal(), hours, zone)
    midnight = utc(day, 0)
    return [((start - midnight) / 60, (stop - midnight) / 60) for start, stop in found]


@pytest.mark.parametrize(
    ("day", "hours", "found"),
    [
        # an afternoon and an evening, in winter and in summer
        (date(2026, 11, 25), [(15, 17.5), (18.5, 20.5)], [(14, 16.5), (17.5, 19.5)]),
        (date(2026, 6, 24), [(15, 17.5)], [(13, 15.5)]),
        (date(2026, 11, 25), [(15, 17.5), (17, 20.5)], [(14, 19.5)]),
        (date(2026, 11, 25), [(15, 16), (16, 17)], [(14, 16)]),
        # the day on which clocks are put back: it is winter by the afternoon
        (BACK, [(15, 17.5)], [(14, 16.5)]),
        (BACK, [(0, 24)], [(-2, 23)]),
        (BACK, [(1, 2)], [(-1, 0)]),
        # from 2:00 until 3:00 the clock goes twice
        (BACK, [(1, 4)], [(-1, 3)]),
        (BACK, [(2, 3)], [(0, 2)]),
        (BACK, [(2.5, 4)], [(0.5, 1), (1.5, 3)]),
        (BACK, [(1, 2.5)], [(-1, 0.5), (1, 1.5)]),
        # the day on which they are put forward: from 2:00 until 3:00 there is nothing
        (FORWARD, [(15, 17.5)], [(13, 15.5)]),
        (FORWARD, [(0, 24)], [(-1, 22)]),
        (FORWARD, [(1, 4)], [(0, 2)]),
        (FORWARD, [(2, 3)], []),
        (FORWARD, [(2.5, 4)], [(1, 2)]),
        (FORWARD, [(1, 2.5)], [(0, 1)]),
    ],
)
def test_hours_of_a_day(day, hours, found):
    assert spans_in_utc(day, *hours) == found


@pytest.mark.parametrize(
    ("zone", "day", "found"),
    [
        ("UTC", BACK, (0, 24)),
        # put back at midnight: the day has 25 hours
        ("Africa/Cairo", date(2026, 10, 29), (-3, 22)),
        # put forward at midnight: the day begins at 1:00
        ("Africa/Cairo", date(2026, 4, 24), (-2, 21)),
        # by half an hour
        ("Australia/Lord_Howe", date(2026, 4, 5), (-11, 13.5)),
        ("America/New_York", date(2026, 11, 1), (4, 29)),
        ("Asia/Kathmandu", BACK, (-5.75, 18.25)),
        ("Pacific/Kiritimati", BACK, (-14, 10)),
        ("Pacific/Pago_Pago", BACK, (11, 35)),
    ],
)
def test_whole_days_of_other_zones(zone, day, found):
    start, stop = whole_day(day.toordinal(), ZoneInfo(zone))
    assert (start, stop) == (utc(day, found[0]), utc(day, found[1]))


@pytest.mark.parametrize(
    ("moment", "day", "hour"),
    [
        (utc(date(2026, 11, 25), 22.75), date(2026, 11, 25), 23.75),
        (utc(date(2026, 11, 25), 23), date(2026, 11, 26), 0),
        (utc(BACK, 0.5), BACK, 2.5),
        (utc(BACK, 1.5), BACK, 2.5),
    ],
)
def test_day_and_hour_of_a_moment(moment, day, hour):
    assert day_of(moment, AMSTERDAM) == day.toordinal()
    assert hour_of(moment, AMSTERDAM) == hour


def test_weeks_begin_on_monday():
    wednesday = date(2026, 11, 25).toordinal()
    assert weekday_of(wednesday) == 2
    assert monday_of(wednesday) == date(2026, 11, 23).toordinal()
    assert monday_of(date(2026, 11, 23).toordinal()) == date(2026, 11, 23).toordinal()


def test_days_that_a_span_touches():
    day = date(2026, 11, 25).toordinal()
    start, stop = whole_day(day, AMSTERDAM)
    assert list(days_of((start, stop), AMSTERDAM)) == [day]
    assert list(days_of((start - 1, stop + 1), AMSTERDAM)) == [day - 1, day, day + 1]


@pytest.mark.parametrize(
    ("start", "stop", "minutes"),
    [((10, 0, 0), (10, 30, 0), 30), ((10, 0, 59), (10, 30, 1), 31)],
)
def test_a_span_holds_each_second_of_what_it_stands_for(start, stop, minutes):
    day = datetime(2026, 11, 25)
    one, other = (
        day + timedelta(hours=h, minutes=m, seconds=s) for h, m, s in (start, stop)
    )
    found = to_span(one, other)
    assert found[1] - found[0] == minutes
    assert to_datetime(found[0]) == day + timedelta(hours=10)


def test_subtracting():
    taken = [(5, 10), (20, 25), (40, 50)]
    assert list(subtract((0, 30), taken)) == [(0, 5), (10, 20), (25, 30)]
    assert list(subtract((6, 9), taken)) == []
    assert list(subtract((10, 20), taken)) == [(10, 20)]


zones = st.sampled_from(
    [
        *("Europe/Amsterdam", "Africa/Cairo", "America/New_York"),
        *("Australia/Lord_Howe", "Pacific/Auckland", "Asia/Kathmandu"),
    ]
).map(ZoneInfo)
days = st.integers(date(2026, 1, 1).toordinal(), date(2028, 1, 1).toordinal())
quarters = st.integers(0, 96).map(lambda quarter: quarter / 4)
#: Short and long stretches, in minutes.
found_spans = st.lists(
    st.tuples(st.integers(0, 300), st.integers(1, 60)).map(
        lambda pair: (pair[0], pair[0] + pair[1])
    ),
    max_size=8,
)


@given(days, quarters, quarters, zones)
def test_a_moment_is_within_the_hours_as_its_clock_says(day, one, other, zone):
    begin, end = min(one, other), max(one, other)
    found = spans(day, [(begin, end)], zone)
    midnight = (day - date(1970, 1, 1).toordinal()) * DAY
    for moment in range(midnight - DAY, midnight + 2 * DAY, 5):
        within = any(start <= moment < stop for start, stop in found)
        local = day_of(moment, zone) == day and begin <= hour_of(moment, zone) < end
        assert within == local


@given(days, zones)
def test_days_follow_one_another(day, zone):
    assert whole_day(day, zone)[1] == whole_day(day + 1, zone)[0]


@given(found_spans, st.tuples(st.integers(0, 300), st.integers(1, 60)))
def test_what_is_left_is_free(taken, stretch):
    span = stretch[0], sum(stretch)
    left = list(subtract(span, merge(taken)))
    for moment in range(*span):
        free = not any(start <= moment < stop for start, stop in taken)
        assert any(start <= moment < stop for start, stop in left) == free
    assert all(not overlaps(one, other) for one in left for other in taken)


@given(found_spans)
def test_merged_spans_are_in_order_with_time_between(found):
    merged = merge(found)
    assert all(a[1] < b[0] for a, b in zip(merged, merged[1:], strict=False))

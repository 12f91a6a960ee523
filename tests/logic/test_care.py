"""Within what time a step is done, as a table and as properties (G3)."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.care import UNITS, add_working_days, deadline

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MOMENTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1))
NUMBERS = st.integers(min_value=0, max_value=365)


@pytest.mark.parametrize(
    ("start", "number", "unit", "expected"),
    [
        # at once, whatever the unit and the day
        ("2026-11-23 12:00:00", 0, "hours", "2026-11-23 12:00:00"),
        ("2026-11-28 12:00:00", 0, "days", "2026-11-28 12:00:00"),
        # hours run on: over the night, the weekend and a change of the clock
        ("2026-11-23 20:00:00", 24, "hours", "2026-11-24 20:00:00"),
        ("2026-11-27 16:00:00", 24, "hours", "2026-11-28 16:00:00"),
        ("2026-10-24 20:00:00", 24, "hours", "2026-10-25 20:00:00"),
        # days end with the day of the school
        ("2026-11-23 12:00:00", 1, "days", "2026-11-24 22:59:59"),
        ("2026-11-23 12:00:00", 4, "days", "2026-11-27 22:59:59"),
        ("2026-06-15 12:00:00", 1, "days", "2026-06-16 21:59:59"),
        # half an hour before midnight at school is still that day, after it the next
        ("2026-11-23 22:30:00", 1, "days", "2026-11-24 22:59:59"),
        ("2026-11-23 23:30:00", 1, "days", "2026-11-25 22:59:59"),
        # nobody works at the weekend
        ("2026-11-27 12:00:00", 1, "days", "2026-11-30 22:59:59"),
        ("2026-11-28 12:00:00", 1, "days", "2026-11-30 22:59:59"),
        ("2026-11-29 12:00:00", 1, "days", "2026-11-30 22:59:59"),
        ("2026-11-26 12:00:00", 7, "days", "2026-12-07 22:59:59"),
        # over a change of the clock the end of the day moves along
        ("2026-10-23 12:00:00", 1, "days", "2026-10-26 22:59:59"),
        ("2026-03-27 12:00:00", 1, "days", "2026-03-30 21:59:59"),
    ],
)
def test_deadline(start, number, unit, expected):
    moment = datetime.fromisoformat(start)
    assert deadline(moment, number, unit, AMSTERDAM) == datetime.fromisoformat(expected)


def test_the_day_is_that_of_the_school():
    """On Bonaire it is still Monday when Amsterdam has Tuesday."""
    moment = datetime(2026, 11, 24, 2, 0)
    bonaire = ZoneInfo("America/Kralendijk")
    assert deadline(moment, 1, "days", bonaire) == datetime(2026, 11, 25, 3, 59, 59)
    assert deadline(moment, 1, "days", AMSTERDAM) == datetime(2026, 11, 25, 22, 59, 59)


@pytest.mark.parametrize(
    ("number", "unit"), [(-1, "hours"), (-1, "days"), (1, "weeks")]
)
def test_no_such_time(number, unit):
    with pytest.raises(ValueError, match=unit):
        deadline(datetime(2026, 11, 23), number, unit, AMSTERDAM)


@given(start=MOMENTS, number=NUMBERS, unit=st.sampled_from(UNITS))
def test_a_deadline_never_comes_before_its_start(start, number, unit):
    assert deadline(start, number, unit, AMSTERDAM) >= start


@given(start=MOMENTS, number=st.integers(min_value=1, max_value=365))
def test_days_end_at_the_end_of_a_working_day(start, number):
    end = deadline(start, number, "days", AMSTERDAM).replace(tzinfo=UTC)
    here = end.astimezone(AMSTERDAM)
    assert here.time().isoformat() == "23:59:59"
    assert here.weekday() < 5


@given(
    start=MOMENTS,
    number=st.integers(min_value=1, max_value=365),
    hours=st.integers(min_value=-11, max_value=13),
)
def test_more_days_give_more_time(start, number, hours):
    zone = timezone(timedelta(hours=hours))
    assert deadline(start, number, "days", zone) < deadline(
        start, number + 1, "days", zone
    )


@given(
    day=st.dates(max_value=date(2100, 1, 1)),
    number=st.integers(min_value=1, max_value=60),
)
def test_so_many_working_days_lie_between(day, number):
    end = add_working_days(day, number)
    between = [day + timedelta(days=n + 1) for n in range((end - day).days)]
    assert sum(one.weekday() < 5 for one in between) == number

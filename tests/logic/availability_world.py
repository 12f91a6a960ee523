"""A school, its clock and one teacher, for the tests of availability."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from huisbezoek_addon.logic.availability import Diary, Stay
from huisbezoek_addon.logic.local_time import to_moment
from huisbezoek_addon.logic.travel import SCHOOL, TravelTimes
from huisbezoek_addon.logic.weekly import FixedTime, VisitHours, week_of

ZONE = ZoneInfo("Europe/Amsterdam")
HOURS = VisitHours(15.0, 17.5, 18.5, 20.5)
WEEK = week_of(HOURS)
#: A Wednesday in winter.
WEDNESDAY = date(2026, 11, 25)
DAY = WEDNESDAY.toordinal()
NEAR, FAR = "8011AA", "7701BB"
TRAVEL = TravelTimes(pairs={("8011", "77"): 40}, school=NEAR)


def at(hour, day=WEDNESDAY, zone=ZONE):
    """Return the moment at which the school's clock shows an hour of a day."""
    local = datetime.combine(day, time(), zone) + timedelta(minutes=round(hour * 60))
    return to_moment(local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None))


def clock(moment, zone=ZONE):
    """Return what the school's clock shows: "15:30"."""
    return f"{datetime.fromtimestamp(moment * 60, zone):%H:%M}"


def stay(start, stop, place=SCHOOL, visit=0):
    return Stay(at(start), at(stop), place, visit)


def diary(*stays, week=WEEK, works=(DAY,), **values):
    return Diary("Anouk", week, frozenset(works), stays=stays, **values)


# === ANY SCHOOL AND ANY TEACHER === #

quarters = st.integers(0, 95).map(lambda quarter: quarter / 4)
hours = st.tuples(quarters, st.integers(1, 16)).map(
    lambda pair: (pair[0], min(24.0, pair[0] + pair[1] / 4))
)
#: Round the day on which clocks are put back.
DAYS = range(date(2026, 10, 23).toordinal(), date(2026, 10, 28).toordinal())
times = st.builds(
    lambda weekday, pair, lesson: FixedTime(weekday, *pair, lesson),
    st.integers(0, 6),
    hours,
    st.booleans(),
)
weeks = st.builds(
    lambda school, own: week_of(HOURS, school, own),
    st.lists(times, max_size=4),
    st.lists(times, max_size=3),
)
places = st.sampled_from([SCHOOL, NEAR, FAR, ""])
moments = st.integers(
    at(0, date.fromordinal(DAYS[0])) // 5, at(24, date.fromordinal(DAYS[-1])) // 5
).map(lambda five: five * 5)
stays = st.builds(
    lambda start, minutes, place, visit: Stay(start, start + minutes, place, visit),
    moments,
    st.integers(1, 30).map(lambda five: five * 5),
    places,
    st.integers(0, 2),
)
diaries = st.builds(
    lambda week, found, works, absent: Diary(
        "Anouk", week, works, absent, tuple(found)
    ),
    weeks,
    st.lists(stays, max_size=8),
    st.frozensets(st.sampled_from(DAYS), min_size=3),
    st.frozensets(st.sampled_from(DAYS), max_size=1),
)

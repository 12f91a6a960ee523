"""What speaks against a time for a visit: tables and properties (C2, C4, E1)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.planning import (
    Avoided,
    ClosedDays,
    Person,
    VisitHours,
    check_slot,
    hour_of,
    is_free,
    overlaps,
)

HOURS = VisitHours(15.0, 17.5, 18.5, 20.5)
#: A Wednesday.
DAY = date(2026, 11, 25)


def slot(hour, minutes=45, day=DAY):
    start = datetime(day.year, day.month, day.day) + timedelta(hours=hour)
    return start, start + timedelta(minutes=minutes)


def codes(*args, **kwargs):
    return [finding.code for finding in check_slot(*args, **kwargs)]


@pytest.mark.parametrize(
    ("hour", "minutes", "found"),
    [
        (15, 45, []),
        (16.75, 45, []),
        (14.75, 45, ["outside_hours"]),
        (17, 45, ["outside_hours"]),
        (17.5, 60, ["outside_hours"]),
        (18.5, 45, []),
        (19.75, 45, []),
        (20, 45, ["outside_hours"]),
        (23.5, 60, ["outside_hours"]),
    ],
)
def test_visit_hours(hour, minutes, found):
    assert codes(slot(hour, minutes), HOURS) == found


@pytest.mark.parametrize(
    ("first", "last", "closed"),
    [
        (DAY, DAY, True),
        (DAY - timedelta(9), DAY + timedelta(9), True),
        (DAY + timedelta(1), DAY + timedelta(9), False),
        (DAY - timedelta(9), DAY - timedelta(1), False),
    ],
)
def test_closed_days_include_both_ends(first, last, closed):
    found = check_slot(slot(15), HOURS, closed=[ClosedDays("Herfst", first, last)])
    assert [(f.code, f.params) for f in found] == (
        [("closed", {"day": "Herfst"})] if closed else []
    )


@pytest.mark.parametrize(
    ("avoided", "hit"),
    [
        (Avoided(weekday=2), True),
        (Avoided(weekday=3), False),
        (Avoided(weekday=2, hour_from=12, hour_to=15), False),
        (Avoided(weekday=2, hour_from=12, hour_to=15.25), True),
        (Avoided(first=DAY, last=DAY), True),
        (Avoided(first=DAY + timedelta(1), last=DAY + timedelta(2)), False),
        (Avoided(weekday=2, first=DAY + timedelta(1)), False),
        (Avoided(weekday=2, last=DAY), True),
    ],
)
def test_times_that_a_family_avoids(avoided, hit):
    assert codes(slot(15), HOURS, avoided=[avoided]) == (["avoided"] if hit else [])


@pytest.mark.parametrize(
    ("person", "found"),
    [
        (Person("Anouk"), []),
        (Person("Anouk", works=False), ["day_off"]),
        # Leave says more than a day off, so it is said alone.
        (Person("Anouk", works=False, absent=True), ["absent"]),
        (Person("Anouk", busy=(slot(15.5),)), ["busy"]),
        # Appointments that touch are no conflict.
        (Person("Anouk", busy=(slot(15.75), slot(14.25))), []),
        (Person("Anouk", busy=(slot(15),), visiting=(slot(15),)), ["visiting"]),
    ],
)
def test_persons(person, found):
    assert codes(slot(15), HOURS, persons=[person]) == found


def test_findings_come_school_first_then_family_then_persons():
    assert codes(
        slot(13),
        HOURS,
        closed=[ClosedDays("Kerst", DAY, DAY)],
        persons=[Person("Anouk", works=False), Person("Bram", absent=True)],
        avoided=[Avoided(weekday=2)],
    ) == ["closed", "outside_hours", "avoided", "day_off", "absent"]


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3))


@given(moments, moments, moments, moments)
def test_overlap_is_symmetric_and_means_a_shared_moment(a, b, c, d):
    one, other = (min(a, b), max(a, b)), (min(c, d), max(c, d))
    assert overlaps(one, other) == overlaps(other, one)
    shared = max(one[0], other[0]) < min(one[1], other[1])
    if one[0] < one[1] and other[0] < other[1]:
        assert overlaps(one, other) == shared


@given(moments)
def test_hour_of_is_the_part_of_the_day(moment):
    assert 0 <= hour_of(moment) < 24


@pytest.mark.parametrize(
    ("person", "free"),
    [
        (Person("Anouk"), True),
        (Person("Anouk", absent=True), False),
        (Person("Anouk", works=False), False),
        (Person("Anouk", busy=(slot(16),)), False),
        (Person("Anouk", visiting=(slot(15.25),)), False),
        (Person("Anouk", busy=(slot(14.75),), visiting=(slot(16.25),)), True),
    ],
)
def test_is_free(person, free):
    assert is_free(slot(15.5), person) is free

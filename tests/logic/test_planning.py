"""What speaks against a time for a visit: tables and properties (C2, C4, E1)."""

from datetime import date, timedelta

import pytest

from availability_world import (
    DAY,
    FAR,
    HOURS,
    TRAVEL,
    WEDNESDAY,
    WEEK,
    ZONE,
    at,
    diary,
    stay,
)
from huisbezoek_addon.logic.availability import Diary, Stay
from huisbezoek_addon.logic.planning import (
    Avoided,
    ClosedDays,
    SchoolRules,
    avoided_spans,
    check_slot,
    open_days,
)
from huisbezoek_addon.logic.travel import SCHOOL
from huisbezoek_addon.logic.weekly import FixedTime, week_of

RULES = SchoolRules(ZONE, WEEK, TRAVEL)


def slot(hour, minutes=45, day=WEDNESDAY):
    return at(hour, day), at(hour, day) + minutes


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
    assert codes(slot(hour, minutes), RULES) == found
    # Where somebody follows them, they are said once.
    assert (
        codes(slot(hour, minutes), RULES, SCHOOL, persons=[diary(), diary()]) == found
    )


def test_no_visits_at_the_weekend_unless_the_school_says_so():
    saturday = date(2026, 11, 28)
    assert codes(slot(15, day=saturday), RULES) == ["outside_hours"]
    open_too = SchoolRules(ZONE, week_of(HOURS, [FixedTime(5, 14, 17)]))
    assert codes(slot(15, day=saturday), open_too) == []


@pytest.mark.parametrize(
    ("first", "last", "closed"),
    [
        (WEDNESDAY, WEDNESDAY, True),
        (WEDNESDAY - timedelta(9), WEDNESDAY + timedelta(9), True),
        (WEDNESDAY + timedelta(1), WEDNESDAY + timedelta(9), False),
        (WEDNESDAY - timedelta(9), WEDNESDAY - timedelta(1), False),
    ],
)
def test_closed_days_include_both_ends(first, last, closed):
    days = [ClosedDays("Herfst", first, last)]
    found = check_slot(slot(15), RULES, closed=days)
    assert [(f.code, f.params) for f in found] == (
        [("closed", {"day": "Herfst"})] if closed else []
    )
    assert (open_days(WEDNESDAY, WEDNESDAY, days) == []) == closed


def test_open_days_are_in_order():
    last = WEDNESDAY + timedelta(3)
    closed = [ClosedDays("Study day", *[WEDNESDAY + timedelta(1)] * 2)]
    assert open_days(WEDNESDAY, last, closed) == [DAY, DAY + 2, DAY + 3]


@pytest.mark.parametrize(
    ("avoided", "hit"),
    [
        (Avoided(weekday=2), True),
        (Avoided(weekday=3), False),
        (Avoided(weekday=2, hour_from=12, hour_to=15), False),
        (Avoided(weekday=2, hour_from=12, hour_to=15.25), True),
        (Avoided(first=WEDNESDAY, last=WEDNESDAY), True),
        (
            Avoided(first=WEDNESDAY + timedelta(1), last=WEDNESDAY + timedelta(2)),
            False,
        ),
        (Avoided(weekday=2, first=WEDNESDAY + timedelta(1)), False),
        (Avoided(weekday=2, last=WEDNESDAY), True),
    ],
)
def test_times_that_a_family_avoids(avoided, hit):
    assert codes(slot(15), RULES, avoided=[avoided]) == (["avoided"] if hit else [])


def test_avoided_times_are_local_on_the_day_that_clocks_change():
    sunday = date(2026, 10, 25).toordinal()
    [span] = avoided_spans([Avoided(weekday=6)], range(sunday, sunday + 7), ZONE)
    assert span[1] - span[0] == 25 * 60


def test_the_family_is_visited_once_at_a_time():
    assert codes(slot(15), RULES, visited=[slot(15.5)]) == ["visited"]
    assert codes(slot(15), RULES, visited=[slot(15.75)]) == []


@pytest.mark.parametrize(
    ("person", "found"),
    [
        (diary(), []),
        (diary(works=()), ["day_off"]),
        # Leave says more than a day off, so it is said alone.
        (diary(works=(), absent=frozenset([DAY])), ["absent"]),
        (diary(stay(15.5, 16)), ["busy"]),
        (diary(stay(15, 15.75)), ["busy"]),
        (diary(stay(15, 15.75), stay(15, 15.75, FAR, 7)), ["visiting"]),
        # Of a visit of another school nobody hears that it is one.
        (diary(Stay(*stay(15, 15.75).span, "", 7, True)), ["busy"]),
        # Hours of his own hold for him; those of the school do not.
        (diary(week=week_of(HOURS, own=[FixedTime(2, 15, 16)])), []),
        (diary(week=week_of(HOURS, own=[FixedTime(3, 15, 16)])), ["own_hours"]),
        (diary(week=week_of(HOURS, own=[FixedTime(2, 15.5, 17, True)])), ["lessons"]),
        (
            diary(works=(), week=week_of(HOURS, own=[FixedTime(3, 15, 16)])),
            ["day_off"],
        ),
    ],
)
def test_persons(person, found):
    at_school = codes(slot(15), RULES, SCHOOL, persons=[person])
    assert at_school == found


@pytest.mark.parametrize(
    ("person", "place", "found"),
    [
        # From school it is a quarter of an hour.
        (diary(), "", ["way_school"]),
        (diary(), SCHOOL, []),
        (diary(stay(15.75, 16)), SCHOOL, []),
        (diary(stay(15.75, 16.5, FAR, 7)), SCHOOL, ["way_visit"]),
        (diary(stay(16.5, 17.25, FAR, 7)), SCHOOL, []),
        # No visit can be in the way of one at the same time.
        (diary(stay(15.5, 16.5, FAR, 7)), SCHOOL, ["visiting"]),
    ],
)
def test_the_way(person, place, found):
    assert codes(slot(15), RULES, place, persons=[person]) == found


@pytest.mark.parametrize(
    ("hour", "limits", "found"),
    [
        (19, {}, []),
        (19, {"evening_limit": 1}, [("evening_full", "1")]),
        (19, {"evening_limit": 2}, []),
        (16, {"evening_limit": 1}, []),
        (16, {"week_limit": 2}, [("week_full", "2")]),
        (19, {"evening_limit": 1, "week_limit": 2}, ["evening_full", "week_full"]),
    ],
)
def test_limits_of_an_evening_and_of_a_week(hour, limits, found):
    person = diary(stay(20.25, 20.5, SCHOOL, 7), held=(at(15),))
    rules = SchoolRules(ZONE, WEEK, TRAVEL, **limits)
    result = check_slot(slot(hour), rules, SCHOOL, persons=[person])
    if found and isinstance(found[0], str):
        assert [finding.code for finding in result] == found
    else:
        assert [(f.code, f.params["count"]) for f in result] == found


def test_findings_come_school_first_then_family_then_persons():
    assert codes(
        slot(13),
        RULES,
        closed=[ClosedDays("Kerst", WEDNESDAY, WEDNESDAY)],
        persons=[diary(works=()), diary(absent=frozenset([DAY]))],
        avoided=[Avoided(weekday=2)],
    ) == ["closed", "outside_hours", "avoided", "day_off", "absent"]


def test_who_is_named():
    [finding] = check_slot(
        slot(15), RULES, SCHOOL, persons=[Diary("Anouk", WEEK), diary()]
    )
    assert finding.params == {"person": "Anouk"}

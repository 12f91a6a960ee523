"""Times at which a visit can begin: tables and properties (C4)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from availability_world import (
    DAY,
    DAYS,
    FAR,
    HOURS,
    NEAR,
    TRAVEL,
    ZONE,
    at,
    clock,
    diaries,
    diary,
    moments,
    places,
    stay,
    times,
)
from huisbezoek_addon.logic.availability import Diary, person_of
from huisbezoek_addon.logic.local_time import hour_of, whole_day
from huisbezoek_addon.logic.planning import (
    Avoided,
    ClosedDays,
    SchoolRules,
    avoided_spans,
    check_slot,
    open_days,
)
from huisbezoek_addon.logic.slots import free_slots
from huisbezoek_addon.logic.travel import SCHOOL
from huisbezoek_addon.logic.weekly import week_of


def person(who, days=(DAY,)):
    return person_of(1, who, days, ZONE, TRAVEL)


def slots(*who, minutes=45, place="", **values):
    """Return when a visit of all of them can begin, by the clock."""
    found = free_slots([person(one) for one in who], minutes, place, TRAVEL, **values)
    return [clock(start) for start in found]


AFTERNOON = [
    *("15:15", "15:30", "15:45", "16:00"),
    *("16:15", "16:30", "16:45"),
]
EVENING = ["18:30", "18:45", "19:00", "19:15", "19:30", "19:45"]


@pytest.mark.parametrize(
    ("who", "values", "expected"),
    [
        ([], {}, []),
        ([diary()], {}, AFTERNOON + EVENING),
        ([diary()], {"place": SCHOOL}, ["15:00", *AFTERNOON, *EVENING]),
        ([diary()], {"place": FAR}, AFTERNOON[2:] + EVENING),
        ([diary()], {"minutes": 120}, ["15:15", "15:30", "18:30"]),
        ([diary()], {"minutes": 150}, []),
        ([diary()], {"step": 60}, ["16:00", "19:00"]),
        # All of them; and whoever does not work that day keeps all at home.
        ([diary(), diary(stay(16, 20))], {}, []),
        ([diary(), diary(stay(16.5, 20))], {}, ["15:15", "15:30"]),
        ([diary(), diary(works=())], {}, []),
        # One is near already, and the other comes from school and goes back to it.
        (
            [diary(stay(16, 17, FAR, 7)), diary(stay(19, 19.25))],
            {"place": FAR, "minutes": 15},
            ["17:15", "20:00", "20:15"],
        ),
        # When the family would rather not; what touches is no hindrance.
        (
            [diary()],
            {"blocked": [(at(16), at(18)), (at(18), at(19.25))]},
            ["15:15", "19:15", "19:30", "19:45"],
        ),
        # Limits of an evening and of a week, of each person.
        ([diary(stay(18.5, 18.75, "", 7))], {"evening_limit": 1}, AFTERNOON),
        (
            [diary(stay(15, 15.25, "", 7))],
            {"evening_limit": 1},
            AFTERNOON[1:] + EVENING,
        ),
        ([diary(), diary(held=(at(15),))], {"week_limit": 1}, []),
        ([diary(), diary(held=(at(15),))], {"week_limit": 2}, AFTERNOON + EVENING),
    ],
)
def test_slots(who, values, expected):
    assert slots(*who, **values) == expected


def test_two_people_travel_on_from_different_places():
    one, other = diary(stay(15, 16, NEAR, 7)), diary(stay(15, 16, FAR, 8))
    assert slots(one, minutes=60, place=NEAR)[0] == "16:15"
    assert slots(one, other, minutes=60, place=NEAR)[0] == "18:30"
    assert slots(one, other, minutes=45, place=NEAR)[0] == "16:45"


# === FOUND AND JUDGED BY THE SAME RULES === #

CLOSED = [ClosedDays("Study day", date(2026, 10, 26), date(2026, 10, 26))]
AVOIDED = [Avoided(weekday=1, hour_from=15, hour_to=16.5)]


@settings(max_examples=60)
@given(
    st.lists(times, max_size=4),
    st.lists(diaries, min_size=1, max_size=2),
    st.sampled_from(DAYS),
    places,
    st.tuples(moments, st.integers(1, 90)).map(lambda m: (m[0], m[0] + m[1])),
    st.tuples(st.integers(0, 2), st.integers(0, 2)),
)
def test_free_is_what_nothing_speaks_against(school, who, day, place, visited, most):
    """A time that is offered gives no warning, and one without warning is offered."""
    limits = dict(zip(("evening_limit", "week_limit"), most, strict=True))
    week = week_of(HOURS, school)
    # Who has no hours of his own follows the school.
    who = [one if one.week.own else replace(one, week=week) for one in who]
    rules = SchoolRules(ZONE, week, TRAVEL, **limits)
    first, last = (date.fromordinal(day) for day in (DAYS[0], DAYS[-1]))
    days = open_days(first, last, CLOSED)
    blocked = [visited, *avoided_spans(AVOIDED, DAYS, ZONE)]
    persons = [person(one, days) for one in who]
    offered = set(free_slots(persons, 30, place, TRAVEL, blocked, **limits))
    for start in range(*whole_day(day, ZONE), 15):
        slot = start, start + 30
        found = check_slot(slot, rules, place, CLOSED, who, AVOIDED, [visited])
        assert not found or start not in offered
        if not found and not _is_partly_evening(slot):
            assert start in offered


def _is_partly_evening(slot):
    """Tell whether a visit begins before the evening does, and ends in it."""
    begins, ends = hour_of(slot[0], ZONE), hour_of(slot[1] - 1, ZONE)
    return begins < HOURS.evening_from <= ends


@given(diaries, places)
def test_nobody_offers_less_with_more_time_to_himself(who, place):
    """Whatever is taken off a diary, its free times stay free."""
    free = set(free_slots([person(who, DAYS)], 30, place, TRAVEL))
    emptier = Diary("Anouk", who.week, who.works, who.absent)
    assert free <= set(free_slots([person(emptier, DAYS)], 30, place, TRAVEL))

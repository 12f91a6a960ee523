"""From when until when somebody is in a group (A2, A6)."""

from datetime import date

import pytest

from huisbezoek_addon.logic.import_places import (
    Period,
    Place,
    end_places,
    match_places,
    move_place,
    places_on,
    teaching_kind,
)
from huisbezoek_addon.logic.import_records import TeacherGroup, TeacherRecord

YEAR = Period(date(2026, 8, 1), date(2027, 7, 31))
DAY = date(2026, 11, 2)
BEFORE = date(2026, 11, 1)


def place(number=1, group=10, first=YEAR.first, last=YEAR.last, **more):
    return Place(number, group, first, last, **more)


@pytest.mark.parametrize(
    "first, last, expected",
    [
        (None, None, YEAR),
        (date(2026, 10, 1), None, Period(date(2026, 10, 1), YEAR.last)),
        (date(2020, 8, 1), None, YEAR),
        (date(2028, 1, 1), None, YEAR),
        (None, date(2026, 12, 18), Period(YEAR.first, date(2026, 12, 18))),
        (None, date(2030, 1, 1), YEAR),
        (None, date(2026, 7, 31), None),
        (YEAR.last, YEAR.last, Period(YEAR.last, YEAR.last)),
    ],
)
def test_a_period_is_cut_to_the_stay(first, last, expected):
    assert YEAR.within(first, last) == expected


@pytest.mark.parametrize(
    "day, expected",
    [
        (DAY, DAY),
        (date(2026, 7, 5), YEAR.first),
        (date(2027, 9, 1), YEAR.last),
    ],
)
def test_the_nearest_day_lies_within_the_year(day, expected):
    assert YEAR.nearest(day) == expected


def test_places_of_a_day_leave_out_what_is_over():
    over, now, later = (
        place(1, last=BEFORE),
        place(2, first=DAY, last=DAY),
        place(3, first=date(2026, 12, 1)),
    )
    assert places_on([later, over, now], DAY) == [now, later]


def test_who_leaves_keeps_the_past_and_loses_what_was_to_come():
    changes = end_places([place(1), place(2, first=DAY), place(3, last=BEFORE)], BEFORE)
    assert changes.drop == [2]
    assert changes.write == {1: {"date_to": BEFORE}}
    assert changes.make == []


def test_moving_ends_the_old_place_the_day_before():
    changes = move_place([place()], 20, DAY, YEAR)
    assert changes.write == {1: {"date_to": BEFORE}}
    assert changes.make == [(20, Period(DAY, YEAR.last))]


def test_moving_on_the_first_day_replaces_the_place():
    changes = move_place([place(first=DAY)], 20, DAY, YEAR)
    assert changes.write == {1: {"group_id": 20, "is_imported": True}}
    assert changes.make == []


def test_moving_stops_at_the_leave_date():
    last = date(2026, 12, 18)
    assert move_place([place()], 20, DAY, YEAR, last).make == [(20, Period(DAY, last))]
    assert move_place([place()], 20, DAY, None, BEFORE).make == []


def test_a_first_place_holds_for_the_stay():
    assert move_place([], 20, DAY, YEAR).make == [(20, YEAR)]
    assert move_place([], 20, DAY, None).make == []


def test_groups_by_hand_are_left_alone_and_taken_over_when_wanted():
    by_hand = place(1, 10), place(2, 20)
    changes = match_places(by_hand, [20], DAY, YEAR)
    assert changes.drop == []
    assert changes.write == {2: {"is_imported": True}}
    assert changes.make == []


def test_imported_groups_come_and_go():
    places = [
        place(1, 10, is_imported=True),
        place(2, 20, first=DAY, is_imported=True),
        place(3, 30, is_imported=True),
    ]
    changes = match_places(places, [30, 40], DAY, Period(DAY, YEAR.last))
    assert changes.drop == [2]
    assert changes.write == {1: {"date_to": BEFORE}}
    assert changes.make == [(40, Period(DAY, YEAR.last))]


@pytest.mark.parametrize(
    "own, in_group, words, expected",
    [
        (("LRK",), (), (), "group"),
        (("VAK",), (), (), "subject"),
        (("DIR", "IB"), (), (), "support"),
        (("VAK",), ("LRK",), (), "group"),
        (("DIR",), (), (), "group"),
        ((), (), ("Mentor",), "mentor"),
        ((), (), (), "group"),
    ],
)
def test_roles_become_a_label(own, in_group, words, expected):
    teacher = TeacherRecord(
        line=1,
        key="L1",
        role_codes=own,
        groups=(TeacherGroup("g1", False, in_group, words),),
    )
    assert teaching_kind(teacher, "g1", False) == expected

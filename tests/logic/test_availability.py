"""When somebody can be on visits: tables and properties (C4)."""

from datetime import date

import pytest
from hypothesis import given

from availability_world import (
    DAY,
    DAYS,
    FAR,
    HOURS,
    NEAR,
    TRAVEL,
    WEDNESDAY,
    ZONE,
    at,
    clock,
    diaries,
    diary,
    stay,
)
from huisbezoek_addon.logic.availability import (
    count_visits,
    lesson_stays,
    person_of,
    too_near,
    windows,
)
from huisbezoek_addon.logic.local_time import day_of, hour_of, overlaps, spans
from huisbezoek_addon.logic.travel import SCHOOL, TravelTimes
from huisbezoek_addon.logic.weekly import FixedTime, VisitHours, week_of


def found(who, days=(DAY,), travel=TRAVEL, zone=ZONE):
    """Return the windows in words: begin, end, evening, edges."""
    return [
        (
            clock(window.start, zone),
            clock(window.stop, zone),
            window.evening,
            (window.before, window.spare_before),
            (window.after, window.spare_after),
        )
        for window in windows(who, days, zone, travel)
    ]


FREE, AT_SCHOOL = (None, 0), (SCHOOL, 0)
EVENING = ("18:30", "20:30", True, FREE, FREE)


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        # After lessons one comes from school; in the evening from home.
        (diary(), [("15:00", "17:30", False, AT_SCHOOL, FREE), EVENING]),
        (diary(works=[]), []),
        (diary(absent=frozenset([DAY])), []),
        # A busy appointment is at school, for all we know.
        (
            diary(stay(16, 16.5)),
            [
                ("15:00", "16:00", False, AT_SCHOOL, AT_SCHOOL),
                ("16:30", "17:30", False, AT_SCHOOL, FREE),
                EVENING,
            ],
        ),
        # Next to a visit one comes from there, or has to be there.
        (
            diary(stay(16, 16.75, FAR, 7)),
            [
                ("15:00", "16:00", False, AT_SCHOOL, (FAR, 0)),
                ("16:45", "17:30", False, (FAR, 0), FREE),
                EVENING,
            ],
        ),
        # What touches is one; the place is where one begins, and where one ends.
        (
            diary(stay(16, 16.5, NEAR, 7), stay(16.5, 17), stay(16.25, 16.75, FAR, 8)),
            [
                ("15:00", "16:00", False, AT_SCHOOL, (NEAR, 0)),
                ("17:00", "17:30", False, AT_SCHOOL, FREE),
                EVENING,
            ],
        ),
        # An appointment between two parts is near, where the longest way is longer.
        (
            diary(stay(17.75, 18)),
            [
                ("15:00", "17:30", False, AT_SCHOOL, (SCHOOL, 15)),
                ("18:30", "20:30", True, (SCHOOL, 30), FREE),
            ],
        ),
        # All day busy.
        (diary(stay(0, 24)), []),
        # Nothing lasts no time at all.
        (
            diary(stay(16, 16)),
            [("15:00", "17:30", False, AT_SCHOOL, FREE), EVENING],
        ),
        # Hours of one's own run on into the evening: two parts of the day.
        (
            diary(week=week_of(HOURS, own=[FixedTime(2, 16, 20)])),
            [
                ("16:00", "18:30", False, FREE, FREE),
                ("18:30", "20:00", True, FREE, FREE),
            ],
        ),
        # Lessons of one's own, in the middle of the afternoon.
        (
            diary(week=week_of(HOURS, own=[FixedTime(2, 15.5, 16, True)])),
            [
                ("15:00", "15:30", False, AT_SCHOOL, AT_SCHOOL),
                ("16:00", "17:30", False, AT_SCHOOL, FREE),
                EVENING,
            ],
        ),
    ],
)
def test_windows(who, expected):
    assert found(who) == expected


def test_no_lessons_on_a_free_day_hold_anybody():
    """The evening before is another day, and its lessons are none of this one."""
    early = VisitHours(0.5, 6, 18.5, 20.5)
    week = week_of(early, own=[FixedTime(1, 23, 24, True), FixedTime(2, 0.25, 6)])
    assert found(diary(week=week)) == [("00:15", "06:00", False, AT_SCHOOL, FREE)]
    both = diary(week=week, works=[DAY - 1, DAY])
    assert found(both, days=[DAY - 1, DAY])[-1][3] == AT_SCHOOL


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 10, 24), 13),
        (date(2026, 10, 25), 14),
        (date(2026, 10, 26), 14),
        (date(2027, 3, 27), 14),
        (date(2027, 3, 28), 13),
    ],
)
def test_windows_on_both_sides_of_the_clock_changes(day, utc):
    every_day = week_of(HOURS, [FixedTime(n, 15, 17.5) for n in range(7)])
    who = diary(week=every_day, works=[day.toordinal()])
    [window] = windows(who, [day.toordinal()], ZONE, TRAVEL)
    midnight = (day.toordinal() - date(1970, 1, 1).toordinal()) * 24 * 60
    assert window.start == midnight + utc * 60
    assert window.stop - window.start == 150
    assert window.day == day.toordinal()


@pytest.mark.parametrize(
    ("day", "minutes"), [(date(2026, 10, 25), 240), (date(2027, 3, 28), 120)]
)
def test_visit_hours_in_the_night_that_clocks_change(day, minutes):
    night = week_of(HOURS, own=[FixedTime(6, 1, 4)])
    who = diary(week=night, works=[day.toordinal()])
    [window] = windows(who, [day.toordinal()], ZONE, TRAVEL)
    assert window.stop - window.start == minutes


@pytest.mark.parametrize(
    ("place", "earliest", "latest"),
    [
        # From school at 15:00, and to a visit far away at 17:00.
        (SCHOOL, "15:00", "16:20"),
        (NEAR, "15:05", "16:20"),
        (FAR, "15:40", "16:55"),
        ("", "15:15", "16:45"),
    ],
)
def test_the_way_there_and_on(place, earliest, latest):
    first = next(windows(diary(stay(17, 17.75, FAR, 7)), [DAY], ZONE, TRAVEL))
    assert clock(first.earliest(place, TRAVEL)) == earliest
    assert clock(first.latest(place, TRAVEL)) == latest


def test_time_between_lessons_and_visit_hours_is_time_to_travel():
    """Lessons end at 15:00, visits begin at 15:30: half the way is done by then."""
    week = week_of(
        VisitHours(15.5, 17.5, 18.5, 20.5),
        [FixedTime(2, 8.5, 15, True)],
    )
    window = next(windows(diary(week=week), [DAY], ZONE, TRAVEL))
    assert clock(window.earliest(NEAR, TRAVEL)) == "15:30"
    assert clock(window.earliest(FAR, TRAVEL)) == "15:40"


def test_visits_that_count():
    who = diary(
        stay(15, 16, NEAR, 7),
        stay(18.5, 19, NEAR, 8),
        stay(19.5, 20),
        held=(at(18.5), at(15, date(2026, 11, 23))),
    )
    evenings, weeks = count_visits(who, ZONE)
    assert evenings == {DAY: 2}
    assert weeks == {date(2026, 11, 23).toordinal(): 4}


def test_a_visit_that_moves_takes_no_time():
    who = diary(stay(16, 16.75, FAR, 7), stay(19, 19.5))
    assert who.without({7}).stays == (stay(19, 19.5),)
    assert who.without({8}) is who
    assert who.without({0}) is who
    assert count_visits(who.without({7}), ZONE)[1] == {}


@pytest.mark.parametrize(
    ("who", "slot", "place", "near"),
    [
        (diary(), (15.25, 16), "", []),
        (diary(), (15, 15.75), "", [0]),
        (diary(), (15, 15.75), SCHOOL, []),
        (diary(stay(16, 16.75, FAR, 7)), (15.25, 15.75), FAR, [0]),
        (diary(stay(16, 16.75, FAR, 7)), (15.25, 15.75), NEAR, [7]),
        (diary(stay(16, 16.75, FAR, 7)), (17, 17.5), FAR, []),
        (diary(stay(16, 16.75, FAR, 7), stay(18, 19)), (17, 17.75), NEAR, [7]),
        (diary(stay(16.5, 17, FAR, 7)), (17.25, 17.5), NEAR, [7]),
        # what overlaps is no matter of the way
        (diary(stay(16, 16.75, FAR, 7)), (16.5, 17), NEAR, []),
    ],
)
def test_too_little_time_to_travel(who, slot, place, near):
    found = too_near(who, (at(slot[0]), at(slot[1])), place, ZONE, TRAVEL)
    assert [stay.visit for stay in found] == near


# === PROPERTIES === #


@given(diaries)
def test_windows_hold_what_is_free_and_nothing_else(who):
    """Each moment of the visit hours is in a window, or taken."""
    found = list(windows(who, DAYS, ZONE, TRAVEL))
    present = [day for day in DAYS if day in who.works and day not in who.absent]
    taken = [stay.span for stay in who.stays]
    for day in present:
        taken += [stay.span for stay in lesson_stays(who, day, ZONE)]
    for day in DAYS:
        hours = spans(day, who.week.visits[(day - 1) % 7], ZONE)
        for start, stop in hours:
            for moment in range(start, stop, 5):
                free = day in present and not any(a <= moment < b for a, b in taken)
                inside = [w for w in found if w.start <= moment < w.stop]
                assert len(inside) == free


@given(diaries)
def test_windows_are_in_order_and_of_one_part_of_a_day(who):
    found = list(windows(who, DAYS, ZONE, TRAVEL))
    assert all(a.stop <= b.start for a, b in zip(found, found[1:], strict=False))
    for window in found:
        assert day_of(window.start, ZONE) == window.day
        for moment in (window.start, window.stop - 1):
            assert (hour_of(moment, ZONE) >= who.week.evening_from) == window.evening


@given(diaries)
def test_edges_leave_the_way_to_whatever_is_near(who):
    for window in windows(who, DAYS, ZONE, TRAVEL):
        for taken in who.stays:
            assert not overlaps((window.start, window.stop), taken.span)
            if taken.stop <= window.start:
                gap = window.start - taken.stop
                assert window.before is not None or gap >= TRAVEL.longest
                assert gap >= window.spare_before or window.before is None
            else:
                gap = taken.start - window.stop
                assert window.after is not None or gap >= TRAVEL.longest


@given(diaries)
def test_no_way_takes_time_where_everything_is_next_door(who):
    next_door = TravelTimes(default=0, within=0)
    for window in windows(who, DAYS, ZONE, next_door):
        assert (window.before, window.after) == (None, None)
        assert window.earliest(FAR, next_door) == window.start


def test_a_person_is_his_windows_and_his_visits():
    who = person_of(5, diary(stay(18.5, 19, NEAR, 7)), [DAY], ZONE, TRAVEL)
    assert who.key == 5
    assert len(who.windows) == 2
    assert who.evenings == {WEDNESDAY.toordinal(): 1}

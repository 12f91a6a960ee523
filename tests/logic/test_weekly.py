"""The week that follows from what school and person wrote down: tables (C4)."""

import pytest

from huisbezoek_addon.logic.weekly import FixedTime, VisitHours, week_of

HOURS = VisitHours(15.0, 17.5, 18.5, 20.5)
USUAL = ((15.0, 17.5), (18.5, 20.5))
MONDAY, WEDNESDAY, FRIDAY, SATURDAY = 0, 2, 4, 5


def visit(weekday, start, stop):
    return FixedTime(weekday, start, stop)


def lesson(weekday, start, stop):
    return FixedTime(weekday, start, stop, lesson=True)


EARLY = visit(WEDNESDAY, 12.5, 17)


@pytest.mark.parametrize(
    ("school", "own", "weekday", "visits", "lessons"),
    [
        # Nobody wrote anything down: after lessons and in the evening.
        ([], [], MONDAY, USUAL, ((0, 15),)),
        ([], [], SATURDAY, (), ()),
        # What the school writes down for a weekday replaces afternoon and evening,
        # and lessons end where it begins at the latest.
        ([EARLY], [], WEDNESDAY, ((12.5, 17),), ((0, 12.5),)),
        ([EARLY], [], MONDAY, USUAL, ((0, 15),)),
        ([visit(FRIDAY, 19, 20.5)], [], FRIDAY, ((19, 20.5),), ((0, 15),)),
        ([visit(SATURDAY, 10, 12)], [], SATURDAY, ((10, 12),), ()),
        # Lessons that the school wrote down count as they are.
        ([lesson(MONDAY, 8.5, 14)], [], MONDAY, USUAL, ((8.5, 14),)),
        ([lesson(MONDAY, 8.5, 14)], [], WEDNESDAY, USUAL, ((0, 15),)),
        # Somebody's own hours replace the school's for him, on every day.
        ([EARLY], [visit(MONDAY, 16, 18)], MONDAY, ((16, 18),), ((0, 15),)),
        ([EARLY], [visit(MONDAY, 16, 18)], WEDNESDAY, (), ((0, 15),)),
        ([], [visit(MONDAY, 9, 11)], MONDAY, ((9, 11),), ((0, 9),)),
        ([], [visit(MONDAY, 0, 11)], MONDAY, ((0, 11),), ()),
        # His own lessons count beside those of the school.
        ([], [lesson(MONDAY, 15, 16)], MONDAY, USUAL, ((0, 15), (15, 16))),
        (
            [lesson(MONDAY, 8.5, 14)],
            [lesson(MONDAY, 15, 16), visit(MONDAY, 9, 17)],
            MONDAY,
            ((9, 17),),
            ((8.5, 14), (15, 16)),
        ),
    ],
)
def test_week(school, own, weekday, visits, lessons):
    week = week_of(HOURS, school, own)
    assert week.visits[weekday] == visits
    assert week.lessons[weekday] == lessons
    assert week.own == any(not time.lesson for time in own)
    assert week.evening_from == 18.5

"""When visits can be and when there are lessons, in each week of a school (C4).

Hours are those of the school's clocks: 15.5 is 15:30. Weekdays count from Monday: 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .local_time import Hours

#: Days on which a school has lessons, and so visits, where nobody said otherwise.
SCHOOL_DAYS = range(5)
WEEK = range(7)


@dataclass(frozen=True, slots=True)
class VisitHours:
    """When a school lets visits be, in hours of the day: 15.5 is 15:30."""

    afternoon_from: float
    afternoon_to: float
    evening_from: float
    evening_to: float

    @property
    def parts(self) -> tuple[Hours, ...]:
        """The afternoon and the evening."""
        return (
            (self.afternoon_from, self.afternoon_to),
            (self.evening_from, self.evening_to),
        )


@dataclass(frozen=True, slots=True)
class FixedTime:
    """What somebody wrote down for one day of each week: visits, or lessons."""

    weekday: int
    hour_from: float
    hour_to: float
    lesson: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """The week of a school or a person: per weekday when visits and lessons are.

    ``own`` tells whether somebody has visit hours of his own. What begins at
    ``evening_from`` or later is an evening.
    """

    visits: tuple[tuple[Hours, ...], ...]
    lessons: tuple[tuple[Hours, ...], ...]
    evening_from: float
    own: bool = False


def week_of(
    hours: VisitHours, school: Iterable[FixedTime] = (), own: Iterable[FixedTime] = ()
) -> Week:
    """Return the week that follows from what school and person wrote down.

    Somebody's own visit hours, on whatever day, replace the school's for him; those
    that the school wrote down for a weekday replace its afternoon and evening. The
    lessons of both count. Where the school wrote down none for a weekday, lessons
    are until the first minute after them, or until written visit hours begin.
    """
    school, own = list(school), list(own)
    written = _per_day(own, lesson=False)
    has_own = any(written)
    if not has_own:
        written = _per_day(school, lesson=False)
    shared, personal = _per_day(school, lesson=True), _per_day(own, lesson=True)
    return Week(
        visits=tuple(
            written[day] or (() if has_own else _usual(hours, day)) for day in WEEK
        ),
        lessons=tuple(
            (shared[day] or _assumed(hours, day, written[day])) + personal[day]
            for day in WEEK
        ),
        evening_from=hours.evening_from,
        own=has_own,
    )


def _per_day(times: Iterable[FixedTime], lesson: bool) -> list[tuple[Hours, ...]]:
    """Return the hours of one kind, for each day of the week."""
    chosen = [time for time in times if time.lesson == lesson]
    return [
        tuple((t.hour_from, t.hour_to) for t in chosen if t.weekday == day)
        for day in WEEK
    ]


def _usual(hours: VisitHours, day: int) -> tuple[Hours, ...]:
    return hours.parts if day in SCHOOL_DAYS else ()


def _assumed(
    hours: VisitHours, day: int, written: tuple[Hours, ...]
) -> tuple[Hours, ...]:
    """Return the lessons of a weekday for which the school wrote down none."""
    end = min([hours.afternoon_from, *(start for start, _stop in written)])
    return ((0.0, end),) if day in SCHOOL_DAYS and end > 0 else ()

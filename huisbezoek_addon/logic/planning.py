"""What speaks against a time for a visit (C2, C4, E1).

Planning by hand warns and never forbids: the person who plans may know better.
Only the database forbids, where somebody would be in two homes at once (C6). The rules
are those by which free times are found; see ``logic.availability``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, tzinfo

from .availability import Diary, count_visits, lesson_stays, too_near
from .local_time import day_of, hour_of, overlaps, spans, weekday_of
from .schedule import Person, Span
from .slots import has_room
from .travel import TravelTimes
from .weekly import Week


@dataclass(frozen=True, slots=True)
class SchoolRules:
    """What a school says of each visit: its clock, its week, its ways, its limits.

    ``evening_limit`` and ``week_limit`` are how many visits one person makes on an
    evening and in a week at most; 0 means no limit.
    """

    zone: tzinfo
    week: Week
    travel: TravelTimes = field(default_factory=TravelTimes)
    evening_limit: int = 0
    week_limit: int = 0


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Days on which the school makes no visits, both ends included."""

    name: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Avoided:
    """When a family would rather not be visited: never why (A5).

    ``weekday`` is 0 for Monday; None means each day from ``first`` to ``last``.
    A missing ``first`` or ``last`` leaves the period open on that side.
    """

    weekday: int | None = None
    first: date | None = None
    last: date | None = None
    hour_from: float = 0.0
    hour_to: float = 24.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that speaks against the time: a code, and what its sentence names."""

    code: str
    params: dict[str, str | int] = field(default_factory=dict)


def open_days(first: date, last: date, closed: Iterable[ClosedDays]) -> list[int]:
    """Return the days from ``first`` to ``last`` on which the school is not closed."""
    shut = {
        day
        for days in closed
        for day in range(days.first.toordinal(), days.last.toordinal() + 1)
    }
    days = range(first.toordinal(), last.toordinal() + 1)
    return [day for day in days if day not in shut]


def avoided_spans(
    avoided: Iterable[Avoided], days: Iterable[int], zone: tzinfo
) -> list[Span]:
    """Return when on some days a family would rather not be visited."""
    days = list(days)
    return [
        span
        for time in avoided
        for day in days
        if time.weekday in (None, weekday_of(day))
        and (time.first is None or time.first.toordinal() <= day)
        and (time.last is None or day <= time.last.toordinal())
        for span in spans(day, [(time.hour_from, time.hour_to)], zone)
    ]


def check_slot(
    slot: Span,
    school: SchoolRules,
    place: str = "",
    closed: Iterable[ClosedDays] = (),
    persons: Iterable[Diary] = (),
    avoided: Iterable[Avoided] = (),
    visited: Iterable[Span] = (),
) -> list[Finding]:
    """List what speaks against a visit in ``slot`` at ``place``.

    :param persons: the diaries of those who go, without this visit.
    :param visited: when others visit the family.

    The order is that in which a planner would want to read it: the school, the
    family, then each person.
    """
    persons = list(persons)
    return [
        *_check_school(slot, school, closed, persons),
        *_check_family(slot, school, avoided, visited),
        *(f for person in persons for f in _check_person(slot, person, place, school)),
    ]


def is_free(slot: Span, person: Diary, school: SchoolRules, place: str = "") -> bool:
    """Tell whether nothing on the person's own side speaks against a visit then."""
    return not any(_check_person(slot, person, place, school))


def _check_school(
    slot: Span, school: SchoolRules, closed: Iterable[ClosedDays], persons: list[Diary]
) -> Iterator[Finding]:
    day = day_of(slot[0], school.zone)
    for days in closed:
        if days.first.toordinal() <= day <= days.last.toordinal():
            yield Finding("closed", {"day": days.name})
    follow_the_school = not persons or any(not who.week.own for who in persons)
    if follow_the_school and not _is_within(slot, school.week, school):
        yield Finding("outside_hours")


def _check_family(
    slot: Span,
    school: SchoolRules,
    avoided: Iterable[Avoided],
    visited: Iterable[Span],
) -> Iterator[Finding]:
    days = {day_of(slot[0], school.zone), day_of(slot[1] - 1, school.zone)}
    if any(overlaps(slot, s) for s in avoided_spans(avoided, days, school.zone)):
        yield Finding("avoided")
    if any(overlaps(slot, span) for span in visited):
        yield Finding("visited")


def _check_person(
    slot: Span, person: Diary, place: str, school: SchoolRules
) -> Iterator[Finding]:
    who = {"person": person.name}
    day = day_of(slot[0], school.zone)
    if day in person.absent:
        yield Finding("absent", who)
    elif day not in person.works:
        yield Finding("day_off", who)
    elif code := _check_week(slot, person, school):
        yield Finding(code, who)
    taken = [stay for stay in person.stays if overlaps(slot, stay.span)]
    if taken:
        visiting = any(stay.is_told for stay in taken)
        yield Finding("visiting" if visiting else "busy", who)
    if near := too_near(person, slot, place, school.zone, school.travel):
        visit = any(stay.is_told for stay in near)
        yield Finding("way_visit" if visit else "way_school", who)
    yield from _check_limits(slot, person, school)


def _check_week(slot: Span, person: Diary, school: SchoolRules) -> str:
    """Return what is wrong with the hours for somebody in particular, if anything."""
    if not _is_within(slot, person.week, school):
        # Who follows the school was said to be outside its hours already.
        return "own_hours" if person.week.own else ""
    lessons = lesson_stays(person, day_of(slot[0], school.zone), school.zone)
    return "lessons" if any(overlaps(slot, lesson.span) for lesson in lessons) else ""


def _check_limits(slot: Span, person: Diary, school: SchoolRules) -> Iterator[Finding]:
    zone = school.zone
    counted, told = (
        Person(0, (), *count_visits(diary, zone)) for diary in (person, person.told())
    )
    day = day_of(slot[0], zone)
    evening = hour_of(slot[0], zone) >= person.week.evening_from
    for part, limits in (
        ("evening", (school.evening_limit, 0)),
        ("week", (0, school.week_limit)),
    ):
        if has_room(counted, day, evening, *limits):
            continue
        # With those of another school only that there is no room is told.
        code = "taken" if has_room(told, day, evening, *limits) else "full"
        params = {"person": person.name, "count": str(sum(limits))}
        yield Finding(f"{part}_{code}", params)


def _is_within(slot: Span, week: Week, school: SchoolRules) -> bool:
    """Tell whether a slot lies within the visit hours of its day."""
    day = day_of(slot[0], school.zone)
    hours = spans(day, week.visits[weekday_of(day)], school.zone)
    return any(start <= slot[0] and slot[1] <= stop for start, stop in hours)

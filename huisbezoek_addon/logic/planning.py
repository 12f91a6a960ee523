"""What speaks against a time for a visit (C2, C4, E1).

Planning by hand warns and never forbids: the person who plans may know better.
Only the database forbids, where somebody would be in two homes at once (C6).
All times of day are local to the school; intervals are half-open.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

Interval = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class VisitHours:
    """When a school lets visits be, in hours of the day: 15.5 is 15:30."""

    afternoon_from: float
    afternoon_to: float
    evening_from: float
    evening_to: float


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one visitor around the visit.

    ``works`` tells whether there is any working time on that day, ``absent``
    whether there is leave on it. ``busy`` and ``visiting`` are the intervals of
    other appointments and of other home visits; what they are stays unknown.
    """

    name: str
    works: bool = True
    absent: bool = False
    busy: tuple[Interval, ...] = ()
    visiting: tuple[Interval, ...] = ()


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


def hour_of(moment: datetime) -> float:
    """Return the time of day in hours: 15.5 for 15:30."""
    return moment.hour + moment.minute / 60 + moment.second / 3600


def overlaps(one: Interval, other: Interval) -> bool:
    """Tell whether two half-open intervals share a moment."""
    return one[0] < other[1] and other[0] < one[1]


def check_slot(
    slot: Interval,
    hours: VisitHours,
    closed: Iterable[ClosedDays] = (),
    persons: Iterable[Person] = (),
    avoided: Iterable[Avoided] = (),
) -> list[Finding]:
    """List what speaks against a visit in ``slot`` (local begin and end).

    The order is that in which a planner would want to read it: the school, the
    family, then each person.
    """
    return [
        *_check_school(slot, hours, closed),
        *_check_family(slot, avoided),
        *(finding for person in persons for finding in _check_person(slot, person)),
    ]


def _check_school(
    slot: Interval, hours: VisitHours, closed: Iterable[ClosedDays]
) -> Iterator[Finding]:
    day = slot[0].date()
    for days in closed:
        if days.first <= day <= days.last:
            yield Finding("closed", {"day": days.name})
    start, stop = hour_of(slot[0]), hour_of(slot[1])
    windows = (
        (hours.afternoon_from, hours.afternoon_to),
        (hours.evening_from, hours.evening_to),
    )
    same_day = slot[1].date() == day
    if not same_day or not any(a <= start and stop <= b for a, b in windows):
        yield Finding("outside_hours")


def _check_family(slot: Interval, avoided: Iterable[Avoided]) -> Iterator[Finding]:
    day = slot[0].date()
    start, stop = hour_of(slot[0]), hour_of(slot[1])
    for time in avoided:
        in_period = (time.first or day) <= day <= (time.last or day)
        on_weekday = time.weekday is None or time.weekday == day.weekday()
        if in_period and on_weekday and start < time.hour_to and time.hour_from < stop:
            yield Finding("avoided")
            return


def _check_person(slot: Interval, person: Person) -> Iterator[Finding]:
    who = {"person": person.name}
    if person.absent:
        yield Finding("absent", who)
    elif not person.works:
        yield Finding("day_off", who)
    if any(overlaps(slot, visit) for visit in person.visiting):
        yield Finding("visiting", who)
    elif any(overlaps(slot, event) for event in person.busy):
        yield Finding("busy", who)

"""Times at which a visit can begin: where all its visitors can at once (C4)."""

from collections.abc import Iterable, Iterator, Sequence

from .local_time import merge, monday_of, subtract
from .schedule import Person, Span
from .travel import TravelTimes

#: Visits begin at multiples of so many minutes.
STEP = 15


def free_slots(
    persons: Sequence[Person],
    minutes: int,
    place: str,
    travel: TravelTimes,
    blocked: Iterable[Span] = (),
    evening_limit: int = 0,
    week_limit: int = 0,
    step: int = STEP,
) -> Iterator[int]:
    """Give the moments at which a visit can begin, in order.

    :param persons: those who must be there at once; without any there is no time.
    :param minutes: how long the visit takes.
    :param place: where it is, as in ``logic.travel``.
    :param blocked: when the family would rather not, or is visited already.
    :param evening_limit: visits of one person on an evening at most; 0: no limit.
    :param week_limit: visits of one person in a week at most; 0: no limit.
    :param step: visits begin at multiples of so many minutes.
    """
    if not persons:
        return
    possible: list[Span] | None = None
    for person in persons:
        begins = merge(
            _begins(person, minutes, place, travel, evening_limit, week_limit)
        )
        possible = begins if possible is None else _common(possible, begins)
    hindered = merge((start - minutes + 1, stop) for start, stop in blocked)
    for span in possible or ():
        for first, last in subtract(span, hindered):
            yield from range(-(-first // step) * step, last, step)


def _begins(
    person: Person,
    minutes: int,
    place: str,
    travel: TravelTimes,
    evening_limit: int,
    week_limit: int,
) -> Iterator[Span]:
    """Give the spans in which a visit of somebody can begin."""
    for window in person.windows:
        if has_room(person, window.day, window.evening, evening_limit, week_limit):
            first = window.earliest(place, travel)
            last = window.latest(place, travel) - minutes
            if first <= last:
                yield first, last + 1


def has_room(
    person: Person, day: int, evening: bool, evening_limit: int, week_limit: int
) -> bool:
    """Tell whether somebody may take on one more visit on a day or its evening."""
    return not (
        (evening and evening_limit and person.evenings.get(day, 0) >= evening_limit)
        or (week_limit and person.weeks.get(monday_of(day), 0) >= week_limit)
    )


def _common(one: list[Span], other: list[Span]) -> list[Span]:
    """Return what two ordered lists of spans share."""
    found, left, right = [], 0, 0
    while left < len(one) and right < len(other):
        start = max(one[left][0], other[right][0])
        stop = min(one[left][1], other[right][1])
        if start < stop:
            found.append((start, stop))
        if one[left][1] < other[right][1]:
            left += 1
        else:
            right += 1
    return found

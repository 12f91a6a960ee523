"""The time of a round as bits: one for each moment at which a visit may begin (C5).

A whole number holds a set of moments, so that "when are all of them free" is one
``&``. The days lie behind one another with empty room between them, wide enough that
what a visit keeps others from never reaches another day.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from .proposal_ways import Ways
from .schedule import Person, Problem, Span, Visit, Window


def bits(mask: int) -> Iterator[int]:
    """Give the places of the bits of ``mask``, the lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def lowest(mask: int) -> int:
    """Return the place of the lowest bit of ``mask``, which has one."""
    return (mask & -mask).bit_length() - 1


def run(first: int, stop: int) -> int:
    """Return a mask with the bits from ``first`` up to ``stop``; none if reversed."""
    return ((1 << (stop - first)) - 1) << first if first < stop else 0


class Grid:
    """The days of a round with their moments.

    ``days`` and ``minutes`` tell of each bit its day and its moment; both are 0 in
    the empty room.
    """

    def __init__(self, problem: Problem) -> None:
        self.step = problem.step
        self.ways = Ways.of(problem.travel)
        self._bounds = self._find_bounds(problem.persons.values())
        self._ordered = list(self._bounds)
        self._stops = [stop for _start, stop in self._bounds.values()]
        #: two visits of one day never begin further apart
        self.longest = max((b - a for a, b in self._bounds.values()), default=0) + 1
        self._room = self._find_room(problem.visits)
        self.days: list[int] = []
        self.minutes: list[int] = []
        self._offsets: dict[int, int] = {}
        self._lay_out()

    def steps(self, minutes: int) -> int:
        """Return how many steps it takes to hold so many minutes."""
        return -(-minutes // self.step)

    def distance(self, minutes: int) -> int:
        """Return how many steps lie between begins, as far as one day has them."""
        return min(self.steps(minutes), self.longest)

    def span(self, window: Window) -> int:
        """Return the moments at which something can begin within a window."""
        return self._between(window.day, window.start, window.stop - 1)

    def begins(self, window: Window, minutes: int, place: str) -> int:
        """Return when a visit can begin that a window holds with the ways to it."""
        first = window.earliest(place, self.ways)
        last = window.latest(place, self.ways) - minutes
        return self._between(window.day, first, last)

    def overlapping(self, span: Span, minutes: int) -> int:
        """Return when a visit of so many minutes begins that touches a span."""
        first, last = span[0] - minutes + 1, span[1] - 1
        begin = bisect_left(self._stops, self.steps(first + 1))
        mask = 0
        for day in self._ordered[begin:]:
            if self._bounds[day][0] * self.step > last:
                break
            mask |= self._between(day, first, last)
        return mask

    def day_mask(self, moment: int) -> int:
        """Return all moments of the day on which ``moment`` lies."""
        day = self.days[moment]
        start, stop = self._bounds[day]
        return run(self._offsets[day] + start, self._offsets[day] + stop)

    def _between(self, day: int, first: int, last: int) -> int:
        """Return the moments of a day from one minute to another, both included."""
        start, stop = self._bounds[day]
        here, there = max(self.steps(first), start), min(last // self.step + 1, stop)
        return run(self._offsets[day] + here, self._offsets[day] + there)

    def _find_bounds(self, persons: Iterable[Person]) -> dict[int, tuple[int, int]]:
        """Return of each day its first step, and the one after its last."""
        bounds: dict[int, tuple[int, int]] = {}
        for person in persons:
            for window in person.windows:
                first, stop = self.steps(window.start), self.steps(window.stop)
                known = bounds.get(window.day, (first, stop))
                bounds[window.day] = min(known[0], first), max(known[1], stop)
        return dict(sorted(bounds.items()))

    def _find_room(self, visits: Iterable[Visit]) -> int:
        """Return the steps that may lie between the begins of two visits."""
        minutes = max((visit.minutes for visit in visits), default=0)
        return self.distance(minutes + self.ways.longest)

    def _lay_out(self) -> None:
        self._leave_room()
        for day, (first, stop) in self._bounds.items():
            self._offsets[day] = len(self.days) - first
            self.days += [day] * (stop - first)
            self.minutes += range(first * self.step, stop * self.step, self.step)
            self._leave_room()

    def _leave_room(self) -> None:
        self.days += [0] * self._room
        self.minutes += [0] * self._room

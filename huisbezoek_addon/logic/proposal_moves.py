"""What speaks against moving a visit of a proposal by hand (C5).

A planner moves a visit to any moment; all rules of the proposal are told that it
would break there, the others staying where they are.
"""

from collections.abc import Iterator, Mapping

from .local_time import monday_of
from .planning import Finding
from .schedule import Person, Problem, Span, Visit, Window


def check_move(
    problem: Problem, starts: Mapping[int, int], key: int, start: int
) -> list[Finding]:
    """List what speaks against a visit at ``start``, the family's part first.

    :param starts: when the visits stand, by key; where this one does is ignored.
    :param key: the visit that moves.

    Codes, with what they name: ``family_avoids``; ``family_at_once`` (visit);
    ``not_free`` (person): he has no window there; ``way`` (person): the window leaves
    no time to get there or away; ``overlap`` and ``way_visit`` (person, visit): so
    does another visit; ``evening_limit`` and ``week_limit`` (person, count).
    """
    return list(_Move(problem, starts, key, start).findings())


class _Move:
    """One visit at another moment, amid the others."""

    def __init__(
        self, problem: Problem, starts: Mapping[int, int], key: int, start: int
    ) -> None:
        self._problem = problem
        visits = {visit.key: visit for visit in problem.visits}
        self._visit = visits[key]
        self._span = (start, start + self._visit.minutes)
        self._others = [
            (visits[other], (begin, begin + visits[other].minutes))
            for other, begin in sorted(starts.items())
            if other != key and other in visits
        ]

    def findings(self) -> Iterator[Finding]:
        """Give all that speaks against it."""
        yield from self._family()
        for key in dict.fromkeys(self._visit.persons):
            person = self._problem.persons.get(key, Person(key))
            window = _window(person, self._span)
            if window is None:
                yield Finding("not_free", {"person": key})
            else:
                yield from self._window(person, window)
                yield from self._limits(person, window)
            yield from self._visits(key)

    def _family(self) -> Iterator[Finding]:
        if any(_overlap(self._span, span) for span in self._visit.blocked):
            yield Finding("family_avoids")
        for other, span in self._others:
            same = self._visit.family and other.family == self._visit.family
            if same and _overlap(self._span, span):
                yield Finding("family_at_once", {"visit": other.key})

    def _window(self, person: Person, window: Window) -> Iterator[Finding]:
        place, travel = self._visit.place, self._problem.travel
        first, last = window.earliest(place, travel), window.latest(place, travel)
        if self._span[0] < first or last < self._span[1]:
            yield Finding("way", {"person": person.key})

    def _visits(self, key: int) -> Iterator[Finding]:
        for other, span in self._others:
            if key not in other.persons:
                continue
            params = {"person": key, "visit": other.key}
            if _overlap(self._span, span):
                yield Finding("overlap", params)
            elif self._room(span) < self._way(other, span):
                yield Finding("way_visit", params)

    def _room(self, span: Span) -> int:
        """Return the minutes between the visit and another one."""
        return max(self._span[0] - span[1], span[0] - self._span[1])

    def _way(self, other: Visit, span: Span) -> int:
        minutes, here = self._problem.travel.minutes, self._visit.place
        if self._span[0] < span[0]:
            return minutes(here, other.place)
        return minutes(other.place, here)

    def _limits(self, person: Person, window: Window) -> Iterator[Finding]:
        problem, day = self._problem, window.day
        windows = [
            found
            for other, span in self._others
            if person.key in other.persons and (found := _window(person, span))
        ]
        evening = [w for w in windows if w.evening and w.day == day]
        week = [w for w in windows if monday_of(w.day) == monday_of(day)]
        standing = person.evenings.get(day, 0) + len(evening)
        if window.evening and 0 < problem.evening_limit <= standing:
            params = {"person": person.key, "count": problem.evening_limit}
            yield Finding("evening_limit", params)
        standing = person.weeks.get(monday_of(day), 0) + len(week)
        if 0 < problem.week_limit <= standing:
            params = {"person": person.key, "count": problem.week_limit}
            yield Finding("week_limit", params)


def _window(person: Person, span: Span) -> Window | None:
    """Return the window of somebody in which a span lies; None if there is none."""
    return next(
        (w for w in person.windows if w.start <= span[0] and span[1] <= w.stop), None
    )


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]

"""What becomes of free time when visits get their times.

What a proposal leaves is looked at as if it were applied already (C3).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from .local_time import monday_of
from .schedule import Person, Problem, Visit, Window


def with_visits(problem: Problem, starts: Mapping[int, int]) -> dict[int, Person]:
    """Return the persons as they would be if these visits stood already."""
    persons = dict(problem.persons)
    for visit in problem.visits:
        if visit.key in starts:
            for who in visit.persons:
                persons[who] = _take(persons[who], visit, starts[visit.key])
    return persons


def _take(person: Person, visit: Visit, start: int) -> Person:
    slot = start, start + visit.minutes
    hit = [window for window in person.windows if _holds(window, slot)]
    if not hit:
        return person
    evenings, weeks = Counter(person.evenings), Counter(person.weeks)
    weeks[monday_of(hit[0].day)] += 1
    if hit[0].evening:
        evenings[hit[0].day] += 1
    windows: Iterable[Window] = (
        part
        for window in person.windows
        for part in (_cut(window, visit, slot) if window in hit else (window,))
    )
    return replace(person, windows=tuple(windows), evenings=evenings, weeks=weeks)


def _holds(window: Window, slot: tuple[int, int]) -> bool:
    return window.start <= slot[0] and slot[1] <= window.stop


def _cut(window: Window, visit: Visit, slot: tuple[int, int]) -> Iterator[Window]:
    """Give what is left of a window before and after a visit in it."""
    if window.start < slot[0]:
        yield replace(window, stop=slot[0], after=visit.place, spare_after=0)
    if slot[1] < window.stop:
        yield replace(window, start=slot[1], before=visit.place, spare_before=0)

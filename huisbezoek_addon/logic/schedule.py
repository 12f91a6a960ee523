"""What the planning of a round knows: people, their free time, and visits (C4, C5).

Moments are whole minutes since 1970 in UTC, so that a clock that is put back or
forward shifts nothing; a day is the ordinal of the school's local date, and a week
the ordinal of its Monday. Intervals are half-open. Persons, families and visits
are numbers; what they are called is not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .travel import TravelTimes

#: A stretch of time: begin and end, in minutes since 1970 in UTC.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch in which somebody can be on visits, within one part of one day.

    ``before`` is where he is until the very begin, and ``after`` where he has to be
    at the very end: the school after a lesson, another home after a visit. A visit
    in the window leaves the time to travel from the one and to the other. None:
    nothing holds him there, as at the edge of the visit hours. He leaves the one
    ``spare_before`` minutes before the window begins, and has to be at the other
    ``spare_after`` minutes after its end: that much of the way is outside it.
    """

    start: int
    stop: int
    day: int
    evening: bool = False
    before: str | None = None
    after: str | None = None
    spare_before: int = 0
    spare_after: int = 0

    def earliest(self, place: str, travel: TravelTimes) -> int:
        """Return the first moment at which a visit at a place can begin."""
        if self.before is None:
            return self.start
        way = travel.minutes(self.before, place)
        return self.start + max(0, way - self.spare_before)

    def latest(self, place: str, travel: TravelTimes) -> int:
        """Return the moment at which a visit at a place has to be over."""
        if self.after is None:
            return self.stop
        way = travel.minutes(place, self.after)
        return self.stop - max(0, way - self.spare_after)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who goes on visits: when he can, and what he has taken on already.

    ``windows`` are sorted and do not overlap. ``evenings`` counts the visits of an
    evening by day that stand already, ``weeks`` those of a week by its Monday.
    """

    key: int
    windows: tuple[Window, ...] = ()
    evenings: Mapping[int, int] = field(default_factory=dict)
    weeks: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that wants a time.

    ``persons`` are those who must be there at once, the lead first. ``family`` is
    never visited twice at once, and rather right after one another (C5).
    ``blocked`` is when the family would rather not be visited, or is visited
    already.
    """

    key: int
    persons: tuple[int, ...]
    minutes: int
    place: str = ""
    family: int = 0
    blocked: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A round to be planned: all that its proposal depends on.

    ``evening_limit`` and ``week_limit`` are how many visits one person makes on
    an evening and in a week at most; 0 means no limit. Visits begin at multiples of
    ``step`` minutes.
    """

    visits: tuple[Visit, ...]
    persons: Mapping[int, Person]
    travel: TravelTimes
    evening_limit: int = 0
    week_limit: int = 0
    step: int = 15

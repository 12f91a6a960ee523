"""The way that one person goes on his visits, in minutes (C5).

A way leads from where a window begins over its visits to where it ends. Where nothing
holds him at an end, that end costs nothing; nor does what lies between two windows,
for that time is his own.
"""

from bisect import bisect_left, insort

from .proposal_grid import Grid, bits
from .proposal_ways import Ways
from .schedule import Person


class Routes:
    """The visits of one person in each window, in order."""

    __slots__ = ("_ends", "_stops", "_ways", "_window_at")

    def __init__(self, person: Person, grid: Grid) -> None:
        self._ways: Ways = grid.ways
        self._ends = [(window.before, window.after) for window in person.windows]
        self._stops: list[list[tuple[int, str]]] = [[] for _ in person.windows]
        self._window_at: dict[int, int] = {}
        for number, window in enumerate(person.windows):
            self._window_at.update(dict.fromkeys(bits(grid.span(window)), number))

    def detour(self, moment: int, place: str) -> int:
        """Return the minutes that a visit at a moment would add."""
        window = self._window_at[moment]
        stops, (before, after) = self._stops[window], self._ends[window]
        index = bisect_left(stops, (moment,))
        if index:
            before = stops[index - 1][1]
        if index < len(stops):
            after = stops[index][1]
        minutes = self._ways.minutes
        added = 0 if before is None else minutes(before, place)
        if after is not None:
            added += minutes(place, after)
            if before is not None and stops:
                added -= minutes(before, after)
        return added

    def add(self, moment: int, place: str) -> int:
        """Put a visit in, and return the minutes that it adds."""
        added = self.detour(moment, place)
        insort(self._stops[self._window_at[moment]], (moment, place))
        return added

    def remove(self, moment: int, place: str) -> int:
        """Take a visit out, and return the minutes that it saves."""
        self._stops[self._window_at[moment]].remove((moment, place))
        return self.detour(moment, place)

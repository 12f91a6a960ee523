"""The way that one person goes on his visits, in minutes (C5).

A way leads from where a window begins over its visits to where it ends. Where nothing
holds him at an end, that end costs nothing; nor does what lies between two windows,
for that time is his own.
"""

from bisect import bisect_left, insort

from .proposal_grid import Grid
from .schedule import Person


class _Stretch:
    """One window: the bit after its last one, its ends, and its visits in order."""

    __slots__ = ("after", "before", "stop", "stops")

    def __init__(self, stop: int, before: str | None, after: str | None) -> None:
        self.stop, self.before, self.after = stop, before, after
        self.stops: list[tuple[int, str]] = []


class Routes:
    """The visits of one person in each of his windows."""

    __slots__ = ("_days", "_stretches", "_ways")

    def __init__(self, person: Person, grid: Grid) -> None:
        self._ways, self._days = grid.ways, grid.days
        self._stretches: dict[int, list[_Stretch]] = {}
        for window in person.windows:
            stop = grid.span(window).bit_length()
            stretch = _Stretch(stop, window.before, window.after)
            self._stretches.setdefault(window.day, []).append(stretch)

    def _stretch(self, moment: int) -> _Stretch:
        """Return the window in which a moment lies."""
        stretches = self._stretches[self._days[moment]]
        return next(stretch for stretch in stretches if moment < stretch.stop)

    def detour(self, moment: int, place: str) -> int:
        """Return the minutes that a visit at a moment would add."""
        return self._detour(self._stretch(moment), moment, place)

    def _detour(self, stretch: _Stretch, moment: int, place: str) -> int:
        stops, before, after = stretch.stops, stretch.before, stretch.after
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
        stretch = self._stretch(moment)
        added = self._detour(stretch, moment, place)
        insort(stretch.stops, (moment, place))
        return added

    def remove(self, moment: int, place: str) -> int:
        """Take a visit out, and return the minutes that it saves."""
        stretch = self._stretch(moment)
        stretch.stops.remove((moment, place))
        return self._detour(stretch, moment, place)

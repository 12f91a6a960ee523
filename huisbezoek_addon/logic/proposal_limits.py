"""How many visits one person makes on an evening and in a week at most (C5)."""

from .proposal_grid import Grid
from .schedule import Person, Problem

#: More than anybody makes.
UNLIMITED = 1 << 30


def monday_of(day: int) -> int:
    """Return the ordinal of the Monday of a day's week."""
    return day - (day - 1) % 7


class _Share:
    """What is left of an evening or a week, and the moments that lie in it."""

    __slots__ = ("evenings", "left", "mask")

    def __init__(self, left: int) -> None:
        self.left, self.mask = left, 0
        #: of a week its evenings
        self.evenings: list[_Share] = []

    def open(self) -> int:
        """Return the moments at which one more visit can be."""
        if self.left <= 0:
            return 0
        mask = self.mask
        for evening in self.evenings:
            if evening.left <= 0:
                mask &= ~evening.mask
        return mask


class Limits:
    """The evenings and weeks of one person; ``open`` is where more visits can be.

    ``spare_evening`` and ``spare_week`` widen the limits: what if they were higher.
    """

    __slots__ = ("_evenings", "_grid", "_weeks", "open")

    def __init__(
        self,
        person: Person,
        grid: Grid,
        problem: Problem,
        spare_evening: int = 0,
        spare_week: int = 0,
    ) -> None:
        self._grid = grid
        self._evenings: dict[int, _Share] = {}
        self._weeks: dict[int, _Share] = {}
        per_evening = (problem.evening_limit or UNLIMITED) + spare_evening
        per_week = (problem.week_limit or UNLIMITED) + spare_week
        for window in person.windows:
            monday = monday_of(window.day)
            if monday not in self._weeks:
                taken = person.weeks.get(monday, 0)
                self._weeks[monday] = _Share(per_week - taken)
            week = self._weeks[monday]
            span = grid.span(window)
            week.mask |= span
            if window.evening:
                if window.day not in self._evenings:
                    taken = person.evenings.get(window.day, 0)
                    evening = self._evenings[window.day] = _Share(per_evening - taken)
                    week.evenings.append(evening)
                self._evenings[window.day].mask |= span
        self.open = 0
        for week in self._weeks.values():
            self.open |= week.open()

    def add(self, moment: int, count: int) -> None:
        """Count a visit that comes at a moment (1), or one that goes (-1)."""
        week, evening = self._shares(moment)
        week.left -= count
        if evening is not None:
            evening.left -= count
        self.open = self.open & ~week.mask | week.open()

    def _shares(self, moment: int) -> tuple[_Share, _Share | None]:
        """Return the week of a moment, and its evening if it lies in one."""
        day = self._grid.days[moment]
        evening = self._evenings.get(day)
        if evening is not None and not evening.mask >> moment & 1:
            evening = None
        return self._weeks[monday_of(day)], evening

    def open_without(self, moment: int) -> int:
        """Return where visits can be when the one at ``moment`` goes."""
        week, evening = self._shares(moment)
        if week.left > 0 and (evening is None or evening.left > 0):
            return self.open
        kept = self.open
        self.add(moment, -1)
        widened = self.open
        self.add(moment, 1)
        self.open = kept
        return widened

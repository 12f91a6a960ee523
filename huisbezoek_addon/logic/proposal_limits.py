"""How many visits one person makes on an evening and in a week at most (C5)."""

from .local_time import monday_of
from .proposal_grid import Grid
from .schedule import Person, Problem

#: More than anybody makes.
UNLIMITED = 1 << 30


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
        #: of each day its week
        self._weeks: dict[int, _Share] = {}
        per_evening = (problem.evening_limit or UNLIMITED) + spare_evening
        per_week = (problem.week_limit or UNLIMITED) + spare_week
        mondays: dict[int, _Share] = {}
        for window in person.windows:
            day, monday = window.day, monday_of(window.day)
            if monday not in mondays:
                mondays[monday] = _Share(per_week - person.weeks.get(monday, 0))
            week = self._weeks[day] = mondays[monday]
            week.mask |= grid.span(window)
            if window.evening:
                if day not in self._evenings:
                    left = per_evening - person.evenings.get(day, 0)
                    self._evenings[day] = _Share(left)
                    week.evenings.append(self._evenings[day])
                self._evenings[day].mask |= grid.span(window)
        self.open = 0
        for week in mondays.values():
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
        return self._weeks[day], evening

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

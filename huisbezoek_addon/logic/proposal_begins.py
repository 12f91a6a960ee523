"""When a visit could begin if it were the only one of the round (C5)."""

from collections.abc import Collection

from .proposal_grid import Grid
from .schedule import Person, Visit


class Begins:
    """The moments that the windows of persons and the wishes of families leave."""

    def __init__(self, grid: Grid, persons: list[Person]) -> None:
        self._grid = grid
        self._persons = persons
        self._ends = [_ends(person) for person in persons]
        self._alone: dict[tuple[object, ...], int] = {}
        self._avoided: dict[tuple[object, ...], int] = {}

    def alone(self, person: int, visit: Visit) -> int:
        """Return when one person can go on a visit, with the ways to it and from it."""
        minutes, place = self._grid.ways.minutes, visit.place
        # windows serve visits alike that are equally long and equally far from all
        ways = tuple((minutes(e, place), minutes(place, e)) for e in self._ends[person])
        key = (person, visit.minutes, ways)
        found = self._alone.get(key)
        if found is None:
            found = 0
            for window in self._persons[person].windows:
                found |= self._grid.begins(window, visit.minutes, place)
            self._alone[key] = found
        return found

    def together(self, crew: Collection[int], visit: Visit) -> int:
        """Return when all of some persons can; never if there are none."""
        mask = -1 if crew else 0
        for person in crew:
            mask &= self.alone(person, visit)
        return mask

    def avoided(self, visit: Visit) -> int:
        """Return at which moments a visit would touch what its family avoids."""
        key = (visit.blocked, visit.minutes)
        found = self._avoided.get(key)
        if found is None:
            found = 0
            for span in visit.blocked:
                found |= self._grid.overlapping(span, visit.minutes)
            self._avoided[key] = found
        return found


def _ends(person: Person) -> list[str]:
    """Return where somebody comes from, or has to be, at the ends of his windows."""
    ends = {place for w in person.windows for place in (w.before, w.after)}
    return sorted(place for place in ends if place is not None)

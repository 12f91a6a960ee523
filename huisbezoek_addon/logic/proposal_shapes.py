"""From which moments visits keep each other (C5).

A visit that stands keeps another from all moments at which there is no time for the
way between the two. How far this reaches goes by kinds: visits are of one kind when
they are equally long and the table of travel times knows their places as one.
"""

from collections import Counter
from collections.abc import Sequence

from .proposal_grid import Grid, run
from .schedule import Visit

#: How many bits lie before the moment of a visit, and a run of bits around it.
Shape = tuple[int, int]


class _Row(dict[int, Shape]):
    """How visits of each kind keep those of one kind away, once it is asked for."""

    __slots__ = ("_kind", "_shapes")

    def __init__(self, shapes: "Shapes", kind: int) -> None:
        super().__init__()
        self._shapes, self._kind = shapes, kind

    def __missing__(self, other: int) -> Shape:
        shape = self[other] = self._shapes.between_kinds(self._kind, other)
        return shape


class Shapes:
    """How the visits of a round keep each other away.

    ``kinds`` are the kinds of the visits, and ``rows`` tell of each visit how others
    with the same visitors keep it away, by their kind.
    """

    def __init__(
        self, grid: Grid, visits: Sequence[Visit], crew: Sequence[tuple[int, ...]]
    ) -> None:
        self._grid = grid
        self._minutes = [visit.minutes for visit in visits]
        self._apart: dict[tuple[int, int], Shape] = {}
        #: of each kind how long it is, a place, and the postcode if that counts
        self._known: list[tuple[int, str, str]] = []
        neighbours = _neighbours(grid, visits, crew)
        numbers: dict[tuple[object, ...], int] = {}
        self.kinds: list[int] = []
        for visit, postcode in zip(visits, neighbours, strict=True):
            key = (visit.minutes, grid.ways.kind(visit.place), postcode)
            if key not in numbers:
                numbers[key] = len(numbers)
                self._known.append((visit.minutes, visit.place, postcode))
            self.kinds.append(numbers[key])
        rows = [_Row(self, kind) for kind in range(len(numbers))]
        self.rows = [rows[kind] for kind in self.kinds]

    def between_kinds(self, kind: int, other: int) -> Shape:
        """Return how ``other`` keeps ``kind`` away where they share a visitor."""
        minutes, place, postcode = self._known[kind]
        other_minutes, other_place, other_postcode = self._known[other]
        near = bool(postcode) and postcode == other_postcode
        way = self._grid.ways.minutes if near else self._grid.ways.between_postcodes
        return self._shape(
            minutes + way(place, other_place), other_minutes + way(other_place, place)
        )

    def apart(self, visit: int, other: int) -> Shape:
        """Return how ``other`` keeps ``visit`` away where only the family is shared."""
        key = self._minutes[visit], self._minutes[other]
        if key not in self._apart:
            self._apart[key] = self._shape(*key)
        return self._apart[key]

    def _shape(self, until_other: int, until_visit: int) -> Shape:
        """Return a shape by the minutes from begin to begin, in either order."""
        before, after = map(self._grid.distance, (until_other, until_visit))
        return before - 1, run(0, before + after - 1)


def _neighbours(
    grid: Grid, visits: Sequence[Visit], crew: Sequence[tuple[int, ...]]
) -> list[str]:
    """Return the postcodes of visits that share it, and a visitor; empty otherwise."""
    postcodes = [grid.ways.postcode(visit.place) for visit in visits]
    together = Counter(
        (person, postcode)
        for persons, postcode in zip(crew, postcodes, strict=True)
        for person in persons
    )
    return [
        postcode if any(together[p, postcode] > 1 for p in persons) else ""
        for persons, postcode in zip(crew, postcodes, strict=True)
    ]

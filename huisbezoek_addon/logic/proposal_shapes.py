"""From which moments visits keep each other (C5).

A visit that stands keeps another from all moments at which there is no time for the
way between the two. How far this reaches goes by kinds: visits are of one kind when
they are equally long and the table of travel times knows their places as one.
"""

from collections import Counter
from collections.abc import Sequence

from .proposal_grid import Grid, run
from .schedule import Visit
from .travel import HOME, postcode_of

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
        #: of each kind how long it is, a place, and the home or postcode that counts
        self._known: list[tuple[int, str, str]] = []
        shared = _shared(grid, visits, crew)
        numbers: dict[tuple[object, ...], int] = {}
        self.kinds: list[int] = []
        for visit, near in zip(visits, shared, strict=True):
            key = (visit.minutes, grid.ways.kind(visit.place), near)
            if key not in numbers:
                numbers[key] = len(numbers)
                # Of visits that share no home it is no matter which one they are in.
                place = visit.place if HOME in near else postcode_of(visit.place)
                self._known.append((visit.minutes, place, near))
            self.kinds.append(numbers[key])
        rows = [_Row(self, kind) for kind in range(len(numbers))]
        self.rows = [rows[kind] for kind in self.kinds]

    def between_kinds(self, kind: int, other: int) -> Shape:
        """Return how ``other`` keeps ``kind`` away where they share a visitor."""
        minutes, place, near = self._known[kind]
        other_minutes, other_place, other_near = self._known[other]
        ways = self._grid.ways
        together = bool(near) and postcode_of(near) == postcode_of(other_near)
        way = ways.minutes if together else ways.between_postcodes
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


def _shared(
    grid: Grid, visits: Sequence[Visit], crew: Sequence[tuple[int, ...]]
) -> list[str]:
    """Return the homes of visits that share one, and a visitor; else the postcodes.

    Empty where no visit of the same visitor shares even that.
    """
    places = [
        (visit.place if HOME in visit.place else "", grid.ways.postcode(visit.place))
        for visit in visits
    ]
    together = Counter(
        (person, known)
        for persons, each in zip(crew, places, strict=True)
        for person in persons
        for known in each
    )
    return [
        next((k for k in each if any(together[p, k] > 1 for p in persons)), "")
        for persons, each in zip(crew, places, strict=True)
    ]

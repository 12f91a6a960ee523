"""How long the way between two places is (C4): from tables, asking nobody outside.

A place is a postcode, in any spelling, ``SCHOOL`` for the school itself, or empty
where the address is unknown or secret: then the default holds, so that no time
tells where somebody lives.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

#: The school itself, wherever it stands.
SCHOOL = "school"
#: Minutes between two addresses of one postcode.
WITHIN = 5
#: Minutes where nothing else is known.
DEFAULT = 15


def normalize(postcode: str) -> str:
    """Return a postcode without spaces, in capitals: ``"8011 aa"`` → ``"8011AA"``."""
    return "".join(postcode.split()).upper()


@dataclass(frozen=True, slots=True)
class TravelTimes:
    """Minutes between places: per pair of postcode areas, else a default.

    An area is the begin of a postcode, such as ``8011`` or ``80``. ``pairs`` hold in
    both directions, and the longest areas that fit win. ``school`` is the school's
    own postcode.
    """

    default: int = DEFAULT
    within: int = WITHIN
    pairs: Mapping[tuple[str, str], int] = field(default_factory=dict)
    school: str = ""

    def minutes(self, one: str, other: str) -> int:
        """Return the whole minutes of the way from ``one`` to ``other``."""
        if one == other == SCHOOL:
            return 0
        here, there = self._postcode(one), self._postcode(other)
        if not here or not there:
            return self.default
        for area, target in _pairs_of_areas(here, there):
            found = self.pairs.get((area, target), self.pairs.get((target, area)))
            if found is not None:
                return found
        return self.within if here == there else self.default

    def _postcode(self, place: str) -> str:
        return normalize(self.school if place == SCHOOL else place)


def _pairs_of_areas(one: str, other: str) -> Iterable[tuple[str, str]]:
    """Give the areas of two postcodes, the longest together first."""
    sizes = [(a, b) for a in range(len(one), 0, -1) for b in range(len(other), 0, -1)]
    for a, b in sorted(sizes, key=sum, reverse=True):
        yield one[:a], other[:b]

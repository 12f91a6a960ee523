"""How long the way between two places is (C4): from tables, asking nobody outside.

A place is a postcode, in any spelling, ``SCHOOL`` for the school itself, or empty
where the address is unknown or secret: then the default holds, so that no time
tells where somebody lives. After ``HOME`` it may say which home it is, since from one
child to the next in one home there is no way at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

#: The school itself, wherever it stands.
SCHOOL = "school"
#: What parts the postcode from the number of the home.
HOME = "#"
#: Minutes between two addresses of one postcode.
WITHIN = 5
#: Minutes where nothing else is known.
DEFAULT = 15


def normalize(postcode: str) -> str:
    """Return a postcode without spaces, in capitals: ``"8011 aa"`` → ``"8011AA"``."""
    return "".join(postcode.split()).upper()


def postcode_of(place: str) -> str:
    """Return a place without which home it is."""
    return place.partition(HOME)[0]


def place_of(
    kind: str, postcode: str | None, is_secret: bool | None = False, home: int = 0
) -> str:
    """Return where a visit is: at ``school``, at ``home`` or ``elsewhere``.

    Of a secret address nothing is told, not even by how long the way is.

    :param home: number of the household, 0 if unknown.
    """
    if kind == "school":
        return SCHOOL
    if kind != "home":
        return ""
    known = "" if is_secret else normalize(postcode or "")
    return f"{known}{HOME}{home}" if home else known


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
    _ways: dict[tuple[str, str], int] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def longest(self) -> int:
        """The minutes of the longest way that is known."""
        return max(self.default, self.within, *self.pairs.values(), 0)

    def minutes(self, one: str, other: str) -> int:
        """Return the whole minutes of the way from ``one`` to ``other``."""
        if one == other and (one == SCHOOL or HOME in one):
            return 0
        if (one, other) not in self._ways:
            # Many homes share a postcode.
            postcodes = self._postcode(one), self._postcode(other)
            if postcodes not in self._ways:
                self._ways[postcodes] = self._look_up(*postcodes)
            self._ways[one, other] = self._ways[postcodes]
        return self._ways[one, other]

    def _look_up(self, here: str, there: str) -> int:
        if not here or not there:
            return self.default
        for area, target in _pairs_of_areas(here, there):
            found = self.pairs.get((area, target), self.pairs.get((target, area)))
            if found is not None:
                return found
        return self.within if here == there else self.default

    def _postcode(self, place: str) -> str:
        return normalize(self.school if place == SCHOOL else postcode_of(place))


def _pairs_of_areas(one: str, other: str) -> Iterable[tuple[str, str]]:
    """Give the areas of two postcodes, the longest together first."""
    sizes = [(a, b) for a in range(len(one), 0, -1) for b in range(len(other), 0, -1)]
    for a, b in sorted(sizes, key=sum, reverse=True):
        yield one[:a], other[:b]

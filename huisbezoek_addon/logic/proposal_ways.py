"""Travel times that are remembered while a round is planned (C5).

Planning asks for ways very often, and many postcodes count as one: those of which the
table knows the same areas. What is remembered goes by these, so it stays small,
however many homes there are.
"""

from dataclasses import dataclass, field

from .travel import HOME, SCHOOL, TravelTimes, normalize, postcode_of


@dataclass(frozen=True, slots=True)
class Ways(TravelTimes):
    """Travel times that look up each way once."""

    _areas: frozenset[str] = field(default=frozenset(), repr=False)
    #: of each place the number of its kind, and its postcode
    _places: dict[str, tuple[int, str]] = field(default_factory=dict, init=False)
    _kinds: dict[tuple[object, ...], int] = field(default_factory=dict, init=False)
    _known: dict[tuple[int, int, bool], int] = field(default_factory=dict, init=False)

    @classmethod
    def of(cls, travel: TravelTimes) -> "Ways":
        """Return these travel times with a memory."""
        areas = frozenset(area for pair in travel.pairs for area in pair)
        values = travel.default, travel.within, travel.pairs, travel.school
        return cls(*values, _areas=areas)

    def minutes(self, one: str, other: str) -> int:
        """Return the same as the table: the minutes from ``one`` to ``other``."""
        if one == other and HOME in one:
            return 0
        places = self._places
        here = places.get(one) or self._look_at(one)
        there = places.get(other) or self._look_at(other)
        key = here[0], there[0], here[1] == there[1]
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = TravelTimes.minutes(self, one, other)
        return found

    def between_postcodes(self, one: str, other: str) -> int:
        """Return the minutes between places like these two, of different postcodes."""
        key = self.kind(one), self.kind(other), False
        if key not in self._known:
            apart = TravelTimes(self.default, self.default, self.pairs, self.school)
            self._known[key] = apart.minutes(postcode_of(one), postcode_of(other))
        return self._known[key]

    def kind(self, place: str) -> int:
        """Return a number that places share of which the table knows the same."""
        return (self._places.get(place) or self._look_at(place))[0]

    def postcode(self, place: str) -> str:
        """Return the postcode of a place, in one spelling; empty if unknown."""
        return (self._places.get(place) or self._look_at(place))[1]

    def _look_at(self, place: str) -> tuple[int, str]:
        postcode = normalize(self.school if place == SCHOOL else postcode_of(place))
        sizes = range(1, len(postcode) + 1)
        areas = tuple(postcode[:n] for n in sizes if postcode[:n] in self._areas)
        kind = (place == SCHOOL, not postcode, areas)
        found = self._kinds.setdefault(kind, len(self._kinds)), postcode
        self._places[place] = found
        return found

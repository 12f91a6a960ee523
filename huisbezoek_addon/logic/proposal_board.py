"""A round in the making: which visits stand when, and where others still fit (C5).

Visits and persons go by their place in the order of their keys, moments by their bit
in the grid, so that the order in which somebody named them changes nothing.
"""

from collections.abc import Collection, Iterator

from .proposal_begins import Begins
from .proposal_grid import Grid
from .proposal_limits import Limits
from .proposal_routes import Routes
from .proposal_shapes import Shape, Shapes
from .schedule import Person, Problem, Visit

#: Where a visit stands that stands nowhere.
NOWHERE = -1


class Board:
    """The visits of a round and their moments; no rule is ever broken.

    ``possible`` are the moments at which each visit could be if it were the only one;
    ``at`` those at which it is. ``count``, ``adjoined``, ``days`` and ``travel`` are
    what a proposal is judged by.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.grid = Grid(problem)
        self.visits = sorted(problem.visits, key=lambda visit: visit.key)
        self.persons = _persons(problem)
        numbers = {person.key: index for index, person in enumerate(self.persons)}
        #: of each visit its persons
        self.crew = [
            tuple(dict.fromkeys(numbers[key] for key in visit.persons))
            for visit in self.visits
        ]
        self.crew_sets = [frozenset(crew) for crew in self.crew]
        self.siblings = _siblings(self.visits)
        self._shapes = Shapes(self.grid, self.visits, self.crew)
        self.begins = Begins(self.grid, self.persons)
        self.possible = [self._find_possible(index) for index in self.all_visits]
        self.limits = [Limits(p, self.grid, problem) for p in self.persons]
        self.routes = [Routes(person, self.grid) for person in self.persons]
        self.at = [NOWHERE] * len(self.visits)
        #: of each person the visits that stand, with their moments
        self._standing: list[dict[int, int]] = [{} for _ in self.persons]
        self.count = self.adjoined = self.days = self.travel = 0

    @property
    def all_visits(self) -> range:
        """The numbers of all visits."""
        return range(len(self.visits))

    def _find_possible(self, visit: int) -> int:
        mask = self.begins.together(self.crew[visit], self.visits[visit])
        return mask & ~self.begins.avoided(self.visits[visit]) if mask else 0

    # === WHERE A VISIT FITS === #

    def free(self, visit: int) -> int:
        """Return the moments at which a visit fits beside those that stand."""
        mask = self.possible[visit]
        for person in self.crew[visit]:
            mask &= self.limits[person].open
        return mask & ~self.busy(visit) if mask else 0

    def busy(self, visit: int, crew: Collection[int] | None = None) -> int:
        """Return the moments from which others keep a visit, or some of its persons."""
        row, kinds, mask = self._shapes.rows[visit], self._shapes.kinds, 0
        for person in self.crew[visit] if crew is None else crew:
            for other, moment in self._standing[person].items():
                back, span = row[kinds[other]]
                mask |= span << (moment - back)
        for other in self.siblings[visit]:
            if self.at[other] != NOWHERE:
                mask |= self.keeps_from(other, self.at[other], visit)
        return mask

    def openings(self, visit: int) -> Iterator[tuple[int, int]]:
        """Give what stands in the way, with where ``visit`` would fit without it."""
        near = self.hindrances(visit)
        once = twice = 0
        for mask in near.values():
            twice |= once & mask
            once |= mask
        possible = self.possible[visit] & ~twice
        if not possible:
            return
        for other, mask in near.items():
            fits = possible & (mask | ~once)
            if fits:
                fits &= self._open_without(visit, other)
                if fits:
                    yield other, fits

    def hindrances(self, visit: int) -> dict[int, int]:
        """Return what stands near, with the moments from which it keeps ``visit``."""
        row, kinds = self._shapes.rows[visit], self._shapes.kinds
        found = {}
        for person in self.crew[visit]:
            for other, moment in self._standing[person].items():
                back, span = row[kinds[other]]
                found[other] = span << (moment - back)
        for other in self.siblings[visit]:
            if self.at[other] != NOWHERE:
                found[other] = self.keeps_from(other, self.at[other], visit)
        return found

    def _open_without(self, visit: int, other: int) -> int:
        """Return where the limits let ``visit`` be once ``other`` has gone."""
        mask = -1
        for person in self.crew[visit]:
            limits = self.limits[person]
            if person in self.crew[other]:
                mask &= limits.open_without(self.at[other])
            else:
                mask &= limits.open
        return mask

    def standing(self, person: int) -> Collection[int]:
        """Return the visits of somebody that stand."""
        return self._standing[person]

    def visiting_days(self, person: int) -> list[int]:
        """Return the days on which visits of somebody stand, in order."""
        days = self.grid.days
        return sorted({days[moment] for moment in self._standing[person].values()})

    def on_days(self, person: int, days: Collection[int]) -> list[int]:
        """Return the visits of somebody that stand on some days."""
        standing = self._standing[person].items()
        return [visit for visit, at in standing if self.grid.days[at] in days]

    def limits_of(self, person: int, spare_evening: int, spare_week: int) -> Limits:
        """Return the limits of somebody as they were if they were higher."""
        limits = Limits(
            self.persons[person], self.grid, self._problem, spare_evening, spare_week
        )
        for moment in self._standing[person].values():
            limits.add(moment, 1)
        return limits

    def keeps_from(self, other: int, moment: int, visit: int) -> int:
        """Return the moments from which ``other`` at a moment would keep ``visit``."""
        back, span = self._shape(visit, other)
        return span << (moment - back)

    def gap(self, visit: int, after: int) -> int:
        """Return the steps from the begin of a visit to the first one after it."""
        return self._shape(visit, after)[0] + 1

    def _shape(self, visit: int, other: int) -> Shape:
        shapes = self._shapes
        if self.crew_sets[visit].isdisjoint(self.crew[other]):
            return shapes.apart(visit, other)
        return shapes.rows[visit][shapes.kinds[other]]

    # === SIBLINGS === #

    def beside_siblings(self, visit: int) -> int:
        """Return the moments right before or after what stands of the family."""
        mask = 0
        for other in self.siblings[visit]:
            moment = self.at[other]
            if moment != NOWHERE:
                mask |= 1 << (moment + self.gap(other, visit))
                mask |= 1 << (moment - self.gap(visit, other))
        return mask

    def _adjoining(self, visit: int, moment: int) -> int:
        """Return how many visits of the family a moment adjoins."""
        return sum(
            self.at[other] != NOWHERE
            and moment - self.at[other]
            in (self.gap(other, visit), -self.gap(visit, other))
            for other in self.siblings[visit]
        )

    # === COMING AND GOING === #

    def place(self, visit: int, moment: int) -> None:
        """Let a visit stand at a moment at which it is free."""
        self.at[visit] = moment
        self.count += 1
        self.days += self.grid.days[moment]
        if self.siblings[visit]:
            self.adjoined += self._adjoining(visit, moment)
        place = self.visits[visit].place
        for person in self.crew[visit]:
            self._standing[person][visit] = moment
            self.limits[person].add(moment, 1)
            self.travel += self.routes[person].add(moment, place)

    def remove(self, visit: int) -> int:
        """Take a visit away, and return where it stood."""
        moment = self.at[visit]
        self.at[visit] = NOWHERE
        self.count -= 1
        self.days -= self.grid.days[moment]
        if self.siblings[visit]:
            self.adjoined -= self._adjoining(visit, moment)
        place = self.visits[visit].place
        for person in self.crew[visit]:
            del self._standing[person][visit]
            self.limits[person].add(moment, -1)
            self.travel -= self.routes[person].remove(moment, place)
        return moment

    def detour(self, visit: int, moment: int) -> int:
        """Return the minutes of travel that a visit at a moment would add."""
        place = self.visits[visit].place
        return sum(self.routes[p].detour(moment, place) for p in self.crew[visit])

    def score(self) -> tuple[int, int, int, int]:
        """Return what all this is worth as a proposal: the greater the better."""
        return self.count, self.adjoined, -self.days, -self.travel


def _persons(problem: Problem) -> list[Person]:
    """Return all persons by key; one of whom nothing is known has no time."""
    named = {key for visit in problem.visits for key in visit.persons}
    keys = sorted(named | set(problem.persons))
    return [problem.persons.get(key, Person(key)) for key in keys]


def _siblings(visits: list[Visit]) -> list[tuple[int, ...]]:
    """Return of each visit the others of its family; family 0 is nobody's."""
    families: dict[int, list[int]] = {}
    for index, visit in enumerate(visits):
        if visit.family:
            families.setdefault(visit.family, []).append(index)
    return [
        tuple(i for i in families.get(visit.family, ()) if i != index)
        for index, visit in enumerate(visits)
    ]

"""Who leads which visits when somebody hands his over to colleagues (C7).

Even first, then together: nobody ends up with more than another by a whole visit
that he could have left to him. Within that, the visits to one family and to
brothers and sisters go to one colleague, those of a group stay together, and go to
who teaches the group and can come at the time that was agreed.

Persons, families and groups are numbers; what they are called is not known here.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who takes visits over, and the minutes that he leads already."""

    key: int
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that gets another lead.

    ``minutes`` is what it costs by the norm. ``household`` and ``pupils`` are whom it
    is to, ``group`` where the pupil is taught (0 for nowhere). ``teachers`` are the
    colleagues who teach a pupil of it, ``busy`` those who cannot come at its time.
    """

    key: int
    minutes: int
    household: int
    pupils: frozenset[int] = frozenset()
    group: int = 0
    teachers: frozenset[int] = frozenset()
    busy: frozenset[int] = frozenset()


@dataclass(slots=True)
class _Bundle:
    """Visits that go to one colleague: of one family, in all its households."""

    visits: list[Visit]

    @property
    def key(self) -> int:
        return self.visits[0].key

    @property
    def group(self) -> int:
        return self.visits[0].group

    @property
    def minutes(self) -> int:
        return sum(visit.minutes for visit in self.visits)

    @property
    def teachers(self) -> frozenset[int]:
        return frozenset.intersection(*(visit.teachers for visit in self.visits))

    def clashes(self, who: int) -> int:
        """Count the visits at whose time a colleague cannot come."""
        return sum(who in visit.busy for visit in self.visits)


@dataclass(slots=True)
class _Share:
    """What each colleague has, and the room that is left until all have the same."""

    minutes: dict[int, int]
    room: dict[int, float]
    only_teachers: bool
    taken: dict[int, list[_Bundle]] = field(default_factory=lambda: defaultdict(list))

    def may_take(self, who: int, bundle: _Bundle) -> bool:
        return not self.only_teachers or who in bundle.teachers

    def fits(self, who: int, bundle: _Bundle) -> bool:
        """Tell whether at least half of a bundle is within one's room."""
        return self.may_take(who, bundle) and 2 * self.room[who] >= bundle.minutes

    def give(self, who: int, bundle: _Bundle) -> None:
        self.taken[who].append(bundle)
        self.minutes[who] += bundle.minutes
        self.room[who] -= bundle.minutes

    def move(self, bundle: _Bundle, giver: int, taker: int) -> None:
        self.taken[giver].remove(bundle)
        self.minutes[giver] -= bundle.minutes
        self.give(taker, bundle)


def spread(
    visits: Iterable[Visit],
    colleagues: Iterable[Colleague],
    *,
    only_teachers: bool = False,
) -> dict[int, int]:
    """Return which colleague leads each visit: ``{visit: colleague}``.

    The same visits and colleagues give the same answer, in whatever order they come.

    :param visits: the visits to hand over.
    :param colleagues: who takes them over, with what each leads already.
    :param only_teachers: a visit goes only to who teaches a pupil of it. Visits that
        nobody of them may take are left out, and families may then be divided.
    """
    present = {who.key: who.minutes for who in sorted(colleagues, key=lambda c: c.key)}
    bundles = list(_bundle(visits))
    if only_teachers:
        bundles = [part for one in bundles for part in _divide(one, present.keys())]
    if not present or not bundles:
        return {}
    total = sum(bundle.minutes for bundle in bundles)
    level = _level(sorted(present.values()), total)
    share = _Share(
        dict(present),
        {who: max(0, level - has) for who, has in present.items()},
        only_teachers,
    )
    for of_group in _by_group(bundles):
        _fill(share, of_group)
    _even_out(share)
    return {
        visit.key: who
        for who, taken in share.taken.items()
        for bundle in taken
        for visit in bundle.visits
    }


def _bundle(visits: Iterable[Visit]) -> Iterator[_Bundle]:
    """Join the visits that share a household or a pupil, directly or by others."""
    bundles: dict[tuple[str, int], list[Visit]] = {}
    for visit in sorted(visits, key=lambda visit: visit.key):
        joined = [visit]
        for tie in _ties(visit):
            found = bundles.get(tie, joined)
            if found is not joined:
                joined += found
                bundles |= dict.fromkeys((t for v in found for t in _ties(v)), joined)
            bundles[tie] = joined
    for bundle in {id(bundle): bundle for bundle in bundles.values()}.values():
        yield _Bundle(sorted(bundle, key=lambda visit: visit.key))


def _ties(visit: Visit) -> list[tuple[str, int]]:
    """Return what holds a visit together with others."""
    return [("household", visit.household), *(("pupil", p) for p in visit.pupils)]


def _divide(bundle: _Bundle, colleagues: Set[int]) -> Iterator[_Bundle]:
    """Keep a family together if one colleague may take all of it."""
    together = bundle.teachers & colleagues
    parts = [bundle] if together else [_Bundle([visit]) for visit in bundle.visits]
    return (part for part in parts if part.teachers & colleagues)


def _level(present: list[int], total: int) -> float:
    """Return what each has once ``total`` is divided: those with most get nothing.

    >>> _level([0, 60], 120), _level([0, 600], 120)
    (90.0, 120.0)
    """
    level, below = 0.0, 0
    for count, minutes in enumerate(present, 1):
        if count > 1 and level <= minutes:
            break
        below += minutes
        level = (below + total) / count
    return level


def _by_group(bundles: Iterable[_Bundle]) -> list[list[_Bundle]]:
    """Return the bundles of each group, the largest group first."""
    groups = defaultdict(list)
    for bundle in sorted(bundles, key=lambda b: (-b.minutes, b.key)):
        groups[bundle.group].append(bundle)
    return sorted(
        groups.values(),
        key=lambda group: (-sum(b.minutes for b in group), group[0].group),
    )


def _fill(share: _Share, rest: list[_Bundle]) -> None:
    """Give the bundles of one group away, to as few colleagues as may be."""
    rest = list(rest)
    who = None
    while rest:
        if who is None or not any(share.fits(who, bundle) for bundle in rest):
            who = _choose(share, rest)
        bundle = min(
            rest,
            key=lambda b, who=who: (
                not share.fits(who, b),
                not share.may_take(who, b),
                b.clashes(who),
                # What others cannot come to goes before it is theirs.
                -sum(map(b.clashes, share.minutes.keys() - {who})),
                -b.minutes,
                b.key,
            ),
        )
        share.give(who, bundle)
        rest.remove(bundle)


def _choose(share: _Share, rest: list[_Bundle]) -> int:
    """Return who takes of these next: who teaches most of them, if he has room."""
    need = sum(bundle.minutes for bundle in rest)

    def rank(who: int) -> tuple:
        room = share.room[who]
        return (
            not any(share.fits(who, bundle) for bundle in rest),
            not any(share.may_take(who, bundle) for bundle in rest),
            -sum(b.minutes for b in rest if who in b.teachers),
            # All of the group if possible, in the room that it fits best.
            room < need,
            room if room >= need else -room,
            sum(bundle.clashes(who) for bundle in rest),
            who,
        )

    return min(share.minutes, key=rank)


def _even_out(share: _Share) -> None:
    """Move what makes it more even, until nothing does.

    Each move makes the sum of the squares smaller, so this ends.
    """
    while best := min(_moves(share), default=None, key=lambda move: move[0]):
        share.move(*best[1:])


def _moves(share: _Share) -> Iterator[tuple[tuple, _Bundle, int, int]]:
    """Give each move that helps, as (rank, bundle, from, to)."""
    for giver, taken in share.taken.items():
        for taker, minutes in share.minutes.items():
            gap = share.minutes[giver] - minutes
            for bundle in taken:
                if gap > bundle.minutes and share.may_take(taker, bundle):
                    rank = (
                        -gap,
                        taker not in bundle.teachers,
                        giver in bundle.teachers,
                        bundle.clashes(taker) - bundle.clashes(giver),
                        -bundle.minutes,
                        bundle.key,
                        taker,
                    )
                    yield rank, bundle, giver, taker

"""Making a proposal better once as many visits as possible stand (C5).

Families come together, visits come forward in the round, and ways become shorter; in
this order, and never at the cost of a visit.
"""

from collections.abc import Iterator

from .proposal_board import NOWHERE, Board
from .proposal_grid import bits, lowest
from .proposal_slots import Dice, Slots, Trial

#: How often all visits are looked at one by one.
ROUNDS = 2
#: How often the stretches of all leads are arranged anew, and how often in a large
#: round, which so many visits make: there it takes long, and brings less.
SWEEPS, SWEEPS_LARGE, LARGE = 5, 3, 2000
#: One in so many visits passes by the first day that is free, to make way.
YIELD = 12


class Polish:
    """The improvement of a board on which visits stand."""

    def __init__(self, board: Board, dice: Dice) -> None:
        self._board, self._dice = board, dice
        self._slots = Slots(board, dice)
        self._sweeps = SWEEPS if len(board.visits) < LARGE else SWEEPS_LARGE

    # === ONE BY ONE === #

    def settle(self) -> None:
        """Give each visit the best moment that is free, somebody's first one first."""
        board = self._board
        for _ in range(ROUNDS):
            before = board.score()
            for visits in self._by_lead():
                for visit in sorted(visits, key=lambda v: board.at[v]):
                    board.remove(visit)
                    board.place(visit, self._slots.best(visit, board.free(visit)))
            if board.score() == before:
                break

    def _standing(self) -> list[int]:
        board = self._board
        return [visit for visit in board.all_visits if board.at[visit] != NOWHERE]

    # === FAMILIES === #

    def join_families(self) -> None:
        """Bring visits of one family together; others may move for it."""
        board = self._board
        for visit in self._standing():
            if board.siblings[visit] and not self._is_joined(visit):
                self._join(visit)

    def _is_joined(self, visit: int) -> bool:
        board = self._board
        return bool(board.beside_siblings(visit) >> board.at[visit] & 1)

    def _join(self, visit: int) -> None:
        """Put a visit beside one of its family, where nothing or one is in the way."""
        board = self._board
        before = board.score()
        moment = board.remove(visit)
        beside = board.beside_siblings(visit)
        free = board.free(visit) & beside
        if free:
            board.place(visit, self._slots.best(visit, free))
        elif not (beside and self._displace(visit, beside, before)):
            board.place(visit, moment)

    def _displace(self, visit: int, beside: int, before: tuple[int, ...]) -> bool:
        """Let one other visit give way, if that makes a better proposal."""
        board = self._board
        for other, fits in list(board.openings(visit)):
            for moment in bits(fits & beside):
                trial = Trial(board, [other])
                trial.put(visit, moment)
                if trial.place(other, self._slots.best) and board.score() > before:
                    return True
                trial.undo()
        return False

    # === STRETCHES === #

    @property
    def tries(self) -> int:
        """How often ``improve`` arranges a stretch anew."""
        return self._sweeps * sum(_tries(visits) for visits in self._by_lead())

    def _by_lead(self) -> list[list[int]]:
        """Return the visits that stand, those of one lead together."""
        visits: dict[int, list[int]] = {}
        for visit in self._standing():
            visits.setdefault(self._board.crew[visit][0], []).append(visit)
        return [visits[lead] for lead in sorted(visits)]

    def improve(self) -> Iterator[None]:
        """Arrange stretches anew, one at each step; what gets worse is put back."""
        for _ in range(self._sweeps):
            for visits in self._by_lead():
                for _ in range(_tries(visits)):
                    self._improve_once(visits)
                    yield

    def _improve_once(self, visits: list[int]) -> None:
        board, dice = self._board, self._dice
        pair = (visits[dice.roll(len(visits))] for _ in range(2))
        # The later one has more to gain.
        visit = max(pair, key=lambda v: (board.at[v], v))
        before = board.score()
        cleared = self._stretch(visit)
        trial = Trial(board, cleared)
        done = all(trial.place(v, self._choose) for v in self._order(visit, cleared))
        if not done or board.score() < before:
            trial.undo()

    def _choose(self, visit: int, free: int) -> int:
        if not self._dice.roll(YIELD):
            free = free & ~self._board.grid.day_mask(lowest(free)) or free
        return self._slots.best(visit, free)

    def _stretch(self, visit: int) -> list[int]:
        """Return a visit with what stands on some days, and with siblings of these."""
        board, dice = self._board, self._dice
        person = board.crew[visit][dice.roll(len(board.crew[visit]))]
        cleared = board.on_days(person, self._days(person, board.at[visit]))
        if visit not in cleared:
            cleared.append(visit)
        for each in list(cleared):
            if each == visit or dice.roll(2):
                cleared += [
                    other
                    for other in board.siblings[each]
                    if board.at[other] != NOWHERE and other not in cleared
                ]
        return cleared

    def _days(self, person: int, moment: int) -> list[int]:
        """Return one to three days of somebody, around a moment or before it."""
        board, dice = self._board, self._dice
        days = board.visiting_days(person)
        here, count = days.index(board.grid.days[moment]), 1 + dice.roll(3)
        first = dice.roll(here + 1) if dice.roll(2) else max(0, here - dice.roll(count))
        return days[first : first + count]

    def _order(self, first: int, visits: list[int]) -> list[int]:
        """Return visits in an order: the nearest first, or the rarest, or by chance."""
        board, dice = self._board, self._dice
        way = dice.roll(3)
        place, minutes = board.visits[first].place, board.grid.ways.minutes
        if way == 0:
            ranks = [minutes(place, board.visits[visit].place) for visit in visits]
        elif way == 1:
            rarity = (board.possible[visit].bit_count() for visit in visits)
            ranks = [moments * (50 + dice.roll(100)) for moments in rarity]
        else:
            ranks = [dice.roll(1 << 20) for _ in visits]
        return [visit for _rank, visit in sorted(zip(ranks, visits, strict=True))]


def _tries(visits: list[int]) -> int:
    """Return how many stretches are arranged anew for so many visits of a lead."""
    return -(-len(visits) // 2)

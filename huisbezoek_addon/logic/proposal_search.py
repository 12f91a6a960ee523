"""Placing as many visits as possible: the first aim of a proposal (C5).

Visits take what is free one after the other, those first that take the least of what
is scarce. One that finds nothing free takes the place of a visit that can move. Then
a stretch of somebody's days is cleared and filled anew, again and again, starting
from visits that are left; what comes out worse is put back.
"""

from collections.abc import Iterator
from statistics import median_low

from .capacity import capacity
from .proposal_board import NOWHERE, Board
from .proposal_bound import promising
from .proposal_grid import bits, lowest
from .proposal_slots import Dice, Slots, Trial
from .schedule import Person, Problem

#: How many visits may be asked to move to make room for one, and in how long a chain.
ASKED, CHAIN = 15, 2
#: How often a stretch is rebuilt at most: for each visit that is left, for each visit
#: of a small round, and in a large one so often and for a fifth of its visits.
TRIES_LEFT, TRIES_EACH, TRIES = 80, 10, 200
#: After so many tries the search turns to another part of the round.
JUMP = 16
#: By how much chance changes what visits cost, and what may be lost; of a thousand.
NOISE, SLACK = 700, 300


class Search:
    """The search for a place for each visit; ``left`` are those without."""

    def __init__(self, board: Board, problem: Problem, dice: Dice) -> None:
        self._board, self._dice = board, dice
        self._slots = Slots(board, dice)
        self._costs = _costs(board, problem)
        self.left: list[int] = []
        #: those of them from which the search goes on
        self._focus: list[int] = []

    # === ONE AFTER THE OTHER === #

    def fill(self) -> None:
        """Give each visit what is free, and its siblings what is beside it."""
        board = self._board
        for visit in self._in_order():
            if board.at[visit] == NOWHERE:
                free = board.free(visit)
                if free:
                    board.place(visit, self._slots.best(visit, free))
                    self._bring_siblings(visit)
                else:
                    self.left.append(visit)

    def _in_order(self) -> list[int]:
        """Return the visits that are possible, the cheapest first, then the rarest."""
        possible = self._board.possible
        return sorted(
            (visit for visit in self._board.all_visits if possible[visit]),
            key=lambda visit: (self._costs[visit], possible[visit].bit_count(), visit),
        )

    def _bring_siblings(self, visit: int) -> None:
        board = self._board
        for other in board.siblings[visit]:
            if board.at[other] == NOWHERE:
                beside = board.free(other) & board.beside_siblings(other)
                if beside:
                    board.place(other, self._slots.best(other, beside))

    # === BY MOVING OTHERS === #

    def make_room(self) -> None:
        """Let others move for visits that are left."""
        hopeful = set(promising(self._board, self.left))
        for visit in self.left:
            if self._board.at[visit] == NOWHERE and visit in hopeful:
                self._squeeze(visit)
        self.left = [v for v in self.left if self._board.at[v] == NOWHERE]

    def _squeeze(self, visit: int) -> None:
        free = self._board.free(visit)
        if free:
            self._board.place(visit, self._slots.best(visit, free))
        else:
            self._take_over(visit, CHAIN, {visit})

    def _take_over(self, visit: int, chain: int, asked: set[int]) -> bool:
        """Place a visit where another stands that can move, or can make another move.

        :param asked: the visits that have been asked to move, which are not asked
            again.
        """
        board = self._board
        for other, fits in list(board.openings(visit)):
            if other in asked or len(asked) > ASKED:
                continue
            asked.add(other)
            moment = board.remove(other)
            if self._share(visit, fits, other):
                return True
            if chain > 1:
                board.place(visit, lowest(fits))
                if self._take_over(other, chain - 1, asked):
                    return True
                board.remove(visit)
            board.place(other, moment)
        return False

    def _share(self, visit: int, fits: int, other: int) -> bool:
        """Place ``visit`` so that ``other``, which gave way, has a place too."""
        board = self._board
        free = board.free(other)
        for moment in bits(fits if free else 0):
            if free & ~board.keeps_from(visit, moment, other):
                board.place(visit, moment)
                remaining = board.free(other)
                if remaining:
                    board.place(other, self._slots.best(other, remaining))
                    return True
                board.remove(visit)
        return False

    # === BY REBUILDING === #

    @property
    def tries(self) -> int:
        """How often ``rebuild`` clears a stretch at most."""
        left, visits = len(promising(self._board, self.left)), len(self._board.visits)
        return min(TRIES_LEFT * left, TRIES_EACH * visits, TRIES + visits // 5)

    def rebuild(self) -> Iterator[None]:
        """Clear and refill stretches, one at each step, while it can be of use."""
        hopeful: list[int] = []
        looked_at: list[int] = []
        for number in range(self.tries):
            if number % JUMP == 0 or not self._focus:
                if looked_at is not self.left:
                    looked_at = self.left
                    hopeful = promising(self._board, looked_at)
                self._focus = hopeful
            if not self._focus:
                return
            self._rebuild_once(self._focus[self._dice.roll(len(self._focus))])
            yield

    def _rebuild_once(self, first: int) -> None:
        """Clear a stretch for a visit, and fill it with that one and what is near."""
        board = self._board
        cleared = self._stretch(first)
        freed = {person for visit in cleared for person in board.crew[visit]}
        near = [v for v in self.left if not freed.isdisjoint(board.crew[v])]
        waiting = [first, *(visit for visit in near if visit != first)]
        trial = Trial(board, cleared)
        order = [first, *sorted(cleared + waiting[1:], key=self._noisy_cost)]
        failed = [v for v in order if not trial.place(v, self._slots.scattered)]
        if self._is_worse(failed, waiting):
            trial.undo()
            failed = waiting
        else:
            self.left = [v for v in self.left if v not in waiting] + failed
        self._focus = failed

    def fill_up(self) -> None:
        """Place what is left where others have left room by moving."""
        for visit in self.left:
            free = self._board.free(visit)
            if free:
                self._board.place(visit, self._slots.best(visit, free))

    def _noisy_cost(self, visit: int) -> int:
        return self._costs[visit] + self._dice.roll(NOISE)

    def _is_worse(self, failed: list[int], before: list[int]) -> bool:
        """Tell whether more are left, or as many that take less of what is scarce."""
        if len(failed) != len(before):
            return len(failed) > len(before)
        cost = sum(self._costs[visit] for visit in failed)
        return cost < sum(self._costs[visit] for visit in before) - SLACK

    def _stretch(self, visit: int) -> list[int]:
        """Return what stands on one to three days of somebody whom a visit needs.

        Sometimes with what stands then of somebody who goes along.
        """
        dice, board = self._dice, self._board
        person = board.crew[visit][dice.roll(len(board.crew[visit]))]
        all_days = board.visiting_days(person)
        count, start = 1 + dice.roll(3), dice.roll(len(all_days) or 1)
        days = all_days[start : start + count]
        found = board.on_days(person, days)
        others = [p for v in found for p in board.crew[v] if p != person]
        if others and not dice.roll(3):
            other = others[dice.roll(len(others))]
            found += [v for v in board.on_days(other, days) if v not in found]
        return found


def _costs(board: Board, problem: Problem) -> list[int]:
    """Return how much each visit takes of what is scarce, in thousandths.

    That is, for each of its persons, the share of his visits that he has no room for.
    """
    minutes = median_low([visit.minutes for visit in board.visits] or [0])
    load = [0] * len(board.persons)
    for visit in board.all_visits:
        for person in board.crew[visit] if board.possible[visit] else ():
            load[person] += 1
    scarce = [
        max(0, wanted - _room(problem, person, minutes)) * 1000 // wanted
        if wanted
        else 0
        for person, wanted in zip(board.persons, load, strict=True)
    ]
    return [sum(scarce[person] for person in crew) for crew in board.crew]


def _room(problem: Problem, person: Person, minutes: int) -> int:
    return capacity(
        person,
        minutes,
        problem.travel,
        evening_limit=problem.evening_limit,
        week_limit=problem.week_limit,
        step=problem.step,
    )

"""The proposal for a whole round: when each visit could be (C5).

As many visits as possible first, those of one family right after one another, then
early in the round, then with little travel. All rules are kept: everybody is free, the
ways fit, no limit is passed, and what a family avoids is left alone. The same round
gives the same proposal, in whatever order it is told; the work is counted, not timed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .planning import Finding
from .proposal_board import NOWHERE, Board
from .proposal_polish import Polish
from .proposal_reasons import explain
from .proposal_search import Search
from .proposal_slots import Dice
from .schedule import Problem

#: Is told how much of the work is done, and how much there is.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """When visits could be, and why the others could not.

    ``starts`` are moments by the key of a visit, as in ``logic.schedule``;
    ``unplaced`` are the reasons, see ``logic.proposal_reasons``. ``travel`` is how
    many minutes all persons are on the way together, as far as it is known where
    from and where to.
    """

    starts: dict[int, int] = field(default_factory=dict)
    unplaced: dict[int, Finding] = field(default_factory=dict)
    travel: int = 0


def propose(problem: Problem, progress: Progress | None = None) -> Proposal:
    """Return a proposal for a round.

    :param progress: is called now and then with how much is done, and of how much.
    """
    board = Board(problem)
    meter = _Meter(progress or (lambda _done, _total: None))
    dice = Dice()
    search, polish = Search(board, problem, dice), Polish(board, dice)
    search.fill()
    meter.reach(20)
    search.make_room()
    meter.reach(30)
    meter.count(search.rebuild(), search.tries, 60)
    polish.settle()
    polish.join_families()
    meter.reach(70)
    meter.count(polish.improve(), polish.tries, 95)
    search.fill_up()
    unplaced = {
        visit.key: explain(board, problem, index)
        for index, visit in enumerate(board.visits)
        if board.at[index] == NOWHERE
    }
    meter.reach(100)
    return Proposal(_starts(board), unplaced, board.travel)


def _starts(board: Board) -> dict[int, int]:
    return {
        visit.key: board.grid.minutes[moment]
        for visit, moment in zip(board.visits, board.at, strict=True)
        if moment != NOWHERE
    }


class _Meter:
    """How much of the work is done, in hundredths; told when it has changed."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._done = 0

    def reach(self, hundredths: int) -> None:
        """Tell that so much is done."""
        if hundredths > self._done:
            self._done = hundredths
            self._progress(hundredths, 100)

    def count(self, work: Iterable[None], steps: int, until: int) -> None:
        """Do work of at most so many steps, and tell how it comes along."""
        begin = self._done
        for step, _ in enumerate(work, start=1):
            self.reach(begin + (until - begin) * step // steps)
        self.reach(until)

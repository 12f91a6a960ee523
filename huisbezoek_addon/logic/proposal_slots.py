"""Which of the moments that are free a visit gets (C5)."""

from collections.abc import Callable

from .proposal_board import NOWHERE, Board
from .proposal_grid import bits, lowest

#: Chooses one of the moments at which a visit is free.
Choose = Callable[[int, int], int]


class Dice:
    """Numbers that look like chance and are the same in each run."""

    def __init__(self) -> None:
        self._state = 1

    def roll(self, sides: int) -> int:
        """Return a number from 0 up to ``sides``, the latter not included."""
        self._state = self._state * 6364136223846793005 + 1442695040888963407
        self._state &= (1 << 64) - 1
        return (self._state >> 33) % sides


class Slots:
    """Choosing a moment on a board."""

    def __init__(self, board: Board, dice: Dice) -> None:
        self._board = board
        self._dice = dice

    def best(self, visit: int, free: int) -> int:
        """Return the moment for a proposal: by the family, early, little travel."""
        return self._early(visit, self._adjoin(visit, free))

    def scattered(self, visit: int, free: int) -> int:
        """Return any moment, so that a search does not walk in circles."""
        first = self._dice.roll(len(self._board.grid.days))
        later = free >> first
        return first + lowest(later) if later else lowest(free)

    def _early(self, visit: int, free: int) -> int:
        """Return the moment of the first day that takes the least travel."""
        board = self._board
        today = free & board.grid.day_mask(lowest(free))
        # Within a run of moments nothing stands, so the way is the same.
        begins = today & ~(today << 1)
        if not begins & (begins - 1):
            return lowest(begins)
        return min(bits(begins), key=lambda moment: board.detour(visit, moment))

    def _adjoin(self, visit: int, free: int) -> int:
        """Narrow moments down to those that bring a family together, if there are."""
        board = self._board
        if not board.siblings[visit]:
            return free
        beside = free & board.beside_siblings(visit)
        if beside:
            return beside
        for other in board.siblings[visit]:
            if board.at[other] == NOWHERE:
                leaving = free & self._leaving_room(visit, other)
                if leaving:
                    return leaving
        return free

    def _leaving_room(self, visit: int, other: int) -> int:
        """Return where ``visit`` has a moment for ``other`` right before or after."""
        board = self._board
        free = board.free(other)
        return (free >> board.gap(visit, other)) | (free << board.gap(other, visit))


class Trial:
    """Visits that are taken away to be placed anew, and can be put back."""

    def __init__(self, board: Board, visits: list[int]) -> None:
        self._board = board
        self._stood = {visit: board.remove(visit) for visit in visits}
        self._placed: list[int] = []

    def place(self, visit: int, choose: Choose) -> bool:
        """Place a visit if it is free somewhere, and tell whether it is."""
        free = self._board.free(visit)
        if free:
            self.put(visit, choose(visit, free))
        return bool(free)

    def put(self, visit: int, moment: int) -> None:
        """Place a visit at a moment at which it is free."""
        self._board.place(visit, moment)
        self._placed.append(visit)

    def undo(self) -> None:
        """Put all back as it was."""
        for visit in self._placed:
            self._board.remove(visit)
        for visit, moment in self._stood.items():
            self._board.place(visit, moment)

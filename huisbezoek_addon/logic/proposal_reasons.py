"""Why a visit has no place in a proposal, and what would give it one (C5).

A remedy is named only if it was tried: with the rule relaxed there is a moment, which
above ``evening_limit`` other visits may have taken. To raise a limit by one must do. A
longer window is for when nothing less helps.

======================  =======================================  ======================
code                    what it says; what it names              remedies
======================  =======================================  ======================
``no_visitor``          nobody goes                              ``add_visitor``
``no_windows``          ``person`` has no free time at all       ``another_visitor``
``too_short``           no free time of ``person`` is long       ``longer_window``
                        enough for the ``minutes`` of the visit
                        with the way
``never_together``      the visitors are never free at once;     ``another_visitor``,
                        without ``person`` they would be         ``longer_window``
``family_avoids``       on ``days`` all visitors can, and the    ``ask_family``
                        family would rather not
``evening_limit``       where there is time, ``person`` makes    ``raise_limit``,
                        ``count`` visits that evening already    ``longer_window``
``week_limit``          or that week, and maybe that evening     ``raise_limit``,
                                                                 ``longer_window``
``full``                ``visits`` others take all the time;     ``another_visitor``,
                        without ``person`` there would be some   ``ask_family``,
                                                                 ``longer_window``
======================  =======================================  ======================

``person`` is a key, and missing where no single person is the reason.
"""

from collections.abc import Collection, Iterable

from .planning import Finding
from .proposal_board import Board
from .proposal_grid import bits
from .proposal_limits import UNLIMITED
from .schedule import Problem


def explain(board: Board, problem: Problem, visit: int) -> Finding:
    """Return why a visit stands nowhere, and its remedy."""
    return _Reasons(board, problem, visit).find()


class _Reasons:
    """The search for what keeps one visit from having a place."""

    def __init__(self, board: Board, problem: Problem, visit: int) -> None:
        self._board, self._problem = board, problem
        self._index, self._visit = visit, board.visits[visit]
        self._crew = board.crew[visit]
        self._avoided = board.begins.avoided(self._visit)

    def find(self) -> Finding:
        """Return the first reason, from the plainest one on."""
        return (
            self._somebody_missing()
            or self._never_together()
            or self._family_avoids()
            or self._limit()
            or self._full()
        )

    def _finding(self, code: str, remedy: str, **params: str | int) -> Finding:
        return Finding(code, {"remedy": remedy, **params})

    def _key(self, person: int) -> int:
        return self._board.persons[person].key

    # === WITHOUT THE OTHER VISITS === #

    def _somebody_missing(self) -> Finding | None:
        if not self._crew:
            return self._finding("no_visitor", "add_visitor")
        for person in self._crew:
            key = self._key(person)
            if not self._board.persons[person].windows:
                return self._finding("no_windows", "another_visitor", person=key)
            if not self._board.begins.alone(person, self._visit):
                minutes = self._visit.minutes
                return self._finding(
                    "too_short", "longer_window", person=key, minutes=minutes
                )
        return None

    def _never_together(self) -> Finding | None:
        together = self._board.begins.together
        if together(self._crew, self._visit):
            return None
        for person in self._dispensable():
            if together(self._without(person), self._visit) & ~self._avoided:
                key = self._key(person)
                return self._finding("never_together", "another_visitor", person=key)
        return self._finding("never_together", "longer_window")

    def _dispensable(self) -> Iterable[int]:
        """Give the persons who may be left out, the lead last, if others remain."""
        return reversed(self._crew) if len(self._crew) > 1 else ()

    def _without(self, person: int) -> list[int]:
        return [other for other in self._crew if other != person]

    def _family_avoids(self) -> Finding | None:
        board = self._board
        if board.possible[self._index]:
            return None
        moments = bits(board.begins.together(self._crew, self._visit))
        days = len({board.grid.days[moment] for moment in moments})
        return self._finding("family_avoids", "ask_family", days=days)

    # === BESIDE THE OTHER VISITS === #

    def _limit(self) -> Finding | None:
        board = self._board
        free = board.possible[self._index] & ~board.busy(self._index)
        if not free:
            return None
        for more, remedy in ((1, "raise_limit"), (UNLIMITED, "longer_window")):
            for code, spare in (
                ("evening_limit", (more, 0)),
                ("week_limit", (0, more)),
            ):
                if free & self._open(spare, self._crew):
                    return self._limited(code, remedy, free, spare)
        both = UNLIMITED, UNLIMITED
        return self._limited("week_limit", "longer_window", free, both)

    def _open(self, spare: tuple[int, int], widened: Iterable[int]) -> int:
        """Return where the limits let all be, with so much more for some of them."""
        board, mask = self._board, -1
        for person in self._crew:
            if person in widened:
                mask &= board.limits_of(person, *spare).open
            else:
                mask &= board.limits[person].open
        return mask

    def _limited(
        self, code: str, remedy: str, free: int, spare: tuple[int, int]
    ) -> Finding:
        """Return the finding with whose limit it is, or whose first, and how high."""
        alone = (p for p in self._crew if free & self._open(spare, [p]))
        person = next(alone, self._crew[0])
        count = getattr(self._problem, code)
        return self._finding(code, remedy, person=self._key(person), count=count)

    def _full(self) -> Finding:
        board, possible = self._board, self._board.possible[self._index]
        near = board.hindrances(self._index).values()
        visits = sum(1 for mask in near if mask & possible)
        for person in self._dispensable():
            if self._fits(self._without(person), self._avoided):
                key = self._key(person)
                return self._finding(
                    "full", "another_visitor", visits=visits, person=key
                )
        asked = self._fits(self._crew, avoided=0)
        remedy = "ask_family" if asked else "longer_window"
        return self._finding("full", remedy, visits=visits)

    def _fits(self, crew: Collection[int], avoided: int) -> bool:
        """Tell whether the visit fits if these go, and if that is what is avoided."""
        board = self._board
        mask = board.begins.together(crew, self._visit) & ~avoided
        for person in crew:
            mask &= board.limits[person].open
        return bool(mask & ~board.busy(self._index, crew))

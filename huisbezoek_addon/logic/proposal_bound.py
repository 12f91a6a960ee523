"""When it is certain that no more visits can be placed (C5).

Somebody is full when his limits let him take on nothing more, at any time. If each
visit that is left needs somebody who is full, and no visit that stands needs two of
those, then they make as many visits as they ever can, and all others stand already.
"""

from .proposal_board import Board


def promising(board: Board, left: list[int]) -> list[int]:
    """Return those of the visits that are left for which a place may still be found.

    None: it is certain that no more visits can stand at once.
    """
    needed = _choose_full(board, left)
    full = set(needed.values())
    counted = {
        person
        for person in full
        if all(
            full.isdisjoint(board.crew_sets[visit] - {person})
            for visit in board.standing(person)
        )
    }
    return [visit for visit in left if needed.get(visit) not in counted]


def _choose_full(board: Board, left: list[int]) -> dict[int, int]:
    """Return for the visits that are left somebody who is full, as few as it takes."""
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for visit in left:
        full = [person for person in board.crew[visit] if not board.limits[person].open]
        if full:
            chosen[visit] = next((p for p in full if p in taken), full[0])
            taken.add(chosen[visit])
    return chosen

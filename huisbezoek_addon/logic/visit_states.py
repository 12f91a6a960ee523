"""The life of a visit: its states, and the moves between them.

Source: design §3. ``todo`` → ``invited`` → ``planned`` → ``done`` →
``reported``; beside them ``on_hold``, ``not_held``, ``declined`` and
``cancelled``. An outcome that turns out wrong can be taken back, so nothing is
ever lost by one wrong tap on a phone.
"""

from .errors import RuleError

#: State → the states it may move to. The order is the order of the life.
MOVES: dict[str, frozenset[str]] = {
    "todo": frozenset({"invited", "planned", "on_hold", "declined", "cancelled"}),
    "invited": frozenset({"todo", "planned", "on_hold", "declined", "cancelled"}),
    "planned": frozenset(
        {"todo", "done", "not_held", "on_hold", "declined", "cancelled"}
    ),
    "done": frozenset({"planned", "reported", "not_held"}),
    "reported": frozenset({"done"}),
    "on_hold": frozenset({"todo", "declined", "cancelled"}),
    "not_held": frozenset({"todo", "planned", "done", "declined", "cancelled"}),
    "declined": frozenset({"todo"}),
    "cancelled": frozenset({"todo"}),
}

#: States in which a visit stands in the calendar.
IN_CALENDAR = frozenset({"planned", "done", "reported"})
#: States in which a visit takes its visitors' time; held visits are history.
OCCUPYING = frozenset({"planned"})
#: States of a visit that took place.
HELD = frozenset({"done", "reported"})
#: States in which somebody still has to do something.
OPEN = frozenset({"todo", "invited", "planned", "on_hold"})
#: States of visits that can be said not to take place, many at once.
CLOSABLE = OPEN | {"not_held"}
#: States from which giving a time plans the visit.
PLANNABLE = frozenset({"todo", "invited", "not_held"})


def can_move(old: str, new: str) -> bool:
    """Tell whether a visit in state ``old`` can get the state ``new``, and is not."""
    return new in MOVES[old]


def closed_as(state: str, outcome: str) -> str:
    """Return the state in which a visit ends that does not take place (D6).

    Nobody at home is found out at the door, which costs the way there; a missing
    interpreter may be known before a visit was ever planned.

    :param state: the state the visit is in.
    :param outcome: why it does not take place, as the field has it.
    """
    if outcome == "declined":
        return "declined"
    at_the_door = outcome == "no_interpreter" and state in IN_CALENDAR
    return "not_held" if at_the_door or outcome == "not_home" else "cancelled"


def check_move(old: str, new: str) -> None:
    """Refuse a move that the life of a visit does not have.

    :param old: the state the visit is in.
    :param new: the state it should get.
    :raises RuleError: ``visit_move`` with both states.
    """
    if not can_move(old, new):
        raise RuleError("visit_move", old=old, new=new)

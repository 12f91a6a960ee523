"""The life of a visit, as a table (design §3)."""

import pytest

from huisbezoek_addon.logic.errors import RuleError
from huisbezoek_addon.logic.visit_states import (
    IN_CALENDAR,
    MOVES,
    OCCUPYING,
    OPEN,
    PLANNABLE,
    check_move,
)

ALLOWED = [
    ("todo", "planned"),
    ("invited", "planned"),
    ("planned", "done"),
    ("done", "reported"),
    ("planned", "not_held"),
    ("not_held", "planned"),
    ("cancelled", "todo"),
    ("done", "planned"),
]
REFUSED = [
    ("todo", "done"),
    ("todo", "reported"),
    ("planned", "reported"),
    ("reported", "cancelled"),
    ("declined", "planned"),
    ("cancelled", "done"),
    ("on_hold", "planned"),
]


@pytest.mark.parametrize(("old", "new"), ALLOWED)
def test_move_is_allowed(old, new):
    check_move(old, new)


@pytest.mark.parametrize(("old", "new"), REFUSED)
def test_move_is_refused_and_named(old, new):
    with pytest.raises(RuleError) as error:
        check_move(old, new)
    assert error.value.code == "visit_move"
    assert error.value.params == {"old": old, "new": new}


def test_every_state_can_be_reached_from_the_first():
    reached, frontier = {"todo"}, ["todo"]
    while frontier:
        for state in MOVES[frontier.pop()] - reached:
            reached.add(state)
            frontier.append(state)
    assert reached == set(MOVES)


def test_every_state_leads_on():
    assert all(MOVES.values())


def test_groups_of_states_are_states():
    for group in (IN_CALENDAR, OCCUPYING, OPEN, PLANNABLE):
        assert group <= set(MOVES)
    assert OCCUPYING <= IN_CALENDAR


def test_a_time_plans_exactly_where_planning_is_a_move():
    for state in PLANNABLE:
        assert "planned" in MOVES[state]

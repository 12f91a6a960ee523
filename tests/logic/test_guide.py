"""The states of the set-up guide (B6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.guide import STEPS, count_done, item_state

PROGRESS = ("todo", "busy", "skipped")


@pytest.mark.parametrize(
    ("progress", "is_ticked", "told", "state"),
    [
        ("todo", False, None, "todo"),
        ("busy", False, None, "busy"),
        ("skipped", False, None, "skipped"),
        ("todo", True, None, "done"),
        ("busy", True, None, "done"),
        # The data know better than a tick, either way.
        ("todo", True, False, "todo"),
        ("busy", False, False, "busy"),
        ("todo", False, True, "done"),
        ("skipped", False, True, "done"),
        ("skipped", False, False, "skipped"),
    ],
)
def test_state_of_an_item(progress, is_ticked, told, state):
    assert item_state(progress, is_ticked, told) == state


@pytest.mark.parametrize(
    ("states", "done", "total"),
    [
        ([], 0, 0),
        (["skipped"], 0, 0),
        (["todo", "busy", "done", "skipped"], 1, 3),
        (["done", "done"], 2, 2),
    ],
)
def test_how_far_a_step_is(states, done, total):
    assert count_done(states) == (done, total)


@given(st.lists(st.sampled_from((*PROGRESS, "done"))))
def test_never_more_is_done_than_is_needed(states):
    done, total = count_done(states)
    assert 0 <= done <= total <= len(states)


@given(st.sampled_from(PROGRESS), st.booleans())
def test_what_the_data_tell_counts(progress, is_ticked):
    assert item_state(progress, is_ticked, True) == "done"
    assert item_state(progress, is_ticked, False) == progress


def test_there_are_five_steps():
    assert len(STEPS) == len(set(STEPS)) == 5

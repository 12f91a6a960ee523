"""How far the set-up guide of a school is: the brochure's five steps (B6)."""

from collections.abc import Iterable

#: The five steps, in their order.
STEPS = ("vision", "resistance", "rails", "start", "evaluation")


def item_state(progress: str, is_ticked: bool, told: bool | None) -> str:
    """Return the state of one item of the guide.

    :param progress: what somebody said of it: ``todo``, ``busy`` or ``skipped``.
    :param is_ticked: whether somebody gave it the day on which it was done.
    :param told: what the school's own data say; ``None`` where they cannot tell.
        What the data say counts above what anybody ticks.
    """
    is_done = is_ticked if told is None else told
    return "done" if is_done else progress


def count_done(states: Iterable[str]) -> tuple[int, int]:
    """Return how many items are done, out of how many that the school needs."""
    needed = [state for state in states if state != "skipped"]
    return needed.count("done"), len(needed)

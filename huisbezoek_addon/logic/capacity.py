"""How many visits somebody still has room for (C3, C5): an estimate.

Each free stretch is filled from its begin, with the default way between visits. So
little is known of the visits to come that more would be a pretence.
"""

from collections.abc import Iterable
from itertools import groupby

from .local_time import monday_of
from .proposal_limits import UNLIMITED
from .schedule import Person, Window
from .travel import TravelTimes


def capacity(
    person: Person,
    minutes: int,
    travel: TravelTimes,
    *,
    evening_limit: int = 0,
    week_limit: int = 0,
    step: int = 15,
) -> int:
    """Return how many visits still fit somebody in all; see ``weekly_capacity``."""
    weeks = weekly_capacity(
        person,
        minutes,
        travel,
        evening_limit=evening_limit,
        week_limit=week_limit,
        step=step,
    )
    return sum(weeks.values())


def weekly_capacity(
    person: Person,
    minutes: int,
    travel: TravelTimes,
    *,
    evening_limit: int = 0,
    week_limit: int = 0,
    step: int = 15,
) -> dict[int, int]:
    """Return how many visits still fit somebody in each week, by its Monday.

    :param person: with what he has taken on already.
    :param minutes: how long each visit is.
    :param travel: of which the default holds, for nobody knows yet where they are.
    :param evening_limit: visits on an evening at most; 0: no limit.
    :param week_limit: visits in a week at most; 0: no limit.
    :param step: visits begin at multiples of so many minutes.
    """
    weeks: dict[int, int] = {}
    for day, windows in groupby(person.windows, key=lambda window: window.day):
        monday = monday_of(day)
        evening = _left(evening_limit, person.evenings.get(day, 0))
        fits = _fit(windows, minutes, travel, step, evening)
        left = _left(week_limit, person.weeks.get(monday, 0))
        weeks[monday] = min(left, weeks.get(monday, 0) + fits)
    return weeks


def _left(limit: int, taken: int) -> int:
    """Return how many visits a limit still allows."""
    return max(0, limit - taken) if limit else UNLIMITED


def _fit(
    windows: Iterable[Window],
    minutes: int,
    travel: TravelTimes,
    step: int,
    evening: int,
) -> int:
    """Return how many visits fit on one day, of which so many on its evening."""
    pitch = _round_up(minutes + travel.default, step)
    count = ready = 0
    for window in windows:
        begin = _round_up(max(window.earliest("", travel), ready), step)
        last = window.latest("", travel) - minutes
        fits = max(0, (last - begin) // pitch + 1)
        if window.evening:
            fits = min(fits, evening)
            evening -= fits
        if fits:
            ready = begin + fits * pitch
        count += fits
    return count


def _round_up(minutes: int, step: int) -> int:
    return -(-minutes // step) * step

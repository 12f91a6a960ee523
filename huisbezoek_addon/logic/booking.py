"""Whether a time is free for a visit, and which times after it are (C4, C6).

Strict, where ``planning`` only warns: nobody is in two homes at once, and everybody
has the time to get from one to the next. Moments are naive and in UTC, intervals are
half-open.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

#: A stretch of time: begin and end.
Span = tuple[datetime, datetime]

#: Visits begin at multiples of so many minutes, where a time is proposed.
STEP = 15


@dataclass(frozen=True, slots=True)
class Taken:
    """What another visit takes from a person, and the way there in minutes."""

    person: int
    start: datetime
    stop: datetime
    travel: int = 0


@dataclass(frozen=True, slots=True)
class Clash:
    """What is in the way: ``visiting`` at that time, or ``travel`` to or from it."""

    code: str
    taken: Taken


def find_clashes(slot: Span, taken: Iterable[Taken]) -> list[Clash]:
    """List what is in the way of a visit in ``slot``, the earliest first."""
    found = (_clash(slot, one) for one in taken)
    return sorted(
        filter(None, found), key=lambda clash: (clash.taken.start, clash.taken.person)
    )


def _clash(slot: Span, taken: Taken) -> Clash | None:
    way = timedelta(minutes=taken.travel)
    if slot[0] < taken.stop and taken.start < slot[1]:
        return Clash("visiting", taken)
    if slot[0] < taken.stop + way and taken.start - way < slot[1]:
        return Clash("travel", taken)
    return None


def free_starts(
    windows: Iterable[Span], length: timedelta, taken: Sequence[Taken]
) -> Iterator[datetime]:
    """Give the moments at which a visit may begin, in the order of the windows.

    :param windows: when visits can be; they begin at a step.
    :param length: how long the visit is.
    :param taken: what other visits take from those who go.
    """
    for start, stop in windows:
        moment = start
        while moment + length <= stop:
            if not find_clashes((moment, moment + length), taken):
                yield moment
            moment += timedelta(minutes=STEP)

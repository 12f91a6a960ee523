"""Whether other visits leave a time free for a visit (C4, C6).

Strict, where ``planning`` only warns: nobody is in two homes at once, and everybody
has the time to get from one to the next. Moments are naive and in UTC, intervals are
half-open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

#: A stretch of time: begin and end.
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Taken:
    """What another visit takes from a person, and the way there in minutes.

    Of a visit of another school (``elsewhere``) nobody hears that it is one.
    """

    person: int
    start: datetime
    stop: datetime
    travel: int = 0
    elsewhere: bool = False


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

"""When a family that keeps a feast would rather not be visited (C2, A5).

A feast is a row of the school's list. What comes out is dates and hours and nothing
else: which feast they came from is not kept, and they come in the order of the
calendar, not in that of choosing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .planning import Avoided

DAY = timedelta(days=1)
#: Months in which it is dark early: a feast that begins at sunset begins sooner.
DARK_MONTHS = frozenset({10, 11, 12, 1, 2, 3})
#: From which hour the evening before is kept free (domain §2.2): about sunset.
EVENING_DARK, EVENING_LIGHT = 16.0, 19.0


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast, both days included.

    ``margin`` is how many days it may fall earlier or later, where a community
    follows the moon. ``evening_before`` tells that it begins on the evening before
    its first day.
    """

    first: date
    last: date
    evening_before: bool = False
    margin: int = 0


def evening_hour(day: date) -> float:
    """Return from which hour the evening of ``day`` is kept free for a feast."""
    return EVENING_DARK if day.month in DARK_MONTHS else EVENING_LIGHT


def days_to_avoid(
    feasts: Iterable[Feast], known: Iterable[Avoided] = ()
) -> list[Avoided]:
    """Return when not to visit a family that keeps ``feasts``.

    Whole days from the margin before the feast to the margin after it, and the
    evening before its first day. Days that touch become one period.

    :param known: what the family avoids already: that is not said twice.
    """
    feasts = list(feasts)
    dated = [time for time in known if time.weekday is None]
    days = {day for feast in feasts for day in _days_of(feast)}
    new_days = {day for day in days if not _is_known(dated, day, 0.0)}
    evenings = {feast.first - DAY for feast in feasts if feast.evening_before} - days
    found = [Avoided(first=first, last=last) for first, last in _periods(new_days)]
    found += [
        Avoided(first=day, last=day, hour_from=evening_hour(day))
        for day in evenings
        if not _is_known(dated, day, evening_hour(day))
    ]
    return sorted(found, key=lambda time: (time.first, time.hour_from))


def _days_of(feast: Feast) -> Iterator[date]:
    day = feast.first - feast.margin * DAY
    while day <= feast.last + feast.margin * DAY:
        yield day
        day += DAY


def _is_known(known: Iterable[Avoided], day: date, hour: float) -> bool:
    """Tell whether ``day`` is avoided already, from ``hour`` until its end."""
    return any(
        (time.first or day) <= day <= (time.last or day)
        and time.hour_from <= hour
        and time.hour_to >= 24
        for time in known
    )


def _periods(days: set[date]) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each run of days."""
    ordered = sorted(days)
    starts = [day for day in ordered if day - DAY not in days]
    ends = [day for day in ordered if day + DAY not in days]
    yield from zip(starts, ends, strict=True)

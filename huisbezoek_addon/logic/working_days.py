"""On which days somebody works: the pattern of his working hours, as it changes (C4).

A day is the ordinal of a date. Working time decides the day and nothing more: visits
are made after lessons and in the evening (design §5.8).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .local_time import weekday_of


@dataclass(frozen=True, slots=True)
class Pattern:
    """The working days of a calendar, which may differ from week to week.

    ``days`` holds weekdays, 0 for Monday, of even and of odd weeks, as counted by
    ``week_parity``. ``every_day``: somebody chooses his hours himself.
    """

    days: frozenset[tuple[int, int]] = frozenset()
    every_day: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """Working hours that hold from a day until the next period begins.

    ``calendar`` is the number of the pattern in the ERP. Somebody who has, or ever
    had, a contract works from ``contract_from`` until ``contract_to``; no end: 0.
    """

    since: int
    pattern: Pattern
    calendar: int = 0
    contract_from: int = 0
    contract_to: int = 0


def week_parity(day: int) -> int:
    """Return 0 or 1 for the week of a day, in turns, as the ERP counts weeks."""
    return (day - 1) // 7 % 2


def period_on(periods: Iterable[Period], day: int) -> Period | None:
    """Return the period in force on a day; before the first one, the first."""
    ordered = sorted(periods, key=lambda period: period.since)
    begun = [period for period in ordered if period.since <= day]
    return begun[-1] if begun else next(iter(ordered), None)


def working_days(periods: Iterable[Period], days: Iterable[int]) -> set[int]:
    """Return the days on which somebody has any working time.

    Of whom no working hours are known nobody can say that he is free.
    """
    periods = list(periods)
    if not periods:
        return set(days)
    by_contract = any(period.contract_from for period in periods)
    return {
        day
        for day in days
        if (period := period_on(periods, day))
        and (not by_contract or _in_contract(period, day))
        and _is_working_day(period.pattern, day)
    }


def _in_contract(period: Period, day: int) -> bool:
    begun = bool(period.contract_from) and period.contract_from <= day
    return begun and (not period.contract_to or day <= period.contract_to)


def _is_working_day(pattern: Pattern, day: int) -> bool:
    return pattern.every_day or (week_parity(day), weekday_of(day)) in pattern.days

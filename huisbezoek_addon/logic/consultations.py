"""Terms and counts of consultations (G2).

What is said in confidence stays there, also as a number: a count is shown in bands,
and only of months that are over, so that nobody can tell one consultation by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

#: The roles in which somebody is consulted and is replaced while away.
REPLACED = ("confidant", "care_coordinator")
#: How many numbers one band holds.
BAND = 5
#: Saturday, as `date.weekday` counts.
SATURDAY = 5
#: When a school year begins, as `huisbezoek.school.year` has it.
AUGUST = 8


@dataclass(frozen=True, slots=True)
class Consulted:
    """What counts of one consultation: no person and no word of it.

    ``asked`` and ``closed`` are days at the school, ``closed`` None while it lasts;
    ``went_well`` is what the asker marked, a key of the model's selection.
    """

    asked: date
    closed: date | None = None
    went_well: str | None = None


def due_date(asked: date, days: int) -> date:
    """Return the day by which a question of the day ``asked`` is answered (G2).

    ``days`` are weekdays: Saturdays and Sundays do not count, and a question of the
    weekend counts from Monday on.

    :raises ValueError: if ``days`` is less than one.
    """
    if days < 1:
        raise ValueError("A term has at least one day")
    day = asked
    while days:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            days -= 1
    return day


def band(count: int) -> tuple[int, int]:
    """Return the first and last number of the band in which ``count`` lies.

    The first band is 0 to 4: "fewer than 5" says not even whether there was one.

    :raises ValueError: if ``count`` is negative.
    """
    if count < 0:
        raise ValueError("A count is not negative")
    first = count // BAND * BAND
    return first, first + BAND - 1


def counted_periods(today: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """Return the days that count of the current and of the former school year.

    Each is (first day, first day that no longer counts). The month of ``today`` does
    not count yet, so that the current year is empty in August.
    """
    month = today.replace(day=1)
    start = date(today.year if today.month >= AUGUST else today.year - 1, AUGUST, 1)
    former = start.replace(year=start.year - 1)
    return (start, month), (former, start)


def tally(
    consultations: Iterable[Consulted], period: tuple[date, date], today: date
) -> dict[str, int]:
    """Return how many were asked in ``period``, and how many went how.

    :param period: as `counted_periods` gives it; consultations outside do not count.
    :param today: what was closed in its month counts as asked, not as gone anyhow.
    :return: ``{"asked": n, "yes": n, "partly": n, "no": n}``.
    """
    first, end = period
    month = today.replace(day=1)
    counts = {"asked": 0, "yes": 0, "partly": 0, "no": 0}
    for one in consultations:
        if not first <= one.asked < end:
            continue
        counts["asked"] += 1
        if one.went_well and one.closed and one.closed < month:
            counts[one.went_well] += 1
    return counts

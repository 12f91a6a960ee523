"""Terms and counts of consultations (G2).

What is said in confidence stays there, also as a number: a count is shown in bands,
and only of months that are over, so that nobody can tell one consultation by it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .care import add_working_days

#: The roles in which somebody is consulted and is replaced while away.
REPLACED = ("confidant", "care_coordinator")
#: How many numbers one band holds.
BAND = 5
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
    return add_working_days(asked, days)


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


def ended_months(since: date, today: date) -> list[date]:
    """Return the first days of the months from that of ``since`` that are over."""
    months, month = [], since.replace(day=1)
    while month < today.replace(day=1):
        months.append(month)
        month = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return months


def count_month(consultations: Iterable[Consulted], month: date) -> dict[str, int]:
    """Return what one month adds to the counts.

    What was closed in it counts by how it went, whenever it was asked: so that what
    happens later changes no month that was counted.

    :param month: its first day.
    :return: ``{"asked": n, "yes": n, "partly": n, "no": n}``.
    """
    counts = {"asked": 0, "yes": 0, "partly": 0, "no": 0}
    for one in consultations:
        if one.asked.replace(day=1) == month:
            counts["asked"] += 1
        if one.went_well and one.closed and one.closed.replace(day=1) == month:
            counts[one.went_well] += 1
    return counts

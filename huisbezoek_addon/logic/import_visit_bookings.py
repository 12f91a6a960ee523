"""Nobody is on two visits at once: not within a file, nor beside the school (A6, C6).

The database has the last word; here the rows are named, before anything is written.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from .import_visit_records import Booking


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit that the file would plan.

    :ivar number: number of the visit in the file; ``line`` is its first one.
    :ivar visit_id: the visit of the school that it would move, if any.
    :ivar person_ids: whose time it would take.
    """

    number: int
    line: int
    visit_id: int | None
    start: datetime
    stop: datetime
    person_ids: frozenset[int]


class Clash(NamedTuple):
    """Why a visit cannot be planned: lines of the file, or none for the school's."""

    lines: frozenset[int]


class _Taken(NamedTuple):
    """Time that a visit takes from a person; ``wanted`` where the file plans it."""

    start: datetime
    stop: datetime
    wanted: Wanted | None


def find_clashes(
    wanted: Iterable[Wanted], bookings: Sequence[Booking]
) -> dict[int, Clash]:
    """Give the visits of the file that cannot be planned.

    A visit that is refused stays where it was, and may so be in the way of another
    one; hence again and again, until nothing new turns up.
    """
    left = {visit.number: visit for visit in wanted}
    clashes: dict[int, Clash] = {}
    while found := _clashes_of(left.values(), bookings):
        for number, clash in found.items():
            del left[number]
            clashes[number] = clash
    return clashes


def _clashes_of(
    wanted: Collection[Wanted], bookings: Sequence[Booking]
) -> dict[int, Clash]:
    """Give the visits that clash if all others are planned."""
    taken = _taken(wanted, bookings)
    found: dict[int, Clash] = {}
    for visit in wanted:
        others = [
            entry
            for person in visit.person_ids
            for day in _days(visit.start, visit.stop)
            for entry in taken[person, day]
            if entry.wanted is not visit
            and entry.start < visit.stop
            and visit.start < entry.stop
        ]
        if others:
            lines = frozenset(other.wanted.line for other in others if other.wanted)
            found[visit.number] = Clash(lines)
    return found


def _taken(
    wanted: Collection[Wanted], bookings: Sequence[Booking]
) -> Mapping[tuple[int, date], list[_Taken]]:
    """Give what is taken, by person and day; what would be moved is free."""
    moved = {visit.visit_id for visit in wanted}
    taken: dict[tuple[int, date], list[_Taken]] = defaultdict(list)
    for booking in bookings:
        if booking.visit_id not in moved:
            entry = _Taken(booking.start, booking.stop, None)
            for day in _days(booking.start, booking.stop):
                taken[booking.person_id, day].append(entry)
    for visit in wanted:
        entry = _Taken(visit.start, visit.stop, visit)
        for day in _days(visit.start, visit.stop):
            for person in visit.person_ids:
                taken[person, day].append(entry)
    return taken


def _days(start: datetime, stop: datetime) -> set[date]:
    """Give the days that a visit touches."""
    return {start.date(), stop.date()}

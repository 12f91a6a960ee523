"""From when until when: places of pupils and teachers in groups (A2, A6).

A file says who is where on one day, its reference date. Who is new in the school
year has been there from its start, or from the day of entry; who moves leaves the
old group the day before the reference date. Both ends of a period are included.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from .import_records import TeacherRecord

#: Role in a file → what the teacher is to the group; a label, never a right.
_KINDS = {
    "LRK": "group",
    "VAK": "subject",
    **dict.fromkeys(("IB", "RT", "OWA", "LOS", "KLA", "SMW", "ICT", "TAL"), "support"),
}


class Period(NamedTuple):
    """Days from ``first`` until ``last``."""

    first: date
    last: date

    def within(self, first: date | None, last: date | None) -> "Period | None":
        """Cut the period on both sides; None when nothing is left.

        A first day outside the period says nothing about its start.
        """
        begin = first if first and self.first < first <= self.last else self.first
        end = min(self.last, last) if last else self.last
        return Period(begin, end) if begin <= end else None

    def nearest(self, day: date) -> date:
        """Give the day of the period that lies nearest."""
        return min(max(day, self.first), self.last)


@dataclass(frozen=True, slots=True)
class Place:
    """One record that says who is in which group, and when.

    :ivar is_imported: an import gave it, so an import may end it.
    """

    id: int
    group_id: int
    first: date
    last: date
    is_composite: bool = False
    is_imported: bool = False
    grade: str = ""


@dataclass(slots=True)
class PlaceChanges:
    """What to do with places, in this order: drop, then write, then make.

    :ivar drop: places that never were.
    :ivar write: place → field → value.
    :ivar make: group and period of the new ones.
    """

    drop: list[int]
    write: dict[int, dict[str, object]]
    make: list[tuple[int, Period]]


def places_on(places: Iterable[Place], day: date) -> list[Place]:
    """Give the places of the day and those still to come, the first one first."""
    return sorted(
        (place for place in places if place.last >= day), key=lambda p: (p.first, p.id)
    )


def end_places(places: Iterable[Place], last: date) -> PlaceChanges:
    """End all places after the last day, for who leaves the school."""
    changes = PlaceChanges([], {}, [])
    for place in places:
        if place.first > last:
            changes.drop.append(place.id)
        elif place.last > last:
            changes.write[place.id] = {"date_to": last}
    return changes


def move_place(
    places: Sequence[Place],
    group_id: int,
    day: date,
    period: Period | None,
    last: date | None = None,
) -> PlaceChanges:
    """Bring a pupil into another base group from the day on.

    :param places: the pupil's own base places in the school year.
    :param period: when a place without an earlier one holds; None for never.
    :param last: the last day at the school, where it is known.
    """
    changes = PlaceChanges([], {}, [])
    now = next(iter(places_on(places, day)), None)
    if now and now.first >= day:
        changes.write[now.id] = {"group_id": group_id, "is_imported": True}
    elif now:
        changes.write[now.id] = {"date_to": day - timedelta(days=1)}
        later = Period(day, now.last).within(None, last)
        changes.make += [(group_id, later)] if later else []
    elif period:
        changes.make.append((group_id, period))
    return changes


def match_places(
    places: Sequence[Place], wanted: Iterable[int], day: date, period: Period | None
) -> PlaceChanges:
    """Make places fit the groups wanted; those given by hand are left alone.

    :param places: all places of one person of this sort in the school year.
    :param period: when a new place holds; None for never.
    """
    changes = PlaceChanges([], {}, [])
    wanted = set(wanted)
    open_places = places_on(places, day)
    for place in open_places:
        if place.group_id in wanted and not place.is_imported:
            changes.write[place.id] = {"is_imported": True}
        elif place.group_id not in wanted and place.is_imported:
            if place.first >= day:
                changes.drop.append(place.id)
            else:
                changes.write[place.id] = {"date_to": day - timedelta(days=1)}
    missing = wanted - {place.group_id for place in open_places}
    if period:
        changes.make = [(group_id, period) for group_id in sorted(missing)]
    return changes


def teaching_kind(record: TeacherRecord, group_key: str, composite: bool) -> str:
    """Give what the teacher is to the group, from the roles; a label only (A6)."""
    there = next(
        (
            group
            for group in record.groups
            if (group.group_key, group.composite) == (group_key, composite)
        ),
        None,
    )
    words = (*(there.role_descriptions if there else ()), *record.role_descriptions)
    if any("mentor" in word.casefold() for word in words):
        return "mentor"
    codes = (there.role_codes if there else ()) or record.role_codes
    return next((_KINDS[code] for code in codes if code in _KINDS), "group")

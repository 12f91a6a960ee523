"""The days of the country that a school begins a school year with (C2).

The lists come with the addon: vacations of each region, public holidays and feasts.
What a school has of them is its own: it may edit, move and delete each row, and no
list ever overwrites that or brings it back. A row is known for good by its key; the
keys that a school was given once are remembered, also of what it deleted since.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

VACATION, HOLIDAY, FEAST = "vacation", "holiday", "feast"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list; both days are included.

    ``key`` is the same in each region, so that the autumn vacation of one region
    takes the place of that of another. ``is_advisory`` marks what each school
    decides itself. ``evening_before`` and ``margin`` (in days) are of feasts alone;
    see :mod:`.feasts`.
    """

    key: str
    kind: str
    first: date
    last: date
    name_nl: str
    name_en: str
    region: str | None = None
    is_advisory: bool = False
    evening_before: bool = False
    margin: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A vacation that a school took from a list, as it stands there now."""

    key: str
    region: str | None
    first: date
    last: date


def entries_of(
    entries: Iterable[Entry], first: date, last: date, region: str | None
) -> list[Entry]:
    """List what touches the days ``first``-``last`` at a school of ``region``.

    What goes on from one school year into the next belongs to both. Without a
    region there are no vacations: which ones would be a guess.
    """
    return [
        entry
        for entry in entries
        if entry.first <= last and first <= entry.last
        if entry.kind != VACATION or entry.region == region
    ]


def new_entries(
    entries: Iterable[Entry],
    given: Collection[str],
    present: Collection[tuple[str, date, date]],
) -> list[Entry]:
    """List what a school still needs of ``entries``.

    :param given: keys that the school was given before, also of what it deleted.
    :param present: ``(kind, first, last)`` of what the school has already: what it
        typed in itself is not added beside it, also when its days differ a little.
    """
    return [
        entry
        for entry in entries
        if entry.key not in given
        if not any(
            kind == entry.kind and first <= entry.last and entry.first <= last
            for kind, first, last in present
        )
    ]


def moved_entries(
    kept: Iterable[Kept], entries: Iterable[Entry], region: str | None
) -> dict[Kept, Entry]:
    """Tell which vacations take the days of another ``region``.

    Only what stands as its list gave it: what the school moved itself stays.
    """
    by_key = {(entry.key, entry.region): entry for entry in entries}
    moved = {}
    for one in kept:
        old, new = by_key.get((one.key, one.region)), by_key.get((one.key, region))
        is_untouched = old and (old.first, old.last) == (one.first, one.last)
        if new and is_untouched and one.region != region:
            moved[one] = new
    return moved

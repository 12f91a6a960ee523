"""Which days a school year begins with, and what a school keeps of them (C2)."""

from datetime import date

import pytest

from huisbezoek_addon.logic.school_calendar import (
    FEAST,
    HOLIDAY,
    VACATION,
    Entry,
    Kept,
    entries_of,
    moved_entries,
    new_entries,
)

YEAR = date(2026, 8, 1), date(2027, 7, 31)


def entry(key, first, last, kind=VACATION, region=None):
    return Entry(
        key, kind, date(*first), date(*last), f"{key} nl", f"{key} en", region=region
    )


AUTUMN = {
    region: entry("autumn", (2026, 10, start), (2026, 10, start + 8), region=region)
    for region, start in (("north", 10), ("middle", 17), ("south", 17))
}
SUMMER = entry("summer", (2027, 7, 10), (2027, 8, 22), region="north")
SUMMER_BEFORE = entry("summer_before", (2026, 7, 4), (2026, 8, 16), region="north")
LONG_AGO = entry("long_ago", (2025, 10, 18), (2025, 10, 26), region="north")
NEW_YEAR = entry("new_year", (2027, 1, 1), (2027, 1, 1), HOLIDAY)
PURIM = entry("purim", (2027, 3, 23), (2027, 3, 23), FEAST)
ALL = [*AUTUMN.values(), SUMMER, SUMMER_BEFORE, LONG_AGO, NEW_YEAR, PURIM]


@pytest.mark.parametrize(
    ("region", "found"),
    [
        ("north", [AUTUMN["north"], SUMMER, SUMMER_BEFORE, NEW_YEAR, PURIM]),
        ("south", [AUTUMN["south"], NEW_YEAR, PURIM]),
        (None, [NEW_YEAR, PURIM]),
    ],
)
def test_what_a_school_year_begins_with(region, found):
    """A summer vacation belongs to both years that it touches."""
    assert entries_of(ALL, *YEAR, region) == found


@pytest.mark.parametrize(
    ("given", "present", "found"),
    [
        ((), (), ["autumn", "new_year"]),
        # Given before, and perhaps deleted since.
        ({"autumn"}, (), ["new_year"]),
        # Typed in by the school itself, with a day before it.
        ((), [(VACATION, date(2026, 10, 9), date(2026, 10, 18))], ["new_year"]),
        ((), [(VACATION, date(2026, 10, 18), date(2026, 10, 18))], ["new_year"]),
        # Another kind of day, or days beside it.
        ((), [("own", date(2026, 10, 10), date(2026, 10, 18))], ["autumn", "new_year"]),
        (
            (),
            [(VACATION, date(2026, 10, 19), date(2026, 10, 25))],
            ["autumn", "new_year"],
        ),
    ],
)
def test_what_a_school_still_needs(given, present, found):
    new = new_entries([AUTUMN["north"], NEW_YEAR], given, present)
    assert [one.key for one in new] == found


def kept(first=10, region="north", key="autumn"):
    return Kept(key, region, date(2026, 10, first), date(2026, 10, 18))


@pytest.mark.parametrize(
    ("one", "region", "moves"),
    [
        (kept(), "middle", True),
        (kept(), "south", True),
        # It stands there already, or nobody knows where.
        (kept(), "north", False),
        (kept(), None, False),
        # The school moved it itself.
        (kept(first=12), "middle", False),
        # The lists know nothing of it, any more.
        (kept(key="carnival"), "middle", False),
        (kept(region="east"), "middle", False),
    ],
)
def test_what_moves_to_another_region(one, region, moves):
    expected = {one: AUTUMN[region]} if moves else {}
    assert moved_entries([one], ALL, region) == expected

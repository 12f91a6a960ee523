"""The lists that come with the addon are whole and hold together (C2)."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from huisbezoek_addon.formats.calendar_csv import read_calendar_csv

FOLDER = Path(__file__).resolve().parents[2] / "huisbezoek_addon/data/calendar"
YEARS = [f"{year}-{year + 1}" for year in range(2025, 2030)]
REGIONS = {"north", "middle", "south"}
SATURDAY, SUNDAY = 5, 6


def read(name, kind):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8") as lines:
        return read_calendar_csv(lines, kind)


VACATIONS = read("vacations", "vacation")
HOLIDAYS = read("public_holidays", "holiday")
FEASTS = read("feasts", "feast")


def easter(year):
    """Return Easter Sunday by Gauss, in the form of Meeus."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def test_every_region_has_five_vacations_a_year():
    assert len(VACATIONS) == 75
    assert Counter((v.key.split("/")[1], v.region) for v in VACATIONS) == {
        (year, region): 5 for year in YEARS for region in REGIONS
    }


@pytest.mark.parametrize("vacation", VACATIONS, ids=lambda v: f"{v.key} {v.region}")
def test_vacations_are_whole_weeks_of_their_school_year(vacation):
    weeks = {"autumn": 1, "christmas": 2, "spring": 1, "may": 1, "summer": 6}
    _kind, year, name = vacation.key.split("/")
    assert vacation.first.weekday() == SATURDAY
    assert vacation.last.weekday() == SUNDAY
    assert (vacation.last - vacation.first).days + 1 == 7 * weeks[name] + 2
    start = int(year[:4])
    assert date(start, 8, 1) < vacation.first < date(start + 1, 8, 1)
    assert vacation.is_advisory is (name in ("autumn", "spring"))


def test_christmas_and_may_are_the_same_everywhere():
    for name in ("christmas", "may"):
        found = {
            (v.key, v.first) for v in VACATIONS if v.key.rpartition("/")[2] == name
        }
        assert len(found) == len(YEARS)


@pytest.mark.parametrize("year", range(2026, 2031))
def test_public_holidays_follow_easter(year):
    found = {h.key.rpartition("/")[2]: h for h in HOLIDAYS if h.first.year == year}
    sunday = easter(year)
    days = {
        name: (holiday.first - sunday).days
        for name, holiday in found.items()
        if name in ("good_friday", "easter", "ascension", "whitsun")
    }
    assert days == {"good_friday": -2, "easter": 0, "ascension": 39, "whitsun": 49}
    assert all(
        (found[n].last - found[n].first).days == 1 for n in ("easter", "whitsun")
    )
    assert found["kings_day"].first == date(year, 4, 27)
    assert found["kings_day"].first.weekday() != SUNDAY
    assert found["christmas"].last == date(year, 12, 26)
    decided = {name for name, holiday in found.items() if holiday.is_advisory}
    assert decided == {"good_friday", "liberation_day"}


@pytest.mark.parametrize("rows", [VACATIONS, HOLIDAYS, FEASTS], ids=len)
def test_a_row_is_known_by_its_key(rows):
    assert len({(row.key, row.region) for row in rows}) == len(rows)
    assert all(row.name_nl and row.name_en and row.first <= row.last for row in rows)


@pytest.mark.parametrize("year", range(2026, 2030))
def test_the_same_feasts_come_back_each_year(year):
    def names(of):
        keys = (feast.key.split("/") for feast in FEASTS)
        return {name for _kind, in_year, name in keys if in_year == str(of)}

    assert names(year) == names(year + 1) - {"ramadan_2"}


def test_feasts_are_no_public_holidays_and_say_nothing_of_a_belief():
    assert not {feast.name_nl for feast in FEASTS} & {h.name_nl for h in HOLIDAYS}
    header = (FOLDER / "feasts.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",") == [
        *("key", "name_nl", "name_en", "first_day", "last_day"),
        *("begins_evening_before", "margin_days"),
    ]


@pytest.mark.parametrize(
    ("key", "first", "days", "evening", "margin"),
    [
        # Spot checks against published dates.
        ("feast/2027/eid_al_fitr", date(2027, 3, 9), 3, True, 1),
        ("feast/2027/ramadan", date(2027, 2, 8), 29, True, 1),
        ("feast/2026/yom_kippur", date(2026, 9, 21), 1, True, 0),
        ("feast/2026/diwali", date(2026, 11, 8), 1, False, 1),
        ("feast/2027/orthodox_easter", date(2027, 5, 2), 2, False, 0),
        ("feast/2028/keti_koti", date(2028, 7, 1), 1, False, 0),
    ],
)
def test_feasts_of_the_list(key, first, days, evening, margin):
    feast = next(one for one in FEASTS if one.key == key)
    assert feast.first == first
    assert feast.last - feast.first == timedelta(days=days - 1)
    assert (feast.evening_before, feast.margin) == (evening, margin)


@pytest.mark.parametrize(
    "row",
    [
        "x,A,A,2027-05-06,2027-05-05,no,0",
        "x,A,A,2027-02-30,2027-03-01,no,0",
        "x,A,A,2027-05-05,2027-05-05,maybe,0",
        "x,A,A,2027-05-05,2027-05-05,no,one",
    ],
)
def test_a_slip_in_a_list_does_not_go_unnoticed(row):
    header = "key,name_nl,name_en,first_day,last_day,begins_evening_before,margin_days"
    with pytest.raises(ValueError):
        read_calendar_csv([header, row], "feast")

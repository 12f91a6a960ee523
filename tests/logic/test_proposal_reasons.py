"""Why a visit has no place, and what would give it one (C5)."""

import pytest

from huisbezoek_addon.logic.travel import SCHOOL
from proposal_world import (
    ANOUK,
    BRAM,
    COLETTE,
    FAR,
    at,
    evening,
    person,
    proposed,
    visit,
    window,
)

WHOLE_DAY = ((at(0, "0:00"), at(0, "23:00")),)
ONE = window(0, "15:00", "15:45")


def reason(persons, visits, **values):
    """Give the code of the only reason, its remedy, and what else it names."""
    [finding] = proposed(persons, visits, **values).unplaced.values()
    named = dict(finding.params)
    return finding.code, named.pop("remedy"), named


def test_nobody_goes():
    nobody = visit(9).__class__(9, (), 45)
    assert reason([], [nobody]) == ("no_visitor", "add_visitor", {})


@pytest.mark.parametrize("persons", [[], [person(BRAM)]])
def test_somebody_has_no_time_at_all(persons):
    """Whether he is known without any, or not known."""
    anouk = person(ANOUK, window(0))
    found = reason([anouk, *persons], [visit(9, ANOUK, BRAM)])
    assert found == ("no_windows", "another_visitor", {"person": BRAM})


@pytest.mark.parametrize(
    "free", [window(0, "15:00", "15:30"), window(0, "15:00", "16:00", before=SCHOOL)]
)
def test_somebodys_time_is_too_short(free):
    """With the way to it, too."""
    found = reason([person(ANOUK, free)], [visit(9, place=FAR)])
    named = {"person": ANOUK, "minutes": 45}
    assert found == ("too_short", "longer_window", named)


def test_visitors_who_are_never_free_at_once():
    """The one is named without whom the others could; the lead is the last."""
    anouk = person(ANOUK, window(0), window(2))
    bram = person(BRAM, window(0), window(3))
    colette = person(COLETTE, window(1), window(3))
    found = reason([anouk, colette], [visit(9, ANOUK, COLETTE)])
    assert found == ("never_together", "another_visitor", {"person": COLETTE})
    three = visit(9, ANOUK, BRAM, COLETTE)
    found = reason([anouk, bram, colette], [three])
    assert found == ("never_together", "another_visitor", {"person": COLETTE})
    three = visit(9, ANOUK, COLETTE, BRAM)
    found = reason([anouk, bram, colette], [three])
    assert found == ("never_together", "another_visitor", {"person": COLETTE})


def test_visitors_of_whom_no_two_are_free_at_once():
    persons = [person(key, window(key)) for key in (ANOUK, BRAM, COLETTE)]
    found = reason(persons, [visit(9, ANOUK, BRAM, COLETTE)])
    assert found == ("never_together", "longer_window", {})


def test_only_times_are_left_that_the_family_avoids():
    anouk = person(ANOUK, window(0), window(1))
    blocked = (*WHOLE_DAY, (at(1, "15:30"), at(1, "16:30")))
    found = reason([anouk], [visit(9, blocked=blocked)])
    assert found == ("family_avoids", "ask_family", {"days": 2})


@pytest.mark.parametrize(
    ("taken", "remedy"), [(1, "raise_limit"), (2, "longer_window")]
)
def test_the_evening_is_full(taken, remedy):
    """One more helps; where more than one is missing, only other days do."""
    anouk = person(ANOUK, evening(0), evenings={0: taken})
    found = reason([anouk], [visit(9)], evening_limit=1)
    assert found == ("evening_limit", remedy, {"person": ANOUK, "count": 1})


def test_the_week_is_full():
    anouk = person(ANOUK, window(0), window(3), weeks={0: 1})
    found = reason([anouk], [visit(1), visit(9)], week_limit=2)
    assert found == ("week_limit", "raise_limit", {"person": ANOUK, "count": 2})


def test_the_limit_is_of_one_who_goes_along():
    persons = [person(ANOUK, window(0)), person(BRAM, window(0), weeks={0: 3})]
    found = reason(persons, [visit(9, ANOUK, BRAM)], week_limit=3)
    assert found == ("week_limit", "raise_limit", {"person": BRAM, "count": 3})


def test_evening_and_week_are_full():
    anouk = person(ANOUK, evening(0), evenings={0: 1}, weeks={0: 1})
    found = reason([anouk], [visit(9)], evening_limit=1, week_limit=1)
    assert found == ("week_limit", "longer_window", {"person": ANOUK, "count": 1})


def test_all_time_is_taken():
    visits = [visit(1), visit(2), visit(9)]
    anouk = person(ANOUK, window(0, "15:00", "16:45"))
    result = proposed([anouk], visits)
    [finding] = result.unplaced.values()
    assert finding.code == "full"
    assert finding.params == {"remedy": "longer_window", "visits": 2}


def test_all_time_of_one_who_goes_along_is_taken():
    """Two short visits take him, rather than the one that would keep both away."""
    persons = [person(ANOUK, window(0)), person(BRAM, window(0, "15:00", "16:15"))]
    short = [visit(key, BRAM, minutes=30) for key in (1, 2)]
    found = reason(persons, [*short, visit(9, ANOUK, BRAM, minutes=60)])
    assert found == ("full", "another_visitor", {"person": BRAM, "visits": 2})


def test_the_family_could_be_asked_where_all_other_time_is_taken():
    persons = [person(ANOUK, ONE, window(1))]
    tuesday = ((at(1, "0:00"), at(1, "23:00")),)
    monday = visit(1, blocked=tuesday)
    found = proposed(persons, [monday, visit(9, blocked=tuesday)]).unplaced
    [finding] = found.values()
    assert finding.code == "full"
    assert finding.params == {"remedy": "ask_family", "visits": 1}


def test_a_sibling_may_be_what_takes_the_time():
    persons = [person(key, ONE) for key in (ANOUK, BRAM)]
    visits = [visit(1, ANOUK, family=7), visit(9, BRAM, family=7)]
    [finding] = proposed(persons, visits).unplaced.values()
    assert (finding.code, finding.params["visits"]) == ("full", 1)

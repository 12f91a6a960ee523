"""What speaks against moving a visit of a proposal by hand (C5)."""

import pytest

from huisbezoek_addon.logic.proposal_moves import check_move
from huisbezoek_addon.logic.travel import SCHOOL
from proposal_world import (
    ANOUK,
    BRAM,
    FAR,
    NEAR,
    at,
    evening,
    person,
    problem,
    visit,
    window,
)


def found(asked, key, start, **stand):
    """Give the findings on a move as pairs of code and what they name."""
    starts = {int(name[1:]): start for name, start in stand.items()}
    findings = check_move(asked, starts, key, start)
    return [(finding.code, finding.params) for finding in findings]


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("15:15", []),
        # no multiple of the step: a planner may
        ("15:20", []),
        ("15:05", [("way", {"person": ANOUK})]),
        ("16:05", []),
        ("16:10", [("way", {"person": ANOUK})]),
        ("14:55", [("not_free", {"person": ANOUK})]),
        ("16:30", [("not_free", {"person": ANOUK})]),
    ],
)
def test_windows_with_the_ways_to_their_ends(clock, expected):
    free = window(0, "15:00", "17:00", before=SCHOOL, after=SCHOOL)
    asked = problem([person(ANOUK, free)], [visit(1, place=NEAR)])
    assert found(asked, 1, at(0, clock)) == expected


def test_somebody_unknown_is_not_free():
    asked = problem([], [visit(1)])
    assert found(asked, 1, at(0, "15:00")) == [("not_free", {"person": ANOUK})]


@pytest.mark.parametrize(
    ("clock", "code"),
    [
        ("15:00", None),
        ("15:05", "way_visit"),
        ("15:40", "way_visit"),
        ("15:41", "overlap"),
        ("17:09", "overlap"),
        ("17:10", "way_visit"),
        ("17:49", "way_visit"),
        ("17:50", None),
    ],
)
def test_other_visits_with_the_ways_between(clock, code):
    visits = [visit(1, place=NEAR), visit(2, place=FAR)]
    asked = problem([person(ANOUK, window(0, "14:00", "20:00"))], visits)
    expected = [(code, {"person": ANOUK, "visit": 2})] if code else []
    assert found(asked, 1, at(0, clock), v2=at(0, "16:25")) == expected


def test_where_it_stands_itself_counts_for_nothing():
    asked = problem([person(ANOUK, window(0))], [visit(1)], week_limit=1)
    assert found(asked, 1, at(0, "15:15"), v1=at(0, "15:00")) == []


def test_visits_of_others_do_not_hinder():
    persons = [person(key, window(0)) for key in (ANOUK, BRAM)]
    asked = problem(persons, [visit(1), visit(2, BRAM)])
    assert found(asked, 1, at(0, "15:00"), v2=at(0, "15:00")) == []


def test_the_family():
    persons = [person(key, window(0)) for key in (ANOUK, BRAM)]
    blocked = ((at(0, "16:30"), at(0, "17:00")),)
    visits = [visit(1, family=7, blocked=blocked), visit(2, BRAM, family=7)]
    asked = problem(persons, visits)
    stands = {"v2": at(0, "15:30")}
    assert found(asked, 1, at(0, "15:15"), **stands) == [
        ("family_at_once", {"visit": 2})
    ]
    assert found(asked, 1, at(0, "16:00"), **stands) == [
        ("family_avoids", {}),
        ("family_at_once", {"visit": 2}),
    ]


def test_the_limits():
    free = evening(0, "19:00", "21:00"), window(1), evening(8)
    asked = problem(
        [person(ANOUK, *free, weeks={7: 2})],
        [visit(key) for key in (1, 2, 3)],
        evening_limit=1,
        week_limit=2,
    )
    evening_full = ("evening_limit", {"person": ANOUK, "count": 1})
    week_full = ("week_limit", {"person": ANOUK, "count": 2})
    stands = {"v2": at(0, "19:00")}
    assert found(asked, 1, at(1, "15:00"), **stands) == []
    assert found(asked, 1, at(0, "20:00"), **stands) == [evening_full]
    assert found(asked, 1, at(8, "19:00"), **stands) == [week_full]
    stands["v3"] = at(1, "16:00")
    assert found(asked, 1, at(0, "20:00"), **stands) == [evening_full, week_full]

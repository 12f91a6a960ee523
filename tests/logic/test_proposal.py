"""The rules of a proposal, one by one (C5)."""

import pytest

from huisbezoek_addon.logic.travel import SCHOOL
from proposal_world import (
    ANOUK,
    BRAM,
    COLETTE,
    FAR,
    HERE,
    NEAR,
    at,
    evening,
    person,
    starts,
    visit,
    window,
)

# === ONE VISIT === #


@pytest.mark.parametrize(
    ("free", "expected"),
    [
        (window(0), "0 15:00"),
        # begins are multiples of the step
        (window(0, "15:05"), "0 15:15"),
        # just long enough, and not
        (window(0, "15:00", "15:45"), "0 15:00"),
        (window(0, "15:00", "15:40"), None),
        (window(0, "15:05", "15:55"), None),
        # the way from school: ten minutes, rounded up to a step
        (window(0, before=SCHOOL), "0 15:15"),
        (window(0, "15:05", before=SCHOOL), "0 15:15"),
        (window(0, "15:20", "16:15", before=SCHOOL), "0 15:30"),
        (window(0, "15:20", "16:10", before=SCHOOL), None),
        # the way to where he has to be
        (window(0, "15:00", "15:55", after=SCHOOL), "0 15:00"),
        (window(0, "15:00", "15:50", after=SCHOOL), None),
        (window(0, "15:00", "16:10", before=SCHOOL, after=SCHOOL), "0 15:15"),
        (window(0, "15:00", "16:05", before=SCHOOL, after=SCHOOL), None),
        # another home, further away
        (window(0, before=FAR), "0 15:45"),
        # part of the way lies outside the window
        (window(0, before=FAR, spare_before=30), "0 15:15"),
        (window(0, before=FAR, spare_before=60), "0 15:00"),
        (window(0, "15:00", "15:50", after=SCHOOL, spare_after=5), "0 15:00"),
    ],
)
def test_a_visit_lies_in_a_window_with_the_ways_to_its_ends(free, expected):
    found = starts([person(ANOUK, free)], [visit(1, place=NEAR)])
    assert found == ({1: expected} if expected else {})


def test_a_visit_does_not_lie_over_the_edge_of_two_windows():
    free = window(0, "17:00", "17:30"), evening(0, "17:30", "18:00")
    assert starts([person(ANOUK, *free)], [visit(1)]) == {}


def test_begins_are_multiples_of_the_step():
    free = window(0, "15:05", "17:00")
    assert starts([person(ANOUK, free)], [visit(1)], step=10) == {1: "0 15:10"}
    assert starts([person(ANOUK, free)], [visit(1)], step=30) == {1: "0 15:30"}


def test_all_visitors_are_free_at_once():
    anouk = person(ANOUK, window(0), window(1, "15:00", "16:30"))
    bram = person(BRAM, window(1, "16:00", "18:00"), window(2))
    colette = person(COLETTE, window(1, "15:30", "17:00"))
    assert starts([anouk, bram], [visit(1, ANOUK, BRAM, minutes=30)]) == {1: "1 16:00"}
    assert starts([anouk, colette], [visit(1, ANOUK, COLETTE)]) == {1: "1 15:30"}
    assert starts([anouk, bram], [visit(1, ANOUK, BRAM)]) == {}


def test_each_visitor_comes_from_where_he_is():
    anouk = person(ANOUK, window(0, before=SCHOOL))
    bram = person(BRAM, window(0, before=FAR))
    assert starts([anouk, bram], [visit(1, ANOUK, BRAM, place=NEAR)]) == {1: "0 15:45"}


@pytest.mark.parametrize(
    ("blocked", "expected"),
    [
        ([("14:00", "15:00")], "0 15:00"),
        ([("15:00", "15:10")], "0 15:15"),
        ([("15:40", "16:00")], "0 16:00"),
        # between two of them there is just room
        ([("14:00", "15:30"), ("16:15", "17:00")], "0 15:30"),
        ([("14:00", "15:30"), ("16:10", "17:00")], "1 15:00"),
        ([("0:00", "23:00")], "1 15:00"),
    ],
)
def test_what_a_family_avoids_is_left_alone(blocked, expected):
    spans = tuple((at(0, begin), at(0, end)) for begin, end in blocked)
    anouk = person(ANOUK, window(0), window(1))
    assert starts([anouk], [visit(1, blocked=spans)]) == {1: expected}


# === SEVERAL VISITS === #


@pytest.mark.parametrize(
    ("places", "stop", "expected"),
    [
        # the default of 15 minutes where a place is unknown
        (("", ""), "17:00", ["0 15:00", "0 16:00"]),
        ((NEAR, ""), "17:00", ["0 15:00", "0 16:00"]),
        # five minutes within a postcode, and the next step after it
        ((HERE, HERE), "17:00", ["0 15:00", "0 16:00"]),
        # just room, and none
        ((HERE, HERE), "16:45", ["0 15:00", "0 16:00"]),
        ((HERE, HERE), "16:40", ["0 15:00"]),
        # likewise from home to home, and no way within one, also where it is secret
        ((f"{HERE}#1", f"{HERE}#2"), "16:45", ["0 15:00", "0 16:00"]),
        ((f"{HERE}#1", f"{HERE}#2"), "16:40", ["0 15:00"]),
        ((f"{HERE}#1", f"{HERE}#1"), "16:30", ["0 15:00", "0 15:45"]),
        (("#1", "#1"), "16:30", ["0 15:00", "0 15:45"]),
        (("#1", "#2"), "16:40", ["0 15:00"]),
        ((f"{FAR}#1", f"{NEAR}#2"), "17:05", ["0 15:00"]),
        ((NEAR, FAR), "17:15", ["0 15:00", "0 16:30"]),
        ((NEAR, FAR), "17:10", ["0 15:00"]),
        # two talks at school follow one another
        ((SCHOOL, SCHOOL), "16:30", ["0 15:00", "0 15:45"]),
    ],
)
def test_between_visits_there_is_time_to_travel(places, stop, expected):
    visits = [visit(key, place=place) for key, place in enumerate(places)]
    found = starts([person(ANOUK, window(0, "15:00", stop))], visits)
    assert sorted(found.values()) == expected


def test_the_way_holds_over_the_windows_of_a_day():
    afternoon, later = window(0, "15:00", "15:45"), evening(0, "16:00", "16:45")
    near, far = visit(1, place=NEAR), visit(2, place=FAR)
    assert len(starts([person(ANOUK, afternoon, later)], [near, far])) == 1
    later = evening(0, "16:30", "17:15")
    assert len(starts([person(ANOUK, afternoon, later)], [near, far])) == 2


def test_there_is_no_way_over_night():
    """Days that lie close together, as in no school: the night is long enough."""
    days = window(0, "23:00", "23:45"), window(1, "0:00", "0:45")
    visits = [visit(1, place=NEAR), visit(2, place=FAR)]
    found = starts([person(ANOUK, *days)], visits)
    assert sorted(found.values()) == ["0 23:00", "1 0:00"]


def test_nobody_is_at_two_visits_at_once():
    persons = [person(key, window(0, "15:00", "15:45")) for key in (ANOUK, BRAM)]
    alone = [visit(1, ANOUK), visit(2, BRAM)]
    assert len(starts(persons, alone)) == 2
    assert len(starts(persons, [visit(1, ANOUK, BRAM), visit(2, BRAM)])) == 1


@pytest.mark.parametrize(
    ("limit", "taken", "expected"),
    [
        (0, 0, ["0 19:00", "0 20:00", "1 15:00"]),
        (0, 5, ["0 19:00", "0 20:00", "1 15:00"]),
        (1, 0, ["0 19:00", "1 15:00", "1 16:00"]),
        (2, 1, ["0 19:00", "1 15:00", "1 16:00"]),
        (2, 2, ["1 15:00", "1 16:00"]),
        (2, 3, ["1 15:00", "1 16:00"]),
    ],
)
def test_an_evening_holds_so_many_visits_of_one_person(limit, taken, expected):
    free = evening(0, "19:00", "21:00"), window(1, "15:00", "17:00")
    anouk = person(ANOUK, *free, evenings={0: taken})
    found = starts([anouk], [visit(key) for key in range(3)], evening_limit=limit)
    assert sorted(found.values()) == expected


@pytest.mark.parametrize(
    ("limit", "taken", "expected"),
    [
        (0, 0, ["0 15:00", "0 16:00", "4 15:00"]),
        (1, 0, ["0 15:00", "7 15:00"]),
        (2, 0, ["0 15:00", "0 16:00", "7 15:00"]),
        (3, 1, ["0 15:00", "0 16:00", "7 15:00"]),
        (3, 4, ["7 15:00"]),
    ],
)
def test_a_week_holds_so_many_visits_of_one_person(limit, taken, expected):
    """Friday is of the same week as Monday, and the next Monday is not."""
    free = window(0), window(4), window(7, "15:00", "15:45")
    anouk = person(ANOUK, *free, weeks={0: taken})
    found = starts([anouk], [visit(key) for key in range(3)], week_limit=limit)
    assert sorted(found.values()) == expected


def test_limits_count_for_those_who_go_along_too():
    free = evening(0, "19:00", "21:00"), evening(1)
    persons = [person(ANOUK, *free), person(BRAM, *free), person(COLETTE, *free)]
    visits = [visit(1, ANOUK, COLETTE), visit(2, BRAM, COLETTE)]
    found = starts(persons, visits, evening_limit=1)
    assert sorted(found.values()) == ["0 19:00", "1 19:00"]


def test_an_evening_is_one_of_somebody_in_particular():
    """What is an evening to Anouk may be an afternoon to an interpreter."""
    anouk = person(ANOUK, evening(0, "17:00", "19:00"))
    bram = person(BRAM, window(0, "17:00", "19:00"), evenings={0: 9})
    visits = [visit(1, ANOUK, BRAM), visit(2, ANOUK, BRAM)]
    assert len(starts([anouk, bram], visits, evening_limit=1)) == 1

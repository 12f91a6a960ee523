"""What a proposal aims at: most visits, families together, early, short ways (C5)."""

from huisbezoek_addon.logic.proposal import propose
from huisbezoek_addon.logic.travel import SCHOOL
from proposal_world import (
    ANOUK,
    BRAM,
    COLETTE,
    FAR,
    HERE,
    NEAR,
    at,
    clock,
    person,
    problem,
    proposed,
    starts,
    visit,
    window,
)

# === FAMILIES === #


def test_siblings_are_visited_right_after_one_another():
    """Though each of them could be earlier, or the same day at another time."""
    anouk = person(ANOUK, window(0), window(2))
    bram = person(BRAM, window(2, "15:30", "17:00"))
    visits = [visit(1, ANOUK, family=7), visit(2, BRAM, family=7)]
    assert starts([anouk, bram], visits) in (
        {1: "2 15:00", 2: "2 15:45"},
        {1: "2 16:15", 2: "2 15:30"},
    )


def test_a_family_is_never_visited_twice_at_once():
    persons = [person(key, window(0, "15:00", "15:45")) for key in (ANOUK, BRAM)]
    visits = [visit(1, ANOUK, family=7), visit(2, BRAM, family=7)]
    assert len(starts(persons, visits)) == 1
    assert len(starts(persons, [visit(1, ANOUK), visit(2, BRAM)])) == 2


def test_one_who_visits_two_siblings_takes_the_way_within_a_postcode():
    visits = [visit(key, place=HERE, family=7) for key in (1, 2)]
    found = starts([person(ANOUK, window(0), window(1))], visits)
    assert sorted(found.values()) == ["0 15:00", "0 16:00"]


def test_three_of_a_family_stand_in_a_row():
    persons = [person(key, window(0), window(1)) for key in (ANOUK, BRAM, COLETTE)]
    visits = [visit(key, key, family=7, minutes=30) for key in (ANOUK, BRAM, COLETTE)]
    found = starts(persons, visits)
    assert sorted(found.values()) == ["0 15:00", "0 15:30", "0 16:00"]


def test_another_visit_gives_way_to_a_family():
    anouk = person(ANOUK, window(0, "15:00", "15:45"), window(1))
    bram = person(BRAM, window(0, "15:45", "16:30"))
    visits = [visit(1, ANOUK), visit(2, ANOUK, family=7), visit(3, BRAM, family=7)]
    found = starts([anouk, bram], visits)
    assert found == {1: "1 15:00", 2: "0 15:00", 3: "0 15:45"}


def test_no_visit_is_lost_for_bringing_a_family_together():
    anouk = person(ANOUK, window(0, "15:00", "15:45"), window(1, "15:00", "15:45"))
    bram = person(BRAM, window(0, "15:45", "16:30"))
    only_monday = ((at(1, "0:00"), at(1, "23:00")),)
    visits = [
        visit(1, ANOUK, blocked=only_monday),
        visit(2, ANOUK, family=7),
        visit(3, BRAM, family=7),
    ]
    assert len(starts([anouk, bram], visits)) == 3


# === AS MANY AS POSSIBLE, EARLY, LITTLE TRAVEL === #


def test_as_many_as_possible_stand_though_some_must_move():
    """Each later visit needs what an earlier one would have taken first."""
    days = [window(day, "15:00", "15:45") for day in range(6)]
    visits = [
        visit(
            key,
            blocked=tuple(
                (at(day, "0:00"), at(day, "23:00")) for day in range(6) if day > key
            ),
        )
        for key in range(6)
    ]
    for order in (visits, visits[::-1]):
        found = starts([person(ANOUK, *days)], order)
        assert found == {key: f"{key} 15:00" for key in range(6)}


def test_visits_that_take_two_give_way_to_more_that_take_one():
    persons = [person(key, window(0, "15:00", "15:45")) for key in (ANOUK, BRAM)]
    visits = [visit(1, ANOUK, BRAM), visit(2, ANOUK), visit(3, BRAM)]
    assert set(starts(persons, visits)) == {2, 3}


def test_visits_are_early():
    found = starts([person(ANOUK, window(3), window(8))], [visit(1), visit(2)])
    assert sorted(found.values()) == ["3 15:00", "3 16:00"]


def test_homes_that_are_near_one_another_share_a_day():
    days = [window(day, "15:00", "17:00", before=SCHOOL) for day in range(2)]
    places = {1: NEAR, 2: FAR, 3: NEAR, 4: FAR}
    visits = [visit(key, minutes=30, place=place) for key, place in places.items()]
    result = proposed([person(ANOUK, *days)], visits)
    days = {key: clock(start)[0] for key, start in result.starts.items()}
    assert days[1] == days[3] != days[2] == days[4]
    # to the one, and within; to the other, and within
    assert result.travel == 10 + 5 + 30 + 5


def test_the_way_is_told_as_far_as_it_is_known():
    anouk = person(ANOUK, window(0, before=SCHOOL, after=FAR))
    bram = person(BRAM, window(0))
    assert proposed([anouk], [visit(1, place=NEAR)]).travel == 10 + 40
    assert proposed([bram], [visit(1, BRAM, place=NEAR)]).travel == 0
    both = visit(1, ANOUK, BRAM, place=NEAR)
    assert proposed([anouk, bram], [both]).travel == 10 + 40


# === WHAT IT SAYS WHILE IT WORKS === #


def test_an_empty_round_has_an_empty_proposal():
    result = propose(problem([], []))
    assert (result.starts, result.unplaced, result.travel) == ({}, {}, 0)


def test_progress_only_grows_and_ends_with_all():
    told = []
    visits = [visit(key) for key in range(9)]
    anouk = person(ANOUK, *(window(day) for day in range(3)))
    propose(problem([anouk], visits), lambda done, total: told.append((done, total)))
    done = [part for part, _total in told]
    assert done == sorted(set(done))
    assert told[-1] == (100, 100)
    assert {total for _part, total in told} == {100}

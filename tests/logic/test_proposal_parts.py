"""The parts of a proposal: remembered ways, the time as bits, and certainty (C5)."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.proposal import propose
from huisbezoek_addon.logic.proposal_board import NOWHERE, Board
from huisbezoek_addon.logic.proposal_bound import promising
from huisbezoek_addon.logic.proposal_grid import Grid, bits, lowest, run
from huisbezoek_addon.logic.proposal_ways import Ways
from huisbezoek_addon.logic.travel import SCHOOL, TravelTimes
from proposal_world import ANOUK, BRAM, MONDAY, at, fits, person, problem, visit
from proposal_world import window as free
from test_proposal_properties import ROUNDS

# === WAYS === #

PLACES = st.sampled_from(
    ["", SCHOOL, "8011AA", "8011 aa", "8011BB", "8012CC", "77", "9711AA", "9712AB"]
    + ["8011AA#1", "8011AA#2", "#3", "9711AA#4"]
)
AREAS = st.sampled_from(["8", "80", "8011", "8011AA", "8012", "97", "9711"])


@given(
    st.builds(
        TravelTimes,
        default=st.just(15),
        within=st.just(5),
        pairs=st.dictionaries(st.tuples(AREAS, AREAS), st.integers(0, 60)),
        school=st.sampled_from(["", "8011AA", "9712 ab"]),
    ),
    st.lists(st.tuples(PLACES, PLACES)),
)
def test_ways_that_are_remembered_are_those_of_the_table(travel, asked):
    ways = Ways.of(travel)
    for one, other in asked:
        assert ways.minutes(one, other) == travel.minutes(one, other)
        assert ways.minutes(one, other) <= ways.longest


def test_ways_between_other_postcodes_of_the_same_kind():
    travel = TravelTimes(default=15, within=5, pairs={("97", "97"): 9})
    ways = Ways.of(travel)
    assert ways.between_postcodes("8011AA", "8011AA") == 15
    assert ways.between_postcodes("9711AA", "9711AA") == 9
    assert ways.minutes("8011AA", "8011AA") == 5
    assert ways.kind("8011AA") == ways.kind("8099ZZ") != ways.kind("9711AA")


# === TIME AS BITS === #


@pytest.mark.parametrize(("mask", "places"), [(0, []), (1, [0]), (0b101100, [2, 3, 5])])
def test_bits(mask, places):
    assert list(bits(mask)) == places
    if mask:
        assert lowest(mask) == places[0]


def test_a_run_of_bits():
    assert run(2, 5) == 0b11100
    assert run(5, 5) == run(5, 2) == 0


def test_moments_of_a_window():
    asked = problem([person(ANOUK, free(0, "15:05", "16:05"), free(3))], [visit(1)])
    grid = Grid(asked)

    def clock(mask):
        return [grid.minutes[place] - at(0, "15:00") for place in bits(mask)]

    monday, thursday = asked.persons[ANOUK].windows
    assert clock(grid.span(monday)) == [15, 30, 45, 60]
    assert clock(grid.begins(monday, 30, "")) == [15, 30]
    assert clock(grid.overlapping((at(0, "15:45"), at(0, "15:50")), 20)) == [30, 45]
    assert {grid.days[place] for place in bits(grid.span(thursday))} == {MONDAY + 3}
    whole = grid.day_mask(lowest(grid.span(monday)))
    assert clock(whole) == [15, 30, 45, 60]


# === THE BOARD === #


@given(ROUNDS)
def test_taking_all_away_leaves_an_empty_board(asked):
    """What is counted while visits come and go is what it is in the end."""
    board = Board(asked)
    fresh = [board.free(index) for index in board.all_visits]
    placed = []
    for index in board.all_visits:
        mask = board.free(index)
        if mask:
            board.place(index, lowest(mask))
            placed.append(index)
    count, adjoined, days, travel = board.score()
    assert count == len(placed)
    assert (adjoined >= 0, -days >= 0, -travel >= 0) == (True, True, True)
    for index in reversed(placed):
        board.remove(index)
    assert board.score() == (0, 0, 0, 0)
    assert [board.free(index) for index in board.all_visits] == fresh


@given(ROUNDS)
def test_openings_are_where_a_visit_fits_without_another(asked):
    board = Board(asked)
    for index in board.all_visits:
        mask = board.free(index)
        if mask:
            board.place(index, lowest(mask))
    for index in board.all_visits:
        if board.at[index] == NOWHERE:
            for other, fits in board.openings(index):
                moment = board.remove(other)
                assert board.free(index) == fits
                board.place(other, moment)


# === CERTAINTY === #


def most(asked):
    """Return how many visits can stand at once: by trying all."""
    visits = [each.key for each in asked.visits]
    moments = sorted(
        {
            start
            for each in asked.persons.values()
            for window in each.windows
            for start in range(
                -(-window.start // asked.step) * asked.step, window.stop, asked.step
            )
        }
    )

    def extend(starts, left):
        best = len(starts)
        for position, key in enumerate(left):
            for start in moments:
                if fits(asked, {**starts, key: start}):
                    rest = left[position + 1 :]
                    best = max(best, extend({**starts, key: start}, rest))
                    if best == len(visits):
                        return best
        return best

    return extend({}, visits)


def small_rounds():
    """Give rounds that are small enough to try all, and tight."""
    stops = ["15:45", "16:00", "16:00"]
    week = [free(day, "15:00", stop) for day, stop in enumerate(stops)]
    persons = [person(ANOUK, *week), person(BRAM, *week[1:])]
    crews = [(ANOUK,), (BRAM,), (ANOUK, BRAM), (ANOUK,), (BRAM, ANOUK)]
    for size in (3, 4):
        for chosen in combinations(range(5), size):
            visits = [
                visit(key, *crews[key], minutes=30 + 15 * (key % 2)) for key in chosen
            ]
            for week_limit in (0, 2):
                yield problem(persons, visits, week_limit=week_limit, step=15)


def test_small_rounds_are_filled_as_far_as_they_can_be():
    for asked in small_rounds():
        assert len(propose(asked).starts) == most(asked)


def test_it_is_only_certain_when_no_more_can_stand():
    certain = 0
    for asked in small_rounds():
        board = Board(asked)
        left = []
        for index in board.all_visits:
            mask = board.free(index)
            if mask:
                board.place(index, lowest(mask))
            elif board.possible[index]:
                left.append(index)
        if not promising(board, left):
            certain += 1
            assert board.count == most(asked)
    assert certain > 5

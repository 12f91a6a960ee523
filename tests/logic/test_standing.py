"""What visits leave of free time, and whether they can still be: tables (C3, C5)."""

import pytest

from huisbezoek_addon.logic.schedule import Person, Problem, Visit, Window
from huisbezoek_addon.logic.standing import no_longer_free, with_visits
from huisbezoek_addon.logic.travel import SCHOOL, TravelTimes

#: A Monday, and an afternoon and an evening on it, in minutes.
DAY = 740_000
AFTERNOON = Window(1000, 1150, DAY, before=SCHOOL)
EVENING = Window(1200, 1320, DAY, evening=True)


def problem(*visits, windows=(AFTERNOON, EVENING)):
    return Problem(tuple(visits), {1: Person(1, windows)}, TravelTimes())


@pytest.mark.parametrize(
    ("start", "free"),
    [
        (1015, True),
        (1014, False),
        (1105, True),
        (1106, False),
        (1200, True),
        (1275, True),
        (1276, False),
        (1160, False),
        (1030, False),
    ],
)
def test_a_time_is_free_within_the_windows_and_off_what_the_family_avoids(start, free):
    visit = Visit(7, (1,), 45, blocked=((1070, 1072),))
    if start == 1105:
        visit = Visit(7, (1,), 45)
    found = no_longer_free(problem(visit), {7: start})
    assert found == ([] if free else [7])


def test_everybody_must_be_free():
    visit = Visit(7, (1, 2), 45)
    both = Problem((visit,), {1: Person(1, (EVENING,)), 2: Person(2)}, TravelTimes())
    assert no_longer_free(both, {7: 1200}) == [7]


def test_a_visit_takes_its_time_and_leaves_the_way():
    person = with_visits(problem(Visit(7, (1,), 45, place="8011AA")), {7: 1030})[1]
    assert [(w.start, w.stop, w.before, w.after) for w in person.windows] == [
        (1000, 1030, SCHOOL, "8011AA"),
        (1075, 1150, "8011AA", None),
        (1200, 1320, None, None),
    ]
    assert dict(person.weeks) == {DAY - (DAY - 1) % 7: 1}
    assert not person.evenings


def test_a_visit_of_an_evening_counts_for_it():
    person = with_visits(problem(Visit(7, (1,), 45)), {7: 1200})[1]
    assert dict(person.evenings) == {DAY: 1}
    assert [w.start for w in person.windows] == [1000, 1245]


def test_who_has_no_such_window_stays_as_he_is():
    before = problem(Visit(7, (1,), 45))
    assert with_visits(before, {7: 5000}) == dict(before.persons)

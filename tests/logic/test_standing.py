"""What visits leave of free time (C3)."""

from huisbezoek_addon.logic.schedule import Person, Problem, Visit, Window
from huisbezoek_addon.logic.standing import with_visits
from huisbezoek_addon.logic.travel import SCHOOL, TravelTimes

#: A Monday, and an afternoon and an evening on it, in minutes.
DAY = 740_000
AFTERNOON = Window(1000, 1150, DAY, before=SCHOOL)
EVENING = Window(1200, 1320, DAY, evening=True)


def problem(*visits, windows=(AFTERNOON, EVENING)):
    return Problem(tuple(visits), {1: Person(1, windows)}, TravelTimes())


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

"""How long the way is: tables (C4)."""

import pytest

from huisbezoek_addon.logic.travel import SCHOOL, TravelTimes, normalize, place_of

TRAVEL = TravelTimes(
    default=15,
    within=5,
    pairs={("8011", "8012"): 10, ("80", "77"): 40, ("8011", "77"): 35, ("80", "80"): 8},
    school="8011 AB",
)


@pytest.mark.parametrize(
    ("one", "other", "minutes"),
    [
        (SCHOOL, SCHOOL, 0),
        ("8011AA", "8012BB", 10),
        ("8012 bb", "8011 aa", 10),
        (SCHOOL, "8012BB", 10),
        ("8011AA", "7701AA", 35),
        ("8031AA", "7701AA", 40),
        ("8031AA", "8042AA", 8),
        ("9711AA", "8011AA", 15),
        ("9711AA", "9711AA", 5),
        ("", "8011AA", 15),
        ("", "", 15),
        (SCHOOL, "", 15),
        # From one child to the next in one home, also where it is secret.
        ("8011AA#7", "8011AA#7", 0),
        ("#7", "#7", 0),
        ("8011AA#7", "8011AA#8", 8),
        ("9711AA#7", "9711AA", 5),
        ("#7", "#8", 15),
    ],
)
def test_the_longest_areas_win_and_both_directions_hold(one, other, minutes):
    assert TRAVEL.minutes(one, other) == minutes


def test_a_postcode_has_one_spelling():
    assert normalize(" 8011 aa ") == "8011AA"


@pytest.mark.parametrize(
    ("kind", "postcode", "is_secret", "place"),
    [
        ("school", "8011 AA", False, SCHOOL),
        ("home", "8011 aa", False, "8011AA"),
        ("home", None, None, ""),
        # Of a secret address no time tells where it is.
        ("home", "8011 AA", True, ""),
        ("elsewhere", "8011 AA", False, ""),
    ],
)
def test_where_a_visit_is(kind, postcode, is_secret, place):
    assert place_of(kind, postcode, is_secret) == place


@pytest.mark.parametrize(
    ("kind", "is_secret", "place"),
    [("home", False, "8011AA#7"), ("home", True, "#7"), ("school", False, SCHOOL)],
)
def test_which_home_it_is(kind, is_secret, place):
    assert place_of(kind, "8011 AA", is_secret, home=7) == place


def test_the_longest_way():
    assert TRAVEL.longest == 40
    assert TravelTimes(default=0, within=0).longest == 0

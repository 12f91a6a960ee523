"""A time is free when nobody is elsewhere, nor on the way (C4, C6)."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.booking import Taken, find_clashes

DAY = datetime(2026, 11, 25)


def at(minute):
    return DAY + timedelta(minutes=minute)


def taken(start, stop, travel=15, person=1):
    return Taken(person, at(start), at(stop), travel)


@pytest.mark.parametrize(
    ("start", "stop", "code"),
    [
        (900, 945, "visiting"),
        (910, 920, "visiting"),
        (890, 960, "visiting"),
        (855, 901, "visiting"),
        (944, 990, "visiting"),
        (945, 990, "travel"),
        (959, 990, "travel"),
        (855, 900, "travel"),
        (841, 886, "travel"),
        (960, 990, None),
        (840, 885, None),
        (0, 45, None),
    ],
)
def test_a_visit_from_15_to_1545_and_a_quarter_of_an_hour_around_it(start, stop, code):
    clashes = find_clashes((at(start), at(stop)), [taken(900, 945)])
    assert [clash.code for clash in clashes] == ([code] if code else [])


def test_without_a_way_visits_may_touch():
    assert not find_clashes((at(945), at(990)), [taken(900, 945, travel=0)])


def test_the_earliest_comes_first_and_then_the_person():
    one, two, three = taken(900, 945, person=2), taken(840, 885), taken(900, 945)
    clashes = find_clashes((at(885), at(930)), [one, two, three])
    assert [clash.taken for clash in clashes] == [two, three, one]


spans = st.tuples(st.integers(0, 1400), st.integers(1, 90)).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)
visits = st.builds(
    lambda span, travel, person: taken(*span, travel, person),
    *(spans, st.integers(0, 60), st.integers(-3, 3)),
)


@given(spans, spans, st.integers(0, 60))
def test_who_is_in_whose_way_is_mutual(one, other, travel):
    first = find_clashes((at(one[0]), at(one[1])), [taken(*other, travel)])
    second = find_clashes((at(other[0]), at(other[1])), [taken(*one, travel)])
    assert [clash.code for clash in first] == [clash.code for clash in second]


@given(spans, visits)
def test_no_clash_means_time_for_the_way(span, other):
    slot = (at(span[0]), at(span[1]))
    gap = max(other.start - slot[1], slot[0] - other.stop)
    clashes = find_clashes(slot, [other])
    assert bool(clashes) == (gap < timedelta(minutes=other.travel) or gap < DAY - DAY)

"""Who leads which visits after a hand-over: tables and properties (C7)."""

from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.handover import Colleague, Visit, spread

NORM = 120
BRAM, SASKIA, KARIM = 1, 2, 3


def make_visits(count, group=0, first=1, **values):
    return [
        Visit(key, NORM, household=key, pupils=frozenset({key}), group=group, **values)
        for key in range(first, first + count)
    ]


def counts(shared):
    return dict(Counter(shared.values()))


def test_nothing_to_hand_over_or_nobody_to_take_it():
    assert spread([], [Colleague(BRAM)]) == {}
    assert spread(make_visits(3), []) == {}


def test_one_colleague_takes_all():
    assert counts(spread(make_visits(7), [Colleague(BRAM, 9000)])) == {BRAM: 7}


@pytest.mark.parametrize(
    ("present", "count", "shared"),
    [
        ({BRAM: 0, SASKIA: 0}, 10, {BRAM: 5, SASKIA: 5}),
        ({BRAM: 0, SASKIA: 0}, 11, {BRAM: 6, SASKIA: 5}),
        # What each has already counts.
        ({BRAM: 4, SASKIA: 0}, 10, {BRAM: 3, SASKIA: 7}),
        ({BRAM: 30, SASKIA: 2, KARIM: 4}, 10, {SASKIA: 6, KARIM: 4}),
        ({BRAM: 0, SASKIA: 0, KARIM: 0}, 2, {BRAM: 1, SASKIA: 1}),
    ],
)
def test_evenly(present, count, shared):
    colleagues = [Colleague(who, has * NORM) for who, has in present.items()]
    assert counts(spread(make_visits(count), colleagues)) == shared


def test_hours_count_and_not_visits():
    long = [Visit(1, 240, 1), Visit(2, 120, 2), Visit(3, 120, 3)]
    shared = spread(long, [Colleague(BRAM), Colleague(SASKIA)])
    assert shared[2] == shared[3] != shared[1]


def test_brothers_and_sisters_go_together():
    """Also where they live in two households, or in another group."""
    family = [
        Visit(1, NORM, household=1, pupils=frozenset({11, 12}), group=1),
        Visit(5, NORM, household=2, pupils=frozenset({12}), group=2),
        Visit(9, NORM, household=1, pupils=frozenset({13}), group=3),
    ]
    others = [*make_visits(3, 1, 21), *make_visits(3, 2, 31)]
    shared = spread(family + others, [Colleague(BRAM), Colleague(SASKIA)])
    assert shared[1] == shared[5] == shared[9]
    assert sorted(counts(shared).values()) == [4, 5]


def test_a_group_stays_together():
    visits = [*make_visits(6, 1), *make_visits(6, 2, 51)]
    shared = spread(visits, [Colleague(BRAM), Colleague(SASKIA)])
    assert {shared[key] for key in range(1, 7)} != {
        shared[key] for key in range(51, 57)
    }
    assert counts(shared) == {BRAM: 6, SASKIA: 6}


def test_at_most_one_group_is_divided_more_than_need_be():
    visits = [*make_visits(8, 1), *make_visits(4, 2, 51)]
    shared = spread(visits, [Colleague(BRAM), Colleague(SASKIA)])
    assert counts(shared) == {BRAM: 6, SASKIA: 6}
    assert len({shared[key] for key in range(51, 55)}) == 1


def test_who_teaches_the_group_gets_it():
    visits = [
        *make_visits(5, 1, teachers=frozenset({SASKIA})),
        *make_visits(5, 2, 51, teachers=frozenset({BRAM})),
    ]
    shared = spread(visits, [Colleague(BRAM), Colleague(SASKIA)])
    assert {shared[key] for key in range(1, 6)} == {SASKIA}
    assert {shared[key] for key in range(51, 56)} == {BRAM}


def test_who_can_come_at_the_time_gets_the_visit():
    visits = make_visits(4)
    visits[0] = Visit(1, NORM, 1, busy=frozenset({BRAM}))
    visits[3] = Visit(4, NORM, 4, busy=frozenset({SASKIA}))
    shared = spread(visits, [Colleague(BRAM), Colleague(SASKIA)])
    assert (shared[1], shared[4]) == (SASKIA, BRAM)


def test_a_teacher_hands_over_to_who_teaches_the_pupil_alone():
    visits = [
        *make_visits(4, 1, teachers=frozenset({SASKIA})),
        *make_visits(1, 2, 51, teachers=frozenset({BRAM, KARIM})),
        *make_visits(2, 3, 61),
    ]
    colleagues = [Colleague(BRAM), Colleague(SASKIA)]
    shared = spread(visits, colleagues, only_teachers=True)
    assert shared == {1: SASKIA, 2: SASKIA, 3: SASKIA, 4: SASKIA, 51: BRAM}


def test_a_family_is_divided_where_nobody_teaches_all_of_it():
    visits = [
        Visit(1, NORM, 1, teachers=frozenset({BRAM})),
        Visit(2, NORM, 1, teachers=frozenset({SASKIA})),
    ]
    colleagues = [Colleague(BRAM), Colleague(SASKIA)]
    assert spread(visits, colleagues, only_teachers=True) == {1: BRAM, 2: SASKIA}


# === PROPERTIES === #

KEYS = st.sampled_from([BRAM, SASKIA, KARIM, 4])


@st.composite
def worlds(draw):
    """Some visits to few households and pupils, and some colleagues."""
    few = st.integers(1, 12)
    visits = [
        Visit(
            key,
            minutes=draw(st.sampled_from([90, 120, 150])),
            household=draw(few),
            pupils=draw(st.frozensets(few, max_size=2)),
            group=draw(st.integers(0, 3)),
            teachers=draw(st.frozensets(KEYS)),
            busy=draw(st.frozensets(KEYS)),
        )
        for key in range(draw(st.integers(0, 20)))
    ]
    present = draw(st.dictionaries(KEYS, st.integers(0, 3000), min_size=1))
    return visits, [Colleague(*item) for item in present.items()]


def families(visits):
    """Return the visits by family, by joining until nothing changes."""
    tags = {v.key: {("h", v.household), *(("p", p) for p in v.pupils)} for v in visits}
    found = []
    for key, own in tags.items():
        touching = [family for family in found if family[1] & own]
        joined = ({key}, set(own))
        for family in touching:
            found.remove(family)
            joined = (joined[0] | family[0], joined[1] | family[1])
        found.append(joined)
    return [keys for keys, _tags in found]


@given(worlds())
def test_each_visit_has_one_new_lead(world):
    visits, colleagues = world
    shared = spread(visits, colleagues)
    assert shared.keys() == {visit.key for visit in visits}
    assert set(shared.values()) <= {who.key for who in colleagues}


@given(worlds())
def test_no_family_is_divided(world):
    visits, colleagues = world
    shared = spread(visits, colleagues)
    for family in families(visits):
        assert len({shared[key] for key in family}) == 1


@given(worlds())
def test_nothing_could_be_moved_to_be_more_even(world):
    visits, colleagues = world
    shared = spread(visits, colleagues)
    minutes = {visit.key: visit.minutes for visit in visits}
    total = {who.key: who.minutes for who in colleagues}
    parts = defaultdict(list)
    for family in families(visits):
        size = sum(minutes[key] for key in family)
        who = shared[min(family)]
        total[who] += size
        parts[who].append(size)
    for giver, sizes in parts.items():
        for size in sizes:
            assert total[giver] - min(total.values()) <= size


@given(worlds(), st.randoms())
def test_the_order_in_which_they_come_does_not_matter(world, random):
    visits, colleagues = world
    shared = spread(visits, colleagues)
    random.shuffle(visits)
    random.shuffle(colleagues)
    assert spread(visits, colleagues) == shared


@given(worlds())
def test_teachers_alone_means_teachers_alone(world):
    visits, colleagues = world
    shared = spread(visits, colleagues, only_teachers=True)
    present = {who.key for who in colleagues}
    for visit in visits:
        if visit.teachers & present:
            assert shared[visit.key] in visit.teachers
        else:
            assert visit.key not in shared

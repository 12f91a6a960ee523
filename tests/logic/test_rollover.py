"""Who goes where in the next school year, and that it can be repeated (A2)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.rollover import (
    Line,
    NewGroup,
    Pupil,
    assign,
    grade_after,
    group_grade,
    plan_rollover,
)

LAST = date(2027, 7, 9)
FIRST = date(2027, 8, 23)
LINES = [
    Line(1, 11, "1", "group", "2A", "2", frozenset({102})),
    Line(2, 12, "2", "group", "3A", "3", frozenset({103})),
    Line(8, 18, "8", "leave"),
    Line(9, 19, "3", "group", "3/4", "4"),
    Line(10, 19, "4", "none"),
]
GRADES = {"1A": "1", "2A": "2", "8A": "8", "3/4": "C"}


def plan(pupils=(), new_groups=(), lines=LINES):
    return plan_rollover(lines, pupils, new_groups, GRADES, FIRST)


def names_of(result):
    return {
        place.pupil_id: (result.targets[place.target].name, place.grade)
        for place in result.places
    }


@pytest.mark.parametrize(
    ("pupil", "becomes"),
    [
        (Pupil(1, 11, "1"), ("2A", "2")),
        (Pupil(1, 11, ""), ("2A", "2")),
        # a year ahead of the group, or behind it
        (Pupil(1, 11, "2"), ("2A", "3")),
        (Pupil(1, 12, "1"), ("3A", "2")),
        (Pupil(1, 19, "3"), ("3/4", "4")),
        (Pupil(1, 19, "4"), None),
        (Pupil(1, 19, "5"), "unplaced"),
        (Pupil(1, 99, "1"), "unplaced"),
        (Pupil(1, 18, "8"), "leaves"),
        # who has a place already keeps it, also who would have left
        (Pupil(1, 11, "1", new_group_id=77), None),
        (Pupil(1, 18, "8", new_group_id=77), None),
        # who is gone by then needs none; who leaves later does
        (Pupil(1, 11, "1", leave_date=LAST), None),
        (Pupil(1, 11, "1", leave_date=date(2027, 8, 1)), None),
        (Pupil(1, 11, "1", leave_date=FIRST), ("2A", "2")),
        (Pupil(1, 18, "8", leave_date=date(2027, 8, 1)), None),
        (Pupil(1, 18, "8", leave_date=date(2027, 3, 1)), None),
        (Pupil(1, 11, "1", leave_date=date(2027, 10, 1)), ("2A", "2")),
    ],
)
def test_a_pupil(pupil, becomes):
    result = plan([pupil])
    place = names_of(result).get(1)
    left = "leaves" if result.leavers else "unplaced" if result.unplaced else None
    assert (place or left) == becomes


def test_a_place_that_holds_too_long_is_ended_with_the_year():
    pupils = [
        Pupil(1, 11, "1", place_id=5, outlasts=True),
        Pupil(2, 11, "1", place_id=6),
        Pupil(3, 11, "1", place_id=7, outlasts=True, new_group_id=77),
        Pupil(4, 18, "8", place_id=8, outlasts=True),
        Pupil(5, 19, "4", place_id=9, outlasts=True),
    ]
    assert plan(pupils).ends == [5, 8]


def test_groups_of_one_name_are_one():
    lines = [
        Line(1, 11, "1", "group", "2A", "2", frozenset({101})),
        Line(2, 12, "1", "group", "2 a", "2"),
        Line(3, 13, "1", "group", "2-A", "2", frozenset({103})),
        # but a language class next to them is another
        Line(4, 14, "", "group", "2A", is_composite=True),
    ]
    result = plan([Pupil(1, 11), Pupil(2, 12), Pupil(3, 13)], lines=lines)
    assert [target.is_composite for target in result.targets] == [False, False, True]
    first, second, _next_to = result.targets
    assert (first.name, [line.id for line in first.lines]) == ("2A", [1])
    assert (second.grade, second.teachers) == ("2", {103})


@pytest.mark.parametrize(
    ("new_group", "found"),
    [
        (NewGroup(70, "2A", "2"), 70),
        (NewGroup(70, " 2a", ""), 70),
        (NewGroup(70, "2A", "2", is_composite=True), None),
        # the class kept its key and got another name
        (NewGroup(70, "Vossen", "2", key="g1"), 70),
        # the room kept its key: this is who comes after
        (NewGroup(70, "1A", "1", key="g1"), None),
        (NewGroup(70, "Vossen", "2", key="g2"), None),
    ],
)
def test_a_group_that_is_there_is_found(new_group, found):
    line = replace(LINES[0], key="g1")
    result = plan(new_groups=[new_group], lines=[line])
    assert [target.group_id for target in result.targets] == [found]


def test_a_group_that_was_renamed_since_is_known():
    line = replace(LINES[0], known_id=70)
    groups = [NewGroup(70, "Vossen", "2"), NewGroup(71, "2A", "2")]
    assert plan(new_groups=groups, lines=[line]).targets[0].group_id == 70
    # unless it is gone
    assert plan(new_groups=groups[1:], lines=[line]).targets[0].group_id == 71


def test_only_teachers_who_are_missing_come():
    groups = [NewGroup(70, "2A", "2", teachers=frozenset({102}))]
    line = replace(LINES[0], teachers=frozenset({102, 104}))
    assert plan(new_groups=groups, lines=[line]).targets[0].teachers == {104}


def test_who_is_in_another_group_is_told():
    groups = [NewGroup(70, "2A", "2"), NewGroup(71, "2B", "2")]
    pupils = [
        Pupil(1, 11, "1", new_group_id=70),
        Pupil(2, 11, "1", new_group_id=71),
        Pupil(3, 18, "8", new_group_id=71),
    ]
    result = plan(pupils, groups)
    assert +result.elsewhere == {1: 1, 8: 1}
    assert result.counts == {1: 2, 8: 1}


@pytest.mark.parametrize(
    ("grades", "same_named", "grade"),
    [
        (["2"], "2", "2"),
        (["2", "2"], "", "2"),
        (["3", "4"], "", "C"),
        (["4"], "C", "C"),
        # a class that keeps its name grows older
        (["4"], "3", "4"),
        ([""], "", ""),
    ],
)
def test_the_grade_of_a_group(grades, same_named, grade):
    assert group_grade(grades, same_named) == grade


def test_grades_of_pupils_follow_the_office():
    repeats = Line(1, 11, "1", "group", "1A", "1")
    assert grade_after("1", repeats) == "1"
    assert grade_after("", replace(repeats, new_grade="C")) == "C"
    assert grade_after("1", replace(repeats, new_grade="C")) == "2"


# === FOR ANY SCHOOL === #

GRADE = st.sampled_from(["", "1", "2", "8", "C", "S"])
LINE = st.builds(
    Line,
    id=st.integers(1, 10**6),
    group_id=st.one_of(st.none(), st.integers(1, 6)),
    grade=GRADE,
    outcome=st.sampled_from(["group", "group", "leave", "none"]),
    name=st.sampled_from(["1A", "2A", "2 A", "3/4", "Uilen"]),
    new_grade=GRADE,
    teachers=st.frozensets(st.integers(1, 4), max_size=2),
    is_composite=st.booleans(),
    key=st.sampled_from(["", "g1", "g2"]),
)
PUPIL = st.builds(
    Pupil,
    id=st.integers(1, 10**6),
    group_id=st.integers(1, 7),
    grade=GRADE,
    leave_date=st.one_of(st.none(), st.sampled_from([LAST, date(2027, 8, 1), FIRST])),
    new_group_id=st.one_of(st.none(), st.none(), st.integers(90, 92)),
    place_id=st.integers(1, 99),
    outlasts=st.booleans(),
)
NEW_GROUP = st.builds(
    NewGroup,
    id=st.integers(90, 92),
    name=st.sampled_from(["2A", "Vossen"]),
    grade=GRADE,
    key=st.sampled_from(["", "g1"]),
    teachers=st.frozensets(st.integers(1, 4), max_size=2),
)


def lists(strategy):
    return st.lists(strategy, max_size=6, unique_by=lambda item: item.id)


def carry_out(result, lines, pupils, groups):
    """Give the world after a plan was carried out."""
    groups = {group.id: group for group in groups}
    for number, target in enumerate(result.targets):
        if not target.group_id:
            target.group_id = 1000 + number
        made = NewGroup(
            target.group_id, target.name, target.grade, is_composite=target.is_composite
        )
        there = groups.get(target.group_id, made)
        groups[there.id] = replace(there, teachers=there.teachers | target.teachers)
    known = {line.id: t.group_id for t in result.targets for line in t.lines}
    placed = {p.pupil_id: result.targets[p.target].group_id for p in result.places}
    return (
        [replace(line, known_id=known.get(line.id)) for line in lines],
        [
            replace(
                pupil,
                new_group_id=placed.get(pupil.id, pupil.new_group_id),
                leave_date=LAST if pupil.id in result.leavers else pupil.leave_date,
                outlasts=pupil.outlasts and pupil.place_id not in result.ends,
            )
            for pupil in pupils
        ],
        list(groups.values()),
    )


@given(lists(LINE), lists(PUPIL), lists(NEW_GROUP))
def test_what_was_carried_out_leaves_nothing_to_do(lines, pupils, groups):
    first = plan_rollover(lines, pupils, groups, GRADES, FIRST)
    lines, pupils, groups = carry_out(first, lines, pupils, groups)
    again = plan_rollover(lines, pupils, groups, GRADES, FIRST)
    assert not (again.places or again.leavers or again.ends)
    assert all(target.group_id and not target.teachers for target in again.targets)


@given(lists(LINE), lists(PUPIL), lists(NEW_GROUP))
def test_nobody_is_lost_or_doubled(lines, pupils, groups):
    result = plan_rollover(lines, pupils, groups, GRADES, FIRST)
    placed = [place.pupil_id for place in result.places]
    touched = [*placed, *result.leavers, *result.unplaced]
    assert len(touched) == len(set(touched))
    by_pupil = assign(lines, pupils)
    for pupil in pupils:
        line = by_pupil[pupil.id]
        is_gone = pupil.leave_date and pupil.leave_date < FIRST
        has_place = bool(line and pupil.new_group_id)
        is_left_alone = line and line.outcome == "none"
        assert (pupil.id in touched) != bool(is_gone or has_place or is_left_alone)


@given(lists(LINE), lists(NEW_GROUP))
def test_each_group_is_found_once(lines, groups):
    result = plan_rollover(lines, [], groups, GRADES, FIRST)
    found = [target.group_id for target in result.targets if target.group_id]
    assert len(found) == len(set(found))

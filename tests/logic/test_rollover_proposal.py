"""What a roll-over proposes for each group (A2)."""

import pytest

from huisbezoek_addon.logic.rollover_proposal import OldGroup, is_last_year, propose


def group(number, name, grade, **values):
    values.setdefault("grades", frozenset({grade} - {"C", ""}))
    values.setdefault("teachers", (100 + number,))
    return OldGroup(number, name, grade, **values)


def told(lines):
    """Give the lines as a table: from, grade, what becomes of it."""
    return [
        (line.group_id, line.grade, line.outcome, line.name, line.new_grade)
        for line in lines
    ]


def teachers(lines):
    return {line.name: line.teachers for line in lines if line.outcome == "group"}


def test_a_primary_school():
    groups = [
        group(1, "1A", "1"),
        group(2, "1B", "1"),
        group(3, "2A", "2"),
        group(4, "8A", "8"),
    ]
    lines = propose(groups, "po")
    assert told(lines) == [
        (None, "", "group", "1A", "1"),
        (None, "", "group", "1B", "1"),
        (1, "1", "group", "2A", "2"),
        (2, "1", "group", "2B", "2"),
        (3, "2", "group", "3A", "3"),
        (4, "8", "leave", "", ""),
    ]
    # who teaches a grade goes on with it; a group too many has nobody yet
    assert teachers(lines) == {
        "1A": (101,),
        "1B": (102,),
        "2A": (103,),
        "2B": (),
        "3A": (),
    }


def test_combination_groups_fall_apart_into_grades():
    groups = [
        group(1, "1/2", "C", grades=frozenset({"1", "2"})),
        group(2, "3/4", "C", grades=frozenset({"3", "4"})),
        group(3, "5", "5"),
    ]
    lines = propose(groups, "po")
    assert told(lines) == [
        (3, "5", "group", "6", "6"),
        (1, "1", "group", "1/2", "2"),
        (1, "2", "group", "3/4", "3"),
        (2, "3", "group", "3/4", "4"),
        (2, "4", "group", "5", "5"),
    ]
    assert teachers(lines) == {"6": (), "1/2": (101,), "3/4": (102,), "5": (103,)}


def test_a_pupil_without_a_grade_in_a_combination_group_has_a_line():
    lines = propose([group(1, "1/2", "C", grades=frozenset({"", "1"}))], "po")
    assert [(line.grade, line.outcome) for line in lines] == [
        ("1", "group"),
        ("", "group"),
    ]


def test_groups_with_names_go_on_as_the_group_of_the_next_grade():
    groups = [group(1, "Egels", "1"), group(2, "Uilen", "2"), group(3, "Vossen", "3")]
    assert told(propose(groups, "po")) == [
        (None, "", "group", "Egels", "1"),
        (1, "1", "group", "Uilen", "2"),
        (2, "2", "group", "Vossen", "3"),
        (3, "3", "group", "Vossen", "4"),
    ]


def test_a_secondary_school():
    groups = [
        group(1, "H1a", "11", mentors=(7,)),
        group(2, "H5a", "15"),
        group(3, "V6", "16"),
    ]
    lines = propose(groups, "vo")
    assert told(lines) == [
        (None, "", "group", "H1a", "11"),
        (1, "11", "group", "H2a", "12"),
        (2, "15", "leave", "", ""),
        (3, "16", "leave", "", ""),
    ]
    assert teachers(lines) == {"H1a": (), "H2a": (7,)}


def test_special_education_stays_together():
    lines = propose([group(1, "Geel 3", "S")], "so")
    assert told(lines) == [(1, "S", "group", "Geel 3", "S")]
    assert teachers(lines) == {"Geel 3": (101,)}


def test_groups_beside_are_made_once_more():
    lines = propose([group(1, "Taalklas", "", is_composite=True)], "po")
    assert told(lines) == [(1, "", "group", "Taalklas", "")]
    assert lines[0].teachers == (101,)


@pytest.mark.parametrize(
    ("grade", "outcome", "name"), [("", "group", "Uilen"), ("H", "none", "")]
)
def test_a_group_without_a_year_is_for_the_office(grade, outcome, name):
    lines = propose([group(1, "Uilen", grade)], "po")
    assert told(lines) == [(1, "", outcome, name, "")]


@pytest.mark.parametrize(
    ("grade", "name", "is_last"),
    [
        ("14", "VMBO-T 4", True),
        ("14", "4 mavo", True),
        ("14", "K4a", True),
        ("14", "H4a", False),
        ("14", "4b", False),
        ("15", "5 havo", True),
        ("15", "H5", True),
        ("15", "havo/vwo 5", False),
        ("15", "V5", False),
        ("13", "vmbo 3", False),
    ],
)
def test_the_last_year_of_secondary_education(grade, name, is_last):
    assert is_last_year(grade, name) == is_last

"""Year groups as EDEXML codes them (A2, A6)."""

import pytest

from huisbezoek_addon.logic.grades import (
    GRADE_SELECTION,
    GRADES,
    first_grades,
    grade_order,
    is_own_year,
    next_grade,
    parse_grade,
    pupil_grade,
)


def test_every_code_of_edexml_is_there_and_no_other():
    codes = {*"BDSVCNH", *map(str, range(0, 9)), *map(str, range(11, 17))}
    assert set(GRADES) == codes
    assert dict(GRADE_SELECTION) == GRADES
    assert len(set(GRADES.values())) == len(GRADES)


@pytest.mark.parametrize(
    "written, expected",
    [
        ("3", "3"),
        ("03", "3"),
        ("0", "0"),
        ("00", "0"),
        (" s ", "S"),
        ("11", "11"),
        ("", ""),
        ("  ", ""),
        ("9", None),
        ("10", None),
        ("17", None),
        ("x", None),
        ("-1", None),
        ("²", None),
    ],
)
def test_parse_grade(written, expected):
    assert parse_grade(written) == expected


def test_grades_sort_from_young_to_old():
    mixed = ["16", "8", "B", "11", "2", "0", "1", "D", "?"]
    expected = ["B", "D", "0", "1", "2", "8", "11", "16", "?"]
    assert sorted(mixed, key=grade_order) == expected


@pytest.mark.parametrize(
    "own, group, expected",
    [
        ("3", "C", "3"),
        ("", "3", "3"),
        ("4", "3", "4"),
        ("", "C", ""),
        ("C", "3", "3"),
        ("C", "", "C"),
        ("N", "", "N"),
        ("", "", ""),
    ],
)
def test_the_most_specific_grade_counts(own, group, expected):
    assert pupil_grade(own, group) == expected


def test_mixed_groups_tell_no_year():
    assert [code for code in GRADES if not is_own_year(code)] == ["C", "N", "H"]
    assert not is_own_year("9")


def test_home_visits_start_in_the_first_year():
    assert first_grades("po") == ("1",)
    assert first_grades("vo") == ("11",)
    assert first_grades("so") == ()


@pytest.mark.parametrize(
    "grade, expected",
    [
        ("B", "D"),
        ("0", "1"),
        ("1", "2"),
        ("7", "8"),
        ("8", None),
        ("11", "12"),
        ("16", None),
        ("S", "S"),
        ("V", "V"),
        ("C", "C"),
        ("H", None),
        ("", None),
    ],
)
def test_next_grade(grade, expected):
    assert next_grade(grade) == expected


def test_every_next_grade_exists_and_none_goes_back():
    for grade in GRADES:
        following = next_grade(grade)
        assert following is None or grade_order(following) >= grade_order(grade)

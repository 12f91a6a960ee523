"""Who gets a copy of a report: by age, by guardian, by household (F3)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.report_copy import (
    Subject,
    Tie,
    age_on,
    parents_copies,
    receiver,
)

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2010, 11, 24), DAY, 16),
        (date(2010, 11, 25), DAY, 15),
        (date(2026, 11, 24), DAY, 0),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age(birth, day, age):
    assert age_on(birth, day) == age


@pytest.mark.parametrize(
    ("birth", "agrees", "who"),
    [
        (None, False, "parents"),
        (date(2021, 4, 17), False, "parents"),
        (date(2010, 11, 25), False, "parents"),  # 16 tomorrow
        (date(2010, 11, 24), False, "pupil"),  # 16 today
        (date(2010, 11, 24), True, "both"),
        (date(2010, 11, 25), True, "parents"),
        (date(2008, 11, 24), False, "pupil"),  # 18 today
        (date(2008, 11, 24), True, "both"),
    ],
)
def test_receiver(birth, agrees, who):
    assert receiver(Subject(1, birth, agrees), DAY) == who


CHILD = Subject(1, date(2020, 1, 1))
BROTHER = Subject(2, date(2018, 1, 1))
SISTER_OF_16 = Subject(3, date(2010, 1, 1))


@pytest.mark.parametrize(
    ("subjects", "ties", "copies"),
    [
        ([CHILD], [], {}),
        ([CHILD], [Tie(10, 1)], {frozenset({1}): (10,)}),
        ([CHILD], [Tie(10, 1), Tie(11, 1)], {frozenset({1}): (10, 11)}),
        # a stepfather of one of the two
        (
            [CHILD, BROTHER],
            [Tie(10, 1), Tie(10, 2), Tie(11, 2)],
            {frozenset({1, 2}): (10,), frozenset({2}): (11,)},
        ),
        # no contact about one of the two
        (
            [CHILD, BROTHER],
            [Tie(10, 1, restricted=True), Tie(10, 2)],
            {frozenset({2}): (10,)},
        ),
        ([CHILD], [Tie(10, 1, restricted=True)], {}),
        # a sister who did not agree is left out
        (
            [CHILD, SISTER_OF_16],
            [Tie(10, 1), Tie(10, 3)],
            {frozenset({1}): (10,)},
        ),
        # of a pupil who is not in the report
        ([CHILD], [Tie(10, 2)], {}),
    ],
)
def test_copies(subjects, ties, copies):
    assert parents_copies(subjects, ties, DAY) == copies


SUBJECTS = st.lists(
    st.builds(
        Subject,
        st.integers(1, 6),
        st.one_of(
            st.none(),
            st.integers(0, 20 * 366).map(lambda days: DAY - timedelta(days=days)),
        ),
        st.booleans(),
    ),
    unique_by=lambda subject: subject.key,
)
TIES = st.lists(
    st.builds(Tie, st.integers(1, 4), st.integers(1, 6), st.booleans()),
    unique_by=lambda tie: (tie.guardian, tie.pupil),
)


@given(SUBJECTS, TIES)
def test_nobody_reads_about_whom_he_may_not(subjects, ties):
    allowed = {(tie.guardian, tie.pupil) for tie in ties if not tie.restricted}
    for_parents = {s.key for s in subjects if receiver(s, DAY) != "pupil"}
    for pupils, guardians in parents_copies(subjects, ties, DAY).items():
        assert pupils and guardians
        assert pupils <= for_parents
        assert {(g, p) for g in guardians for p in pupils} <= allowed


@given(SUBJECTS, TIES)
def test_a_guardian_gets_one_copy_however_the_ties_are_ordered(subjects, ties):
    copies = parents_copies(subjects, ties, DAY)
    guardians = [guardian for names in copies.values() for guardian in names]
    assert len(guardians) == len(set(guardians))
    assert parents_copies(subjects[::-1], ties[::-1], DAY) == copies

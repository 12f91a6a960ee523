"""What holds for every file: safe to repeat, order does not matter (A6)."""

from dataclasses import fields, replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from huisbezoek_addon.logic.import_messages import MESSAGES
from huisbezoek_addon.logic.import_plan import ExistingEmployee
from import_world import World, file, group, pupil, teacher

KEYS = st.sampled_from(["1", "2", "3", "#1", "#2", ""])
FIRST = st.sampled_from(["Noor", "Sem", "Bo", ""])
LAST = st.sampled_from(["Linde", "Dam", ""])
GROUPS = st.sampled_from(["g1", "g2", "weg", ""])
DAYS = st.sampled_from([None, date(2021, 3, 4), date(2021, 3, 5)])
LEAVES = st.sampled_from([None, None, None, date(2026, 9, 1), date(2027, 1, 1)])
GRADES = st.sampled_from(["1", "2", "C", ""])
EMAILS = st.sampled_from(["", "a@x.example", "b@x.example"])

PUPILS = st.builds(
    pupil,
    key=KEYS,
    first=FIRST,
    last=LAST,
    birth_date=DAYS,
    leave_date=LEAVES,
    grade=GRADES,
    group_key=GROUPS,
    composite_group_keys=st.sampled_from([(), ("c1",), ("c1", "weg")]),
    prefix=st.sampled_from(["", "van"]),
)
TEACHERS = st.builds(
    teacher,
    key=KEYS,
    first=FIRST,
    email=EMAILS,
    groups=st.sampled_from([(), ("g1",), ("g1", "g2"), ("weg",)]),
    role_codes=st.sampled_from([(), ("LRK",), ("OUD",)]),
)
GROUP_RECORDS = st.builds(
    group,
    key=st.sampled_from(["g2", "g3", "#g", ""]),
    name=st.sampled_from(["2A", "2B", ""]),
    grade=GRADES,
)


@st.composite
def files(draw):
    """Give the records of a file, each on a line of its own."""
    drawn = [
        group(0, "c1", "Plus", "", composite=True),
        *draw(st.lists(GROUP_RECORDS, max_size=3)),
        *draw(st.lists(PUPILS, max_size=6)),
        *draw(st.lists(TEACHERS, max_size=4)),
    ]
    return file(*(replace(r, line=100 + n) for n, r in enumerate(drawn)))


def new_world():
    """Give a school with two employees."""
    return World(employees=(ExistingEmployee(1, "a@x.example"), ExistingEmployee(2)))


def deep(value):
    """Give everything in a value as text, also what repr leaves out."""
    if hasattr(value, "__dataclass_fields__"):
        return " ".join(deep(getattr(value, f.name)) for f in fields(value))
    if isinstance(value, dict):
        return " ".join(deep(item) for pair in value.items() for item in pair)
    if isinstance(value, tuple | list | frozenset):
        return " ".join(deep(item) for item in value)
    return str(value)


@given(files())
def test_the_same_file_again_changes_nothing(records):
    world = new_world()
    world.load(records)
    before = dict(world.pupils), dict(world.groups), dict(world.teachers)
    again = world.load(records)
    assert {row.outcome for row in again.rows} <= {"unchanged", "skip", "error"}
    assert before == (world.pupils, world.groups, world.teachers)


@given(files(), files())
def test_any_file_after_any_other_can_be_repeated(first, second):
    world = new_world()
    world.load(first)
    world.load(second)
    count = len(world.pupils), len(world.groups), len(world.teachers)
    again = world.load(second)
    assert {row.outcome for row in again.rows} <= {"unchanged", "skip", "error"}
    assert count == (len(world.pupils), len(world.groups), len(world.teachers))


@given(files(), files(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(first, second, random):
    world = new_world()
    world.load(first)
    shuffled = list(second)
    random.shuffle(shuffled)
    assert world.plan(shuffled) == world.plan(second)


@given(files(), files())
def test_every_row_gets_one_outcome_and_nobody_is_taken_twice(first, second):
    world = new_world()
    world.load(first)
    plan = world.plan(second)
    assert len(plan.rows) == len(second) - 1
    for kind in ("group", "pupil", "teacher"):
        ids = [
            row.record_id
            for row in plan.rows
            if row.kind == kind and row.record_id and row.outcome != "error"
        ]
        assert len(ids) == len(set(ids))


@given(files(), files())
def test_notes_have_a_sentence_and_hold_no_personal_data(first, second):
    world = new_world()
    world.load(first)
    plan = world.plan(second)
    notes = [*plan.notes, *(told for row in plan.rows for told in row.notes)]
    for told in notes:
        assert MESSAGES[told.code] % told.params
        shown = {str(value) for value in told.params.values()}
        assert not shown & {"Noor", "Sem", "Bo", "Linde", "Dam", "2021-03-04"}
    assert "Linde" not in repr(plan)


@given(files(), files())
def test_a_refused_or_skipped_row_writes_nothing(first, second):
    world = new_world()
    world.load(first)
    for row in world.plan(second).rows:
        writes = row.outcome in ("create", "update", "leave")
        assert bool(row.values) == writes
        assert (row.outcome == "error") == row.has_errors
        assert not (row.outcome == "create" and row.record_id)

"""Groups of an import: by key, else by name (A2, A6)."""

import pytest

from huisbezoek_addon.logic.import_plan import ExistingGroup, GroupRef
from import_world import World, group, header, outcome, pupil, row_of


def world_with(*groups):
    """Give a world with these groups."""
    return World(groups={one.id: one for one in groups})


def test_a_new_group_is_made_with_all_it_says():
    row = row_of(World().plan([header(), group()]), 10)
    assert (row.outcome, row.record_id) == ("create", None)
    assert row.values == {"key": "g1", "name": "1A", "grade": "1", "composite": False}
    assert row.changed == ()


@pytest.mark.parametrize(
    "existing, record, expected, changed",
    [
        (("g1", "1A", "1"), ("g1", "1A", "1"), "unchanged", ()),
        (("g1", "1A", "1"), ("g1", "1B", "1"), "update", ("name",)),
        (("g1", "1A", "1"), ("g1", "1B", "2"), "update", ("grade", "name")),
        (("g1", "1A", "1"), ("g1", "1A", ""), "unchanged", ()),
        (("g1", "1A", "1"), ("g1", "", "1"), "unchanged", ()),
        (("", "1a", "1"), ("g1", "1A", "1"), "update", ("key", "name")),
        (("", "1A", "1"), ("#1", "1A", "1"), "unchanged", ()),
        (("g1", "1A", "1"), ("#1", "1A", "1"), "unchanged", ()),
        (("old", "1A", "1"), ("new", "1A", "1"), "update", ("key",)),
        (("g2", "1B", "1"), ("g1", "1A", "1"), "create", ()),
    ],
)
def test_a_group_is_found_by_key_then_by_name(existing, record, expected, changed):
    world = world_with(ExistingGroup(7, *existing))
    row = row_of(world.plan([header(), group(10, *record)]), 10)
    assert (row.outcome, row.changed) == (expected, changed)
    assert row.record_id == (None if expected == "create" else 7)


def test_a_key_wins_over_a_name():
    world = world_with(ExistingGroup(7, "g1", "1A"), ExistingGroup(8, "g2", "1B"))
    plan = world.plan([header(), group(10, "g1", "1B"), group(11, "g2", "1A")])
    assert [(row.record_id, row.changed) for row in plan.rows] == [
        (7, ("grade", "name")),
        (8, ("grade", "name")),
    ]


def test_own_and_composite_groups_have_separate_keys():
    records = [header(), group(10), group(11, composite=True, name="Plus", grade="")]
    plan = World().plan(records)
    assert [row.outcome for row in plan.rows] == ["create", "create"]


def test_a_double_key_refuses_both_and_names_both_lines():
    records = [header(), group(10), group(11, name="1B"), pupil(20)]
    plan = World().plan(records)
    first, second = row_of(plan, 10), row_of(plan, 11)
    assert first.notes[0].params == {"line": 10, "key": "g1", "other_lines": "11"}
    assert second.notes[0].params == {"line": 11, "key": "g1", "other_lines": "10"}
    assert first.outcome == second.outcome == "error"
    assert outcome(plan, 20) == ("create", ["group_missing"])


def test_two_rows_for_one_nameless_record_are_refused():
    world = world_with(ExistingGroup(7, "", "1A"))
    plan = world.plan([header(), group(10, "#1"), group(11, "#2")])
    assert outcome(plan, 10) == ("error", ["same_record_twice"])
    assert outcome(plan, 11) == ("error", ["same_record_twice"])


def test_a_name_that_fits_two_groups_is_refused():
    world = world_with(ExistingGroup(7, "", "1A"), ExistingGroup(8, "", "1A"))
    assert outcome(world.plan([header(), group()]), 10)[1] == ["group_ambiguous"]


def test_a_group_without_a_name_is_called_by_its_key():
    row = row_of(World().plan([header(), group(name="")]), 10)
    assert row.values["name"] == "g1"
    assert [told.code for told in row.notes] == ["group_name_missing"]


def test_a_group_without_name_and_key_is_refused():
    plan = World().plan([header(), group(key="", name="")])
    assert outcome(plan, 10) == ("error", ["value_missing"])


def test_the_plan_tells_which_groups_exist():
    world = world_with(ExistingGroup(7, "g1", "1A", "1"), ExistingGroup(8, "g9", "9"))
    plan = world.plan([header(), group(), group(11, "g2", "1B")])
    assert plan.group_ids == {GroupRef("g1", False): 7, GroupRef("g9", False): 8}

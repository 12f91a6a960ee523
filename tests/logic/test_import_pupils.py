"""Pupils of an import: found, new, left, or refused (A2, A6)."""

from datetime import date

import pytest

from huisbezoek_addon.logic.import_plan import ExistingGroup, ExistingPupil
from huisbezoek_addon.logic.import_records import note
from import_world import (
    REFERENCE,
    World,
    file,
    group,
    header,
    outcome,
    outcomes,
    pupil,
    row_of,
)

BORN = date(2021, 3, 4)


def known(id=50, key="1", first="Noor", last="Linde", **values):
    """Give a pupil who exists, as :func:`pupil` makes one."""
    values = {"birth_date": BORN, "grade": "1", "group_id": 7, **values}
    return ExistingPupil(id, key, first, last_name=last, **values)


def world_with(*pupils):
    """Give a world with group g1 and these pupils."""
    return World(
        groups={7: ExistingGroup(7, "g1", "1A", "1")},
        pupils={one.id: one for one in pupils},
    )


class TestByKey:
    """A real key tells who it is."""

    def test_a_new_pupil_is_made_with_what_is_filled_in(self):
        row = row_of(world_with().plan(file(pupil())), 20)
        assert row.outcome == "create"
        assert row.values == {
            "key": "1",
            "first_name": "Noor",
            "last_name": "Linde",
            "birth_date": BORN,
            "grade": "1",
            "group_key": "g1",
        }

    @pytest.mark.parametrize(
        "now, said, changed",
        [
            ({}, {}, ()),
            ({}, {"first": "Noortje"}, ("first_name",)),
            ({"prefix": "van"}, {}, ("prefix",)),
            ({"prefix": "van"}, {"last": ""}, ()),
            ({}, {"birth_date": date(2021, 3, 5)}, ("birth_date",)),
            ({}, {"birth_date": None}, ()),
            ({"location_key": "HV"}, {}, ()),
            ({"location_key": "HV"}, {"location_key": "NV"}, ("location_key",)),
            ({}, {"entry_date": date(2026, 8, 24)}, ("entry_date",)),
            ({"grade": "2"}, {}, ("grade",)),
            ({"group_id": None}, {}, ("group_key",)),
            ({"group_id": 8}, {}, ("group_key",)),
            ({"group_id": 8}, {"group_key": ""}, ()),
            ({}, {"leave_date": date(2027, 7, 1)}, ("leave_date",)),
        ],
    )
    def test_only_what_differs_is_changed_and_nothing_is_emptied(
        self, now, said, changed
    ):
        row = row_of(world_with(known(**now)).plan(file(pupil(**said))), 20)
        assert (row.record_id, row.changed) == (50, changed)
        assert row.outcome == ("update" if changed else "unchanged")

    def test_initials_do_not_replace_a_name(self):
        told = note("first_name_missing", line=20)
        plan = world_with(known()).plan(file(pupil(first="N", problems=(told,))))
        assert outcome(plan, 20) == ("unchanged", ["first_name_missing"])

    def test_double_keys_are_refused_and_name_all_lines(self):
        plan = world_with(known()).plan(
            file(pupil(20), pupil(21, first="Sem"), pupil(22, first="Bo"))
        )
        assert outcomes(plan, "pupil") == ["error"] * 3
        assert row_of(plan, 21).notes[0].params["other_lines"] == "20, 22"
        assert plan.absent_ids == ()

    def test_a_row_with_an_error_is_refused_and_the_others_go_on(self):
        broken = pupil(20, problems=(note("bad_date", line=20, column="x"),))
        plan = world_with(known()).plan(file(broken, pupil(21, "2", "Sem")))
        assert outcomes(plan, "pupil") == ["error", "create"]
        assert row_of(plan, 20).values == {}
        assert plan.absent_ids == ()


class TestByIdentity:
    """Without a lasting key: first name, last name and date of birth together."""

    @pytest.mark.parametrize("key", ["#1", "", "#"])
    @pytest.mark.parametrize("existing_key", ["", "1"])
    def test_a_dummy_key_finds_the_one_pupil(self, key, existing_key):
        world = world_with(known(key=existing_key))
        row = row_of(world.plan(file(pupil(key=key))), 20)
        assert (row.outcome, row.record_id) == ("unchanged", 50)

    def test_the_prefix_may_stand_in_either_place(self):
        world = world_with(known(key="", prefix="van", last="Linde"))
        plan = world.plan(file(pupil(key="#1", last="van Linde")))
        assert row_of(plan, 20).record_id == 50

    def test_a_dummy_key_is_never_stored(self):
        assert "key" not in row_of(world_with().plan(file(pupil(key="#1"))), 20).values

    def test_a_real_key_is_given_to_a_pupil_without_one(self):
        row = row_of(world_with(known(key="")).plan(file(pupil())), 20)
        assert (row.outcome, row.record_id) == ("update", 50)
        assert row.values == {"key": "1"}

    @pytest.mark.parametrize(
        "missing", [{"first": ""}, {"last": ""}, {"birth_date": None}]
    )
    def test_without_key_and_identity_a_row_is_refused(self, missing):
        plan = world_with().plan(file(pupil(key="#1", **missing)))
        assert outcome(plan, 20)[1] == ["dummy_incomplete"]

    def test_without_date_of_birth_a_real_key_makes_a_new_pupil(self):
        world = world_with(known(key="", birth_date=None))
        plan = world.plan(file(pupil(birth_date=None)))
        assert outcome(plan, 20) == ("create", ["birth_date_missing"])

    def test_two_pupils_that_fit_refuse_the_row(self):
        plan = world_with(known(50, ""), known(51, "x")).plan(file(pupil(key="#1")))
        assert outcome(plan, 20) == ("error", ["dummy_ambiguous"])
        assert row_of(plan, 20).notes[0].params["count"] == 2

    def test_two_rows_for_one_pupil_refuse_both(self):
        plan = world_with(known(key="")).plan(file(pupil(20, "#1"), pupil(21, "#2")))
        assert outcome(plan, 20) == ("error", ["same_record_twice"])
        assert outcome(plan, 21) == ("error", ["same_record_twice"])

    def test_a_dummy_beside_a_real_row_of_the_same_pupil_is_refused_alone(self):
        plan = world_with().plan(file(pupil(20, "1"), pupil(21, "#2")))
        assert outcomes(plan, "pupil") == ["create", "error"]

    @pytest.mark.parametrize("said", [{"first": "Nora"}, {"last": "Lindt"}])
    def test_a_dummy_that_nearly_fits_is_refused_rather_than_doubled(self, said):
        plan = world_with(known(key="")).plan(file(pupil(key="#1", **said)))
        assert outcome(plan, 20) == ("error", ["dummy_near"])

    def test_two_real_keys_for_one_pupil_without_key_refuse_both(self):
        plan = world_with(known(key="")).plan(file(pupil(20, "1"), pupil(21, "2")))
        assert outcome(plan, 20)[1] == ["same_record_twice", "possible_double"]
        assert outcomes(plan, "pupil") == ["error", "error"]

    def test_two_real_keys_of_one_identity_are_two_pupils_with_a_warning(self):
        plan = world_with().plan(file(pupil(20, "1"), pupil(21, "2")))
        assert outcome(plan, 20) == ("create", ["possible_double"])
        assert outcome(plan, 21) == ("create", ["possible_double"])


class TestNewAdministration:
    """All keys change when a school gets another pupil administration."""

    def test_another_key_is_refused_by_default(self):
        plan = world_with(known(key="old")).plan(file(pupil(key="new")))
        assert outcome(plan, 20) == ("error", ["key_changed"])

    def test_the_new_key_is_taken_over_when_chosen(self):
        world = world_with(known(key="old"))
        row = row_of(world.plan(file(pupil(key="new")), adopt_keys=True), 20)
        assert (row.outcome, row.record_id, row.values) == (
            "update",
            50,
            {"key": "new"},
        )

    def test_a_pupil_whose_old_key_is_in_the_file_is_somebody_else(self):
        world = world_with(known(key="old"))
        plan = world.plan(file(pupil(20, "old"), pupil(21, "new")), adopt_keys=True)
        assert outcomes(plan, "pupil") == ["unchanged", "create"]


class TestTwins:
    """Same last name and date of birth: the first name counts."""

    @pytest.mark.parametrize("keys", [("1", "2"), ("#1", "#2"), ("", ""), ("1", "#2")])
    def test_twins_are_two_pupils(self, keys):
        world = world_with()
        twins = file(pupil(20, keys[0], "Noor"), pupil(21, keys[1], "Sem"))
        assert outcomes(world.load(twins), "pupil") == ["create", "create"]
        assert outcomes(world.load(twins), "pupil") == ["unchanged", "unchanged"]

    def test_a_twin_who_comes_later_does_not_become_the_other(self):
        world = world_with(known(key="", first="Noor"))
        plan = world.plan(file(pupil(20, "#1", "Noor"), pupil(21, "#2", "Sem")))
        assert outcomes(plan, "pupil") == ["unchanged", "create"]

    def test_a_twin_alone_is_not_taken_for_the_other(self):
        plan = world_with(known(key="", first="Noor")).plan(
            file(pupil(key="2", first="Sem"))
        )
        assert outcomes(plan, "pupil") == ["create"]


class TestGroups:
    """A pupil's own group and composite groups."""

    def test_a_missing_group_is_a_warning_and_the_pupil_is_kept(self):
        plan = world_with().plan(file(pupil(group_key="gone")))
        row = row_of(plan, 20)
        assert row.outcome == "create"
        assert "group_key" not in row.values
        assert row.notes[0].params == {"line": 20, "group_key": "gone"}

    def test_a_missing_group_leaves_the_present_one(self):
        plan = world_with(known()).plan(file(pupil(group_key="gone")))
        assert outcome(plan, 20) == ("unchanged", ["group_missing"])

    def test_a_group_that_exists_need_not_be_in_the_file(self):
        plan = world_with().plan([header(), pupil()])
        assert row_of(plan, 20).values["group_key"] == "g1"

    def test_composite_groups_come_on_top(self):
        plus = group(11, "plus", "Plus", "", composite=True)
        world = world_with()
        world.load(file(plus, pupil(composite_group_keys=("plus",))))
        (child,) = world.pupils.values()
        assert child.group_id == 7
        assert [world.groups[i].name for i in child.composite_group_ids] == ["Plus"]

    def test_a_composite_group_that_is_gone_from_the_pupil_goes(self):
        plus = group(11, "plus", "Plus", "", composite=True)
        world = world_with()
        world.load(file(plus, pupil(composite_group_keys=("plus",))))
        row = row_of(world.load(file(plus, pupil())), 20)
        assert row.values == {"composite_group_keys": ()}

    def test_a_file_without_composite_groups_says_nothing_about_them(self):
        world = world_with(known(composite_group_ids=frozenset({9})))
        assert outcome(world.plan(file(pupil())), 20) == ("unchanged", [])

    @pytest.mark.parametrize(
        "own, of_group, expected, codes",
        [
            ("1", "C", "1", []),
            ("", "1", "1", []),
            ("", "C", None, ["grade_missing"]),
            ("", "", None, ["grade_missing"]),
            ("2", "1", "2", []),
            ("N", "1", "1", []),
        ],
    )
    def test_the_grade_comes_from_the_pupil_then_from_the_group(
        self, own, of_group, expected, codes
    ):
        records = [header(), group(grade=of_group), pupil(grade=own)]
        row = row_of(World().plan(records), 20)
        assert row.values.get("grade") == expected
        assert [told.code for told in row.notes] == codes


class TestLeaving:
    """A leave date before the day of the file means: has left."""

    GONE = date(2026, 9, 25)

    def test_a_pupil_who_left_leaves(self):
        row = row_of(world_with(known()).plan(file(pupil(leave_date=self.GONE))), 20)
        assert (row.outcome, row.values) == ("leave", {"leave_date": self.GONE})

    def test_leaving_twice_changes_nothing(self):
        world = world_with(known())
        world.load(file(pupil(leave_date=self.GONE)))
        assert outcomes(world.load(file(pupil(leave_date=self.GONE))), "pupil") == [
            "unchanged"
        ]

    def test_who_left_before_is_never_made(self):
        plan = world_with().plan(file(pupil(leave_date=self.GONE)))
        assert outcome(plan, 20) == ("skip", ["left_before"])
        assert row_of(plan, 20).values == {}

    def test_who_left_gets_no_groups_and_no_complaints_about_them(self):
        gone = pupil(leave_date=self.GONE, group_key="weg", grade="")
        assert outcome(world_with(known()).plan(file(gone)), 20) == ("leave", [])

    def test_leaving_on_the_day_itself_or_later_is_not_yet_left(self):
        row = row_of(world_with(known()).plan(file(pupil(leave_date=REFERENCE))), 20)
        assert row.outcome == "update"

    def test_a_leave_date_that_the_file_lacks_is_kept_and_told(self):
        plan = world_with(known(leave_date=self.GONE)).plan(file(pupil()))
        assert outcome(plan, 20) == ("unchanged", ["leave_date_kept"])


class TestOddDates:
    """Dates of birth that cannot be right."""

    def test_a_date_of_birth_in_the_future_is_told(self):
        plan = world_with().plan(file(pupil(birth_date=date(2031, 1, 1))))
        assert outcome(plan, 20) == ("create", ["birth_date_future"])

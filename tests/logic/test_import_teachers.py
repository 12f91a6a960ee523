"""Teachers of an import: linked, waiting, or no teacher (A6)."""

import pytest

from huisbezoek_addon.logic.import_plan import (
    ExistingEmployee,
    ExistingGroup,
    ExistingTeacher,
)
from huisbezoek_addon.logic.import_records import TeacherGroup, TeacherRecord
from import_world import World, file, group, outcome, outcomes, row_of, teacher

EMPLOYEES = (ExistingEmployee(1, "a@school.example.org"), ExistingEmployee(2, ""))


def world_with(*teachers, employees=EMPLOYEES):
    """Give a world with group g1, employees and these teachers."""
    return World(
        groups={7: ExistingGroup(7, "g1", "1A", "1")},
        teachers={one.id: one for one in teachers},
        employees=employees,
    )


def known(id=60, key="L1", first="Anouk", last="Visser", **values):
    """Give a teacher who exists, as :func:`teacher` makes one."""
    values = {"group_ids": frozenset({7}), **values}
    return ExistingTeacher(id, key, first, last_name=last, **values)


class TestLink:
    """Kept link, choice, work e-mail, else the list."""

    def test_a_work_email_links_whatever_its_case(self):
        plan = world_with().plan(file(teacher(email="A@School.example.org")))
        assert outcome(plan, 30) == ("create", [])
        assert row_of(plan, 30).values["employee_id"] == 1

    def test_who_fits_nobody_waits_and_the_group_works(self):
        row = row_of(world_with().plan(file(teacher())), 30)
        assert [told.code for told in row.notes] == ["teacher_unmatched"]
        assert row.values["group_keys"] == ("g1",)
        assert "employee_id" not in row.values

    def test_a_kept_link_stays_though_the_email_says_otherwise(self):
        world = world_with(known(employee_id=2))
        row = row_of(world.plan(file(teacher(email="a@school.example.org"))), 30)
        assert row.changed == ("email",)

    def test_a_choice_wins(self):
        world = world_with(known(employee_id=2))
        plan = world.plan(file(teacher()), teacher_choices={"L1": 1})
        assert row_of(plan, 30).values == {"employee_id": 1}

    def test_a_choice_of_somebody_who_is_no_employee_is_ignored(self):
        plan = world_with().plan(file(teacher()), teacher_choices={"L1": 99})
        assert outcome(plan, 30)[1] == ["teacher_unmatched"]

    def test_one_address_for_two_teachers_links_neither(self):
        email = "a@school.example.org"
        plan = world_with().plan(
            file(teacher(30, email=email), teacher(31, "L2", "Bo", email=email))
        )
        assert outcome(plan, 30)[1] == ["teacher_email_shared"]
        assert outcome(plan, 31)[1] == ["teacher_email_shared"]

    def test_one_address_for_two_employees_links_neither(self):
        twice = (ExistingEmployee(1, "x@y.example"), ExistingEmployee(2, "X@y.example"))
        plan = world_with(employees=twice).plan(file(teacher(email="x@y.example")))
        assert outcome(plan, 30)[1] == ["teacher_email_shared"]

    def test_an_employee_who_is_another_teacher_already_is_not_taken(self):
        world = world_with(known(61, "L9", "Bo", employee_id=1))
        plan = world.plan(file(teacher(email="a@school.example.org")))
        assert outcome(plan, 30) == ("create", ["teacher_email_shared"])

    def test_a_parent_with_the_same_address_does_not_stand_in_the_way(self):
        email = "a@school.example.org"
        parent = teacher(31, "P1", email=email, role_codes=("OUD",))
        plan = world_with().plan(file(teacher(30, email=email), parent))
        assert row_of(plan, 30).values["employee_id"] == 1

    def test_who_waits_and_is_linked_by_hand_stays_linked(self):
        world = world_with()
        world.load(file(teacher()))
        (waiting,) = world.teachers.values()
        world.teachers[waiting.id] = known(waiting.id, employee_id=2)
        assert outcome(world.load(file(teacher())), 30) == ("unchanged", [])


class TestRoles:
    """Roles leave people out; they never give a right."""

    @pytest.mark.parametrize(
        "codes, words, expected",
        [
            (("OUD",), (), "skip"),
            (("STA",), (), "skip"),
            (("CON",), (), "skip"),
            (("OUD", "CON"), (), "skip"),
            (("OUD", "LRK"), (), "create"),
            (("LRK",), ("Ouder",), "create"),
            ((), ("Ouder",), "skip"),
            ((), ("Stagiair(e)",), "skip"),
            ((), ("Conciërge",), "skip"),
            ((), ("Ouder", "Mentor"), "create"),
            ((), ("Oudercontactpersoon",), "create"),
            ((), (), "create"),
            (("DIR",), (), "create"),
        ],
    )
    def test_parents_trainees_and_caretakers_are_left_out(self, codes, words, expected):
        record = teacher(role_codes=codes, role_descriptions=words)
        assert row_of(world_with().plan(file(record)), 30).outcome == expected

    def test_a_role_in_a_group_counts_as_well(self):
        record = TeacherRecord(
            30, "L1", "Bo", groups=(TeacherGroup("g1", False, ("STA",)),)
        )
        assert outcome(world_with().plan(file(record)), 30)[0] == "skip"

    def test_who_is_left_out_leaves_no_name(self):
        row = row_of(world_with().plan(file(teacher(role_codes=("OUD",)))), 30)
        assert row.values == {}
        assert row.notes[0].params == {"line": 30, "roles": "OUD"}

    def test_the_school_may_choose_other_roles(self):
        record = teacher(role_codes=("STA",))
        plan = world_with().plan(file(record), skipped_roles=frozenset())
        assert row_of(plan, 30).outcome == "create"

    @pytest.mark.parametrize("role", ["DIR", "IB", "ICT", "ADM", "LOC"])
    def test_no_role_is_ever_written(self, role):
        row = row_of(world_with().plan(file(teacher(role_codes=(role,)))), 30)
        assert row.roles == (role,)
        assert not [name for name in row.values if "role" in name or "right" in name]
        assert role not in row.values.values()


class TestKnown:
    """The same teacher again makes no double."""

    @pytest.mark.parametrize(
        "existing, record, changed",
        [
            ({}, {}, ()),
            ({}, {"last": "Dam"}, ("last_name",)),
            ({"prefix": "de"}, {}, ("prefix",)),
            ({"email": "x@y.example"}, {}, ()),
            ({"key": ""}, {}, ("key",)),
            ({"key": ""}, {"key": "#1"}, ()),
            ({"key": "L9"}, {"key": "#1"}, ()),
            (
                {"email": "x@y.example"},
                {"key": "#1", "email": "X@y.example"},
                ("email",),
            ),
            (
                {"key": "old", "email": "x@y.example"},
                {"email": "x@y.example"},
                ("key",),
            ),
            ({"group_ids": frozenset()}, {}, ("composite_group_keys", "group_keys")),
        ],
    )
    def test_is_found_by_key_email_or_name(self, existing, record, changed):
        row = row_of(world_with(known(**existing)).plan(file(teacher(**record))), 30)
        assert (row.record_id, row.changed) == (60, changed)

    def test_a_name_alone_never_joins_two_real_keys(self):
        plan = world_with(known(key="old")).plan(file(teacher(key="new")))
        assert outcomes(plan, "teacher") == ["create"]

    def test_double_keys_are_refused(self):
        plan = world_with().plan(file(teacher(30), teacher(31, first="Bo")))
        assert outcomes(plan, "teacher") == ["error", "error"]

    def test_a_row_that_fits_two_teachers_is_refused(self):
        world = world_with(known(60, ""), known(61, ""))
        plan = world.plan(file(teacher(key="#1")))
        assert outcome(plan, 30) == ("error", ["teacher_ambiguous"])

    def test_two_rows_that_fit_one_teacher_are_refused(self):
        plan = world_with(known(key="")).plan(file(teacher(30, "A"), teacher(31, "B")))
        assert outcome(plan, 30) == ("error", ["same_record_twice"])
        assert outcome(plan, 31) == ("error", ["same_record_twice"])

    def test_a_row_without_key_that_may_be_another_row_is_refused(self):
        plan = world_with().plan(file(teacher(30, "A"), teacher(31, "#1")))
        assert outcomes(plan, "teacher") == ["create", "error"]

    def test_two_addresses_are_two_teachers_of_one_name(self):
        one, other = {"email": "a@x.example"}, {"email": "b@x.example"}
        plan = world_with().plan(
            file(teacher(30, "#1", **one), teacher(31, "#2", **other))
        )
        assert outcomes(plan, "teacher") == ["create", "create"]


class TestGroups:
    """The groups a teacher stands before."""

    def test_a_missing_group_is_a_warning(self):
        row = row_of(world_with().plan(file(teacher(groups=("weg", "g1")))), 30)
        assert row.values["group_keys"] == ("g1",)
        assert row.notes[-1].params == {"line": 30, "group_key": "weg"}

    def test_a_duo_shares_a_group(self):
        world = world_with()
        world.load(file(teacher(30), teacher(31, "L2", "Bo")))
        assert [t.group_ids for t in world.teachers.values()] == [frozenset({7})] * 2

    def test_a_group_that_is_gone_from_the_teacher_goes(self):
        world = world_with(known())
        plan = world.plan(file(group(11, "g2", "2A", "2"), teacher(groups=("g2",))))
        assert row_of(plan, 30).values["group_keys"] == ("g2",)

    def test_a_file_without_any_teacher_groups_says_nothing_about_them(self):
        plan = world_with(known()).plan(file(teacher(groups=())))
        assert row_of(plan, 30).outcome == "unchanged"

"""A school in memory: carries out plans as the Odoo side does, for the tests.

It is what "plan, carry out, plan again" needs, and at the same time the shortest
description of what a plan asks for.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from huisbezoek_addon.logic.import_plan import (
    Existing,
    ExistingEmployee,
    ExistingGroup,
    ExistingPupil,
    ExistingTeacher,
    FileStamp,
    GroupRef,
    Options,
    Plan,
)
from huisbezoek_addon.logic.import_records import (
    GroupRecord,
    HeaderRecord,
    PupilRecord,
    TeacherGroup,
    TeacherRecord,
)
from huisbezoek_addon.logic.import_rows import plan_import

TODAY = date(2026, 11, 23)
REFERENCE = date(2026, 10, 1)


@dataclass
class World:
    """The records of one school."""

    groups: dict[int, ExistingGroup] = field(default_factory=dict)
    pupils: dict[int, ExistingPupil] = field(default_factory=dict)
    teachers: dict[int, ExistingTeacher] = field(default_factory=dict)
    employees: tuple[ExistingEmployee, ...] = ()
    last_file: FileStamp | None = None
    last_id: int = 100

    def existing(self) -> Existing:
        """Give what the planner is told."""
        return Existing(
            tuple(self.groups.values()),
            tuple(self.pupils.values()),
            tuple(self.teachers.values()),
            self.employees,
            self.last_file,
        )

    def plan(self, records, **options) -> Plan:
        """Plan an import without carrying it out."""
        return plan_import(records, self.existing(), Options(TODAY, **options))

    def load(self, records, **options) -> Plan:
        """Plan an import and carry it out."""
        plan = self.plan(records, **options)
        self.apply(plan)
        return plan

    def apply(self, plan: Plan) -> None:
        """Carry out a plan: groups, then pupils and teachers."""
        ids = dict(plan.group_ids)
        for row in plan.rows:
            if row.outcome not in ("create", "update", "leave"):
                assert not row.values
                continue
            record_id = row.record_id or self._next_id()
            if row.kind == "group":
                group = self._write(self.groups, ExistingGroup, record_id, row.values)
                ids[GroupRef(row.key, group.composite)] = record_id
            elif row.kind == "pupil":
                values = _placed(row.values, ids)
                self._write(self.pupils, ExistingPupil, record_id, values)
            else:
                values = _taught(row.values, ids)
                self._write(self.teachers, ExistingTeacher, record_id, values)
        if not plan.is_older:
            self.last_file = plan.stamp

    def _next_id(self) -> int:
        """Give a new id."""
        self.last_id += 1
        return self.last_id

    def _write(self, table, make, record_id, values):
        """Make or change one record."""
        current = table.get(record_id)
        if not current:
            defaults = {"key": "", "name": ""} if make is ExistingGroup else {}
            current = make(record_id, **defaults)
        table[record_id] = replace(current, **values)
        return table[record_id]


def _placed(values, ids):
    """Turn group keys into the memberships of a pupil."""
    values = dict(values)
    if "group_key" in values:
        values["group_id"] = ids[GroupRef(values.pop("group_key"), False)]
    if "composite_group_keys" in values:
        keys = values.pop("composite_group_keys")
        values["composite_group_ids"] = frozenset(ids[GroupRef(k, True)] for k in keys)
    return values


def _taught(values, ids):
    """Turn group keys into the groups of a teacher."""
    values = dict(values)
    keys = values.pop("group_keys", None), values.pop("composite_group_keys", None)
    if keys != (None, None):
        refs = [GroupRef(k, False) for k in keys[0] or ()]
        refs += [GroupRef(k, True) for k in keys[1] or ()]
        values["group_ids"] = frozenset(ids[ref] for ref in refs)
    return values


def header(reference=REFERENCE, **values):
    """Give a header."""
    values = {"school_year": "2026-2027", "version": "2.1", **values}
    return HeaderRecord(1, reference_date=reference, **values)


def group(line=10, key="g1", name="1A", grade="1", **values):
    """Give a group."""
    return GroupRecord(line, key, name, grade, **values)


def pupil(line=20, key="1", first="Noor", last="Linde", **values):
    """Give a pupil of group g1."""
    values = {
        "birth_date": date(2021, 3, 4),
        "grade": "1",
        "group_key": "g1",
        **values,
    }
    return PupilRecord(line, key, first, last_name=last, **values)


def teacher(line=30, key="L1", first="Anouk", last="Visser", groups=("g1",), **values):
    """Give a teacher of group g1."""
    return TeacherRecord(
        line,
        key,
        first,
        last_name=last,
        groups=tuple(TeacherGroup(name) for name in groups),
        **values,
    )


def file(*records, reference=REFERENCE):
    """Give a file with a header and group g1."""
    return [header(reference), group(), *records]


def row_of(plan, line):
    """Give the row of a line."""
    return next(row for row in plan.rows if row.line == line)


def outcome(plan, line):
    """Give outcome and codes of the row of a line."""
    row = row_of(plan, line)
    return row.outcome, [told.code for told in row.notes]


def outcomes(plan, kind):
    """Give the outcomes of all rows of a kind."""
    return [row.outcome for row in plan.rows if row.kind == kind]

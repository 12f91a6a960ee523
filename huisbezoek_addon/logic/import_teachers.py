"""The teachers of an import: linked to an employee, waiting, or not a teacher (A6).

No employee is made or changed, and no role in the file gives a right: roles only
tell who is left out (parents, trainees, caretakers) and are shown as a proposal. A
teacher is linked by the link kept from before, by choice in the preview, or by a
work e-mail that fits one teacher and one employee; else the teacher waits.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .import_groups import GroupIndex
from .import_matching import claim, is_news, is_refused
from .import_plan import (
    Existing,
    ExistingTeacher,
    GroupRef,
    Options,
    PlanRow,
)
from .import_records import Note, TeacherRecord, is_real_key, note
from .import_teacher_matching import TeacherMatcher, mail_key
from .person_names import comparison_key

#: Descriptions that mean a role code, for files that describe instead of code.
_DESCRIBED = {
    "ouder": "OUD",
    "ouder verzorger": "OUD",
    "stagiair": "STA",
    "stagiaire": "STA",
    "stagiair e": "STA",
    "concierge": "CON",
}
_FIELDS = ("first_name", "prefix", "last_name", "initials", "email")


@dataclass(slots=True)
class TeacherPlanner:
    """Plans all teachers of a file."""

    records: Sequence[TeacherRecord]
    existing: Existing
    options: Options
    groups: GroupIndex
    is_older: bool
    _employees: dict[int, int] = field(default_factory=dict)
    _shared: set[int] = field(default_factory=set)

    def plan(self) -> list[PlanRow]:
        """Plan all teachers, in the order of the records."""
        teaching = [
            number
            for number, record in enumerate(self.records)
            if not self._left_out_roles(record)
        ]
        matcher = TeacherMatcher(self.records, teaching, self.existing.teachers)
        matcher.match()
        self._find_employees(matcher)
        return [
            self._plan_row(
                record,
                matcher.known.get(number),
                matcher.errors.get(number, []),
                number,
            )
            for number, record in enumerate(self.records)
        ]

    def _left_out_roles(self, record: TeacherRecord) -> tuple[str, ...]:
        """Give the roles for which somebody is no teacher; none for a teacher."""
        roles = role_codes(record)
        return roles if roles and set(roles) <= self.options.skipped_roles else ()

    def _find_employees(self, matcher: TeacherMatcher) -> None:
        """Find the employee of each teacher: by choice, kept link, or work e-mail."""
        by_email: dict[str, list[int]] = defaultdict(list)
        for employee in self.existing.employees:
            if employee.email:
                by_email[mail_key(employee.email)].append(employee.id)
        choices = self._choices()
        candidates = {}
        for number in matcher.teaching:
            record, known = self.records[number], matcher.known.get(number)
            if number in choices:
                self._employees[number] = choices[number]
            elif known and known.employee_id:
                self._employees[number] = known.employee_id
            elif record.email:
                candidates[number] = by_email.get(mail_key(record.email), [])
        self._link(candidates)

    def _link(self, candidates: dict[int, list[int]]) -> None:
        """Link by e-mail where it fits one teacher and one free employee."""
        kept = {t.employee_id for t in self.existing.teachers if t.employee_id}
        taken = kept | set(self._employees.values())
        claims = claim(candidates)
        self._shared = {*claims.ambiguous, *claims.rivals}
        for number, employee_id in claims.matched.items():
            if employee_id in taken:
                self._shared.add(number)
            else:
                self._employees[number] = employee_id

    def _choices(self) -> dict[int, int]:
        """Give the employees chosen in the preview, those that exist."""
        ids = {employee.id for employee in self.existing.employees}
        return {
            number: self.options.teacher_choices[record.key]
            for number, record in enumerate(self.records)
            if self.options.teacher_choices.get(record.key) in ids
        }

    def _plan_row(
        self,
        record: TeacherRecord,
        known: ExistingTeacher | None,
        errors: list[Note],
        number: int,
    ) -> PlanRow:
        """Plan one teacher."""
        row = PlanRow(
            kind="teacher",
            line=record.line,
            key=record.key,
            outcome="skip",
            record_id=known.id if known else None,
            roles=role_codes(record),
        )
        if roles := self._left_out_roles(record):
            words = ", ".join(roles)
            return row.to("skip", [note("role_skipped", line=record.line, roles=words)])
        refs = [GroupRef(g.group_key, g.composite) for g in record.groups]
        if refs and set(refs) <= self.groups.left_out:
            return row.to("skip", [note("other_location", line=record.line)])
        notes = [*record.problems, *errors]
        if is_refused(notes):
            return row.to("error", notes)
        values = self._values(number, record, known, notes)
        values |= self._group_values(record, known, refs, notes)
        if known:
            return row.to_change(notes, values, self.is_older)
        return row.to("create", notes, values)

    def _values(
        self,
        number: int,
        record: TeacherRecord,
        known: ExistingTeacher | None,
        notes: list[Note],
    ) -> dict[str, Any]:
        """Give what to write for the teacher, without groups."""
        values: dict[str, Any] = {name: getattr(record, name) for name in _FIELDS}
        values["key"] = record.key if is_real_key(record.key) else ""
        values["employee_id"] = self._employees.get(number)
        if not values["employee_id"]:
            shared = number in self._shared
            code = "teacher_email_shared" if shared else "teacher_unmatched"
            notes.append(note(code, line=record.line))
        return {
            name: value
            for name, value in values.items()
            if is_news(name, value, record, known or ExistingTeacher(0))
        }

    def _group_values(
        self,
        record: TeacherRecord,
        known: ExistingTeacher | None,
        refs: list[GroupRef],
        notes: list[Note],
    ) -> dict[str, Any]:
        """Give the groups, where they are others than imports gave before."""
        usable, lost = self.groups.usable(refs, record.line)
        notes += lost
        nobody_has_groups = not any(other.groups for other in self.records)
        current = known.group_ids if known else frozenset()
        if nobody_has_groups or not self.groups.differs(usable, current):
            return {}
        return {
            "group_keys": tuple(sorted(r.key for r in usable if not r.composite)),
            "composite_group_keys": tuple(sorted(r.key for r in usable if r.composite)),
        }


def role_codes(record: TeacherRecord) -> tuple[str, ...]:
    """Give all roles of a person, own and per group, as codes, sorted (A6)."""
    codes, words = set(record.role_codes), set(record.role_descriptions)
    for group in record.groups:
        codes |= set(group.role_codes)
        words |= set(group.role_descriptions)
    if not codes:
        known = {_DESCRIBED.get(comparison_key(word), "") for word in words}
        codes = known if "" not in known else set()
    return tuple(sorted(codes))

"""The teachers of an import: linked to an employee, waiting, or not a teacher (A6).

No employee is made or changed, and no role in the file gives a right: roles only
tell who is left out (parents, trainees, caretakers) and are shown as a proposal. A
teacher is linked by the link kept from before, by choice in the preview, or by a
work e-mail that fits one teacher and one employee; else the teacher waits.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .import_groups import GroupIndex
from .import_matching import claim, is_news, is_refused, line_list, repeated
from .import_plan import (
    Existing,
    ExistingTeacher,
    GroupRef,
    Options,
    PlanRow,
)
from .import_records import Note, TeacherRecord, is_real_key, note
from .person_names import comparison_key, full_name

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
    _known: dict[int, ExistingTeacher] = field(default_factory=dict)
    _errors: dict[int, list[Note]] = field(default_factory=lambda: defaultdict(list))
    _employees: dict[int, int] = field(default_factory=dict)
    _shared: set[int] = field(default_factory=set)

    def plan(self) -> list[PlanRow]:
        """Plan all teachers, in the order of the records."""
        self._refuse_double_keys()
        self._find_known()
        self._find_employees()
        return [self._plan_row(n, record) for n, record in enumerate(self.records)]

    def _teaching(self) -> list[tuple[int, TeacherRecord]]:
        """Give the rows that are not left out, with their number."""
        return [
            (number, record)
            for number, record in enumerate(self.records)
            if not self._left_out_roles(record)
        ]

    def _left_out_roles(self, record: TeacherRecord) -> tuple[str, ...]:
        """Give the roles for which somebody is no teacher; none for a teacher."""
        roles = role_codes(record)
        return roles if roles and set(roles) <= self.options.skipped_roles else ()

    def _refuse_double_keys(self) -> None:
        """Refuse all rows that share a key."""
        keys = [(n, r.key) for n, r in enumerate(self.records) if is_real_key(r.key)]
        for number, others in repeated(keys).items():
            lines = line_list(self.records[other].line for other in others)
            record = self.records[number]
            self._errors[number].append(
                note(
                    "duplicate_key", line=record.line, key=record.key, other_lines=lines
                )
            )

    def _find_known(self) -> None:
        """Find the teachers imported before: by key, else by e-mail or name."""
        keyed = {t.key: t for t in self.existing.teachers if is_real_key(t.key)}
        file_keys = {record.key for record in self.records}
        free: dict[Hashable, list[int]] = defaultdict(list)
        for teacher in self.existing.teachers:
            if teacher.key not in file_keys or not is_real_key(teacher.key):
                free[_trait(teacher)].append(teacher.id)
        candidates = {}
        for number, record in self._teaching():
            if record.key in keyed:
                self._known[number] = keyed[record.key]
            elif number not in self._errors:
                candidates[number] = free.get(_trait(record), [])
        self._take(claim(candidates).matched)

    def _take(self, matched: dict[int, int]) -> None:
        """Keep what was found by e-mail or name; a name never joins two real keys."""
        by_id = {teacher.id: teacher for teacher in self.existing.teachers}
        for number, teacher_id in matched.items():
            record, teacher = self.records[number], by_id[teacher_id]
            both_keyed = is_real_key(record.key) and is_real_key(teacher.key)
            if record.email or not both_keyed:
                self._known[number] = teacher

    def _find_employees(self) -> None:
        """Find the employee of each teacher who has none yet."""
        by_email: dict[str, list[int]] = defaultdict(list)
        for employee in self.existing.employees:
            if employee.email:
                by_email[_mail(employee.email)].append(employee.id)
        choices = self._choices()
        teaching = self._teaching()
        linked = {t.employee_id for t in self.existing.teachers if t.employee_id}
        candidates = {}
        for number, record in teaching:
            known = self._known.get(number)
            if number in choices:
                self._employees[number] = choices[number]
            elif known and known.employee_id:
                self._employees[number] = known.employee_id
            elif record.email:
                candidates[number] = by_email.get(_mail(record.email), [])
        taken = linked | set(self._employees.values())
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

    def _plan_row(self, number: int, record: TeacherRecord) -> PlanRow:
        """Plan one teacher."""
        known = self._known.get(number)
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
        notes = [*record.problems, *self._errors.get(number, ())]
        if is_refused(notes):
            return row.to("error", notes)
        values = self._values(number, record, refs, notes)
        if known:
            return row.to_change(notes, values, self.is_older)
        return row.to("create", notes, {k: v for k, v in values.items() if v})

    def _values(
        self,
        number: int,
        record: TeacherRecord,
        refs: list[GroupRef],
        notes: list[Note],
    ) -> dict[str, Any]:
        """Give what to write for the teacher."""
        known = self._known.get(number, ExistingTeacher(0))
        values: dict[str, Any] = {"key": record.key if is_real_key(record.key) else ""}
        values |= {name: getattr(record, name) for name in _FIELDS}
        values["employee_id"] = self._employees.get(number)
        if not values["employee_id"]:
            shared = number in self._shared
            code = "teacher_email_shared" if shared else "teacher_unmatched"
            notes.append(note(code, line=record.line))
        values = {
            name: value
            for name, value in values.items()
            if is_news(name, value, record, known)
        }
        return values | self._group_values(record, known, refs, notes)

    def _group_values(
        self,
        record: TeacherRecord,
        known: ExistingTeacher,
        refs: list[GroupRef],
        notes: list[Note],
    ) -> dict[str, Any]:
        """Give the groups, where they are others than imports gave before."""
        usable, lost = self.groups.usable(refs, record.line)
        notes += lost
        nobody_has_groups = not any(other.groups for other in self.records)
        if nobody_has_groups or not self.groups.differs(usable, known.group_ids):
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


def _mail(address: str) -> str:
    """Give an e-mail address as it is compared."""
    return address.strip().casefold()


def _trait(teacher: TeacherRecord | ExistingTeacher) -> Hashable:
    """Give what tells an imported teacher without a key: e-mail, else the name."""
    if teacher.email:
        return "email", _mail(teacher.email)
    name = full_name(teacher.first_name, teacher.prefix, teacher.last_name)
    return "name", comparison_key(name)

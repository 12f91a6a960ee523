"""What an import would do, as values: the preview and the order to carry out.

The plan is made from what a file says (:mod:`.import_records`) and what exists
(the ``Existing…`` classes here, filled by the Odoo side). Carrying out a plan and
planning the same file again gives only ``unchanged`` rows (A6).

A row names the record it is about (``record_id``), or none when it makes one, and
``values`` holds what to write: everything for ``create``, only what differs for
``update`` and ``leave``. Groups are named by their key in the file; find their
record through the plan's group rows (:attr:`Plan.group_ids` for those that exist).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from .import_messages import severity
from .import_records import HeaderRecord, LocationRecord, Note, note

Outcome = Literal["create", "update", "unchanged", "leave", "skip", "error"]
Kind = Literal[
    "group", "pupil", "teacher", "household", "guardian", "guardianship", "visit"
]


class GroupRef(NamedTuple):
    """Names a group in a file; own and composite groups have separate keys."""

    key: str
    composite: bool


class FileStamp(NamedTuple):
    """How new a file is: the day it describes, then the moment it was made."""

    reference_date: date | None
    created_at: datetime | None

    def is_older_than(self, other: "FileStamp") -> bool:
        """Tell whether this file is surely older; what is unknown is not older."""
        mine, theirs = self.day, other.day
        if mine and theirs and mine != theirs:
            return mine < theirs
        if self.created_at and other.created_at:
            return self.created_at < other.created_at
        return False

    @property
    def day(self) -> date | None:
        """The day described; without one, the day the file was made."""
        if self.reference_date or not self.created_at:
            return self.reference_date
        return self.created_at.date()


@dataclass(frozen=True, slots=True)
class ExistingGroup:
    """A group of the school year of the file.

    :ivar key: key from an earlier import, or ``""`` for one made by hand.
    """

    id: int
    key: str
    name: str
    grade: str = ""
    composite: bool = False


@dataclass(frozen=True, slots=True)
class ExistingPupil:
    """A pupil of the school, also one who has left.

    :ivar key: key from an earlier import; ``""`` for a pupil entered by hand or
        imported with a dummy key.
    :ivar group_id: the pupil's own group in the school year of the file.
    :ivar composite_group_ids: the composite groups in that year that an import
        gave; places given by hand are not listed and so never taken away.
    """

    id: int
    key: str = ""
    first_name: str = field(default="", repr=False)
    prefix: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    birth_date: date | None = field(default=None, repr=False)
    grade: str = ""
    location_key: str = ""
    entry_date: date | None = field(default=None, repr=False)
    leave_date: date | None = field(default=None, repr=False)
    group_id: int | None = None
    composite_group_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ExistingTeacher:
    """A teacher as imported before: the waiting list and the link to an employee.

    :ivar id: the record that keeps the imported teacher (not the employee).
    :ivar employee_id: None while the teacher waits in the list.
    :ivar group_ids: groups, own and composite, in the school year of the file, that
        an import gave; groups given by hand are not listed and so never taken away.
    """

    id: int
    key: str = ""
    first_name: str = field(default="", repr=False)
    prefix: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    initials: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    employee_id: int | None = None
    group_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ExistingEmployee:
    """An employee to whom a teacher may be linked, by work e-mail."""

    id: int
    email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Existing:
    """All that the school has, of the school year of the file where that matters.

    :ivar last_file: stamp of the newest file imported for the school.
    """

    groups: tuple[ExistingGroup, ...] = ()
    pupils: tuple[ExistingPupil, ...] = ()
    teachers: tuple[ExistingTeacher, ...] = ()
    employees: tuple[ExistingEmployee, ...] = ()
    last_file: FileStamp | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What the importer chose.

    :ivar today: used where the file has no date of its own; now is an argument.
    :ivar school_year: used where the file names none.
    :ivar brin: BRIN of the school; a file of another one is refused.
    :ivar location_keys: only pupils of these locations, None for all.
    :ivar adopt_keys: the school has a new pupil administration: find pupils by name
        and date of birth and take over their new keys.
    :ivar skipped_roles: who stands among the teachers but is none.
    :ivar teacher_choices: key of a teacher → employee chosen in the preview.
    """

    today: date
    school_year: str = ""
    brin: str = ""
    location_keys: frozenset[str] | None = None
    adopt_keys: bool = False
    skipped_roles: frozenset[str] = frozenset({"OUD", "STA", "CON"})
    teacher_choices: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What would happen with one row of the file.

    :ivar line: where the row stands in the file.
    :ivar key: its key as written; may be a dummy.
    :ivar record_id: the record that the row is about, None if there is none yet.
    :ivar values: what to write; see the module.
    :ivar roles: role codes of a teacher: a proposal to show, never a right.
    :ivar part_of: line of the row that counts for the record of which this row only
        tells more; 0 for a row that counts itself.
    """

    kind: Kind
    line: int
    key: str
    outcome: Outcome
    record_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict, repr=False)
    notes: tuple[Note, ...] = ()
    roles: tuple[str, ...] = ()
    part_of: int = 0

    def to(
        self,
        outcome: Outcome,
        notes: Sequence[Note] = (),
        values: dict[str, Any] | None = None,
    ) -> "PlanRow":
        """Give the row with its outcome, notes and what to write."""
        return replace(self, outcome=outcome, notes=tuple(notes), values=values or {})

    def to_change(
        self, notes: Sequence[Note], values: dict[str, Any], is_older: bool
    ) -> "PlanRow":
        """Give the row of a record that exists: an older file changes nothing."""
        if not values:
            return self.to("unchanged", notes)
        if is_older:
            return self.to("skip", [*notes, note("older_row_skipped", line=self.line)])
        return self.to("update", notes, values)

    @property
    def changed(self) -> tuple[str, ...]:
        """Names of the fields that would be written, for the report; no values."""
        return tuple(sorted(self.values)) if self.record_id else ()

    @property
    def has_errors(self) -> bool:
        """Tell whether the row was refused."""
        return any(severity(note.code) == "error" for note in self.notes)


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows, and what concerns the file as a whole.

    :ivar school_year: the year in which groups and memberships belong.
    :ivar reference_date: the day the file describes; start of new memberships.
    :ivar stamp: to keep as ``last_file`` unless ``is_older``.
    :ivar is_older: nothing that exists is changed by this file.
    :ivar absent_ids: pupils who have not left and are not in the file.
    :ivar absent_keys: their keys, those that have one.
    :ivar group_ids: groups in the file that exist already.
    """

    school_year: str
    reference_date: date
    stamp: FileStamp
    header: HeaderRecord | None
    is_older: bool = False
    rows: tuple[PlanRow, ...] = ()
    notes: tuple[Note, ...] = ()
    locations: tuple[LocationRecord, ...] = ()
    absent_ids: tuple[int, ...] = ()
    absent_keys: tuple[str, ...] = ()
    group_ids: Mapping[GroupRef, int] = field(default_factory=dict)

    def counts(self) -> dict[tuple[str, str], int]:
        """Count the rows per kind and outcome, for the head of the preview."""
        totals: dict[tuple[str, str], int] = {}
        for row in self.rows:
            totals[row.kind, row.outcome] = totals.get((row.kind, row.outcome), 0) + 1
        return totals

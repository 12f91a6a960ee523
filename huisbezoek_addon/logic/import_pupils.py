"""What an import does with each pupil: made, changed, left, left out (A2, A6).

What the file does not say is never emptied here, so nothing that people filled in
is lost. A pupil who has left gets no groups and is never made anew.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from .grades import is_own_year, pupil_grade
from .import_groups import GroupIndex
from .import_matching import is_news, is_refused
from .import_plan import ExistingPupil, GroupRef, Options, PlanRow
from .import_records import Note, PupilRecord, is_real_key, note

#: Values that name groups; they are only there when they differ.
PLACES = frozenset({"group_key", "composite_group_keys"})


@dataclass(frozen=True, slots=True)
class PupilPlanner:
    """Plans one pupil at a time, once it is known who is who.

    :ivar reference_date: who left before this day has left.
    """

    groups: GroupIndex
    options: Options
    reference_date: date
    is_older: bool

    def plan(
        self, record: PupilRecord, pupil: ExistingPupil | None, notes: list[Note]
    ) -> PlanRow:
        """Plan one pupil.

        :param notes: what matching found, errors first of all.
        """
        row = PlanRow(
            "pupil", record.line, record.key, "skip", pupil.id if pupil else None
        )
        notes = [*record.problems, *notes]
        if is_refused(notes):
            return row.to("error", notes)
        if self.is_elsewhere(record):
            return row.to("skip", [note("other_location", line=record.line)])
        if self._has_left(record):
            return self._plan_left(row, record, pupil, notes)
        values = self._values(record, notes) | self._places(record, pupil, notes)
        if not pupil:
            return row.to("create", notes, {k: v for k, v in values.items() if v})
        return row.to_change(
            notes, _difference(record, pupil, values, notes), self.is_older
        )

    def is_elsewhere(self, record: PupilRecord) -> bool:
        """Tell whether the pupil belongs to a location that is not imported."""
        wanted = self.options.location_keys
        return bool(
            record.location_key
            and wanted is not None
            and record.location_key not in wanted
        )

    def _has_left(self, record: PupilRecord | ExistingPupil) -> bool:
        """Tell whether the pupil left before the day that the file describes."""
        return bool(record.leave_date and record.leave_date < self.reference_date)

    def _plan_left(
        self,
        row: PlanRow,
        record: PupilRecord,
        pupil: ExistingPupil | None,
        notes: list[Note],
    ) -> PlanRow:
        """Plan a pupil who left: never made anew, and no new groups."""
        if not pupil:
            return row.to("skip", [*notes, note("left_before", line=record.line)])
        values = _difference(record, pupil, self._values(record, []), notes)
        planned = row.to_change(notes, values, self.is_older)
        if planned.outcome == "update" and "leave_date" in values:
            return row.to("leave", notes, values)
        return planned

    def _values(self, record: PupilRecord, notes: list[Note]) -> dict[str, Any]:
        """Give all that the file says of the pupil itself, and look at it."""
        ref = GroupRef(record.group_key, False)
        grade = pupil_grade(record.grade, self.groups.grades.get(ref, ""))
        line = record.line
        if not is_own_year(grade) and grade != "N":
            notes.append(note("grade_missing", line=line))
        if not record.birth_date:
            notes.append(note("birth_date_missing", line=line))
        elif record.birth_date > self.reference_date:
            notes.append(note("birth_date_future", line=line))
        return {
            "key": record.key if is_real_key(record.key) else "",
            "first_name": record.first_name,
            "prefix": record.prefix,
            "last_name": record.last_name,
            "birth_date": record.birth_date,
            "grade": grade,
            "location_key": record.location_key,
            "entry_date": record.entry_date,
            "leave_date": record.leave_date,
        }

    def _places(
        self, record: PupilRecord, pupil: ExistingPupil | None, notes: list[Note]
    ) -> dict[str, Any]:
        """Give the groups that the pupil would get, where they are others than now.

        Who stands here as having left gets none until somebody corrects that.
        """
        places: dict[str, Any] = {}
        if pupil and self._has_left(pupil) and not record.leave_date:
            return places
        own, lost = self.groups.usable(_own_refs(record), record.line)
        notes += lost
        current = frozenset({pupil.group_id} if pupil and pupil.group_id else ())
        if own and self.groups.differs(own, current):
            places["group_key"] = own[0].key
        refs = [GroupRef(key, True) for key in record.composite_group_keys]
        composite, lost = self.groups.usable(refs, record.line)
        notes += lost
        now = pupil.composite_group_ids if pupil else frozenset()
        if self.groups.has_composites and self.groups.differs(composite, now):
            places["composite_group_keys"] = tuple(sorted(r.key for r in composite))
        return places


def _own_refs(record: PupilRecord) -> list[GroupRef]:
    """Give the reference to the pupil's own group, if there is one."""
    return [GroupRef(record.group_key, False)] if record.group_key else []


def _difference(
    record: PupilRecord,
    pupil: ExistingPupil,
    values: dict[str, Any],
    notes: list[Note],
) -> dict[str, Any]:
    """Keep what the file says and the pupil does not have; absence says nothing."""
    if pupil.leave_date and not record.leave_date:
        notes.append(note("leave_date_kept", line=record.line))
    only_initials = any(n.code == "first_name_missing" for n in record.problems)
    if only_initials and pupil.first_name:
        values = {**values, "first_name": ""}
    return {
        name: value
        for name, value in values.items()
        if name in PLACES or is_news(name, value, record, pupil)
    }

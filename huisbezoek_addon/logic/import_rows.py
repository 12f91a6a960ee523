"""Plan an import of pupils, groups and teachers (A2, A6).

:func:`plan_import` compares what a file says with what exists and gives a
:class:`.import_plan.Plan`: one row per record of the file with its outcome. It
changes nothing, so it serves the preview and the import alike, and a refused row
never stops the others.

* The same file again gives ``unchanged`` rows only; a corrected file gives updates
  of the fields that differ.
* An older file adds, and overwrites nothing.
* Who is not in the file is listed, never removed.
* The order of the rows in the file does not matter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from .errors import FileError
from .import_groups import GroupIndex, plan_groups
from .import_matching import looks_like_bsn
from .import_plan import (
    Existing,
    ExistingPupil,
    FileStamp,
    GroupRef,
    Options,
    Plan,
    PlanRow,
)
from .import_pupil_matching import PupilMatcher
from .import_pupils import PupilPlanner
from .import_records import (
    GroupRecord,
    HeaderRecord,
    LocationRecord,
    Note,
    PupilRecord,
    Record,
    TeacherRecord,
    note,
)
from .import_teachers import TeacherPlanner

_KIND_ORDER = {"group": 0, "pupil": 1, "teacher": 2}


@dataclass(slots=True)
class _File:
    """The records of a file, sorted out by kind."""

    header: HeaderRecord | None = None
    locations: list[LocationRecord] = field(default_factory=list)
    groups: list[GroupRecord] = field(default_factory=list)
    pupils: list[PupilRecord] = field(default_factory=list)
    teachers: list[TeacherRecord] = field(default_factory=list)

    def add(self, record: Record) -> None:
        """Put a record where it belongs; the first header counts."""
        match record:
            case HeaderRecord():
                self.header = self.header or record
            case LocationRecord():
                self.locations.append(record)
            case GroupRecord():
                self.groups.append(record)
            case PupilRecord():
                self.pupils.append(record)
            case TeacherRecord():
                self.teachers.append(record)


def plan_import(
    records: Iterable[Record], existing: Existing, options: Options
) -> Plan:
    """Plan an import (A6).

    :param records: from :func:`..formats.edexml.read_edexml`.
    :param existing: the school's own, groups and memberships of the school year
        that :func:`school_year_of` gives for the file.
    :raises FileError: nothing of the file may be imported: ``header_missing``,
        ``school_year_missing``, ``other_school`` or ``keys_look_like_bsn``; and
        what the reader raises while it is read here.
    """
    file = _sort(records)
    _check(file, options)
    stamp, last = _stamp(file.header), existing.last_file
    newer = last if last and stamp.is_older_than(last) else None
    reference = stamp.day or options.today
    rows, seen, groups = _plan_rows(file, existing, options, reference, bool(newer))
    absent = [] if newer else _absent(existing.pupils, seen, reference)
    return Plan(
        school_year=school_year_of(file.header, options),
        reference_date=reference,
        stamp=stamp,
        header=file.header,
        is_older=bool(newer),
        rows=tuple(sorted(rows, key=_row_order)),
        notes=tuple(_file_notes(file, stamp, newer, len(absent))),
        locations=tuple(file.locations),
        absent_ids=tuple(pupil.id for pupil in absent),
        absent_keys=tuple(pupil.key for pupil in absent if pupil.key),
        group_ids={ref: found for ref, found in groups.ids.items() if found},
    )


def school_year_of(header: HeaderRecord | None, options: Options) -> str:
    """Give the school year of a file, else the one that was chosen (A2).

    :raises FileError: ``header_missing`` or ``school_year_missing``.
    """
    if header and header.school_year:
        return header.school_year
    if options.school_year:
        return options.school_year
    if not header:
        raise FileError("header_missing")
    raise FileError("school_year_missing", line=header.line)


def _sort(records: Iterable[Record]) -> _File:
    """Sort the records out by kind, whatever their order."""
    file = _File()
    for record in records:
        file.add(record)
    return file


def _check(file: _File, options: Options) -> None:
    """Refuse a file as a whole."""
    school_year_of(file.header, options)
    header = file.header
    if header and header.brin and options.brin.upper() not in ("", header.brin):
        raise FileError("other_school", line=header.line)
    if looks_like_bsn(pupil.key for pupil in file.pupils):
        raise FileError("keys_look_like_bsn")


def _stamp(header: HeaderRecord | None) -> FileStamp:
    """Give how new the file is."""
    if not header:
        return FileStamp(None, None)
    return FileStamp(header.reference_date, header.created_at)


def _plan_rows(
    file: _File, existing: Existing, options: Options, reference: date, is_older: bool
) -> tuple[list[PlanRow], set[int], GroupIndex]:
    """Plan groups, pupils and teachers; tell which pupils the file names."""
    left_out = _left_out_groups(file.pupils, options)
    group_rows, groups = plan_groups(file.groups, existing.groups, left_out, is_older)
    planner = PupilPlanner(groups, options, reference, is_older)
    pupil_rows, seen = _plan_pupils(file.pupils, existing, planner)
    teachers = TeacherPlanner(file.teachers, existing, options, groups, is_older)
    return [*group_rows, *pupil_rows, *teachers.plan()], seen, groups


def _left_out_groups(
    pupils: Sequence[PupilRecord], options: Options
) -> frozenset[GroupRef]:
    """Give the groups that have pupils, but only of locations not imported."""
    if options.location_keys is None:
        return frozenset()
    used: dict[bool, set[GroupRef]] = {True: set(), False: set()}
    for pupil in pupils:
        wanted = not pupil.location_key or pupil.location_key in options.location_keys
        used[wanted] |= {GroupRef(key, True) for key in pupil.composite_group_keys}
        used[wanted].add(GroupRef(pupil.group_key, False))
    return frozenset(used[False] - used[True])


def _plan_pupils(
    records: Sequence[PupilRecord], existing: Existing, planner: PupilPlanner
) -> tuple[list[PlanRow], set[int]]:
    """Plan the pupils, and tell which existing ones the file names."""
    adopt_keys = planner.options.adopt_keys
    matches = PupilMatcher(records, existing.pupils, adopt_keys).match()
    rows = [
        planner.plan(
            record,
            matches.pupils.get(number),
            [*matches.errors.get(number, ()), *matches.warnings.get(number, ())],
        )
        for number, record in enumerate(records)
    ]
    return rows, {pupil.id for pupil in matches.pupils.values()}


def _absent(
    pupils: Sequence[ExistingPupil], seen: set[int], reference: date
) -> list[ExistingPupil]:
    """Give the pupils who have not left and are not in the file."""
    absent = [
        pupil
        for pupil in pupils
        if pupil.id not in seen
        and not (pupil.leave_date and pupil.leave_date < reference)
    ]
    return sorted(absent, key=lambda pupil: (pupil.key, pupil.id))


def _file_notes(
    file: _File, stamp: FileStamp, newer: FileStamp | None, absent: int
) -> list[Note]:
    """Give what concerns the file as a whole.

    :param newer: stamp of a newer file imported before, None if there is none.
    """
    notes = [*file.header.problems] if file.header else []
    for location in file.locations:
        notes += location.problems
    if newer:
        days = {"file_date": str(stamp.day), "last_date": str(newer.day)}
        notes.append(note("older_file", **days))
    if absent:
        notes.append(note("absent", count=absent))
    return notes


def _row_order(row: PlanRow) -> tuple[int, int, str]:
    """Sort rows by kind, then as they stand in the file."""
    return _KIND_ORDER[row.kind], row.line, row.key

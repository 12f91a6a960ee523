"""The groups of an import: which exist, which are new, which one a key means (A6).

A group is found by its key, else by its name in the school year. Own groups and
composite groups have separate keys.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .import_matching import Claims, claim, is_refused, line_list, repeated
from .import_plan import ExistingGroup, GroupRef, PlanRow
from .import_records import GroupRecord, Note, is_real_key, note
from .person_names import comparison_key


@dataclass(slots=True)
class GroupIndex:
    """What a group key in the file stands for, once the groups are planned.

    :ivar ids: usable groups in the file → record, None for one to be made.
    :ivar grades: usable groups → grade.
    :ivar left_out: groups of another location.
    :ivar has_composites: the file knows composite groups at all.
    """

    ids: dict[GroupRef, int | None] = field(default_factory=dict)
    grades: dict[GroupRef, str] = field(default_factory=dict)
    left_out: frozenset[GroupRef] = frozenset()
    has_composites: bool = False

    def add(self, ref: GroupRef, group: ExistingGroup | None, grade: str = "") -> None:
        """Make a key usable for a group that exists or will be made."""
        if ref.key:
            self.ids[ref] = group.id if group else None
            self.grades[ref] = grade or (group.grade if group else "")

    def usable(
        self, refs: Sequence[GroupRef], line: int
    ) -> tuple[tuple[GroupRef, ...], list[Note]]:
        """Split references into those that work and warnings for the others."""
        good = tuple(ref for ref in refs if ref in self.ids)
        lost = [ref for ref in refs if not (ref in self.ids or ref in self.left_out)]
        return good, [note("group_missing", line=line, group_key=r.key) for r in lost]

    def differs(self, refs: Sequence[GroupRef], current: frozenset[int]) -> bool:
        """Tell whether the groups meant are others than the current ones."""
        wanted = [self.ids[ref] for ref in refs]
        return None in wanted or set(wanted) != current


def plan_groups(
    records: Sequence[GroupRecord],
    existing: Sequence[ExistingGroup],
    left_out: frozenset[GroupRef],
    is_older: bool,
) -> tuple[list[PlanRow], GroupIndex]:
    """Plan the groups and tell what their keys stand for.

    :param left_out: groups that only pupils of another location are in.
    :param is_older: the file may not change what exists.
    """
    twice = repeated((i, _ref(r)) for i, r in enumerate(records) if r.key)
    claims = _match(records, existing)
    for number, others in _same_names(records).items():
        claims.rivals.setdefault(number, others)
    by_id = {group.id: group for group in existing}
    index = GroupIndex(
        left_out=left_out, has_composites=any(record.composite for record in records)
    )
    rows = []
    for number, record in enumerate(records):
        notes = _refusals(number, records, twice, claims)
        group = by_id.get(claims.matched.get(number, 0))
        row = _plan_row(record, group, notes, left_out, is_older)
        rows.append(row)
        if row.outcome != "error" and _ref(record) not in left_out:
            index.add(_ref(record), group, record.grade)
    matched, listed = set(claims.matched.values()), {_ref(r) for r in records}
    for group in existing:
        ref = GroupRef(group.key, group.composite)
        if group.id not in matched and ref not in listed:
            index.add(ref, group)
    return rows, index


def _same_names(records: Sequence[GroupRecord]) -> dict[int, tuple[int, ...]]:
    """Give the groups without a lasting key whose name stands in the file again."""
    named = (
        (number, (comparison_key(record.name), record.composite))
        for number, record in enumerate(records)
        if record.name
    )
    return {
        number: others
        for number, others in repeated(named).items()
        if not is_real_key(records[number].key)
    }


def _ref(record: GroupRecord) -> GroupRef:
    """Give how the file refers to the group."""
    return GroupRef(record.key, record.composite)


def _match(records: Sequence[GroupRecord], existing: Sequence[ExistingGroup]) -> Claims:
    """Find the records: by key, then by name where the key is new or missing."""
    keyed = {(group.key, group.composite): group.id for group in existing if group.key}
    keys = {_ref(record) for record in records if is_real_key(record.key)}
    named: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for group in existing:
        if GroupRef(group.key, group.composite) not in keys:
            named[comparison_key(group.name), group.composite].append(group.id)
    candidates: dict[int, Sequence[int]] = {}
    for number, record in enumerate(records):
        found = keyed.get(_ref(record)) if is_real_key(record.key) else None
        name = comparison_key(record.name), record.composite
        candidates[number] = (
            [found] if found else named.get(name, []) if name[0] else []
        )
    return claim(candidates)


def _refusals(
    number: int,
    records: Sequence[GroupRecord],
    twice: dict[int, tuple[int, ...]],
    claims: Claims,
) -> list[Note]:
    """Give the errors of a group."""
    record = records[number]
    notes = list(record.problems)
    if number in twice:
        lines = line_list(records[other].line for other in twice[number])
        notes.append(
            note("duplicate_key", line=record.line, key=record.key, other_lines=lines)
        )
    elif number in claims.rivals:
        lines = line_list(records[other].line for other in claims.rivals[number])
        notes.append(note("same_record_twice", line=record.line, other_lines=lines))
    elif number in claims.ambiguous:
        count = claims.ambiguous[number]
        notes.append(note("group_ambiguous", line=record.line, count=count))
    if not (record.name or is_real_key(record.key)):
        notes.append(note("value_missing", line=record.line, column="naam"))
    return notes


def _plan_row(
    record: GroupRecord,
    group: ExistingGroup | None,
    notes: list[Note],
    left_out: frozenset[GroupRef],
    is_older: bool,
) -> PlanRow:
    """Plan one group."""
    row = PlanRow("group", record.line, record.key, "skip", group.id if group else None)
    if is_refused(notes):
        return row.to("error", notes)
    if _ref(record) in left_out:
        return row.to("skip", [note("other_location", line=record.line)])
    if not record.name:
        notes.append(note("group_name_missing", line=record.line))
    values = _values(record, group)
    if not group:
        return row.to("create", notes, values)
    return row.to_change(notes, values, is_older)


def _values(record: GroupRecord, group: ExistingGroup | None) -> dict[str, Any]:
    """Give what to write: all for a new group, else what the file says otherwise."""
    values: dict[str, Any] = {"name": record.name or record.key, "grade": record.grade}
    if is_real_key(record.key):
        values["key"] = record.key
    if not group:
        return {**values, "composite": record.composite}
    if not record.name:
        values.pop("name")
    return {
        name: value
        for name, value in values.items()
        if value and value != getattr(group, name)
    }

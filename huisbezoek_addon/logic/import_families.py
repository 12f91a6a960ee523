"""Plan an import of households, guardians and who has what to say of whom (A4–A6).

One row of the file is one guardian of one pupil, so a household and a guardian
stand in several rows, and these must agree. The plan has rows of three kinds, to be
carried out in this order:

* ``household``: ``key``, address, and ``pupil_ids`` to add;
* ``guardian``: names and so on; a new one has ``household`` (a key). Its ``key`` in
  the plan is a name within the plan, such as ``key:O001`` or ``line:12``;
* ``guardianship``: relation, authority, restriction and period; a new one has
  ``guardian`` (that name) and ``pupil_id``.

A blank cell says nothing and empties nothing. An import can set a contact
restriction and never lifts one, and it never touches a secret address.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .import_family_matching import (
    ADDRESS,
    PERSON,
    TIE,
    ExistingFamilies,
    ExistingGuardian,
    ExistingGuardianship,
    ExistingHousehold,
    FamilyMatcher,
    FamilyMatches,
    merged,
)
from .import_matching import is_news
from .import_plan import PlanRow
from .import_records import FamilyRecord, Note, note

__all__ = [
    "ExistingFamilies",
    "ExistingGuardian",
    "ExistingGuardianship",
    "ExistingHousehold",
    "FamilyPlan",
    "plan_families",
]


@dataclass(frozen=True, slots=True)
class FamilyPlan:
    """All rows of the plan: households, then guardians, then guardianships."""

    rows: tuple[PlanRow, ...] = ()


def plan_families(
    records: Sequence[FamilyRecord], existing: ExistingFamilies
) -> FamilyPlan:
    """Plan households, guardians and guardianships (A4, A6).

    Nothing raises: what is wrong with a row refuses that row.
    """
    known = FamilyMatcher(records, existing).match()
    good = [number for number in range(len(records)) if number not in known.errors]
    return FamilyPlan(
        (
            *_household_rows(records, good, existing),
            *_guardian_rows(records, good, known, existing),
            *_guardianship_rows(records, known, existing),
        )
    )


def _household_rows(
    records: Sequence[FamilyRecord], good: Sequence[int], existing: ExistingFamilies
) -> list[PlanRow]:
    """Plan the households of the rows that are not refused."""
    members: dict[str, list[FamilyRecord]] = defaultdict(list)
    for number in good:
        members[records[number].household_key].append(records[number])
    by_key = {household.key: household for household in existing.households}
    rows = [
        _household_row(key, rows, by_key.get(key), existing.pupil_ids)
        for key, rows in members.items()
    ]
    return sorted(rows, key=_row_order)


def _household_row(
    key: str,
    members: Sequence[FamilyRecord],
    household: ExistingHousehold | None,
    pupil_ids: Mapping[str, int],
) -> PlanRow:
    """Plan one household; an address goes as a whole, so no old part stays."""
    line = min(member.line for member in members)
    row = PlanRow("household", line, key, "create", household.id if household else None)
    address: dict[str, Any] = merged(members, ADDRESS)
    pupils = {pupil_ids[member.pupil_key] for member in members}
    if not household:
        told = {name: value for name, value in address.items() if value}
        return row.to("create", (), {**told, "key": key, "pupil_ids": _listed(pupils)})
    notes = _address_notes(line, members, household, address)
    now = {name: getattr(household, name) for name in ADDRESS}
    is_news = any(address.values()) and address != now
    values = address if is_news and not household.has_secret_address else {}
    if new := pupils - household.pupil_ids:
        values["pupil_ids"] = _listed(new)
    return row.to_change(notes, values, False)


def _address_notes(
    line: int,
    members: Sequence[FamilyRecord],
    household: ExistingHousehold,
    address: Mapping[str, str],
) -> list[Note]:
    """Tell where file and school differ on whether the address is secret (A4)."""
    is_secret = household.has_secret_address
    if is_secret and any(address.values()):
        return [note("address_kept_secret", line=line)]
    stands_here = any(getattr(household, name) for name in ADDRESS)
    problems = {problem.code for member in members for problem in member.problems}
    if "secret_address_refused" in problems and stands_here and not is_secret:
        return [note("address_stands_open", line=line)]
    return []


def _listed(pupils: Iterable[int]) -> tuple[int, ...]:
    """Give records in a fixed order."""
    return tuple(sorted(pupils))


def _guardian_rows(
    records: Sequence[FamilyRecord],
    good: Sequence[int],
    known: FamilyMatches,
    existing: ExistingFamilies,
) -> list[PlanRow]:
    """Plan the guardians of the rows that are not refused."""
    members: dict[str, list[FamilyRecord]] = defaultdict(list)
    for number in good:
        members[known.names[number]].append(records[number])
    by_id = {guardian.id: guardian for guardian in existing.guardians}
    homes = {home.key: home.id for home in existing.households}
    rows = [
        _guardian_row(name, rows, by_id.get(known.guardians.get(name, 0)), homes)
        for name, rows in members.items()
    ]
    return sorted(rows, key=_row_order)


def _guardian_row(
    name: str,
    members: Sequence[FamilyRecord],
    guardian: ExistingGuardian | None,
    homes: Mapping[str, int],
) -> PlanRow:
    """Plan one guardian; one with a key may have moved to another household."""
    line = min(member.line for member in members)
    row = PlanRow("guardian", line, name, "create", guardian.id if guardian else None)
    values: dict[str, Any] = merged(members, PERSON)
    values["key"] = next((m.guardian_key for m in members if m.guardian_key), "")
    household = members[0].household_key
    if not guardian:
        told = {field: value for field, value in values.items() if value}
        return row.to("create", (), {**told, "household": household})
    changes = {
        field: value
        for field, value in values.items()
        if value != getattr(guardian, field)
        and (value not in ("", None) or (field == "prefix" and values["last_name"]))
    }
    if homes.get(household) != guardian.household_id:
        changes["household"] = household
    return row.to_change((), changes, False)


def _guardianship_rows(
    records: Sequence[FamilyRecord], known: FamilyMatches, existing: ExistingFamilies
) -> list[PlanRow]:
    """Plan what each row of the file says of guardian and pupil."""
    ties = {(tie.guardian_id, tie.pupil_id): tie for tie in existing.guardianships}
    rows = []
    for number, record in enumerate(records):
        notes = [*record.problems, *known.errors.get(number, ())]
        row = PlanRow("guardianship", record.line, record.pupil_key, "error")
        if number in known.errors:
            rows.append(row.to("error", notes))
            continue
        name, pupil_id = known.names[number], existing.pupil_ids[record.pupil_key]
        tie = ties.get((known.guardians.get(name, 0), pupil_id))
        if tie:
            rows.append(_changed_tie(record, tie, row, notes))
        else:
            values = {f: getattr(record, f) for f in TIE if getattr(record, f)}
            values |= {"guardian": name, "pupil_id": pupil_id}
            rows.append(row.to("create", notes, values))
    return sorted(rows, key=_row_order)


def _changed_tie(
    record: FamilyRecord,
    tie: ExistingGuardianship,
    row: PlanRow,
    notes: list[Note],
) -> PlanRow:
    """Plan a guardianship that exists; a restriction is never lifted here."""
    if tie.contact_restricted and record.contact_restricted is False:
        notes.append(note("restriction_kept", line=record.line))
    changes = {
        name: getattr(record, name)
        for name in TIE
        if is_news(name, getattr(record, name), record, tie)
    }
    return replace(row, record_id=tie.id).to_change(notes, changes, False)


def _row_order(row: PlanRow) -> tuple[int, str]:
    """Sort rows as they stand in the file."""
    return row.line, row.key

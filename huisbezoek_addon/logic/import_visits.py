"""Plan an import of earlier and already planned visits (A6).

One row of the plan is one row of the file. The first row of a visit carries what to
write; the others tell more of it (``part_of``). ``values`` are named as the fields of
:class:`.import_visit_records.VisitFacts`: all for a new visit, what differs for one
that exists; ``household_id`` and ``days`` go with them.

What people did wins over the file: only a visit that nobody changed since an import
wrote it, and one that is still to be planned, is changed. An import takes no pupil
and no companion off a visit.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from .import_matching import line_list
from .import_plan import PlanRow
from .import_records import Note, VisitRecord, note
from .import_visit_bookings import Clash, Wanted, find_clashes
from .import_visit_matching import Match, VisitMatcher, has_open_visit
from .import_visit_records import (
    FACTS,
    ExistingVisit,
    ExistingVisits,
    FileVisit,
    VisitFacts,
)
from .import_visit_rows import HEADERS, VisitRows
from .visit_states import MOVES

#: How a found visit stays as it is, whatever the row says, and why.
_KEPT = {"former_day": "visit_newer_file", "elsewhere": "visit_open_elsewhere"}
_NOTED = {"near": "visit_date_corrected", "to_plan": "visit_uses_open"}


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """All rows of the plan, in the order of the file."""

    rows: tuple[PlanRow, ...] = ()


@dataclass(frozen=True, slots=True)
class _Decision:
    """What becomes of one visit of the file."""

    row: PlanRow
    facts: VisitFacts | None = None

    @property
    def plans(self) -> bool:
        """Tell whether somebody's time is to be taken."""
        return bool(self.facts and self.facts.state == "planned" and self.row.values)


def plan_visits(records: Sequence[VisitRecord], existing: ExistingVisits) -> VisitPlan:
    """Plan earlier and planned visits (A6).

    Nothing raises: what is wrong with a row refuses that row.
    """
    rows = VisitRows(records, existing)
    visits = rows.gather()
    matches = VisitMatcher(visits, existing).match()
    at_home: dict[int, list[ExistingVisit]] = defaultdict(list)
    for known in existing.visits:
        at_home[known.household_id].append(known)
    decisions = {
        number: _decide(visit, matches.get(number), existing, at_home)
        for number, visit in enumerate(visits)
        if not visit.is_refused
    }
    _refuse_clashes(rows, visits, decisions, existing)
    planned = [_plan_row(number, record, rows) for number, record in enumerate(records)]
    for number, decision in decisions.items():
        _spread(decision, visits[number], rows, planned)
    return VisitPlan(tuple(sorted(planned, key=lambda row: (row.line, row.key))))


def _decide(
    visit: FileVisit,
    match: Match | None,
    existing: ExistingVisits,
    at_home: Mapping[int, Sequence[ExistingVisit]],
) -> _Decision:
    """Decide what becomes of a visit of the file."""
    row = PlanRow("visit", visit.line, "", "create")
    if match is None:
        facts = _wanted(visit, None, existing)
        notes = _remarks(visit, facts, existing)
        if visit.state != "planned" and has_open_visit(
            visit, at_home.get(visit.household_id, ()), existing
        ):
            notes.append(note("visit_open_too", line=visit.line))
        values = {name: getattr(facts, name) for name in FACTS}
        values |= {"household_id": visit.household_id, "days": (visit.day,)}
        return _Decision(row.to("create", notes, values), facts)
    known = match.visit
    row = replace(row, record_id=known.id)
    facts = _wanted(visit, known.facts, existing)
    changes = {
        name: getattr(facts, name)
        for name in FACTS
        if getattr(facts, name) != getattr(known.facts, name)
    }
    if why := _why_kept(match, facts, changes):
        return _Decision(row.to("skip", [note(why, line=visit.line)]))
    notes = _remarks(visit, facts, existing)
    if not changes:
        return _Decision(row.to("unchanged", notes))
    if match.how in _NOTED:
        notes.append(note(_NOTED[match.how], line=visit.line))
    changes["days"] = (*(day for day in known.days if day != visit.day), visit.day)
    return _Decision(row.to("update", notes, changes), facts)


def _remarks(
    visit: FileVisit, facts: VisitFacts, existing: ExistingVisits
) -> list[Note]:
    """Give what somebody should look at, though the visit comes in."""
    if facts.state == "planned" and visit.day < existing.today:
        return [note("visit_planned_past", line=visit.line)]
    if not facts.lead_id:
        return [note("visit_no_lead", line=visit.line, column=HEADERS["teacher"])]
    return []


def _why_kept(match: Match, facts: VisitFacts, changes: Mapping[str, object]) -> str:
    """Give why a visit stays as it is, whatever the file says; ``""`` if not."""
    if match.how in _KEPT:
        return _KEPT[match.how]
    if match.how == "to_plan" or not changes:
        return ""
    known = match.visit
    if not known.is_untouched:
        return "visit_kept_near" if match.how == "near" else "visit_kept"
    old, new = known.facts.state, facts.state
    is_move = new in MOVES[old] and (old, new) != ("done", "planned")
    return "" if new == old or is_move else "visit_state_kept"


def _wanted(
    visit: FileVisit, known: VisitFacts | None, existing: ExistingVisits
) -> VisitFacts:
    """Give what a visit would be; where the file says nothing, as it is.

    A visit of which only the day is known gets the first time of the day on which
    the school makes visits, so that it stands in lists on its day; when it really
    was stays empty, since nobody wrote that down.
    """
    base = known or VisitFacts("todo")
    has_day = bool(base.start and base.start.date() == visit.day)
    start = base.start if has_day else None
    if visit.at or not start:
        start = datetime.combine(visit.day, visit.at or existing.first_time)
    began = None
    if visit.state == "done":
        began = start if visit.at else base.began if has_day else None
    minutes = visit.minutes or base.minutes or existing.minutes
    lead = visit.lead_id or base.lead_id
    return VisitFacts(
        state=visit.state,
        outcome=visit.outcome,
        start=start,
        minutes=minutes if began else min(minutes, existing.longest),
        began=began,
        lead_id=lead,
        companion_ids=(base.companion_ids | visit.companion_ids) - {lead},
        place=visit.place or base.place,
        pupil_ids=base.pupil_ids | visit.pupil_ids,
    )


def _refuse_clashes(
    rows: VisitRows,
    visits: Sequence[FileVisit],
    decisions: dict[int, _Decision],
    existing: ExistingVisits,
) -> None:
    """Refuse visits for which somebody has no time."""
    wanted = [
        _to_wanted(number, visits[number].line, decision, existing.persons)
        for number, decision in decisions.items()
        if decision.plans
    ]
    clashes = find_clashes(wanted, existing.bookings)
    for number, clash in clashes.items():
        for one in visits[number].numbers:
            _tell_clash(rows, one, clash)
        del decisions[number]


def _to_wanted(
    number: int, line: int, decision: _Decision, persons: Mapping[int, int]
) -> Wanted:
    """Give whose time a visit would take."""
    facts = decision.facts or VisitFacts("planned")
    start = facts.start or datetime.min
    crew = {*facts.companion_ids, facts.lead_id}
    return Wanted(
        number=number,
        line=line,
        visit_id=decision.row.record_id,
        start=start,
        stop=start + timedelta(minutes=facts.minutes),
        person_ids=frozenset(persons[one] for one in crew if one in persons),
    )


def _tell_clash(rows: VisitRows, number: int, clash: Clash) -> None:
    """Name the other row, or say that it is a visit of the school."""
    if clash.lines:
        rows.refuse(number, "visit_overlaps", other_lines=line_list(clash.lines))
    else:
        rows.refuse(number, "visit_busy")


def _plan_row(number: int, record: VisitRecord, rows: VisitRows) -> PlanRow:
    """Give the row of a record that is refused; others get more later."""
    notes = [*record.problems, *rows.errors.get(number, ())]
    return PlanRow("visit", record.line, record.pupil_key, "error", notes=tuple(notes))


def _spread(
    decision: _Decision,
    visit: FileVisit,
    rows: VisitRows,
    planned: list[PlanRow],
) -> None:
    """Give what was decided to each row of a visit, and what to write to the first."""
    for place, number in enumerate(visit.numbers):
        record, part_of = rows.records[number], visit.line if place else 0
        notes: list[Note] = [*record.problems]
        values: dict[str, Any] = {}
        if part_of:
            notes.append(note("visit_part", line=record.line, other_line=visit.line))
        else:
            notes += decision.row.notes
            values = decision.row.values
        row = replace(decision.row, line=record.line, key=record.pupil_key)
        planned[number] = replace(
            row.to(decision.row.outcome, notes, values), part_of=part_of
        )

"""How a visit in a file is found again in the school (A6).

Each visit of the file gets at most one of its own household, and each visit of the
school goes to at most one of the file. The rules, the surest first; each is tried for
all visits of the file before the next one, with the same lead before another one:

1. ``same_day``: a file named it under this day the last time.
2. ``on_day``: it is on this day, whoever made it.
3. ``former_day``: a file named it under this day, and a later one under another.
4. ``near``: an import made it, and this is a correction of its date: not more than
   two weeks away; a planned one that is still to come, any time in its school year.
5. ``to_plan``: for a planned one, the visit that the household has to plan in that
   school year.
6. ``elsewhere``: for a planned one, another open visit in that school year.

What is found by 3 or 6 stays as it is; the rest is for :mod:`.import_visits`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from .import_visit_records import (
    ExistingVisit,
    ExistingVisits,
    FileVisit,
    find_year,
)
from .visit_states import OPEN

How = Literal["same_day", "on_day", "former_day", "near", "to_plan", "elsewhere"]
#: A corrected date lies not further away than so many days.
NEAR_DAYS = 14
_TO_PLAN = frozenset({"todo", "invited"})


@dataclass(frozen=True, slots=True)
class Match:
    """The visit that was found, and by which rule."""

    visit: ExistingVisit
    how: How


@dataclass(slots=True)
class VisitMatcher:
    """Finds the visits of a file; see the module for the rule.

    :ivar matches: number of a visit in the file → what was found.
    """

    visits: Sequence[FileVisit]
    existing: ExistingVisits
    matches: dict[int, Match] = field(default_factory=dict)
    _free: dict[int, list[ExistingVisit]] = field(default_factory=dict)

    def match(self) -> dict[int, Match]:
        """Match all visits of the file."""
        free: dict[int, list[ExistingVisit]] = defaultdict(list)
        for visit in sorted(self.existing.visits, key=lambda visit: visit.id):
            free[visit.household_id].append(visit)
        self._free = free
        rules: tuple[tuple[How, Callable[[FileVisit, ExistingVisit], bool]], ...] = (
            ("same_day", lambda row, visit: visit.days[-1:] == (row.day,)),
            ("on_day", lambda row, visit: visit.day == row.day),
            ("former_day", lambda row, visit: row.day in visit.days),
            ("near", self._is_near),
            ("to_plan", self._is_to_plan),
            ("elsewhere", self._is_elsewhere),
        )
        for how, fits in rules:
            self._try(how, fits)
        return self.matches

    def _try(self, how: How, fits: Callable[[FileVisit, ExistingVisit], bool]) -> None:
        """Give what a rule finds to the visits of the file that have none yet."""
        for same_lead in (True, False):
            for number, row in self._in_order():
                found = [
                    visit
                    for visit in self._free.get(row.household_id, ())
                    if fits(row, visit)
                    and (not same_lead or visit.facts.lead_id == row.lead_id)
                ]
                if found:
                    best = min(found, key=lambda visit: _distance(row, visit))
                    self.matches[number] = Match(best, how)
                    self._free[row.household_id].remove(best)

    def _in_order(self) -> list[tuple[int, FileVisit]]:
        """Give the visits without match, whatever the order of the rows.

        Refused ones come last: they only keep what nobody else wants.
        """
        rows = [(n, row) for n, row in enumerate(self.visits) if n not in self.matches]
        return sorted(rows, key=lambda pair: (pair[1].is_refused, pair[1].order))

    def _is_near(self, row: FileVisit, visit: ExistingVisit) -> bool:
        """Tell whether a row may be a correction of an imported visit's date."""
        if not visit.mark or row.is_refused:
            return False
        is_close = abs(visit.days[-1] - row.day).days <= NEAR_DAYS
        if row.state != "planned":
            return is_close and row.lead_id in (None, visit.mark.lead_id)
        if visit.mark.state != "planned":
            return False
        is_to_come = bool(
            visit.facts.state == "planned"
            and visit.day
            and visit.day >= self.existing.today
        )
        return is_close or (is_to_come and self._is_same_year(row, visit))

    def _is_to_plan(self, row: FileVisit, visit: ExistingVisit) -> bool:
        """Tell whether the row plans a visit that somebody has to plan."""
        return (
            visit.facts.state in _TO_PLAN
            and not visit.day
            and self._may_plan(row, visit)
        )

    def _is_elsewhere(self, row: FileVisit, visit: ExistingVisit) -> bool:
        """Tell whether the household has another open visit."""
        return visit.facts.state in OPEN and self._may_plan(row, visit)

    def _may_plan(self, row: FileVisit, visit: ExistingVisit) -> bool:
        """Tell whether the row plans something in the visit's school year."""
        return (
            row.state == "planned"
            and not row.is_refused
            and self._is_same_year(row, visit)
        )

    def _is_same_year(self, row: FileVisit, visit: ExistingVisit) -> bool:
        """Tell whether both are in one school year."""
        year = find_year(row.day, self.existing.years)
        return bool(year and year.id == visit.year_id)


def has_open_visit(
    row: FileVisit, visits: Iterable[ExistingVisit], existing: ExistingVisits
) -> bool:
    """Tell whether a household still has a visit to plan in the year of a row."""
    year = find_year(row.day, existing.years)
    return any(
        visit.facts.state in _TO_PLAN and year and visit.year_id == year.id
        for visit in visits
    )


def _distance(row: FileVisit, visit: ExistingVisit) -> tuple[int, date, int]:
    """Give how far a visit is from a row, to choose the nearest."""
    day = (visit.days and visit.days[-1]) or visit.day or row.day
    return abs(day - row.day).days, day, visit.id

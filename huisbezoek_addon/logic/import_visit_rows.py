"""From rows of the file to visits: who, which household, and what rows agree on (A6).

Rows of one household, day and lead are one visit; a blank cell agrees with anything.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from .import_matching import is_refused
from .import_records import Note, VisitRecord, note
from .import_visit_records import ExistingVisits, FileVisit, colleague_key

#: How the template names the fields that a sentence may name.
HEADERS = {
    "household_key": "gezin_sleutel",
    "day": "datum",
    "at": "tijd",
    "minutes": "duur",
    "teacher": "leraar",
    "companion": "begeleider",
    "place": "plaats",
    "state": "stand",
}
#: Visits from before are history of living families; planned ones are near.
_FIRST_DAY = date(2000, 1, 1)
_AHEAD = timedelta(days=730)
#: A visit that was held took a day at most, and a planned one an hour.
_LONGEST_HELD = 480
#: What cannot have happened yet.
_HAPPENED = frozenset({"done", "not_held"})
_AGREE = ("state", "outcome", "at", "minutes", "place")


@dataclass(slots=True)
class VisitRows:
    """Gathers rows into visits, refusing what is wrong.

    :ivar errors: row → why it is refused.
    """

    records: Sequence[VisitRecord]
    existing: ExistingVisits
    errors: dict[int, list[Note]] = field(default_factory=dict)
    _household: dict[int, int] = field(default_factory=dict)
    _lead: dict[int, int | None] = field(default_factory=dict)
    _companion: dict[int, int | None] = field(default_factory=dict)

    def gather(self) -> list[FileVisit]:
        """Give the visits, those that are refused as far as they are known."""
        for number, record in enumerate(self.records):
            if is_refused(record.problems):
                self.errors[number] = []
            self._check_day(number, record)
            self._find_household(number, record)
            self._lead[number] = self._find(
                number, "teacher", self.existing.teachers, record.teacher
            )
            self._companion[number] = self._find(
                number, "companion", self.existing.colleagues, record.companion
            )
            self._check_crew(number, record)
        self._join_blank_leads()
        self._check_agreement()
        return [
            self._to_visit(numbers)
            for numbers in self._groups(range(len(self.records))).values()
        ]

    def refuse(self, number: int, code: str, **params: str | int) -> None:
        """Refuse a row."""
        told = note(code, line=self.records[number].line, **params)
        self.errors.setdefault(number, []).append(told)

    # === One row === #

    def _check_day(self, number: int, record: VisitRecord) -> None:
        """Refuse a day or a length that cannot be."""
        today, day = self.existing.today, record.day
        if day and not _FIRST_DAY <= day <= today + _AHEAD:
            self.refuse(number, "visit_day_wrong", column=HEADERS["day"])
        elif day and day > today and record.state in _HAPPENED:
            self.refuse(number, "visit_not_yet", column=HEADERS["day"])
        is_planned = record.state == "planned"
        limit = self.existing.longest if is_planned else _LONGEST_HELD
        if record.minutes and record.minutes > limit:
            code = "visit_too_long" if is_planned else "visit_much_too_long"
            self.refuse(number, code, column=HEADERS["minutes"], max=limit)

    def _find_household(self, number: int, record: VisitRecord) -> None:
        """Find the household: the one named, or the pupil's only one."""
        pupil = self.existing.pupils.get(record.pupil_key)
        if pupil is None:
            if record.pupil_key:
                self.refuse(number, "pupil_unknown", key=record.pupil_key)
            return
        if pupil in self.existing.left and record.state == "planned":
            self.refuse(number, "visit_pupil_left", key=record.pupil_key)
        if not record.household_key:
            homes = self.existing.homes.get(pupil, ())
            if len(homes) == 1:
                self._household[number] = homes[0]
            elif homes:
                column = HEADERS["household_key"]
                self.refuse(
                    number, "household_missing", column=column, count=len(homes)
                )
            else:
                self.refuse(number, "household_none", key=record.pupil_key)
            return
        household = self.existing.households.get(record.household_key)
        if household is None:
            self.refuse(number, "household_unknown", key=record.household_key)
        elif pupil not in self.existing.members.get(household, ()):
            self.refuse(
                number,
                "pupil_not_in_household",
                key=record.pupil_key,
                household_key=record.household_key,
            )
        else:
            self._household[number] = household

    def _find(
        self,
        number: int,
        name: str,
        people: Mapping[str, frozenset[int]],
        text: str,
    ) -> int | None:
        """Find an employee by key or work e-mail."""
        if not text:
            return None
        found = people.get(colleague_key(text))
        if found and len(found) == 1:
            return min(found)
        code = (
            "colleague_unknown"
            if found is None
            else "colleague_shared"
            if found
            else "colleague_waits"
        )
        self.refuse(number, code, column=HEADERS[name])
        return None

    def _check_crew(self, number: int, record: VisitRecord) -> None:
        """Refuse a visitor who goes twice, or who has no calendar to plan in."""
        lead, companion = self._lead[number], self._companion[number]
        if lead and lead == companion:
            self.refuse(number, "companion_leads", column=HEADERS["companion"])
        if record.state != "planned":
            return
        for name, employee in (("teacher", lead), ("companion", companion)):
            if employee and employee not in self.existing.persons:
                self.refuse(number, "colleague_no_calendar", column=HEADERS[name])

    # === Rows of one visit === #

    def _join_blank_leads(self) -> None:
        """Let a row without teacher go with the one visit of that day, if there is."""
        leads: dict[Hashable, dict[int, int]] = defaultdict(dict)
        for number, record in self._good():
            lead, when = self._lead[number], (self._household[number], record.day)
            if lead:
                first = leads[when].get(lead, record.line)
                leads[when][lead] = min(first, record.line)
        for number, record in self._good():
            known = leads.get((self._household[number], record.day), {})
            if self._lead[number] or not known:
                continue
            if len(known) == 1:
                self._lead[number] = min(known)
            else:
                column, line = HEADERS["teacher"], min(known.values())
                self.refuse(number, "visit_differs", column=column, other_line=line)

    def _check_agreement(self) -> None:
        """Refuse rows of one visit that contradict each other."""
        good = [number for number, _record in self._good()]
        for numbers in self._groups(good).values():
            for name in _AGREE:
                self._check_field(name, numbers)

    def _check_field(self, name: str, numbers: Sequence[int]) -> None:
        """Refuse rows that say different things about one field."""
        said: dict[object, int] = {}
        for number in numbers:
            record = self.records[number]
            value = getattr(record, name)
            if value or name == "outcome":
                said[value] = min(record.line, said.get(value, record.line))
        if len(said) < 2:
            return
        column = HEADERS["state" if name == "outcome" else name]
        for number in numbers:
            value = getattr(self.records[number], name)
            others = [line for other, line in said.items() if other != value]
            told = note(
                "visit_differs",
                line=self.records[number].line,
                column=column,
                other_line=min(others),
            )
            if told not in self.errors.get(number, ()):
                self.errors.setdefault(number, []).append(told)

    def _good(self) -> list[tuple[int, VisitRecord]]:
        """Give the rows that are not refused."""
        rows = enumerate(self.records)
        return [(n, record) for n, record in rows if n not in self.errors]

    def _groups(self, numbers: Sequence[int]) -> dict[Hashable, list[int]]:
        """Give the rows of each visit, by line; refused ones go by themselves."""
        groups: dict[Hashable, list[int]] = defaultdict(list)
        for number in sorted(numbers, key=lambda n: self.records[n].line):
            if number in self._household and self.records[number].day:
                groups[
                    self._household[number],
                    self.records[number].day,
                    self._lead[number],
                    number in self.errors,
                ].append(number)
        return groups

    def _to_visit(self, numbers: Sequence[int]) -> FileVisit:
        """Give the visit of some rows."""
        rows = [self.records[number] for number in numbers]
        first = rows[0]
        return FileVisit(
            numbers=tuple(numbers),
            line=first.line,
            household_id=self._household[numbers[0]],
            day=first.day or _FIRST_DAY,
            at=next((row.at for row in rows if row.at), None),
            minutes=next((row.minutes for row in rows if row.minutes), None),
            lead_id=self._lead[numbers[0]],
            companion_ids=frozenset(
                filter(None, (self._companion[number] for number in numbers))
            ),
            place=next((row.place for row in rows if row.place), ""),
            state=first.state,
            outcome=first.outcome,
            pupil_ids=frozenset(self.existing.pupils[row.pupil_key] for row in rows),
            is_refused=numbers[0] in self.errors,
        )

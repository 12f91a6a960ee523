"""A school with visits in memory: carries out plans, for the tests."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from huisbezoek_addon.logic.import_records import VisitRecord
from huisbezoek_addon.logic.import_visit_records import (
    FACTS,
    Booking,
    ExistingVisit,
    ExistingVisits,
    SchoolYear,
    VisitFacts,
    find_year,
    from_mark,
    to_mark,
    year_start,
)
from huisbezoek_addon.logic.import_visits import plan_visits

TODAY = date(2026, 11, 23)
ANOUK, BRAM, COLETTE = 11, 12, 13
HOUSEHOLDS = {"G1": 1, "G2": 2, "G3": 3}


def row(line=2, pupil="1", day="2026-10-05", state="done", **values):
    """Give a row of a file, held on a Monday by Anouk unless told otherwise."""
    at = values.pop("at", "")
    values.setdefault("teacher", "L1")
    return VisitRecord(
        line,
        pupil,
        day=date.fromisoformat(day) if day else None,
        at=time.fromisoformat(at) if at else None,
        state=state,
        **values,
    )


def planned(line=2, pupil="1", day="2026-12-07", at="15:30", **values):
    """Give a row of a planned visit."""
    return row(line, pupil, day, "planned", at=at, **values)


@dataclass
class VisitWorld:
    """Pupil 1 lives in G1, 2 and 3 in G2, 4 in both G2 and G3; 5 has no household."""

    visits: dict[int, ExistingVisit] = field(default_factory=dict)
    years: list[SchoolYear] = field(
        default_factory=lambda: [SchoolYear(1, date(2026, 8, 1), date(2027, 7, 31))]
    )
    last_id: int = 100

    def existing(self):
        """Give what the school has."""
        return ExistingVisits(
            today=TODAY,
            pupils={"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6},
            left=frozenset({6}),
            households=HOUSEHOLDS,
            homes={1: (1,), 2: (2,), 3: (2,), 4: (2, 3), 6: (1,)},
            members={
                1: frozenset({1, 6}),
                2: frozenset({2, 3, 4}),
                3: frozenset({4}),
            },
            teachers={
                "L1": frozenset({ANOUK}),
                "anouk@x.example": frozenset({ANOUK}),
                "L2": frozenset({BRAM}),
                "L3": frozenset(),
                "shared@x.example": frozenset({ANOUK, BRAM}),
            },
            colleagues={
                "L1": frozenset({ANOUK}),
                "L2": frozenset({BRAM}),
                "colette@x.example": frozenset({COLETTE}),
            },
            persons={ANOUK: 1, BRAM: 2},
            years=tuple(self.years),
            visits=tuple(self.visits.values()),
            bookings=tuple(self._bookings()),
        )

    def plan(self, *records):
        """Plan without carrying out."""
        return plan_visits(records, self.existing())

    def load(self, *records):
        """Plan and carry out."""
        plan = self.plan(*records)
        for one in plan.rows:
            if one.outcome in ("create", "update") and one.values:
                self._write(one.record_id, dict(one.values))
        self._check()
        return plan

    def put(self, state="todo", start="", household=1, mark=False, **values):
        """Put a visit there, by hand or as an import left it."""
        moment = datetime.fromisoformat(start) if start else None
        facts = VisitFacts(state, start=moment, **{"minutes": 45, **values})
        self.last_id += 1
        self.visits[self.last_id] = ExistingVisit(
            self.last_id,
            household,
            self._year(moment.date() if moment else TODAY),
            facts,
            facts if mark else None,
            (moment.date(),) if mark else (),
        )
        return self.last_id

    def change(self, visit_id, **values):
        """Change a visit as a colleague would, after an import."""
        visit = self.visits[visit_id]
        self.visits[visit_id] = replace(visit, facts=replace(visit.facts, **values))

    def report(self, visit_id):
        """Give a visit its report."""
        self.visits[visit_id] = replace(self.visits[visit_id], is_reported=True)

    def only(self):
        """Give the one visit there is."""
        (visit,) = self.visits.values()
        return visit

    def _write(self, record_id, values):
        days = values.pop("days")
        household = values.pop("household_id", None)
        assert values.keys() <= set(FACTS)
        if not record_id:
            self.last_id += 1
            record_id = self.last_id
            facts = VisitFacts(**values)
        else:
            facts = replace(self.visits[record_id].facts, **values)
            household = self.visits[record_id].household_id
        assert from_mark(to_mark(facts, days)) == (facts, days)
        self.visits[record_id] = ExistingVisit(
            record_id, household, self._year(facts.start.date()), facts, facts, days
        )

    def _year(self, day):
        """Give the school year of a day, made where there is none."""
        found = find_year(day, tuple(self.years))
        if not found:
            start = year_start(day)
            found = SchoolYear(start, date(start, 8, 1), date(start + 1, 7, 31))
            self.years.append(found)
        return found.id

    def _bookings(self):
        for visit in self.visits.values():
            facts = visit.facts
            if facts.state == "planned":
                stop = facts.start + timedelta(minutes=facts.minutes)
                for employee in {facts.lead_id, *facts.companion_ids}:
                    person = {ANOUK: 1, BRAM: 2}.get(employee)
                    if person:
                        yield Booking(visit.id, person, facts.start, stop)

    def _check(self):
        """Hold what the database would refuse."""
        bookings = list(self._bookings())
        for one in bookings:
            for other in bookings:
                assert (
                    one is other
                    or one.person_id != other.person_id
                    or one.stop <= other.start
                    or other.stop <= one.start
                ), (one, other)

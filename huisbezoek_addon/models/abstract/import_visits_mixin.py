from collections import defaultdict
from datetime import time, timedelta

import pytz

from odoo import models

from ...formats.visit_csv import read_visit_csv
from ...logic.import_visit_records import (
    Booking,
    ExistingVisit,
    ExistingVisits,
    SchoolYear,
    VisitFacts,
    colleague_key,
    from_mark,
)
from ...logic.import_visits import plan_visits
from .visit_time_mixin import LONGEST


class HuisbezoekImportVisits(models.AbstractModel):
    """Reads earlier and planned visits from CSV and compares them: the way in (A6).

    Nothing is written here, so preview and import use the very same code. There
    is no column for text, so no report and no worry comes in this way.
    """

    _name = "huisbezoek.import.visits"
    _description = "Reads earlier and planned visits"

    def _plan_visits(self):
        """Return the plan of the file, and what concerns all of it.

        :raises FileError: nothing of the file may be imported.
        :raises UserError: the school has no active protocol yet.
        """
        self.school_id._check_protocol()
        file = read_visit_csv(self._open_file())
        return plan_visits(file.rows, self._get_existing_visits(file.rows)), file.notes

    def _get_existing_visits(self, records):
        """Return all that the school has, as far as the rows need it."""
        school = self.school_id
        env = self.with_context(active_test=False).env
        own = [("school_id", "=", school.id)]
        pupils = env["huisbezoek.pupil"].search_fetch(
            [*own, ("import_key", "!=", False)], ["import_key", "active"]
        )
        households = env["huisbezoek.household"].search_fetch(
            own, ["import_key", "active", "pupil_ids"]
        )
        by_key = {pupil.import_key: pupil.id for pupil in pupils}
        named = {by_key.get(record.pupil_key) for record in records}
        concerned = households.filtered(lambda h: not named.isdisjoint(h.pupil_ids.ids))
        teachers, colleagues, persons = self._get_colleagues_sudo()
        hour = round(school.afternoon_from * 60)
        return ExistingVisits(
            today=school._get_today(),
            minutes=school.protocol_id.visit_length,
            longest=LONGEST,
            first_time=time(hour // 60, hour % 60),
            pupils=by_key,
            left=frozenset(pupils.filtered(lambda p: not p.active).ids),
            households={h.import_key: h.id for h in households if h.import_key},
            homes=self._get_homes(households),
            members={h.id: frozenset(h.pupil_ids.ids) for h in households},
            teachers=teachers,
            colleagues=colleagues,
            persons=persons,
            years=self._get_school_years(),
            visits=self._get_visits(concerned),
            bookings=self._get_bookings_sudo(persons),
        )

    def _get_homes(self, households):
        """Return the households of each pupil: those in use, else the former ones."""
        homes = defaultdict(households.browse)
        for household in households:
            for pupil in household.pupil_ids:
                homes[pupil.id] |= household
        return {
            pupil_id: tuple((found.filtered("active") or found).ids)
            for pupil_id, found in homes.items()
        }

    def _get_school_years(self):
        return tuple(
            SchoolYear(year.id, year.date_start, year.date_end)
            for year in self.school_id.year_ids
        )

    # === COLLEAGUES === #

    def _get_colleagues_sudo(self):
        """Return who may lead, who may come along, and whose time that takes.

        Who leads is a teacher of the school or has, or had, a role there; anybody
        of the board may come along. Only ids leave this method.
        """
        env = self.sudo().with_context(active_test=False).env
        school = self.school_id
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search([("company_id", "=", self.company_id.id)])
        )
        listed = env["huisbezoek.teacher"].search([("school_id", "=", school.id)])
        users = env["huisbezoek.role"].search([("school_id", "=", school.id)]).user_id
        own = employees.filtered(lambda e: e.user_id in users) | listed.employee_id
        colleagues = self._get_by_email(employees | own)
        teachers = self._get_by_email(own)
        for teacher in listed:
            # Who waits for an employee is known, and told so.
            found = teacher.employee_id.ids
            email = colleague_key(teacher.work_email or "")
            for key in filter(None, (teacher.import_key, email)):
                for people in (teachers, colleagues):
                    people[key] = people.get(key, frozenset()).union(found)
        persons = {e.id: e._get_planning_partner().id for e in employees | own}
        return teachers, colleagues, {e: p for e, p in persons.items() if p}

    def _get_by_email(self, employees):
        found = defaultdict(set)
        for employee in employees.filtered("work_email"):
            found[colleague_key(employee.work_email)].add(employee.id)
        return {email: frozenset(ids) for email, ids in found.items()}

    def _get_bookings_sudo(self, persons):
        """Return the time taken by visits, also of other schools of the board."""
        rows = (
            self.env["huisbezoek.occupation"]
            .sudo()
            .search([("partner_id", "in", list(set(persons.values())))])
        )
        return tuple(
            Booking(
                row.visit_id.id,
                row.partner_id.id,
                self._to_school_time(row.start),
                self._to_school_time(row.stop),
            )
            for row in rows
        )

    # === VISITS === #

    def _get_visits(self, households):
        """Return the visits of some households."""
        visits = (
            self.env["huisbezoek.visit"]
            .with_context(active_test=False)
            .search([("household_id", "in", households.ids)])
        )
        # Also one whose report is being written or corrected: it stays as it is.
        reported = set(visits.sudo().report_ids.visit_id.ids)
        reported.update(visits.filtered(lambda v: v.state == "reported").ids)
        marks = {visit.id: visit.import_mark for visit in visits.sudo()}
        found = []
        for visit in visits:
            mark, days = from_mark(marks[visit.id])
            found.append(
                ExistingVisit(
                    visit.id,
                    visit.household_id.id,
                    visit.year_id.id,
                    self._to_facts(visit),
                    mark,
                    days,
                    is_reported=visit.id in reported,
                )
            )
        return tuple(found)

    def _to_facts(self, visit):
        """Return what a file can say of a visit, as it is now."""
        minutes = round(visit.duration * 60)
        if visit.real_start and visit.real_stop:
            length = visit.real_stop - visit.real_start
            minutes = round(length.total_seconds() / 60)
        companions = visit.visitor_ids.filtered(lambda v: v.kind == "companion")
        return VisitFacts(
            state="done" if visit.state == "reported" else visit.state,
            outcome=visit.outcome or "",
            start=self._to_school_time(visit.start),
            minutes=minutes,
            began=self._to_school_time(visit.real_start),
            lead_id=visit.lead_id.id or None,
            companion_ids=frozenset(companions.employee_id.ids),
            place=visit.place,
            pupil_ids=frozenset(visit.pupil_ids.ids),
        )

    def _to_school_time(self, moment):
        """Return a moment as the school's clock shows it, None without one."""
        return self.school_id._to_local(moment) if moment else None

    def _from_school_time(self, moment):
        tz = pytz.timezone(self.school_id.tz)
        return tz.localize(moment).astimezone(pytz.utc).replace(tzinfo=None)

    def _get_times(self, facts):
        """Return the times of a visit as the addon keeps them."""
        start = facts.start and self._from_school_time(facts.start)
        began = facts.began and self._from_school_time(facts.began)
        return {
            "start": start,
            # Only what is planned has a limit; what it really took has none.
            "duration": min(facts.minutes, LONGEST) / 60,
            "real_start": began or False,
            "real_stop": began and began + timedelta(minutes=facts.minutes),
        }

from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from ...logic import planning


class HuisbezoekPlanningCheck(models.AbstractModel):
    """Tells what speaks against the time of a visit while it is being planned.

    Availability is read in sudo, and only free or busy leaves it: never what a
    colleague is doing, or why somebody is absent (design §5.8).
    """

    _name = "huisbezoek.planning.check"
    _description = "Warns about the time of a visit"

    planning_warning = fields.Text(compute="_compute_planning_warning")

    @api.depends(
        *("start", "stop", "lead_id", "companion_ids", "interpreter_id"),
        *("household_id", "state"),
    )
    @api.depends_context("lang")
    def _compute_planning_warning(self):
        for visit in self:
            open_with_time = (
                visit.state in ("todo", "invited", "planned") and visit.start
            )
            visit.planning_warning = open_with_time and "\n".join(
                [*visit._get_planning_warnings(), *visit._get_role_warnings()]
            )

    def _get_role_warnings(self):
        """Return a sentence for each companion who could not answer (E3)."""
        school_sudo = self.school_id.sudo()
        users = school_sudo.role_ids.filtered("active").user_id
        return [
            self.env._(
                "%(person)s has no role at this school, so cannot answer or see the"
                " visit. An administrator gives the role of companion.",
                person=companion.name,
            )
            for companion in (self._get_planned_employees() - self.lead_id).sudo()
            if companion.user_id and companion.user_id not in users
        ]

    def _get_planning_warnings(self):
        """Return the sentences that speak against the visit's time."""
        self.ensure_one()
        if not (self.school_id and self.start and self.stop and self.start < self.stop):
            return []
        school = self.school_id
        slot = tuple(school._to_local(moment) for moment in (self.start, self.stop))
        findings = planning.check_slot(
            slot,
            planning.VisitHours(
                school.afternoon_from,
                school.afternoon_to,
                school.evening_from,
                school.evening_to,
            ),
            closed=self._get_closed_days(slot[0].date()),
            persons=self._get_persons(slot),
            avoided=self._get_avoided(),
        )
        return [self._word_finding(finding) for finding in findings]

    def _get_closed_days(self, day):
        Closed = self.env["huisbezoek.closed.day"].sudo()
        return [
            planning.ClosedDays(closed.name, closed.date_from, closed.date_to)
            for closed in Closed.search(
                Closed._get_overlap_domain(self.school_id, day, day)
            )
        ]

    def _get_avoided(self):
        return [
            planning.Avoided(
                weekday=int(avoidance.weekday) if avoidance.weekday else None,
                first=avoidance.date_from or None,
                last=avoidance.date_to or None,
                hour_from=avoidance.hour_from,
                hour_to=avoidance.hour_to,
            )
            for avoidance in self.household_id._filter_readable().sudo().avoidance_ids
        ]

    def _get_persons(self, slot):
        """Return what is known of each visitor on the local day of ``slot``."""
        # A form may name anybody; of another board nothing is told.
        employees_sudo = (
            self._get_planned_employees()
            .sudo()
            .filtered(lambda e: e.company_id == self.school_id.company_id)
        )
        tz = pytz.timezone(self.school_id.tz)
        begin = tz.localize(datetime.combine(slot[0].date(), time.min))
        end = tz.localize(
            datetime.combine(slot[0].date() + timedelta(days=1), time.min)
        )
        working, absent = self._get_work_and_absence(employees_sudo, begin, end)
        busy = self._get_busy_sudo(employees_sudo)
        visiting = self._get_visiting_sudo(employees_sudo)
        return [
            planning.Person(
                employee.name,
                works=employee in working,
                absent=employee in absent,
                busy=busy.get(employee, ()),
                visiting=visiting.get(employee, ()),
            )
            for employee in employees_sudo
        ]

    def _get_planned_employees(self):
        """Return who would visit, as the form stands now."""
        return (
            self.lead_id._origin
            | self.lead_id.browse(self.companion_ids._origin.ids)
            | self.interpreter_id._origin.sudo().employee_id.sudo(False)
        )

    @api.model
    def _get_work_and_absence(self, employees_sudo, begin, end):
        """Return who works on the day, and who has leave on it.

        Working time decides the day and nothing more: visits are made after
        lessons and in the evening (design §5.8).
        """
        resources = employees_sudo.resource_id
        working, _calendars = resources._get_valid_work_intervals(
            begin, end, compute_leaves=False
        )
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("time_type", "=", "leave")
                & Domain("date_from", "<", fields.Datetime.to_string(self._to_utc(end)))
                & Domain("date_to", ">", fields.Datetime.to_string(self._to_utc(begin)))
                & (
                    Domain("resource_id", "in", resources.ids)
                    | (
                        Domain("resource_id", "=", False)
                        & Domain("company_id", "in", employees_sudo.company_id.ids)
                    )
                )
            )
        )
        return (
            employees_sudo.filtered(lambda e: working[e.resource_id.id]),
            employees_sudo.filtered(
                lambda e: any(self._applies(leave, e) for leave in leaves)
            ),
        )

    @api.model
    def _applies(self, leave, employee):
        if leave.resource_id:
            return leave.resource_id == employee.resource_id
        return leave.company_id == employee.company_id and (
            not leave.calendar_id or leave.calendar_id == employee.resource_calendar_id
        )

    @api.model
    def _to_utc(self, moment):
        return moment.astimezone(pytz.utc).replace(tzinfo=None)

    def _get_busy_sudo(self, employees_sudo):
        partners = {
            self._get_partner(employee): employee for employee in employees_sudo
        }
        events = (
            self.env["res.partner"]
            .sudo()
            .union(*partners)
            ._get_busy_calendar_events(self.start, self.stop)
        )
        own = self.sudo()._origin.event_id
        to_local = self.school_id._to_local
        return {
            employee: tuple(
                (to_local(event.start), to_local(event.stop))
                for event in events.get(partner.id, own) - own
            )
            for partner, employee in partners.items()
        }

    def _get_visiting_sudo(self, employees_sudo):
        partners = {
            self._get_partner(employee): employee for employee in employees_sudo
        }
        taken = (
            self.env["huisbezoek.occupation"]
            .sudo()
            .search(
                Domain("partner_id", "in", [partner.id for partner in partners])
                & Domain("visit_id", "!=", self._origin.id)
                & Domain("start", "<", self.stop)
                & Domain("stop", ">", self.start)
            )
        )
        to_local = self.school_id._to_local
        return {
            partners[partner]: tuple(
                (to_local(row.start), to_local(row.stop)) for row in rows
            )
            for partner, rows in taken.grouped("partner_id").items()
        }

    @api.model
    def _get_partner(self, employee):
        return employee.user_id.partner_id or employee.work_contact_id

    def _word_finding(self, finding):
        """Put a finding of ``logic.planning`` into the user's language."""
        sentences = {
            "closed": self.env._("The school is closed that day: %(day)s."),
            "outside_hours": self.env._("This is outside the school's visit hours."),
            "avoided": self.env._("The family would rather not be visited then."),
            "absent": self.env._("%(person)s is absent that day."),
            "day_off": self.env._("%(person)s does not work that day."),
            "busy": self.env._("%(person)s has another appointment then."),
            "visiting": self.env._("%(person)s is on another home visit then."),
        }
        return sentences[finding.code] % finding.params

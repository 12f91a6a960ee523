from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from odoo import models
from odoo.fields import Domain

from ...logic import planning

#: So that the local days at both ends lie within what is asked.
_A_DAY = timedelta(days=1)


class HuisbezoekHandoverTimes(models.AbstractModel):
    """Tells which colleagues could come at the times that visits have (C7).

    As the warnings of `huisbezoek.planning.check`, but of many visits and persons
    with one question each. Nothing leaves but who is free (design §5.8).
    """

    _name = "huisbezoek.handover.times"
    _description = "Knows who could come instead"

    def _map_free(self, employees):
        """Return ``{visit: employees who can come at its time}``.

        Who leads these visits is being chosen anew, so that they take no time from
        their present leads. Whoever was asked to come along and cannot is not free.

        :param employees: employees of the board of the visits.
        """
        if not self or not employees:
            return {}
        visits_sudo, employees_sudo = self.sudo(), employees.sudo()
        agendas = visits_sudo._get_agendas(employees_sudo)
        return {
            visit.with_env(self.env): employees.browse(
                employee.id
                for employee in employees_sudo
                if visit._is_free(employee, agendas[employee])
            )
            for visit in visits_sudo
        }

    def _is_free(self, employee, agenda):
        """Tell whether somebody can come at the visit's time (called in sudo)."""
        own = self.visitor_ids.filtered(lambda v: v.employee_id == employee)
        day = self._get_day()
        person = planning.Person(
            "",
            works=any(planning.overlaps(day, span) for span in agenda["works"]),
            absent=any(planning.overlaps(day, span) for span in agenda["absent"]),
            busy=agenda["busy"],
            visiting=tuple(
                span for visit_id, span in agenda["visiting"] if visit_id != self.id
            ),
        )
        return own.state != "declined" and planning.is_free(
            (self.start, self.stop), person
        )

    def _get_day(self):
        """Return begin and end of the visit's local day, in UTC."""
        tz = pytz.timezone(self.school_id.tz)
        date = self.school_id._to_local(self.start).date()
        return tuple(
            self._to_utc(tz.localize(datetime.combine(day, time.min)))
            for day in (date, date + _A_DAY)
        )

    def _get_agendas(self, employees):
        """Return what fills the days of each employee, in UTC (called in sudo)."""
        first, last = min(self.mapped("start")) - _A_DAY, max(self.mapped("stop"))
        period = (first, last + _A_DAY)
        works, absent = self._get_work_and_leaves(employees, *period)
        busy = self._get_busy_spans(employees, *period)
        visiting = self._get_visiting_spans(employees, *period)
        return {
            employee: {
                "works": works[employee],
                "absent": absent[employee],
                "busy": busy[employee],
                "visiting": visiting[employee],
            }
            for employee in employees
        }

    def _get_work_and_leaves(self, employees, first, last):
        begin, end = pytz.utc.localize(first), pytz.utc.localize(last)
        intervals, _calendars = employees.resource_id._get_valid_work_intervals(
            begin, end, compute_leaves=False
        )
        leaves = self._get_leaves(employees, begin, end)
        return (
            {
                employee: [
                    (self._to_utc(start), self._to_utc(stop))
                    for start, stop, _record in intervals[employee.resource_id.id]
                ]
                for employee in employees
            },
            {
                employee: [
                    (leave.date_from, leave.date_to)
                    for leave in leaves
                    if self._applies(leave, employee)
                ]
                for employee in employees
            },
        )

    def _get_busy_spans(self, employees, first, last):
        """Return the appointments of each employee, other than these visits."""
        partners = {self._get_partner(employee): employee for employee in employees}
        events = (
            self.env["res.partner"]
            .union(*partners)
            ._get_busy_calendar_events(first, last)
        )
        own = self.event_id
        return {
            employee: tuple(
                (event.start, event.stop) for event in events.get(partner.id, own) - own
            )
            for partner, employee in partners.items()
        }

    def _get_visiting_spans(self, employees, first, last):
        """Return ``[(visit id, span)]`` of the visits that each employee goes on."""
        partners = {self._get_partner(employee): employee for employee in employees}
        rows = self.env["huisbezoek.occupation"].search(
            Domain("partner_id", "in", [partner.id for partner in partners])
            & Domain("start", "<", last)
            & Domain("stop", ">", first)
        )
        led = {(visit, self._get_partner(visit.lead_id)) for visit in self}
        spans = defaultdict(list)
        for row in rows:
            if (row.visit_id, row.partner_id) not in led:
                span = (row.start, row.stop)
                spans[partners[row.partner_id]].append((row.visit_id.id, span))
        return spans

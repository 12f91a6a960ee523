from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ..logic.local_time import days_of, to_datetime, to_span, whole_day
from ..logic.weekly import week_of
from ..logic.working_days import Pattern, Period, period_on, working_days


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        """Override of `hr`: planned visits go along to another calendar.

        A school imports first and makes accounts later; an employee's visits
        then move from the work contact to the user.
        """
        result = super().write(vals)
        if {"user_id", "work_contact_id"} & vals.keys():
            self.env["huisbezoek.visit"].sudo().search(
                [
                    ("state", "=", "planned"),
                    ("visitor_ids.employee_id", "in", self.ids),
                ]
            )._sync_planning()
        if "user_id" in vals:
            self.env["huisbezoek.annual.task"].sudo().search(
                [("employee_id", "in", self.ids), ("task_id", "!=", False)]
            )._sync_followers()
        return result

    # === AS A VISITOR (called in sudo by huisbezoek.availability) === #

    def _get_planning_key(self):
        """Return the number by which ``logic.schedule`` knows the person."""
        self.ensure_one()
        return self.id

    def _get_planning_partner(self):
        """Return whose calendar and time a visit takes."""
        self.ensure_one()
        return self.user_id.partner_id or self.work_contact_id

    def _get_planning_week(self, hours, school_times, own_times):
        """Return when the person visits and teaches in each week (`logic.weekly`)."""
        return week_of(hours, school_times, own_times)

    def _get_planning_facts(self, first, last, zone):
        """Return what the planning of visits has to know of each employee.

        The ERP's own methods take some queries for each calendar, and know only the
        calendar of today: a free day that changes next month would be missed.

        :param first: ordinal of the first local day.
        :param last: ordinal of the last one, included.
        :param zone: the zone in which a day begins.
        :return: ``{employee: (name, number, works, absent)}``: whose time a visit
            takes, as `huisbezoek.occupation` counts persons, and the days with working
            time and those with leave.
        """
        rows = self._read_group(
            [("id", "in", self.ids), ("active", "in", (True, False))],
            [
                *("id", "name", "resource_id", "company_id"),
                *("user_id.partner_id", "work_contact_id"),
            ],
        )
        employees = self.browse().union(*(row[0] for row in rows))
        periods = employees._get_working_periods()
        leaves = employees._get_leaves(
            [row[2].id for row in rows], [row[3].id for row in rows], first, last, zone
        )
        days = range(first, last + 1)
        return {
            employee: (
                name,
                (partner or contact).id or 0,
                working_days(periods[employee], days),
                _get_leave_days(leaves, resource, company, periods[employee], zone),
            )
            for employee, name, resource, company, partner, contact in rows
        }

    def _get_working_periods(self):
        """Return ``{employee: [logic.working_days.Period]}``."""
        versions = self.env["hr.version"].search_fetch(
            [("employee_id", "in", self.ids)],
            [
                *("employee_id", "date_version", "resource_calendar_id"),
                *("is_flexible", "contract_date_start", "contract_date_end"),
            ],
        )
        days = self._get_working_weekdays(versions.resource_calendar_id)
        periods = defaultdict(list)
        for version in versions:
            calendar = version.resource_calendar_id
            begin, end = version.contract_date_start, version.contract_date_end
            periods[version.employee_id].append(
                Period(
                    version.date_version.toordinal(),
                    Pattern(frozenset(days[calendar]), version.is_flexible),
                    calendar.id or 0,
                    begin.toordinal() if begin else 0,
                    end.toordinal() if end else 0,
                )
            )
        return periods

    @api.model
    def _get_working_weekdays(self, calendars):
        """Return ``{calendar: {(week, weekday), …}}``, as ``logic.working_days``."""
        weekdays = defaultdict(set)
        for calendar, by_two_weeks, week, weekday in self.env[
            "resource.calendar.attendance"
        ]._read_group(
            Domain("calendar_id", "in", calendars.ids)
            & Domain("display_type", "=", False)
            & Domain("day_period", "!=", "lunch"),
            [
                *("calendar_id", "calendar_id.two_weeks_calendar"),
                *("week_type", "dayofweek"),
            ],
        ):
            weeks = [int(week or 0)] if by_two_weeks else [0, 1]
            weekdays[calendar] |= {(parity, int(weekday)) for parity in weeks}
        return weekdays

    @api.model
    def _get_leaves(self, resources, companies, first, last, zone):
        """Return the leaves of resources, and of everybody at the companies."""
        begin, end = whole_day(first, zone)[0], whole_day(last, zone)[1]
        return self.env["resource.calendar.leaves"].search_fetch(
            Domain("time_type", "=", "leave")
            & Domain("date_from", "<", to_datetime(end))
            & Domain("date_to", ">", to_datetime(begin))
            & (
                Domain("resource_id", "in", resources)
                | Domain("resource_id", "=", False)
                & Domain("company_id", "in", companies)
            ),
            ["resource_id", "company_id", "calendar_id", "date_from", "date_to"],
        )


def _get_leave_days(leaves, resource, company, periods, zone):
    """Return the days on which somebody has leave, his own or everybody's."""
    return {
        day
        for leave in leaves
        if leave.resource_id == resource
        or (not leave.resource_id and leave.company_id == company)
        for day in days_of(to_span(leave.date_from, leave.date_to), zone)
        if _holds(leave, periods, day)
    }


def _holds(leave, periods, day):
    """Tell whether a leave of everybody holds for the calendar of somebody's day."""
    if leave.resource_id or not leave.calendar_id:
        return True
    period = period_on(periods, day)
    return bool(period) and period.calendar == leave.calendar_id.id

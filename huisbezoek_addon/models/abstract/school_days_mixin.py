from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: Who sees visits at all; of a number alone others could tell when somebody is visited.
SEES_VISITS = (
    "huisbezoek_addon.group_teacher,huisbezoek_addon.group_planner,"
    "huisbezoek_addon.group_care_coordinator"
)


class HuisbezoekSchoolDays(models.AbstractModel):
    """Days in the calendar of a school, and the planned visits that closing them hits.

    Visits are counted and opened under the rules of who looks: a planner sees those
    of the school, a teacher his own. Management, who closes days too, sees none, also
    not how many: by closing one day after another a number would tell when somebody
    is visited (design §4).
    """

    _name = "huisbezoek.school.days"
    _description = "Days of a school"
    _inherit = ["huisbezoek.school.mixin"]

    name = fields.Char(required=True)
    date_from = fields.Date(string="First day", required=True)
    date_to = fields.Date(
        string="Last day",
        required=True,
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
    )
    source_key = fields.Char(
        readonly=True, copy=False, help="The row of the list that it came from."
    )
    visit_count = fields.Integer(
        string="Planned visits", compute="_compute_visit_count", groups=SEES_VISITS
    )

    _dates_check = models.Constraint(
        "CHECK (date_from <= date_to)",
        "The first day must not come after the last day.",
    )
    _source_key_uniq = models.UniqueIndex(
        "(school_id, source_key) WHERE source_key IS NOT NULL",
        "The school has these days already.",
    )

    @api.depends("date_from")
    def _compute_date_to(self):
        for days in self:
            if not days.date_to or days.date_to < days.date_from:
                days.date_to = days.date_from

    @api.depends(lambda self: self._get_closing_fields())
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_visit_count(self):
        """Count with one query for all the days, whether saved or being typed in."""
        closing = self._filter_closing()
        counts = closing._count_visits_by_day()
        (self - closing).visit_count = 0
        for days in closing:
            days.visit_count = sum(
                count
                for (school, day), count in counts.items()
                if school == days.school_id._origin
                if days.date_from <= day <= days.date_to
            )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: rounds may not fit any more."""
        days = super().create(vals_list)
        days._wake_rounds()
        return days

    def write(self, vals):
        """Override of `orm`: rounds may not fit any more, or fit again."""
        if not {*self._get_closing_fields()} & vals.keys():
            return super().write(vals)
        self._wake_rounds()
        result = super().write(vals)
        self._wake_rounds()
        return result

    def unlink(self):
        """Override of `orm`: rounds may fit again."""
        self._wake_rounds()
        return super().unlink()

    def _wake_rounds(self):
        """Let it be looked at whether the rounds on these days still fit (C3)."""
        closing = self._filter_closing()
        if closing:
            first, last = (
                min(closing.mapped("date_from")),
                max(closing.mapped("date_to")),
            )
            self.env["huisbezoek.round"].sudo().search(
                Domain("state", "!=", "done")
                & self._get_overlap_domain(closing.school_id, first, last)
            )._look_again_soon()

    # === WHAT CLOSES === #

    @api.model
    def _get_closing_fields(self):
        """Return the fields that decide which visits are hit."""
        return ("school_id", "date_from", "date_to")

    def _filter_closing(self):
        """Return the days on which there are no visits: complete ones, by default."""
        return self.filtered(
            lambda days: (
                days.school_id
                and days.date_from
                and days.date_to
                and days.date_from <= days.date_to
            )
        )

    @api.model
    def _get_overlap_domain(self, schools, first, last):
        """Return the domain of what touches the days ``first``–``last`` (dates)."""
        return (
            Domain("school_id", "in", schools.ids)
            & Domain("date_from", "<=", last)
            & Domain("date_to", ">=", first)
        )

    @api.model
    def _select_days(self, domain):
        """Return SQL that selects school, name, first and last day (in sudo)."""
        query = self.sudo()._search(domain)
        columns = ("school_id", "name", "date_from", "date_to")
        return query.select(*(SQL.identifier(query.table, name) for name in columns))

    # === VISITS === #

    def _count_visits_by_day(self):
        """Return ``{(school, date): planned visits}`` of the schools of these days."""
        Visit = self.env["huisbezoek.visit"]
        counts = {}
        if not self or not Visit.has_access("read"):
            return counts
        for tz, days in self.grouped(lambda day: day.school_id.tz).items():
            domain = self._get_planned_domain(
                days.school_id._origin,
                min(days.mapped("date_from")),
                max(days.mapped("date_to")),
            )
            groups = Visit.with_context(tz=tz)._read_group(
                domain, ["school_id", "start:day"], ["__count"]
            )
            for school, day, count in groups:
                counts[school, fields.Date.to_date(day)] = count
        return counts

    @api.model
    def _get_planned_domain(self, schools, first, last):
        """Return the domain of visits that are still to come on the days.

        :param schools: schools of one time zone.
        """
        begin, end = (
            self._get_midnight(schools[:1], day)
            for day in (first, last + timedelta(days=1))
        )
        return (
            Domain("school_id", "in", schools.ids)
            & Domain("state", "=", "planned")
            & Domain("start", ">=", max(begin, fields.Datetime.now()))
            & Domain("start", "<", end)
        )

    @api.model
    def _get_midnight(self, school, day):
        """Return when a day begins by the clocks of the school, in UTC."""
        local = pytz.timezone(school.tz).localize(datetime.combine(day, time.min))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _get_hit_domain(self):
        """Return the domain of the planned visits on these days."""
        return Domain.OR(
            self._get_planned_domain(days.school_id, days.date_from, days.date_to)
            for days in self._filter_closing()
        )

    # === ACTIONS === #

    def action_add_calendar(self):
        """Add what is missing at all the schools whose days the user keeps.

        A button above the list: which rows are chosen, if any, does not matter.
        """
        return self.env["huisbezoek.school"]._get_kept_calendars().action_add_calendar()

    def action_open_visits(self):
        """Open the planned visits on these days."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_visit_action"
        )
        visits = self.env["huisbezoek.visit"].search(self._get_hit_domain())
        action["name"] = self.env._("Planned visits on these days")
        # By number, so that they stay in sight once they are back to be planned.
        action["domain"] = [("id", "in", visits.ids)]
        action["context"] = {"create": False}
        return action

    def action_return_visits(self):
        """Return the planned visits on these days to planning: all of them, or none."""
        visits = self.env["huisbezoek.visit"].search(self._get_hit_domain())
        if visits:
            visits.action_back_to_planning()

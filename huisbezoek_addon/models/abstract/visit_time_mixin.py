from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import date_utils

#: What is planned for one visit, in minutes (C1); real times may be longer.
LONGEST = 60
#: What a visit takes before the school has a protocol that says so.
USUAL = 45
#: What a visit can really take; more is a slip of the finger, and hours for nothing.
MOST = timedelta(hours=12)


class HuisbezoekVisitTime(models.AbstractModel):
    """When a visit is planned, how long, and when it really was."""

    _name = "huisbezoek.visit.time"
    _description = "Time of a visit"

    start = fields.Datetime(tracking=True, copy=False, index=True)
    duration = fields.Float(
        string="Length (hours)",
        compute="_compute_duration",
        store=True,
        readonly=False,
        precompute=True,
        help="What is planned: 60 minutes at most. Real times may be longer.",
    )
    stop = fields.Datetime(
        compute="_compute_stop",
        inverse="_inverse_stop",
        store=True,
        precompute=True,
        copy=False,
    )
    real_start = fields.Datetime(string="Really began", copy=False)
    real_stop = fields.Datetime(string="Really ended", copy=False)

    _duration_check = models.Constraint(
        "CHECK (duration > 0)", "A visit must last longer than nothing."
    )
    _real_check = models.Constraint(
        "CHECK (real_start < real_stop)", "A visit must have begun before it ended."
    )

    @api.depends("protocol_id", "round_id")
    def _compute_duration(self):
        for visit in self:
            minutes = (
                visit.round_id.sudo().visit_minutes
                or visit.protocol_id.visit_length
                or USUAL
            )
            visit.duration = visit.duration or minutes / 60

    @api.depends("start", "duration")
    def _compute_stop(self):
        for visit in self:
            visit.stop = visit.start and visit.start + timedelta(
                minutes=round(visit.duration * 60)
            )

    def _inverse_stop(self):
        for visit in self.filtered(lambda v: v.start and v.stop):
            visit.duration = (visit.stop - visit.start).total_seconds() / 3600

    @api.constrains("duration", "stop")
    def _check_length(self):
        for visit in self:
            if round(visit.duration * 60) > LONGEST:
                raise ValidationError(
                    self.env._(
                        "A visit is planned for 60 minutes at most. Real times may"
                        " be longer: fill them in afterwards."
                    )
                )

    @api.constrains("real_start", "real_stop")
    def _check_real_times(self):
        latest = fields.Datetime.now() + timedelta(days=1)
        for visit in self:
            if any(t and t > latest for t in (visit.real_start, visit.real_stop)):
                raise ValidationError(
                    self.env._(
                        "The true times of a visit lie in the past. Fill them in when"
                        " it was held."
                    )
                )
            took = (
                visit.real_start
                and visit.real_stop
                and (visit.real_stop - visit.real_start)
            )
            if took and took > MOST:
                raise ValidationError(
                    self.env._(
                        "A visit takes less than half a day. Check its true times."
                    )
                )

    @api.model
    def _get_my_schools(self):
        """Return the schools that the user works for in the companies at hand."""
        return self.env["huisbezoek.school"].search(
            [("company_id", "in", self.env.companies.ids)]
        )

    @api.model
    def get_unusual_days(self, date_from, date_to=None):
        """Return which days of a period the user's schools are closed.

        :param str date_from: first moment, as the calendar view gives it.
        :param str date_to: last moment; the first one if empty.
        :return: ``{"2026-12-25": True}``, for the grey days of the calendar.
        """
        first = fields.Date.to_date(date_from)
        last = fields.Date.to_date(date_to or date_from)
        closed = self.env["huisbezoek.closed.day"]._get_closed(
            self._get_my_schools(), first, last
        )
        return {
            str(day): any(c.first <= day <= c.last for c in closed)
            for day in date_utils.date_range(first, last, timedelta(days=1))
        }

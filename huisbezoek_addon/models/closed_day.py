from odoo import api, fields, models
from odoo.fields import Domain

from ..logic.planning import ClosedDays


class HuisbezoekClosedDay(models.Model):
    """Days on which the school makes no visits (C2, design §5.9).

    A model of our own: nothing is ever written to the ERP's own leaves.
    """

    _name = "huisbezoek.closed.day"
    _description = "Closed days"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "date_from, id"

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("vacation", "Vacation"),
            ("holiday", "Public holiday"),
            ("own", "Own closed day"),
        ],
        required=True,
        default="own",
    )
    date_from = fields.Date(string="First day", required=True)
    date_to = fields.Date(
        string="Last day",
        required=True,
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
    )

    _dates_check = models.Constraint(
        "CHECK (date_from <= date_to)",
        "The first day must not come after the last day.",
    )

    @api.depends("date_from")
    def _compute_date_to(self):
        for closed in self:
            if not closed.date_to or closed.date_to < closed.date_from:
                closed.date_to = closed.date_from

    @api.model
    def _get_overlap_domain(self, schools, first, last):
        """Return the domain of what touches the days ``first``–``last`` (dates)."""
        return (
            Domain("school_id", "in", schools.ids)
            & Domain("date_from", "<=", last)
            & Domain("date_to", ">=", first)
        )

    @api.model
    def _get_closed(self, school, first, last):
        """Return the closed days of a school that touch ``first``–``last`` (dates).

        In sudo: when a school is closed is no secret to who plans a visit of it.
        """
        closed_sudo = self.sudo().search_fetch(
            self._get_overlap_domain(school, first, last),
            ["name", "date_from", "date_to"],
        )
        return [
            ClosedDays(closed.name, closed.date_from, closed.date_to)
            for closed in closed_sudo
        ]

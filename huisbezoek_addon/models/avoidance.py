from odoo import api, fields, models

from ..logic.planning import Avoided


class HuisbezoekAvoidance(models.Model):
    """Dates or weekly hours on which a family would rather not be visited (A5).

    Only when: there is no field for the reason, since a reason may tell what
    somebody believes (domain §3.4).
    """

    _name = "huisbezoek.avoidance"
    _description = "Time to avoid"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "date_from, weekday, id"
    _personal_data = ("dates that a family avoids", "the end of the school year")

    household_id = fields.Many2one(
        "huisbezoek.household",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    school_id = fields.Many2one(
        related="household_id.school_id", store=True, precompute=True, default=None
    )
    date_from = fields.Date(string="From day")
    date_to = fields.Date(string="Until day")
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        help="Every week on this day. Empty: every day of the period.",
    )
    hour_from = fields.Float(string="From hour", default=0.0)
    hour_to = fields.Float(string="Until hour", default=24.0)

    _hours_check = models.Constraint(
        "CHECK (0 <= hour_from AND hour_from < hour_to AND hour_to <= 24)",
        "The hours must begin before they end, between 0:00 and 24:00.",
    )
    _when_check = models.Constraint(
        "CHECK (weekday IS NOT NULL"
        " OR (date_from IS NOT NULL AND date_to IS NOT NULL))",
        "Give a day of the week, or a first and a last day.",
    )
    _dates_check = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The first day must not come after the last day.",
    )

    def _to_logic(self):
        """Return the times as `logic.planning` knows them."""
        return [
            Avoided(
                weekday=int(avoidance.weekday) if avoidance.weekday else None,
                first=avoidance.date_from or None,
                last=avoidance.date_to or None,
                hour_from=avoidance.hour_from,
                hour_to=avoidance.hour_to,
            )
            for avoidance in self
        ]

    @api.model
    def _prepare_values(self, household, avoided):
        """Return the values of a time, a `logic.planning.Avoided`, of a family."""
        return {
            "household_id": household.id,
            "date_from": avoided.first,
            "date_to": avoided.last,
            "hour_from": avoided.hour_from,
            "hour_to": avoided.hour_to,
        }

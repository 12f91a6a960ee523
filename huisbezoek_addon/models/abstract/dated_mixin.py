from odoo import api, fields, models
from odoo.fields import Domain


class HuisbezoekDatedMixin(models.AbstractModel):
    """Something that holds from a day until a day, both included."""

    _name = "huisbezoek.dated.mixin"
    _description = "Holds for a period"

    date_from = fields.Date(
        string="From",
        required=True,
        default=fields.Date.context_today,
    )
    date_to = fields.Date(
        string="Until", help="The last day. Empty: until further notice."
    )

    _dates_check = models.Constraint(
        "CHECK (date_to IS NULL OR date_from <= date_to)",
        "The first day must not come after the last day.",
    )

    @api.model
    def _get_current_domain(self, day=None):
        """Return the domain of what holds on ``day`` (a date; today if empty)."""
        day = day or fields.Date.context_today(self)
        return Domain("date_from", "<=", day) & self._get_lasting_domain(day)

    @api.model
    def _get_lasting_domain(self, day):
        """Return the domain of what holds on ``day`` or begins after it."""
        return Domain("date_to", "=", False) | Domain("date_to", ">=", day)

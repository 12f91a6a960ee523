from odoo import api, fields, models
from odoo.tools import format_date

from ..logic import feasts


class HuisbezoekFeast(models.Model):
    """A feast in the list of the school, for whoever plans (C2).

    The list is of the school and of nobody else: no family, pupil or visit points to
    a feast, and what a family avoids is kept as dates alone.
    """

    _name = "huisbezoek.feast"
    _description = "Feast"
    _inherit = ["huisbezoek.school.days"]
    _order = "date_from, id"

    begins_evening_before = fields.Boolean(
        string="Begins the evening before",
        help="Families may then avoid that evening too: from 16:00 in October to March"
        " and from 19:00 in April to September.",
    )
    margin_days = fields.Integer(
        string="Days of margin",
        help="How many days it may fall earlier or later, where it follows the moon.",
    )
    is_closed = fields.Boolean(
        string="No visits",
        help="The school makes no visits at all on these days.",
    )

    _margin_check = models.Constraint(
        "CHECK (margin_days BETWEEN 0 AND 7)",
        "The margin of a feast is between 0 and 7 days.",
    )

    @api.depends("name", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Override of `orm`: with its days, for lists to choose from."""
        for feast in self:
            days = dict.fromkeys(filter(None, (feast.date_from, feast.date_to)))
            shown = (
                format_date(self.env, day, date_format="EEE d MMM y") for day in days
            )
            feast.display_name = ", ".join(
                filter(None, (feast.name, " – ".join(shown)))
            )

    @api.model
    def _get_closing_fields(self):
        return (*super()._get_closing_fields(), "is_closed")

    def _filter_closing(self):
        return super()._filter_closing().filtered("is_closed")

    def _to_logic(self):
        """Return the feasts as `logic.feasts` knows them: without a name."""
        return [
            feasts.Feast(
                feast.date_from,
                feast.date_to,
                feast.begins_evening_before,
                feast.margin_days,
            )
            for feast in self
        ]

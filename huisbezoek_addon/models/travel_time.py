from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.travel import normalize

AREAS = ("area_from", "area_to")


class HuisbezoekTravelTime(models.Model):
    """How long the way between two postcode areas is (C4).

    A school knows its own streets better than a service outside would, and asks
    nobody where families live.
    """

    _name = "huisbezoek.travel.time"
    _description = "Travel time"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "area_from, area_to, id"
    _rec_name = "area_from"

    area_from = fields.Char(
        string="From postcode",
        required=True,
        size=10,
        help="The begin of a postcode, such as 8011 or 80. The longest one that fits"
        " counts, in both directions.",
    )
    area_to = fields.Char(string="To postcode", required=True, size=10)
    minutes = fields.Integer(required=True, default=15)

    _minutes_check = models.Constraint(
        "CHECK (minutes BETWEEN 0 AND 240)",
        "The way takes 0 to 240 minutes.",
    )
    _pair_uniq = models.UniqueIndex(
        "(school_id, LEAST(area_from, area_to), GREATEST(area_from, area_to))",
        "The way between these two postcodes stands in the list already, perhaps the"
        " other way round.",
    )

    @api.constrains(*AREAS)
    def _check_areas(self):
        for way in self:
            if not all(way[name].isalnum() for name in AREAS):
                raise ValidationError(
                    self.env._(
                        "Give the begin of a postcode, in digits and letters alone:"
                        " 8011 or 80."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalize(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._normalize(vals))

    @api.model
    def _normalize(self, vals):
        """Give a postcode its one spelling, in which it is looked for."""
        areas = {name: normalize(vals[name]) for name in AREAS if vals.get(name)}
        return {**vals, **areas}

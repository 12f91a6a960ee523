from odoo import api, fields, models

from ...logic import person_names


class HuisbezoekPersonMixin(models.AbstractModel):
    """A Dutch name in its three parts."""

    _name = "huisbezoek.person.mixin"
    _description = "Person with a Dutch name"
    _inherit = ["huisbezoek.discreet.mixin"]
    _rec_names_search = ["name"]

    first_name = fields.Char(required=True)
    name_prefix = fields.Char(
        help="The part before the surname, such as 'van den' in 'Van den Berg'."
    )
    last_name = fields.Char(index=True)
    name = fields.Char(compute="_compute_name", store=True, precompute=True)

    @api.depends("first_name", "name_prefix", "last_name")
    def _compute_name(self):
        for person in self:
            person.name = person_names.full_name(
                person.first_name or "",
                person.name_prefix or "",
                person.last_name or "",
            )

from odoo import api, models
from odoo.exceptions import UserError


class IrFilters(models.Model):
    _inherit = "ir.filters"

    @api.constrains("model_id")
    def _check_noticed(self):
        """Keep no search of what others may not know of: administrators read it."""
        for one in self:
            if getattr(self.env.get(one.model_id), "_hides_existence", False):
                raise UserError(
                    self.env._(
                        "Searches are not kept here: others could read what you look"
                        " for."
                    )
                )

from odoo import api, models
from odoo.exceptions import UserError

from .abstract.unnoticed_mixin import hides_existence


class IrFilters(models.Model):
    _inherit = "ir.filters"

    @api.constrains("model_id")
    def _check_noticed(self):
        """Keep no search of what others may not know of: administrators read it."""
        if any(hides_existence(self.env, one.model_id) for one in self):
            raise UserError(
                self.env._(
                    "Searches are not kept here: others could read what you look for."
                )
            )

from odoo import models

from .abstract.unnoticed_mixin import hides_existence


class IrModel(models.Model):
    _inherit = "ir.model"

    def _compute_count(self):
        """Override of `base`, which counts all rows for administrators.

        Of some records nobody may know that they exist; see `_hides_existence`.
        """
        hiding = self.filtered(lambda one: hides_existence(self.env, one.model))
        hiding.count = 0
        return super(IrModel, self - hiding)._compute_count()

from odoo import models


class IrModel(models.Model):
    _inherit = "ir.model"

    def _compute_count(self):
        """Override of `base`, which counts all rows for administrators.

        Of some records nobody may know that they exist; see `_hides_existence`.
        """
        hiding = self.filtered(
            lambda model: getattr(self.env.get(model.model), "_hides_existence", False)
        )
        hiding.count = 0
        return super(IrModel, self - hiding)._compute_count()

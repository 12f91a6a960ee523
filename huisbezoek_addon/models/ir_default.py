from odoo import models

from .abstract.unnoticed_mixin import hides_existence


class IrDefault(models.Model):
    _inherit = "ir.default"

    def _get_model_defaults(self, model_name, condition=False):
        """Override of `base`: no default that somebody else set decides who reads."""
        if hides_existence(self.env, model_name):
            return {}
        return super()._get_model_defaults(model_name, condition)

from odoo import api, models
from odoo.exceptions import AccessError

from .abstract.unnoticed_mixin import hides_existence


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `mail`, which looks at the record before it refuses."""
        model = self.env.context.get("default_model")
        self._check_unnoticed({vals.get("model", model) for vals in vals_list})
        return super().create(vals_list)

    def write(self, vals):
        """Override of `mail` likewise."""
        self._check_unnoticed({vals.get("model")})
        return super().write(vals)

    def _check_unnoticed(self, names):
        """Let nobody leave a row that tells of what others may not know of."""
        if not self.env.su and any(hides_existence(self.env, name) for name in names):
            raise AccessError(
                self.env._("There are no messages here: others could count them.")
            )

    def _compute_record_name(self):
        """Override of `mail`, which reads the record as superuser for whoever asks."""
        unnoticed = self.filtered(
            lambda one: hides_existence(self.env, one.sudo().model)
        )
        unnoticed.record_name = False
        return super(MailMessage, self - unnoticed)._compute_record_name()

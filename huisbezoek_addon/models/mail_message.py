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

    @api.model
    def _find_allowed_doc_ids(self, model_ids):
        """Override of `mail`: some notes are not for all who read the record (C7)."""
        allowed = super()._find_allowed_doc_ids(model_ids)
        Visit = self.env["huisbezoek.visit"]
        of_visits = set().union(*model_ids.get(Visit._name, {}).values()) & allowed
        return allowed - set(Visit._filter_withheld(self.browse(of_visits))._ids)

    def _get_forbidden_access(self, operation):
        """Override of `mail` likewise, for who asks for one by its id."""
        forbidden = super()._get_forbidden_access(operation)
        allowed = self - forbidden
        return forbidden + self.env["huisbezoek.visit"]._filter_withheld(allowed)

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

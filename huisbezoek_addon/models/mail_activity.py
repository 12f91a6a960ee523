from odoo import models

from .abstract.unnoticed_mixin import hides_existence


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _filter_unnoticed(self):
        """Return the activities on records of which others may not know."""
        return self.filtered(
            lambda one: hides_existence(self.env, one.sudo().res_model)
        )

    def _check_access(self, operation):
        """Override of `mail`: there are none; see `huisbezoek.waiting`."""
        result = super()._check_access(operation)
        if operation in ("create", "write") and (unnoticed := self._filter_unnoticed()):
            refused = unnoticed | (result[0] if result else self.browse())
            return refused, lambda: refused._make_access_error(operation)
        return result

    def _compute_res_name(self):
        """Override of `mail`, which reads the record as superuser for whoever asks."""
        unnoticed = self._filter_unnoticed()
        unnoticed.res_name = False
        return super(MailActivity, self - unnoticed)._compute_res_name()

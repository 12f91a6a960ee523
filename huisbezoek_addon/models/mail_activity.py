from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _filter_unnoticed(self):
        """Return the activities on records of which others may not know."""
        return self.filtered(
            lambda activity: getattr(
                self.env.get(activity.sudo().res_model), "_hides_existence", False
            )
        )

    def _check_access(self, operation):
        """Override of `mail`: such an activity is deleted, never handed to another.

        Its new owner would read what it is about, without a right to it.
        """
        result = super()._check_access(operation)
        if operation in ("create", "write") and (unnoticed := self._filter_unnoticed()):
            refused = unnoticed | (result[0] if result else self.browse())
            return refused, lambda: refused._make_access_error(operation)
        return result

    def _action_done(self, feedback=False, attachment_ids=None):
        """Override of `mail`, which keeps what is done and logs it on the record."""
        unnoticed = self._filter_unnoticed()
        unnoticed.unlink()
        return super(MailActivity, self - unnoticed)._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )

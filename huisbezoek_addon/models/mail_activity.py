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
        """Override of `mail`: nobody is told by an activity what he may not read."""
        result = super()._check_access(operation)
        if operation in ("create", "write") and (telling := self._filter_telling()):
            refused = telling | (result[0] if result else self.browse())
            return refused, lambda: refused._make_access_error(operation)
        return result

    def write(self, vals):
        """Override of `mail`: nor by handing one over."""
        result = super().write(vals)
        if not self.env.su and "user_id" in vals:
            self.check_access("write")
        return result

    def _filter_telling(self):
        """Return those whose owner would learn of a record that he may not read."""
        return self._filter_unnoticed().filtered(
            lambda activity: (
                not self.env[activity.sudo().res_model]
                .browse(activity.sudo().res_id)
                .with_user(activity.sudo().user_id)
                .has_access("read")
            )
        )

    def _action_done(self, feedback=False, attachment_ids=None):
        """Override of `mail`, which keeps what is done and logs it on the record."""
        unnoticed = self._filter_unnoticed()
        unnoticed.unlink()
        return super(MailActivity, self - unnoticed)._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )

from odoo import api, fields, models
from odoo.exceptions import UserError

from . import school_mixin  # noqa: F401 - inherited below, so it comes first


class HuisbezoekProtocolPart(models.AbstractModel):
    """What belongs to one version of a protocol, and changes in a draft alone (B1)."""

    _name = "huisbezoek.protocol.part"
    _description = "Part of a protocol"
    _inherit = ["huisbezoek.school.mixin"]

    protocol_id = fields.Many2one(
        "huisbezoek.protocol", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="protocol_id.school_id", store=True, precompute=True, default=None
    )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create([self._drop_derived(vals) for vals in vals_list])
        parts._check_draft()
        return parts

    def write(self, vals):
        vals = self._drop_derived(vals)
        self._check_draft()
        before = self.protocol_id
        result = super().write(vals)
        if not self.env.su and self.protocol_id != before:
            raise UserError(
                self.env._("What belongs to a version stays with it. Make it anew.")
            )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_active(self):
        self._check_draft()

    def _drop_derived(self, vals):
        """Return the values less the version, where it follows from another part."""
        if self.env.su or not self._fields["protocol_id"].related:
            return vals
        return {name: vals[name] for name in vals if name != "protocol_id"}

    def _check_draft(self):
        """Let a version that was activated stay as it is.

        :raises UserError: where one of the parts is of such a version.
        """
        if not self.env.su:
            self.protocol_id._check_draft()

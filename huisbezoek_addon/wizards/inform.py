from odoo import api, fields, models
from odoo.exceptions import UserError


class HuisbezoekInform(models.TransientModel):
    """Asks when and how families were informed of the protocol (B4)."""

    _name = "huisbezoek.inform"
    _description = "Families were informed"

    household_ids = fields.Many2many(
        "huisbezoek.household", string="Families", required=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    channel = fields.Selection(
        selection=lambda self: (
            self.env["huisbezoek.acknowledgement"]
            ._fields["channel"]
            ._description_selection(self.env)
        ),
        string="How",
        required=True,
        default="letter",
    )
    is_acknowledged = fields.Boolean(
        string="They confirmed that they know it",
        help="They said so, or signed for it. Otherwise they were informed.",
    )

    @api.model
    def _open(self, households):
        """Return the action that asks this about families."""
        if not households:
            raise UserError(self.env._("Choose at least one family."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Informed of the protocol"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_household_ids": households.ids},
        }

    def action_record(self):
        """Record it for all these families; once more is no double."""
        self.ensure_one()
        if not self.household_ids:
            raise UserError(self.env._("Choose at least one family."))
        recorded = self.env["huisbezoek.acknowledgement"]._record(
            self.household_ids, self.date, self.channel, self.is_acknowledged
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Recorded for %(count)s families.", count=len(recorded)
                ),
                "next": {
                    "type": "ir.actions.act_window_close",
                    "infos": {"done": True},
                },
            },
        }

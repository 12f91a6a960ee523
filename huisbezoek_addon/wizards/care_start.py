from odoo import api, fields, models


class HuisbezoekCareStart(models.TransientModel):
    """Asks the care coordinator which situation it is, to start its steps (G3)."""

    _name = "huisbezoek.care.start"
    _description = "Start steps for a signal"

    signal_id = fields.Many2one("huisbezoek.care.signal", required=True, readonly=True)
    school_id = fields.Many2one(related="signal_id.school_id", related_sudo=False)
    route_id = fields.Many2one(
        "huisbezoek.care.route",
        string="Situation",
        required=True,
        domain="[('school_id', '=', school_id)]",
    )
    description = fields.Text(related="route_id.description", related_sudo=False)
    step_ids = fields.One2many(related="route_id.step_ids", related_sudo=False)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: about a signal and a situation that one may read."""
        for vals in vals_list:
            for name in ("signal_id", "route_id"):
                record = self[name].browse(vals.get(name) or ())
                record.check_access("read")
        return super().create(vals_list)

    def action_start(self):
        """Start the steps of the chosen situation."""
        self.ensure_one()
        self.signal_id._start_steps(self.route_id)
        return {"type": "ir.actions.act_window_close"}

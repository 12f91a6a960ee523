from odoo import api, fields, models


class HuisbezoekVisitClose(models.TransientModel):
    """Asks why visits do not take place, and closes them."""

    _name = "huisbezoek.visit.close"
    _description = "Why a visit does not take place"

    visit_ids = fields.Many2many(
        "huisbezoek.visit",
        required=True,
        default=lambda self: self._default_visits(),
    )
    outcome = fields.Selection(
        selection=lambda self: (
            self.env["huisbezoek.visit"]
            ._fields["outcome"]
            ._description_selection(self.env)
        ),
        string="What happened?",
        required=True,
    )

    @api.model
    def _default_visits(self):
        return self.env["huisbezoek.visit"].browse(
            self.env.context.get("active_ids", [])
        )

    def action_close(self):
        """Close the visits for the chosen reason."""
        self.ensure_one()
        self.visit_ids._close(self.outcome)
        return {"type": "ir.actions.act_window_close"}

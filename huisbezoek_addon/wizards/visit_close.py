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
    staying = fields.Char(compute="_compute_staying")
    count = fields.Integer(compute="_compute_staying")

    @api.model
    def _default_visits(self):
        return self.env["huisbezoek.visit"].browse(
            self.env.context.get("active_ids", [])
        )

    @api.depends("visit_ids", "outcome")
    @api.depends_context("lang")
    def _compute_staying(self):
        for dialog in self:
            visits = dialog.visit_ids._origin
            closing = visits._filter_closable(dialog.outcome)
            dialog.count = len(closing)
            dialog.staying = (visits - closing)._describe_states()

    def action_close(self):
        """Close the visits for the chosen reason, and say how many."""
        self.ensure_one()
        return self.visit_ids._close_selection(self.outcome)

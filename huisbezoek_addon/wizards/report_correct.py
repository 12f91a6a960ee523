from odoo import fields, models
from odoo.exceptions import UserError


class HuisbezoekReportCorrect(models.TransientModel):
    """Asks why a final report is corrected, or for the family's own view (F3)."""

    _name = "huisbezoek.report.correct"
    _description = "Change of a final report"
    _transient_max_hours = 0.1

    report_id = fields.Many2one("huisbezoek.report", required=True)
    kind = fields.Selection(
        [("correction", "Correction"), ("parent_view", "The family's own view")],
        required=True,
        default="correction",
    )
    text = fields.Text(prefetch=False)

    def action_apply(self):
        """Correct the report, or add the view of the family."""
        self.ensure_one()
        report, kind, text = self.report_id, self.kind, (self.text or "").strip()
        if not text:
            raise UserError(
                self.env._("Write why the report is corrected.")
                if kind == "correction"
                else self.env._("Write down what the family says.")
            )
        self.unlink()
        if kind == "correction":
            report._reopen(text)
        else:
            report._add_parent_view(text)
        return {"type": "ir.actions.act_window_close"}

from odoo import fields, models


class HuisbezoekReportChange(models.Model):
    """A version of a report that was final once, and why it is no longer (F3)."""

    _name = "huisbezoek.report.change"
    _description = "Former version of a report"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.confidential.mixin"]
    _order = "report_id, version desc, id desc"
    _rec_name = "version"
    _confidential = frozenset({"reason"})
    _personal_data = ("why a report was corrected, and by whom", "with the report")

    report_id = fields.Many2one(
        "huisbezoek.report", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="report_id.school_id", store=True, precompute=True, default=None
    )
    version = fields.Integer(readonly=True, aggregator=None)
    kind = fields.Selection(
        [("correction", "Corrected"), ("parent_view", "The family's view added")],
        required=True,
    )
    reason = fields.Text(prefetch=False)
    user_id = fields.Many2one(
        "res.users", string="By", default=lambda self: self.env.user
    )
    date = fields.Datetime(default=fields.Datetime.now)
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="PDF",
        ondelete="set null",
        readonly=True,
        index="btree_not_null",
    )

    def _get_confidential_records(self):
        return self.report_id

    def action_open_pdf(self):
        """Open the file of this former version."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.sudo().attachment_id.id}",
            "target": "new",
        }

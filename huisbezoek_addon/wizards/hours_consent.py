from odoo import api, fields, models


class HuisbezoekHoursConsent(models.TransientModel):
    """Asks when the P-MR consented that hours are written, and on what paper."""

    _name = "huisbezoek.hours.consent"
    _description = "Consent of the P-MR"

    school_id = fields.Many2one(
        "huisbezoek.school",
        required=True,
        default=lambda self: self.env["huisbezoek.school"]._default_school(),
    )
    date = fields.Date(
        string="Day of the consent",
        required=True,
        compute="_compute_from_school",
        store=True,
        readonly=False,
        precompute=True,
    )
    hours_basis = fields.Selection(
        selection=lambda self: (
            self.env["huisbezoek.school"]
            ._fields["hours_basis"]
            ._description_selection(self.env)
        ),
        string="Hours of a visit",
        required=True,
        compute="_compute_from_school",
        store=True,
        readonly=False,
        precompute=True,
    )
    document = fields.Binary()
    filename = fields.Char()

    @api.depends("school_id")
    def _compute_from_school(self):
        for dialog in self:
            school = dialog.school_id
            dialog.hours_basis = school.hours_basis or "real"
            dialog.date = school.hours_consent_date or fields.Date.context_today(self)

    def action_record(self):
        """Record the consent; what is due is written in the background."""
        self.ensure_one()
        self.school_id._record_hours_consent(
            self.date, self.document, self.filename, self.hours_basis
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Recorded. Hours of earlier visits appear within some minutes."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

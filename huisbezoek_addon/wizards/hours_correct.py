from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare


class HuisbezoekHoursCorrect(models.TransientModel):
    """Asks how long somebody was really busy with a visit, and why it differs."""

    _name = "huisbezoek.hours.correct"
    _description = "Correct the hours of a visit"

    visitor_id = fields.Many2one("huisbezoek.visitor", required=True, readonly=True)
    visit_hours = fields.Float(
        string="Visit", compute="_compute_hours", store=True, readonly=False
    )
    travel_hours = fields.Float(
        string="Travel", compute="_compute_hours", store=True, readonly=False
    )
    consultation_hours = fields.Float(
        string="Consultation", compute="_compute_hours", store=True, readonly=False
    )
    report_hours = fields.Float(
        string="Report", compute="_compute_hours", store=True, readonly=False
    )
    reason = fields.Char(
        string="Why does it differ?",
        help="Read by yourself and the management alone. No names, please.",
    )

    @api.depends("visitor_id")
    def _compute_hours(self):
        for dialog in self:
            present = dialog._get_present()
            for kind, hours in present.items():
                dialog[f"{kind}_hours"] = hours

    def _get_present(self):
        """Return ``{kind: hours}`` as they are written now."""
        kinds = dict(
            self.env["account.analytic.line"]
            ._fields["home_visit_kind"]
            ._description_selection(self.env)
        )
        present = dict.fromkeys(kinds, 0.0)
        if visitor := self.visitor_id._filter_hours_readable().sudo():
            lines = visitor.visit_id._get_lines(visitor.visit_id)
            for line in lines.filtered(lambda a: a.employee_id == visitor.employee_id):
                present[line.home_visit_kind] = line.unit_amount
        return present

    def action_correct(self):
        """Put the hours that differ in force."""
        self.ensure_one()
        self.visitor_id.check_access("read")
        self.visitor_id._check_may_correct()
        differing = {
            kind: self[f"{kind}_hours"]
            for kind, hours in self._get_present().items()
            if float_compare(self[f"{kind}_hours"], hours, precision_digits=2)
        }
        if differing and not (self.reason or "").strip():
            raise UserError(
                self.env._("Say in a few words why the hours differ, without names.")
            )
        if differing:
            self.env["huisbezoek.hours.correction"].sudo()._correct(
                self.visitor_id.sudo(), differing, self.reason.strip()
            )
        return {"type": "ir.actions.act_window_close"}

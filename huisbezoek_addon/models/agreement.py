from odoo import api, fields, models
from odoo.exceptions import UserError


class HuisbezoekAgreement(models.Model):
    """What was agreed on a visit: what, who, by when (F1).

    Open agreements stand on the preparation of the next visit (E2).
    """

    _name = "huisbezoek.agreement"
    _description = "Agreement"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.confidential.mixin"]
    _order = "is_done, date, id"
    _confidential = frozenset({"what"})
    _personal_data = (
        "what was agreed with a family",
        "two years after the last pupil left the school",
    )

    report_id = fields.Many2one(
        "huisbezoek.report", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="report_id.school_id", store=True, precompute=True, default=None
    )
    what = fields.Text(required=True, prefetch=False)
    who = fields.Selection(
        [
            ("teacher", "The teacher"),
            ("school", "Somebody else at school"),
            ("family", "The family"),
            ("pupil", "The pupil"),
        ],
        required=True,
        default="teacher",
    )
    date = fields.Date(string="By when")
    is_done = fields.Boolean(string="Done", readonly=True, copy=False)

    def _get_confidential_records(self):
        return self.report_id

    @api.depends_context("lang")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = self.env._(
                "Agreement %(number)05d", number=agreement._origin.id
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: an agreement belongs to a draft that one may write."""
        agreements = super().create(vals_list)
        agreements._check_draft()
        return agreements

    def write(self, vals):
        if not self.env.su and {"report_id", "is_done"} & vals.keys():
            raise UserError(
                self.env._("Use 'Done' to say that an agreement was kept.")
            )
        return super().write(vals)

    def _check_draft(self):
        if not self.env.su:
            self.report_id.check_access("write")

    def action_done(self):
        """Say that an agreement was kept, or take that back; its readers do."""
        self.check_access("read")
        for agreement_sudo in self.sudo():
            agreement_sudo.is_done = not agreement_sudo.is_done

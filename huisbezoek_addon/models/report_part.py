from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..logic.report_copy import Subject, receiver


class HuisbezoekReportPart(models.Model):
    """What a report says about one pupil: a line in that pupil's dossier (F1)."""

    _name = "huisbezoek.report.part"
    _description = "Part of a report"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.confidential.mixin"]
    _order = "date desc, report_id desc, id"
    _confidential = frozenset({"text"})
    _personal_data = (
        "what was said about a pupil",
        "two years after the pupil left the school",
    )

    report_id = fields.Many2one(
        "huisbezoek.report", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="report_id.school_id", store=True, precompute=True, default=None
    )
    pupil_id = fields.Many2one(
        "huisbezoek.pupil",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    pupil_name = fields.Char(
        string="Name of the pupil", compute="_compute_pupil_name", compute_sudo=True
    )
    text = fields.Text(string="About the child", prefetch=False, copy=False)
    # The dossier
    date = fields.Date(related="report_id.date", store=True)
    state = fields.Selection(related="report_id.state")
    visitor_names = fields.Char(related="report_id.visitor_names")
    topic_names = fields.Char(related="report_id.topic_names")
    # The family's copy (F3)
    pupil_agrees = fields.Boolean(
        string="The pupil agrees",
        readonly=True,
        copy=False,
        help="From 16 on, parents get what the report says about a pupil only with"
        " the pupil's agreement.",
    )
    receiver = fields.Selection(
        [
            ("parents", "The parents"),
            ("pupil", "The pupil; the parents once the pupil agrees"),
            ("both", "The pupil and the parents"),
        ],
        string="Who gets the copy",
        compute="_compute_receiver",
        compute_sudo=True,
    )

    _pupil_uniq = models.Constraint(
        "UNIQUE (report_id, pupil_id)", "A report has one part per pupil."
    )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `orm`: a part stays with its report and pupil; rules ask both."""
        if not self.env.su and vals.keys() - {"text"}:
            raise UserError(
                self.env._("A part of a report stays with its report and its pupil.")
            )
        return super().write(vals)

    @api.constrains("report_id", "pupil_id")
    def _check_pupil(self):
        for part in self.sudo():
            if part.pupil_id not in part.report_id.visit_id.pupil_ids:
                raise ValidationError(
                    self.env._("A report is about the pupils who were visited.")
                )

    def _get_confidential_records(self):
        return self.report_id

    @api.depends("pupil_id.name")
    def _compute_pupil_name(self):
        for part in self:
            part.pupil_name = part.pupil_id.name

    @api.depends("pupil_id.birth_date", "pupil_agrees")
    def _compute_receiver(self):
        for part in self:
            today = part.school_id._get_today()
            part.receiver = receiver(part._to_subject(), today)

    def _to_subject(self):
        """Return the pupil as the rules of copies see him (called in sudo)."""
        return Subject(
            self.pupil_id.id, self.pupil_id.birth_date or None, self.pupil_agrees
        )

    # === ACTIONS === #

    def action_agree(self):
        """Record that the pupil agrees that the parents get the copy, or not."""
        self.ensure_one()
        self.report_id._check_author()
        self.sudo().pupil_agrees = not self.pupil_agrees

    def action_open_report(self):
        """Open the report from the dossier."""
        self.ensure_one()
        return self.report_id._get_form_action()

    def action_open_pdf(self):
        """Open the PDF of the report from the dossier."""
        self.ensure_one()
        return self.report_id.action_open_pdf()

    def _erase(self):
        """Override of the school mixin: the pupil goes out of the files, too.

        Brothers and sisters keep the report, without what was said about this one.
        """
        reports = self.report_id
        copies = reports.copy_ids.filtered(lambda c: c.part_ids & self)
        copies.write({"part_ids": [Command.unlink(part.id) for part in self]})
        result = super()._erase()
        reports.filtered(lambda r: not r.part_ids)._erase()
        reports.exists()._renew_files()
        return result

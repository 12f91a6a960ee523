from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HuisbezoekGuardianship(models.Model):
    """What a guardian is to a pupil, and what that allows (A4)."""

    _name = "huisbezoek.guardianship"
    _description = "Guardian of a pupil"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.dated.mixin"]
    _order = "pupil_id, guardian_id, id"
    _rec_name = "guardian_id"
    _personal_data = (
        "what a guardian is to a pupil",
        "two years after the pupil left the school",
    )

    guardian_id = fields.Many2one(
        "huisbezoek.guardian",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
    )
    pupil_id = fields.Many2one(
        "huisbezoek.pupil",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
    )
    school_id = fields.Many2one(
        related="guardian_id.school_id", store=True, precompute=True, default=None
    )
    household_id = fields.Many2one(
        related="guardian_id.household_id", store=True, precompute=True, index=True
    )
    relation = fields.Selection(
        [
            ("mother", "Mother"),
            ("father", "Father"),
            ("guardian", "Legal guardian"),
            ("foster", "Foster parent"),
            ("other", "Other"),
        ]
    )
    authority = fields.Selection(
        [("yes", "Yes"), ("no", "No"), ("unknown", "Unknown")],
        string="Parental authority",
        required=True,
        default="unknown",
    )
    contact_restricted = fields.Boolean(
        help="By order of a court or in agreement with the care coordinator there is"
        " no contact about this pupil."
    )

    _pair_uniq = models.Constraint(
        "UNIQUE (guardian_id, pupil_id)",
        "This guardian already stands with this pupil.",
    )

    @api.constrains("guardian_id", "pupil_id")
    def _check_school(self):
        for guardianship in self:
            if guardianship.guardian_id.school_id != guardianship.pupil_id.school_id:
                raise ValidationError(
                    self.env._("Choose a guardian of the pupil's own school.")
                )

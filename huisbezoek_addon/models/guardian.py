from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize


class HuisbezoekGuardian(models.Model):
    _name = "huisbezoek.guardian"
    _description = "Guardian"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.person.mixin"]
    _order = "household_id, sequence, id"
    _personal_data = (
        "name, phone, e-mail and language of a parent",
        "two years after the last pupil left the school",
    )

    sequence = fields.Integer(default=10)
    first_name = fields.Char(required=False)
    household_id = fields.Many2one(
        "huisbezoek.household",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
    )
    school_id = fields.Many2one(
        related="household_id.school_id", store=True, precompute=True, default=None
    )
    phone = fields.Char()
    email = fields.Char()
    language_id = fields.Many2one("huisbezoek.language", string="Wants to talk in")
    needs_interpreter = fields.Boolean(string="Interpreter needed")
    visitor_wish = fields.Selection(
        [
            ("woman", "The visitor is a woman"),
            ("two", "Two visitors"),
            ("second_woman", "A second visitor, a woman"),
        ],
        help="What the family would like. Never ask or note the reason.",
    )
    import_key = fields.Char(string="Guardian key", copy=False)
    guardianship_ids = fields.One2many("huisbezoek.guardianship", "guardian_id")

    _import_key_uniq = models.UniqueIndex(
        "(household_id, import_key) WHERE import_key IS NOT NULL",
        "Two guardians of one household cannot have the same key.",
    )

    @api.constrains("first_name", "last_name")
    def _check_name(self):
        for guardian in self:
            if not guardian.first_name and not guardian.last_name:
                raise ValidationError(
                    self.env._("Fill in the guardian's first name or surname.")
                )

    @api.constrains("email")
    def _check_email(self):
        for guardian in self:
            if guardian.email and not email_normalize(guardian.email):
                raise ValidationError(
                    self.env._(
                        "The e-mail address of a guardian cannot be used. Write it"
                        " as name@example.org, or leave it empty."
                    )
                )

    def _erase(self):
        """Override of the school mixin: the name goes out of the files of reports."""
        reports = self.env["huisbezoek.report"].search(
            [("guardian_ids", "in", self.ids)]
        )
        result = super()._erase()
        reports._renew_files()
        return result

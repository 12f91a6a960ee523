from odoo import api, fields, models


class HuisbezoekSecretAddress(models.Model):
    """An address that nobody may find (A4).

    Entered and read by the care coordinator alone; the visitors get it from
    the visit, from 24 hours before until 2 hours after it. No chatter, no
    name, no index: it appears nowhere else.
    """

    _name = "huisbezoek.secret.address"
    _description = "Secret address"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "id"
    _personal_data = (
        "secret address of a family",
        "two years after the last pupil left the school",
    )

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
    address = fields.Char(required=True, prefetch=False)

    _household_uniq = models.Constraint(
        "UNIQUE (household_id)", "This household already has a secret address."
    )

    @api.depends("household_id")
    def _compute_display_name(self):
        for secret in self:
            secret.display_name = self.env._("Secret address")

    @api.model_create_multi
    def create(self, vals_list):
        secrets = super().create(vals_list)
        secrets.household_id.sudo().has_secret_address = True
        return secrets

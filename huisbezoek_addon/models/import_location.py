from odoo import fields, models


class HuisbezoekImportLocation(models.Model):
    """A location that a file names; the planner says which are this school (A6)."""

    _name = "huisbezoek.import.location"
    _description = "Location in an import"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "key, id"

    import_id = fields.Many2one(
        "huisbezoek.import", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="import_id.school_id", store=True, precompute=True, default=None
    )
    key = fields.Char(required=True, readonly=True)
    name = fields.Char(readonly=True)
    is_included = fields.Boolean(string="This school", default=True)

    _key_uniq = models.Constraint(
        "UNIQUE (import_id, key)", "This location already stands in the list."
    )

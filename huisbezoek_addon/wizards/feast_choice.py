from odoo import fields, models


class HuisbezoekFeastChoice(models.TransientModel):
    """Asks on which feasts of the school's list a family is not visited (C2).

    The choice itself is never stored: saving the dialog makes dates of it at once,
    and its row knows the family and nothing else.
    """

    _name = "huisbezoek.feast.choice"
    _description = "Dates to avoid"

    household_id = fields.Many2one(
        "huisbezoek.household", required=True, ondelete="cascade"
    )
    school_id = fields.Many2one(related="household_id.school_id")
    feast_ids = fields.Many2many(
        "huisbezoek.feast",
        string="Feasts",
        compute="_compute_feasts",
        inverse="_inverse_feasts",
    )

    def _compute_feasts(self):
        self.feast_ids = False

    def _inverse_feasts(self):
        for choice in self:
            choice.household_id._avoid_feasts(choice.feast_ids)

    def action_done(self):
        """Close the dialog, whose choice is kept already, and forget it."""
        self.unlink()
        return {"type": "ir.actions.act_window_close"}

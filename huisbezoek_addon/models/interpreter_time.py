from odoo import fields, models


class HuisbezoekInterpreterTime(models.Model):
    """Weekly hours at which an interpreter can come (C4)."""

    _name = "huisbezoek.interpreter.time"
    _description = "Time of an interpreter"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "interpreter_id, weekday, hour_from, id"
    _rec_name = "interpreter_id"
    _personal_data = ("when an interpreter can come", "as long as the interpreter")

    interpreter_id = fields.Many2one(
        "huisbezoek.interpreter", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="interpreter_id.school_id", store=True, precompute=True, default=None
    )
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        required=True,
    )
    hour_from = fields.Float(string="From hour", default=15.0)
    hour_to = fields.Float(string="Until hour", default=20.5)

    _hours_check = models.Constraint(
        "CHECK (0 <= hour_from AND hour_from < hour_to AND hour_to <= 24)",
        "The hours must begin before they end, between 0:00 and 24:00.",
    )

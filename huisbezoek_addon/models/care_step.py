from odoo import api, fields, models

#: Who acts in a step; a task that a step leaves behind says the same.
WHO = [
    ("visitor", "Visitor"),
    ("care_coordinator", "Care coordinator"),
    ("confidant", "Confidant"),
    ("management", "Management"),
    ("board", "School board"),
    ("outside", "Body outside the school"),
]


class HuisbezoekCareStep(models.Model):
    """One step of a situation: who does what, with whom, and within what time (G3)."""

    _name = "huisbezoek.care.step"
    _description = "Step of the care structure"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "route_id, sequence, id"
    _rec_name = "what"

    route_id = fields.Many2one(
        "huisbezoek.care.route",
        string="Situation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    school_id = fields.Many2one(
        related="route_id.school_id", store=True, precompute=True, default=None
    )
    sequence = fields.Integer(default=10)
    who = fields.Selection(
        WHO, string="Who acts", required=True, default="care_coordinator"
    )
    what = fields.Text(required=True, translate=True)
    within_number = fields.Integer(
        string="Within", help="0: at once. Days are working days."
    )
    within_unit = fields.Selection(
        [("hours", "Hours"), ("days", "Working days")],
        string="Unit",
        required=True,
        default="days",
    )
    within = fields.Char(string="When", compute="_compute_within")
    contact_name = fields.Char(
        string="Whom to call",
        translate=True,
        help="A body or a function, such as Veilig Thuis. No colleague and no family:"
        " everybody with a role at the school reads this.",
    )
    contact_phone = fields.Char(string="Phone")

    _within_check = models.Constraint(
        "CHECK (within_number BETWEEN 0 AND 365)",
        "A step is done at once, or within 365 hours or working days at most.",
    )
    _contact_check = models.Constraint(
        "CHECK (who <> 'outside' OR contact_name IS NOT NULL)",
        "Say which body outside the school acts, and how it is called.",
    )

    @api.depends("within_number", "within_unit")
    @api.depends_context("lang")
    def _compute_within(self):
        for step in self:
            step.within = step._get_within()

    def _get_within(self):
        """Return in words within what time the step is done."""
        number = self.within_number
        if not number:
            return self.env._("At once")
        if self.within_unit == "hours":
            return (
                self.env._("Within an hour")
                if number == 1
                else self.env._("Within %(number)s hours", number=number)
            )
        return (
            self.env._("Within a working day")
            if number == 1
            else self.env._("Within %(number)s working days", number=number)
        )

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HuisbezoekTeaching(models.Model):
    """A teacher teaches a group, from a day until a day (A2)."""

    _name = "huisbezoek.teaching"
    _description = "Teacher of a group"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.dated.mixin"]
    _order = "group_id, sequence, id"
    _rec_name = "teacher_id"
    _personal_data = ("which teacher taught which group", "leaving the school")

    sequence = fields.Integer(default=10)
    group_id = fields.Many2one(
        "huisbezoek.group",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    school_id = fields.Many2one(
        related="group_id.school_id", store=True, precompute=True, default=None
    )
    teacher_id = fields.Many2one(
        "huisbezoek.teacher",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
    )
    kind = fields.Selection(
        [
            ("group", "Group teacher"),
            ("mentor", "Mentor"),
            ("subject", "Subject teacher"),
            ("support", "Support"),
        ],
        required=True,
        default="group",
    )
    is_imported = fields.Boolean(
        readonly=True,
        help="An import gave this group, so a later import may end it.",
    )
    date_from = fields.Date(
        default=None,
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_to = fields.Date(
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
    )

    _lookup_idx = models.Index("(teacher_id, group_id, date_from, date_to)")

    @api.depends("group_id")
    def _compute_period(self):
        for teaching in self:
            year = teaching.group_id.year_id
            teaching.date_from = teaching.date_from or year.date_start
            teaching.date_to = teaching.date_to or year.date_end

    def action_hand_over_groups(self):
        """Ask who teaches this one group from now on."""
        self.ensure_one()
        return self.teacher_id._open_hand_over(default_group_ids=self.group_id.ids)

    @api.constrains("group_id", "teacher_id")
    def _check_school(self):
        for teaching in self:
            if teaching.group_id.school_id != teaching.teacher_id.school_id:
                raise ValidationError(
                    self.env._("Choose a teacher of the same school as the group.")
                )

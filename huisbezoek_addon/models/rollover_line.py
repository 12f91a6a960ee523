from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..logic.grades import GRADES


class HuisbezoekRolloverLine(models.Model):
    """What becomes of one group, or of one grade in it, in the next year (A2)."""

    _name = "huisbezoek.rollover.line"
    _description = "Line of a roll-over"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "rollover_id, sequence, id"
    _rec_name = "new_name"
    _personal_data = (
        "which teacher goes along with which group",
        "the deletion of the school year",
    )

    rollover_id = fields.Many2one(
        "huisbezoek.rollover",
        string="Roll-over",
        required=True,
        index=True,
        ondelete="cascade",
    )
    school_id = fields.Many2one(
        related="rollover_id.school_id", store=True, precompute=True, default=None
    )
    sequence = fields.Integer(default=1000)
    # From
    group_id = fields.Many2one(
        "huisbezoek.group",
        string="Group now",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        help="Empty for a group of pupils who enter the school.",
    )
    grade = fields.Selection(list(GRADES.items()), string="Grade now", readonly=True)
    is_composite = fields.Boolean(string="Next to the base group", readonly=True)
    pupil_count = fields.Integer(string="Pupils", compute="_compute_preview")
    # To
    outcome = fields.Selection(
        [
            ("group", "Goes on as"),
            ("leave", "Leaves the school"),
            ("none", "Nothing: by hand"),
        ],
        string="What becomes of it",
        required=True,
        default="group",
    )
    new_name = fields.Char(string="Group next year")
    new_grade = fields.Selection(list(GRADES.items()), string="Grade next year")
    teacher_ids = fields.Many2many(
        "huisbezoek.teacher",
        "huisbezoek_rollover_line_teacher_rel",
        "line_id",
        "teacher_id",
        string="Teachers next year",
        check_company=True,
        domain="[('school_id', '=', school_id)]",
    )
    new_group_id = fields.Many2one(
        "huisbezoek.group",
        string="Made",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    remarks = fields.Char(compute="_compute_preview")

    @api.depends("outcome", "new_name", "new_grade", "teacher_ids", "is_composite")
    @api.depends_context("lang")
    def _compute_preview(self):
        """Count the pupils of each line, and say what to mind."""
        for rollover, lines in self.grouped("rollover_id").items():
            plan = rollover._origin and rollover._origin._plan()
            for line in lines:
                key = line._origin.id
                line.pupil_count = plan and plan.counts[key]
                remarks = line._get_remarks(plan.elsewhere[key] if plan else 0)
                line.remarks = " ".join(remarks)

    def _get_remarks(self, count):
        """Return the sentences that somebody should read before carrying it out."""
        env, goes_on = self.env, self.outcome == "group"
        has_grade = self.new_grade or self.is_composite or not self.group_id
        remarks = [
            (not self.group_id, env._("For pupils who enter.")),
            (
                goes_on and not has_grade,
                env._("This group has no grade: see where its pupils go."),
            ),
            (goes_on and self.is_composite, env._("Made anew, without pupils.")),
            (goes_on and not self.teacher_ids, env._("No teacher yet.")),
            (count, env._("%(count)s are in another group already.", count=count)),
        ]
        return [text for holds, text in remarks if holds]

    @api.constrains("outcome", "new_name")
    def _check_name(self):
        for line in self:
            if line.outcome == "group" and not (line.new_name or "").strip():
                raise ValidationError(
                    self.env._(
                        "Give the name of next year's group, or choose that the pupils"
                        " leave the school."
                    )
                )

    @api.constrains("teacher_ids")
    def _check_teachers(self):
        for line in self:
            if line.teacher_ids.school_id - line.school_id:
                raise ValidationError(
                    self.env._("Choose teachers of the school of the roll-over.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: by hand come groups of pupils who enter, and no others."""
        if not self.env.su:
            own = ("rollover_id", "outcome", "new_name", "new_grade", "teacher_ids")
            vals_list = [
                {name: vals[name] for name in own if name in vals} for vals in vals_list
            ]
        lines = super().create(vals_list)
        lines.rollover_id._check_changeable()
        return lines

    def write(self, vals):
        """Override of `orm`: from where, and what was made, is not for a client."""
        if not self.env.su:
            fixed = ("rollover_id", "group_id", "grade", "is_composite", "new_group_id")
            vals = {name: vals[name] for name in vals if name not in fixed}
            self.rollover_id._check_changeable()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_a_group(self):
        self.rollover_id._check_changeable()
        if self.group_id and not self.env.su:
            raise UserError(
                self.env._(
                    "A group that is left out would be forgotten. Choose 'Nothing: by"
                    " hand' instead."
                )
            )

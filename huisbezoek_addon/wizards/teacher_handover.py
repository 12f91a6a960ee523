from odoo import api, fields, models


class HuisbezoekTeacherHandover(models.TransientModel):
    """Asks who teaches the groups of a teacher who goes (A2)."""

    _name = "huisbezoek.teacher.handover.dialog"
    _description = "Hand groups over"

    teacher_id = fields.Many2one("huisbezoek.teacher", required=True)
    school_id = fields.Many2one(related="teacher_id.school_id")
    last_day = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="The last day on which the teacher teaches these groups.",
    )
    possible_ids = fields.Many2many("huisbezoek.group", compute="_compute_possible")
    group_ids = fields.Many2many(
        "huisbezoek.group",
        "huisbezoek_teacher_handover_group_rel",
        string="Groups",
        required=True,
        compute="_compute_groups",
        store=True,
        readonly=False,
        domain="[('id', 'in', possible_ids)]",
    )
    successor_ids = fields.Many2many(
        "huisbezoek.teacher",
        string="Who teaches them from then on",
        domain="[('school_id', '=', school_id), ('id', '!=', teacher_id)]",
        help="May stay empty, as long as nobody is known and the visits stay.",
    )
    with_visits = fields.Boolean(string="Hand over the open visits too", default=True)
    visit_count = fields.Integer(string="Open visits", compute="_compute_visit_count")
    tell_former = fields.Boolean(string="Tell the teacher")
    tell_care = fields.Boolean(string="Tell the care coordinator")

    @api.depends("teacher_id", "last_day")
    def _compute_possible(self):
        for dialog in self:
            dialog.possible_ids = dialog.last_day and (
                dialog.teacher_id._get_groups_after(dialog.last_day)
            )

    @api.depends("teacher_id")
    def _compute_groups(self):
        for dialog in self:
            dialog.group_ids = dialog.possible_ids

    @api.depends("teacher_id", "group_ids", "last_day")
    def _compute_visit_count(self):
        for dialog in self:
            dialog.visit_count = dialog.last_day and len(
                dialog.teacher_id._get_visits_of(
                    dialog.group_ids._origin, dialog.last_day
                )
            )

    def action_hand_over(self):
        """Hand the groups over, and the visits where the office chose so."""
        self.ensure_one()
        told = {"former": self.tell_former, "care_coordinator": self.tell_care}
        self.teacher_id._hand_over_groups(
            self.group_ids,
            self.last_day,
            self.successor_ids,
            *(who for who, is_told in told.items() if is_told),
            with_visits=self.with_visits,
        )
        return {"type": "ir.actions.act_window_close", "infos": {"done": True}}

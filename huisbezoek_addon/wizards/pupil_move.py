from odoo import api, fields, models


class HuisbezoekPupilMove(models.TransientModel):
    """Asks into which group pupils go, and what becomes of their visits (A2)."""

    _name = "huisbezoek.pupil.move"
    _description = "Pupils change group"

    pupil_ids = fields.Many2many("huisbezoek.pupil", string="Pupils", required=True)
    school_id = fields.Many2one("huisbezoek.school", compute="_compute_school")
    group_id = fields.Many2one(
        "huisbezoek.group",
        string="New group",
        required=True,
        domain="[('school_id', '=', school_id), ('is_composite', '=', False),"
        " ('year_id.date_end', '>=', 'today')]",
    )
    day = fields.Date(
        string="From",
        compute="_compute_day",
        store=True,
        readonly=False,
        required=True,
        help="The first day in the new group.",
    )
    visits = fields.Selection(
        [
            ("follow", "Go to the teacher of the new group"),
            ("stay", "Stay with who leads them"),
        ],
        string="Open visits",
        required=True,
        default="follow",
        help="Only visits whose lead teaches none of their pupils any more. Who leads"
        " them from then on is told.",
    )
    tell_former = fields.Boolean(string="Tell who led them")
    tell_care = fields.Boolean(string="Tell the care coordinator")

    @api.depends("pupil_ids")
    def _compute_school(self):
        for dialog in self:
            dialog.school_id = dialog.pupil_ids.school_id[:1]

    @api.depends("group_id")
    def _compute_day(self):
        """Propose today, or the first day of a school year to come."""
        today = fields.Date.context_today(self)
        for dialog in self:
            first = dialog.group_id.year_id.date_start or today
            dialog.day = max(today, first)

    def action_move(self):
        """Bring the pupils into the group, and tell how many visits went along."""
        self.ensure_one()
        told = {"former": self.tell_former, "care_coordinator": self.tell_care}
        self.pupil_ids._change_group(
            self.group_id,
            self.day,
            *(who for who, is_told in told.items() if is_told),
            hand_over=self.visits == "follow",
        )
        return {"type": "ir.actions.act_window_close", "infos": {"done": True}}

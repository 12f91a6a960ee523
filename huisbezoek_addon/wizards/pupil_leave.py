from odoo import api, fields, models


class HuisbezoekPupilLeave(models.TransientModel):
    """Asks from when pupils are gone, and shows the visits that this hits (A2)."""

    _name = "huisbezoek.pupil.leave"
    _description = "Pupils leave the school"

    pupil_ids = fields.Many2many("huisbezoek.pupil", string="Pupils", required=True)
    last_day = fields.Date(
        string="Last day at the school",
        required=True,
        default=fields.Date.context_today,
        help="May lie in the future. The places in groups end with it.",
    )
    cancelled_ids = fields.Many2many(
        "huisbezoek.visit",
        "huisbezoek_pupil_leave_cancelled_rel",
        string="These visits are cancelled",
        compute="_compute_visits",
    )
    continued_ids = fields.Many2many(
        "huisbezoek.visit",
        "huisbezoek_pupil_leave_continued_rel",
        string="These go on with brothers and sisters",
        compute="_compute_visits",
    )
    tell_leads = fields.Boolean(string="Tell who would visit", default=True)
    tell_care = fields.Boolean(string="Tell the care coordinator")

    @api.depends("pupil_ids", "last_day")
    def _compute_visits(self):
        for dialog in self:
            none = dialog.cancelled_ids.browse()
            pupils = dialog.pupil_ids._origin
            cancelled, continued = (
                pupils._split_open_visits(dialog.last_day)
                if pupils and dialog.last_day
                else (none, none)
            )
            dialog.cancelled_ids, dialog.continued_ids = cancelled, continued

    def action_leave(self):
        """Let the pupils leave, and tell whom the office chose."""
        self.ensure_one()
        told = {"lead": self.tell_leads, "care_coordinator": self.tell_care}
        self.pupil_ids._leave(
            self.last_day, *(who for who, is_told in told.items() if is_told)
        )
        return {"type": "ir.actions.act_window_close", "infos": {"done": True}}

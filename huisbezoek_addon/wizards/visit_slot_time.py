from datetime import timedelta

from odoo import api, fields, models


class HuisbezoekVisitSlotTime(models.TransientModel):
    """One free time of a visit, in words of the school's clocks."""

    _name = "huisbezoek.visit.slot.time"
    _description = "Free time"
    _order = "start, id"

    slot_id = fields.Many2one(
        "huisbezoek.visit.slot", required=True, index=True, ondelete="cascade"
    )
    start = fields.Datetime(required=True, readonly=True)
    day_label = fields.Char(string="Day", compute="_compute_labels")
    time_label = fields.Char(string="Time", compute="_compute_labels")

    is_outside = fields.Boolean(compute="_compute_is_outside")

    @api.depends("start")
    def _compute_is_outside(self):
        """Tell which times lie outside the days of the visit's round."""
        for time in self:
            round_sudo = time.slot_id.visit_id.round_id.sudo()
            day = time.slot_id.visit_id.school_id._to_local(time.start).date()
            time.is_outside = round_sudo and not (
                round_sudo.date_from <= day <= round_sudo.date_to
            )

    @api.depends("start", "slot_id.time_ids")
    @api.depends_context("lang")
    def _compute_labels(self):
        """Word the times; a day is named once, at its first time."""
        for dialog in self.slot_id:
            visit, named = dialog.visit_id, None
            length = timedelta(hours=visit.duration)
            for time in dialog.time_ids:
                day = visit._word_day(time.start)
                ends = (
                    visit._word_time(time.start),
                    visit._word_time(time.start + length),
                )
                time.day_label, named = day != named and day, day
                time.time_label = " – ".join(ends)

    def action_choose(self):
        """Plan the visit at this time."""
        self.ensure_one()
        self.slot_id.visit_id._book(self.start)
        return {"type": "ir.actions.act_window_close"}

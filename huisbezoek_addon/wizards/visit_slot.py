from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

#: How far one looks on at once.
WEEKS = timedelta(weeks=4)


class HuisbezoekVisitSlot(models.TransientModel):
    """Shows when a visit can be; one click plans it (C4)."""

    _name = "huisbezoek.visit.slot"
    _description = "Find a time"

    visit_id = fields.Many2one(
        "huisbezoek.visit", required=True, readonly=True, ondelete="cascade"
    )
    time_ids = fields.One2many("huisbezoek.visit.slot.time", "slot_id", readonly=True)
    first_day = fields.Date(readonly=True)
    last_day = fields.Date(readonly=True)
    is_in_round = fields.Boolean(compute="_compute_is_in_round")

    @api.depends("visit_id", "time_ids")
    def _compute_is_in_round(self):
        for dialog in self:
            dialog.is_in_round = not dialog.time_ids.filtered("is_outside")

    @api.model
    def _open(self, visit, first=None):
        """Return the action that shows the next free times of a visit.

        :param first: the first day to look at, a date; today if empty.
        """
        starts = visit._get_next_slots(first)
        dialog = self.create(
            {
                "visit_id": visit.id,
                "first_day": first or visit.school_id._get_today(),
                "time_ids": [Command.create({"start": start}) for start in starts],
                "last_day": starts and visit.school_id._to_local(starts[-1]).date(),
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Find a time"),
            "res_model": self._name,
            "res_id": dialog.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_weeks_later(self):
        """Show the free times of four weeks after the first day that is shown."""
        self.ensure_one()
        return self._open(self.visit_id, self.first_day + WEEKS)

    def action_later(self):
        """Show the free times after the last day that is shown."""
        self.ensure_one()
        return self._open(self.visit_id, self.last_day + timedelta(days=1))

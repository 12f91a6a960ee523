from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...logic import real_times


class HuisbezoekVisitDoorstep(models.AbstractModel):
    """What the lead taps on a phone, before the door and after it (E4)."""

    _name = "huisbezoek.visit.doorstep"
    _description = "Before the door"

    is_near = fields.Boolean(compute="_compute_is_near")
    is_led = fields.Boolean(compute="_compute_is_led")

    @api.depends("start", "stop", "state")
    def _compute_is_near(self):
        now = fields.Datetime.now()
        for visit in self:
            visit.is_near = (
                visit.state == "planned"
                and visit.start
                and real_times.is_near(visit.start, visit.stop, now)
            )

    @api.depends("lead_user_id")
    @api.depends_context("uid")
    def _compute_is_led(self):
        """Tell whether the user leads the visit: only he stands before the door."""
        for visit in self:
            visit.is_led = visit.lead_user_id == self.env.user

    def _check_led(self):
        self.check_access("write")
        if not self.is_led:
            raise UserError(
                self.env._(
                    "Only who leads the visit taps when he arrives and leaves. Press"
                    " 'Held' afterwards."
                )
            )

    def action_check_in(self):
        """Say that one has arrived: the visit begins now."""
        self.ensure_one()
        self._check_led()
        if self.state != "planned":
            raise UserError(
                self.env._("Only a planned visit can begin. Plan it first.")
            )
        if not self.is_near:
            raise UserError(
                self.env._(
                    "This visit is planned for another moment. Move it first; or, if"
                    " it was held already, press 'Held' and fill in its true times."
                )
            )
        if not self.real_start:
            self.real_start = fields.Datetime.now()

    def action_undo_check_in(self):
        """Take back that one has arrived, after a wrong tap."""
        self.ensure_one()
        self._check_led()
        if self.state == "planned":
            self.real_start = False

    def action_check_out(self):
        """Say that one has left: the visit was held, and its report opens."""
        self.ensure_one()
        self._check_led()
        if self.state == "planned":
            if not self.real_start:
                raise UserError(
                    self.env._("Press 'I have arrived' first, or 'Held' afterwards.")
                )
            self._update_state(
                "done",
                real_stop=real_times.left_at(
                    self.real_start,
                    fields.Datetime.now(),
                    timedelta(hours=self.duration),
                ),
            )
        return self.action_report()

from odoo import models


class CalendarAttendee(models.Model):
    _inherit = "calendar.attendee"

    def write(self, vals):
        """Override of `calendar`: an answer in the calendar answers the visit (E3)."""
        result = super().write(vals)
        if vals.get("state") in ("accepted", "declined") and not self.env.su:
            self._answer_home_visits(vals["state"])
        return result

    def _answer_home_visits(self, answer):
        visits_sudo = self.event_id._get_home_visits_sudo()
        own = self.filtered(lambda a: a.partner_id == self.env.user.partner_id)
        for visit in visits_sudo.filtered(lambda v: v.event_id in own.event_id):
            visitor = visit.visitor_ids.filtered(lambda v: v.user_id == self.env.user)
            if visitor.kind != "lead":
                visitor._set_answer("confirmed" if answer == "accepted" else "declined")
            elif answer == "declined":
                visit._return_from_calendar()

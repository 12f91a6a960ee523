from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .abstract.calendar_shadow_mixin import QUIET

#: What stands on the wall is the visit's; a user moves or deletes, no more.
WALL = {
    "allday",
    "attendee_ids",
    "description",
    "location",
    "name",
    "partner_ids",
    "privacy",
    "recurrency",
    "user_id",
    "videocall_location",
}


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    plan_visit_id = fields.Many2one(
        "huisbezoek.visit",
        string="Plan home visit",
        store=False,
        groups="huisbezoek_addon.group_teacher,huisbezoek_addon.group_planner",
        domain="[('state', 'in', ('todo', 'invited'))]",
        help="The visit to be planned that this appointment is.",
    )
    home_visit_id = fields.Many2one(
        "huisbezoek.visit",
        compute="_compute_home_visit",
        groups="huisbezoek_addon.group_teacher,huisbezoek_addon.group_planner",
    )

    @api.onchange("plan_visit_id")
    def _onchange_plan_visit(self):
        if self.plan_visit_id:
            self.name = self.env._("Home visit")

    @api.depends_context("uid")
    def _compute_home_visit(self):
        """Link a visit for those who may read it, and for nobody else."""
        visits_sudo = self._get_home_visits_sudo()
        readable = self.env["huisbezoek.visit"].search([("id", "in", visits_sudo.ids)])
        by_event = {visit.sudo().event_id: visit for visit in readable}
        for event in self:
            event.home_visit_id = by_event.get(event._origin.sudo())

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Override of `calendar` to show the visit's own visitors whom they visit.

        The stored name stays neutral: everybody in the board can search it.
        """
        super()._compute_display_name()
        mine_sudo = self._get_home_visits_sudo().filtered(
            lambda visit: self.env.user in visit.visitor_ids._filter_going().user_id
        )
        first_names = {
            visit.event_id.id: visit._get_first_names() for visit in mine_sudo
        }
        for event in self:
            if names := first_names.get(event._origin.id):
                event.display_name = f"{event.display_name} {names}"

    def action_open_home_visit(self):
        """Open the visit whose shadow the event is."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "huisbezoek.visit",
            "res_id": self.home_visit_id.id,
            "view_mode": "form",
        }

    def _get_home_visits_sudo(self):
        """Return the visits whose shadow the events are; one query."""
        return (
            self.env["huisbezoek.visit"].sudo().search([("event_id", "in", self.ids)])
        )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `calendar` to plan the visit that an appointment is for."""
        visit_ids = [vals.pop("plan_visit_id", None) for vals in vals_list]
        events = super().create(vals_list)
        for event, visit_id in zip(events, visit_ids, strict=True):
            if visit_id:
                visit = self.env["huisbezoek.visit"].browse(visit_id)
                visit.check_access("write")
                visit._adopt_event(event)
        return events

    def write(self, vals):
        """Override of `calendar` to let a visit follow its event (E1)."""
        vals.pop("plan_visit_id", None)
        visits_sudo = self._get_home_visits_sudo()
        if not visits_sudo:
            return super().write(vals)
        # A calendar outside cannot be answered with a question: what it changed
        # is set right below.
        if not self.env.su and not self.env.context.get("dont_notify"):
            self._check_home_visit_change(vals, visits_sudo)
        result = super().write(vals)
        visits_sudo._follow_event()
        return result

    def unlink(self):
        """Override of `calendar` to plan a visit again whose event is deleted."""
        visits_sudo = self._get_home_visits_sudo()
        result = super().unlink()
        visits_sudo.filtered(
            lambda v: v.state == "planned" and not v.event_id.exists()
        )._return_from_calendar()
        return result

    def _check_home_visit_change(self, vals, visits_sudo):
        if any(self._changes(name, vals[name]) for name in WALL & vals.keys()):
            raise UserError(
                self.env._(
                    "This appointment is a home visit, and colleagues see it. Here"
                    " you can move or delete it; everything else you change on the"
                    " visit itself."
                )
            )
        times = {"start", "stop", "duration", "start_date", "stop_date"}
        held = visits_sudo.filtered(lambda v: v.state in ("done", "reported"))
        if held and times & vals.keys():
            raise UserError(
                self.env._(
                    "This home visit was held. Correct its times on the visit itself."
                )
            )

    def _changes(self, name, value):
        """Tell whether a value is another one: a drag sends what did not change."""
        if self._fields[name].type in ("one2many", "many2many"):
            return bool(value)
        field = self._fields[name]
        return any(
            field.convert_to_write(event[name], event) != (value or False)
            for event in self
        )

    def _with_quiet_context(self):
        """Return the events for a write that mails nobody."""
        return self.with_context(**QUIET)

    # === OTHER CALENDARS === #

    @api.model
    def _get_unsynced_values(self):
        """Return the values that keep an event out of Google and Outlook."""
        return {
            name: False for name in ("need_sync", "need_sync_m") if name in self._fields
        }

    def _get_sync_domain(self):
        """Override of `google_calendar`: a school may keep its visits inside."""
        return super()._get_sync_domain() & self._get_outside_domain()

    def _google_values(self):
        """Override of `google_calendar`: a visit at home needs no video call."""
        values = super()._google_values()
        if self._get_home_visits_sudo():
            values.pop("conferenceData", None)
        return values

    def _get_microsoft_sync_domain(self):
        """Override of `microsoft_calendar`: a school may keep its visits inside."""
        return super()._get_microsoft_sync_domain() & self._get_outside_domain()

    @api.model
    def _get_outside_domain(self):
        visits_sudo = self.env["huisbezoek.visit"].sudo()
        inside = visits_sudo._search(
            [("event_id", "!=", False), ("school_id.calendar_sync", "=", False)]
        )
        return Domain("id", "not in", inside.subselect("event_id"))

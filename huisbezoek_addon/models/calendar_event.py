from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import clean_context

from ..logic.roles import ROLES
from .abstract.calendar_shadow_mixin import QUIET

#: When an event is.
TIMES = {"allday", "duration", "start", "start_date", "stop", "stop_date"}
#: What stands on the wall is the visit's; a user moves or deletes, no more.
WALL = {
    "allday",
    "attendee_ids",
    "categ_ids",
    "description",
    "location",
    "name",
    "notes",
    "partner_ids",
    "privacy",
    "recurrency",
    "res_id",
    "res_model",
    "res_model_id",
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

        The stored name stays neutral: everybody in the board can search it. So
        does the name in sudo, which goes into mails and whatever points here.
        """
        super()._compute_display_name()
        if self.env.su or not self.env.user.has_group("huisbezoek_addon.group_user"):
            return
        first_names = {
            visit.event_id.id: visit._get_first_names()
            for visit in self._get_own_home_visits_sudo()
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

    def _get_own_home_visits_sudo(self):
        """Return the visits of the events on which the user himself goes."""
        visits_sudo = self.env["huisbezoek.visit"].sudo()
        return visits_sudo.search(
            Domain("event_id", "in", self.ids)
            & Domain("state", "in", ("planned", "done"))
            & Domain(
                "visitor_ids",
                "any",
                [("user_id", "=", self.env.uid), ("state", "=", "confirmed")],
            )
            & self.env["huisbezoek.school"]._get_my_domain(*ROLES)
        )

    def _message_compute_subject(self):
        """Override of `mail`: a mail is titled as everybody sees the event."""
        return self.sudo().display_name

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `calendar` to plan the visit that an appointment is for."""
        visits = [
            self.env["huisbezoek.visit"].browse(vals.pop("plan_visit_id", None))
            for vals in vals_list
        ]
        if not any(visits):
            return super().create(vals_list)
        events = self.browse()
        for vals, visit in zip(vals_list, visits, strict=True):
            if visit:
                events += self._create_for_visit(vals, visit)
            else:
                events += super().create([vals])
        return events

    def _create_for_visit(self, vals, visit):
        """Create the event of a visit from its times: no title leaves first."""
        visit.check_access("write")
        context = {**clean_context(self.env.context), **QUIET}
        if not visit.school_id.calendar_sync:
            context["no_calendar_sync"] = True
        event = self.with_context(context).create(
            {
                **{name: vals[name] for name in TIMES & vals.keys()},
                "name": self.env._("Home visit"),
                "privacy": "private",
            }
        )
        visit._adopt_event(event)
        return event.with_env(self.env)

    def write(self, vals):
        """Override of `calendar` to let a visit follow its event (E1)."""
        vals.pop("plan_visit_id", None)
        visits_sudo = self._get_home_visits_sudo()
        if not visits_sudo:
            return super().write(vals)
        shadows = self & visits_sudo.event_id.with_env(self.env)
        if shadows != self:
            (self - shadows).write(dict(vals))
            return shadows.write(vals)
        if not self.env.su:
            vals = self._check_home_visit_change(vals, visits_sudo)
        result = super(CalendarEvent, self._with_quiet_context()).write(vals)
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
        """Return what a user may change of visits in the calendar, or refuse.

        A calendar outside cannot be asked: there the rest is left out, and what
        does not fit is set right by the visit.
        """
        if self.env.context.get("dont_notify"):
            return {name: vals[name] for name in vals.keys() - WALL}
        if any(self._changes(name, vals[name]) for name in WALL & vals.keys()):
            raise UserError(
                self.env._(
                    "This appointment is a home visit, and colleagues see it. Here"
                    " you can move or delete it; everything else you change on the"
                    " visit itself."
                )
            )
        held = visits_sudo.filtered(lambda v: v.state in ("done", "reported"))
        if held and TIMES & vals.keys():
            raise UserError(
                self.env._(
                    "This home visit was held. Correct its times on the visit itself."
                )
            )
        return vals

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

    # === BUSY OR FREE (called in sudo) === #

    @api.model
    def _get_busy_times(self, partners, begin, end):
        """Return when appointments keep partners busy: whose, when, and no more.

        As `res.partner._get_busy_calendar_events`, which takes some queries more,
        counts a meeting that somebody declined, and reads what it is about.

        :param begin: from when on, a datetime in UTC.
        :param end: until when.
        :return: rows of partner_id, id, start, stop and allday.
        """
        self.env["calendar.attendee"].flush_model(["event_id", "partner_id", "state"])
        self.flush_model(["allday", "start", "stop"])
        busy = self._search(
            Domain("show_as", "=", "busy")
            & Domain("partner_ids", "in", partners.ids)
            & Domain("start", "<=", end)
            & Domain("stop", ">=", begin)
        )
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT going.res_partner_id AS partner_id,
                       event.id, event.start, event.stop, event.allday
                  FROM calendar_event event
                  JOIN calendar_event_res_partner_rel going
                    ON going.calendar_event_id = event.id
                  LEFT JOIN calendar_attendee attendee
                    ON attendee.event_id = event.id
                   AND attendee.partner_id = going.res_partner_id
                 WHERE event.id IN %s
                   AND going.res_partner_id = ANY(%s)
                   AND attendee.state IS DISTINCT FROM 'declined'
                """,
                busy.subselect(),
                partners.ids,
            )
        )

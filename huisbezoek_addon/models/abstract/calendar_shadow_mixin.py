from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.misc import clean_context

from ...logic import visit_states

#: Nobody is mailed about a visit by the calendar, and no contact gets a trace.
QUIET = {
    "no_mail_to_attendees": True,
    "skip_attendee_notification": True,
    "skip_contact_description": True,
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "tracking_disable": True,
}


class HuisbezoekCalendarShadow(models.AbstractModel):
    """A visit's shadow in the calendar, and the time it takes from people (E1).

    The calendar is a public wall: every employee of the board reads it. So the
    event holds a time, a neutral title and colleagues, and is private; nothing
    of the family ever stands there (design §5.2).

    Both syncs compare what should be with what is, and are safe to call at any
    time; that is why no flag is needed against going round in circles.
    """

    _name = "huisbezoek.calendar.shadow"
    _description = "Stands in the calendar"

    event_id = fields.Many2one(
        "calendar.event",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups="base.group_system",
    )

    def _sync_planning(self):
        """Make calendar, occupied time and hours fit the visits (called in sudo)."""
        self._sync_occupation()
        self._sync_event()
        self._sync_hours()

    # === OCCUPIED TIME === #

    def _sync_occupation(self):
        Occupation = self.env["huisbezoek.occupation"]
        wanted = {
            (visit, person): (visit.start, visit.stop)
            for visit in self
            if visit.state in visit_states.OCCUPYING
            for person in visit._get_persons_going()
        }
        present = Occupation.search([("visit_id", "in", self.ids)])
        kept = present.filtered(
            lambda row: (
                wanted.get((row.visit_id, row._get_person())) == (row.start, row.stop)
            )
        )
        (present - kept).unlink()
        for row in kept:
            del wanted[row.visit_id, row._get_person()]
        Occupation._book(wanted)

    def _get_going(self):
        """Return the visitors who go; each employee must have a contact."""
        going = self.visitor_ids._filter_going()
        for visitor in going._filter_attending():
            if not visitor.partner_id:
                raise UserError(
                    self.env._(
                        "%(person)s has no user and no work contact, so no calendar."
                        " Add one of them to the employee.",
                        person=visitor.employee_id.name,
                    )
                )
        return going

    # === EVENT === #

    def _sync_event(self):
        shown = self.filtered(lambda v: v.state in visit_states.IN_CALENDAR and v.start)
        events = self.event_id
        # What a colleague read before stands masked in the cache of the
        # transaction, and would be taken for the truth.
        events.invalidate_recordset()
        (self - shown).event_id.filtered("active")._with_quiet_context().write(
            {"active": False}
        )
        present = shown.filtered("event_id")
        missing = shown - present
        missing.filtered(lambda v: not v.is_from_before)._create_events()
        for visit in present:
            visit._update_event()
            visit._sync_answers()

    def _create_events(self):
        """Create the missing events, in as few batches as may be."""
        for (user, goes_along, lang), visits in self.grouped(
            lambda visit: visit._get_event_batch()
        ).items():
            context = {
                **clean_context(self.env.context),
                **QUIET,
                "lang": lang,
                "allowed_company_ids": [],
            }
            if not goes_along:
                context["no_calendar_sync"] = True
            Event = self.env["calendar.event"].with_user(user).sudo()
            visits = visits.with_context(lang=lang, tracking_disable=True)
            events = Event.with_context(context).create(
                [visit._prepare_new_event_values() for visit in visits]
            )
            for visit, event in zip(visits, events, strict=True):
                visit.event_id = event.id

    def _get_event_batch(self):
        """Return what is one for events that are created at once.

        Outlook takes an event from its organizer alone, so what goes along is
        created as him. The rest has no such need, and a batch of each of forty
        leads would cost half as much again.
        """
        goes_along = self.school_id.calendar_sync
        root = self.env["res.users"].browse(SUPERUSER_ID)
        user = (self.lead_user_id or self.env.user) if goes_along else root
        return user, goes_along, self._get_event_lang()

    def _get_event_lang(self):
        """Return the lead's; who has no user sees no calendar, but colleagues do."""
        return self.lead_user_id.lang or self.env.lang or self.env.user.lang

    def _prepare_event_values(self):
        """Return all that may stand on the public wall, and nothing else."""
        self.ensure_one()
        lang = self._get_event_lang()
        Event = self.env["calendar.event"]
        env = self.env if self.env.lang == lang else self.with_context(lang=lang).env
        values = {
            "name": env._("Home visit"),
            "start": self.start,
            "stop": self.stop,
            "allday": False,
            "active": True,
            "privacy": "private",
            "show_as": "busy",
            "user_id": self.lead_user_id.id,
            # An interpreter's name would tell what the family speaks.
            "partner_ids": [
                Command.set(self._get_going()._filter_attending().partner_id.ids)
            ],
            "description": False,
            "location": False,
            "res_model_id": False,
            "res_id": False,
        }
        if not self.school_id.calendar_sync:
            values.update(Event._get_unsynced_values())
        return values

    def _prepare_new_event_values(self):
        """Return the same, with what the calendar would have to write afterwards."""
        return {
            **self._prepare_event_values(),
            "duration": self.event_id._get_duration(self.start, self.stop),
            "attendee_ids": [
                Command.create(
                    {
                        "partner_id": partner.id,
                        "common_name": partner.name or partner.email,
                        "state": answer,
                    }
                )
                for partner, answer in self._get_answers().items()
            ],
        }

    def _update_event(self):
        """Bring the event back to what may stand on the wall, where it differs."""
        self.ensure_one()
        event = self.event_id
        changes = {}
        for name, value in self._prepare_event_values().items():
            field = event._fields[name]
            present = event[name]
            if field.type == "many2many":
                present, value = set(present.ids), set(value[0][2])
            elif field.relational:
                present = present.id
            elif field.type == "html":
                present = present or False
            if present != value:
                changes[name] = (
                    [Command.set(list(value))] if isinstance(value, set) else value
                )
        if changes:
            event._with_quiet_context().write(changes)

    def _sync_answers(self):
        """Show in the calendar who confirmed, and who was only asked (E3)."""
        wanted = self._get_answers()
        for attendee in self.event_id.attendee_ids:
            if attendee.state != wanted.get(attendee.partner_id, attendee.state):
                attendee.state = wanted[attendee.partner_id]

    def _get_answers(self):
        """Return ``{partner: state}`` of those who go, as the calendar has them."""
        return {
            visitor.partner_id: "accepted"
            if visitor.state == "confirmed"
            else "needsAction"
            for visitor in self._get_going()._filter_attending()
        }

    # === FROM THE CALENDAR === #

    def _follow_event(self):
        """Let the visits follow what was done to their events (called in sudo)."""
        for visit in self:
            event = visit.event_id
            if not event.active:
                if visit.state == "planned":
                    visit._return_from_calendar()
            elif visit.state == "planned" and (event.start, event.stop) != (
                visit.start,
                visit.stop,
            ):
                visit._move_with_event(event)
        self._sync_event()

    def _move_with_event(self, event):
        """Move the visit, or put the event back where a calendar outside erred.

        An error would stop that calendar's whole synchronisation, again and
        again; so the visit stays, and a planner is told.
        """
        try:
            with self.env.cr.savepoint():
                self.write({"start": event.start, "stop": event.stop})
        except UserError:
            if not self.env.context.get("dont_notify"):
                raise
            self._tell_planner()

    def _return_from_calendar(self):
        """Plan again what was taken out of the calendar, and tell the planner."""
        for visit in self:
            visit._return_to_planning()
            visit._tell_planner()

    def _adopt_event(self, event):
        """Take an event that a visitor made in the calendar as this visit's own."""
        self.ensure_one()
        if event.allday:
            raise UserError(
                self.env._("Choose a time of day for the visit: untick 'All day'.")
            )
        if self.state not in visit_states.PLANNABLE:
            raise UserError(
                self.env._("%(visit)s is planned already.", visit=self.display_name)
            )
        if not self.lead_id:
            self.lead_id = (
                self.env["hr.employee"]
                .sudo()
                .search(
                    [
                        ("user_id", "=", self.env.uid),
                        ("company_id", "=", self.company_id.id),
                    ],
                    limit=1,
                )
            )
        visit_sudo = self.sudo()
        former = visit_sudo.event_id
        visit_sudo.event_id = event.id
        former._with_quiet_context().unlink()
        # The length is the protocol's: a click in the calendar gives any hour.
        self.write({"start": event.start})

    def _tell_planner(self):
        """Ask a planner to plan the visit again, in words that tell nothing."""
        planners = self.school_id._get_role_users("planner")
        for visit in self:
            user = visit.create_uid & planners or planners[:1] or visit.lead_user_id
            if user:
                visit.with_context(
                    lang=user.lang, mail_activity_quick_update=True
                ).activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.with_context(lang=user.lang).env._(
                        "Plan this visit again"
                    ),
                    user_id=user.id,
                )

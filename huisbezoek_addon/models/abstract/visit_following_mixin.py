from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class HuisbezoekVisitFollowing(models.AbstractModel):
    """Open visits follow pupils and teachers who come and go (A2)."""

    _name = "huisbezoek.visit.following"
    _description = "Follows pupils and teachers"

    def action_put_right(self):
        """Let the visits follow what changed; those that need nothing stay.

        Who left is taken off, and a visit to nobody is cancelled; who teaches the
        pupils now leads; a visit on a closed day is to be planned again.
        """
        self.check_access("write")
        by_reason = self.grouped("attention")
        if left := by_reason.get("pupil_left"):
            left._follow_pupils()
        if gone := by_reason.get("lead_gone"):
            gone._follow_teachers()
        if closed := by_reason.get("closed_day"):
            closed._return_to_planning()

    def _follow_pupils(self):
        """Take pupils who left off the visits; cancel those that are to nobody."""
        empty, rest = self.browse(), {}
        for visit in self:
            # Who was archived is on the visit still.
            pupils = visit.with_context(active_test=False).pupil_ids
            left = pupils._filter_left(visit._get_day())
            if left == pupils:
                empty |= visit
            elif left:
                rest[left] = rest.get(left, self.browse()) | visit
        for left, visits in rest.items():
            visits._take_off(left)
        empty._close("by_school")

    def _take_off(self, pupils):
        """Let the visits go on without pupils, also those who were archived."""
        self.with_context(active_test=False).write(
            {"pupil_ids": [Command.unlink(pupil.id) for pupil in pupils]}
        )

    def _follow_teachers(self):
        """Hand the visits over to the group teachers of their pupils."""
        today = fields.Date.context_today(self)
        teachers = self.pupil_ids._map_teachers("group", "mentor", day=today)
        by_lead = {}
        for visit in self:
            youngest = visit.pupil_ids.sorted("birth_date", reverse=True)
            lead = next((teachers[p][:1] for p in youngest if teachers[p]), None)
            if lead:
                by_lead[lead] = by_lead.get(lead, self.browse()) | visit
        if not by_lead:
            raise UserError(
                self.env._(
                    "Nobody is the teacher of these pupils' group yet. Choose who"
                    " leads on the visit itself, or give the group a teacher first."
                )
            )
        for lead, visits in by_lead.items():
            visits._hand_over(lead)

    def _get_day(self):
        """Return the day on which the visit is looked at: its own, or today."""
        self.ensure_one()
        today = self.school_id._get_today()
        if not self.start:
            return today
        return max(today, self.school_id._to_local(self.start).date())

    def _follow_group(self, group, day, *told):
        """Hand the visits over to the teacher of a group, if it has one (A2).

        :param day: on which that is looked at (a date).
        :return: the visits that were handed over.
        """
        teachings = self.env["huisbezoek.teaching"]
        leads = group.teaching_ids.filtered_domain(
            teachings._get_current_domain(day)
        ).filtered(lambda t: t.kind in ("group", "mentor"))
        teachers = leads.teacher_id._filter_present()
        return self._follow_leads(teachers.employee_id[:1], *told)

    def _follow_leads(self, employees, *told):
        """Hand the visits over to employees, and tell who else wants to know.

        :param told: ``former`` for who led them, or roles at the school.
        :return: the visits that were handed over.
        """
        visits = self._filter_to_hand_over()
        if not visits or not employees:
            return self.browse()
        done = visits._hand_over(employees, tell_former="former" in told)
        done["handed_over"]._tell("handed_over", *told)
        return done["handed_over"]

    # === WHAT STAYS === #

    def _filter_dealt_with(self):
        """Return the visits of which somebody asked or wrote something already."""
        # In sudo: what the user may not read would go away no less.
        Message, Signal = (
            self.env[model].sudo()
            for model in ("mail.message", "huisbezoek.care.signal")
        )
        by_people = Domain("model", "=", self._name) & Domain(
            "message_type", "in", ("comment", "email")
        )
        written = {
            *Message.search(Domain("res_id", "in", self.ids) & by_people).mapped(
                "res_id"
            ),
            *Signal.search([("visit_id", "in", self.ids)]).visit_id.ids,
        }
        found_sudo = self.sudo().filtered(
            lambda visit: (
                visit.id in written
                or visit.visitor_ids.filtered(lambda v: v.kind != "lead")
                or visit.activity_ids
                or visit.report_ids
            )
        )
        return found_sudo.with_env(self.env)

    # === WHO IS TOLD === #

    def _tell(self, news, *told):
        """Give an activity about the visits, in words that name nobody (A2).

        :param str news: a key of ``_get_news``.
        :param told: ``lead`` for who leads the visit, or roles at its school.
        """
        by_user = {}
        for visit in self:
            users = visit.school_id._get_role_users(*told)
            if "lead" in told:
                users |= visit.lead_user_id
            for user in users - self.env.user:
                by_user[user] = by_user.get(user, self.browse()) | visit
        for user, visits in by_user.items():
            in_lang = visits.with_context(
                lang=user.lang, mail_activity_quick_update=True
            )
            in_lang.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=in_lang._get_news()[news],
                user_id=user.id,
            )

    @api.model
    def _get_news(self):
        return {
            "cancelled": self.env._("This visit was cancelled by the school"),
            "pupils_changed": self.env._("This visit is to fewer pupils now"),
            "handed_over": self.env._("This visit has another lead"),
        }

from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain

from .visit_report_mixin import ACTIVITY

#: What a message is, once who wrote it leads the visit no more.
KEPT = "huisbezoek_addon.mt_kept_note"


class HuisbezoekVisitParting(models.AbstractModel):
    """What stays with who leads a visit no more (C7).

    Confidential things do not go along to the next lead. Reports keep their visit
    with who led it, see `_check_report_stays`; consultations and signals are those
    of who wrote them. What is left is what he wrote on the visit for himself: notes
    in its log, files with them, and his own to-dos. From then on those are read by
    himself, by planners and by care coordinators of the school, as before.
    """

    _name = "huisbezoek.visit.parting"
    _description = "Keeps what its leads wrote apart"

    def _part_from(self, former):
        """Let nothing personal of former leads go along (called in sudo).

        :param former: ``{visit: employee}``, of visits with another lead by now.
        """
        visits = self.browse().union(*former)
        if not visits:
            return
        visits._drop_events()
        users = {visit: employee.user_id for visit, employee in former.items()}
        users = {visit: user for visit, user in users.items() if user}
        visits = self.browse().union(*users)
        visits._give_activities_on(users)
        visits._write_own_texts_down(users)
        visits._keep_notes_apart(users)

    def _drop_events(self):
        """Let the next lead have an appointment of his own, with none of its past."""
        # By their ids, since what is fetched together follows from the visits.
        events = self.event_id.browse(self.event_id.ids)
        self.event_id = False
        events._with_quiet_context().unlink()

    def _get_activities_of(self, users):
        """Return the open to-dos of the former leads, but that of the report.

        That one follows the visit by itself.
        """
        found = self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("user_id", "in", [user.id for user in users.values()]),
                ("activity_type_id", "!=", self.env.ref(ACTIVITY).id),
            ]
        )
        return found.filtered(lambda a: users[self.browse(a.res_id)] == a.user_id)

    def _give_activities_on(self, users):
        """Give what others asked of the former lead to the next, or back to them."""
        asked = self._get_activities_of(users).filtered(
            lambda a: a.automated or a.create_uid != a.user_id
        )
        for user, activities in asked.grouped(
            lambda a: self.browse(a.res_id).lead_user_id or a.create_uid
        ).items():
            activities.with_context(mail_activity_quick_update=True).user_id = user

    def _write_own_texts_down(self, users):
        """Make notes of the former leads' own to-dos, which nobody has to do now."""
        own = self._get_activities_of(users)
        waiting = self.env["mail.scheduled.message"].search(
            [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("author_id", "in", [u.partner_id.id for u in users.values()]),
            ]
        )
        texts = [(a.user_id, a.res_id, a.display_name, a.note) for a in own]
        texts += [(m.create_uid, m.res_id, m.subject, m.body) for m in waiting]
        for user, res_id, title, text in texts:
            self.browse(res_id)._note_as(
                user, Markup("<p>%s</p>%s") % (title or "", text or "")
            )
        own.unlink()
        waiting.unlink()

    def _note_as(self, user, body=""):
        """Log what somebody wrote as a note of his."""
        partner = user.partner_id
        messages = self._message_log_batch(
            dict.fromkeys(self.ids, body),
            author_id=partner.id,
            email_from=partner.email_formatted,
            message_type="comment",
        )
        return messages.sudo()

    def _keep_notes_apart(self, users):
        """Take the notes and files of the former leads out of the next one's sight."""
        messages = self.env["mail.message"].search(
            Domain("model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("author_id", "in", [u.partner_id.id for u in users.values()])
            & (
                Domain("message_type", "=", "comment")
                | Domain("mail_activity_type_id", "!=", False)
            )
        )
        own = messages.filtered(
            lambda m: users[self.browse(m.res_id)].partner_id == m.author_id
        )
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("create_uid", "in", [user.id for user in users.values()]),
            ]
        )
        files = files.filtered(lambda f: users[self.browse(f.res_id)] == f.create_uid)
        for visit_id, loose in (files - own.attachment_ids).grouped("res_id").items():
            message = self.browse(visit_id)._note_as(users[self.browse(visit_id)])
            message.attachment_ids = loose
            own |= message
        own.subtype_id = self.env.ref(KEPT)
        # A file is read by who reads what it hangs on.
        for message in own.filtered("attachment_ids"):
            (message.attachment_ids & files).write(
                {"res_model": message._name, "res_id": message.id}
            )

    # === WHO READS THEM === #

    @api.model
    def _filter_withheld(self, messages):
        """Return the messages that a former lead wrote, where they are not for you.

        :param messages: messages of any record; each user reads his own anyway.
        """
        user = self.env.user
        # Others read no log of a visit, or are of the office.
        if (
            self.env.su
            or not messages
            or not user.has_group("huisbezoek_addon.group_teacher")
        ):
            return messages.browse()
        kept_sudo = messages.sudo().search(
            [
                ("id", "in", messages.ids),
                ("model", "=", self._name),
                ("subtype_id", "=", self.env.ref(KEPT).id),
                ("author_id", "!=", user.partner_id.id),
            ]
        )
        of_office = self.sudo().browse(kept_sudo.mapped("res_id"))._filter_of_office()
        withheld_sudo = kept_sudo.filtered(lambda m: m.res_id not in of_office._ids)
        return withheld_sudo.with_env(messages.env)

from odoo import models
from odoo.tools import format_date

#: Who is told of a change, as far as somebody else has that role.
WATCHERS = ("management", "privacy_officer", "care_coordinator")


class HuisbezoekRoleWatch(models.AbstractModel):
    """Makes sure that no role that opens files is given in silence (J2)."""

    _name = "huisbezoek.role.watch.mixin"
    _description = "Tells others of a change of roles"
    _inherit = ["mail.thread"]

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Override of `mail`: what is logged stays, since nobody deletes a role."""
        if message_operation in ("write", "unlink"):
            return dict.fromkeys(self, "unlink")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)

    def _get_watchers_sudo(self):
        """Return by school who is to be told of a change that the user makes."""
        return {school: self._get_watchers_of_sudo(school) for school in self.school_id}

    def _get_watchers_of_sudo(self, school):
        """Return whom to tell, but of what a data file gives: nobody gave that."""
        for role in () if self.env.user._is_superuser() else WATCHERS:
            users = school._get_role_users(role) - self.env.user
            if users:
                return users
        return self.env["res.users"]

    def _report_sudo(self, watchers):
        """Log who gave or dated these roles, and tell the watchers.

        Also changes of the management itself: else an administrator could first
        end the watch. The context is emptied, for a client could silence the mail
        with it, and the author is the system, for authors may edit what they wrote.
        """
        giver = self.env.user
        system = self.env.ref("base.partner_root")
        for role in self.sudo().with_context({}):
            if not (role.reads_files or role.role in WATCHERS):
                continue
            logged = role.with_context(lang=giver.lang)
            logged._message_log(author_id=system.id, body=logged._get_report(giver))
            for lang, readers in watchers[role.school_id].grouped("lang").items():
                told = role.with_context(lang=lang)
                told.message_notify(
                    author_id=system.id,
                    partner_ids=readers.partner_id.ids,
                    subject=told.env._("A role was given or changed"),
                    body=told._get_report(giver),
                )

    def _get_report(self, giver):
        """Return the sentence that tells who has the role and who gave it."""
        return self.env._(
            "%(user)s: %(role)s at %(school)s, from %(date_from)s until %(date_to)s."
            " By %(giver)s.",
            user=self.user_id.name,
            role=self._get_label(),
            school=self.school_id.name,
            date_from=format_date(self.env, self.date_from),
            date_to=format_date(self.env, self.date_to) or self.env._("further notice"),
            giver=giver.name,
        )

    def _get_label(self):
        """Return the name of the role in the user's language."""
        labels = dict(self._fields["role"]._description_selection(self.env))
        return labels.get(self.role)

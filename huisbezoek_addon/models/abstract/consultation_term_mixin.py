from odoo import SUPERUSER_ID, api, fields, models


class HuisbezoekConsultationTerm(models.AbstractModel):
    """Lets who is asked know that something waits, and who asks that nothing came.

    No mail is ever sent about a consultation: rows of mails and the mail server
    would tell of it, and a confidant gets no other mail. Activities are read by
    their owner alone, and say no more than that something waits.
    """

    _name = "huisbezoek.consultation.term"
    _description = "Is answered within a term"

    due_date = fields.Date(
        string="Answer by",
        readonly=True,
        copy=False,
        help="After this day you are reminded to ask somebody else or to phone.",
    )
    is_late = fields.Boolean(compute="_compute_is_late")

    @api.depends("state", "due_date", "school_id")
    def _compute_is_late(self):
        for one in self:
            one.is_late = one._is_past_due()

    def _is_past_due(self):
        """Return whether the term ended without an answer, by the clock of now."""
        return (
            self.state == "open"
            and bool(self.due_date)
            and self.due_date < self.school_id._get_today()
        )

    # === ACTIVITIES === #

    def _get_waiting(self):
        """Return {user: key of what he is told} as it is to be today."""
        self.ensure_one()
        if self.state == "answered":
            return {self.user_id: "waits"}
        if self.state == "closed":
            return {}
        readers = self._get_readers_sudo()
        is_late = self._is_past_due()
        waiting = dict.fromkeys(readers, "still" if is_late else "waits")
        if is_late or not readers:
            waiting[self.user_id] = "unanswered"
        return waiting

    def _get_summaries(self, lang):
        """Return {key: text} in a language; a glance over a shoulder tells nothing."""
        env = self.with_context(lang=lang).env
        return {
            "waits": env._("Something waits for you"),
            "still": env._("Something still waits for you"),
            "unanswered": env._("No answer yet: ask somebody else or phone"),
        }

    def _sync_activities(self):
        """Bring the activities to what is to be done today (in sudo)."""
        wanted = {
            (one.id, user): self._get_summaries(user.lang)[key]
            for one in self
            for user, key in one._get_waiting().items()
        }
        Activity = self.env["mail.activity"].with_context(active_test=False)
        present = Activity.search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        )
        gone = present.browse()
        for activity in present:
            summary = wanted.pop((activity.res_id, activity.user_id), None)
            if not summary:
                gone |= activity
            elif activity.summary != summary:
                activity.write(
                    {"summary": summary, "date_deadline": fields.Date.today()}
                )
        gone.unlink()
        groups = {}
        for (res_id, user), summary in wanted.items():
            groups.setdefault((user, summary), []).append(res_id)
        for (user, summary), ids in groups.items():
            # By the system: who makes an activity may change it. Without the
            # client's context, which could leave it out, and without a mail.
            quiet = {"lang": user.lang, "mail_activity_quick_update": True}
            self.browse(ids).with_user(SUPERUSER_ID).with_context(
                quiet
            ).activity_schedule(
                "mail.mail_activity_data_todo", summary=summary, user_id=user.id
            )

    # === EVERY NIGHT === #

    @api.model
    def _cron_remind(self):
        """Remind of what is late, and of what nobody reads any more.

        Neither progress nor log says how much that was: administrators read both.
        """
        self.sudo().search([("state", "=", "open")])._sync_activities()
        self.env["huisbezoek.school"].sudo().search([])._mail_weekly()

from odoo import api, models
from odoo.fields import Domain


class HuisbezoekCareReminder(models.AbstractModel):
    """Reminds the care coordinators, and nobody else, of what waits for them (G4).

    Each of them has one activity for a signal: to read it, and from then on for the
    next step that is open. Its date is the deadline, so that the ERP itself shows what
    is late. It says nothing more than that something waits.
    """

    _name = "huisbezoek.care.reminder"
    _description = "Reminds of what waits"
    _inherit = ["mail.activity.mixin"]

    @api.model
    def _remind_at(self, schools):
        """Let the reminders follow who coordinates care at the schools today."""
        if not schools:
            return
        open_steps = Domain("task_ids", "any", [("done", "=", False)])
        waiting = Domain("state", "=", "new") | open_steps
        self.sudo().search(
            Domain("school_id", "in", schools.ids) & waiting
        )._sync_reminders()

    def _sync_reminders(self):
        """Make, move and remove reminders until they are as they should be (in sudo).

        What a coordinator planned by hand is left alone.
        """
        wanted = self._get_wanted_reminders()
        obsolete = self.env["mail.activity"]
        for activity in self.activity_ids.filtered("automated"):
            values = wanted.pop((activity.res_id, activity.user_id), None)
            if not values:
                obsolete += activity
            elif any(activity[name] != value for name, value in values.items()):
                activity.write(values)
        obsolete.unlink()
        if wanted:
            self._create_reminders(wanted)

    def _get_wanted_reminders(self):
        """Return ``{(signal id, user): values}`` of all that should be there."""
        wanted = {}
        for school, signals in self.grouped("school_id").items():
            coordinators = school._get_role_users("care_coordinator")
            dates = {signal: signal._get_reminder_date() for signal in signals}
            for user in coordinators:
                for signal in signals:
                    if dates[signal]:
                        wanted[signal.id, user] = {
                            "date_deadline": dates[signal],
                            "summary": signal._get_reminder(user.lang),
                        }
        return wanted

    def _get_reminder_date(self):
        """Return the day, at school, on which the next thing is due; or False."""
        if self.state == "new":
            moment = self.date
        else:
            waiting = self.task_ids.filtered(lambda task: not task.done)
            moment = min(waiting.mapped("deadline"), default=False)
        return moment and self.school_id._to_local(moment).date()

    def _get_reminder(self, lang):
        """Return the words of a reminder, which tell nothing."""
        env = self.with_context(lang=lang).env
        if self.state == "new":
            return env._("Read this signal")
        return env._("Something waits for you")

    def _create_reminders(self, wanted):
        todo = self.env.ref("mail.mail_activity_data_todo", raise_if_not_found=False)
        kind = todo or self._default_activity_type()
        model = self.env["ir.model"]._get(self._name)
        # Whoever is reminded gets no mail from the ERP, which would name the writer.
        quiet = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        quiet.create(
            [
                {
                    **values,
                    "activity_type_id": kind.id,
                    "automated": True,
                    "res_model_id": model.id,
                    "res_id": res_id,
                    "user_id": user.id,
                }
                for (res_id, user), values in wanted.items()
            ]
        )

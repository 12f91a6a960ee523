from collections import defaultdict
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

ACTIVITY = "huisbezoek_addon.mail_activity_type_report"
#: Days between two mails about the same late report.
REMIND_EACH = 7


class HuisbezoekVisitReport(models.AbstractModel):
    """The report that a held visit asks for: begun, due, reminded of (F1, F3).

    What it says stays on the report. Here stands only whether it is there, which
    the planner steers on.
    """

    _name = "huisbezoek.visit.report"
    _description = "Asks for a report"

    report_ids = fields.One2many(
        "huisbezoek.report",
        "visit_id",
        string="Reports",
        groups="huisbezoek_addon.group_teacher,huisbezoek_addon.group_care_coordinator",
    )
    report_state = fields.Selection(
        [("none", "Not begun"), ("draft", "Draft"), ("final", "Final")],
        string="Report",
        compute="_compute_report_state",
        compute_sudo=True,
    )
    report_due = fields.Date(
        string="Report by", compute="_compute_report_due", store=True
    )
    report_reminded = fields.Date(readonly=True, copy=False)

    _report_due_idx = models.Index("(report_due) WHERE state = 'done'")

    @api.depends("report_ids.state")
    def _compute_report_state(self):
        for visit in self:
            visit.report_state = visit.report_ids.state or "none"

    @api.depends(
        "state",
        "real_stop",
        "protocol_id.report_days",
        "is_from_before",
        "report_ids.reopened_date",
    )
    def _compute_report_due(self):
        """Ask for a report of what was held here, not of what a file brought."""
        for visit in self:
            visit.report_due = (
                visit.state == "done"
                and visit.real_stop
                and not visit.is_from_before
                and max(
                    visit.school_id._to_local(visit.real_stop).date(),
                    visit.sudo().report_ids.reopened_date or date.min,
                )
                + timedelta(days=visit.protocol_id.report_days)
            )

    def action_report(self):
        """Open the report of the visit; a held visit gets one that is filled in."""
        self.ensure_one()
        return self._get_or_create_report()._get_form_action()

    def _get_or_create_report(self):
        """Return the report of the visit, made with what is known already (F1)."""
        report = self.env["huisbezoek.report"].search([("visit_id", "=", self.id)])
        if report:
            report._add_missing_parts()
            return report
        self.check_access("write")
        if self.state not in ("planned", "done") or not self.start:
            raise UserError(
                self.env._("A report belongs to a visit that was held. Plan it first.")
            )
        visit_sudo = self.sudo()
        if visit_sudo.report_ids:
            raise UserError(
                self.env._("The report of this visit is written by its lead visitor.")
            )
        # Two taps at once: a real update makes the second one fail to see the first,
        # so that Odoo tries it again, and it then finds the report.
        self.env.cr.execute(
            SQL(
                "UPDATE huisbezoek_visit SET report_reminded = report_reminded"
                " WHERE id = %s",
                self.id,
            )
        )
        report_sudo = visit_sudo.report_ids.create(visit_sudo._prepare_report_values())
        return report_sudo.sudo(self.env.su)

    def _prepare_report_values(self):
        household = self.household_id
        return {
            "visit_id": self.id,
            "guardian_ids": [Command.set(household.guardian_ids.ids)],
            "language_id": household.language_ids[:1].id,
            "interpreter": self.interpreter_id.kind
            or ("none" if not household.needs_interpreter else False),
            "part_ids": [
                Command.create({"pupil_id": pupil.id}) for pupil in self.pupil_ids
            ],
        }

    # === REMINDERS === #

    def _sync_report_activity(self):
        """Let an activity stand with the lead of a visit that waits for its report.

        Compared with what is there, as everything that follows from a visit; the
        words tell nothing (design §5.3). Called in sudo.
        """
        wanted = {
            visit.id: (visit.lead_user_id, visit.report_due)
            for visit in self
            if visit.state == "done" and visit.lead_user_id.active and visit.report_due
        }
        activity_type = self.env.ref(ACTIVITY)
        present = self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", activity_type.id),
            ]
        )
        for activity in present:
            if wanted.get(activity.res_id) == (
                activity.user_id,
                activity.date_deadline,
            ):
                del wanted[activity.res_id]
            else:
                activity.unlink()
        by_lang = defaultdict(list)
        for visit_id, (user, due) in wanted.items():
            by_lang[user.lang].append((visit_id, user, due))
        model_id = self.env["ir.model"]._get_id(self._name)
        for lang, rows in by_lang.items():
            quiet = self.with_context(lang=lang, mail_activity_quick_update=True).env
            quiet["mail.activity"].create(
                [
                    {
                        "res_model_id": model_id,
                        "res_id": visit_id,
                        "activity_type_id": activity_type.id,
                        "summary": quiet._("Write the report"),
                        "user_id": user.id,
                        "date_deadline": due,
                    }
                    for visit_id, user, due in rows
                ]
            )

    @api.model
    def _get_late_report_domain(self, day):
        """Return the domain of held visits whose report is late on ``day``."""
        return Domain("state", "=", "done") & Domain("report_due", "<", day)

    @api.model
    def _cron_remind_reports(self):
        """Remind those whose reports are late, once a week; and make missing PDFs.

        With nothing due this costs the same few queries, however many visits there
        are: the index holds only visits that wait for a report.
        """
        today = fields.Date.today()
        late = self.sudo().search(
            self._get_late_report_domain(today)
            & (
                Domain("report_reminded", "=", False)
                | Domain("report_reminded", "<=", today - timedelta(days=REMIND_EACH))
            )
        )
        late._send_report_reminders()
        late.report_reminded = today
        self.env["huisbezoek.report"].sudo().search(
            [("state", "=", "final"), ("attachment_id", "=", False)], limit=50
        )._make_pdf()

    def _send_report_reminders(self):
        """Mail each lead how many reports wait, and not of whom."""
        for school, of_school in self.grouped("school_id").items():
            texts = {}
            for user, visits in of_school.grouped("lead_user_id").items():
                if not user.active:
                    continue
                env = self.with_context(lang=user.lang).env
                texts[user] = (
                    env._("Reports that still have to be written"),
                    env._(
                        "%(count)s of your home visits wait for a report. You find"
                        " them in Odoo, under Home Visits.",
                        count=len(visits),
                    ),
                )
            school._mail_colleagues(texts)

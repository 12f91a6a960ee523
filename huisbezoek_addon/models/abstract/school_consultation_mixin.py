from datetime import timedelta

from odoo import api, fields, models


class HuisbezoekSchoolConsultation(models.AbstractModel):
    """The term within which consultations of a school are answered, and its mail."""

    _name = "huisbezoek.school.consultation"
    _description = "Answers consultations"

    consultation_days = fields.Integer(
        string="Days to answer",
        required=True,
        default=3,
        help="Within how many weekdays a confidant, care coordinator or back-up"
        " answers. After that, who asked is reminded to ask somebody else or to"
        " phone.",
    )
    weekly_mail_date = fields.Date(
        copy=False, readonly=True, groups="base.group_system"
    )

    _consultation_days_check = models.Constraint(
        "CHECK (consultation_days BETWEEN 1 AND 30)",
        "A consultation is answered within 1 to 30 days.",
    )

    @api.model
    def _cron_in_confidence(self):
        """Do each day what does not depend on whether anybody consulted.

        Neither progress nor log says how much there was: administrators read both.
        """
        schools = self.sudo().search([("active", "=", True)])
        schools._mail_weekly()
        self.env["huisbezoek.consultation.tally"].sudo()._freeze(schools)

    def _mail_weekly(self):
        """Tell confidants and care coordinators each Monday to look in Odoo.

        Also when nothing waits, so that the mail says nothing: a mail that only comes
        with a consultation would betray it, in the mails that administrators see and
        on the mail server.
        """
        for school in self.filtered("sender_email"):
            today = school._get_today()
            monday = today - timedelta(days=today.weekday())
            if school.weekly_mail_date and school.weekly_mail_date >= monday:
                continue
            school.weekly_mail_date = monday
            users = school._get_role_users("confidant", "care_coordinator")
            school._mail_colleagues(
                {user: school._get_weekly_mail(user.lang) for user in users}
            )

    def _get_weekly_mail(self, lang):
        env = self.with_context(lang=lang).env
        return (
            env._("Look in Odoo whether something waits for you"),
            env._(
                "You get this mail every Monday, also when nothing waits. Look in Odoo"
                " under Home Visits whether there is something new for you."
            ),
        )

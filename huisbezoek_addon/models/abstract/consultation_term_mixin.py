from odoo import api, fields, models

from . import waiting_mixin  # noqa: F401 - inherited below, so it comes first


class HuisbezoekConsultationTerm(models.AbstractModel):
    """Lets who is asked know that something waits, and who asks that nothing came.

    No mail is ever sent about a consultation, and no activity made: their rows, and
    the mail server, would tell of it, and a confidant gets no other mail. What waits
    is asked of the records; see `huisbezoek.waiting`.
    """

    _name = "huisbezoek.consultation.term"
    _description = "Is answered within a term"
    _inherit = ["huisbezoek.waiting"]
    _waiting_action = "huisbezoek_addon.huisbezoek_consultation_action"

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

    # === WHAT WAITS === #

    def _get_waiting_users(self):
        """Return for whom it waits today: who is asked, or who asked (in sudo)."""
        self.ensure_one()
        if self.state == "closed":
            return self.user_id.browse()
        if self.state == "answered":
            return self.user_id
        readers = self._get_readers_sudo()
        if self._is_past_due() or not readers:
            # Who asked is told too: to ask somebody else, or to phone.
            return readers | self.user_id
        return readers

    @api.model
    def _get_waiting_days(self):
        """Override of `huisbezoek.waiting`."""
        user = self.env.user
        return [
            # From the first day on: what lies ahead does not show in the badge.
            one.due_date if one._is_past_due() else one.school_id._get_today()
            for one in self.search([("state", "!=", "closed")]).sudo()
            if user in one._get_waiting_users()
        ]

from odoo import api, fields, models
from odoo.tools import format_date

from ...logic.consultations import REPLACED
from ...logic.roles import ROLES


class HuisbezoekConsultationPeople(models.AbstractModel):
    """Who asks, and who besides him reads it today (G2)."""

    _name = "huisbezoek.consultation.people"
    _description = "Is between a few people"

    user_id = fields.Many2one(
        "res.users",
        string="Asked by",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
    )
    # What the form shows
    reader_note = fields.Char(compute="_compute_reader_note")
    is_asker = fields.Boolean(compute="_compute_is_asker")
    is_addressed = fields.Boolean(compute="_compute_is_asker")
    is_unread = fields.Boolean(compute="_compute_is_unread")

    # === COMPUTES === #

    @api.depends("user_id", "addressee_id", "deputy_id")
    @api.depends_context("uid")
    def _compute_is_asker(self):
        user = self.env.user
        for consultation in self:
            consultation.is_asker = consultation.user_id == user
            consultation.is_addressed = user in (
                consultation.addressee_id | consultation.deputy_id
            )

    @api.depends("addressee_id", "deputy_id", "kind", "school_id", "state")
    @api.depends_context("uid", "lang")
    def _compute_reader_note(self):
        for consultation in self:
            consultation.reader_note = consultation._get_reader_note()

    @api.depends("addressee_id", "deputy_id", "state")
    def _compute_is_unread(self):
        for consultation in self:
            consultation.is_unread = (
                bool(consultation._origin)
                and consultation.state == "open"
                and not consultation._get_readers_sudo()
            )

    # === WHO READS === #

    def _get_readers_sudo(self):
        """Return who can read it today besides the asker."""
        self.ensure_one()
        roles = (self.kind,) if self.kind in REPLACED else tuple(ROLES)
        people = (self.addressee_id | self.deputy_id)._origin
        return people.sudo() & self.school_id._get_role_users(*roles)

    def _get_reader_note(self):
        """Return who reads what stands here, in one sentence for the user."""
        if not self.addressee_id:
            return False
        names = {"person": self.addressee_id.sudo().name}
        away = self._get_deputies_sudo().get(self._origin or self)
        if self.state != "open":
            away = None
        if away and away.date_to:
            return self.env._(
                "%(person)s is away until %(date)s; %(deputy)s reads it too. Nobody"
                " else sees that it exists.",
                date=format_date(self.env, away.date_to),
                deputy=away.deputy_id.name,
                **names,
            )
        if away or self.deputy_id:
            deputy = away.deputy_id if away else self.deputy_id.sudo()
            return self.env._(
                "Only who asked, %(person)s and %(deputy)s read this. Nobody else sees"
                " that it exists.",
                deputy=deputy.name,
                **names,
            )
        if self.user_id._origin != self.env.user and self._origin:
            return self.env._(
                "Only you and %(asker)s read this. Nobody else sees that it exists.",
                asker=self.user_id.sudo().name,
            )
        return self.env._(
            "Only you and %(person)s read this. Nobody else sees that it exists.",
            **names,
        )

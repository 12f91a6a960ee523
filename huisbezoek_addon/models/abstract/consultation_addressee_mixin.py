from odoo import api, fields, models

from ...logic.roles import ROLES


class HuisbezoekConsultationAddressee(models.AbstractModel):
    """Who is asked: one of those who can answer, by the asker's own choice (G2)."""

    _name = "huisbezoek.consultation.addressee"
    _description = "Is asked of somebody"

    kind = fields.Selection(
        [
            ("confidant", "The confidant"),
            ("care_coordinator", "The care coordinator"),
            ("backup", "The back-up of the visit"),
        ],
        string="With whom",
        required=True,
        default="confidant",
    )
    addressee_id = fields.Many2one(
        "res.users",
        string="Asked of",
        index="btree_not_null",
        ondelete="set null",
        domain="[('id', 'in', candidate_ids)]",
        help="While nobody answered, you can ask somebody else here: who was asked"
        " before then reads it no longer.",
    )
    # What the form shows
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidates")
    outside_ids = fields.Many2many(
        "huisbezoek.confidant", string="From outside", compute="_compute_candidates"
    )
    addressee_phone = fields.Char(string="Phone", compute="_compute_phone")

    # === WHO CAN BE CHOSEN === #

    @api.onchange("kind", "school_id", "visit_id")
    def _onchange_kind(self):
        """Propose who is asked where there is no choice, before anybody reads it.

        What was sent stays with whom it was sent to, until the asker chooses anew.
        """
        candidates = self._get_candidates()
        is_sent = self._origin and self._origin.kind == self.kind
        if not is_sent and self.addressee_id._origin not in candidates:
            self.addressee_id = candidates if len(candidates) == 1 else False

    @api.depends("kind", "school_id", "visit_id")
    def _compute_candidates(self):
        Confidant = self.env["huisbezoek.confidant"]
        for consultation in self:
            school = consultation.school_id
            consultation.candidate_ids = consultation._get_candidates()
            consultation.outside_ids = (
                Confidant._get_of_today_sudo(school, "external")
                if school and consultation.kind == "confidant"
                else Confidant
            )

    @api.depends("addressee_id", "kind", "school_id")
    def _compute_phone(self):
        for consultation in self:
            consultation.addressee_phone = consultation._get_phone()

    # === WHO CAN BE ASKED === #

    def _get_visit_sudo(self):
        """Return the visit, if the user may read it: a client can name any."""
        visit = self.visit_id._origin.sudo(False)
        return (visit if visit.has_access("read") else visit.browse()).sudo()

    def _get_candidates(self):
        """Return who can be asked today; nobody asks himself."""
        self.ensure_one()
        school = self.school_id._origin
        users = self.env["res.users"]
        if not school:
            return users
        if self.kind == "confidant":
            confidants = self.env["huisbezoek.confidant"]._get_of_today_sudo(
                school, "internal"
            )
            users = confidants.user_id & school._get_role_users("confidant")
        elif self.kind == "care_coordinator":
            users = school._get_role_users("care_coordinator")
        elif self.kind == "backup":
            backup = self._get_visit_sudo().backup_id.user_id
            users = backup & school._get_role_users(*ROLES)
        return (users - (self.user_id._origin or self.env.user)).sudo(False)

    def _check_addressee(self):
        """Let only those be asked who can answer, about a visit that one may read."""
        for consultation in self:
            visit = consultation.visit_id.sudo()
            if visit and visit.school_id != consultation.school_id:
                raise self._make_error(
                    self.env._("Choose a visit of the school where you ask.")
                )
            if visit and not consultation._get_visit_sudo():
                raise self._make_error(
                    self.env._("Leave the visit out, or choose one of your own.")
                )
            if not consultation.addressee_id:
                raise self._make_error(
                    self.env._(
                        "Choose whom you ask. If there is nobody to choose, look under"
                        " Confidants for whom you can phone."
                    )
                )
            if consultation.addressee_id not in consultation._get_candidates():
                raise self._make_error(consultation._get_refusal())

    def _get_refusal(self):
        """Return why somebody cannot be asked, and what can be done instead."""
        person = self.addressee_id.sudo()
        if person == self.user_id:
            return self.env._("Choose somebody else: you cannot ask yourself.")
        if phone := self._get_phone():
            return self.env._(
                "%(person)s cannot be asked here today. Choose somebody else, or call"
                " %(phone)s.",
                person=person.name,
                phone=phone,
            )
        return self.env._(
            "%(person)s cannot be asked here today. Choose somebody else, or look"
            " under Confidants for whom you can phone.",
            person=person.name,
        )

    def _get_phone(self):
        """Return how the one who is asked can be called, as colleagues may know."""
        user = self.addressee_id._origin.sudo()
        if not user or not self.school_id:
            return False
        cards = self.env["huisbezoek.confidant"].sudo()
        if self.kind == "confidant":
            cards = cards._get_of_today_sudo(self.school_id, "internal")
        card = cards.filtered(lambda one: one.user_id == user and one.phone)[:1]
        employee = user.employee_ids.filtered(
            lambda one: one.company_id == self.school_id.company_id
        )[:1]
        return card.phone or employee.work_phone or employee.mobile_phone

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ...logic.consultations import REPLACED
from ...logic.roles import ROLES


class HuisbezoekConsultationPeople(models.AbstractModel):
    """Who asks, who is asked, and who reads along while he is away (G2).

    Rules test no dates, for their domains are cached; so ``deputy_id`` is kept by
    each change of a deputy and every hour, and the rules test that.
    """

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
    deputy_id = fields.Many2one(
        "res.users",
        string="Deputy",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    # What the form shows
    candidate_ids = fields.Many2many("res.users", compute="_compute_candidates")
    outside_ids = fields.Many2many(
        "huisbezoek.confidant", string="From outside", compute="_compute_candidates"
    )
    addressee_phone = fields.Char(string="Phone", compute="_compute_phone")
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

    # === PASSING ON === #

    def _get_deputies_sudo(self):
        """Return {consultation: deputy} of those whose addressee is away today."""
        deputies = self.env["huisbezoek.deputy"]._get_current(
            self.school_id, self.addressee_id
        )
        found = {}
        for consultation in self:
            key = (
                consultation.school_id._origin,
                consultation.kind,
                consultation.addressee_id._origin,
            )
            deputy = deputies.get(key)
            # Who asks does not answer himself, also while he is the deputy.
            if deputy and deputy.deputy_id != consultation.user_id._origin:
                found[consultation._origin or consultation] = deputy
        return found

    def _sync_deputies(self):
        """Give each open consultation the deputy of today, or none (in sudo).

        What a deputy answered stays with him: it is no longer open.

        :return: what changed.
        """
        open_ones = self.filtered(lambda one: one.state == "open")
        deputies = open_ones._get_deputies_sudo()
        changed = self.browse()
        for consultation in open_ones:
            deputy = deputies.get(consultation)
            wanted = deputy.deputy_id if deputy else self.env["res.users"]
            if consultation.deputy_id != wanted:
                consultation.deputy_id = wanted
                changed |= consultation
        return changed

    @api.model
    def _sync_deputies_of_sudo(self, users=None):
        """Pass on, or take back, what is open and asked of ``users`` (of anybody)."""
        domain = Domain("state", "=", "open")
        if users is not None:
            domain &= Domain("addressee_id", "in", users.ids)
        self.sudo().search(domain)._sync_deputies()

    @api.model
    def _cron_pass_on(self):
        """Let deputies begin and end by their days; nothing due costs a few queries.

        Progress is not reported: administrators read how much there was to do.
        """
        self._sync_deputies_of_sudo()

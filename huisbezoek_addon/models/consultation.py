from itertools import repeat

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import clean_context

from ..logic.consultations import due_date

#: What a client may say of a new consultation; the rest follows.
ASKING = frozenset({"school_id", "visit_id", "kind", "addressee_id", "question"})
#: What the asker may change while nobody answered.
ASKED = ASKING - {"school_id"}
#: What decides who reads it.
READING = frozenset({"visit_id", "kind", "addressee_id"})


class HuisbezoekConsultation(models.Model):
    """What somebody asks in confidence, and the answer (G2).

    The asker, the addressee and, from his first day, the addressee's deputy know that
    it exists, and nobody else: no management, no care coordinator, no administrator.
    See `huisbezoek.unnoticed.mixin`, and `test_consultation_unnoticed`.
    """

    _name = "huisbezoek.consultation"
    _description = "Consultation in confidence"
    _inherit = [
        "huisbezoek.unnoticed.mixin",
        "huisbezoek.school.mixin",
        "huisbezoek.confidential.mixin",
        "huisbezoek.consultation.addressee",
        "huisbezoek.consultation.people",
        "huisbezoek.consultation.deputy",
        "huisbezoek.consultation.term",
    ]
    _order = "date desc, id"
    _confidential = frozenset({"question", "answer"})
    _personal_data = (
        "what somebody asked in confidence, of whom, and the answer",
        "one year after it was closed",
    )

    # Nothing may be refused because of a consultation: it would tell of it.
    school_id = fields.Many2one(
        compute="_compute_school",
        store=True,
        readonly=False,
        precompute=True,
        default=None,
        ondelete="cascade",
    )
    company_id = fields.Many2one(ondelete="cascade")
    visit_id = fields.Many2one(
        "huisbezoek.visit",
        string="About the visit",
        index="btree_not_null",
        ondelete="set null",
        help="Leave it empty to ask without a name: who answers then does not know"
        " which family it is about.",
    )
    question = fields.Text(
        string="What you want to talk over", prefetch=False, copy=False
    )
    answer = fields.Text(prefetch=False, copy=False)
    date = fields.Datetime(
        string="Asked on", required=True, readonly=True, default=fields.Datetime.now
    )
    state = fields.Selection(
        [("open", "Open"), ("answered", "Answered"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
    )
    answered_date = fields.Datetime(string="Answered on", readonly=True, copy=False)
    closed_date = fields.Datetime(string="Closed on", readonly=True, copy=False)
    went_well = fields.Selection(
        [("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
        string="Did it help?",
        readonly=True,
        copy=False,
    )

    _open_idx = models.Index("(school_id, date) WHERE state = 'open'")

    @api.depends("visit_id")
    @api.depends_context("uid")
    def _compute_school(self):
        School = self.env["huisbezoek.school"].sudo(False)
        for consultation in self:
            consultation.school_id = (
                consultation._get_visit_sudo().school_id
                or consultation.school_id
                or School._default_school()
            )

    @api.depends("date")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for consultation in self:
            consultation.display_name = (
                self.env._(
                    "Consultation of %(date)s",
                    date=format_date(self.env, consultation.date),
                )
                if consultation._origin
                else self.env._("New consultation")
            )

    def _get_confidential_records(self):
        """Override: the privacy officer would notice by the log that it exists."""
        return self.browse()

    def _fetch_query(self, query, fields):
        """Override of `orm`: who asked reads an answer once it is given, not before."""
        fetched = super()._fetch_query(query, fields)
        if self.env.su or all(field.name != "answer" for field in fields):
            return fetched
        asked_sudo = fetched.sudo().filtered(
            lambda one: one.state == "open" and one.user_id == self.env.user
        )
        unsent = asked_sudo.with_env(self.env)
        self.env.cache.update(unsent, self._fields["answer"], repeat(None))
        return fetched

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: one asks for oneself, and it is passed on at once."""
        if not self.env.su:
            # All of it, for an administrator can set defaults for anything.
            fixed = {
                **dict.fromkeys(("deputy_id", "answer", "went_well"), False),
                "user_id": self.env.uid,
                "date": fields.Datetime.now(),
                "state": "open",
            }
            vals_list = [
                {
                    "kind": "confidant",
                    **{name: vals[name] for name in vals.keys() & ASKING},
                    **fixed,
                }
                for vals in vals_list
            ]
            for vals in vals_list:
                self._check_complete(vals)
                if not self.new(vals).school_id:
                    raise self._make_error(
                        self.env._("Choose the school where you ask it.")
                    )
        plain = self.with_context(clean_context(self.env.context))
        consultations = super(HuisbezoekConsultation, plain).create(vals_list)
        consultations = consultations.with_env(self.env)
        for consultation in consultations.filtered(lambda c: not c.addressee_id):
            candidates = consultation._get_candidates()
            if len(candidates) == 1:
                consultation.sudo().addressee_id = candidates
        if not self.env.su:
            consultations._check_addressee()
        consultations.sudo()._hand_over()
        return consultations

    def _check_complete(self, vals):
        # Odoo would log that a required field of a consultation is missing.
        if not (vals.get("question") or "").strip():
            raise self._make_error(self.env._("Write what you want to talk over."))

    def write(self, vals):
        """Override of `orm`: each writes his own part, in his own time."""
        if self.env.su:
            return super().write(vals)
        self.check_access("write")
        self._check_changes(vals)
        if "question" in vals:
            self._check_complete(vals)
        before = {one: one.addressee_id for one in self.sudo()}
        result = super().write(vals)
        if READING & vals.keys():
            self._check_addressee()
            asked_anew = self.sudo().filtered(lambda c: c.addressee_id != before[c])
            asked_anew._ask_anew()
        return result

    def _check_changes(self, vals):
        for consultation in self:
            allowed = set()
            if consultation.is_asker and consultation.state == "open":
                allowed |= ASKED
            if consultation.is_addressed and consultation.state != "closed":
                allowed.add("answer")
            if vals.keys() - allowed:
                raise self._make_error(
                    self.env._(
                        "Who asks changes the question until it is answered; who is"
                        " asked changes the answer until it is closed. Ask again to"
                        " add something."
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_retention(self):
        if not self.env.su:
            raise self._make_error(
                self.env._("It stays with the two of you until the retention takes it.")
            )

    # === STEPS === #

    def _ask_anew(self):
        """Ask somebody else: who was asked before reads it no longer (in sudo)."""
        # What he began to write was not for his successor either.
        self.write({"deputy_id": False, "answer": False})
        self._hand_over()

    def _hand_over(self):
        """Set the term, pass on what somebody is away for, and let them know."""
        now = fields.Datetime.now()
        for consultation in self:
            school = consultation.school_id
            consultation.due_date = due_date(
                school._to_local(now).date(), school.consultation_days
            )
        self._sync_deputies()

    def action_answer(self):
        """Give the answer to who asked, as the one who was asked."""
        self.ensure_one()
        self.check_access("write")
        if not self.is_addressed or self.state != "open":
            raise self._make_error(self.env._("It is answered by who was asked, once."))
        if not (self.answer or "").strip():
            raise self._make_error(self.env._("Write your answer first."))
        answered_sudo = self.sudo()
        answered_sudo.write(
            {"state": "answered", "answered_date": fields.Datetime.now()}
        )
        if self.addressee_id == self.env.user:
            answered_sudo.deputy_id = False

    def action_close(self, went_well=False):
        """Close it and say whether it helped, as who asked (I4).

        :param str went_well: a key of the field, as the buttons give it.
        """
        self.ensure_one()
        self.check_access("write")
        if not self.is_asker or self.state == "closed":
            raise self._make_error(self.env._("It is closed by who asked, once."))
        if went_well not in dict(self._fields["went_well"].selection):
            raise self._make_error(self.env._("Choose whether it helped."))
        closed_sudo = self.sudo()
        if self.state == "open":
            # Who stood by and never answered has no more to do with it.
            closed_sudo.deputy_id = False
        closed_sudo.write(
            {
                "state": "closed",
                "closed_date": fields.Datetime.now(),
                "went_well": went_well,
            }
        )

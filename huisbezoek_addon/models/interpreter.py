from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ..logic.weekly import WEEK, FixedTime, week_of
from .abstract.report_family_mixin import INTERPRETERS

#: Whom a school can ask: the words of a report, which also knows that there was none.
KINDS = [kind for kind in INTERPRETERS if kind[0] not in ("none", "missing")]
#: On whom it depends whose time a visit takes.
PERSON = {"kind", "employee_id", "partner_id"}
NO_LESSONS = ((),) * len(WEEK)


class HuisbezoekInterpreter(models.Model):
    """An adult who puts the words of one over into those of the other (D4).

    A professional may be a contact of the board; a parent or a relative never is,
    since every employee reads contacts. An interpreter by phone belongs to an agency
    that serves many visits at once, so that no visit takes its time.
    """

    _name = "huisbezoek.interpreter"
    _description = "Interpreter"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.discreet.mixin",
        "huisbezoek.interpreter.adult",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "language_ids.name", "language_ids.native_name"]
    _personal_data = (
        "who interprets, in which languages and how to reach him",
        "two years after his last visit",
    )

    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, required=True, default="professional")
    employee_id = fields.Many2one(
        "hr.employee",
        compute="_compute_person",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The colleague. He is asked and answers as everybody who goes along.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Contact",
        compute="_compute_person",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Where the interpreter, or the agency, is known as a contact already."
        " Two schools of the board then never ask the same person at once.",
    )
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    phone = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True
    )
    email = fields.Char(
        string="E-mail",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    language_ids = fields.Many2many(
        "huisbezoek.language",
        "huisbezoek_interpreter_language_rel",
        "interpreter_id",
        "language_id",
        string="Languages",
    )
    time_ids = fields.One2many(
        "huisbezoek.interpreter.time",
        "interpreter_id",
        string="Can come",
        help="None: at any time at which the school makes visits.",
    )
    visitor_ids = fields.One2many("huisbezoek.visitor", "interpreter_id")

    _employee_check = models.Constraint(
        "CHECK ((kind = 'colleague') = (employee_id IS NOT NULL))",
        "Choose which colleague it is; others are no employees.",
    )
    _partner_check = models.Constraint(
        "CHECK (partner_id IS NULL OR kind IN ('professional', 'phone'))",
        "Only a professional or an agency is a contact: every employee reads those.",
    )
    _employee_uniq = models.UniqueIndex(
        "(school_id, employee_id) WHERE employee_id IS NOT NULL",
        "This colleague is in the list of interpreters already.",
    )
    _partner_uniq = models.UniqueIndex(
        "(school_id, partner_id) WHERE partner_id IS NOT NULL",
        "This contact is in the list of interpreters already.",
    )

    # === COMPUTES === #

    @api.depends("kind")
    def _compute_person(self):
        """Let go of a colleague or a contact who does not fit another kind."""
        for interpreter in self:
            is_colleague = interpreter.kind == "colleague"
            is_contact = interpreter.kind in ("professional", "phone")
            interpreter.employee_id = is_colleague and interpreter.employee_id
            interpreter.partner_id = is_contact and interpreter.partner_id

    @api.depends("employee_id", "partner_id", "school_id")
    def _compute_name(self):
        """Take over what is known of a colleague or a contact; it may be changed."""
        for interpreter in self:
            company = interpreter.school_id.company_id
            # A form may name anybody; of another board nothing is told.
            employee_sudo = interpreter.employee_id.sudo().filtered(
                lambda employee, company=company: employee.company_id == company
            )
            partner = interpreter.partner_id
            known = (
                (employee_sudo.name, employee_sudo.work_phone, employee_sudo.work_email)
                if employee_sudo
                else (partner.name, partner.phone, partner.email)
            )
            for name, value in zip(("name", "phone", "email"), known, strict=True):
                interpreter[name] = interpreter[name] or value

    @api.depends("name", "language_ids.name")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_display_name(self):
        """Override of `orm`: whoever chooses sees who speaks what."""
        result = super()._compute_display_name()
        for interpreter in self._filter_readable().filtered("language_ids"):
            languages = ", ".join(interpreter.language_ids.mapped("name"))
            interpreter.display_name = f"{interpreter.name} ({languages})"
        return result

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Override of `orm`: who speaks a language of the family comes first (D4)."""
        proposed = self.env.context.get("proposed_language_ids")
        if not proposed:
            return super().name_search(name, domain, operator, limit)
        domain = Domain(domain or Domain.TRUE)
        speaks = Domain("language_ids", "in", proposed)
        first = super().name_search(name, domain & speaks, operator, limit)
        if limit and len(first) >= limit:
            return first
        rest = limit and limit - len(first)
        return first + super().name_search(name, domain & ~speaks, operator, rest)

    # === CONSTRAINTS === #

    @api.constrains("partner_id")
    def _check_contact(self):
        """Refuse the contact of a colleague: he would be taken without being asked."""
        partners_sudo = self.partner_id.sudo()
        colleagues_sudo = self.env["hr.employee"].sudo()
        staff = partners_sudo.user_ids.filtered(lambda user: not user.share).partner_id
        staff |= colleagues_sudo.search(
            [("work_contact_id", "in", partners_sudo.ids)]
        ).work_contact_id
        if staff:
            raise ValidationError(
                self.env._(
                    "This contact is that of an employee. Choose the kind 'Colleague',"
                    " so that he is asked and can answer, or leave the contact empty."
                )
            )

    @api.constrains("email")
    def _check_email(self):
        for interpreter in self:
            if interpreter.email and not email_normalize(interpreter.email):
                raise ValidationError(
                    self.env._(
                        "The e-mail address of an interpreter cannot be used. Write it"
                        " as name@example.org, or leave it empty."
                    )
                )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `orm`: a visit takes the time of the one who really comes."""
        if {"kind", "employee_id"} & vals.keys():
            self._check_same_colleague(vals)
        result = super().write(vals)
        if PERSON & vals.keys():
            self.sudo()._get_visits([("state", "=", "planned")])._sync_planning()
        return result

    def _check_same_colleague(self, vals):
        """Refuse to make somebody else of an interpreter who was asked already."""
        for interpreter in self:
            is_colleague = vals.get("kind", interpreter.kind) == "colleague"
            present_id = interpreter.employee_id.id
            coming_id = is_colleague and vals.get("employee_id", present_id)
            if coming_id != present_id and interpreter.sudo().visitor_ids:
                raise UserError(
                    self.env._(
                        "This interpreter is on visits already, so that it stays the"
                        " same person. Make a new interpreter, and archive this one."
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        if self.sudo().visitor_ids and not self.env.su:
            raise UserError(
                self.env._("This interpreter is on visits. Archive it instead.")
            )

    def _erase(self):
        """Override of the school mixin: the places on visits tell who interpreted.

        A colleague stays the companion that he was as well.
        """
        visits = self._get_visits([])
        colleagues = self.visitor_ids._filter_attending()
        colleagues.write({"kind": "companion", "interpreter_id": False})
        self.visitor_ids.unlink()
        visits._sync_planning()
        return super()._erase()

    # === HELPERS === #

    def _get_visits(self, domain):
        """Return the visits on which the interpreters go (called in sudo)."""
        return self.env["huisbezoek.visit"].search(
            Domain("visitor_ids.interpreter_id", "in", self.ids) & Domain(domain)
        )

    def _get_person(self):
        """Return whose time a visit takes: a contact, the interpreter, or nobody's.

        Nobody's is an agency by phone: it serves several visits at once.
        """
        return self.browse() if self.kind == "phone" else self.partner_id or self

    def _filter_bound(self):
        """Return those whose own time a visit takes, and who are no colleagues."""
        bound_sudo = self.sudo().filtered(
            lambda who: who.kind != "phone" and not who.employee_id
        )
        return bound_sudo.with_env(self.env)

    # === AS A VISITOR (called in sudo by huisbezoek.availability) === #

    def _get_planning_key(self):
        """Return the number by which ``logic.schedule`` knows the person."""
        self.ensure_one()
        return -self.id

    def _get_planning_week(self, hours, school_times, own_times):
        """Return when the interpreter can come in each week; lessons are not his."""
        own = [
            FixedTime(int(time.weekday), time.hour_from, time.hour_to)
            for time in self.time_ids
        ]
        return replace(week_of(hours, school_times, own), lessons=NO_LESSONS)

    def _get_planning_facts(self, first, last, zone):
        """Return what the planning has to know, as `hr.employee` does.

        By no name, which would stand in warnings and errors: it tells a language.
        """
        days = frozenset(range(first, last + 1))
        name = self.env._("The interpreter")
        keys = {who: self._get_number(who._get_person()) for who in self}
        return {who: (name, keys[who], days, frozenset()) for who in self}

    @api.model
    def _get_number(self, person):
        return self.env["huisbezoek.occupation"]._get_key(person) if person else 0

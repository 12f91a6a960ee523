from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..logic.guide import count_done, item_state
from ..logic.roles import ROLES

STATES = [
    ("todo", "To do"),
    ("busy", "Busy"),
    ("done", "Done"),
    ("skipped", "Not needed"),
]
#: What the owner of an item may say of it; all else is for who leads the guide.
OWNERS = frozenset({"note", "state", "progress", "date_done", "document_ids"})


class HuisbezoekGuideItem(models.Model):
    """One thing that a school arranges before, around and after its visits (B6).

    The brochure's five steps as a checklist. What the school's own data tell is
    ticked by itself, see ``huisbezoek.guide.living``; of the rest somebody says
    on which day it was done. It tells of no family, so all with a role read it.
    """

    _name = "huisbezoek.guide.item"
    _description = "Item of the guide"
    _inherit = [
        "huisbezoek.school.mixin",
        "huisbezoek.quiet.thread",
        "huisbezoek.documents",
        "huisbezoek.guide.starters",
        "huisbezoek.guide.starters.visits",
        "huisbezoek.guide.living",
        "huisbezoek.guide.targets",
    ]
    _order = "sequence, id"

    name = fields.Char(string="What", required=True, translate=True)
    step = fields.Selection(
        [
            ("vision", "1. Vision"),
            ("resistance", "2. Taking away resistance"),
            ("rails", "3. Visits on rails"),
            ("start", "4. A strong start"),
            ("evaluation", "5. Evaluation"),
        ],
        required=True,
        default="vision",
        index=True,
        group_expand=True,
    )
    key = fields.Char(
        readonly=True, copy=False, help="Empty for what a school added itself."
    )
    sequence = fields.Integer(default=1000)
    description = fields.Text(string="What it is, and why", translate=True)
    note = fields.Text(
        help="How far it is, and what was agreed. Nothing about a family belongs here."
    )
    owner_id = fields.Many2one(
        "res.users",
        string="Who sees to it",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        domain="[('id', 'in', staff_ids)]",
    )
    staff_ids = fields.Many2many("res.users", compute="_compute_staff_ids")
    # How far it is
    progress = fields.Selection(
        [state for state in STATES if state[0] != "done"],
        required=True,
        default="todo",
        copy=False,
        tracking=True,
    )
    date_due = fields.Date(string="Due by", tracking=True)
    date_done = fields.Date(
        string="Done on",
        copy=False,
        tracking=True,
        help="The day of the decision, the meeting or the consent.",
    )
    state = fields.Selection(
        STATES,
        compute="_compute_state",
        inverse="_inverse_state",
        search="_search_state",
    )
    is_living = fields.Boolean(compute="_compute_state")
    date_told = fields.Date(string="Recorded on", compute="_compute_state")
    is_late = fields.Boolean(compute="_compute_is_late")
    # Who is looking
    can_lead = fields.Boolean(compute="_compute_rights")
    can_change = fields.Boolean(compute="_compute_rights")
    is_school_shown = fields.Boolean(compute="_compute_rights")

    _key_uniq = models.UniqueIndex(
        "(school_id, key) WHERE key IS NOT NULL",
        "Each item of the guide stands there once.",
    )

    # === COMPUTES === #

    @api.depends("progress", "date_done", "key", "school_id")
    def _compute_state(self):
        """Ask the data now: nothing is kept that could be out of step with them."""
        told = self._tell(self.school_id)
        for item in self:
            item.is_living = item.key in told
            answer = told[item.key].get(item.school_id.id) if item.is_living else None
            item.state = item_state(
                item.progress or "todo",
                bool(item.date_done),
                bool(answer) if item.is_living else None,
            )
            item.date_told = answer if answer and answer is not True else False

    def _inverse_state(self):
        for item in self:
            if item.state == "done":
                item.date_done = item.date_done or item.school_id._get_today()
            else:
                item.write({"progress": item.state, "date_done": False})

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        living_keys = list(self._get_checks())
        living = self.sudo().search([("key", "in", living_keys)])
        by_hand = Domain("date_done", "=", False) & Domain("progress", "in", value)
        if "done" in value:
            by_hand |= Domain("date_done", "!=", False)
        matching = living.filtered(lambda item: item.state in value)
        return Domain("id", "in", matching.ids) | (
            Domain("key", "not in", living_keys) & by_hand
        )

    @api.depends("date_due", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for item in self:
            item.is_late = (
                item.state in ("todo", "busy")
                and bool(item.date_due)
                and item.date_due < today
            )

    @api.depends("school_id", "can_lead")
    @api.depends_context("uid")
    def _compute_staff_ids(self):
        """Tell who can see to it; only to those who choose, as with roles."""
        for item in self:
            staff = item.school_id._get_role_users(*ROLES)
            item.staff_ids = staff if item.can_lead else False

    @api.depends("owner_id", "school_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_rights(self):
        led = self._get_led_schools()
        is_school_shown = len(self.env["huisbezoek.school"].search([], limit=2)) > 1
        for item in self:
            item.can_lead = not item.school_id or item.school_id in led
            item.can_change = item.can_lead or item.owner_id == self.env.user
            item.is_school_shown = is_school_shown

    # === CONSTRAINTS === #

    @api.constrains("owner_id")
    def _check_owner(self):
        for item in self:
            staff = item.school_id._get_role_users(*ROLES)
            if item.owner_id and item.owner_id not in staff:
                raise ValidationError(
                    self.env._(
                        "%(user)s has no role at %(school)s today, so this item"
                        " would not be found. Give a role first, or choose somebody"
                        " else.",
                        user=item.owner_id.name,
                        school=item.school_id.name,
                    )
                )

    @api.constrains("date_done")
    def _check_date_done(self):
        for item in self:
            if item.date_done and item.date_done > item.school_id._get_today():
                raise ValidationError(
                    self.env._(
                        "What is to come is not done yet. Put that day under"
                        " 'Due by', and the day itself once it was."
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: what a school adds has no key, so it can go again."""
        if not self.env.su:
            vals_list = [{**vals, "key": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """Override of `orm`: the owner says how far it is, and changes no more."""
        if not self.env.su:
            self._check_change(vals)
        return super().write(vals)

    def _check_change(self, vals):
        if not vals.keys() <= OWNERS and self.school_id - self._get_led_schools():
            raise AccessError(
                self.env._(
                    "Of an item that you see to you can say how far it is: its"
                    " state, day, documents and note. Ask the management to change"
                    " the rest."
                )
            )
        if "key" in vals:
            raise UserError(self.env._("An item keeps its place in the guide."))
        is_ticking = vals.get("state") == "done" or vals.get("date_done")
        if is_ticking and any(self.mapped("is_living")):
            raise UserError(
                self.env._(
                    "This is ticked by itself as soon as it is there. Press 'Go"
                    " there' to arrange it, or choose 'Not needed'."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_the_guide(self):
        if not self.env.su and any(self.mapped("key")):
            raise UserError(
                self.env._(
                    "This belongs to the guide of each school. Does your school do"
                    " without? Choose 'Not needed'."
                )
            )

    # === ACTIONS === #

    def action_done(self):
        """Say that it was done, today."""
        self.write({"state": "done"})

    def action_busy(self):
        """Say that somebody is at it."""
        self.write({"state": "busy"})

    def action_skip(self):
        """Say that the school does without."""
        self.write({"state": "skipped"})

    def action_reopen(self):
        """Say that it is to be done after all."""
        self.write({"state": "todo"})

    # === HELPERS === #

    def _count_done(self):
        """Return how many are done, out of how many that the school needs."""
        return count_done(self.mapped("state"))

    def _get_next(self):
        """Return the first that is still open, if any."""
        return self.filtered(lambda item: item.state in ("todo", "busy"))[:1]

    def _get_led_schools(self):
        """Return of these schools those whose guide the user leads."""
        if self.env.user.has_group("base.group_system"):
            return self.school_id
        School = self.env["huisbezoek.school"]
        return School.search(School._get_mine_domain("management", "administrator"))

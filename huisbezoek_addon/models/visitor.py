from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HuisbezoekVisitor(models.Model):
    """Somebody who goes along on a visit, and whether he confirmed (E3).

    This is also all that a companion gets to see of a visit: time, place,
    language and first names, from his confirmation until the report. So what
    he reads is computed here, and he has no access to the visit itself.
    """

    _name = "huisbezoek.visitor"
    _description = "Visitor"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "visit_id, kind desc, id"
    _rec_name = "employee_id"
    _personal_data = ("who went on which visit", "two years after the visit")

    visit_id = fields.Many2one(
        "huisbezoek.visit", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="visit_id.school_id", store=True, precompute=True, default=None
    )
    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        compute="_compute_partner",
        store=True,
        precompute=True,
        help="Whose time and calendar the visit takes.",
    )
    kind = fields.Selection(
        [("lead", "Lead"), ("companion", "Companion"), ("interpreter", "Interpreter")],
        required=True,
        default="companion",
    )
    state = fields.Selection(
        [("asked", "Asked"), ("confirmed", "Confirmed"), ("declined", "Cannot come")],
        string="Answer",
        compute="_compute_state",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    # What a companion sees once confirmed; a copy would be written with each plan
    start = fields.Datetime(related="visit_id.start")
    stop = fields.Datetime(related="visit_id.stop")
    visit_state = fields.Selection(
        related="visit_id.state", string="State of the visit"
    )
    place_label = fields.Char(compute="_compute_shown")
    first_names = fields.Char(compute="_compute_shown")
    language_names = fields.Char(compute="_compute_shown")
    lead_name = fields.Char(compute="_compute_shown")

    _employee_uniq = models.Constraint(
        "UNIQUE (visit_id, employee_id)", "Nobody goes on one visit twice."
    )
    _one_lead = models.UniqueIndex(
        "(visit_id) WHERE kind = 'lead'", "A visit has one lead."
    )

    @api.depends("employee_id.user_id.partner_id", "employee_id.work_contact_id")
    def _compute_partner(self):
        for visitor in self:
            employee = visitor.employee_id.sudo()
            visitor.partner_id = employee.user_id.partner_id or employee.work_contact_id

    @api.depends("kind")
    def _compute_state(self):
        for visitor in self:
            if not visitor.state:
                visitor.state = "confirmed" if visitor.kind == "lead" else "asked"

    @api.depends("visit_id", "employee_id")
    @api.depends_context("uid")
    def _compute_display_name(self):
        for visitor in self:
            visitor.display_name = visitor.visit_id.sudo().display_name

    @api.depends("state", "visit_state")
    @api.depends_context("uid", "lang")
    def _compute_shown(self):
        for visitor in self:
            visit_sudo = visitor.visit_id.sudo()
            shown = (
                visitor.user_id == self.env.user
                and visitor.state == "confirmed"
                and visitor.visit_state in ("planned", "done")
            )
            visitor.lead_name = visit_sudo.lead_id.name
            visitor.place_label = shown and visit_sudo._get_place_for(self.env.user)
            visitor.first_names = shown and visit_sudo._get_first_names()
            visitor.language_names = shown and ", ".join(
                visit_sudo.household_id.language_ids.mapped("name")
            )

    def _filter_going(self):
        """Return those who have not said that they stay away."""
        going = self.filtered(lambda visitor: visitor.state != "declined")
        # Those of many visits are asked one visit after another, and read at once.
        return going.with_prefetch(self._prefetch_ids)

    # === ACTIONS === #

    def action_confirm(self):
        """Say that one goes along; only the visitor himself does."""
        self._answer("confirmed")

    def action_decline(self):
        """Say that one does not go along; only the visitor himself does."""
        self._answer("declined")

    def _answer(self, state):
        for visitor in self:
            if visitor.user_id != self.env.user:
                raise AccessError(
                    self.env._("Only the person who was asked can answer.")
                )
            if visitor.kind == "lead":
                raise UserError(
                    self.env._(
                        "You lead this visit. Ask the planner to hand it over to a"
                        " colleague."
                    )
                )
        self.sudo()._set_answer(state)

    def _set_answer(self, state):
        self.state = state
        self.visit_id._sync_planning()

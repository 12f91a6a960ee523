from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..logic.hours import COUNTING


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
    annual_task_id = fields.Many2one(
        "huisbezoek.annual.task",
        compute="_compute_annual_task",
        store=True,
        precompute=True,
        index=True,
        ondelete="set null",
        help="Where the hours of the visit count.",
    )
    counted_hours = fields.Float(
        compute="_compute_counted_hours",
        store=True,
        groups="base.group_system",
        help="What the annual task sums; who may know it reads the planned hours.",
    )
    realises_hours = fields.Boolean(compute="_compute_counted_hours", store=True)
    planned_hours = fields.Float(string="Planned", compute="_compute_planned_hours")
    realised_hours = fields.Float(string="Realised", compute="_compute_realised_hours")
    can_correct = fields.Boolean(compute="_compute_can_correct")
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
            visitor.partner_id = visitor.employee_id.sudo()._get_planning_partner()

    @api.depends("kind")
    def _compute_state(self):
        for visitor in self:
            if not visitor.state:
                visitor.state = "confirmed" if visitor.kind == "lead" else "asked"

    @api.depends("visit_id.year_id", "employee_id")
    def _compute_annual_task(self):
        # In sudo the year is read, and the task made, for whoever plans.
        pairs = {
            visitor: (visitor.sudo().visit_id.year_id, visitor.sudo().employee_id)
            for visitor in self
        }
        found = self.env["huisbezoek.annual.task"].sudo()._get_or_create(pairs.values())
        for visitor, pair in pairs.items():
            visitor.annual_task_id = found.get(pair)

    @api.depends(
        "state",
        "visit_state",
        "visit_id.is_from_before",
        "visit_id.outcome",
        "visit_id.protocol_id.norm_hours",
    )
    def _compute_counted_hours(self):
        for visitor in self:
            counts = (
                visitor.visit_state in COUNTING
                and visitor._filter_going()
                and not visitor.visit_id.is_from_before
            )
            visitor.counted_hours = (
                visitor.visit_id.protocol_id.norm_hours if counts else 0
            )
            visitor.realises_hours = (
                visitor.state == "confirmed" and visitor.visit_id._is_owed_hours()
            )

    @api.depends("counted_hours")
    @api.depends_context("uid")
    def _compute_planned_hours(self):
        """Show the planned hours to who may know them, before the consent too (H3)."""
        shown = self._filter_hours_readable()
        for visitor in self:
            visitor.planned_hours = visitor in shown and visitor.sudo().counted_hours

    @api.depends("visit_id", "employee_id")
    def _compute_realised_hours(self):
        """Sum the hour lines of each place; who reads the place may know them."""
        lines = (
            self.env["account.analytic.line"]
            .sudo()
            ._read_group(
                [("home_visit_id", "in", self.visit_id._ids)],
                ["home_visit_id", "employee_id"],
                ["unit_amount:sum"],
            )
        )
        amounts = {(visit.id, who.id): amount for visit, who, amount in lines}
        shown = self._filter_hours_readable()
        for visitor in self:
            visitor.realised_hours = visitor in shown and amounts.get(
                (visitor.visit_id.id, visitor.employee_id.id), 0
            )

    @api.depends("state", "visit_state")
    @api.depends_context("uid")
    def _compute_can_correct(self):
        refusals = self._get_correction_refusals()
        for visitor in self:
            visitor.can_correct = not refusals[visitor]

    def _filter_hours_readable(self):
        """Return the places of which the user may know the hours (H3).

        One's own always; a colleague's are for management and planners, and only
        once the P-MR has consented. A colleague who teaches the pupil too reads
        the place, and not the hours.
        """
        readable = self.sudo().annual_task_id.sudo(False)._filtered_access("read")
        return self.filtered(lambda v: v.sudo().annual_task_id.id in readable._ids)

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

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: whoever goes along has a task for his hours."""
        visitors = super().create(vals_list)
        visitors.sudo().annual_task_id._ensure_tasks()
        return visitors

    def _get_person(self):
        """Return who goes: whom the planning asks when he can."""
        self.ensure_one()
        return self.employee_id

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

    def action_correct_hours(self):
        """Open the dialog in which the hours of this visit are corrected."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_hours_correct_action"
        )
        action["context"] = {"default_visitor_id": self.id}
        return action

    def _check_may_correct(self):
        """Let the visitor himself, or the management, correct; after consent."""
        if refusal := self._get_correction_refusals()[self]:
            raise UserError(refusal)

    def _get_correction_refusals(self):
        """Return for each place why the user may not correct its hours, or nothing."""
        user = self.env.user
        # Once for all of a page, instead of once a row.
        went = self.sudo().visit_id._get_hours_visitors()
        managers = {
            school: school._get_role_users("management")
            for school in self.sudo().school_id
        }
        refusals = {}
        for visitor in self:
            visitor_sudo = visitor.sudo()
            school = visitor_sudo.school_id
            refusal = ""
            if not school.hours_consented:
                refusal = self.env._(
                    "Hours are written once the P-MR has consented. Ask the management"
                    " to record that."
                )
            elif user not in visitor_sudo.user_id | managers[school]:
                refusal = self.env._(
                    "Everybody corrects his own hours, or asks the management to."
                )
            elif visitor_sudo not in went:
                refusal = self.env._(
                    "There are hours to correct once the visit was held, and for those"
                    " who confirmed that they went along."
                )
            refusals[visitor] = refusal
        return refusals

    def _answer(self, state):
        for visitor in self:
            if visitor.user_id != self.env.user:
                raise AccessError(
                    self.env._("Only the person who was asked can answer.")
                )
            if visitor.sudo().visit_state == "reported":
                raise UserError(
                    self.env._("The report of this visit is final: it says who went.")
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

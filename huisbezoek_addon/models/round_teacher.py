from odoo import api, fields, models
from odoo.exceptions import UserError

from .abstract.round_fit_mixin import DECIDING

#: What is agreed on with the teacher; the rest of a decision only describes it.
AGREEING = {"decision", "agreed_date"}
#: Hours that differ by less are the same: they are sums of parts.
HOURS_ALIKE = 0.01


class HuisbezoekRoundTeacher(models.Model):
    """Does the round fit one visitor: his hours, and his time (C3)?

    The rows follow from visits, annual tasks and availability; see
    ``huisbezoek.round.fit``. By hand only the decision on a shortfall is recorded.
    """

    _name = "huisbezoek.round.teacher"
    _description = "Visitor in a round"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "round_id, state desc, employee_id, id"
    _rec_name = "employee_id"
    _personal_data = (
        "how many visits an employee makes in a round, and what was decided",
        "two years after the school year",
    )

    round_id = fields.Many2one(
        "huisbezoek.round", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="round_id.school_id", store=True, precompute=True, default=None
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="cascade", readonly=True
    )
    # His visits of this round
    visit_count = fields.Integer(string="Visits", readonly=True)
    todo_count = fields.Integer(string="To plan", readonly=True)
    planned_count = fields.Integer(string="Planned", readonly=True)
    held_count = fields.Integer(string="Held", readonly=True)
    # His time: what a trial found
    unfit_count = fields.Integer(
        string="Without a time",
        readonly=True,
        help="Visits for which no time is left in the round, with the travel, the"
        " other visitors and the days that families avoid counted.",
    )
    free_count = fields.Integer(
        string="Places left",
        readonly=True,
        help="How many more visits would still fit.",
    )
    weeks = fields.Json(readonly=True)
    # His hours, for who may know them
    needed_hours = fields.Float(string="Needed", compute="_compute_hours")
    allotted_hours = fields.Float(string="Allotted", compute="_compute_hours")
    short_hours = fields.Float(
        string="Short of",
        readonly=True,
        groups="base.group_system",
        help="Hours that the annual task lacks; see the computed ones for who reads.",
    )
    # What was decided
    state = fields.Selection(
        [("fits", "Fits"), ("decided", "Decided"), ("short", "Does not fit")],
        compute="_compute_state",
        store=True,
    )
    decision = fields.Selection(
        [
            ("hours", "More hours"),
            ("task", "Another task falls away"),
            ("fewer", "Fewer visits"),
            ("longer", "A longer round"),
        ],
        help="How the school solves it when the visits do not fit.",
    )
    dropped_task = fields.Char(
        string="Task that falls away", help="Such as: the Christmas committee."
    )
    agreed_date = fields.Date(
        string="Agreed on", help="The day on which this was agreed with the teacher."
    )
    decided_unfit = fields.Integer(readonly=True)
    decided_short = fields.Float(readonly=True, groups="base.group_system")
    decided_by_id = fields.Many2one("res.users", string="Recorded by", readonly=True)

    _employee_uniq = models.Constraint(
        "UNIQUE (round_id, employee_id)", "A visitor stands in a round once."
    )
    _task_check = models.Constraint(
        "CHECK (decision IS DISTINCT FROM 'task'"
        " OR (dropped_task IS NOT NULL AND agreed_date IS NOT NULL))",
        "Name the task that falls away, and the day on which the teacher agreed.",
    )

    @api.depends(
        *("unfit_count", "short_hours"),
        *("decision", "decided_unfit", "decided_short"),
    )
    def _compute_state(self):
        """A decision holds for the shortfall it was taken on, and no bigger one."""
        for fit in self:
            short = fit.unfit_count or fit.short_hours > 0
            covered = (
                fit.decision
                and fit.unfit_count <= fit.decided_unfit
                and fit.short_hours <= fit.decided_short + HOURS_ALIKE
            )
            fit.state = "fits" if not short else "decided" if covered else "short"

    @api.depends("employee_id", "round_id.year_id")
    @api.depends_context("uid")
    def _compute_hours(self):
        """Show the hours of the annual task to who may know them (H3)."""
        tasks = self.env["huisbezoek.annual.task"].search(
            [
                ("year_id", "in", self.round_id.year_id.ids),
                ("employee_id", "in", self.sudo().employee_id.ids),
            ]
        )
        found = {(task.year_id, task.employee_id): task for task in tasks}
        for fit in self:
            task = found.get((fit.round_id.year_id, fit.employee_id), tasks.browse())
            fit.needed_hours = task.planned_hours
            fit.allotted_hours = task.allotted_hours

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: the rows follow from the round, nobody adds one."""
        if not self.env.su:
            raise UserError(
                self.env._("These rows follow from the visits of the round.")
            )
        return super().create(vals_list)

    def write(self, vals):
        """Override of `orm`: only the decision is recorded by hand, and by whom."""
        if not self.env.su:
            if vals.keys() - DECIDING:
                raise UserError(
                    self.env._("Only the decision is recorded here, by hand.")
                )
            result = super().write(vals)
            if AGREEING & vals.keys():
                self._agree()
            return result
        return super().write(vals)

    def _agree(self):
        """Let the decision hold for the shortfall of today, in the user's name."""
        for fit_sudo in self.sudo():
            fit_sudo.write(
                {
                    "decided_by_id": self.env.uid,
                    "decided_unfit": fit_sudo.unfit_count,
                    "decided_short": fit_sudo.short_hours,
                }
            )

    def action_agree_again(self):
        """Let what was decided hold for a shortfall that has grown since."""
        self.check_access("write")
        self._agree()

    @api.model
    def _forget_hours(self, schools):
        """Forget what rounds say of hours, and what was decided on them alone (H3).

        Called in sudo, when a school takes back the consent of the P-MR.
        """
        fits = self.search([("school_id", "in", schools.ids)])
        fits.write({"short_hours": 0, "decided_short": 0})
        fits.filtered(lambda fit: not fit.unfit_count).write(
            {
                "decision": False,
                "dropped_task": False,
                "agreed_date": False,
                "decided_by_id": False,
            }
        )

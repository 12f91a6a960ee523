from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..logic.weekly import FixedTime

#: What follows from whom a time is of; rules test it, so no client states it.
FOLLOWS = {"of_school", "user_id"}


class HuisbezoekWeeklyTime(models.Model):
    """Fixed times of each week: when visits can be, and when there are lessons (C4).

    Of the whole school, or of one person. What follows from them together stands in
    ``logic.weekly``.
    """

    _name = "huisbezoek.weekly.time"
    _description = "Fixed time"
    _inherit = ["huisbezoek.school.mixin"]
    _order = "of_school desc, employee_id, weekday, hour_from, id"
    _rec_name = "weekday"
    _personal_data = ("when an employee teaches and visits", "leaving the school")

    employee_id = fields.Many2one(
        "hr.employee",
        string="Of",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        compute="_compute_employee",
        store=True,
        readonly=False,
        precompute=True,
        help="Empty: of the whole school.",
    )
    user_id = fields.Many2one(
        related="employee_id.user_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    of_school = fields.Boolean(
        string="Of the whole school",
        compute="_compute_of_school",
        store=True,
        precompute=True,
    )
    weekday = fields.Selection(
        selection=lambda self: (
            self.env["huisbezoek.avoidance"]
            ._fields["weekday"]
            ._description_selection(self.env)
        ),
        required=True,
    )
    hour_from = fields.Float(string="From hour", required=True)
    hour_to = fields.Float(string="Until hour", required=True)
    kind = fields.Selection(
        [("visit", "Visits are possible"), ("lesson", "Lessons, so no visits")],
        required=True,
        default="visit",
    )

    _hours_check = models.Constraint(
        "CHECK (0 <= hour_from AND hour_from < hour_to AND hour_to <= 24)",
        "The hours must begin before they end, between 0:00 and 24:00.",
    )

    @api.depends("school_id")
    def _compute_employee(self):
        """Propose the user himself, where he keeps his own hours."""
        mine_sudo = self.env["hr.employee"].sudo()
        if self.env.context.get("huisbezoek_my_hours"):
            mine_sudo = self.env.user.sudo().employee_ids
        for time in self:
            company = time.school_id.company_id
            time.employee_id = time.employee_id or mine_sudo.filtered(
                lambda employee, company=company: employee.company_id == company
            )

    @api.depends("employee_id")
    def _compute_of_school(self):
        for time in self:
            time.of_school = not time._get_owner()

    def _get_owner(self):
        """Return whose time it is: a person, or nobody for the whole school."""
        self.ensure_one()
        return self.employee_id

    # === CONSTRAINTS === #

    @api.constrains("employee_id", "school_id")
    def _check_staff(self):
        """Refuse the times of somebody who teaches or has a role elsewhere only.

        Lessons count wherever somebody visits, and only his own school should be
        able to say that he is not free.
        """
        for school, times in self.filtered("employee_id").grouped("school_id").items():
            strangers = times.employee_id - school._get_staff()
            others_sudo = school.sudo().search(
                [("company_id", "=", school.company_id.id), ("id", "!=", school.id)]
            )
            if strangers & others_sudo._get_staff():
                raise ValidationError(
                    self.env._(
                        "This colleague works at another school, and has no role here"
                        " yet. Give the role first, or choose somebody else."
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: one's own hours are those of one's employee."""
        mine = self.env.context.get("huisbezoek_my_hours")
        if mine and not self.env.user.sudo().employee_ids:
            raise UserError(
                self.env._(
                    "Odoo does not know yet which employee you are. Ask the school"
                    " office to link your account to the employee."
                )
            )
        return super().create([self._without_follows(vals) for vals in vals_list])

    def write(self, vals):
        """Override of `orm`: a time stays with whom it is of."""
        if any(
            time.employee_id.id != vals.get("employee_id", time.employee_id.id)
            for time in self
        ):
            raise UserError(
                self.env._(
                    "A fixed time stays with whom it is of. Delete it, and make a"
                    " new one for the other."
                )
            )
        return super().write(self._without_follows(vals))

    @api.model
    def _without_follows(self, vals):
        return {name: vals[name] for name in vals if name not in FOLLOWS}

    # === HELPERS === #

    @api.model
    def _get_planning_domain(self, school, persons):
        """Return the domain of the times that count for persons at a school.

        Somebody who teaches at two schools teaches at one of them at a time.
        """
        own = self._get_owner_domain(persons)
        return Domain("school_id", "=", school.id) & (
            Domain("of_school", "=", True) | own
        ) | own & Domain("kind", "=", "lesson")

    @api.model
    def _get_owner_domain(self, persons):
        """Return the domain of what is of these persons."""
        ids = [person.id for person in persons if person._name == "hr.employee"]
        return Domain("employee_id", "in", ids)

    def _to_logic(self):
        """Return the time as ``logic.weekly`` knows it."""
        self.ensure_one()
        return FixedTime(
            int(self.weekday), self.hour_from, self.hour_to, self.kind == "lesson"
        )

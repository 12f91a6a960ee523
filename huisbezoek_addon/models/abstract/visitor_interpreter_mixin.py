from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HuisbezoekVisitorInterpreter(models.AbstractModel):
    """Who goes along to interpret, and whose time a visit takes at all (D4, C6).

    A colleague who interprets is a visitor by his employee too, so that hours,
    calendar and answer work as for any companion. All others have no account: a
    planner notes what they answered, they cost no hours, and they stand in no
    calendar, since the name of an interpreter tells what a family speaks.
    """

    _name = "huisbezoek.visitor.interpreter"
    _description = "Goes along to interpret"

    interpreter_id = fields.Many2one(
        "huisbezoek.interpreter", index="btree_not_null", ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner",
        compute="_compute_partner",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="Whose time and calendar the visit takes, where it is an employee.",
    )

    _interpreter_check = models.Constraint(
        "CHECK ((kind = 'interpreter') = (interpreter_id IS NOT NULL))",
        "Choose who interprets.",
    )
    _somebody_check = models.Constraint(
        "CHECK (employee_id IS NOT NULL OR interpreter_id IS NOT NULL)",
        "Choose who goes along.",
    )
    _one_interpreter = models.UniqueIndex(
        "(visit_id) WHERE kind = 'interpreter'", "A visit has one interpreter."
    )

    @api.depends("employee_id.user_id.partner_id", "employee_id.work_contact_id")
    def _compute_partner(self):
        for visitor in self:
            employee_sudo = visitor.employee_id.sudo()
            visitor.partner_id = (
                employee_sudo.user_id.partner_id or employee_sudo.work_contact_id
            )

    @api.constrains("interpreter_id", "employee_id", "visit_id")
    def _check_interpreter(self):
        """Let no child interpret, whatever way somebody came on the visit (D4)."""
        self.interpreter_id._check_may_interpret()
        for visitor in self.filtered("interpreter_id"):
            interpreter = visitor.interpreter_id
            if interpreter.school_id != visitor.visit_id.school_id:
                raise ValidationError(
                    self.env._("Choose an interpreter of the visit's own school.")
                )
            if interpreter.employee_id != visitor.employee_id:
                raise ValidationError(
                    self.env._("A colleague interprets as himself, others as nobody's.")
                )

    def _get_person(self):
        """Return whose time the visit takes: a contact, an interpreter, or nobody's."""
        self.ensure_one()
        return self.partner_id or self.interpreter_id._get_person()

    def _get_discreet_name(self):
        """Return what to call somebody in an error, which stands in the log too."""
        self.ensure_one()
        return self.employee_id.name or self.env._("The interpreter")

    def _filter_attending(self):
        """Return those in whose calendar the visit stands: colleagues alone (E1)."""
        return self.filtered("employee_id").with_prefetch(self._prefetch_ids)

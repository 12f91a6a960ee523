from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...logic.visit_states import HELD, OPEN


class HuisbezoekVisitInterpreter(models.AbstractModel):
    """Who interprets on a visit, and what speaks against that choice (D4)."""

    _name = "huisbezoek.visit.interpreter"
    _description = "Has an interpreter"

    interpreter_id = fields.Many2one(
        "huisbezoek.interpreter",
        compute="_compute_interpreter",
        inverse="_inverse_interpreter",
        search="_search_interpreter",
        help="An adult, never a pupil. Those who speak with the family come first.",
    )
    interpreter_state = fields.Selection(
        selection=lambda self: (
            self.env["huisbezoek.visitor"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        string="Answer of the interpreter",
        compute="_compute_interpreter",
    )
    interpreter_phone = fields.Char(
        string="Phone of the interpreter", compute="_compute_interpreter_phone"
    )
    lacks_interpreter = fields.Boolean(
        string="Interpreter still to be found",
        compute="_compute_lacks_interpreter",
        search="_search_lacks_interpreter",
    )
    interpreter_warning = fields.Text(compute="_compute_interpreter_warning")

    @api.depends("visitor_ids.interpreter_id", "visitor_ids.state")
    def _compute_interpreter(self):
        for visit in self:
            visitor = visit.visitor_ids.filtered("interpreter_id")
            visit.interpreter_id = visitor.interpreter_id
            visit.interpreter_state = visitor.state

    @api.model
    def _search_interpreter(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        # The place of the lead has none, and would answer for the visit.
        wanted = set(value) - {False} if operator == "in" else value
        found = Domain("visitor_ids", "any", [("interpreter_id", operator, wanted)])
        if operator == "in" and False in value:
            found |= Domain("visitor_ids", "not any", [("interpreter_id", "!=", False)])
        return found

    @api.depends("needs_interpreter", "interpreter_id", "interpreter_state", "state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_lacks_interpreter(self):
        for visit in self:
            found = visit.interpreter_id and visit.interpreter_state != "declined"
            visit.lacks_interpreter = (
                visit.needs_interpreter and not found and visit.state in OPEN
            )

    @api.model
    def _search_lacks_interpreter(self, operator, value):
        if operator != "in":
            return NotImplemented
        lacking = (
            Domain("state", "in", sorted(OPEN))
            & Domain("household_id.guardian_ids.needs_interpreter", "=", True)
            & Domain(
                *("visitor_ids", "not any"),
                [("kind", "=", "interpreter"), ("state", "!=", "declined")],
            )
        )
        return lacking if True in value else ~lacking

    def _inverse_interpreter(self):
        """Let an interpreter go along whom the user may read: a link gives no right."""
        wanted = {visit: visit.interpreter_id for visit in self}
        if not self.env.su:
            self.interpreter_id.check_access("read")
        for visit, interpreter in wanted.items():
            employee_sudo = interpreter.sudo().employee_id
            if employee_sudo and employee_sudo == visit.sudo().lead_id:
                raise UserError(
                    self.env._(
                        "%(person)s leads this visit already, and needs no place to"
                        " interpret.",
                        person=employee_sudo.name,
                    )
                )
        self._set_visitors("interpreter", wanted)

    @api.depends("interpreter_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_interpreter_phone(self):
        readable = self.interpreter_id._filter_readable()
        for visit in self:
            interpreter = visit.interpreter_id
            visit.interpreter_phone = interpreter in readable and interpreter.phone

    def _check_interpreters(self):
        """Let nobody go who is not, or no longer, known to be an adult (sudo, D4)."""
        going = self.filtered(lambda visit: visit.state in HELD | {"planned"})
        going.visitor_ids._filter_going().interpreter_id._check_may_interpret()

    # === WARNINGS === #

    def _get_shown_interpreter(self):
        """Return the interpreter of the form: one of the school whom the user knows.

        A form may name anybody, and each warning would tell of him (design §4); who
        was chosen for the visit already is known to whoever reads the visit.
        """
        chosen, stored = self.interpreter_id._origin, self._origin.interpreter_id
        chosen = chosen.filtered(lambda one: one.sudo().school_id == self.school_id)
        return chosen & (stored | chosen._filtered_access("read"))

    @api.depends(*("interpreter_id", "interpreter_state", "household_id", "state"))
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_interpreter_warning(self):
        for visit in self:
            is_open = visit.state in ("todo", "invited", "planned")
            visit.interpreter_warning = (
                is_open and "\n".join(visit._get_interpreter_warnings()) or False
            )

    def _get_interpreter_warnings(self):
        """Return what speaks against the choice; whoever plans decides himself.

        What speaks against the time stands with that of all others who go.
        """
        interpreter_sudo = self._get_shown_interpreter().sudo()
        if not interpreter_sudo:
            return []
        warnings = []
        wanted = self.language_ids._origin
        if wanted and not set(wanted.ids) & set(interpreter_sudo.language_ids.ids):
            warnings.append(
                self.env._(
                    "The interpreter does not speak %(languages)s.",
                    languages=", ".join(wanted.mapped("name")),
                )
            )
        if not interpreter_sudo.is_confirmed_adult:
            warnings.append(
                self.env._("Nobody has confirmed that the interpreter is an adult.")
            )
        if self.interpreter_state == "declined":
            warnings.append(self.env._("The interpreter cannot come."))
        return warnings

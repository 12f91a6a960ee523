from odoo import api, fields, models
from odoo.exceptions import UserError

from ...logic import visit_states
from ...logic.errors import RuleError

#: States that say why a visit was not held.
CLOSED = {"not_held", "declined", "cancelled"}


class HuisbezoekVisitLife(models.AbstractModel):
    """The states of a visit, and the buttons that lead from one to the next."""

    _name = "huisbezoek.visit.life"
    _description = "Life of a visit"

    state = fields.Selection(
        [
            ("todo", "To plan"),
            ("invited", "Invited"),
            ("planned", "Planned"),
            ("done", "Held"),
            ("reported", "Reported"),
            ("on_hold", "On hold"),
            ("not_held", "Not held"),
            ("declined", "Declined"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="todo",
        index=True,
        tracking=True,
        group_expand="_group_expand_states",
    )
    outcome = fields.Selection(
        [
            ("not_home", "Nobody at home"),
            ("by_parents", "Cancelled by the parents"),
            ("by_teacher", "Cancelled by the teacher"),
            ("by_school", "Cancelled by the school"),
            ("no_interpreter", "No interpreter"),
            ("declined", "Declined by the parents"),
        ],
        readonly=True,
        copy=False,
    )

    @api.model
    def _group_expand_states(self, states, domain):
        return ["todo", "invited", "planned", "done"]

    # === STATE === #

    def _update_state(self, state, **values):
        """Bring the visits into ``state``: the one place that does.

        :param state: the new state, as in ``logic.visit_states``.
        :param values: what goes with it, such as the outcome.
        :raises UserError: where the life of a visit has no such move.
        """
        self.check_access("write")
        moving = self.filtered(lambda visit: visit.state != state)
        for visit in moving:
            try:
                visit_states.check_move(visit.state, state)
            except RuleError:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(visit)s is '%(old)s' and cannot become '%(new)s'.",
                        visit=visit.display_name,
                        old=labels[visit.state],
                        new=labels[state],
                    )
                ) from None
        if state not in CLOSED:
            values.setdefault("outcome", False)
        if state not in ("done", "reported"):
            values |= {"real_start": False, "real_stop": False}
        moving.sudo().write({"state": state, **values})
        moving._check_lead()
        moving.sudo()._sync_planning()
        moving.sudo()._sync_report_activity()

    def _return_to_planning(self):
        """Give planned visits back to be planned, without a time."""
        self.sudo()._update_state("todo", start=False)

    # === ACTIONS === #

    def action_hold(self):
        """Mark the visits as held, at their planned times if no others are given."""
        now = fields.Datetime.now()
        for visit in self:
            if visit.start and visit.start > now:
                raise UserError(
                    self.env._(
                        "%(visit)s has not begun yet. Move it to its real time first.",
                        visit=visit.display_name,
                    )
                )
        for visit in self:
            visit._update_state(
                "done",
                real_start=visit.real_start or visit.start,
                real_stop=visit.real_stop or visit.stop,
            )

    def action_back_to_planning(self):
        """Return the visits to be planned; their times are given free."""
        self._update_state("todo", start=False)

    def action_on_hold(self):
        """Put the visits aside; their times are given free."""
        self._update_state("on_hold", start=False)

    def action_undo_hold(self):
        """Take back that the visits were held."""
        self._update_state("planned")

    def _close(self, outcome):
        """End the visits without a visit, for the reason ``outcome`` (D6)."""
        planned = self.filtered(lambda visit: visit.state in ("planned", "done"))
        closed = "declined" if outcome == "declined" else "cancelled"
        missed = outcome in ("not_home", "no_interpreter")
        planned._update_state("not_held" if missed else closed, outcome=outcome)
        # Without an interpreter a visit may also never have been planned.
        never_home = outcome == "not_home"
        (self - planned)._update_state(
            "not_held" if never_home else closed, outcome=outcome
        )

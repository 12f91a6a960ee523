from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...logic import real_times, visit_states
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
        moving._check_moves(state)
        moving.sudo().write(self._prepare_state_values(state, values))
        moving._follow_state()

    @api.model
    def _plan(self, starts):
        """Plan visits, each at a time of its own: all of them, or none (C3).

        For whoever has many times at once, such as a proposal that was accepted:
        calendar and occupied time follow once for all visits, where writing the
        ``start`` of one visit after another lets them follow for each. What was
        planned already is moved; two visits may swap their times.

        :param starts: ``{visit: start}``, in UTC.
        :raises UserError: if one of them cannot be planned, or not at that time.
        """
        visits = self.browse().union(*starts).with_env(self.env)
        visits.check_access("write")
        visits._check_plannable()
        visits.filtered(lambda visit: visit.state != "planned")._check_moves("planned")
        same_start = defaultdict(list)
        for visit, start in starts.items():
            same_start[start].append(visit.id)
        values = self._prepare_state_values("planned", {})
        visits_sudo = visits.sudo()
        # Visitors are sorted by their visits: read later, they would have what is
        # written below sent to the database first, and the visits written twice.
        visits_sudo.visitor_ids.fetch(
            ["employee_id", "interpreter_id", "partner_id", "state"]
        )
        for start, ids in same_start.items():
            batch_sudo = visits_sudo.browse(ids).with_prefetch(visits.ids)
            batch_sudo.write({**values, "start": start})
        visits._follow_state()

    def _check_moves(self, state):
        """Refuse what is no move in the life of a visit."""
        for visit in self:
            report_sudo = visit.sudo().report_ids
            # While a final report is corrected, the visit is held, and stays so.
            allowed = (
                ("reported",) if report_sudo.state == "final" else visit_states.HELD
            )
            if report_sudo.version and state not in allowed:
                raise UserError(
                    self.env._(
                        "The report of %(visit)s is final. Correct the report first.",
                        visit=visit.display_name,
                    )
                )
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

    @api.model
    def _prepare_state_values(self, state, values):
        """Return what is written with a state: nothing stays of another one."""
        values = {**values, "state": state}
        if state == "planned":
            values["is_from_before"] = False
        if state not in CLOSED:
            values.setdefault("outcome", False)
        if state not in ("done", "reported"):
            values |= {"real_start": False, "real_stop": False}
        return values

    def _follow_state(self):
        """Bring along what follows from a state: once for all the visits."""
        self._check_lead()
        self.sudo()._check_interpreters()
        self.sudo()._sync_planning()
        self.sudo()._sync_report_activity()

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
        holding = self.filtered(lambda visit: visit.state != "done")
        holding.check_access("write")
        holding._check_moves("done")
        for visit in holding:
            # Who arrived and forgot to leave left after the planned time.
            left = visit.real_start and real_times.left_at(
                visit.real_start, now, timedelta(hours=visit.duration)
            )
            times = {
                "real_start": visit.real_start or visit.start,
                "real_stop": visit.real_stop or left or visit.stop,
            }
            visit.sudo().write(self._prepare_state_values("done", times))
        holding._follow_state()

    def action_back_to_planning(self):
        """Return the visits to be planned; their times are given free."""
        return self._move_selection("todo")

    def action_on_hold(self):
        """Put the visits aside; their times are given free."""
        return self._move_selection("on_hold")

    def action_undo_hold(self):
        """Take back that the visits were held."""
        self._update_state("planned")

    def _close(self, outcome):
        """End the visits without a visit, for the reason ``outcome`` (D6): all or none.

        :raises UserError: if one of them cannot end so.
        """
        by_state = self.grouped(lambda v: visit_states.closed_as(v.state, outcome))
        for state, visits in by_state.items():
            visits.filtered(lambda v, s=state: v.state != s)._check_moves(state)
        for state, visits in by_state.items():
            visits._update_state(state, outcome=outcome)

    # === MANY AT ONCE === #

    def _filter_closable(self, outcome):
        """Return the visits of a selection that ``outcome`` can close."""
        return self.filtered(
            lambda visit: (
                visit.state in visit_states.CLOSABLE
                and visit_states.can_move(
                    visit.state, visit_states.closed_as(visit.state, outcome)
                )
            )
        )

    def _close_selection(self, outcome):
        """Close what can be closed of a selection; the rest stays as it is (C7).

        :return: the notice that says how many.
        :raises UserError: if none of them can.
        """
        closing = self._filter_closable(outcome)
        rest = (self - closing)._describe_states()
        self._check_any(closing)
        closing._close(outcome)
        return self._get_notice(len(closing), rest)

    def _move_selection(self, state):
        """Bring those of a selection into a state that can get there, without a time.

        :return: the notice that says how many, if there was a choice.
        :raises UserError: if none of them can.
        """
        moving = self.filtered(lambda v: visit_states.can_move(v.state, state))
        rest = (self - moving)._describe_states()
        if len(self) == 1:
            moving = self
        self._check_any(moving)
        moving._update_state(state, start=False)
        return len(self) > 1 and self._get_notice(len(moving), rest)

    def _check_any(self, moving):
        if not moving:
            raise UserError(
                self.env._(
                    "This is not possible for any of these visits: %(states)s.",
                    states=self._describe_states(),
                )
            )

    def _describe_states(self):
        """Return how many visits are in which state, such as "2 x Held"."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        counts = {state: len(visits) for state, visits in self.grouped("state").items()}
        return ", ".join(
            f"{counts[state]} × {label}"
            for state, label in labels.items()
            if state in counts
        )

    @api.model
    def _get_notice(self, count, rest):
        """Return the notice of how many visits changed, and which did not."""
        message = self.env._("Visits changed: %(count)s.", count=count)
        if rest:
            message += " " + self.env._("As they were: %(states)s.", states=rest)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if rest else "success",
                "message": message,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

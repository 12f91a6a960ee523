from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_datetime
from odoo.tools.constants import GC_UNLINK_LIMIT

from ..logic import proposal, visit_states
from .abstract.job_mixin import HuisbezoekJobMixin

#: States of a visit that wants a time of the school.
WANTING = visit_states.PLANNABLE - {"invited"}
#: So many visits get their times while the planner waits: a second at most.
MOST_AT_ONCE = 200
#: Percents after which the page hears again how far it is.
TOLD_EACH = 5
#: How long a proposal is kept after its last day, or after nobody touched it.
KEPT = timedelta(days=30)


class HuisbezoekProposal(models.Model):
    """Times for many visits at once, to look at before they are real (C5).

    Made of a round or of chosen visits. It changes nothing until it is applied, and
    then all of it or nothing; applied, it can be undone in one action until the
    first of its visits was held or its family was invited.
    """

    _name = "huisbezoek.proposal"
    _description = "Proposal of times"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.job.mixin"]
    _order = "create_date desc, id desc"
    _personal_data = ("when families could be visited", "the end of the round")
    _job_cron = "huisbezoek_addon.huisbezoek_proposal_cron"
    _job_fields = HuisbezoekJobMixin._job_fields | {"applied_date", "applied_by_id"}

    state = fields.Selection(
        selection_add=[
            ("draft",),
            ("queued",),
            ("running", "Being made"),
            ("done", "Ready"),
            ("applied", "Applied"),
            ("undone", "Undone"),
            ("failed",),
        ],
        ondelete={"applied": "cascade", "undone": "cascade"},
    )
    round_id = fields.Many2one(
        "huisbezoek.round", index="btree_not_null", ondelete="cascade", readonly=True
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", required=True)
    evening_limit = fields.Integer(string="Visits on an evening", default=2)
    week_limit = fields.Integer(string="Visits in a week", default=5)
    line_ids = fields.One2many("huisbezoek.proposal.line", "proposal_id")
    # What came of it
    visit_count = fields.Integer(compute="_compute_counts")
    placed_count = fields.Integer(string="With a time", compute="_compute_counts")
    unplaced_count = fields.Integer(string="Without a time", compute="_compute_counts")
    warning_count = fields.Integer(string="Break a rule", compute="_compute_counts")
    applied_date = fields.Datetime(string="Applied on", readonly=True, copy=False)
    applied_by_id = fields.Many2one(
        "res.users", string="Applied by", readonly=True, copy=False
    )

    _window_check = models.Constraint(
        "CHECK (date_from <= date_to)",
        "The first day must not come after the last day.",
    )
    _limits_check = models.Constraint(
        "CHECK (evening_limit >= 0 AND week_limit >= 0)",
        "A limit is a number of visits; 0 means no limit.",
    )

    @api.depends("create_date")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for one in self:
            made = one.create_date or fields.Datetime.now()
            one.display_name = self.env._(
                "Proposal of %(moment)s",
                moment=format_datetime(self.env, made, dt_format="short"),
            )

    @api.depends("line_ids.start", "line_ids.warning_codes")
    def _compute_counts(self):
        rows = self.env["huisbezoek.proposal.line"]._read_group(
            [("proposal_id", "in", self.ids)],
            ["proposal_id"],
            ["__count", "start:count", "warning_codes:count"],
        )
        counts = {one.id: found for one, *found in rows}
        for one in self:
            found = counts.get(one._origin.id, (0, 0, 0))
            one.visit_count, one.placed_count, one.warning_count = found
            one.unplaced_count = one.visit_count - one.placed_count

    @api.constrains("round_id", "school_id")
    def _check_round(self):
        # In sudo: it may be of another board, and applying would touch it there.
        for one_sudo in self.sudo():
            round_sudo = one_sudo.round_id
            if round_sudo and round_sudo.school_id != one_sudo.school_id:
                raise ValidationError(
                    self.env._("Choose a round of the proposal's own school.")
                )

    # === MAKING === #

    @api.model
    def _create_for(self, visits, values):
        """Return a proposal for visits that want a time; it is computed at once.

        :param visits: those that are planned or over are left out, and those to
            whose family an invitation went out: it chooses itself.
        :param values: window, limits, and the round if there is one.
        :raises UserError: if none of them wants a time.
        """
        wanted = visits.filtered(lambda v: v.state in WANTING)
        if not wanted:
            raise UserError(
                self.env._(
                    "None of these visits waits for a time: they are planned, held or"
                    " closed already, or their family was invited to choose one."
                )
            )
        if len(wanted.school_id) > 1:
            raise UserError(
                self.env._("Choose visits of one school: each school has its own days.")
            )
        one = self.create(
            {
                **values,
                "school_id": wanted.school_id.id,
                "line_ids": [Command.create({"visit_id": v.id}) for v in wanted],
            }
        )
        one._start()
        return one

    def action_make_again(self):
        """Make the times anew, as things stand now."""
        self.ensure_one()
        self.check_access("write")
        self._check_state("draft", "done", "failed", "undone")
        self.line_ids.filtered(lambda line: line.visit_id.state not in WANTING).unlink()
        self._start()

    def _start(self):
        """Make the times at once where they are few, else in the background."""
        if len(self.line_ids) > MOST_AT_ONCE:
            self._enqueue_sudo()
            return
        self._find_times()
        self.sudo().state = "done"

    def _carry_out(self):
        """Override of `huisbezoek.job.mixin`: make the times."""
        self._start_progress(100)
        self._find_times(self._get_teller())

    def _get_teller(self):
        """Return what tells how far it is: seldom, since telling is a transaction."""
        shown = 0

        def tell(done, total):
            nonlocal shown
            share = 100 * done // max(total, 1)
            if share >= shown + TOLD_EACH:
                self._tell_progress(share - shown)
                shown = share

        return tell

    def _find_times(self, tell=None):
        """Compute the times of all lines.

        :param tell: hears ``(done, total)`` now and then.
        """
        self.ensure_one()
        problem = self.line_ids.visit_id._to_problem(
            self.school_id,
            self.date_from,
            self.date_to,
            evening_limit=self.evening_limit,
            week_limit=self.week_limit,
        )
        found = proposal.propose(problem, tell)
        for line_sudo in self.line_ids.sudo():
            line_sudo._take_over(found)

    # === APPLYING === #

    def action_apply(self):
        """Plan every visit at its proposed time: all of them, or none.

        :raises UserError: if something has come in between since.
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("done", "undone")
        lines = self.line_ids.filtered("start")
        if not lines:
            raise UserError(self.env._("There is no time in this proposal to apply."))
        lines._check_still_free()
        self.env["huisbezoek.visit"]._plan(
            {line.visit_id: line.start for line in lines}
        )
        self.sudo().write(
            {
                "state": "applied",
                "applied_date": fields.Datetime.now(),
                "applied_by_id": self.env.uid,
            }
        )
        self.round_id._sync_fit()

    def action_undo(self):
        """Take back the times that this proposal gave, unless moved since or begun.

        :return: the notice that says how many, if not all.
        :raises UserError: if a family was invited, or a visit was held, since.
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("applied")
        lines = self.line_ids.filtered("start")
        gone_on = lines.filtered(
            lambda line: line.visit_id.state in visit_states.HELD | {"invited"}
        )
        if gone_on:
            raise UserError(
                self.env._(
                    "%(count)s of these visits have been held or their family has been"
                    " invited, so the proposal stands. Move visits one by one.",
                    count=len(gone_on),
                )
            )
        undone = lines.filtered(
            lambda line: (
                line.visit_id.state == "planned"
                and line.visit_id.start == line.start
                and not line.visit_id._has_begun()
            )
        ).visit_id
        undone._return_to_planning()
        self.sudo().state = "undone"
        self.round_id._sync_fit()
        rest = lines.visit_id - undone
        return bool(rest) and rest._get_notice(len(undone), rest._describe_states())

    @api.autovacuum
    def _gc_proposals(self):
        """Forget proposals whose days are over, and those that nobody applied."""
        today = fields.Date.context_today(self)
        self.search(
            Domain("date_to", "<", today - KEPT)
            | (
                Domain("state", "in", ("draft", "done", "undone", "failed"))
                & Domain("write_date", "<", today - KEPT)
            ),
            limit=GC_UNLINK_LIMIT,
        ).unlink()

    def _check_state(self, *states):
        if self.state not in states:
            raise UserError(
                self.env._("This proposal has moved on meanwhile. Reload the page.")
            )

    # === ACTIONS === #

    def action_open_lines(self):
        """Open the times in a calendar, where they can be moved before applying."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "huisbezoek_addon.huisbezoek_proposal_line_action"
        )
        action["domain"] = [("proposal_id", "=", self.id)]
        action["context"] = {"initial_date": fields.Date.to_string(self.date_from)}
        return action

    def action_open_visits(self):
        """Open the visits of this proposal in the planner's calendar."""
        self.ensure_one()
        return self.env["huisbezoek.visit"]._get_calendar_action(
            [("id", "in", self.line_ids.visit_id.ids)],
            fields.Date.to_string(self.date_from),
        )

    def _get_action(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

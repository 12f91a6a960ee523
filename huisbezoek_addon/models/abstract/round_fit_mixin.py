import logging
from collections import Counter
from datetime import date, timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

from ...logic import capacity, proposal, standing, visit_states
from .job_mixin import BUSY

_logger = logging.getLogger(__name__)

#: What somebody records by hand when a round does not fit.
DECIDING = {"decision", "dropped_task", "agreed_date"}
#: Visits to plan of a round that is looked at while the planner waits.
MOST_AT_ONCE = 1000
#: A round that was looked at less long ago waits for the next night.
SEEN = timedelta(hours=12)


class HuisbezoekRoundFit(models.AbstractModel):
    """Does a round fit: hours against annual tasks, visits against free time (C3)?

    A trial of the proposal finds which visits have no time left, with families'
    dates to avoid, travel and the other visitors counted. It can be done at any
    time, before the round opens and while it runs.
    """

    _name = "huisbezoek.round.fit"
    _description = "Whether a round fits"

    fit_ids = fields.One2many("huisbezoek.round.teacher", "round_id", string="Visitors")
    fit_date = fields.Datetime(string="Looked at on", readonly=True, copy=False)
    short_count = fields.Integer(compute="_compute_fit_counts")
    free_count = fields.Integer(string="Places left", compute="_compute_fit_counts")

    @api.depends("fit_ids.state", "fit_ids.free_count")
    def _compute_fit_counts(self):
        for round_ in self:
            # Numbers of the whole school: who reads the round reads them.
            fits = round_.sudo().fit_ids
            round_.short_count = len(fits.filtered(lambda fit: fit.state == "short"))
            round_.free_count = sum(fits.mapped("free_count"))

    def action_look_again(self):
        """Look again whether the round fits, as things stand now."""
        self.check_access("write")
        self._sync_fit()

    @api.model
    def _cron_look_again(self):
        """Look by night whether the rounds that go on still fit.

        Leave, appointments and hours change without anybody touching the round.
        """
        long_ago = fields.Datetime.now() - SEEN
        rounds = self.search(
            self._get_going_on_domain()
            & (Domain("fit_date", "=", False) | Domain("fit_date", "<", long_ago)),
            order="fit_date NULLS FIRST, id",
        )
        self.env["ir.cron"]._commit_progress(remaining=len(rounds))
        for round_ in rounds:
            try:
                with self.env.cr.savepoint():
                    round_._sync_fit_rows()
            except BUSY:
                # Somebody changed it at that moment: once more, soon.
                round_._look_again_soon()
            except Exception as error:  # One round must not keep the others waiting.
                _logger.error("Round %s: %s", round_.id, type(error).__name__)
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _get_going_on_domain(self):
        """Return the domain of the rounds of which it matters whether they fit."""
        return (
            Domain("state", "in", ("draft", "open"))
            & Domain("date_to", ">=", fields.Date.today())
            & Domain("visit_ids", "any", [("state", "in", sorted(visit_states.OPEN))])
        )

    def _filter_big(self):
        """Return the rounds that are looked at in the background."""
        return self.filtered(
            lambda round_: round_.todo_count + round_.waiting_count > MOST_AT_ONCE
        )

    def _sync_fit(self):
        """Make the rows fit the visits, the hours and the free time of today.

        A big round is looked at in the background, within a minute.
        """
        big = self._filter_big()
        big._look_again_soon()
        for round_ in self - big:
            round_.sudo()._sync_fit_rows()

    def _look_again_soon(self):
        """Look within a minute, in the background, whether these rounds still fit."""
        rounds_sudo = self.sudo().filtered_domain(self._get_going_on_domain())
        if rounds_sudo:
            rounds_sudo.fit_date = False
            cron_sudo = self.env.ref("huisbezoek_addon.ir_cron_round_fit").sudo()
            cron_sudo._trigger()

    def _sync_fit_rows(self):
        counts = self._count_visits()
        employees = self.env["hr.employee"].browse(list(counts))
        trial = self._try_out(employees)
        short = self._get_short_hours(employees)
        present = {fit.employee_id.id: fit for fit in self.fit_ids}
        commands = [
            Command.delete(fit.id) for who, fit in present.items() if who not in counts
        ]
        for who, of_state in counts.items():
            values = {
                "visit_count": of_state.total(),
                "todo_count": sum(of_state[s] for s in visit_states.PLANNABLE),
                "planned_count": of_state["planned"],
                "held_count": sum(of_state[s] for s in visit_states.HELD),
                "short_hours": short.get(who, 0.0),
                **trial[who],
            }
            if fit := present.get(who):
                commands.append(Command.update(fit.id, values))
            else:
                commands.append(Command.create({"employee_id": who, **values}))
        # Only now, since a trial of a big round takes a while: who looks at the same
        # moment waits here, and is tried again.
        self.env.cr.execute(
            SQL(
                "UPDATE huisbezoek_round SET write_uid = write_uid WHERE id = %s",
                self.id,
            ),
            log_exceptions=False,
        )
        self.write({"fit_ids": commands, "fit_date": fields.Datetime.now()})

    def _count_visits(self):
        """Return ``{employee id: Counter of states}`` of who goes on its visits."""
        rows = self.env["huisbezoek.visitor"]._read_group(
            Domain("visit_id.round_id", "=", self.id)
            & Domain("state", "!=", "declined")
            & Domain("employee_id", "!=", False)
            & Domain(
                "visit_state", "in", sorted(visit_states.OPEN | visit_states.HELD)
            ),
            ["employee_id", "visit_id.state"],
            ["__count"],
        )
        counts = {}
        for employee, state, count in rows:
            counts.setdefault(employee.id, Counter())[state] = count
        return counts

    def _try_out(self, employees):
        """Return what a trial of the proposal says of each employee.

        The room of the weeks is that of today; the places left are those that the
        visits would leave.
        """
        visits = self.visit_ids.filtered(lambda v: v.state in visit_states.PLANNABLE)
        problem = visits._to_problem(
            self.school_id,
            self.date_from,
            self.date_to,
            evening_limit=self.evening_limit,
            week_limit=self.week_limit,
            persons=employees,
        )
        found = proposal.propose(problem)
        unfit = Counter(
            who
            for visit in problem.visits
            if visit.key in found.unplaced
            for who in visit.persons
        )
        after = standing.with_visits(problem, found.starts)
        return {
            employee.id: {
                "unfit_count": unfit[employee.id],
                "free_count": sum(self._get_room(problem, after[employee.id]).values()),
                "weeks": {
                    str(date.fromordinal(monday)): count
                    for monday, count in self._get_room(
                        problem, problem.persons[employee.id]
                    ).items()
                },
            }
            for employee in employees
        }

    def _get_room(self, problem, person):
        """Return how many visits still fit somebody, by the Monday of the week."""
        return capacity.weekly_capacity(
            person,
            self.visit_minutes,
            problem.travel,
            evening_limit=self.evening_limit,
            week_limit=self.week_limit,
        )

    def _get_short_hours(self, employees):
        """Return how many hours each annual task lacks, where somebody set them.

        Hours that nobody set follow the visits, so they cannot fall short. Before
        the consent of the P-MR nothing is said of anybody's hours (H3).
        """
        if not self.school_id.hours_consented:
            return {}
        tasks = self.env["huisbezoek.annual.task"].search(
            Domain("year_id", "=", self.year_id.id)
            & Domain("employee_id", "in", employees.ids)
            & Domain("is_allotted_by_hand", "=", True)
        )
        return {
            task.employee_id.id: max(task.planned_hours - task.allotted_hours, 0.0)
            for task in tasks
        }

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context

from ..logic.availability import Stay
from ..logic.local_time import to_datetime, to_span
from ..logic.planning import Finding, check_slot
from .proposal import WANTING

#: What a client says of a line; all else follows from it.
GIVEN = frozenset({"proposal_id", "visit_id", "start"})
#: How many visits a refusal names.
NAMED = 5


class HuisbezoekProposalLine(models.Model):
    """The time proposed for one visit, or why there is none and what would help."""

    _name = "huisbezoek.proposal.line"
    _description = "Proposed time"
    _inherit = ["huisbezoek.school.mixin", "huisbezoek.proposal.words"]
    _order = "start, id"
    _personal_data = ("when a family could be visited", "the end of the round")

    proposal_id = fields.Many2one(
        "huisbezoek.proposal", required=True, index=True, ondelete="cascade"
    )
    school_id = fields.Many2one(
        related="proposal_id.school_id", store=True, precompute=True, default=None
    )
    proposal_state = fields.Selection(related="proposal_id.state")
    visit_id = fields.Many2one(
        "huisbezoek.visit",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    family_label = fields.Char(related="visit_id.family_label", related_sudo=False)
    # In sudo, since it follows whoever changes the visit: also who reads no proposals.
    lead_id = fields.Many2one(related="visit_id.lead_id", store=True, index=True)
    companion_ids = fields.Many2many(
        related="visit_id.companion_ids", related_sudo=False
    )
    start = fields.Datetime()
    stop = fields.Datetime(compute="_compute_stop", store=True)
    # Why not, and what the planner's own time breaks: codes of logic, no words
    reason = fields.Json(readonly=True)
    reason_text = fields.Char(string="Why not", compute="_compute_reason_text")
    warning_codes = fields.Json(readonly=True)
    warning = fields.Text(compute="_compute_warning")

    _visit_uniq = models.Constraint(
        "UNIQUE (proposal_id, visit_id)", "A visit stands in a proposal once."
    )

    @api.depends("start", "visit_id.duration")
    def _compute_stop(self):
        for line in self:
            line.stop = line.start and line.start + timedelta(
                minutes=round(line.visit_id.duration * 60)
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `orm`: a time is proposed to who may plan the visit.

        Nobody says from outside what speaks against it, nor by the context.
        """
        if not self.env.su:
            vals_list = [
                {name: vals[name] for name in vals.keys() & GIVEN} for vals in vals_list
            ]
        visit_ids = {vals["visit_id"] for vals in vals_list if vals.get("visit_id")}
        self.env["huisbezoek.visit"].browse(visit_ids).check_access("write")
        plain = self.with_context(clean_context(self.env.context))
        lines = super(HuisbezoekProposalLine, plain).create(vals_list)
        if any(line.visit_id.school_id != line.school_id for line in lines.sudo()):
            raise UserError(
                self.env._("Choose visits of one school: each school has its own days.")
            )
        timed = lines.filtered("start")
        if not self.env.su:
            timed._check_movable()
        timed.sudo()._look_at_moves()
        return lines.with_env(self.env)

    def write(self, vals):
        """Override of `orm`: a time moved by hand is looked at, and never refused.

        A client says nothing else; the calendar sends along the end, which follows.
        """
        if self.env.su:
            return super().write(vals)
        vals = {name: vals[name] for name in vals if name == "start"}
        if vals:
            self._check_movable()
        result = super().write(vals)
        if vals:
            self.sudo()._look_at_moves()
        return result

    def _check_movable(self):
        states = set(self.mapped("proposal_id.state"))
        if "applied" in states:
            raise UserError(
                self.env._(
                    "These times have been applied. Move the visit itself, in the"
                    " calendar of visits."
                )
            )
        if states - {"done", "undone"}:
            raise UserError(
                self.env._(
                    "The times of this proposal are still to be looked for. Wait until"
                    " they are there, or press 'Propose again'."
                )
            )

    @api.depends("reason")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        names = self._get_person_names()
        for line in self:
            line.reason_text = line.reason and line._word_reason(*line.reason, names)

    @api.depends("warning_codes")
    @api.depends_context("lang")
    def _compute_warning(self):
        names = self._get_person_names()
        for line in self:
            line.warning = "\n".join(
                line._word_warning(Finding(*finding), names)
                for finding in line.warning_codes or ()
            )

    def _take_over(self, found):
        """Keep what the proposal found for the visit: a time, or why there is none."""
        self.ensure_one()
        start = found.starts.get(self.visit_id.id)
        reason = found.unplaced.get(self.visit_id.id)
        self.write(
            {
                "start": start is not None and to_datetime(start),
                "reason": reason and [reason.code, dict(reason.params)],
                "warning_codes": False,
            }
        )

    # === MOVED BY HAND (called in sudo) === #

    def _look_at_moves(self):
        """Keep which rules are broken by the times that were given by hand.

        Others of the same people or family may break one as well now, or none any more.
        """
        for lines in self.grouped("proposal_id").values():
            touched = lines._get_touched()
            findings = touched.filtered("start")._get_findings()
            for line in touched:
                codes = [[found.code, found.params] for found in findings.get(line, ())]
                if codes != (line.warning_codes or []):
                    line.warning_codes = codes
        self.reason = False

    def _get_touched(self):
        """Return the lines of one proposal whose times these may be in the way of."""
        lines = self.proposal_id.line_ids | self
        going = lines.visit_id._get_planned_persons()
        people = {person for line in self for person in going[line.visit_id]}
        families = self.visit_id.household_id
        return lines.filtered(
            lambda line: (
                line.visit_id.household_id in families
                or not people.isdisjoint(going[line.visit_id])
            )
        )

    def _check_still_free(self):
        """Refuse times against which something speaks that nobody was told.

        Whoever moved one was told what it breaks. That nobody is in two homes at
        once is for the database to see to (C6).

        :raises UserError: with how many they are.
        """
        now = fields.Datetime.now()
        gone = self.filtered(
            lambda line: line.visit_id.state not in WANTING or line.start <= now
        )
        findings = (self - gone).sudo()._get_findings()
        taken = [line for line, found in findings.items() if line._has_news(found)]
        gone = gone.union(*taken)
        if gone:
            # By number: errors stand in the log.
            named = ", ".join(gone[:NAMED].visit_id.mapped("display_name"))
            raise UserError(
                self.env._(
                    "%(count)s of these times are not free any more, or the visit was"
                    " planned meanwhile: %(visits)s. Nothing was planned. Empty their"
                    " time here, give them another, or press 'Propose again'.",
                    count=len(gone),
                    visits=named + ("…" if len(gone) > NAMED else ""),
                )
            )

    def _has_news(self, findings):
        """Tell whether something speaks against the time that did not when it moved."""
        told = {
            (code, params.get("person")) for code, params in self.warning_codes or ()
        }
        return any((f.code, f.params.get("person")) not in told for f in findings)

    def _get_findings(self):
        """Return what speaks against the times, with the others of the proposal.

        Asked in bulk of lines of one proposal with a time: the queries do not grow.

        :return: ``{line: [logic.planning.Finding, …]}``
        """
        if not self:
            return {}
        proposal, school = self.proposal_id, self.school_id
        begins = self.mapped("start")
        days = [school._to_local(one).date() for one in (min(begins), max(begins))]
        closed = self.env["huisbezoek.closed.day"]._get_closed(school, *days)
        rules = school._get_rules(
            evening_limit=proposal.evening_limit, week_limit=proposal.week_limit
        )
        avoided = self.visit_id.household_id._get_avoided()
        diaries, visited = self._get_surroundings(days)
        findings = {}
        for line in self:
            visit, home = line.visit_id, line.visit_id.household_id
            found = check_slot(
                to_span(line.start, line.stop),
                rules,
                visit._get_travel_place(),
                closed,
                [who.without(visit.ids) for who in diaries[visit]],
                avoided[home],
                [span for other, span in visited[home].items() if other != visit],
            )
            findings[line] = [*line._get_day_findings(), *found]
        return findings

    def _get_surroundings(self, days):
        """Return what is taken, as if all times of the proposal were applied.

        :param days: the first day and the last one.
        :return: ``{visit: [logic.availability.Diary, …]}`` of who would go, and
            ``{household: {visit: span}}``; the visit itself is in both.
        """
        standing = self.proposal_id.line_ids.filtered(
            lambda line: line.start and line.visit_id.state in WANTING
        )
        visits = (standing | self).visit_id
        # Fetched for all of them, which each is asked for afterwards.
        visits.household_id.fetch(["zip", "has_secret_address"])
        going = visits._get_planned_persons()
        visited = self.visit_id.household_id._get_visited(
            min(self.mapped("start")), max(self.mapped("stop"))
        )
        stays = defaultdict(list)
        for line in standing:
            visit, span = line.visit_id, to_span(line.start, line.stop)
            visited[visit.household_id][visit] = span
            stay = Stay(*span, visit._get_travel_place(), visit.id)
            for person in going[visit]:
                stays[person].append(stay)
        people = dict.fromkeys(who for line in self for who in going[line.visit_id])
        diaries = self.env["huisbezoek.availability"]._get_diaries(
            self.school_id, people, *days
        )
        taken = {
            # By number: what is found is kept, and read in another language.
            who: replace(diary.with_stays(stays[who]), name=who._get_planning_key())
            for who, diary in diaries.items()
        }
        return {v: [taken[who] for who in going[v]] for v in self.visit_id}, visited

    def _get_day_findings(self):
        """Give what speaks against the day: others than those that were asked for."""
        proposal = self.proposal_id
        day = self.school_id._to_local(self.start).date()
        first = max(proposal.date_from, self.school_id._get_today() + timedelta(days=1))
        if not first <= day <= proposal.date_to:
            yield Finding("other_days")

    @api.model
    def get_unusual_days(self, date_from, date_to=None):
        """Return which days are closed, for the calendar; see `huisbezoek.visit`."""
        return self.env["huisbezoek.visit"].get_unusual_days(date_from, date_to)

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic.availability import Stay
from ..logic.local_time import to_datetime, to_span
from ..logic.planning import Finding


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
        """Override of `orm`: a time is proposed to who may plan the visit."""
        visit_ids = {vals["visit_id"] for vals in vals_list if vals.get("visit_id")}
        self.env["huisbezoek.visit"].browse(visit_ids).check_access("write")
        lines = super().create(vals_list)
        if any(line.visit_id.school_id != line.school_id for line in lines.sudo()):
            raise UserError(
                self.env._("Choose visits of one school: each school has its own days.")
            )
        return lines

    def write(self, vals):
        """Override of `orm`: a time moved by hand is looked at, and never refused."""
        if self.env.su or "start" not in vals:
            return super().write(vals)
        if set(self.mapped("proposal_id.state")) - {"done", "undone"}:
            raise UserError(
                self.env._(
                    "These times have been applied. Move the visit itself, in the"
                    " calendar of visits."
                )
            )
        result = super().write(vals)
        self.sudo()._look_at_moves()
        return result

    @api.depends("reason")
    @api.depends_context("lang")
    def _compute_reason_text(self):
        for line in self:
            line.reason_text = line.reason and line._word_reason(*line.reason)

    @api.depends("warning_codes")
    @api.depends_context("lang")
    def _compute_warning(self):
        for line in self:
            line.warning = "\n".join(
                line.visit_id._word_finding(Finding(*finding))
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

    # === MOVED BY HAND === #

    def _look_at_moves(self):
        """Keep which rules the times break, given all else; called in sudo."""
        for line in self:
            findings = line.start and line._get_findings()
            line.warning_codes = [[f.code, f.params] for f in findings or ()]
            line.reason = False

    def _get_findings(self):
        """Return what speaks against the time, with the other times of the proposal."""
        self.ensure_one()
        visit = self.visit_id
        others = (self.proposal_id.line_ids - self).filtered("start")
        going = others.visit_id._get_planned_persons()
        stays, visited = defaultdict(list), []
        for other in others:
            span = to_span(other.start, other.stop)
            place = other.visit_id._get_travel_place()
            for person in going[other.visit_id]:
                stays[person].append(Stay(*span, place, other.visit_id.id))
            if other.visit_id.household_id == visit.household_id:
                visited.append(span)
        moved = visit.new({"start": self.start, "stop": self.stop}, origin=visit)
        return moved._get_planning_findings(stays, visited)

    @api.model
    def get_unusual_days(self, date_from, date_to=None):
        """Return which days are closed, for the calendar; see `huisbezoek.visit`."""
        return self.env["huisbezoek.visit"].get_unusual_days(date_from, date_to)
